/**
 * Batched writes. HubSpot refuses a whole batch for one bad input unless every input carries its own trace id, and even then not
 * always; so inputs are matched by id, key or trace id, and a batch refused as a whole is split until the bad ones stand alone.
 */
import type { Instant } from '../domain/model.ts';
import type { Clock, WireValue, WriteFault, WriteOutcome, WriteRequest } from '../engine/ports.ts';
import type { Calls } from './calls.ts';
import { toFault } from './faults.ts';
import type { CallFailure, CallResult, ErrorBody } from './faults.ts';
import { hasUniqueKey, keyProperty, stampProperty } from './names.ts';
import { batchMax } from './read.ts';
import { toPropertyText, toWireRecord } from './records.ts';
import type { HubSpotObject } from './records.ts';

/** `bare`: what goes instead of the values in a call around them, which must carry neither key nor stamp, or it would pass for the write itself. */
type Item = { readonly index: number; readonly request: WriteRequest; readonly bare?: Readonly<Record<string, string>> };
type Outcomes = Map<number, WriteOutcome>;
type BatchAnswer = { readonly results: readonly HubSpotObject[]; readonly errors?: readonly ErrorBody[] };
type Context = { readonly calls: Calls; readonly clock: Clock; readonly settleMs: number; readonly sendBy?: Instant | undefined };

/** Search, by which a create without a unique key is looked for, knows of it a few moments after it landed. */
const searchLagMs = 30_000;

/** An input refused for the account's limits comes back after one burst window. */
const limitedRetryMs = 10_000;

/** Every write carries key and stamp, updates too: a record that was linked by its e-mail then carries the link's key like one we made. */
function propertiesOf({ request: { values, stamp, key }, bare }: Item): Record<string, string> {
  if (bare !== undefined) return bare;
  const properties: Record<string, string> = { [keyProperty]: key, [stampProperty]: stamp };
  for (const [name, value] of Object.entries(values)) properties[name] = toPropertyText(value);
  return properties;
}

function send({ calls, sendBy }: Context, items: readonly Item[]): Promise<CallResult<BatchAnswer>> {
  const first = items[0]?.request;
  const object = first?.object ?? '';
  const traced = items.map((item) => ({ objectWriteTraceId: String(item.index), properties: propertiesOf(item), request: item.request }));
  if (first?.kind === 'create' && !hasUniqueKey(object)) {
    const inputs = traced.map(({ request: _request, ...input }) => ({ ...input, associations: [] }));
    return calls.write('batch-create', (client) => client.crm.objects.batchApi.create(object, { inputs }), sendBy);
  }
  if (first?.kind === 'create') {
    const inputs = traced.map(({ request, ...input }) => ({ ...input, id: request.key, idProperty: keyProperty }));
    return calls.write('batch-upsert', (client) => client.crm.objects.batchApi.upsert(object, { inputs }), sendBy);
  }
  const inputs = traced.map(({ request, ...input }) => ({ ...input, id: request.id ?? '' }));
  return calls.write('batch-update', (client) => client.crm.objects.batchApi.update(object, { inputs }), sendBy);
}

/** What a call that failed as a whole means for each of its inputs. */
function outcomeOf(failure: CallFailure, now: Instant, settleMs: number): WriteOutcome {
  if (!failure.notLanded) return { kind: 'unknown', settleAt: now + settleMs };
  if (failure.kind === 'permanent') return { kind: 'rejected', fault: failure.fault };
  return { kind: 'deferred', fault: failure.fault, retryAt: failure.retryAt ?? now + limitedRetryMs };
}

function outcomeOfError(error: ErrorBody, now: Instant): WriteOutcome {
  const fault: WriteFault = toFault(error, null);
  if (error.category === 'RATE_LIMITS') return { kind: 'deferred', fault, retryAt: now + limitedRetryMs };
  return { kind: 'rejected', fault };
}

function resultMatches({ index, request }: Item, result: HubSpotObject): boolean {
  if (result.objectWriteTraceId !== undefined && result.objectWriteTraceId !== '') return result.objectWriteTraceId === String(index);
  if (request.kind === 'update') return result.id === request.id;
  return result.properties[keyProperty]?.toLowerCase() === request.key.toLowerCase();
}

function errorMatches({ index, request }: Item, error: ErrorBody): boolean {
  const context = error.context ?? {};
  if (context['objectWriteTraceId']?.includes(String(index)) === true) return true;
  const ids = [...(context['ids'] ?? []), ...(context['id'] ?? [])];
  return ids.includes(request.kind === 'update' ? (request.id ?? '') : request.key);
}

function okOutcome(item: Item, result: HubSpotObject): WriteOutcome {
  const created = item.request.kind === 'create' && (result._new === true || !hasUniqueKey(item.request.object));
  return { kind: 'ok', id: result.id, created, after: toWireRecord(item.request.object, result) };
}

/** Outcomes the answer settles, and the inputs it is silent about. */
function settle(items: readonly Item[], answer: BatchAnswer, now: Instant): { readonly outcomes: Outcomes; readonly silent: readonly Item[] } {
  const outcomes: Outcomes = new Map();
  for (const item of items) {
    const result = answer.results.find((candidate) => resultMatches(item, candidate));
    const error = answer.errors?.find((candidate) => errorMatches(item, candidate));
    if (result !== undefined) outcomes.set(item.index, okOutcome(item, result));
    else if (error !== undefined) outcomes.set(item.index, outcomeOfError(error, now));
  }
  return { outcomes, silent: items.filter((item) => !outcomes.has(item.index)) };
}

/** An answer to one input alone needs no matching. */
function settleAlone(item: Item, answer: BatchAnswer, context: Context): Outcomes {
  const now = context.clock.now();
  const result = answer.results[0];
  const error = answer.errors?.[0];
  if (result !== undefined) return new Map([[item.index, okOutcome(item, result)]]);
  const outcome: WriteOutcome = error === undefined ? { kind: 'unknown', settleAt: now + context.settleMs } : outcomeOfError(error, now);
  return new Map([[item.index, outcome]]);
}

/** A create that nothing keeps from making a second record: it must not be sent again before it was looked for. */
function isOnce({ request: { kind, object } }: Item): boolean {
  return kind === 'create' && !hasUniqueKey(object);
}

function merge(parts: readonly Outcomes[]): Outcomes {
  return new Map(parts.flatMap((part) => [...part]));
}

async function halves(context: Context, items: readonly Item[]): Promise<Outcomes> {
  const middle = Math.ceil(items.length / 2);
  return merge(await Promise.all([sendItems(context, items.slice(0, middle)), sendItems(context, items.slice(middle))]));
}

/** Codes that name a property nobody can write, so every input that writes it is refused alike. */
const schemaCodes: ReadonlySet<string> = new Set(['PROPERTY_DOESNT_EXIST', 'READ_ONLY_VALUE']);

/** The inputs a refusal surely concerns: those that write a property nobody can write. */
function spoiledBy({ fault }: CallFailure, items: readonly Item[]): readonly Item[] {
  return schemaCodes.has(fault.code) ? items.filter(({ request }) => fault.fields.some((field) => field in request.values)) : [];
}

/**
 * A batch refused as a whole. A property nobody can write is settled at once; otherwise the inputs the error names are set apart, and
 * when it names none the batch is split, so that a bad one ends up alone.
 */
async function afterRefusal(context: Context, items: readonly Item[], failure: CallFailure): Promise<Outcomes> {
  const without = (some: readonly Item[]): Promise<Outcomes> =>
    sendItems(
      context,
      items.filter((item) => !some.includes(item)),
    );
  const spoiled = spoiledBy(failure, items);
  if (spoiled.length > 0) return merge([new Map(spoiled.map((item) => [item.index, { kind: 'rejected', fault: failure.fault }])), await without(spoiled)]);
  const named = items.filter((item) => failure.traceIds.includes(String(item.index)) || failure.ids.includes(item.request.id ?? item.request.key));
  if (named.length === 0 || named.length === items.length) return halves(context, items);
  return merge(await Promise.all([sendItems(context, named), without(named)]));
}

async function sendItems(context: Context, items: readonly Item[]): Promise<Outcomes> {
  const [only, ...others] = items;
  if (only === undefined) return new Map();
  const answer = await send(context, items);
  const now = context.clock.now();
  if (!answer.ok) {
    const { failure } = answer;
    const isRefusal = failure.notLanded && failure.kind === 'permanent' && failure.status !== 403;
    if (isRefusal && items.length > 1) return afterRefusal(context, items, failure);
    const settleMs = context.settleMs + (isOnce(only) ? searchLagMs : 0);
    return new Map(items.map((item) => [item.index, outcomeOf(failure, now, settleMs)]));
  }
  if (others.length === 0) return settleAlone(only, answer.value, context);
  const { outcomes, silent } = settle(items, answer.value, now);
  if (silent.length === 0) return outcomes;
  if (isOnce(only)) return merge([outcomes, new Map(silent.map(({ index }) => [index, { kind: 'unknown', settleAt: now + context.settleMs + searchLagMs }]))]);
  // Sending the silent ones again is safe: updates set absolute values, creates are upserts on our key.
  const rest = silent.length === items.length ? await halves(context, silent) : await sendItems(context, silent);
  return merge([outcomes, rest]);
}

function identityOf({ object, kind, id, key }: WriteRequest): string {
  return `${object} ${kind} ${kind === 'update' ? (id ?? '') : key}`;
}

/** Rounds of batches: one record never twice in a round (HubSpot refuses duplicate ids), its writes keep their order. */
function toRounds(requests: readonly WriteRequest[]): readonly (readonly (readonly Item[])[])[] {
  const rounds: Map<string, Item[][]>[] = [];
  const timesSeen = new Map<string, number>();
  requests.forEach((request, index) => {
    const identity = identityOf(request);
    const round = timesSeen.get(identity) ?? 0;
    timesSeen.set(identity, round + 1);
    const groups = (rounds[round] ??= new Map());
    const group = `${request.object} ${request.kind}`;
    const batches = groups.get(group) ?? [];
    const last = batches.at(-1);
    if (last === undefined || last.length >= batchMax) batches.push([{ index, request }]);
    else last.push({ index, request });
    groups.set(group, batches);
  });
  return rounds.map((groups) => [...groups.values()].flat());
}

/**
 * HubSpot's lifecycle stage goes back only after it was cleared, which takes a call of its own. Where the clearing is not known to have
 * landed, the values are not sent: a clearing that lands late would take away what came after it. Where the values are refused, what was
 * cleared gets its own value all the same: another field's trouble must not leave a person without a stage.
 */
async function clearAndSend(context: Context, items: readonly Item[]): Promise<Outcomes> {
  const clearing = items.filter(({ request }) => request.kind === 'update' && (request.clearFirst ?? []).length > 0);
  if (clearing.length === 0) return sendItems(context, items);
  const cleared = await sendItems(
    context,
    clearing.map((item) => ({ ...item, bare: bareOf(item, () => '') })),
  );
  const failed = new Map([...cleared].filter(([, outcome]) => outcome.kind !== 'ok'));
  const open = items.filter(({ index }) => !failed.has(index));
  const outcomes: Outcomes = open.length === 0 ? new Map() : await sendItems(context, open);
  const refused = clearing.filter(({ index }) => outcomes.get(index)?.kind === 'rejected');
  if (refused.length > 0)
    await sendItems(
      context,
      refused.map((item) => ({ ...item, bare: bareOf(item, (value) => toPropertyText(value)) })),
    );
  return merge([failed, outcomes]);
}

function bareOf({ request }: Item, value: (wanted: WireValue) => string): Record<string, string> {
  return Object.fromEntries((request.clearFirst ?? []).map((name) => [name, value(request.values[name] ?? null)]));
}

/** Sends creates (as upserts on `fieldwise_key`) and updates; one outcome per request, in order. Never throws for a request's own fault. */
export async function writeRecords(context: Context, requests: readonly WriteRequest[]): Promise<readonly WriteOutcome[]> {
  const outcomes: Outcomes = new Map();
  for (const round of toRounds(requests)) {
    const parts = await Promise.all(round.map((items) => clearAndSend(context, items)));
    for (const [index, outcome] of merge(parts)) outcomes.set(index, outcome);
  }
  return requests.map((_, index) => outcomes.get(index) ?? { kind: 'unknown', settleAt: context.clock.now() + context.settleMs });
}
