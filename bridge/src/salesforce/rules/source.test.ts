/** A bridge newer than the package: what the org does not know counts as none, and is told; what is hidden is not taken for missing. */
import { describe, expect, test } from '@jest/globals';
import { plainFailure } from '../faults.ts';
import type { CallResult } from '../faults.ts';
import { createNames } from '../names.ts';
import type { SalesforceRequest, Session } from '../session.ts';
import { createRuleSource } from './source.ts';

type Row = Readonly<Record<string, unknown>>;
/** An org's objects: their columns, and their rows. */
type Org = Readonly<Record<string, { readonly columns: readonly string[]; readonly rows: readonly Row[] }>>;

const mappingColumns =
  'Mapping_Key__c,Salesforce_Objects__c,Salesforce_Create_Object__c,HubSpot_Object__c,Create_In_Salesforce__c,Create_In_HubSpot__c,Salesforce_Scope__c,HubSpot_Scope__c,Enabled__c,Sort_Order__c,Run_Assignment_Rules__c,At_Known_Account__c,Conversion_Stage__c,Deal_Converts_Lead__c,Converted_Status__c,Closed_Statuses__c,Reengage_Action__c,Reopen_Status__c,Reengage_Owner__c,When_Deleted_In_Salesforce__c,When_Deleted_In_HubSpot__c,When_Erased__c,Link_Threshold__c,Review_Threshold__c,Owner_Fallback__c,Use_Person_Accounts__c,Kind_Field__c,Kind_Values__c'.split(
    ',',
  );
const ruleColumns =
  'Object_Mapping__c,Rule_Key__c,Salesforce_Object__c,Salesforce_Field__c,HubSpot_Property__c,Owner__c,Direction__c,Conflict_Policy__c,Window_Minutes__c,Protected__c,Blank_Handling__c,Non_Owner_Edit__c,Value_Map__c,Reference_Mapping__c,Create_Default__c,Enabled__c,Sort_Order__c'.split(
    ',',
  );
const stageColumns = 'Stage__c,Label__c,Owner__c,Salesforce_Value__c,Moves_To__c,Kind__c,Sort_Order__c'.split(',');
const consentColumns =
  'Rule_Key__c,Salesforce_Objects__c,Salesforce_Field__c,Meaning__c,Subscription__c,Direction__c,Carries_Opt_In__c,Enabled__c,Sort_Order__c'.split(',');
const activityColumns =
  'Rule_Key__c,Enabled__c,Sort_Order__c,Activity__c,Direction__c,Salesforce_Object__c,Only_Field__c,Only_Values__c,Task_Status__c,Task_Type__c,Monthly_Cap__c'.split(
    ',',
  );
const mapping = { Mapping_Key__c: 'person', Salesforce_Objects__c: 'Lead', HubSpot_Object__c: 'contacts', Enabled__c: true };
const first: Org = {
  Sync_Ruleset__c: { columns: ['Version__c', 'Status__c'], rows: [{ Id: 'a00', Version__c: 4 }] },
  Object_Mapping__c: { columns: mappingColumns.filter((name) => !name.startsWith('Kind_') && name !== 'When_Erased__c'), rows: [{ Id: 'a01', ...mapping }] },
  Field_Rule__c: { columns: ruleColumns, rows: [] },
};

function load(org: Org, namespace: string | null = null, failing?: string) {
  const own = (name: string): string => (namespace === null ? name : `${namespace}__${name}`);
  const events: (readonly [string, Readonly<Record<string, unknown>>])[] = [];
  const refused = <T>(code: string): CallResult<T> => ({ ok: false, failure: plainFailure('permanent', code, code, null, true) });
  const session = {
    call: <T>({ path }: SalesforceRequest): Promise<CallResult<T>> => {
      const described = /^\/sobjects\/(\w+)\/describe$/.exec(path)?.[1];
      if (described !== undefined) {
        const known = Object.entries(org).find(([name]) => own(name) === described)?.[1];
        if (known === undefined) return Promise.resolve(refused('NOT_FOUND'));
        return Promise.resolve({ ok: true, value: { fields: ['Id', ...known.columns.map(own)].map((name) => ({ name })) } as T });
      }
      const soql = decodeURIComponent(path.slice('/query?q='.length));
      const [, columns = '', object = ''] = /^SELECT (.*?) FROM (\w+)/.exec(soql) ?? [];
      if (object === failing) return Promise.resolve(refused('SERVER_UNAVAILABLE'));
      const known = Object.entries(org).find(([name]) => own(name) === object)?.[1];
      if (known === undefined) return Promise.resolve(refused('INVALID_TYPE'));
      const names = columns.split(',');
      if (names.some((name) => name !== 'Id' && !known.columns.some((column) => own(column) === name))) return Promise.resolve(refused('INVALID_FIELD'));
      const records = known.rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name === 'Id' ? name : own(name), value])));
      return Promise.resolve({ ok: true, value: { done: true, records } as T });
    },
  } as unknown as Session;
  const source = createRuleSource(
    { session, names: createNames(namespace), readTimeoutMs: 1 },
    { event: (name, details) => void events.push([name, details]) },
  );
  return source.load().then((result) => ({ result, events }));
}

describe('rules of a package older than the bridge', () => {
  test.each([null, 'fw'])('the very first package: no stages, no consent, nothing shared (namespace %s)', async (namespace) => {
    const { result, events } = await load(first, namespace);
    expect(result).toMatchObject({ ok: true, value: { version: 4, mappings: [{ key: 'person' }], lifecycle: [], consent: [] } });
    expect(events).toEqual(
      expect.arrayContaining([
        ['rules.unknown', { object: 'Object_Mapping__c', fields: 'When_Erased__c, Kind_Field__c, Kind_Values__c' }],
        ...['Lifecycle_Stage__c', 'Consent_Rule__c', 'Relation_Rule__c', 'Activity_Rule__c', 'Campaign_Rule__c', 'Destination_Rule__c'].map(
          (object) => ['rules.unknown', { object, fields: null }] as const,
        ),
      ]),
    );
    expect(events).toHaveLength(7);
  });

  test('a part without its newest field is read without it', async () => {
    const columns = activityColumns.filter((name) => name !== 'Monthly_Cap__c');
    const rows = [{ Id: 'x', Rule_Key__c: 'activity.calls', Activity__c: 'call', Enabled__c: true }];
    const { result, events } = await load({ ...first, Activity_Rule__c: { columns, rows } });
    expect(result).toMatchObject({ ok: true, value: { activities: [{ activity: 'call', monthlyMax: null }] } });
    expect(events).toContainEqual(['rules.unknown', { object: 'Activity_Rule__c', fields: 'Monthly_Cap__c' }]);
  });

  test('a package of the same age is asked once and says nothing', async () => {
    const { result, events } = await load({
      ...first,
      Object_Mapping__c: { columns: mappingColumns, rows: [{ Id: 'a01', ...mapping }] },
      Lifecycle_Stage__c: { columns: stageColumns, rows: [] },
      Consent_Rule__c: { columns: consentColumns, rows: [] },
      ...Object.fromEntries(
        ['Relation_Rule__c', 'Activity_Rule__c', 'Campaign_Rule__c', 'Destination_Rule__c'].map((name) => [
          name,
          {
            columns: [
              ...activityColumns,
              ...'From_Mapping__c,To_Mapping__c,Kind__c,From_Field__c,To_Field__c,Role_Field__c,Primary_Field__c,Labels__c,Owner__c,Removals__c,Campaign__c,Source_Kind__c,Source__c,Member_Status__c,Responded_Status__c,Removed_Status__c,Mapping__c,Stages__c,Database__c,Link_Field__c,Template__c'.split(
                ',',
              ),
            ],
            rows: [],
          },
        ]),
      ),
    });
    expect(result.ok).toBe(true);
    expect(events).toEqual([]);
  });
});

describe('what is not a matter of age', () => {
  test('a field that was always there and is hidden fails the load: rules without it would mean something else', async () => {
    const columns = ruleColumns.filter((name) => name !== 'Protected__c');
    const { result } = await load({ ...first, Field_Rule__c: { columns, rows: [] } });
    expect(result).toMatchObject({ ok: false, failure: { code: 'INVALID_FIELD' } });
    const without = Object.fromEntries(Object.entries(first).filter(([name]) => name !== 'Object_Mapping__c'));
    expect((await load(without)).result).toMatchObject({ ok: false, failure: { code: 'INVALID_TYPE' } });
  });

  test('an org that does not answer is no old package', async () => {
    const { result, events } = await load(first, null, 'Consent_Rule__c');
    expect(result).toMatchObject({ ok: false, failure: { code: 'SERVER_UNAVAILABLE' } });
    expect(events.map(([, { object }]) => object)).not.toContain('Consent_Rule__c');
  });
});
