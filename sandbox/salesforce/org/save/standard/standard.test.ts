import { describe, expect, test } from '@jest/globals';
import type { Row } from '../../../contract.ts';
import { ALL_OR_NONE, USER, codes, testOrg } from '../../testing/fixture.ts';
import type { TestOrg } from '../../testing/fixture.ts';

const opportunity = (o: TestOrg, more: Row = {}): string =>
  o.insert('Opportunity', { Name: 'Deal', StageName: 'Prospecting', CloseDate: '2026-06-30', ...more });
const standardBook = (o: TestOrg): string => String(o.query('SELECT Id FROM Pricebook2 WHERE IsStandard = true').records[0]?.values['Id']);

/** A product with its standard price. */
function priced(o: TestOrg, price: string): { product: string; entry: string } {
  const product = o.insert('Product2', { Name: 'Seat', ProductCode: 'SEAT', IsActive: true });
  return { product, entry: o.insert('PricebookEntry', { Pricebook2Id: standardBook(o), Product2Id: product, UnitPrice: price, IsActive: true }) };
}

describe('opportunity products', () => {
  test('the first line gives the price book, the lines give the amount, and the opportunity is saved with its triggers', () => {
    const o = testOrg();
    const { entry, product } = priced(o, '100');
    const id = opportunity(o, { Amount: '7' });
    const amounts: unknown[] = [];
    o.triggers({ 'Opportunity after update': (_, { newRows }) => void amounts.push(newRows?.[0]?.['Amount']) });
    const line = o.insert('OpportunityLineItem', { OpportunityId: id, PricebookEntryId: entry, Quantity: '3', UnitPrice: '90.50' });
    expect(o.row('OpportunityLineItem', line)).toMatchObject({
      TotalPrice: '271.5',
      ListPrice: '100',
      Product2Id: product,
      ProductCode: 'SEAT',
      Name: 'Deal Seat',
    });
    expect(o.row('Opportunity', id)).toMatchObject({ Amount: '271.5', HasOpportunityLineItem: true, Pricebook2Id: standardBook(o) });
    expect(amounts).toEqual(['271.5']);
    const found = o.query(`SELECT Opportunity.Pricebook2.Name, PricebookEntry.Product2.ProductCode FROM OpportunityLineItem WHERE Id = '${line}'`);
    expect(JSON.stringify(found.records[0]?.values)).toContain('Standard Price Book');
  });
  test('an amount set beside lines is ignored, the rest of the save is not', () => {
    const o = testOrg();
    const id = opportunity(o);
    o.insert('OpportunityLineItem', { OpportunityId: id, PricebookEntryId: priced(o, '10').entry, Quantity: '2', UnitPrice: '10' });
    expect(codes(o.dml('update', 'Opportunity', [{ Id: id, Amount: '999', NextStep: 'call' }], USER))).toEqual(['ok']);
    expect(o.row('Opportunity', id)).toMatchObject({ Amount: '20', NextStep: 'call' });
  });
  test('a quantity alone keeps the total; a unit price moves it; a deleted line leaves the sum', () => {
    const o = testOrg();
    const id = opportunity(o);
    const { entry } = priced(o, '10');
    const line = o.insert('OpportunityLineItem', { OpportunityId: id, PricebookEntryId: entry, Quantity: '2', TotalPrice: '50' });
    expect(o.row('OpportunityLineItem', line)).toMatchObject({ UnitPrice: '25' });
    o.dml('update', 'OpportunityLineItem', [{ Id: line, Quantity: '5' }]);
    expect(o.row('OpportunityLineItem', line)).toMatchObject({ UnitPrice: '10', TotalPrice: '50' });
    o.dml('update', 'OpportunityLineItem', [{ Id: line, UnitPrice: '12', Discount: '50' }]);
    expect(o.row('OpportunityLineItem', line)).toMatchObject({ TotalPrice: '30' });
    o.dml('delete', 'OpportunityLineItem', [{ Id: line }]);
    expect(o.row('Opportunity', id)).toMatchObject({ HasOpportunityLineItem: false });
    o.dml('undelete', 'OpportunityLineItem', [{ Id: line }]);
    expect(o.row('Opportunity', id)).toMatchObject({ HasOpportunityLineItem: true, Amount: '30' });
  });
  test('what the platform refuses', () => {
    const o = testOrg();
    const { entry, product } = priced(o, '10');
    const id = opportunity(o);
    const line = (more: Row): readonly string[] => codes(o.dml('insert', 'OpportunityLineItem', [{ OpportunityId: id, Quantity: '1', ...more }]));
    expect(line({ UnitPrice: '1' })).toEqual(['FIELD_INTEGRITY_EXCEPTION']);
    expect(line({ PricebookEntryId: entry })).toEqual(['REQUIRED_FIELD_MISSING']);
    expect(line({ PricebookEntryId: entry, UnitPrice: '1', TotalPrice: '1' })).toEqual(['FIELD_INTEGRITY_EXCEPTION']);
    expect(line({ PricebookEntryId: entry, UnitPrice: '1', Quantity: '0' })).toEqual(['FIELD_INTEGRITY_EXCEPTION']);
    expect(line({ PricebookEntryId: entry, UnitPrice: '1' })).toEqual(['ok']);
    const other = o.insert('Pricebook2', { Name: 'Partners', IsActive: true });
    expect(codes(o.dml('update', 'Opportunity', [{ Id: id, Pricebook2Id: other }]))).toEqual(['FIELD_INTEGRITY_EXCEPTION']);
    const partner = o.insert('PricebookEntry', { Pricebook2Id: other, Product2Id: product, UnitPrice: '8', IsActive: true });
    expect(line({ PricebookEntryId: partner, UnitPrice: '8' })).toEqual(['FIELD_INTEGRITY_EXCEPTION']);
    expect(codes(o.dml('delete', 'Product2', [{ Id: product }]))).toEqual(['DELETE_FAILED']);
    expect(codes(o.dml('delete', 'Pricebook2', [{ Id: standardBook(o) }]))).toEqual(['DELETE_FAILED']);
  });
  test('a price needs the standard price first, and exists once per book', () => {
    const o = testOrg();
    const product = o.insert('Product2', { Name: 'Box' });
    const book = o.insert('Pricebook2', { Name: 'Partners', IsActive: true });
    const price = { Product2Id: product, UnitPrice: '5', IsActive: true };
    expect(codes(o.dml('insert', 'PricebookEntry', [{ ...price, Pricebook2Id: book }]))).toEqual(['STANDARD_PRICE_NOT_DEFINED']);
    expect(codes(o.dml('insert', 'PricebookEntry', [{ ...price, Pricebook2Id: standardBook(o) }]))).toEqual(['ok']);
    const twice = [
      { ...price, Pricebook2Id: book, UseStandardPrice: true },
      { ...price, Pricebook2Id: book },
    ];
    expect(codes(o.dml('insert', 'PricebookEntry', twice))).toEqual(['ok', 'DUPLICATE_VALUE']);
  });
  test('a standard user reads products and changes none', () => {
    const o = testOrg();
    const results = o.as('rep1', (t) => t.dml('insert', 'Product2', [{ Name: 'Mine' }], USER));
    expect(codes(results)).toEqual(['INVALID_TYPE_FOR_OPERATION']);
  });
});

describe('campaign members', () => {
  test('statuses come with the campaign; an unknown one becomes the default; responding is derived', () => {
    const o = testOrg();
    const campaign = o.insert('Campaign', { Name: 'Webinar' });
    expect(o.query(`SELECT Label FROM CampaignMemberStatus WHERE CampaignId = '${campaign}' AND IsDefault = true`).totalSize).toBe(1);
    o.insert('CampaignMemberStatus', { CampaignId: campaign, Label: 'Attended', HasResponded: true });
    const member = o.insert('CampaignMember', { CampaignId: campaign, LeadId: o.insert('Lead', { LastName: 'A', Company: 'B' }), Status: 'Nonsense' });
    expect(o.row('CampaignMember', member)).toMatchObject({ Status: 'Sent', HasResponded: false, FirstRespondedDate: null, Type: 'Lead' });
    o.dml('update', 'CampaignMember', [{ Id: member, Status: 'attended' }]);
    expect(o.row('CampaignMember', member)).toMatchObject({ Status: 'Attended', HasResponded: true, FirstRespondedDate: '2026-03-04' });
    expect(codes(o.dml('update', 'CampaignMember', [{ Id: member, HasResponded: false }], USER))).toEqual(['INVALID_FIELD_FOR_INSERT_UPDATE']);
  });
  test('a person is a member once, and can come back after leaving', () => {
    const o = testOrg();
    const campaign = o.insert('Campaign', { Name: 'Webinar' });
    const contact = o.insert('Contact', { LastName: 'A' });
    const both = [
      { CampaignId: campaign, ContactId: contact },
      { CampaignId: campaign, ContactId: contact },
    ];
    const results = o.dml('insert', 'CampaignMember', both);
    expect([codes(results), results[1]?.errors[0]?.message]).toEqual([['ok', 'DUPLICATE_VALUE'], 'Already a campaign member.']);
    o.dml('delete', 'CampaignMember', [{ Id: String(results[0]?.id) }]);
    expect(codes(o.dml('insert', 'CampaignMember', [{ CampaignId: campaign, ContactId: contact }]))).toEqual(['ok']);
  });
  test('a status in use, or the default, stays', () => {
    const o = testOrg();
    const campaign = o.insert('Campaign', { Name: 'Webinar' });
    const statuses = o
      .query(`SELECT Id FROM CampaignMemberStatus WHERE CampaignId = '${campaign}' ORDER BY SortOrder`)
      .records.map((r) => String(r.values['Id']));
    expect(
      codes(
        o.dml(
          'delete',
          'CampaignMemberStatus',
          statuses.map((Id) => ({ Id })),
        ),
      ),
    ).toEqual(['DELETE_FAILED', 'ok']);
  });
});

describe('relations', () => {
  test('one primary contact role: the last one; the opportunity shows its contact', () => {
    const o = testOrg();
    const [a, b] = [o.insert('Contact', { LastName: 'A' }), o.insert('Contact', { LastName: 'B' })];
    const id = opportunity(o, { ContactId: a });
    const first = o.query(`SELECT Id, IsPrimary FROM OpportunityContactRole WHERE OpportunityId = '${id}'`).records[0]?.values;
    expect(first).toMatchObject({ IsPrimary: true });
    o.insert('OpportunityContactRole', { OpportunityId: id, ContactId: b, Role: 'Decision Maker', IsPrimary: true });
    expect(o.row('OpportunityContactRole', String(first?.['Id']))).toMatchObject({ IsPrimary: false });
    expect(o.row('Opportunity', id)).toMatchObject({ ContactId: b });
  });
  test('a hierarchy of accounts has no cycle', () => {
    const o = testOrg();
    const a = o.insert('Account', { Name: 'A' });
    const b = o.insert('Account', { Name: 'B', ParentId: a });
    const c = o.insert('Account', { Name: 'C', ParentId: b });
    expect(codes(o.dml('update', 'Account', [{ Id: a, ParentId: c }]))).toEqual(['CIRCULAR_DEPENDENCY']);
    expect(codes(o.dml('update', 'Account', [{ Id: a, ParentId: a }]))).toEqual(['CIRCULAR_DEPENDENCY']);
  });
  test('without the feature there are no account contact relations', () => {
    expect(testOrg().org.object('AccountContactRelation')).toBeUndefined();
  });
  test("a contact's account is its direct relation, whose trigger runs; the former account stays as an indirect one", () => {
    const o = testOrg(null, { contactsToMultipleAccounts: true });
    const told: unknown[] = [];
    o.triggers({ 'AccountContactRelation after insert': (_, { newRows }) => void told.push(newRows?.[0]?.['IsDirect']) });
    const [a, b, c] = ['A', 'B', 'C'].map((Name) => o.insert('Account', { Name }));
    const contact = o.insert('Contact', { LastName: 'P', AccountId: String(a) });
    const relations = (): unknown =>
      o.query(`SELECT AccountId, IsDirect FROM AccountContactRelation WHERE ContactId = '${contact}' ORDER BY Id`).records.map((r) => r.values);
    expect(relations()).toEqual([{ AccountId: a, IsDirect: true }]);
    o.insert('AccountContactRelation', { AccountId: String(b), ContactId: contact, Roles: 'Decision Maker;Influencer' });
    o.dml('update', 'Contact', [{ Id: contact, AccountId: String(c) }]);
    expect(relations()).toEqual([
      { AccountId: a, IsDirect: false },
      { AccountId: b, IsDirect: false },
      { AccountId: c, IsDirect: true },
    ]);
    expect(told).toEqual([true, false, true]);
  });
  test('relations: each once, the direct one is neither chosen nor deleted, and none without an account', () => {
    const o = testOrg(null, { contactsToMultipleAccounts: true });
    const [a, b] = ['A', 'B'].map((Name) => o.insert('Account', { Name }));
    const contact = o.insert('Contact', { LastName: 'P', AccountId: String(a) });
    const add = (row: Row): readonly string[] => codes(o.dml('insert', 'AccountContactRelation', [row], USER));
    expect(add({ AccountId: String(a), ContactId: contact })).toEqual(['DUPLICATE_VALUE']);
    expect(add({ AccountId: String(b), ContactId: contact, IsDirect: true })).toEqual(['INVALID_FIELD_FOR_INSERT_UPDATE']);
    expect(add({ AccountId: String(a), ContactId: o.insert('Contact', { LastName: 'Q' }) })).toEqual(['FIELD_INTEGRITY_EXCEPTION']);
    const direct = String(o.query(`SELECT Id FROM AccountContactRelation WHERE IsDirect = true`).records[0]?.values['Id']);
    expect(codes(o.dml('delete', 'AccountContactRelation', [{ Id: direct }]))).toEqual(['DELETE_FAILED']);
  });
  test('a merged contact has each relation and membership once', () => {
    const o = testOrg(null, { contactsToMultipleAccounts: true });
    const [a, b] = ['A', 'B'].map((Name) => o.insert('Account', { Name }));
    const [winner, loser] = [o.insert('Contact', { LastName: 'P', AccountId: String(a) }), o.insert('Contact', { LastName: 'P', AccountId: String(b) })];
    const campaign = o.insert('Campaign', { Name: 'W' });
    for (const ContactId of [winner, loser]) o.insert('CampaignMember', { CampaignId: campaign, ContactId });
    o.insert('AccountContactRelation', { AccountId: String(b), ContactId: winner });
    o.as('admin', (t) => t.mergeRecords?.('Contact', { Id: winner }, [loser], USER));
    expect(
      o.query(`SELECT AccountId, IsDirect FROM AccountContactRelation WHERE ContactId = '${winner}' ORDER BY AccountId`).records.map((r) => r.values),
    ).toEqual([
      { AccountId: a, IsDirect: true },
      { AccountId: b, IsDirect: false },
    ]);
    expect(o.query('SELECT Id FROM CampaignMember').totalSize).toBe(1);
  });
});

describe('activities and cases', () => {
  test('a task is closed by its status, and its subtype is for good', () => {
    const o = testOrg();
    const id = o.insert('Task', { Subject: 'Call', TaskSubtype: 'Call', CallDurationInSeconds: '90', ActivityDate: '2026-03-04' });
    o.dml('update', 'Task', [{ Id: id, Status: 'Completed' }]);
    expect(o.row('Task', id)).toMatchObject({ IsClosed: true, CompletedDateTime: 1772618400000, TaskSubtype: 'Call' });
    expect(codes(o.dml('update', 'Task', [{ Id: id, TaskSubtype: 'Email' }]))).toEqual(['INVALID_FIELD_FOR_INSERT_UPDATE']);
    o.dml('update', 'Task', [{ Id: id, Status: 'In Progress' }]);
    expect(o.row('Task', id)).toMatchObject({ IsClosed: false, CompletedDateTime: null });
  });
  test('an event needs a start and an end or a duration; what is changed alone moves the other', () => {
    const o = testOrg();
    const start = Date.parse('2026-03-05T09:00:00Z');
    expect(o.dml('insert', 'Event', [{ Subject: 'Demo' }])[0]?.errors[0]?.fields).toEqual(['DurationInMinutes', 'ActivityDateTime']);
    const id = o.insert('Event', { Subject: 'Demo', StartDateTime: start, DurationInMinutes: '30' });
    expect(o.row('Event', id)).toMatchObject({ EndDateTime: start + 1_800_000, ActivityDate: '2026-03-05' });
    o.dml('update', 'Event', [{ Id: id, DurationInMinutes: '60' }]);
    expect(o.row('Event', id)).toMatchObject({ EndDateTime: start + 3_600_000 });
    o.dml('update', 'Event', [{ Id: id, ActivityDateTime: start + 86_400_000 }]);
    expect(o.row('Event', id)).toMatchObject({ StartDateTime: start + 86_400_000, DurationInMinutes: '60' });
    expect(codes(o.dml('insert', 'Event', [{ StartDateTime: start, EndDateTime: start + 60_000, DurationInMinutes: '5' }]))).toEqual([
      'FIELD_INTEGRITY_EXCEPTION',
    ]);
    expect(codes(o.dml('insert', 'Event', [{ StartDateTime: start, EndDateTime: start - 60_000 }]))).toEqual(['FIELD_INTEGRITY_EXCEPTION']);
    expect(o.row('Event', o.insert('Event', { IsAllDayEvent: true, ActivityDate: '2026-03-05' }))).toMatchObject({ DurationInMinutes: '1440' });
  });
  test('a case is closed by its status and takes the account of its contact', () => {
    const o = testOrg();
    const account = o.insert('Account', { Name: 'A' });
    const contact = o.insert('Contact', { LastName: 'B', AccountId: account, Email: 'b@a.example' });
    const id = o.insert('Case', { Subject: 'Help', ContactId: contact, SuppliedEmail: 'b@a.example' });
    expect(o.row('Case', id)).toMatchObject({ AccountId: account, ContactEmail: 'b@a.example', IsClosed: false });
    o.dml('update', 'Case', [{ Id: id, Status: 'Closed' }]);
    expect(o.row('Case', id)).toMatchObject({ IsClosed: true, ClosedDate: 1772618400000 });
  });
  test('an opportunity tells when its stage changed', () => {
    const o = testOrg();
    const id = o.insert('Opportunity', { Name: 'O', StageName: 'Prospecting', CloseDate: '2026-06-30' });
    expect(o.row('Opportunity', id)).toMatchObject({ LastStageChangeDate: null });
    o.dml('update', 'Opportunity', [{ Id: id, Name: 'P' }]);
    expect(o.row('Opportunity', id)).toMatchObject({ LastStageChangeDate: null });
    o.dml('update', 'Opportunity', [{ Id: id, StageName: 'Qualification' }]);
    expect(o.row('Opportunity', id)).toMatchObject({ LastStageChangeDate: 1772618400000 });
  });
  test('an individual asks to be forgotten, and people point to it', () => {
    const o = testOrg();
    const individual = o.insert('Individual', { LastName: 'A', ShouldForget: true });
    const lead = o.insert('Lead', { LastName: 'A', Company: 'B', IndividualId: individual });
    expect(o.query(`SELECT Id FROM Lead WHERE Individual.ShouldForget = true`).records[0]?.values['Id']).toBe(lead);
  });
  test('all or nothing undoes what hung on the rows, too', () => {
    const o = testOrg();
    const before = o.query('SELECT Id FROM CampaignMemberStatus').totalSize;
    o.dml('insert', 'Campaign', [{ Name: 'A' }, { Name: null }], ALL_OR_NONE);
    expect(o.query('SELECT Id FROM CampaignMemberStatus').totalSize).toBe(before);
  });
});

describe('several currencies', () => {
  test('off: no field; on: new records are in the corporate currency, or their author’s', () => {
    expect(testOrg().org.object('Opportunity')?.fields.has('currencyisocode')).toBe(false);
    const o = testOrg(null, { multiCurrency: true });
    expect(o.row('Opportunity', opportunity(o))).toMatchObject({ CurrencyIsoCode: 'USD' });
    o.dml('update', 'User', [{ Id: o.org.personas.admin.userId, DefaultCurrencyIsoCode: 'EUR' }]);
    expect(o.row('Opportunity', opportunity(o))).toMatchObject({ CurrencyIsoCode: 'EUR' });
    expect(codes(o.dml('insert', 'Account', [{ Name: 'A', CurrencyIsoCode: 'XXX' }]))).toEqual(['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST']);
    expect(o.query('SELECT IsoCode FROM CurrencyType WHERE IsCorporate = true').records[0]?.values['IsoCode']).toBe('USD');
  });
  test('a line needs a price in the currency of its opportunity, which then stays', () => {
    const o = testOrg(null, { multiCurrency: true });
    const { product, entry } = priced(o, '10');
    const id = opportunity(o, { CurrencyIsoCode: 'EUR' });
    const line = (PricebookEntryId: string): readonly string[] =>
      codes(o.dml('insert', 'OpportunityLineItem', [{ OpportunityId: id, PricebookEntryId, Quantity: '1', UnitPrice: '1' }]));
    expect(line(entry)).toEqual(['FIELD_INTEGRITY_EXCEPTION']);
    const euro = { Pricebook2Id: standardBook(o), Product2Id: product, UnitPrice: '9', IsActive: true, CurrencyIsoCode: 'EUR' };
    expect(line(o.insert('PricebookEntry', euro))).toEqual(['ok']);
    expect(codes(o.dml('update', 'Opportunity', [{ Id: id, CurrencyIsoCode: 'USD' }]))).toEqual(['FIELD_INTEGRITY_EXCEPTION']);
  });
});
