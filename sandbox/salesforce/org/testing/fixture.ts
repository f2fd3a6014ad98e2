/** For tests only: an org on a small package of its own, with a clock that moves when told, and triggers written in TypeScript. */
import { fileURLToPath } from 'node:url';
import type { ApexProgram, DmlOptions, QueryRecord, QueryResult, Row, SaveResult, Transaction, TriggerInvocation } from '../../contract.ts';
import { createOrg } from '../org.ts';
import type { LocalOrg } from '../org.ts';
import type { Features } from '../schema/features.ts';

export const START = Date.parse('2026-03-04T10:00:00.500Z');
export const PACKAGE = fileURLToPath(new URL('./package', import.meta.url));
export const SYSTEM: DmlOptions = { allOrNone: false, access: 'system', sharing: false };
export const USER: DmlOptions = { allOrNone: false, access: 'user', sharing: true };
export const ALL_OR_NONE: DmlOptions = { ...SYSTEM, allOrNone: true };

export type Trigger = (transaction: Transaction, invocation: TriggerInvocation) => void;
export type TestOrg = {
  readonly org: LocalOrg;
  readonly clock: { now: () => number; time: number };
  as<T>(persona: 'admin' | 'rep1' | 'rep2' | 'integration', work: (t: Transaction) => T, more?: { readonly isTest?: boolean }): T;
  /** One statement as the admin, in system mode. */
  dml(operation: 'insert' | 'update' | 'delete' | 'undelete' | 'upsert', object: string, rows: readonly Row[], options?: DmlOptions): readonly SaveResult[];
  insert(object: string, row: Row): string;
  row(object: string, id: string): Row;
  query(soql: string, binds?: Readonly<Record<string, unknown>>): QueryResult;
  /** Attaches triggers keyed `Lead before insert`; returns the log they may write to. */
  triggers(map: Readonly<Record<string, Trigger>>): void;
};

/** A fresh org in memory, or the one in a data directory. */
export const testOrg = (dataDir: string | null = null, features: Features = {}): TestOrg => orgOf([PACKAGE], dataDir, features);
/** An org with the metadata of a directory alone. */
export const customerOrg = (directory: string, features: Features = {}): TestOrg => orgOf([directory], null, features);

function orgOf(packageDirs: readonly string[], dataDir: string | null, features: Features): TestOrg {
  const clock = { time: START, now: (): number => clock.time };
  let uuids = 0;
  const org = createOrg({ packageDirs, dataDir, clock, uuid: () => `uuid-${(uuids += 1)}`, ...features });
  const as: TestOrg['as'] = (persona, work, more = {}) => org.transaction({ userId: org.personas[persona].userId, quiddity: 'REST', ...more }, work);
  const dml: TestOrg['dml'] = (operation, object, rows, options = SYSTEM) => as('admin', (t) => t.dml(operation, object, rows, options));
  const query: TestOrg['query'] = (soql, binds = {}) => as('admin', (t) => t.query(soql, binds, { access: 'system', sharing: false, includeDeleted: false }));
  return {
    org,
    clock,
    as,
    dml,
    query,
    insert: (object, row) => {
      const [result] = dml('insert', object, [row]);
      if (result?.success !== true || result.id === null) throw new Error(`insert failed: ${JSON.stringify(result)}`);
      return result.id;
    },
    row: (object, id) => {
      const result = as('admin', (t) =>
        t.query(`SELECT FIELDS(ALL) FROM ${object} WHERE Id = '${id}' LIMIT 1`, {}, { access: 'system', sharing: false, includeDeleted: true }),
      );
      const [record] = result.records;
      if (record === undefined) throw new Error(`no ${object} ${id}`);
      return plain(record);
    },
    triggers: (map) => org.attach(program(map)),
  };
}

/** The plain fields of a result record. */
export const plain = (record: QueryRecord): Row =>
  Object.fromEntries(Object.entries(record.values).flatMap(([name, v]) => (typeof v === 'object' && v !== null ? [] : [[name, v]])));
/** The values of one column, in order. */
export const column = (result: QueryResult, name: string): readonly unknown[] => result.records.map((r) => r.values[name]);
export const codes = (results: readonly SaveResult[]): readonly string[] => results.map((r) => r.errors[0]?.statusCode ?? 'ok');

function program(map: Readonly<Record<string, Trigger>>): ApexProgram {
  const refuse = (): never => {
    throw new Error('not part of this test');
  };
  return {
    hasTriggers: (object, event) => `${object} ${event}` in map,
    runTriggers: (transaction, invocation) => map[`${invocation.object} ${invocation.event}`]?.(transaction, invocation),
    findRest: () => null,
    callAura: refuse,
    runInstallHandler: refuse,
  };
}

/** An Apex exception as the runtime throws it. */
export function apexException(message: string, isFatal = false): Error {
  return Object.assign(new Error(message), { name: 'ApexException', typeName: 'System.NullPointerException', isFatal });
}

/** The code an OrgError carries, or what came instead. */
export function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
  return 'nothing thrown';
}
