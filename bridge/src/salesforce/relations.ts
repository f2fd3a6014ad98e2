/** Salesforce's side of relations: rows of junction objects, or lookup fields. A batch of writes is one call: deletes, then updates, then creates. */
import { z } from 'zod';
import type { Instant } from '../domain/model.ts';
import type { Clock, GatewayResult, RelationOutcome, RelationRow, RelationTable, RowWrite, SalesforceRelations } from '../engine/ports.ts';
import { failureOfItems, pauseOf, toFault } from './faults.ts';
import type { CallFailure, CallResult } from './faults.ts';
import type { Names } from './names.ts';
import { queryAllPages } from './query.ts';
import { chunksOf, instantOf } from './records.ts';
import type { SalesforceRecord } from './records.ts';
import { readSchemas } from './schemas.ts';
import { writeHeaders } from './session.ts';
import type { Session } from './session.ts';
import { inList, instantLiteral, quote, valueGroups } from './soql.ts';

type Context = {
  readonly session: Session;
  readonly names: Names;
  readonly clock: Clock;
  readonly readTimeoutMs: number;
  readonly writeTimeoutMs: number;
  readonly settleMs: number;
};
type SubResponse = { readonly body: unknown; readonly httpStatusCode: number; readonly referenceId: string };
type Items = readonly { readonly index: number; readonly write: RowWrite }[];

/** Rows of one collection; a composite holds one of each kind. */
const collectionMax = 200;
const pageMax = 2_000;
const lockedMs = 2_000;
const pageSchema = z.object({ at: z.number(), id: z.string() });
/** A delete of what is gone. */
const goneCodes: ReadonlySet<string> = new Set(['ENTITY_IS_DELETED', 'NOT_FOUND']);

const idIn = (row: SalesforceRecord, field: string): string | null => (typeof row[field] === 'string' && row[field] !== '' ? row[field] : null);
const plainly = <T>(result: CallResult<T>): GatewayResult<T> => {
  if (result.ok) return result;
  const { kind, code, message, retryAt } = result.failure;
  return { ok: false, failure: { kind, code, message, retryAt } };
};
const isLookup = ({ fromField }: RelationTable): boolean => fromField === 'Id';

function columnsOf({ fromField, toField, roleField, primaryField, fixedField }: RelationTable): readonly string[] {
  return [...new Set(['Id', fromField, toField, ...[roleField, primaryField, fixedField].flatMap((field) => (field === null ? [] : [field]))])];
}

function rowOf(table: RelationTable, row: SalesforceRecord): readonly RelationRow[] {
  const [from, to] = [idIn(row, table.fromField), idIn(row, table.toField)];
  if (from === null || to === null) return [];
  const role = table.roleField === null ? null : idIn(row, table.roleField);
  const isTrue = (field: string | null): boolean => field !== null && row[field] === true;
  return [{ id: row.Id, from, to, roles: role === null ? [] : role.split(';'), isPrimary: isTrue(table.primaryField), isFixed: isTrue(table.fixedField) }];
}

/** A row as Salesforce takes it. */
function recordOf(table: RelationTable, write: RowWrite): Record<string, unknown> {
  const { object, fromField, toField, roleField, primaryField } = table;
  const attributes = { type: object };
  if (write.kind === 'point') return { attributes, id: write.from, [toField]: write.to };
  if (write.kind === 'delete') return { attributes, id: write.id };
  const roles = write.roles === undefined || roleField === null ? {} : { [roleField]: write.roles.length === 0 ? null : write.roles.join(';') };
  const primary = write.isPrimary === undefined || primaryField === null ? {} : { [primaryField]: write.isPrimary };
  return write.kind === 'create'
    ? { attributes, [fromField]: write.from, [toField]: write.to, ...roles, ...primary }
    : { attributes, id: write.id, ...roles, ...primary };
}

/** The org's end of the relations lane. */
export function createSalesforceRelations(context: Context): SalesforceRelations {
  const { session, clock, readTimeoutMs, writeTimeoutMs, settleMs } = context;

  async function ask(table: RelationTable, where: string, all: boolean, columns = columnsOf(table)): Promise<CallResult<readonly SalesforceRecord[]>> {
    return queryAllPages(session, {
      name: 'relations',
      soql: `SELECT ${columns.join(',')} FROM ${table.object} WHERE ${where}`,
      all,
      timeoutMs: readTimeoutMs,
    });
  }

  function outcomeOfFailure(failure: CallFailure): RelationOutcome {
    const now = clock.now();
    if (!failure.notLanded) return { kind: 'unknown', settleAt: now + settleMs };
    return failure.kind === 'permanent'
      ? { kind: 'refused', fault: failure.fault }
      : { kind: 'later', code: failure.code, retryAt: failure.retryAt ?? now + lockedMs };
  }
  function outcomeOf(write: RowWrite, result: unknown): RelationOutcome {
    if (result === undefined) return { kind: 'unknown', settleAt: clock.now() + settleMs };
    // The shape of a save result; its errors are read by toFault.
    const { success, errors } = result as { readonly success?: boolean; readonly errors?: readonly unknown[] };
    if (success === true) return { kind: 'ok' };
    const fault = toFault(errors?.[0]);
    if (write.kind === 'delete' && goneCodes.has(fault.code)) return { kind: 'ok' };
    const pause = pauseOf(fault.code);
    return pause === null ? { kind: 'refused', fault } : { kind: 'later', code: fault.code, retryAt: clock.now() + pause };
  }

  function requestOf(table: RelationTable, kind: 'delete' | 'update' | 'create', items: Items): unknown {
    const path = `${session.dataPath}/composite/sobjects`;
    if (kind === 'delete') {
      const ids = items.map(({ write }) => (write.kind === 'delete' ? write.id : '')).join(',');
      return { method: 'DELETE', url: `${path}?ids=${ids}&allOrNone=false`, referenceId: kind };
    }
    const body = { allOrNone: false, records: items.map(({ write }) => recordOf(table, write)) };
    return { method: kind === 'create' ? 'POST' : 'PATCH', url: path, referenceId: kind, httpHeaders: writeHeaders, body };
  }

  async function send(table: RelationTable, items: Items, sendBy: Instant): Promise<ReadonlyMap<number, RelationOutcome>> {
    const groups = Map.groupBy(items, ({ write }) => (write.kind === 'point' ? 'update' : write.kind));
    const kinds = (['delete', 'update', 'create'] as const).filter((kind) => groups.has(kind));
    const compositeRequest = kinds.map((kind) => requestOf(table, kind, groups.get(kind) ?? []));
    const answer = await session.call<{ readonly compositeResponse: readonly SubResponse[] }>({
      name: 'relate',
      method: 'POST',
      path: '/composite',
      timeoutMs: writeTimeoutMs,
      sendBy,
      body: { allOrNone: false, collateSubrequests: false, compositeRequest },
    });
    const outcomes = new Map<number, RelationOutcome>();
    for (const kind of kinds) {
      const group = groups.get(kind) ?? [];
      const response = answer.ok ? answer.value.compositeResponse.find((one) => one.referenceId === kind) : undefined;
      const results = response !== undefined && response.httpStatusCode < 300 && Array.isArray(response.body) ? (response.body as readonly unknown[]) : null;
      const whole = !answer.ok
        ? answer.failure
        : response === undefined || results !== null
          ? null
          : failureOfItems(response.body, response.httpStatusCode, clock.now());
      for (const [at, { index, write }] of group.entries()) outcomes.set(index, whole === null ? outcomeOf(write, results?.[at]) : outcomeOfFailure(whole));
    }
    return outcomes;
  }

  return {
    async rows(table, from) {
      const found: RelationRow[] = [];
      for (const group of valueGroups([...new Set(from)])) {
        const filled = isLookup(table) ? ` AND ${table.toField} != null` : '';
        const answer = await ask(table, `${table.fromField} IN ${inList(group)}${filled}`, false);
        if (!answer.ok) return plainly(answer);
        found.push(...answer.value.flatMap((row) => rowOf(table, row)));
      }
      return { ok: true, value: found.toSorted((left, right) => (left.id < right.id ? -1 : 1)) };
    },
    async changed(table, since, until, page) {
      const after = page === null ? null : pageSchema.parse(JSON.parse(page));
      const start =
        after === null
          ? `SystemModstamp >= ${instantLiteral(since)}`
          : `(SystemModstamp > ${instantLiteral(after.at)} OR (SystemModstamp = ${instantLiteral(after.at)} AND Id > ${quote(after.id)}))`;
      const where = `${start} AND SystemModstamp < ${instantLiteral(until + 1_000)} ORDER BY SystemModstamp, Id LIMIT ${String(pageMax)}`;
      const answer = await ask(table, where, true, [...new Set(['Id', table.fromField, table.toField, 'SystemModstamp'])]);
      if (!answer.ok) return plainly(answer);
      const rows = answer.value.flatMap((row) => {
        const from = idIn(row, table.fromField);
        return from === null ? [] : [{ from, to: idIn(row, table.toField), at: instantOf(row['SystemModstamp']) }];
      });
      const last = answer.value.at(-1);
      const isFull = last !== undefined && answer.value.length >= pageMax;
      return { ok: true, value: { rows, next: isFull ? JSON.stringify({ at: instantOf(last['SystemModstamp']), id: last.Id }) : null } };
    },
    async fromOf(table, rowIds) {
      const found = new Set<string>();
      for (const group of valueGroups([...new Set(rowIds)])) {
        const answer = await ask(table, `Id IN ${inList(group)}`, true, [...new Set(['Id', table.fromField])]);
        if (!answer.ok) return plainly(answer);
        for (const row of answer.value) found.add(idIn(row, table.fromField) ?? '');
      }
      found.delete('');
      return { ok: true, value: [...found] };
    },
    async write(table, writes, sendBy) {
      const outcomes = new Map<number, RelationOutcome>();
      const items = writes.map((write, index) => ({ index, write }));
      for (const chunk of chunksOf(items, collectionMax)) for (const [index, outcome] of await send(table, chunk, sendBy)) outcomes.set(index, outcome);
      return writes.map((_, index) => outcomes.get(index) ?? { kind: 'unknown', settleAt: clock.now() + settleMs });
    },
    async holdsSeveral({ object, roleField }) {
      if (roleField === null) return { ok: true, value: false };
      const schemas = await readSchemas({ session, names: context.names, readTimeoutMs }, [object]);
      if (!schemas.ok) return plainly(schemas);
      return { ok: true, value: schemas.value.get(`salesforce:${object}`)?.fields.get(roleField)?.kind === 'multi-picklist' };
    },
  };
}
