/** Salesforce's side of destinations: records that reached a stage and have no page yet, and the page's address written into them. */
import type { DestinationSource, Reached, ReachedRecord } from '../engine/ports.ts';
import type { Instant, SalesforceId } from '../domain/model.ts';
import type { GatewayResult } from '../engine/ports.ts';
import { pauseOf } from './faults.ts';
import type { CallResult } from './faults.ts';
import { queryAllPages } from './query.ts';
import type { SalesforceRecord } from './records.ts';
import type { Session } from './session.ts';
import { inList, instantLiteral, quote } from './soql.ts';

type Context = { readonly session: Session; readonly readTimeoutMs: number; readonly writeTimeoutMs: number };

const name = /^[A-Za-z]\w*$/;
const peopleMax = 50;

/** The value at a path of a row, as text; null for blank or for a path with a blank on it. */
function valueAt(row: SalesforceRecord, path: string): string | null {
  let value: unknown = row;
  for (const step of path.split('.')) value = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[step] : null;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

function plainly<T>(result: CallResult<T>): GatewayResult<T> {
  if (result.ok) return result;
  const { kind, code, message, retryAt } = result.failure;
  return { ok: false, failure: { kind, code, message, retryAt } };
}

/** Opportunities tell when their stage changed; of other objects the last change of anything has to do. */
function sinceClause(object: string, since: Instant): string {
  const from = instantLiteral(since);
  return object === 'Opportunity' ? `(LastStageChangeDate >= ${from} OR (LastStageChangeDate = null AND CreatedDate >= ${from}))` : `SystemModstamp >= ${from}`;
}

export function createDestinationSource({ session, readTimeoutMs, writeTimeoutMs }: Context): DestinationSource {
  const query = (soql: string): Promise<CallResult<readonly SalesforceRecord[]>> =>
    queryAllPages(session, { name: 'destinations', soql, timeoutMs: readTimeoutMs });

  async function peopleOf(object: string, ids: readonly string[]): Promise<CallResult<ReadonlyMap<string, ReachedRecord['people']>>> {
    const people = new Map<string, ReachedRecord['people'][number][]>();
    if (object !== 'Opportunity' || ids.length === 0) return { ok: true, value: people };
    const rows = await query(
      `SELECT OpportunityId, Role, IsPrimary, Contact.Name FROM OpportunityContactRole WHERE OpportunityId IN ${inList(ids)} ORDER BY IsPrimary DESC, CreatedDate LIMIT ${String(ids.length * peopleMax)}`,
    );
    if (!rows.ok) return rows;
    for (const row of rows.value) {
      const person = { name: valueAt(row, 'Contact.Name') ?? '', role: valueAt(row, 'Role'), isPrimary: row['IsPrimary'] === true };
      const id = valueAt(row, 'OpportunityId') ?? '';
      people.set(id, [...(people.get(id) ?? []), person]);
    }
    return { ok: true, value: people };
  }

  return {
    async reached({ object, stageField, stages, linkField, paths, wantsPeople, since, limit }: Reached) {
      const wrong = [object, stageField, linkField, ...paths.flatMap((path) => path.split('.'))].find((part) => !name.test(part));
      if (wrong !== undefined) return { ok: false, failure: { kind: 'permanent', code: 'INVALID_FIELD', message: `${wrong} is no field name`, retryAt: null } };
      if (stages.length === 0) return { ok: true, value: [] };
      const columns = [...new Set(['Id', ...paths])].join(',');
      const rows = await query(
        `SELECT ${columns} FROM ${object} WHERE ${stageField} IN (${stages.map(quote).join(',')}) AND ${linkField} = null AND ${sinceClause(object, since)} ORDER BY SystemModstamp LIMIT ${String(limit)}`,
      );
      if (!rows.ok) return plainly(rows);
      const people = wantsPeople
        ? await peopleOf(
            object,
            rows.value.map(({ Id }) => Id),
          )
        : { ok: true as const, value: new Map<string, ReachedRecord['people']>() };
      if (!people.ok) return plainly(people);
      return {
        ok: true,
        value: rows.value.map((row) => ({
          id: row.Id as SalesforceId, // the platform's own
          values: Object.fromEntries(paths.map((path) => [path, valueAt(row, path)])),
          people: people.value.get(row.Id) ?? [],
        })),
      };
    },
    async setLink(object, id, { field, url }) {
      const saved = await session.call<unknown>({
        name: 'destination-link',
        method: 'PATCH',
        path: `/sobjects/${object}/${id}`,
        timeoutMs: writeTimeoutMs,
        body: { [field]: url },
      });
      if (saved.ok) return { kind: 'ok' };
      const { kind, code, message } = saved.failure;
      return { kind: kind === 'permanent' && pauseOf(code) === null ? 'refused' : 'later', code, message };
    },
  };
}
