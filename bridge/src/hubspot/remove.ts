/**
 * Whole records: to the recycle bin, or erased. HubSpot keeps archived records for about 90 days and lets only a person restore them
 * (there is no API for it), and its permanent deletion exists for contacts alone.
 * https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/basic/post-crm-v3-objects-contacts-gdpr-delete
 */
import type { Clock, RemovalRequest, WriteFault, WriteOutcome } from '../engine/ports.ts';
import type { Calls } from './calls.ts';
import type { CallFailure } from './faults.ts';
import { batchMax } from './read.ts';
import { chunksOf } from './records.ts';

export type RemoveContext = { readonly calls: Calls; readonly clock: Clock; readonly settleMs: number; readonly sendBy?: number | undefined };

const retryMs = 10_000;
const unsupported: WriteFault = { code: 'RESTORE_UNSUPPORTED', message: 'HubSpot lets only a person restore a record.', fields: [], existingId: null };
const done = (id: string): WriteOutcome => ({ kind: 'ok', id, created: false, after: null });

function outcomeOf({ clock, settleMs }: RemoveContext, failure: CallFailure, id: string): WriteOutcome {
  if (failure.status === 404) return done(id);
  if (!failure.notLanded) return { kind: 'unknown', settleAt: clock.now() + settleMs };
  if (failure.kind === 'permanent') return { kind: 'rejected', fault: failure.fault };
  return { kind: 'deferred', fault: failure.fault, retryAt: failure.retryAt ?? clock.now() + retryMs };
}

/** Archives a batch; ids that are gone already are no error to HubSpot. */
async function archive(context: RemoveContext, object: string, ids: readonly string[]): Promise<readonly WriteOutcome[]> {
  const { calls, sendBy } = context;
  const answer = await calls.write('batch-archive', (client) => client.crm.objects.batchApi.archive(object, { inputs: ids.map((id) => ({ id })) }), sendBy);
  return ids.map((id) => (answer.ok ? done(id) : outcomeOf(context, answer.failure, id)));
}

/** Erases one contact for good; its history goes too, and HubSpot answers a repeated call alike. */
async function purge(context: RemoveContext, id: string): Promise<WriteOutcome> {
  const { calls, sendBy } = context;
  const answer = await calls.write('gdpr-delete', (client) => client.crm.contacts.basicApi.purge({ objectId: id }), sendBy);
  return answer.ok ? done(id) : outcomeOf(context, answer.failure, id);
}

/** One outcome per request, in order. */
export async function removeRecords(context: RemoveContext, requests: readonly RemovalRequest[]): Promise<readonly WriteOutcome[]> {
  const outcomes = new Map<RemovalRequest, WriteOutcome>();
  for (const request of requests) {
    if (request.kind === 'restore') outcomes.set(request, { kind: 'rejected', fault: unsupported });
    if (request.kind === 'erase' && request.object === 'contacts') outcomes.set(request, await purge(context, request.id));
  }
  // Companies and deals are nobody's personal record and have no permanent deletion: the recycle bin is as far as the API goes.
  const rest = requests.filter((request) => !outcomes.has(request));
  for (const [object, mine] of Map.groupBy(rest, (request) => request.object))
    for (const chunk of chunksOf(mine, batchMax)) {
      const answers = await archive(
        context,
        object,
        chunk.map((request) => request.id),
      );
      for (const [index, request] of chunk.entries()) outcomes.set(request, answers[index] ?? done(request.id));
    }
  return requests.map((request) => outcomes.get(request) ?? done(request.id));
}
