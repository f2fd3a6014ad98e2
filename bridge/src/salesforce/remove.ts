/**
 * Whole records: to the recycle bin by REST; out of it for good, or back from it, by the package's Apex REST resource, because REST has
 * neither (undelete and emptyRecycleBin exist in Apex and SOAP only, https://developer.salesforce.com/docs/atlas.en-us.apexref.meta/apexref/apex_methods_system_database.htm).
 */
import { z } from 'zod';
import type { RemovalRequest, WriteOutcome } from '../engine/ports.ts';
import { pauseOf, toFault } from './faults.ts';
import type { CallFailure } from './faults.ts';
import { chunksOf } from './records.ts';
import type { WriteContext } from './write.ts';

/** Records of one collections call, and ids of one call of our resource (one DML statement of it takes 200 here as there). */
const chunkMax = 200;
/** A delete of what is deleted already, and an undelete of what is there. */
const goneCodes: ReadonlySet<string> = new Set(['ENTITY_IS_DELETED', 'INVALID_CROSS_REFERENCE_KEY', 'NOT_FOUND']);

const resultsSchema = z.object({
  results: z.array(z.object({ id: z.string(), success: z.boolean(), code: z.string().nullish(), message: z.string().nullish() })),
});
type Result = { readonly success: boolean; readonly errors?: readonly unknown[] };

const done = (id: string): WriteOutcome => ({ kind: 'ok', id, created: false, after: null });

function outcomeOfFailure({ clock, settleMs }: WriteContext, failure: CallFailure): WriteOutcome {
  if (!failure.notLanded) return { kind: 'unknown', settleAt: clock.now() + settleMs };
  if (failure.kind === 'permanent') return { kind: 'rejected', fault: failure.fault };
  return { kind: 'deferred', fault: failure.fault, retryAt: failure.retryAt ?? clock.now() + 1_000 };
}

function outcomeOfItem({ clock }: WriteContext, id: string, item: unknown, isDone: (code: string) => boolean): WriteOutcome {
  const fault = toFault(item);
  if (isDone(fault.code)) return done(id);
  const pause = pauseOf(fault.code);
  return pause === null ? { kind: 'rejected', fault } : { kind: 'deferred', fault, retryAt: clock.now() + pause };
}

async function deleteChunk(context: WriteContext, ids: readonly string[]): Promise<readonly WriteOutcome[]> {
  const { session, writeTimeoutMs, sendBy } = context;
  const answer = await session.call<readonly Result[]>({
    name: 'delete',
    method: 'DELETE',
    path: `/composite/sobjects?ids=${ids.join(',')}&allOrNone=false`,
    timeoutMs: writeTimeoutMs,
    sendBy,
  });
  if (!answer.ok) return ids.map(() => outcomeOfFailure(context, answer.failure));
  return ids.map((id, index) => {
    const result = answer.value[index];
    if (result === undefined) return { kind: 'unknown', settleAt: context.clock.now() + context.settleMs };
    return result.success ? done(id) : outcomeOfItem(context, id, result.errors?.[0], (code) => goneCodes.has(code));
  });
}

async function binChunk(context: WriteContext, action: 'erase' | 'restore', ids: readonly string[]): Promise<readonly WriteOutcome[]> {
  const { session, names, writeTimeoutMs, sendBy, clock, settleMs } = context;
  const answer = await session.call<unknown>({
    name: action,
    method: 'POST',
    path: names.rest('recycle-bin'),
    body: { action, ids },
    timeoutMs: writeTimeoutMs,
    sendBy,
  });
  if (!answer.ok) return ids.map(() => outcomeOfFailure(context, answer.failure));
  const read = resultsSchema.safeParse(answer.value);
  return ids.map((id) => {
    const result = read.success ? read.data.results.find((one) => one.id === id) : undefined;
    if (result === undefined) return { kind: 'unknown', settleAt: clock.now() + settleMs };
    return result.success ? done(id) : outcomeOfItem(context, id, { statusCode: result.code ?? '', message: result.message ?? '' }, () => false);
  });
}

/** One outcome per request, in order. */
export async function removeRecords(context: WriteContext, requests: readonly RemovalRequest[]): Promise<readonly WriteOutcome[]> {
  const outcomes = new Map<RemovalRequest, WriteOutcome>();
  for (const [kind, mine] of Map.groupBy(requests, (request) => request.kind))
    for (const chunk of chunksOf(mine, chunkMax)) {
      const ids = chunk.map((request) => request.id);
      const answers = kind === 'delete' ? await deleteChunk(context, ids) : await binChunk(context, kind, ids);
      for (const [index, request] of chunk.entries()) outcomes.set(request, answers[index] ?? done(request.id));
    }
  return requests.map((request) => outcomes.get(request) ?? done(request.id));
}
