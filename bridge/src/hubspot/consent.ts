/**
 * HubSpot's side of consent: who an address belongs to, what it is subscribed to, and the calls that take it off. Statuses belong to an
 * address, with or without a contact. Everything goes by the urgent calls, which nothing else can hold back.
 */
import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/objects/index.js';
import type { Client } from '@hubspot/api-client';
import { z } from 'zod';
import { normalAddress } from '../domain/index.ts';
import type { Instant } from '../domain/model.ts';
import type {
  Clock,
  ConsentOutcomeOfWrite,
  ConsentRecord,
  ConsentSweepPage,
  GatewayResult,
  HubSpotConsent,
  HubSpotConsentWrite,
  HubSpotStatus,
  SubscriptionState,
  SubscriptionType,
} from '../engine/ports.ts';
import type { Calls } from './calls.ts';
import type { CallFailure, CallResult } from './faults.ts';
import { searchPageMax } from './find.ts';
import { readAll } from './read.ts';
import { chunksOf, hubspotRef, instantOf } from './records.ts';
import type { HubSpotObject } from './records.ts';

const contacts = 'contacts';
/** Not in the client; v4 paths end on 2027-03-30 and have a dated twin (quirks.md). */
const statusesPath = '/communication-preferences/v4/statuses';
/** Addresses of one batch call. */
const batchMax = 100;
/** Batch reads with history take half the inputs of plain ones. */
const historyBatchMax = 50;
const optOut = 'hs_email_optout';
const properties = ['email', 'hs_additional_emails', optOut, 'lastmodifieddate'];

const statusSchema = z.looseObject({
  subscriberIdString: z.string(),
  subscriptionId: z.union([z.string(), z.number()]).transform(String),
  status: z.enum(['SUBSCRIBED', 'UNSUBSCRIBED', 'NOT_SPECIFIED']),
  source: z.string().nullish(),
  legalBasis: z.string().nullish(),
  legalBasisExplanation: z.string().nullish(),
  timestamp: z.string().nullish(),
});
const wideSchema = z.looseObject({ status: z.enum(['SUBSCRIBED', 'UNSUBSCRIBED', 'NOT_SPECIFIED']) });
const statusList = z.looseObject({ results: z.array(statusSchema) });
const wideList = z.looseObject({ results: z.array(wideSchema) });
const statusBatch = z.looseObject({ results: z.array(z.looseObject({ subscriberIdString: z.string(), statuses: z.array(statusSchema) })) });
const wideBatch = z.looseObject({ results: z.array(z.looseObject({ subscriberIdString: z.string(), wideStatuses: z.array(wideSchema) })) });
type Status = z.infer<typeof statusSchema>;

/** A path the client has no method for, with its errors in the shape of those it has: `apiRequest` never throws on a status. */
async function request<T>(
  client: Client,
  schema: z.ZodType<T>,
  asked: { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: unknown },
): Promise<T> {
  const { method, path, body } = asked;
  const response = await client.apiRequest({ method, path, ...(body === undefined ? {} : { body: body as never }) });
  const text = await response.text();
  if (!response.ok)
    throw Object.assign(new Error(`HTTP ${String(response.status)}`), { code: response.status, body: text, headers: Object.fromEntries(response.headers) });
  return schema.parse(JSON.parse(text));
}

function stateOf(status: Status): SubscriptionState {
  const state = status.status === 'UNSUBSCRIBED' ? 'out' : status.status === 'SUBSCRIBED' ? 'in' : 'silent';
  const { legalBasis, legalBasisExplanation, source, timestamp } = status;
  const isYes = status.status === 'SUBSCRIBED' && typeof legalBasis === 'string' && typeof legalBasisExplanation === 'string';
  if (!isYes) return { state, evidence: null };
  return {
    state,
    evidence: { side: 'hubspot', basis: legalBasis, explanation: legalBasisExplanation, at: instantOf(new Date(timestamp ?? '')), by: source ?? null },
  };
}

function statusOf(email: string, wide: readonly z.infer<typeof wideSchema>[], statuses: readonly Status[]): HubSpotStatus {
  return {
    email,
    isOutOfAll: wide.some((one) => one.status === 'UNSUBSCRIBED'),
    subscriptions: new Map(statuses.map((status) => [status.subscriptionId, stateOf(status)])),
  };
}

export function consentRecordOf(record: HubSpotObject, former: readonly string[] = []): ConsentRecord {
  const named = [record.properties['email'], ...(record.properties['hs_additional_emails'] ?? '').split(';')];
  return {
    ref: hubspotRef(contacts, record.id),
    emails: [...new Set(named.flatMap((email) => normalAddress(email) ?? []))],
    former,
    values: record.properties,
    isDeleted: false,
    mergedInto: null,
    modifiedAt: instantOf(record.updatedAt),
    modifiedBy: null,
  };
}

/** The turn to the opt-out it shows, as its history has it, newest first; what is no known app's is a person's. */
type Version = { readonly value: string; readonly timestamp: Date; readonly sourceId?: string };
function optedOutIn(record: { readonly propertiesWithHistory?: Readonly<Record<string, readonly Version[]>> }): Pick<ConsentRecord, 'optedOut'> {
  const versions = record.propertiesWithHistory?.[optOut] ?? [];
  const since = versions.findIndex(({ value }) => value !== 'true');
  const turn = versions.slice(0, since < 0 ? undefined : since).at(-1);
  return turn === undefined ? {} : { optedOut: { at: instantOf(turn.timestamp), by: turn.sourceId ?? null } };
}

const outcomeOfFailure = (failure: CallFailure, now: Instant): ConsentOutcomeOfWrite =>
  failure.kind === 'permanent' ? { kind: 'refused', fault: failure.fault } : { kind: 'later', code: failure.code, retryAt: failure.retryAt ?? now + 1_000 };

function plainly<T>(result: CallResult<T>): GatewayResult<T> {
  if (result.ok) return result;
  const { kind, code, message, retryAt } = result.failure;
  return { ok: false, failure: { kind, code, message, retryAt } };
}

/** `calls.urgent` in the place of the ordinary ones, for the readers that know only those. */
function urgently(calls: Calls): Calls {
  return { ...calls, ...calls.urgent };
}

/** The lane's end in HubSpot. Batches need a scope of Marketing Hub Enterprise; without it, every address is a call of its own. */
export function createHubSpotConsent(calls: Calls, { clock, appId }: { readonly clock: Clock; readonly appId: string }): HubSpotConsent {
  const fast = urgently(calls);
  let hasBatches = true;

  /** Tries the batch call; null when this portal does not grant it. */
  async function inBatch<T>(ask: () => Promise<CallResult<T>>): Promise<CallResult<T> | null> {
    if (!hasBatches) return null;
    const answer = await ask();
    if (answer.ok || answer.failure.status !== 403) return answer;
    hasBatches = false;
    return null;
  }

  const skipped: CallResult<null> = { ok: true, value: null };

  async function batchStatuses(emails: readonly string[], isDetailed: boolean): Promise<CallResult<readonly HubSpotStatus[]>> {
    const body = { inputs: emails };
    const [wide, statuses] = await Promise.all([
      fast.read('consent-wide', (client) =>
        request(client, wideBatch, { method: 'POST', path: `${statusesPath}/batch/unsubscribe-all/read?channel=EMAIL`, body }),
      ),
      isDetailed
        ? fast.read('consent-status', (client) => request(client, statusBatch, { method: 'POST', path: `${statusesPath}/batch/read?channel=EMAIL`, body }))
        : skipped,
    ]);
    if (!wide.ok) return wide;
    if (!statuses.ok) return statuses;
    const wideOf = new Map(wide.value.results.map((one) => [one.subscriberIdString.toLowerCase(), one.wideStatuses]));
    const statusesOf = new Map(statuses.value?.results.map((one) => [one.subscriberIdString.toLowerCase(), one.statuses]));
    return { ok: true, value: emails.map((email) => statusOf(email, wideOf.get(email) ?? [], statusesOf.get(email) ?? [])) };
  }

  async function oneStatus(email: string, isDetailed: boolean): Promise<CallResult<HubSpotStatus>> {
    const path = `${statusesPath}/${encodeURIComponent(email)}`;
    const [wide, statuses] = await Promise.all([
      fast.read('consent-wide', (client) => request(client, wideList, { method: 'GET', path: `${path}/unsubscribe-all?channel=EMAIL` })),
      isDetailed ? fast.read('consent-status', (client) => request(client, statusList, { method: 'GET', path: `${path}?channel=EMAIL` })) : skipped,
    ]);
    if (!wide.ok) return wide;
    return statuses.ok ? { ok: true, value: statusOf(email, wide.value.results, statuses.value?.results ?? []) } : statuses;
  }

  async function statusesOf(emails: readonly string[], isDetailed: boolean): Promise<CallResult<readonly HubSpotStatus[]>> {
    const found: HubSpotStatus[] = [];
    for (const chunk of chunksOf([...new Set(emails)], batchMax)) {
      const answer = (chunk.length === 1 ? null : await inBatch(() => batchStatuses(chunk, isDetailed))) ?? (await oneByOne(chunk, isDetailed));
      if (!answer.ok) return answer;
      found.push(...answer.value);
    }
    return { ok: true, value: found };
  }
  async function oneByOne(emails: readonly string[], isDetailed: boolean): Promise<CallResult<readonly HubSpotStatus[]>> {
    const answers = await Promise.all(emails.map((email) => oneStatus(email, isDetailed)));
    const failed = answers.find((answer) => !answer.ok);
    return failed ?? { ok: true, value: answers.flatMap((answer) => (answer.ok ? [answer.value] : [])) };
  }

  /** Contacts with every address they ever had: one call for both. */
  async function withHistory(ids: readonly string[]): Promise<CallResult<readonly ConsentRecord[]>> {
    const found: ConsentRecord[] = [];
    const chunks = chunksOf([...new Set(ids)], historyBatchMax);
    const answers = await Promise.all(
      chunks.map((chunk) => {
        const input = { properties, propertiesWithHistory: ['email', optOut], inputs: chunk.map((id) => ({ id })) };
        return fast.read('consent-contacts', (client) => client.crm.contacts.batchApi.read(input));
      }),
    );
    for (const answer of answers) {
      if (!answer.ok) return answer;
      for (const record of answer.value.results) {
        const versions = record.propertiesWithHistory?.['email'] ?? [];
        const former = [...new Set(versions.flatMap(({ value }) => normalAddress(value) ?? []))];
        found.push({ ...consentRecordOf(record, former), ...optedOutIn(record) });
      }
    }
    return { ok: true, value: found };
  }

  /** Every address off every e-mail. The batch answers for all or none; what it refuses as a whole is tried one by one. */
  async function withdrawAll(emails: readonly string[]): Promise<readonly ConsentOutcomeOfWrite[]> {
    const body = { inputs: emails };
    const batch =
      emails.length < 2
        ? null
        : await inBatch(() =>
            fast.write('consent-unsubscribe-all', (client) =>
              request(client, z.unknown(), { method: 'POST', path: `${statusesPath}/batch/unsubscribe-all?channel=EMAIL`, body }),
            ),
          );
    if (batch?.ok === true) return emails.map(() => ({ kind: 'ok' }));
    if (batch !== null && batch.failure.kind !== 'permanent') return emails.map(() => outcomeOfFailure(batch.failure, clock.now()));
    return Promise.all(
      emails.map(async (email): Promise<ConsentOutcomeOfWrite> => {
        const path = `${statusesPath}/${encodeURIComponent(email)}/unsubscribe-all?channel=EMAIL`;
        const answer = await fast.write('consent-unsubscribe-all', (client) => request(client, z.unknown(), { method: 'POST', path }));
        return answer.ok ? { kind: 'ok' } : outcomeOfFailure(answer.failure, clock.now());
      }),
    );
  }

  async function setOne({ email, subscription, to, evidence }: HubSpotConsentWrite): Promise<ConsentOutcomeOfWrite> {
    if (subscription === null) {
      // There is no call that takes back an unsubscribe from all e-mail: the person does, or subscribes to something.
      return {
        kind: 'refused',
        fault: { code: 'NO_SUCH_CALL', message: 'only the person can take back an opt-out of all e-mail', fields: [], existingId: null },
      };
    }
    const proof = evidence === null ? {} : { legalBasis: evidence.basis, legalBasisExplanation: evidence.explanation };
    const body = { subscriptionId: Number(subscription), statusState: to === 'out' ? 'UNSUBSCRIBED' : 'SUBSCRIBED', channel: 'EMAIL', ...proof };
    const answer = await fast.write('consent-status-set', (client) =>
      request(client, z.unknown(), { method: 'POST', path: `${statusesPath}/${encodeURIComponent(email)}`, body }),
    );
    return answer.ok ? { kind: 'ok' } : outcomeOfFailure(answer.failure, clock.now());
  }

  async function subscriptionTypes(): Promise<CallResult<readonly SubscriptionType[]>> {
    const answer = await calls.browse('subscriptions', (client) => client.communicationPreferences.definitionApi.getPage());
    if (!answer.ok) return answer;
    const types = answer.value.subscriptionDefinitions.map(({ id, name, description, isActive }) => ({ id, name, description, isActive }));
    return { ok: true, value: types.toSorted((left, right) => left.name.localeCompare(right.name)) };
  }

  async function page(
    more: readonly string[],
    { since, until }: { readonly since: Instant; readonly until: Instant },
    from: string | null,
  ): Promise<CallResult<ConsentSweepPage>> {
    const anchor = from === null ? { at: since, id: '0' } : z.object({ at: z.number(), id: z.string() }).parse(JSON.parse(from));
    const filters =
      anchor.id === '0'
        ? [{ propertyName: 'lastmodifieddate', operator: FilterOperatorEnum.Between, value: String(anchor.at), highValue: String(until) }]
        : [
            { propertyName: 'lastmodifieddate', operator: FilterOperatorEnum.Eq, value: String(anchor.at) },
            { propertyName: 'hs_object_id', operator: FilterOperatorEnum.Gt, value: anchor.id },
          ];
    // The client types `sorts` as text, HubSpot takes objects; the client passes them through (verified on 14.0.1).
    const sorts = [{ propertyName: anchor.id === '0' ? 'lastmodifieddate' : 'hs_object_id', direction: 'ASCENDING' }] as unknown as string[];
    const answer = await calls.search('consent-sweep', (client) =>
      client.crm.objects.searchApi.doSearch(contacts, {
        filterGroups: [{ filters }],
        sorts,
        properties: [...new Set([...properties, ...more])],
        limit: searchPageMax,
      }),
    );
    if (!answer.ok) return answer;
    const rows = answer.value.results as readonly HubSpotObject[];
    const last = rows.at(-1);
    const lastAt = last === undefined ? 0 : modifiedAt(last);
    const isFull = last !== undefined && rows.length >= searchPageMax;
    let next: string | null = null;
    // A page of one instant is walked by id; then the walk goes on behind that instant.
    if (isFull) next = JSON.stringify(lastAt > anchor.at ? { at: lastAt, id: '0' } : { at: anchor.at, id: last.id });
    else if (anchor.id !== '0') next = JSON.stringify({ at: anchor.at + 1, id: '0' });
    return { ok: true, value: { records: rows.map((record) => consentRecordOf(record)), next } };
  }

  return {
    actor: appId,
    byId: async (ids) => plainly(await withHistory(ids)),
    byEmail: async (emails) => recordsOf(await readAll(fast, { object: contacts, ids: emails, properties, idProperty: 'email' })),
    statuses: async (emails, isDetailed) => plainly(await statusesOf(emails, isDetailed)),
    write: async (writes) => {
      const offAll = writes.filter(({ subscription, to }) => subscription === null && to === 'out');
      const emails = [...new Set(offAll.map(({ email }) => email))];
      const outcomes = new Map<string, ConsentOutcomeOfWrite>();
      for (const chunk of chunksOf(emails, batchMax)) for (const [at, outcome] of (await withdrawAll(chunk)).entries()) outcomes.set(chunk[at] ?? '', outcome);
      const others = new Map(await Promise.all(writes.filter((write) => !offAll.includes(write)).map(async (write) => [write, await setOne(write)] as const)));
      return writes.map((write) => others.get(write) ?? outcomes.get(write.email) ?? { kind: 'later', code: 'NOT_SENT', retryAt: clock.now() + 1_000 });
    },
    subscriptions: async () => plainly(await subscriptionTypes()),
    sweep: async (more, since, until, from) => plainly(await page(more, { since, until }, from)),
  };
}

function modifiedAt(record: HubSpotObject): Instant {
  const text = record.properties['lastmodifieddate'] ?? '';
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(at) ? at : instantOf(record.updatedAt);
}

function recordsOf(result: CallResult<readonly HubSpotObject[]>): GatewayResult<readonly ConsentRecord[]> {
  const plain = plainly(result);
  return plain.ok ? { ok: true, value: plain.value.map((record) => consentRecordOf(record)) } : plain;
}
