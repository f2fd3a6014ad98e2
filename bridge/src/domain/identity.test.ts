import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { holds, mapping, rule } from '../../test/domain/samples.ts';
import { chooseMatch, isRoleMailbox, matchValues, recognition, scoredRecognition } from './identity.ts';
import type { Identified, Recognition } from './identity.ts';

const how = (object: 'contacts' | 'companies'): Recognition => {
  const found = recognition({ hubspotObject: object, salesforceObjects: object === 'contacts' ? ['Lead', 'Contact'] : ['Account'], fields: [] });
  if (found === null) throw new Error(`${object} are recognised by nothing`);
  return found;
};
const person = how('contacts');
const company = how('companies');

const inSalesforce = (values: Identified['values'], id = '003A'): Identified => ({ ref: { side: 'salesforce', object: 'Contact', id }, values });
const inHubSpot = (values: Identified['values'], id = '51'): Identified => ({ ref: { side: 'hubspot', object: 'contacts', id }, values });

describe('what a record is recognised by', () => {
  test('persons by e-mail, companies by domain, deals by our key alone', () => {
    expect([person.by, company.by, recognition(mapping([], { salesforceObjects: ['Opportunity'], hubspotObject: 'deals' }))]).toEqual([
      'email',
      'domain',
      null,
    ]);
  });

  test('whatever else is mapped to contacts or companies is no person and no company', () => {
    expect(recognition(mapping([], { salesforceObjects: ['Student__c'], hubspotObject: 'contacts' }))).toBeNull();
    expect(recognition(mapping([], { salesforceObjects: ['Site__c'], hubspotObject: 'companies' }))).toBeNull();
  });

  test('products by the field their SKU is mapped to, without regard to case and blanks around it', () => {
    const sku = rule({ key: 'product.sku', salesforceObjects: ['Product2'], salesforceField: 'ProductCode', hubspotProperty: 'hs_sku' });
    const product = mapping([sku], { salesforceObjects: ['Product2'], hubspotObject: 'products' });
    const code = recognition(product);
    expect(code?.match).toEqual({ salesforce: 'ProductCode', hubspot: 'hs_sku' });
    if (code === null) throw new Error('products are recognised by nothing');
    expect(matchValues({ ref: { side: 'salesforce', object: 'Product2', id: '01t1' }, values: { ProductCode: ' AB-1 ' } }, code)).toEqual(['ab-1']);
    expect(recognition({ ...product, fields: [] })).toBeNull();
    expect(scoredRecognition(product)).toBeNull();
  });

  test('addresses are compared without case and blanks, HubSpot’s secondary ones too, each once', () => {
    expect(matchValues(inSalesforce({ Email: ' Ada@Example.COM ' }), person)).toEqual(['ada@example.com']);
    expect(matchValues(inHubSpot({ email: 'A@x.example', hs_additional_emails: 'b@x.example; C@X.example ;a@x.example;' }), person)).toEqual([
      'a@x.example',
      'b@x.example',
      'c@x.example',
    ]);
    expect(matchValues(inHubSpot({ email: null, hs_additional_emails: 'b@x.example' }), person)).toEqual(['b@x.example']);
    expect(matchValues(inSalesforce({ Email: 'a@x.example', hs_additional_emails: 'b@x.example' }), person)).toEqual(['a@x.example']);
    expect(matchValues(inSalesforce({ Email: 'nobody' }), person)).toEqual([]);
    expect(matchValues(inSalesforce({}), person)).toEqual([]);
  });

  test('plus tags and dots are kept: only the mailbox’s owner knows what they mean', () => {
    expect(matchValues(inSalesforce({ Email: 'a.d.a+news@example.com' }), person)).toEqual(['a.d.a+news@example.com']);
  });

  test('companies by their registrable domain; mail providers and addresses of machines are none', () => {
    expect(matchValues(inSalesforce({ Website: 'https://www.acme.co.uk/about' }), company)).toEqual(['acme.co.uk']);
    expect(matchValues(inHubSpot({ domain: 'acme.example' }), company)).toEqual(['acme.example']);
    for (const none of ['gmail.com', 'http://192.168.0.1', 'localhost', '', null, 'just words'])
      expect(matchValues(inSalesforce({ Website: none }), company)).toEqual([]);
  });

  test('normalising twice changes nothing', () => {
    holds(
      fc.property(fc.emailAddress(), (address) => {
        const [once = ''] = matchValues(inSalesforce({ Email: ` ${address.toUpperCase()} ` }), person);
        expect(matchValues(inSalesforce({ Email: once }), person)).toEqual([once]);
        expect(matchValues(inHubSpot({ email: address }), person)).toEqual([once]);
      }),
    );
  });

  test.each([
    ['info@acme.example', true],
    ['sales+eu@acme.example', true],
    ['no-reply@acme.example', true],
    ['noreply@acme.example', true],
    ['accounts@acme.example', true],
    ['buchhaltung@acme.example', true],
    ['information@acme.example', false],
    ['ada@info.example', false],
    ['ada.sales@acme.example', false],
    ['hra@acme.example', false],
  ])('%s is a shared mailbox: %s', (address, expected) => {
    expect(isRoleMailbox(address)).toBe(expected);
  });
});

describe('who a record is', () => {
  const ada = inSalesforce({ Email: 'ada@x.example', FirstName: 'Ada', LastName: 'Lovelace' });
  const same = inHubSpot({ email: 'ada@x.example', firstname: 'Ada', lastname: 'Lovelace' });
  const again = inHubSpot({ email: 'other@x.example', hs_additional_emails: 'ada@x.example', firstname: 'Ada', lastname: 'Lovelace' }, '52');
  const twin = inSalesforce({ Email: 'ada@x.example' }, '003B');
  const ask = (over: { candidates?: Identified[]; twins?: Identified[]; linked?: Identified[]; record?: Identified; by?: Recognition }) =>
    chooseMatch({
      record: over.record ?? ada,
      how: over.by ?? person,
      candidates: over.candidates ?? [],
      twins: over.twins ?? [],
      isLinked: (ref) => (over.linked ?? []).some((one) => one.ref.id === ref.id),
    });

  test('nobody: a new record', () => {
    expect(ask({})).toEqual({ kind: 'none' });
  });

  test('one free candidate whose name agrees: a link', () => {
    expect(ask({ candidates: [same] })).toEqual({ kind: 'link', ref: same.ref });
    expect(ask({ record: same, candidates: [ada] })).toEqual({ kind: 'link', ref: ada.ref });
    expect(ask({ candidates: [again] })).toEqual({ kind: 'link', ref: again.ref });
  });

  test('one free candidate with another name: a person decides', () => {
    const grace = inHubSpot({ email: 'ada@x.example', firstname: 'Grace', lastname: 'Hopper' });
    expect(ask({ candidates: [grace] })).toMatchObject({
      kind: 'review',
      reviewKind: 'match',
      refs: [grace.ref],
      explanation: 'The e-mail address is the same, but the names are not.',
    });
  });

  test('only a shared mailbox in common: a person decides, unless a personal one is shared too', () => {
    const info = inSalesforce({ Email: 'info@x.example' });
    expect(ask({ record: info, candidates: [inHubSpot({ email: 'info@x.example' })] })).toMatchObject({ kind: 'review', reviewKind: 'match' });
    const both = inHubSpot({ email: 'info@x.example', hs_additional_emails: 'ada@x.example' });
    expect(ask({ record: { ...both, ref: { ...both.ref, id: '9' } }, candidates: [both] })).toMatchObject({ kind: 'link' });
    expect(ask({ record: info, candidates: [inHubSpot({ email: 'x@x.example' })] })).toMatchObject({ kind: 'link' });
  });

  test('several records on either side: a cluster for a person, never a guess', () => {
    expect(ask({ candidates: [same, again] })).toMatchObject({ kind: 'review', reviewKind: 'cluster', refs: [same.ref, again.ref] });
    expect(ask({ candidates: [same], twins: [twin] })).toMatchObject({ kind: 'review', reviewKind: 'cluster', refs: [same.ref, twin.ref] });
    expect(ask({ twins: [twin] })).toMatchObject({ kind: 'review', reviewKind: 'cluster', refs: [twin.ref] });
  });

  test('whoever belongs to another link makes this one a duplicate', () => {
    expect(ask({ candidates: [same], linked: [same] })).toEqual({ kind: 'duplicate', refs: [same.ref] });
    expect(ask({ candidates: [same, again], linked: [same] })).toEqual({ kind: 'duplicate', refs: [same.ref, again.ref] });
    expect(ask({ twins: [twin], linked: [twin] })).toEqual({ kind: 'duplicate', refs: [twin.ref] });
  });

  test('companies of one domain are one company, whatever their names', () => {
    const here: Identified = { ref: { side: 'salesforce', object: 'Account', id: '001A' }, values: { Website: 'acme.example', Name: 'Acme' } };
    const there: Identified = { ref: { side: 'hubspot', object: 'companies', id: '7' }, values: { domain: 'acme.example', name: 'Acme Holding' } };
    expect(ask({ record: here, candidates: [there], by: company })).toEqual({ kind: 'link', ref: there.ref });
    expect(ask({ record: here, candidates: [there, { ...there, ref: { ...there.ref, id: '8' } }], by: company })).toMatchObject({
      kind: 'review',
      explanation: expect.stringContaining('web domain'),
    });
  });

  test('a link is only ever made to a free candidate that is the only one', () => {
    const anyone = fc.record({
      id: fc.integer({ min: 1, max: 5 }),
      email: fc.constantFrom('ada@x.example', 'info@x.example'),
      first: fc.constantFrom('Ada', 'Grace', null),
    });
    const several = fc.uniqueArray(anyone, { selector: (one) => one.id, maxLength: 3 });
    holds(
      fc.property(several, several, fc.subarray([1, 2, 3, 4, 5]), (there, here, linkedIds) => {
        const candidates = there.map((one) => inHubSpot({ email: one.email, firstname: one.first }, String(one.id)));
        const twins = here.map((one) => inSalesforce({ Email: one.email, FirstName: one.first }, `003-${one.id}`));
        const isLinked = (ref: { id: string }) => linkedIds.some((id) => ref.id === String(id) || ref.id === `003-${id}`);
        const answer = chooseMatch({ record: ada, how: person, candidates, twins, isLinked });
        if (answer.kind === 'none') expect([...candidates, ...twins]).toEqual([]);
        if (answer.kind !== 'link') return;
        expect(candidates.map(({ ref }) => ref)).toEqual([answer.ref]);
        expect(isLinked(answer.ref) || twins.some(({ ref }) => !isLinked(ref))).toBe(false);
      }),
      1_000,
    );
  });
});
