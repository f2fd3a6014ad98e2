/** Who is to be forgotten, as Data Protection and Privacy records it: the Individual behind a Lead or Contact. */
import type { Instant } from '../domain/model.ts';
import type { Forgotten, ForgetSource, GatewayResult } from '../engine/ports.ts';
import type { CallResult } from './faults.ts';
import { queryAllPages } from './query.ts';
import { instantOf } from './records.ts';
import type { SalesforceRecord } from './records.ts';
import type { Session } from './session.ts';
import { inList, instantLiteral, valueGroups } from './soql.ts';

/** What a query answers in an org without Individuals, or to a user who may not see them. */
const hiddenCodes: ReadonlySet<string> = new Set(['INVALID_TYPE', 'INVALID_FIELD', 'NOT_FOUND']);

export function createForgetSource({ session, readTimeoutMs }: { readonly session: Session; readonly readTimeoutMs: number }): ForgetSource {
  const ask = (soql: string): Promise<CallResult<readonly SalesforceRecord[]>> => queryAllPages(session, { name: 'forgets', soql, timeoutMs: readTimeoutMs });
  /** Leads that were converted go on as contacts. */
  const living = (object: string): string => (object === 'Lead' ? ' AND IsConverted = false' : '');
  const stampOf = (row: SalesforceRecord | undefined): Instant => instantOf(row?.['SystemModstamp']);

  /** Both queries go by what is indexed: the stamp, and the lookup to the Individual. */
  async function lookFor(objects: readonly string[], since: Instant): Promise<CallResult<readonly Forgotten[]>> {
    const from = instantLiteral(since);
    const people = await ask(`SELECT Id,SystemModstamp FROM Individual WHERE ShouldForget = true AND SystemModstamp >= ${from}`);
    if (!people.ok) return people;
    const saidBy = new Map(people.value.map((row) => [row.Id, stampOf(row)]));
    const found = new Map<string, Forgotten>();
    for (const object of objects) {
      for (const group of valueGroups([...saidBy.keys()])) {
        const rows = await ask(`SELECT Id,IndividualId FROM ${object} WHERE IndividualId IN ${inList(group)}${living(object)}`);
        if (!rows.ok) return rows;
        for (const row of rows.value) found.set(row.Id, { object, id: row.Id, saidAt: saidBy.get(String(row['IndividualId'])) ?? since });
      }
      // Somebody may be given an Individual that said so long before.
      const joined = await ask(
        `SELECT Id,SystemModstamp,Individual.SystemModstamp FROM ${object} WHERE SystemModstamp >= ${from} AND Individual.ShouldForget = true${living(object)}`,
      );
      if (!joined.ok) return joined;
      for (const row of joined.value) if (!found.has(row.Id)) found.set(row.Id, { object, id: row.Id, saidAt: individualStamp(row) });
    }
    return { ok: true, value: [...found.values()] };
  }

  return {
    async forgotten(objects, since): Promise<GatewayResult<readonly Forgotten[] | null>> {
      const answer = await lookFor(objects, since);
      if (answer.ok) return answer;
      const { kind, code, message, retryAt } = answer.failure;
      return hiddenCodes.has(code) ? { ok: true, value: null } : { ok: false, failure: { kind, code, message, retryAt } };
    },
  };
}

/** However often the record is saved, it was said once. */
function individualStamp(row: SalesforceRecord): Instant {
  const individual = row['Individual'];
  return typeof individual === 'object' && individual !== null && 'SystemModstamp' in individual ? instantOf(individual.SystemModstamp) : 0;
}
