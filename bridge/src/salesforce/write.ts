/**
 * Batched writes. Per call to Salesforce (one composite): up to two collections of 200 records, each followed by the query that reads its
 * records back, which is 4 of the 5 collections and queries a composite may hold. Each collection is its own transaction.
 */
import type { Instant } from '../domain/model.ts';
import type { Clock, WireRecord, WireValue, WriteOutcome, WriteRequest } from '../engine/ports.ts';
import { failureOfItems, isSchemaCode, pauseOf, toFault } from './faults.ts';
import type { CallFailure } from './faults.ts';
import { keyField, stampField } from './names.ts';
import type { Names } from './names.ts';
import type { PersonAccounts } from './person-accounts.ts';
import { chunksOf, fieldsToRead, toWireRecord } from './records.ts';
import type { SalesforceRecord } from './records.ts';
import { writeHeaders } from './session.ts';
import type { Session } from './session.ts';
import { inList, valueGroups } from './soql.ts';

export type WriteContext = {
  readonly session: Session;
  readonly names: Names;
  readonly clock: Clock;
  readonly writeTimeoutMs: number;
  readonly settleMs: number;
  readonly people: PersonAccounts;
  readonly sendBy?: Instant | undefined;
};
/** `accountId`: the contact is a person account's, which is changed through that account. */
type Item = { readonly index: number; readonly request: WriteRequest; readonly accountId?: string };
type Outcomes = Map<number, WriteOutcome>;
type SaveResult = { readonly id?: string | null; readonly success: boolean; readonly created?: boolean; readonly errors?: readonly unknown[] };
type SubResponse = { readonly body: unknown; readonly httpStatusCode: number; readonly referenceId: string };

/** Records of one collection, and collections of one composite (with their read-backs). */
const collectionMax = 200;
const collectionsPerCall = 2;
/** While the consent lane is at work: a transaction this size makes nobody wait long. */
const smallCollectionMax = 100;

/** Every write carries key and stamp, updates too: a record that was linked by its e-mail then carries the link's key like one we made. */
function recordOf({ request, accountId }: Item, { names, people }: WriteContext): Record<string, unknown> {
  const named = accountId === undefined ? (name: string): string => name : people.accountField;
  const values: Record<string, WireValue> = {};
  for (const [name, value] of Object.entries({ ...request.values, [keyField]: request.key, [stampField]: request.stamp }))
    values[named(names.on(request.object).field(name))] = value;
  const identity = request.kind === 'create' ? {} : { id: accountId ?? request.id };
  return { attributes: { type: accountId === undefined ? request.object : 'Account' }, ...identity, ...values };
}

function saveRequest(items: readonly Item[], reference: string, context: WriteContext): unknown {
  const { session, names } = context;
  const { kind, object } = items[0]?.request ?? { kind: 'update', object: '' };
  const path = kind === 'create' ? `/composite/sobjects/${object}/${names.on(object).field(keyField)}` : '/composite/sobjects';
  const records = items.map((item) => recordOf(item, context));
  // REST runs the org's assignment rules unless told not to; only an admin who asked for them gets them.
  const httpHeaders = items[0]?.request.runsAssignmentRules === true ? { ...writeHeaders, 'Sforce-Auto-Assign': 'TRUE' } : writeHeaders;
  return { method: 'PATCH', url: `${session.dataPath}${path}`, referenceId: reference, httpHeaders, body: { allOrNone: false, records } };
}

/** The query that reads the written records back: right behind the write, so that what it shows is what our own save left. */
function readBackRequest(items: readonly Item[], reference: string, { session, names }: WriteContext): unknown {
  const { kind, object } = items[0]?.request ?? { kind: 'update', object: '' };
  const columns = fieldsToRead(object, [...new Set(items.flatMap(({ request }) => Object.keys(request.values)))], names);
  const condition =
    kind === 'create'
      ? `${names.on(object).field(keyField)} IN ${inList(items.map(({ request }) => request.key))}`
      : `Id IN ${inList(items.map(({ request }) => request.id ?? ''))}`;
  const soql = `SELECT ${columns.join(',')} FROM ${object} WHERE ${condition}`;
  return { method: 'GET', url: `${session.dataPath}/query?q=${encodeURIComponent(soql)}`, referenceId: reference };
}

function outcomeOfFailure(failure: CallFailure, now: Instant, settleMs: number): WriteOutcome {
  if (!failure.notLanded) return { kind: 'unknown', settleAt: now + settleMs };
  if (failure.kind === 'permanent') return { kind: 'rejected', fault: failure.fault };
  return { kind: 'deferred', fault: failure.fault, retryAt: failure.retryAt ?? now + 1_000 };
}

function readBackOf(response: SubResponse | undefined, object: string, { names }: WriteContext): ReadonlyMap<string, WireRecord> {
  const body = response?.httpStatusCode === 200 ? (response.body as { records?: readonly SalesforceRecord[] }) : {};
  return new Map((body.records ?? []).map((record) => [record.Id, toWireRecord(object, record, names)]));
}

type Saved = { readonly item: Item; readonly readBack: ReadonlyMap<string, WireRecord>; readonly context: WriteContext };

function outcomeOfSave(result: SaveResult | undefined, { item, readBack, context }: Saved): WriteOutcome {
  const now = context.clock.now();
  if (result === undefined) return { kind: 'unknown', settleAt: now + context.settleMs };
  if (result.success && typeof result.id === 'string') {
    const id = item.accountId === undefined ? result.id : (item.request.id ?? result.id);
    return { kind: 'ok', id, created: result.created === true, after: readBack.get(id) ?? null };
  }
  const told = toFault(result.errors?.[0]);
  const fault = item.accountId === undefined ? told : context.people.asContact(told, Object.keys(item.request.values));
  const pause = pauseOf(fault.code);
  return pause === null ? { kind: 'rejected', fault } : { kind: 'deferred', fault, retryAt: now + pause };
}

/** A field nobody can write spoils the whole collection: the records that write it are refused, the others sent again. */
async function afterRefusal(context: WriteContext, items: readonly Item[], failure: CallFailure): Promise<Outcomes> {
  const { fault } = failure;
  const spoiled = items.filter(({ request }) =>
    fault.fields.some((field) => context.names.on(request.object).plain(field) in request.values || field in request.values),
  );
  if (isSchemaCode(fault.code) && spoiled.length > 0) {
    const refused: Outcomes = new Map(spoiled.map((item) => [item.index, { kind: 'rejected', fault }]));
    const rest = await sendItems(
      context,
      items.filter((item) => !spoiled.includes(item)),
    );
    return new Map([...refused, ...rest]);
  }
  const middle = Math.ceil(items.length / 2);
  const first = await sendItems(context, items.slice(0, middle));
  return new Map([...first, ...(await sendItems(context, items.slice(middle)))]);
}

/** What one collection's part of the composite answer means for its records. */
function settle(context: WriteContext, items: readonly Item[], save: SubResponse | undefined, readBack: SubResponse | undefined): Outcomes | CallFailure {
  const now = context.clock.now();
  if (save === undefined) return new Map(items.map((item) => [item.index, { kind: 'unknown', settleAt: now + context.settleMs }]));
  if (save.httpStatusCode >= 300 || !Array.isArray(save.body)) return failureOfItems(save.body, save.httpStatusCode, now);
  const results = save.body as readonly SaveResult[];
  const after = readBackOf(readBack, items[0]?.request.object ?? '', context);
  return new Map(items.map((item, position) => [item.index, outcomeOfSave(results[position], { item, readBack: after, context })]));
}

async function sendComposite(context: WriteContext, collections: readonly (readonly Item[])[]): Promise<Outcomes> {
  const compositeRequest = collections.flatMap((items, position) => [
    saveRequest(items, `write${String(position)}`, context),
    readBackRequest(items, `read${String(position)}`, context),
  ]);
  const answer = await context.session.call<{ compositeResponse: readonly SubResponse[] }>({
    name: 'write',
    method: 'POST',
    path: '/composite',
    timeoutMs: context.writeTimeoutMs,
    sendBy: context.sendBy,
    body: { allOrNone: false, collateSubrequests: false, compositeRequest },
  });
  const outcomes: Outcomes = new Map();
  if (!answer.ok) {
    const now = context.clock.now();
    for (const { index } of collections.flat()) outcomes.set(index, outcomeOfFailure(answer.failure, now, context.settleMs));
    return outcomes;
  }
  const byReference = new Map(answer.value.compositeResponse.map((response) => [response.referenceId, response]));
  for (const [position, items] of collections.entries()) {
    const settled = settle(context, items, byReference.get(`write${String(position)}`), byReference.get(`read${String(position)}`));
    for (const [index, outcome] of settled instanceof Map ? settled : await refused(context, items, settled)) outcomes.set(index, outcome);
  }
  return outcomes;
}

/** A collection refused as a whole. One record alone takes the refusal; a lock or limit concerns all; anything else is split. */
function refused(context: WriteContext, items: readonly Item[], failure: CallFailure): Outcomes | Promise<Outcomes> {
  if (failure.kind === 'permanent' && items.length > 1) return afterRefusal(context, items, failure);
  const now = context.clock.now();
  return new Map(items.map((item) => [item.index, outcomeOfFailure(failure, now, context.settleMs)]));
}

async function sendItems(context: WriteContext, items: readonly Item[]): Promise<Outcomes> {
  const isPressed = context.session.isPressed();
  const collections = toCollections(items, isPressed ? smallCollectionMax : collectionMax);
  const parts = await Promise.all(chunksOf(collections, isPressed ? 1 : collectionsPerCall).map((pair) => sendComposite(context, pair)));
  return new Map(parts.flatMap((part) => [...part]));
}

/** Records of one object, kind and handling together; small enough for a collection and for its read-back's URI. */
function toCollections(items: readonly Item[], sizeMax: number): readonly (readonly Item[])[] {
  const groups = Map.groupBy(
    items,
    ({ request, accountId }) => `${request.object} ${request.kind} ${String(request.runsAssignmentRules === true)} ${String(accountId !== undefined)}`,
  );
  return [...groups.values()].flatMap((group) => {
    const sizes = valueGroups(
      group.map(({ request }) => (request.kind === 'create' ? request.key : (request.id ?? ''))),
      sizeMax,
    ).map((values) => values.length);
    let start = 0;
    return sizes.map((size) => group.slice(start, (start += size)));
  });
}

/** One record never twice in a round: a collection that names it twice fails for both. */
function toRounds(requests: readonly WriteRequest[], accounts: ReadonlyMap<string, string>): readonly (readonly Item[])[] {
  const rounds: Item[][] = [];
  const seen = new Map<string, number>();
  requests.forEach((request, index) => {
    const identity = request.kind === 'create' ? `${request.object} ${request.key}` : (request.id ?? '');
    const round = seen.get(identity) ?? 0;
    seen.set(identity, round + 1);
    const accountId = request.object === 'Contact' ? accounts.get(request.id ?? '') : undefined;
    (rounds[round] ??= []).push({ index, request, ...(accountId === undefined ? {} : { accountId }) });
  });
  return rounds;
}

/** Creates (as upserts on `Sync_Key__c`) and updates; one outcome per request, in order. Never throws for a request's own fault. */
export async function writeRecords(context: WriteContext, requests: readonly WriteRequest[]): Promise<readonly WriteOutcome[]> {
  const outcomes: Outcomes = new Map();
  const contacts = requests.flatMap(({ kind, object, id }) => (kind === 'update' && object === 'Contact' && id !== null ? [id] : []));
  const accounts = await context.people.accountsOf(contacts);
  // Nothing was sent yet, whatever the failure says of its own call.
  if (!accounts.ok) return requests.map(() => outcomeOfFailure({ ...accounts.failure, notLanded: true }, context.clock.now(), context.settleMs));
  for (const round of toRounds(requests, accounts.value)) {
    for (const [index, outcome] of await sendItems(context, round)) outcomes.set(index, outcome);
  }
  return requests.map((_, index) => outcomes.get(index) ?? { kind: 'unknown', settleAt: context.clock.now() + context.settleMs });
}
