/** Salesforce's side of consent: the people of an address, and their checkboxes. Few records, few bytes, calls of their own. */
import { normalAddress } from '../domain/index.ts';
import type { Instant } from '../domain/model.ts';
import type {
  Clock,
  ConsentAsk,
  ConsentOutcomeOfWrite,
  ConsentRecord,
  ConsentSweepPage,
  GatewayResult,
  SalesforceConsent,
  WireValue,
} from '../engine/ports.ts';
import { failureOfItems, pauseOf, toFault } from './faults.ts';
import type { CallFailure, CallResult } from './faults.ts';
import type { PersonAccounts } from './person-accounts.ts';
import { chunksOf, instantOf, isMergeable, salesforceRef } from './records.ts';
import type { SalesforceRecord } from './records.ts';
import type { Session } from './session.ts';
import { instantLiteral, inList, quote, valueGroups } from './soql.ts';

type Context = {
  readonly session: Session;
  readonly people: PersonAccounts;
  readonly clock: Clock;
  readonly readTimeoutMs: number;
  readonly writeTimeoutMs: number;
};
type SubResponse = { readonly body: unknown; readonly httpStatusCode: number; readonly referenceId: string };
type Query = { readonly object: string; readonly soql: string };

const emailField = 'Email';
/** Queries one composite may hold (quirks.md). */
const queriesMax = 5;
const collectionMax = 200;
const pageMax = 2_000;
const retryMs = 1_000;

function columnsOf(object: string, fields: readonly string[]): string {
  const system = ['Id', emailField, 'SystemModstamp', 'LastModifiedById', 'IsDeleted'];
  const fate = [...(isMergeable(object) ? ['MasterRecordId'] : []), ...(object === 'Lead' ? ['IsConverted', 'ConvertedContactId'] : [])];
  return [...new Set([...system, ...fate, ...fields])].join(',');
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const wire = (value: unknown): WireValue => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null);

/** A converted lead counts as gone: its contact stands for the person. */
function toRecord(object: string, row: SalesforceRecord): ConsentRecord {
  const email = normalAddress(row[emailField]);
  const isConverted = row['IsConverted'] === true;
  return {
    ref: salesforceRef(object, row.Id),
    emails: email === null ? [] : [email],
    former: [],
    values: Object.fromEntries(Object.entries(row).flatMap(([name, value]) => (name === 'attributes' ? [] : [[name, wire(value)]]))),
    isDeleted: row['IsDeleted'] === true || isConverted,
    mergedInto: textOrNull(row['MasterRecordId']) ?? (isConverted ? textOrNull(row['ConvertedContactId']) : null),
    modifiedAt: instantOf(row['SystemModstamp']),
    modifiedBy: textOrNull(row['LastModifiedById']),
  };
}

function plainly<T>(result: CallResult<T>): GatewayResult<T> {
  if (result.ok) return result;
  const { kind, code, message, retryAt } = result.failure;
  return { ok: false, failure: { kind, code, message, retryAt } };
}

/** The lane's end in Salesforce. */
export function createSalesforceConsent({ session, people, clock, readTimeoutMs, writeTimeoutMs }: Context): SalesforceConsent {
  /** Queries of several objects in one call; all must answer. */
  async function ask(queries: readonly Query[], all: boolean): Promise<CallResult<readonly ConsentRecord[]>> {
    const records: ConsentRecord[] = [];
    for (const part of chunksOf(queries, queriesMax)) {
      const compositeRequest = part.map(({ soql }, at) => ({
        method: 'GET',
        url: `${session.dataPath}/${all ? 'queryAll' : 'query'}?q=${encodeURIComponent(soql)}`,
        referenceId: `q${String(at)}`,
      }));
      const answer = await session.call<{ readonly compositeResponse: readonly SubResponse[] }>({
        name: 'consent-read',
        method: 'POST',
        path: '/composite',
        timeoutMs: readTimeoutMs,
        isUrgent: true,
        body: { allOrNone: false, collateSubrequests: false, compositeRequest },
      });
      if (!answer.ok) return answer;
      for (const [at, { object }] of part.entries()) {
        const response = answer.value.compositeResponse.find((one) => one.referenceId === `q${String(at)}`);
        if (response?.httpStatusCode !== 200) return { ok: false, failure: failureOfItems(response?.body, response?.httpStatusCode ?? 500, clock.now()) };
        // The shape of every query answer; rows are read field by field.
        const { records: rows = [] } = response.body as { readonly records?: readonly SalesforceRecord[] };
        records.push(...rows.map((row) => toRecord(object, row)));
      }
    }
    return { ok: true, value: records };
  }

  const queriesBy = (asks: readonly ConsentAsk[], column: string, more: (object: string) => string): readonly Query[] =>
    asks.flatMap(({ object, keys, fields }) =>
      valueGroups([...new Set(keys)]).map((group) => ({
        object,
        soql: `SELECT ${columnsOf(object, fields)} FROM ${object} WHERE ${column} IN ${inList(group)}${more(object)}`,
      })),
    );

  function outcomeOf(result: unknown): ConsentOutcomeOfWrite {
    const { success, errors } = (result ?? {}) as { readonly success?: boolean; readonly errors?: readonly unknown[] };
    if (success === true) return { kind: 'ok' };
    const fault = toFault(errors?.[0]);
    const pause = result === undefined || result === null ? retryMs : pauseOf(fault.code);
    return pause === null ? { kind: 'refused', fault } : { kind: 'later', code: fault.code, retryAt: clock.now() + pause };
  }
  const failed = (failure: CallFailure): ConsentOutcomeOfWrite =>
    failure.kind === 'permanent'
      ? { kind: 'refused', fault: failure.fault }
      : { kind: 'later', code: failure.code, retryAt: failure.retryAt ?? clock.now() + retryMs };

  type Write = Parameters<SalesforceConsent['write']>[0][number];
  /** A row as the platform takes it: a person account is saved as the account, under the account's names. */
  const rowOf = ({ object, id, values }: Write, accountId: string | undefined) =>
    accountId === undefined
      ? { attributes: { type: object }, id, ...values }
      : {
          attributes: { type: 'Account' },
          id: accountId,
          ...Object.fromEntries(Object.entries(values).map(([name, value]) => [people.accountField(name), value])),
        };

  return {
    actor: session.token().userId,
    byId: async (asks) =>
      plainly(
        await ask(
          queriesBy(asks, 'Id', () => ''),
          true,
        ),
      ),
    byEmail: async (asks) =>
      plainly(
        await ask(
          queriesBy(asks, emailField, (object) => (object === 'Lead' ? ' AND IsConverted = false' : '')),
          false,
        ),
      ),
    write: async (writes) => {
      const outcomes: ConsentOutcomeOfWrite[] = [];
      const contacts = writes.flatMap(({ object, id }) => (object === 'Contact' ? [id] : []));
      const accounts = await people.accountsOf(contacts, true);
      if (!accounts.ok) return writes.map(() => failed(accounts.failure));
      for (const part of chunksOf(writes, collectionMax)) {
        const answer = await session.call<readonly unknown[]>({
          name: 'consent-write',
          method: 'PATCH',
          path: '/composite/sobjects',
          timeoutMs: writeTimeoutMs,
          isUrgent: true,
          body: { allOrNone: false, records: part.map((write) => rowOf(write, accounts.value.get(write.id))) },
        });
        outcomes.push(...part.map((_, at) => (answer.ok ? outcomeOf(answer.value[at]) : failed(answer.failure))));
      }
      return outcomes;
    },
    sweep: async ({ object, fields }, since, until, page): Promise<GatewayResult<ConsentSweepPage>> => {
      const [at, id] = page === null ? [since, null] : (page.split(' ') as [string, string]);
      const from = instantLiteral(Number(at));
      const start = id === null ? `SystemModstamp >= ${from}` : `(SystemModstamp > ${from} OR (SystemModstamp = ${from} AND Id > ${quote(id)}))`;
      const soql = `SELECT ${columnsOf(object, fields)} FROM ${object} WHERE ${start} AND SystemModstamp < ${instantLiteral(sweepEnd(until))} ORDER BY SystemModstamp, Id LIMIT ${String(pageMax)}`;
      const answer = await ask([{ object, soql }], true);
      if (!answer.ok) return plainly(answer);
      const last = answer.value.at(-1);
      const isFull = last !== undefined && answer.value.length >= pageMax;
      return { ok: true, value: { records: answer.value, next: isFull ? `${String(last.modifiedAt)} ${last.ref.id}` : null } };
    },
  };
}

/** Stamps have whole seconds: the second of `until` belongs to the window. */
const sweepEnd = (until: Instant): Instant => until + 1_000;
