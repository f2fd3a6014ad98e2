import { describe, expect, test } from '@jest/globals';
import { createNames } from '../names.ts';
import { assembleRules } from './assemble.ts';
import type { Assembled } from './assemble.ts';

const mapping = {
  Id: 'a01',
  Mapping_Key__c: 'person',
  Salesforce_Objects__c: 'Lead;Contact',
  Salesforce_Create_Object__c: 'Lead',
  HubSpot_Object__c: 'contacts',
  Enabled__c: true,
};
const stage = { Id: 's1', Stage__c: 'lead', Label__c: 'Lead', Owner__c: 'HubSpot', Sort_Order__c: 20 };
const consent = {
  Id: 'c1',
  Rule_Key__c: 'consent.email',
  Salesforce_Objects__c: 'Lead;Contact',
  Salesforce_Field__c: 'HasOptedOutOfEmail',
  Meaning__c: 'Opt-out',
  Enabled__c: true,
};
type Parts = {
  readonly mappings?: readonly object[];
  readonly rules?: readonly object[];
  readonly stages?: readonly object[];
  readonly consents?: readonly object[];
};
const assemble = (parts: Parts, namespace: string | null = null): Assembled =>
  assembleRules({ version: 3, mappings: [mapping], rules: [], ...parts }, createNames(namespace));
const problems = (parts: Parts): readonly string[] => {
  const result = assemble(parts);
  return result.ok ? [] : result.problems;
};

describe('what an admin decides about people', () => {
  test('blank policies are the careful ones', () => {
    const result = assemble({});
    expect(result.ok && result.rules.mappings[0]?.policies).toEqual({
      handoff: { runsAssignmentRules: false, atKnownAccount: 'lead' },
      conversion: { stage: null, dealConverts: false, convertedStatus: null },
      reengage: { closedStatuses: [], action: 'keep-owner', reopenStatus: null, owner: null },
      whenDeletedIn: { salesforce: 'ignore', hubspot: 'ignore' },
      whenErased: 'at-once',
      match: { link: 0.9, review: 0.7 },
      ownerFallback: null,
      usesPersonAccounts: false,
    });
  });

  test('policies are read in the words of the package', () => {
    const result = assemble({
      mappings: [
        {
          ...mapping,
          Run_Assignment_Rules__c: true,
          At_Known_Account__c: 'Contact',
          Conversion_Stage__c: 'opportunity',
          Deal_Converts_Lead__c: true,
          Converted_Status__c: 'Closed - Converted',
          Closed_Statuses__c: 'Closed - Not Converted; Junk, spam',
          Reengage_Action__c: 'Queue',
          Reopen_Status__c: 'Open',
          Reengage_Owner__c: '00G000000000001AAA',
          When_Deleted_In_Salesforce__c: 'Archive',
          When_Deleted_In_HubSpot__c: 'Delete with approval',
          When_Erased__c: 'With approval',
          Link_Threshold__c: 0.95,
          Review_Threshold__c: 0.6,
          Owner_Fallback__c: '005000000000001AAA',
          Use_Person_Accounts__c: true,
        },
      ],
    });
    expect(result.ok && result.rules.mappings[0]?.policies).toEqual({
      handoff: { runsAssignmentRules: true, atKnownAccount: 'contact' },
      conversion: { stage: 'opportunity', dealConverts: true, convertedStatus: 'Closed - Converted' },
      reengage: { closedStatuses: ['Closed - Not Converted', 'Junk, spam'], action: 'queue', reopenStatus: 'Open', owner: '00G000000000001AAA' },
      whenDeletedIn: { salesforce: 'archive', hubspot: 'delete-with-approval' },
      whenErased: 'with-approval',
      match: { link: 0.95, review: 0.6 },
      ownerFallback: '005000000000001AAA',
      usesPersonAccounts: true,
    });
  });

  test('policies that cannot be followed are named', () => {
    expect(
      problems({
        mappings: [{ ...mapping, Link_Threshold__c: 0.5, Review_Threshold__c: 1.5, Reengage_Action__c: 'Reassign', When_Deleted_In_HubSpot__c: 'Ignore' }],
      }),
    ).toEqual([
      'Object mapping person: Review_Threshold__c 1.5 is not between 0 and 1',
      'Object mapping person: Review_Threshold__c is above Link_Threshold__c',
      'Object mapping person: Reengage_Owner__c is blank, yet Reengage_Action__c gives the lead to somebody',
    ]);
    expect(problems({ mappings: [{ ...mapping, When_Deleted_In_HubSpot__c: 'Burn' }] })).toEqual([
      'Object mapping person: When_Deleted_In_HubSpot__c "Burn" is none of Ignore, Unlink, Archive, Delete with approval',
    ]);
  });

  test('stages come in order, with their value and their moves', () => {
    const result = assemble({
      stages: [
        {
          ...stage,
          Id: 's2',
          Stage__c: 'customer',
          Label__c: null,
          Owner__c: 'Salesforce',
          Kind__c: 'Customer',
          Salesforce_Value__c: 'Client',
          Sort_Order__c: 60,
        },
        { ...stage, Moves_To__c: 'customer; lead' },
        { ...stage, Id: 's3', Stage__c: 'other', Salesforce_Value__c: 'Other', Moves_To__c: '-', Kind__c: 'Other', Sort_Order__c: 80 },
      ],
    });
    expect(result.ok && result.rules.lifecycle).toEqual([
      { stage: 'lead', label: 'Lead', order: 20, owner: 'hubspot', salesforceValue: 'lead', movesTo: ['customer', 'lead'], kind: 'prospect' },
      { stage: 'customer', label: 'customer', order: 60, owner: 'salesforce', salesforceValue: 'Client', movesTo: null, kind: 'customer' },
      { stage: 'other', label: 'Lead', order: 80, owner: 'hubspot', salesforceValue: 'Other', movesTo: [], kind: 'other' },
    ]);
  });

  test('stages that contradict each other are named', () => {
    expect(
      problems({
        mappings: [{ ...mapping, Conversion_Stage__c: 'won' }],
        stages: [stage, { ...stage, Id: 's2' }, { ...stage, Id: 's3', Stage__c: 'customer', Salesforce_Value__c: 'lead', Moves_To__c: 'fan', Owner__c: null }],
      }),
    ).toEqual([
      'Lifecycle stage customer: Owner__c is blank',
      'two lifecycle stages are lead',
      'two lifecycle stages have the Salesforce value lead',
      'Object mapping person: Conversion_Stage__c won is no lifecycle stage',
    ]);
    expect(problems({ stages: [{ ...stage, Moves_To__c: 'fan' }] })).toEqual(['Lifecycle stage lead: Moves_To__c fan is no stage']);
  });

  test('consent rules are read, those at rest are left out, also under a namespace', () => {
    const prefixed = (row: object): object => Object.fromEntries(Object.entries(row).map(([name, value]) => [name === 'Id' ? name : `fw__${name}`, value]));
    const rows = [
      { ...consent, Subscription__c: '42', Direction__c: 'To HubSpot', Carries_Opt_In__c: true },
      { ...consent, Rule_Key__c: 'old', Enabled__c: false },
    ];
    const result = assemble({ mappings: [prefixed(mapping)], consents: rows.map(prefixed) }, 'fw');
    expect(result.ok && result.rules.consent).toEqual([
      {
        key: 'consent.email',
        salesforceObjects: ['Lead', 'Contact'],
        salesforceField: 'HasOptedOutOfEmail',
        meaning: 'opt-out',
        subscription: '42',
        direction: 'to-hubspot',
        carriesOptIn: true,
      },
    ]);
  });

  test('consent rules that cannot be followed are named', () => {
    expect(
      problems({
        consents: [
          { ...consent, Subscription__c: 'news' },
          { ...consent, Id: 'c2', Salesforce_Objects__c: 'Lead' },
          { ...consent, Rule_Key__c: 'x', Meaning__c: 'Maybe' },
        ],
      }),
    ).toEqual([
      'Consent rule x: Meaning__c "Maybe" is none of Opt-out, Opt-in',
      'Consent rule consent.email: Subscription__c news is not a number',
      'two consent rules have the key consent.email',
      'two consent rules name Lead.HasOptedOutOfEmail',
    ]);
    expect(problems({ consents: [{ ...consent, Rule_Key__c: null, Salesforce_Objects__c: '', Salesforce_Field__c: ' ' }] })).toEqual([
      'Consent rule (no key): Rule_Key__c is blank',
      'Consent rule (no key): Salesforce_Objects__c is blank',
      'Consent rule (no key): Salesforce_Field__c is blank',
    ]);
  });
});

describe('scope conditions', () => {
  const scoped = (scope: object, side = 'HubSpot_Scope__c'): Parts => ({ mappings: [{ ...mapping, [side]: JSON.stringify(scope) }] });

  test('numbers and segments are conditions too', () => {
    const all = [
      { field: 'hubspotscore', op: 'at_least', values: ['50'] },
      { field: 'segments', op: 'member', values: ['9', '12'] },
    ];
    const result = assemble(scoped({ all }));
    expect(result.ok && result.rules.mappings[0]?.hubspotScope).toEqual({ all });
  });

  test.each([
    [{ field: 'score', op: 'at_least', values: ['high'] }, 'the condition on score needs one number'],
    [{ field: 'score', op: 'at_most', values: ['1', '2'] }, 'the condition on score needs one number'],
    [{ field: 'email', op: 'member', values: ['9'] }, 'only "segments" can be asked for membership, not email'],
    [{ field: 'segments', op: 'member' }, 'the condition on segments names no segment'],
    [{ field: 'segments', op: 'in', values: ['9'] }, 'segments are asked with member or not_member'],
    [{ field: 'segments', op: 'filled' }, 'segments are asked with member or not_member'],
    [{ field: 'email', op: 'in' }, 'the condition on email lists no values'],
  ])('%j is refused', (condition, sentence) => {
    expect(problems(scoped({ all: [condition] }))).toEqual([expect.stringContaining(sentence)]);
  });

  test('segments are of HubSpot alone', () => {
    expect(problems(scoped({ any: [{ field: 'segments', op: 'not_member', values: ['9'] }] }, 'Salesforce_Scope__c'))).toEqual([
      'Object mapping person: Salesforce_Scope__c asks for segments, which only HubSpot has',
    ]);
  });

  test('owners are a reference that is no mapping', () => {
    const owner = { Id: 'r1', Object_Mapping__c: 'a01', Rule_Key__c: 'person.owner', Salesforce_Field__c: 'OwnerId', HubSpot_Property__c: 'hubspot_owner_id' };
    const rule = { ...owner, Owner__c: 'Salesforce', Direction__c: 'Two-way', Reference_Mapping__c: 'owner', Enabled__c: true };
    expect(problems({ rules: [rule] })).toEqual([]);
  });
});
