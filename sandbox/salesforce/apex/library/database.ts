/** Database, its results and options, EventBus and merge-free lead conversion. */
import type { LeadConvertResult, SaveResult } from '../../contract.ts';
import type { AMap } from '../runtime/collections.ts';
import { AList } from '../runtime/collections.ts';
import { running } from '../runtime/current.ts';
import { errorBag, recordsOf, resultBag, save, saveOrThrow } from '../runtime/dml.ts';
import { countQuery, query, type Access } from '../runtime/queries.ts';
import { SObj, toRow } from '../runtime/sobject.ts';
import { exception, raise } from '../runtime/throwable.ts';
import { Bag, define, type Definition, type Implementation, type Library } from './define.ts';
import { fieldOf } from './tokens.ts';

type Operation = 'insert' | 'update' | 'upsert' | 'delete' | 'undelete';
const RESULT: Readonly<Record<Operation, string>> = {
  insert: 'SaveResult',
  update: 'SaveResult',
  upsert: 'UpsertResult',
  delete: 'DeleteResult',
  undelete: 'UndeleteResult',
};
const USER = new Bag('AccessLevel', { $text: 'USER_MODE' });
const SYSTEM = new Bag('AccessLevel', { $text: 'SYSTEM_MODE' });

/** What a Database method without an AccessLevel runs in: the calling class's default. */
const defaultAccess = (): Access => running().mode;

const listType = (element: string): ReturnType<ReturnType<typeof running>['table']['list']> => running().table.list(running().table.lib(element));
const modeOf = (level: Bag | null): Access => (level === null ? defaultAccess() : level === USER ? 'user' : 'system');

/** Deletes take ids too: they become records of their type. */
function idsAsRecords(ids: readonly unknown[]): unknown[] {
  const { org } = running();
  return ids.map((id) => {
    const schema = org.objectByPrefix(String(id).slice(0, 3)) ?? raise('TypeException', `Invalid id value for the SObject type: ${String(id)}`);
    return new SObj(schema, new Map([['Id', String(id)]]));
  });
}

/** Runs a Database method; `rest` holds the optional allOrNone or DMLOptions, external id field and AccessLevel in any order. */
function runOperation(operation: Operation, operand: unknown, rest: readonly unknown[]): unknown {
  const raw = operand instanceof AList ? operand.items : [operand];
  const records = recordsOf(new AList(running().table.list(running().table.sobject), typeof raw[0] === 'string' ? idsAsRecords(raw) : [...raw]));
  const options = rest.find((v): v is Bag => v instanceof Bag && v.type === 'Database.DMLOptions') ?? null;
  const level = rest.find((v): v is Bag => v instanceof Bag && v.type === 'AccessLevel') ?? null;
  const key = rest.find((v): v is Bag => v instanceof Bag && v.type === 'SObjectField');
  const flag = rest.find((v): v is boolean => typeof v === 'boolean') ?? options?.values['optAllOrNone'] ?? true;
  const request = { operation, records, access: modeOf(level), allOrNone: flag !== false, key: key ? fieldOf(key).name : undefined, options };
  const results = request.allOrNone ? saveOrThrow(request) : save(request);
  const type = `Database.${RESULT[operation]}`;
  const bags = results.map((result) => resultBag(type, result));
  return operand instanceof AList ? new AList(listType(type), bags) : bags[0];
}

function operations(): Record<string, Implementation> {
  const members: Record<string, Implementation> = {};
  for (const operation of ['insert', 'update', 'upsert', 'delete', 'undelete'] as const) {
    const result = `Database.${RESULT[operation]}`;
    const tails =
      operation === 'upsert'
        ? [
            '',
            ',Boolean',
            ',Boolean,AccessLevel',
            ',AccessLevel',
            ',SObjectField',
            ',SObjectField,Boolean',
            ',SObjectField,Boolean,AccessLevel',
            ',SObjectField,AccessLevel',
          ]
        : ['', ',Boolean', ',Boolean,AccessLevel', ',AccessLevel', ',Database.DMLOptions', ',Database.DMLOptions,AccessLevel'];
    const operands =
      operation === 'delete' || operation === 'undelete'
        ? [
            ['SObject', ''],
            ['List<SObject>', 'L'],
            ['Id', ''],
            ['List<Id>', 'L'],
          ]
        : [
            ['SObject', ''],
            ['List<SObject>', 'L'],
          ];
    for (const [operand = '', many] of operands) {
      for (const tail of tails) {
        const returns = many ? `List<${result}>` : result;
        members[`static ${returns} ${operation}(${operand}${tail})`] = (value: unknown, ...rest: unknown[]) => runOperation(operation, value, rest);
      }
    }
  }
  return members;
}

const RESULT_MEMBERS: Definition = {
  'Boolean isSuccess()': (r: Bag) => r.values['success'],
  'Id getId()': (r: Bag) => r.values['id'],
  'List<Database.Error> getErrors()': (r: Bag) => new AList(listType('Database.Error'), asArray(r.values['errors'])),
};
const asArray = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function bindsOf(map: AMap): Record<string, unknown> {
  return Object.fromEntries([...map.entries.values()].map((e) => [String(e.key), e.value]));
}

function runQuery(text: string, binds: AMap | null, level: Bag | null): AList {
  const isAggregate = /\bGROUP\s+BY\b/i.test(text) || /^\s*SELECT\s+(COUNT|SUM|AVG|MIN|MAX|COUNT_DISTINCT)\s*\(\s*\w/i.test(text);
  const { table } = running();
  const clean = text.replace(/\bWITH\s+(USER_MODE|SYSTEM_MODE)\b/i, ' ');
  const written = /\bWITH\s+(USER_MODE|SYSTEM_MODE)\b/i.exec(text)?.[1]?.toLowerCase();
  const access = written ? (written === 'user_mode' ? 'user' : 'system') : modeOf(level);
  const schema = running().org.object(/\bFROM\s+(\w+)/i.exec(clean.replace(/\([^()]*\)/g, ''))?.[1] ?? '');
  const element = isAggregate ? table.platform('AggregateResult') : schema ? table.ofSchema(schema) : table.sobject;
  return query(clean, binds ? bindsOf(binds) : {}, access, table.list(element ?? table.sobject));
}

/** One approach for every result: the id, whether it worked, why not. */
function defineResults(library: Library): void {
  define(library, 'Database.Error', {
    'String getMessage()': (e: Bag) => e.values['message'],
    'StatusCode getStatusCode()': (e: Bag) => e.values['statusCode'],
    'List<String> getFields()': (e: Bag) => new AList(listType('String'), [...asArray(e.values['fields'])]),
  });
  for (const type of ['SaveResult', 'DeleteResult', 'UndeleteResult', 'EmptyRecycleBinResult']) define(library, `Database.${type}`, RESULT_MEMBERS);
  define(library, 'Database.UpsertResult', { ...RESULT_MEMBERS, 'Boolean isCreated()': (r: Bag) => r.values['created'] });
  define(library, 'Database.DMLOptions', {
    'new()': () =>
      new Bag('Database.DMLOptions', {
        optAllOrNone: null,
        allowFieldTruncation: null,
        assignmentRuleHeader: new Bag('Database.AssignmentRuleHeader', {}),
        duplicateRuleHeader: new Bag('Database.DuplicateRuleHeader', {}),
        emailHeader: new Bag('Database.EmailHeader', {}),
        localeOptions: null,
      }),
    'Boolean optAllOrNone': null,
    'Boolean allowFieldTruncation': null,
    'Database.AssignmentRuleHeader assignmentRuleHeader': null,
    'Database.DuplicateRuleHeader duplicateRuleHeader': null,
    'Database.EmailHeader emailHeader': null,
  });
  define(library, 'Database.AssignmentRuleHeader', { 'Id assignmentRuleId': null, 'Boolean useDefaultRule': null });
  define(library, 'Database.DuplicateRuleHeader', { 'Boolean allowSave': null, 'Boolean runAsCurrentUser': null });
  define(library, 'Database.EmailHeader', { 'Boolean triggerUserEmail': null, 'Boolean triggerAutoResponseEmail': null, 'Boolean triggerOtherEmail': null });
}

const CONVERT_FIELDS = [
  'leadId',
  'convertedStatus',
  'accountId',
  'contactId',
  'ownerId',
  'opportunityName',
  'opportunityId',
  'doNotCreateOpportunity',
  'overwriteLeadSource',
  'sendNotificationEmail',
] as const;

function defineConversion(library: Library): void {
  const members: Record<string, Implementation> = {
    'new()': () => new Bag('Database.LeadConvert', { doNotCreateOpportunity: false, overwriteLeadSource: false, sendNotificationEmail: false }),
  };
  for (const name of CONVERT_FIELDS) {
    const type = /^(doNot|overwrite|send)/.test(name) ? 'Boolean' : /Id$/.test(name) ? 'Id' : 'String';
    const capital = name.charAt(0).toUpperCase() + name.slice(1);
    members[`void set${capital}(${type}?)`] = (bag: Bag, value: unknown) => {
      bag.values[name] = value;
    };
    members[`${type} ${type === 'Boolean' ? 'is' : 'get'}${capital}()`] = (bag: Bag) => bag.values[name] ?? null;
  }
  define(library, 'Database.LeadConvert', members);
  define(library, 'Database.LeadConvertResult', {
    ...RESULT_MEMBERS,
    'Id getLeadId()': (r: Bag) => r.values['id'],
    'Id getAccountId()': (r: Bag) => r.values['accountId'],
    'Id getContactId()': (r: Bag) => r.values['contactId'],
    'Id getOpportunityId()': (r: Bag) => r.values['opportunityId'],
  });
}

function convert(operand: unknown, rest: readonly unknown[]): unknown {
  const runtime = running();
  const { transaction, limits } = runtime.context;
  if (!transaction.convertLeads) throw new Error('this org cannot convert leads');
  limits.add('dmlStatements');
  const bags = (operand instanceof AList ? operand.items : [operand]).filter((b): b is Bag => b instanceof Bag);
  limits.add('dmlRows', bags.length);
  const allOrNone = rest.find((v) => typeof v === 'boolean') ?? true;
  const requests = bags.map((b) => Object.fromEntries(Object.entries(b.values).filter(([, v]) => v !== null && v !== undefined)));
  const results = transaction.convertLeads(requests, allOrNone === true);
  runtime.rethrowFatal();
  const failed = results.findIndex((r) => !r.success);
  if (allOrNone === true && failed >= 0) {
    const error = results[failed]?.errors[0];
    throw exception(
      'DmlException',
      `ConvertLead failed. First exception on row ${failed}; first error: ${error?.statusCode}, ${error?.message}: [${error?.fields.join(', ')}]`,
    );
  }
  const made = results.map(
    (r: LeadConvertResult, i) =>
      new Bag('Database.LeadConvertResult', {
        id: bags[i]?.values['leadId'] ?? null,
        success: r.success,
        errors: r.errors.map(errorBag),
        accountId: r.accountId,
        contactId: r.contactId,
        opportunityId: r.opportunityId,
      }),
  );
  return operand instanceof AList ? new AList(listType('Database.LeadConvertResult'), made) : made[0];
}

/** Counts as one statement and as many rows as it is given; has no partial mode and no AccessLevel. */
function emptyRecycleBin(operand: AList): AList {
  const { context } = running();
  const ids = operand.items.map((item) => (item instanceof SObj ? String(item.fields.get('Id')) : String(item)));
  context.limits.add('dmlStatements');
  context.limits.add('dmlRows', ids.length);
  const results = context.transaction.emptyRecycleBin?.(ids) ?? raise('TypeException', 'this org has no recycle bin');
  return new AList(
    listType('Database.EmptyRecycleBinResult'),
    results.map((result) => resultBag('Database.EmptyRecycleBinResult', result)),
  );
}

function defineDatabase(library: Library): void {
  define(library, 'Database', {
    ...operations(),
    'static List<SObject> query(String)': (text: string) => runQuery(text, null, null),
    'static List<SObject> query(String,AccessLevel)': (text: string, level: Bag) => runQuery(text, null, level),
    'static List<SObject> queryWithBinds(String,Map<String,Object>,AccessLevel)': runQuery,
    'static Integer countQuery(String)': (text: string) => countQuery(text, {}, defaultAccess()),
    'static Integer countQuery(String,AccessLevel)': (text: string, level: Bag) => countQuery(text, {}, modeOf(level)),
    'static Integer countQueryWithBinds(String,Map<String,Object>,AccessLevel)': (text: string, binds: AMap, level: Bag) =>
      countQuery(text, bindsOf(binds), modeOf(level)),
    'static Savepoint setSavepoint()': () => {
      const { context } = running();
      context.limits.add('dmlStatements');
      return new Bag('Savepoint', { id: context.transaction.setSavepoint(), events: context.test?.events.length ?? 0, jobs: context.test?.jobs.length ?? 0 });
    },
    'static void rollback(Savepoint)': (point: Bag) => {
      const { context } = running();
      context.limits.add('dmlStatements');
      context.transaction.rollback(Number(point.values['id']));
      if (!context.test) return;
      const { events, jobs } = context.test;
      events.length = Math.min(events.length, Number(point.values['events']));
      jobs.length = Math.min(jobs.length, Number(point.values['jobs']));
    },
  });
  for (const operand of ['List<Id>', 'List<SObject>'])
    define(library, 'Database', { [`static List<Database.EmptyRecycleBinResult> emptyRecycleBin(${operand})`]: emptyRecycleBin });
  for (const [operand, returns] of [
    ['Database.LeadConvert', 'Database.LeadConvertResult'],
    ['List<Database.LeadConvert>', 'List<Database.LeadConvertResult>'],
  ]) {
    for (const tail of ['', ',Boolean', ',AccessLevel', ',Boolean,AccessLevel']) {
      define(library, 'Database', { [`static ${returns} convertLead(${operand}${tail})`]: (value: unknown, ...rest: unknown[]) => convert(value, rest) });
    }
  }
  define(library, 'Savepoint', {});
  define(library, 'AccessLevel', { 'static AccessLevel USER_MODE': () => USER, 'static AccessLevel SYSTEM_MODE': () => SYSTEM });
  define(library, 'Database.Stateful', {}, { isInterface: true });
  define(library, 'Database.AllowsCallouts', {}, { isInterface: true });
}

/** EventBus.publish: never throws for an event that is refused; the answer says so. */
export function publish(records: readonly SObj[]): SaveResult[] {
  const { context } = running();
  const results: SaveResult[] = [];
  for (let start = 0; start < records.length;) {
    const schema = records[start]?.schema;
    let end = start;
    while (records[end]?.schema === schema) end += 1;
    if (!schema || schema.kind !== 'event') raise('TypeException', `EventBus.publish takes platform events, not ${schema?.name}`);
    context.limits.add(schema?.publishBehavior === 'PublishImmediately' ? 'publishImmediate' : 'dmlStatements');
    results.push(...publishGroup(schema?.name ?? '', records.slice(start, end)));
    start = end;
  }
  return results;
}

function publishGroup(object: string, records: readonly SObj[]): readonly SaveResult[] {
  const { context } = running();
  const rows = records.map(toRow);
  const { test } = context;
  const results = context.transaction.publish(object, rows);
  if (test) {
    const sent = rows.filter((_, i) => results[i]?.success).map((row, i) => ({ ...row, EventUuid: results[i]?.errors[0]?.message ?? null }));
    test.events.push({ object, rows: sent, retries: 0 });
  }
  return results;
}

export function defineDatabaseLibrary(library: Library): void {
  defineResults(library);
  defineConversion(library);
  defineDatabase(library);
  const answer = (results: SaveResult[]): Bag[] => results.map((r) => resultBag('Database.SaveResult', r));
  define(library, 'EventBus', {
    'static Database.SaveResult publish(SObject)': (event: SObj) => answer(publish([event]))[0],
    'static List<Database.SaveResult> publish(List<SObject>)': (events: AList) =>
      new AList(listType('Database.SaveResult'), answer(publish(recordsOf(events)))),
    'static String getOperationId(Database.SaveResult)': (r: Bag) => {
      const [first] = asArray(r.values['errors']);
      return first instanceof Bag ? first.values['message'] : null;
    },
  });
  define(library, 'EventBus.TriggerContext', {
    'static EventBus.TriggerContext currentContext()': () =>
      new Bag('EventBus.TriggerContext', {
        retries: running().context.trigger?.bus?.retries ?? 0,
        lastError: running().context.trigger?.bus?.lastError ?? null,
      }),
    'Integer retries': null,
    'String lastError': null,
    'void setResumeCheckpoint(String)': (_: Bag, replayId: string) => {
      const bus = running().context.trigger?.bus;
      if (!bus) return raise('IllegalArgumentException', 'There is no event trigger running');
      bus.resume = replayId;
      return undefined;
    },
  });
}
