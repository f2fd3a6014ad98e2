/** A tiny org behind the seam, for this folder's tests: a few objects, SOQL of one shape, saves with triggers, no rules. */
import type {
  ApexProgram,
  AsyncJob,
  FieldSchema,
  FieldType,
  FieldValue,
  ObjectSchema,
  Org,
  QueryRecord,
  QueryResult,
  Row,
  SaveResult,
  Transaction,
  TransactionOptions,
  TriggerEvent,
} from '../../contract.ts';

type FieldSpec = {
  readonly type: FieldType;
  readonly to?: string;
  readonly rel?: string;
  readonly children?: string;
  readonly readOnly?: boolean;
  readonly required?: boolean;
  readonly scale?: number;
  readonly externalId?: boolean;
};

function field(name: string, spec: FieldSpec): FieldSchema {
  return {
    name,
    label: name,
    type: spec.type,
    length: spec.type === 'string' ? 255 : 0,
    precision: 18,
    scale: spec.scale ?? 0,
    custom: name.endsWith('__c'),
    nillable: !spec.required,
    createable: !spec.readOnly,
    updateable: !spec.readOnly,
    defaultedOnCreate: false,
    defaultValue: null,
    calculated: false,
    formula: null,
    externalId: spec.externalId ?? false,
    unique: false,
    caseSensitive: false,
    restrictedPicklist: false,
    picklistValues: [],
    referenceTo: spec.to ? [spec.to] : [],
    relationshipName: spec.rel ?? null,
    childRelationshipName: spec.children ?? null,
    masterDetail: false,
    htmlFormatted: false,
    nameField: name === 'Name',
  };
}

function object(name: string, keyPrefix: string, kind: ObjectSchema['kind'], fields: Readonly<Record<string, FieldSpec>>): ObjectSchema {
  const all: Record<string, FieldSpec> = { Id: { type: 'id', readOnly: true }, ...fields, CreatedDate: { type: 'datetime', readOnly: true } };
  return {
    name,
    label: name,
    labelPlural: `${name}s`,
    keyPrefix,
    kind,
    sharing: 'ReadWrite',
    publishBehavior: 'PublishAfterCommit',
    fields: new Map(Object.entries(all).map(([n, spec]) => [n.toLowerCase(), field(n, spec)])),
  };
}

const OBJECTS = [
  object('Account', '001', 'standard', {
    Name: { type: 'string', required: true },
    AnnualRevenue: { type: 'currency', scale: 2 },
    NumberOfEmployees: { type: 'int' },
    Key__c: { type: 'string', externalId: true },
  }),
  object('Contact', '003', 'standard', {
    LastName: { type: 'string', required: true },
    Email: { type: 'email' },
    Birthdate: { type: 'date' },
    LastCall__c: { type: 'datetime' },
    Active__c: { type: 'boolean' },
    AccountId: { type: 'reference', to: 'Account', rel: 'Account', children: 'Contacts' },
  }),
  object('User', '005', 'setup', { Name: { type: 'string' }, TimeZoneSidKey: { type: 'string' } }),
  object('Ping__e', 'e00', 'event', {
    Text__c: { type: 'string' },
    ReplayId: { type: 'string', readOnly: true },
    EventUuid: { type: 'string', readOnly: true },
  }),
];

export const ADMIN = '005000000000001AAA';
export const REP = '005000000000002AAA';
const NOW = Date.UTC(2026, 2, 14, 9, 26, 53);

const EVENTS: readonly TriggerEvent[] = ['before insert', 'before update', 'before delete', 'after insert', 'after update', 'after delete', 'after undelete'];

type Tables = Map<string, Map<string, Row>>;
const copy = (tables: Tables): Tables => new Map([...tables].map(([name, rows]) => [name, new Map([...rows].map(([id, row]) => [id, { ...row }]))]));

const fault = (code: string, message: string): Error => Object.assign(new Error(message), { name: 'OrgError', code, fields: [] });

export class FakeOrg implements Org {
  readonly orgId = '00D000000000001EAA';
  program: ApexProgram | null = null;
  readonly queries: { readonly soql: string; readonly access: string; readonly sharing: boolean }[] = [];
  readonly saves: { readonly object: string; readonly access: string; readonly sharing: boolean }[] = [];
  tables: Tables = new Map();
  #ids = 0;
  #requests = 0;

  objects(): readonly ObjectSchema[] {
    return OBJECTS;
  }
  object(name: string): ObjectSchema | undefined {
    return OBJECTS.find((o) => o.name.toLowerCase() === name.toLowerCase());
  }
  objectByPrefix(prefix: string): ObjectSchema | undefined {
    return OBJECTS.find((o) => o.keyPrefix === prefix);
  }
  now(): number {
    return NOW;
  }

  transaction<T>(options: TransactionOptions, work: (transaction: Transaction) => T): T {
    const before = copy(this.tables);
    const jobs: AsyncJob[] = [];
    try {
      const result = work(this.#begin(options, jobs));
      for (const job of jobs) this.transaction({ userId: options.userId, quiddity: 'QUEUEABLE' }, (t) => job.run(t));
      return result;
    } catch (error) {
      this.tables = before;
      throw error;
    }
  }

  #begin(options: TransactionOptions, jobs: AsyncJob[]): Transaction {
    const savepoints: Tables[] = [];
    const state = { userId: options.userId };
    const transaction: Transaction = {
      get userId() {
        return state.userId;
      },
      requestId: `4ap${(this.#requests += 1)}`,
      quiddity: options.quiddity,
      now: () => NOW,
      query: (soql, binds, { access, sharing }) => {
        this.queries.push({ soql, access, sharing });
        return this.#query(soql, binds);
      },
      dml: (operation, name, rows, dmlOptions) => {
        this.saves.push({ object: name, access: dmlOptions.access, sharing: dmlOptions.sharing });
        return this.#save(transaction, operation, name, rows, dmlOptions.allOrNone, dmlOptions.externalIdField);
      },
      publish: (_, events) =>
        events.map(() => ({
          id: null,
          success: true,
          created: true,
          errors: [{ statusCode: 'OPERATION_ENQUEUED', message: `uuid-${(this.#ids += 1)}`, fields: [] }],
        })),
      setSavepoint: () => savepoints.push(copy(this.tables)) - 1,
      rollback: (at) => {
        this.tables = copy(savepoints[at] ?? new Map());
      },
      enqueue: (job) => `707${String(jobs.push(job)).padStart(12, '0')}AAA`,
      runAs: (userId, work) => {
        const before = state.userId;
        state.userId = userId;
        try {
          return work();
        } finally {
          state.userId = before;
        }
      },
    };
    return transaction;
  }

  /** SELECT a, b.c FROM X [WHERE f = :b [AND …]] [ORDER BY f] [LIMIT n]; COUNT() and COUNT(Id) n … GROUP BY. */
  #query(soql: string, binds: Readonly<Record<string, unknown>>): QueryResult {
    const m =
      /^\s*SELECT\s+(.*?)\s+FROM\s+(\w+)(?:\s+WHERE\s+(.*?))?(?:\s+GROUP\s+BY\s+(\w+))?(?:\s+ORDER\s+BY\s+(\w+)(\s+DESC)?)?(?:\s+LIMIT\s+(\S+))?\s*$/is.exec(
        soql,
      );
    if (!m) throw fault('MALFORMED_QUERY', `unexpected token: ${soql}`);
    const [, select = '', from = '', where, group, order, desc, limit] = m;
    const schema = this.object(from);
    if (!schema) throw fault('INVALID_TYPE', `sObject type '${from}' is not supported.`);
    const name = (text: string): string => schema.fields.get(text.toLowerCase())?.name ?? text;
    let rows = [...(this.tables.get(schema.name)?.values() ?? [])].filter((row) =>
      (where ?? '')
        .split(/\s+AND\s+/i)
        .filter(Boolean)
        .every((part) => this.#test(part, row, binds, name)),
    );
    if (order) rows.sort((a, b) => (String(a[name(order)]) < String(b[name(order)]) ? -1 : 1) * (desc ? -1 : 1));
    if (limit) rows = rows.slice(0, Number(limit.startsWith(':') ? binds[limit.slice(1)] : limit));
    if (/^COUNT\(\)$/i.test(select)) return { totalSize: rows.length, records: [] };
    if (group) {
      const counts = new Map<FieldValue, number>();
      for (const row of rows) counts.set(row[name(group)] ?? null, (counts.get(row[name(group)] ?? null) ?? 0) + 1);
      return {
        totalSize: counts.size,
        columns: { [name(group)]: 'string', n: 'int' },
        records: [...counts].map(([key, n]): QueryRecord => ({ object: 'AggregateResult', values: { [name(group)]: key, n } })),
      };
    }
    return { totalSize: rows.length, records: rows.map((row) => this.#project(schema, row, select.split(/\s*,\s*(?![^(]*\))/))) };
  }

  #project(schema: ObjectSchema, row: Row, items: readonly string[]): QueryRecord {
    const values: QueryRecord['values'] = {};
    for (const item of items) {
      const [head = '', tail] = item.split('.');
      const sub = /^\(SELECT\s+(.*)\s+FROM\s+(\w+)\)$/is.exec(item);
      if (sub) {
        const child = OBJECTS.find((o) => [...o.fields.values()].some((f) => f.childRelationshipName === sub[2]));
        const key = [...(child?.fields.values() ?? [])].find((f) => f.childRelationshipName === sub[2])?.name ?? '';
        const found = [...(this.tables.get(child?.name ?? '')?.values() ?? [])].filter((r) => r[key] === row['Id']);
        if (child) values[sub[2] ?? ''] = { totalSize: found.length, records: found.map((r) => this.#project(child, r, (sub[1] ?? '').split(/\s*,\s*/))) };
      } else if (tail) {
        const via = [...schema.fields.values()].find((f) => f.relationshipName?.toLowerCase() === head.toLowerCase());
        const parent = this.object(via?.referenceTo[0] ?? '');
        const parentRow = this.tables.get(parent?.name ?? '')?.get(String(row[via?.name ?? '']));
        values[via?.relationshipName ?? head] = parent && parentRow ? this.#project(parent, parentRow, [tail]) : null;
      } else {
        const name = schema.fields.get(item.toLowerCase())?.name;
        if (!name) throw fault('INVALID_FIELD', `No such column '${item}' on entity '${schema.name}'.`);
        values[name] = row[name] ?? null;
      }
    }
    return { object: schema.name, values };
  }

  #test(part: string, row: Row, binds: Readonly<Record<string, unknown>>, name: (text: string) => string): boolean {
    const [, fieldName = '', operator = '', raw = ''] = /^\s*(\w+)\s*(=|!=|IN|>)\s*(.+?)\s*$/i.exec(part) ?? [];
    const wanted = raw.startsWith(':') ? binds[raw.slice(1)] : raw === 'null' ? null : raw.replace(/^'|'$/g, '');
    const value = row[name(fieldName)] ?? null;
    if (/^in$/i.test(operator)) return Array.isArray(wanted) && wanted.includes(value);
    if (operator === '>') return Number(value) > Number(wanted);
    return (String(value).toLowerCase() === String(wanted).toLowerCase()) === (operator === '=');
  }

  #save(transaction: Transaction, operation: string, object: string, rows: readonly Row[], allOrNone: boolean, key = 'Id'): SaveResult[] {
    const results: SaveResult[] = [];
    const before = copy(this.tables);
    for (let start = 0; start < rows.length; start += 200) results.push(...this.#chunk(transaction, operation, object, rows.slice(start, start + 200), key));
    if (allOrNone && results.some((r) => !r.success)) this.tables = before;
    return results;
  }

  #chunk(transaction: Transaction, operation: string, object: string, rows: readonly Row[], key: string): SaveResult[] {
    const table = this.tables.get(object) ?? new Map<string, Row>();
    this.tables.set(object, table);
    const find = (row: Row): Row | undefined => (key === 'Id' ? table.get(String(row['Id'])) : [...table.values()].find((r) => r[key] === row[key]));
    const kind = operation === 'upsert' ? (rows[0] && find(rows[0]) ? 'update' : 'insert') : operation;
    const errors = rows.map((): SaveResult['errors'][number][] => []);
    const old = rows.map(find);
    const next = rows.map((row, i): Row => ({ ...old[i], ...row, ...(old[i] ? { Id: old[i]['Id'] ?? null } : {}) }));
    const fire = (time: string): void => {
      const event = EVENTS.find((e) => e === `${time} ${kind}`);
      if (!event) return;
      if (!this.program?.hasTriggers(object, event)) return;
      try {
        this.program.runTriggers(transaction, {
          object,
          event,
          newRows: kind === 'delete' ? null : next,
          oldRows: kind === 'insert' ? null : old.map((r) => r ?? {}),
          addError: (i, message, f) => void errors[i]?.push({ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message, fields: f ? [f] : [] }),
        });
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'ApexException' || Reflect.get(error, 'uncatchable')) throw error;
        for (const list of errors) list.push({ statusCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message: error.message, fields: [] });
      }
    };
    fire('before');
    next.forEach((row, i) => {
      const missing = [...(this.object(object)?.fields.values() ?? [])]
        .filter((f) => !f.nillable && (row[f.name] ?? null) === null && kind !== 'delete')
        .map((f) => f.name);
      if (missing.length)
        errors[i]?.push({ statusCode: 'REQUIRED_FIELD_MISSING', message: `Required fields are missing: [${missing.join(', ')}]`, fields: missing });
      if (errors[i]?.length) return;
      if (kind === 'insert') row['Id'] = `${this.object(object)?.keyPrefix ?? ''}${String((this.#ids += 1)).padStart(12, '0')}AAA`;
      if (kind === 'delete') table.delete(String(row['Id']));
      else table.set(String(row['Id']), row);
    });
    fire('after');
    return next.map((row, i) => {
      const failed = (errors[i]?.length ?? 0) > 0;
      if (failed && kind === 'insert') table.delete(String(row['Id']));
      return { id: failed ? null : String(row['Id']), success: !failed, created: kind === 'insert' && !failed, errors: errors[i] ?? [] };
    });
  }

  canRead = (userId: string, _object: string, name?: string): boolean => userId === ADMIN || name !== 'AnnualRevenue';
  canCreate = (): boolean => true;
  canEdit = (): boolean => true;
  canDelete = (): boolean => true;
  hasCustomPermission = (userId: string, name: string): boolean => userId === REP && name === 'Bypass';
  hasSystemPermission = (): boolean => true;
  hasClassAccess = (): boolean => true;
  label = (name: string): string | undefined => (name === 'Hello' ? 'Hello there' : undefined);
  user = (userId: string): Row | undefined => ({
    Id: userId,
    Name: userId === ADMIN ? 'Admin' : 'Rep',
    FirstName: 'Ada',
    LastName: 'Admin',
    TimeZoneSidKey: 'America/New_York',
  });
  eventsAfter = (): [] => [];
  onEvents = () => () => undefined;
  getUpdated = (): never => {
    throw new Error('not in the fake');
  };
  getDeleted = (): never => {
    throw new Error('not in the fake');
  };
}
