import { describe, expect, test } from '@jest/globals';
import type { RuleSet } from '../../domain/model.ts';
import { createNames } from '../names.ts';
import { assembleRules } from './assemble.ts';
import type { RawRules } from './assemble.ts';

const mapping = (key: string, objects: string, more: object = {}) => ({
  Id: `m-${key}`,
  Mapping_Key__c: key,
  Salesforce_Objects__c: objects,
  HubSpot_Object__c: key,
  Enabled__c: true,
  ...more,
});
const mappings = [mapping('person', 'Lead;Contact'), mapping('company', 'Account'), mapping('deal', 'Opportunity')];
const junction = {
  Id: 'r1',
  Rule_Key__c: 'relation.deal_contacts',
  From_Mapping__c: 'deal',
  To_Mapping__c: 'person',
  Kind__c: 'Junction',
  Salesforce_Object__c: 'OpportunityContactRole',
  From_Field__c: 'OpportunityId',
  To_Field__c: 'ContactId',
  Role_Field__c: 'Role',
  Primary_Field__c: 'IsPrimary',
  Labels__c: '[{"salesforce":"Decision Maker","hubspot":"decision_maker"}]',
  Owner__c: 'Salesforce',
  Enabled__c: true,
};
const lookup = {
  ...junction,
  Id: 'r2',
  Rule_Key__c: 'relation.company',
  From_Mapping__c: 'person',
  To_Mapping__c: 'company',
  Kind__c: 'Lookup',
  Salesforce_Object__c: 'Contact',
  From_Field__c: null,
  To_Field__c: 'AccountId',
  Role_Field__c: null,
  Primary_Field__c: null,
  Labels__c: null,
};
const activity = { Id: 'a1', Rule_Key__c: 'activity.calls', Activity__c: 'call', Enabled__c: true };
const campaign = { Id: 'c1', Rule_Key__c: 'campaign.webinar', Campaign__c: '701000000000001', Source_Kind__c: 'segment', Source__c: '42', Enabled__c: true };
const destination = {
  Id: 'd1',
  Rule_Key__c: 'destination.handover',
  Mapping__c: 'deal',
  Stages__c: 'Closed Won; Signed, sealed',
  Database__c: 'abc',
  Link_Field__c: 'Page__c',
  Enabled__c: true,
};

const assemble = (raw: Partial<RawRules>) => assembleRules({ version: 1, mappings, rules: [], ...raw }, createNames(null));
function problems(raw: Partial<RawRules>): readonly string[] {
  const result = assemble(raw);
  return result.ok ? [] : result.problems;
}
function rules(raw: Partial<RawRules>): RuleSet {
  const result = assemble(raw);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.rules;
}

describe('relations', () => {
  test('a junction and a lookup become rules; blanks are what the package starts with', () => {
    expect(
      rules({
        relations: [
          { ...lookup, Removals__c: 'Keep', Sort_Order__c: 2 },
          { ...junction, Sort_Order__c: 1 },
        ],
      }).relations,
    ).toEqual([
      {
        key: 'relation.deal_contacts',
        from: 'deal',
        to: 'person',
        kind: 'junction',
        salesforce: { object: 'OpportunityContactRole', fromField: 'OpportunityId', toField: 'ContactId', roleField: 'Role', primaryField: 'IsPrimary' },
        labels: [{ salesforce: 'Decision Maker', hubspot: 'decision_maker' }],
        owner: 'salesforce',
        direction: 'two-way',
        carriesRemovals: true,
      },
      {
        key: 'relation.company',
        from: 'person',
        to: 'company',
        kind: 'lookup',
        salesforce: { object: 'Contact', fromField: 'Id', toField: 'AccountId', roleField: null, primaryField: null },
        labels: [],
        owner: 'salesforce',
        direction: 'two-way',
        carriesRemovals: false,
      },
    ]);
  });

  test.each([
    [{ ...junction, From_Mapping__c: 'ticket' }, 'From_Mapping__c ticket is no mapping'],
    [{ ...junction, To_Mapping__c: null }, 'To_Mapping__c (blank) is no mapping'],
    [{ ...junction, Salesforce_Object__c: null }, 'Salesforce_Object__c is blank'],
    [{ ...junction, From_Field__c: null }, 'From_Field__c is blank'],
    [{ ...junction, Role_Field__c: null }, 'Labels__c is filled, yet Role_Field__c is blank'],
    [{ ...junction, Labels__c: '[{"salesforce":"A","hubspot":"x"},{"salesforce":"A","hubspot":"y"}]' }, 'Labels__c gives the role "A" two meanings'],
    [{ ...junction, Labels__c: '[{"salesforce":"A","hubspot":"x"},{"salesforce":"B","hubspot":"x"}]' }, 'Labels__c gives the HubSpot label "x" two meanings'],
    [{ ...junction, Direction__c: 'To Salesforce' }, 'its owner is the system it only travels to'],
    [{ ...junction, Kind__c: 'Web' }, 'Kind__c "Web" is none of Lookup, Junction'],
    [{ ...junction, Owner__c: null }, 'Owner__c is blank'],
    [{ ...lookup, From_Field__c: 'AccountId' }, 'From_Field__c is filled, but a lookup stands on the record itself'],
    [{ ...lookup, Role_Field__c: 'Title' }, 'a lookup has neither role nor primary field'],
    [{ ...lookup, Salesforce_Object__c: 'Opportunity' }, 'Opportunity is not an object of mapping person, so the lookup cannot be there'],
  ])('%# is refused in words', (relation, sentence) => {
    expect(problems({ relations: [relation] })).toEqual([`Relation rule ${relation.Rule_Key__c}: ${sentence}`]);
  });

  test('a role may fold into one label where it travels one way; keys stand alone; what rests is not judged', () => {
    const folds = '[{"salesforce":"A","hubspot":"x"},{"salesforce":"B","hubspot":"x"}]';
    expect(problems({ relations: [{ ...junction, Direction__c: 'To HubSpot', Labels__c: folds }] })).toEqual([]);
    expect(problems({ relations: [junction, junction] })).toEqual(['two relation rules have the key relation.deal_contacts']);
    expect(problems({ relations: [{ ...junction, Enabled__c: false, Owner__c: 'Nobody' }] })).toEqual([]);
  });
});

describe('activities', () => {
  test('an activity becomes a rule', () => {
    const row = { ...activity, Direction__c: 'Two-way', Only_Field__c: 'hs_call_direction', Only_Values__c: 'INBOUND; OUTBOUND', Monthly_Cap__c: 500 };
    expect(rules({ activities: [{ ...row, Task_Status__c: 'Completed', Task_Type__c: 'Call' }] }).activities).toEqual([
      {
        key: 'activity.calls',
        activity: 'call',
        direction: 'two-way',
        salesforceObject: 'Task',
        only: { property: 'hs_call_direction', values: ['INBOUND', 'OUTBOUND'] },
        status: 'Completed',
        type: 'Call',
        monthlyMax: 500,
      },
    ]);
    expect(rules({ activities: [activity] }).activities).toMatchObject([{ direction: 'to-salesforce', only: null, status: null, monthlyMax: null }]);
  });

  test.each([
    [{ Activity__c: 'form', Direction__c: 'Two-way' }, 'form can only travel To Salesforce'],
    [{ Activity__c: 'note', Salesforce_Object__c: 'Event' }, 'note has no beginning and end, so it cannot be an Event'],
    [{ Only_Values__c: 'a' }, 'Only_Values__c is filled, yet Only_Field__c is blank'],
    [{ Only_Field__c: 'a' }, 'Only_Field__c is filled, yet Only_Values__c is blank'],
    [{ Monthly_Cap__c: -1 }, 'Monthly_Cap__c is no whole number from 0 on'],
    [{ Activity__c: null }, 'Activity__c is blank'],
    [{ Salesforce_Object__c: 'Case' }, 'Salesforce_Object__c "Case" is none of Task, Event'],
  ])('%j is refused in words', (change, sentence) => {
    expect(problems({ activities: [{ ...activity, ...change }] })).toEqual([`Activity rule activity.calls: ${sentence}`]);
  });
});

describe('campaigns', () => {
  test('a campaign becomes a rule, its id in the long form', () => {
    expect(rules({ campaigns: [campaign] }).campaigns).toEqual([
      {
        key: 'campaign.webinar',
        campaign: '701000000000001AAA',
        source: { kind: 'segment', id: '42' },
        direction: 'to-salesforce',
        memberStatus: null,
        respondedStatus: null,
        removal: { kind: 'keep' },
      },
    ]);
    const row = { ...campaign, Campaign__c: '7015g00000AbCdE', Removals__c: 'Status', Removed_Status__c: 'Left' };
    expect(rules({ campaigns: [row] }).campaigns).toMatchObject([{ campaign: '7015g00000AbCdEAAV', removal: { kind: 'status', status: 'Left' } }]);
  });

  test.each([
    [{ Campaign__c: null }, 'Campaign__c (blank) is no record id'],
    [{ Campaign__c: 'webinar' }, 'Campaign__c webinar is no record id'],
    [{ Source__c: null }, 'Source__c is blank'],
    [{ Source__c: 'list' }, 'Source__c list is not a number'],
    [{ Source_Kind__c: 'form', Direction__c: 'Two-way' }, 'a form can only bring members To Salesforce'],
    [{ Removals__c: 'Status' }, 'Removals__c is Status, yet Removed_Status__c is blank'],
    [{ Source_Kind__c: null }, 'Source_Kind__c is blank'],
  ])('%j is refused in words', (change, sentence) => {
    expect(problems({ campaigns: [{ ...campaign, ...change }] })).toEqual([`Campaign rule campaign.webinar: ${sentence}`]);
  });

  test('one campaign meets one source once', () => {
    const twin = { ...campaign, Rule_Key__c: 'campaign.twin', Campaign__c: '701000000000001AAA' };
    expect(problems({ campaigns: [campaign, twin] })).toEqual(['two campaign rules pair the campaign 701000000000001AAA and segment 42']);
  });
});

describe('destinations', () => {
  test('a destination becomes a rule', () => {
    expect(rules({ destinations: [{ ...destination, Template__c: '{"title":"x"}' }] }).destinations).toEqual([
      {
        key: 'destination.handover',
        kind: 'notion',
        mapping: 'deal',
        stages: ['Closed Won', 'Signed, sealed'],
        database: 'abc',
        linkField: 'Page__c',
        template: '{"title":"x"}',
      },
    ]);
  });

  test.each([
    [{ Mapping__c: 'ticket' }, 'Mapping__c ticket is no mapping'],
    [{ Stages__c: ' ; ' }, 'Stages__c is blank'],
    [{ Database__c: null }, 'Database__c is blank'],
    [{ Link_Field__c: null }, 'Link_Field__c is blank'],
    [{ Template__c: 'Title' }, 'Template__c is not JSON'],
    [{ Template__c: '"Title"' }, 'Template__c is not JSON'],
  ])('%j is refused in words', (change, sentence) => {
    expect(problems({ destinations: [{ ...destination, ...change }] })).toEqual([`Destination rule destination.handover: ${sentence}`]);
  });
});

describe('records of a shared object', () => {
  const calls = mapping('calls', 'Task', { Kind_Field__c: 'TaskSubtype', Kind_Values__c: 'Call' });
  const mails = mapping('mails', 'Task', { Kind_Field__c: 'TaskSubtype', Kind_Values__c: 'Email; ListEmail' });

  test('a mapping says which it means; one that says nothing means all', () => {
    expect(rules({ mappings: [...mappings, calls, mails] }).mappings.map(({ key, salesforceKind }) => [key, salesforceKind])).toEqual([
      ['person', undefined],
      ['company', undefined],
      ['deal', undefined],
      ['calls', { field: 'TaskSubtype', values: ['Call'] }],
      ['mails', { field: 'TaskSubtype', values: ['Email', 'ListEmail'] }],
    ]);
  });

  test.each([
    [[{ ...calls, Kind_Values__c: null }], 'Object mapping calls: Kind_Field__c is filled, yet Kind_Values__c is blank'],
    [[{ ...calls, Kind_Field__c: null }], 'Object mapping calls: Kind_Values__c is filled, yet Kind_Field__c is blank'],
    [[calls, mapping('rest', 'Task')], 'Object mappings calls, rest: they share Task, so all need the same Kind_Field__c'],
    [[calls, { ...mails, Kind_Field__c: 'Type' }], 'Object mappings calls, mails: they share Task, so all need the same Kind_Field__c'],
    [[calls, { ...mails, Kind_Values__c: 'Call' }], 'two object mappings mean the records of Task with the kind Call'],
  ])('%# is refused in words', (given, sentence) => {
    expect(problems({ mappings: given })).toEqual([sentence]);
  });
});

describe('values within a pipeline', () => {
  const rule = (map: readonly object[]) => ({
    Id: 'f1',
    Object_Mapping__c: 'm-deal',
    Rule_Key__c: 'deal.stage',
    Salesforce_Field__c: 'StageName',
    HubSpot_Property__c: 'dealstage',
    Owner__c: 'Salesforce',
    Direction__c: 'To HubSpot',
    Value_Map__c: JSON.stringify(map),
    Enabled__c: true,
  });

  test('one value may mean another within each pipeline, but not two within one', () => {
    const won = [
      { salesforce: 'Won', hubspot: 'a', within: 'one' },
      { salesforce: 'Won', hubspot: 'b', within: ' two ' },
      { salesforce: 'Won', hubspot: 'c', within: '' },
    ];
    expect(rules({ rules: [rule(won)] }).mappings[2]?.fields[0]?.valueMap).toEqual([
      { salesforce: 'Won', hubspot: 'a', within: 'one' },
      { salesforce: 'Won', hubspot: 'b', within: 'two' },
      { salesforce: 'Won', hubspot: 'c' },
    ]);
    expect(problems({ rules: [rule([won[0] ?? {}, { salesforce: 'Won', hubspot: 'z', within: 'one' }])] })).toEqual([
      'Field rule deal.stage: Value_Map__c gives the salesforce value "Won" two meanings',
    ]);
  });
});

test('rules without any of it carry none of it', () => {
  expect(Object.keys(rules({ relations: [], activities: [], campaigns: [], destinations: [] })).sort()).toEqual([
    'consent',
    'lifecycle',
    'mappings',
    'version',
  ]);
});
