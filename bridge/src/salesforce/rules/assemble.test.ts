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
  Create_In_Salesforce__c: 'In scope',
  Create_In_HubSpot__c: 'Always',
  Salesforce_Scope__c: null,
  HubSpot_Scope__c: '{"all":[{"field":"lifecyclestage","op":"in","values":["marketingqualifiedlead"]}]}',
  Enabled__c: true,
  Sort_Order__c: 2,
};
const rule = {
  Id: 'a02',
  Object_Mapping__c: 'a01',
  Rule_Key__c: 'person.phone',
  Salesforce_Object__c: null,
  Salesforce_Field__c: 'Phone',
  HubSpot_Property__c: 'phone',
  Owner__c: 'Salesforce',
  Direction__c: 'Two-way',
  Conflict_Policy__c: 'Latest',
  Window_Minutes__c: null,
  Protected__c: false,
  Blank_Handling__c: null,
  Non_Owner_Edit__c: null,
  Value_Map__c: '[{"salesforce":"a","hubspot":"b"}]',
  Reference_Mapping__c: null,
  Enabled__c: true,
  Sort_Order__c: 1,
};
function assemble(mappings: readonly object[], rules: readonly object[], namespace: string | null = null): Assembled {
  return assembleRules({ version: 3, mappings, rules }, createNames(namespace));
}
function problems(result: Assembled): readonly string[] {
  return result.ok ? [] : result.problems;
}

describe('rules from the package', () => {
  test('rows become the rule set the engine knows, blanks as their defaults', () => {
    const result = assemble([mapping], [rule]);
    expect(problems(result)).toEqual([]);
    expect(result.ok && result.rules).toMatchObject({
      version: 3,
      mappings: [
        {
          key: 'person',
          salesforceObjects: ['Lead', 'Contact'],
          createInSalesforce: 'in-scope',
          createInHubSpot: 'always',
          hubspotScope: { all: [{ field: 'lifecyclestage' }] },
          salesforceScope: null,
          fields: [
            {
              key: 'person.phone',
              salesforceObjects: ['Lead', 'Contact'],
              direction: 'two-way',
              policy: 'latest',
              windowMs: 300_000,
              blank: 'propagate',
              nonOwnerEdit: 'enforce',
              valueMap: [{ salesforce: 'a', hubspot: 'b' }],
              referenceMapping: null,
            },
          ],
        },
      ],
    });
  });

  test('columns lose the namespace of the package, the fields they name keep it', () => {
    const prefixed = (row: object): object =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name.endsWith('__c') ? `fw__${name}` : name, value]));
    const result = assemble([prefixed(mapping)], [prefixed({ ...rule, Salesforce_Field__c: 'fw__UTM_Source__c' })], 'fw');
    expect(problems(result)).toEqual([]);
    expect(result.ok && result.rules.mappings[0]?.fields[0]?.salesforceField).toBe('fw__UTM_Source__c');
  });

  test('every problem is listed, by the names an admin knows', () => {
    const result = assemble(
      [
        { ...mapping, HubSpot_Scope__c: '{"all":[{"field":"x","op":"like"}]}' },
        { ...mapping, Id: 'a09', Mapping_Key__c: 'deal', Salesforce_Create_Object__c: 'Task' },
      ],
      [
        { ...rule, Owner__c: 'Nobody' },
        {
          ...rule,
          Rule_Key__c: 'person.title',
          Direction__c: 'To HubSpot',
          Value_Map__c: '[{"salesforce":"a","hubspot":"x"},{"salesforce":"a","hubspot":"y"}]',
          Object_Mapping__c: 'a09',
          Reference_Mapping__c: 'company',
        },
      ],
    );
    expect(problems(result)).toEqual([
      expect.stringContaining('Object mapping person: HubSpot_Scope__c'),
      expect.stringContaining('Field rule person.phone: Owner__c "Nobody" is none of Salesforce, HubSpot'),
      expect.stringContaining('Object mapping deal: Salesforce_Create_Object__c Task'),
      expect.stringContaining('Value_Map__c gives the salesforce value "a" two meanings'),
      expect.stringContaining('Reference_Mapping__c company is no mapping'),
    ]);
  });

  test('disabled rows are not judged; no mapping at all is a problem', () => {
    expect(problems(assemble([mapping], [{ ...rule, Enabled__c: false, Owner__c: 'Nobody' }]))).toEqual([]);
    expect(problems(assemble([], []))).toEqual(['the active ruleset has no enabled object mapping']);
  });

  test('several values may fold into one, as long as the way they travel is clear', () => {
    const folds = '[{"salesforce":"Web","hubspot":"ORGANIC"},{"salesforce":"Web","hubspot":"PAID"}]';
    expect(problems(assemble([mapping], [{ ...rule, Direction__c: 'To Salesforce', Value_Map__c: folds }]))).toEqual([]);
    expect(problems(assemble([mapping], [{ ...rule, Direction__c: 'To HubSpot', Value_Map__c: folds }]))).toHaveLength(1);
  });

  test('two rules of one key are refused', () => {
    expect(problems(assemble([mapping], [rule, { ...rule, Id: 'a03' }]))).toEqual(['two field rules have the key person.phone']);
  });
});
