/** HubSpot's side of relations: associations with their labels. Writing a pair replaces its labels, so all that are to stay are sent. */
import type { Instant } from '../domain/model.ts';
import type { AssociationPut, AssociationSet, Clock, GatewayResult, HubSpotRelations, RelationOutcome, WriteFault } from '../engine/ports.ts';
import type { Calls } from './calls.ts';
import { toFault } from './faults.ts';
import type { CallFailure, CallResult, ErrorBody } from './faults.ts';
import { chunksOf } from './records.ts';

/** Inputs of one batch: 1,000 to read, 2,000 to write (changelog of February 2025); smaller writes keep one bad pair from holding up many. */
const readMax = 1_000;
const writeMax = 500;
const lockedMs = 2_000;

type Context = { readonly calls: Pick<Calls, 'read' | 'write'>; readonly clock: Clock; readonly settleMs: number };
type Objects = { readonly from: string; readonly to: string };
type BatchError = ErrorBody & { readonly context?: Readonly<Record<string, readonly string[]>> };

function plainly<T>(result: CallResult<T>): GatewayResult<T> {
  if (result.ok) return result;
  const { kind, code, message, retryAt } = result.failure;
  return { ok: false, failure: { kind, code, message, retryAt } };
}

async function readChunk({ calls }: Context, { from, to }: Objects, ids: readonly string[]): Promise<CallResult<readonly AssociationSet[]>> {
  const found = new Map<string, AssociationSet['to'][number][]>(ids.map((id) => [id, []]));
  let inputs: { id: string; after?: string }[] = ids.map((id) => ({ id }));
  while (inputs.length > 0) {
    const batch = inputs;
    const answer = await calls.read('relations', (client) => client.crm.associations.v4.batchApi.getPage(from, to, { inputs: batch }));
    if (!answer.ok) return answer;
    inputs = [];
    for (const { _from, to: targets, paging } of answer.value.results) {
      // HubSpot sends `toObjectId` as a number although the client types it as text.
      const read = targets.map(({ toObjectId, associationTypes }) => ({
        id: String(toObjectId),
        kinds: associationTypes.map(({ category, typeId, label }) => ({
          category: String(category),
          typeId,
          label: label === undefined || label === '' ? null : label,
        })),
      }));
      found.get(_from.id)?.push(...read);
      if (paging?.next?.after !== undefined) inputs.push({ id: _from.id, after: paging.next.after });
    }
  }
  return { ok: true, value: [...found].map(([id, targets]) => ({ id, to: targets })) };
}

function outcomeOfFailure({ clock, settleMs }: Context, failure: CallFailure): RelationOutcome {
  const now = clock.now();
  if (!failure.notLanded) return { kind: 'unknown', settleAt: now + settleMs };
  return failure.kind === 'permanent'
    ? { kind: 'refused', fault: failure.fault }
    : { kind: 'later', code: failure.code, retryAt: failure.retryAt ?? now + lockedMs };
}

/** The fault of one pair among the errors of a batch: by the ids the error names. Null where none is about it. */
function faultOf({ fromId, toId }: AssociationPut, errors: readonly BatchError[]): WriteFault | null {
  const named = errors.find(({ context = {} }) => context['fromObjectId']?.includes(fromId) === true && context['toObjectId']?.includes(toId) === true);
  return named === undefined ? null : toFault(named, null);
}

async function put(context: Context, { from, to }: Objects, puts: readonly AssociationPut[], sendBy: Instant): Promise<readonly RelationOutcome[]> {
  const inputs = puts.map(({ fromId, toId, kinds }) => ({
    _from: { id: fromId },
    to: { id: toId },
    // The categories are the ones HubSpot names itself; the client types them as an enum of its own.
    types: kinds.map(({ category, typeId }) => ({ associationCategory: category, associationTypeId: typeId })) as never,
  }));
  const answer = await context.calls.write('relate', (client) => client.crm.associations.v4.batchApi.create(from, to, { inputs }), sendBy);
  if (!answer.ok) {
    // A batch refused as a whole for one pair: each by itself tells which.
    if (answer.failure.kind !== 'permanent' || puts.length === 1) return puts.map(() => outcomeOfFailure(context, answer.failure));
    const middle = Math.ceil(puts.length / 2);
    return [...(await put(context, { from, to }, puts.slice(0, middle), sendBy)), ...(await put(context, { from, to }, puts.slice(middle), sendBy))];
  }
  const { errors = [] } = answer.value as { readonly errors?: readonly BatchError[] };
  return puts.map((one) => {
    const fault = faultOf(one, errors);
    return fault === null ? { kind: 'ok' } : { kind: 'refused', fault };
  });
}

async function takeApart(context: Context, { from, to }: Objects, puts: readonly AssociationPut[], sendBy: Instant): Promise<readonly RelationOutcome[]> {
  const inputs = puts.map(({ fromId, toId }) => ({ _from: { id: fromId }, to: [{ id: toId }] }));
  const answer = await context.calls.write('unrelate', (client) => client.crm.associations.v4.batchApi.archive(from, to, { inputs }), sendBy);
  return puts.map(() => (answer.ok ? { kind: 'ok' } : outcomeOfFailure(context, answer.failure)));
}

/** The portal's end of the relations lane. */
export function createHubSpotRelations(context: Context): HubSpotRelations {
  const { calls } = context;
  return {
    async kinds(from, to) {
      const answer = await calls.read('association-labels', (client) => client.crm.associations.v4.schema.definitionsApi.getAll(from, to));
      if (!answer.ok) return plainly(answer);
      return {
        ok: true,
        value: answer.value.results.map(({ category, typeId, label }) => ({
          category: String(category),
          typeId,
          label: label === undefined || label === '' ? null : label,
        })),
      };
    },
    async read(from, ids, to) {
      const sets = new Map<string, AssociationSet>();
      for (const chunk of chunksOf([...new Set(ids)], readMax)) {
        const answer = await readChunk(context, { from, to }, chunk);
        if (!answer.ok) return plainly(answer);
        for (const set of answer.value) sets.set(set.id, set);
      }
      return { ok: true, value: ids.map((id) => sets.get(id) ?? { id, to: [] }) };
    },
    /** What is taken apart goes first: a record has one parent and one primary. */
    async write(objects, puts, sendBy) {
      const outcomes = new Map<AssociationPut, RelationOutcome>();
      const steps = [
        { send: takeApart, puts: puts.filter(({ kinds }) => kinds.length === 0) },
        { send: put, puts: puts.filter(({ kinds }) => kinds.length > 0) },
      ];
      for (const step of steps)
        for (const chunk of chunksOf(step.puts, writeMax)) {
          const answers = await step.send(context, objects, chunk, sendBy);
          for (const [at, one] of chunk.entries()) outcomes.set(one, answers[at] ?? { kind: 'unknown', settleAt: context.clock.now() + context.settleMs });
        }
      return puts.map((one) => outcomes.get(one) ?? { kind: 'unknown', settleAt: context.clock.now() + context.settleMs });
    },
  };
}
