import type { AssociationRead, AssociationWrite, WriteFault } from '../engine/ports.ts';
import type { Calls } from './calls.ts';
import type { CallResult } from './faults.ts';
import { chunksOf } from './records.ts';

/** HubSpot-defined type ids by direction: the unlabelled one and, where there is one, the primary one. Facts in quirks.md. */
const typeIds: Readonly<Record<string, { readonly plain: number; readonly primary?: number }>> = {
  'contacts>companies': { plain: 279, primary: 1 },
  'companies>contacts': { plain: 280, primary: 2 },
  'deals>companies': { plain: 341, primary: 5 },
  'companies>deals': { plain: 342, primary: 6 },
  'deals>contacts': { plain: 3 },
  'contacts>deals': { plain: 4 },
};
const readMax = 1_000;
const pairOf = (from: string, to: string): string => `${from}>${to}`;

type Spec = { readonly category: string; readonly typeId: number; readonly label?: string | undefined };
type Target = { readonly toObjectId: string | number; readonly associationTypes: readonly Spec[] };
type Read = { readonly from: string; readonly to: readonly Target[] };

function isPrimary(pair: string, types: readonly Spec[]): boolean {
  const primary = typeIds[pair]?.primary;
  return types.some((type) => type.category === 'HUBSPOT_DEFINED' && (type.typeId === primary || (primary === undefined && type.label === 'Primary')));
}

async function readChunk(calls: Calls, fromObject: string, ids: readonly string[], toObject: string): Promise<CallResult<readonly Read[]>> {
  const reads = new Map<string, Target[]>();
  let inputs: { id: string; after?: string }[] = ids.map((id) => ({ id }));
  while (inputs.length > 0) {
    const batch = inputs;
    const answer = await calls.read('associations', (client) => client.crm.associations.v4.batchApi.getPage(fromObject, toObject, { inputs: batch }));
    if (!answer.ok) return answer;
    inputs = [];
    for (const { _from, to, paging } of answer.value.results) {
      reads.set(_from.id, [...(reads.get(_from.id) ?? []), ...to]);
      if (paging?.next?.after !== undefined) inputs.push({ id: _from.id, after: paging.next.after });
    }
  }
  return { ok: true, value: [...reads].map(([from, to]) => ({ from, to })) };
}

async function readTargets(
  calls: Calls,
  fromObject: string,
  ids: readonly string[],
  toObject: string,
): Promise<CallResult<ReadonlyMap<string, readonly Target[]>>> {
  const targets = new Map<string, readonly Target[]>();
  for (const chunk of chunksOf([...new Set(ids)], readMax)) {
    const answer = await readChunk(calls, fromObject, chunk, toObject);
    if (!answer.ok) return answer;
    for (const { from, to } of answer.value) targets.set(from, to);
  }
  return { ok: true, value: targets };
}

/** What each record is associated with, the primary first; same order and length as `ids`. */
export async function readAssociations(
  calls: Calls,
  fromObject: string,
  ids: readonly string[],
  toObject: string,
): Promise<CallResult<readonly AssociationRead[]>> {
  const targets = await readTargets(calls, fromObject, ids, toObject);
  if (!targets.ok) return targets;
  const pair = pairOf(fromObject, toObject);
  const value = ids.map((id) => {
    // HubSpot sends `toObjectId` as a number although the client types it as text.
    const to = (targets.value.get(id) ?? []).map((target) => ({ id: String(target.toObjectId), isPrimary: isPrimary(pair, target.associationTypes) }));
    return { id, to: to.toSorted((left, right) => Number(right.isPrimary) - Number(left.isPrimary)) };
  });
  return { ok: true, value };
}

type Answer = 'ok' | WriteFault;

/** Writing a pair's types replaces them all, so the ones it already has are read and sent again with the new one. */
async function associatePrimary(calls: Calls, write: AssociationWrite): Promise<Answer> {
  const { fromObject, fromId, toObject, toId } = write;
  const pair = pairOf(fromObject, toObject);
  const known = typeIds[pair];
  if (known?.primary === undefined) return associatePlain(calls, [write]);
  const read = await readTargets(calls, fromObject, [fromId], toObject);
  if (!read.ok) return read.failure.fault;
  const held = (read.value.get(fromId) ?? []).find((target) => String(target.toObjectId) === toId)?.associationTypes ?? [];
  const kept = held.filter((type) => type.typeId !== known.primary && type.typeId !== known.plain);
  const types = [{ category: 'HUBSPOT_DEFINED', typeId: known.primary }, { category: 'HUBSPOT_DEFINED', typeId: known.plain }, ...kept].map((type) => ({
    associationCategory: type.category as 'HUBSPOT_DEFINED',
    associationTypeId: type.typeId,
  }));
  const input = { inputs: [{ _from: { id: fromId }, to: { id: toId }, types: types as never }] };
  const answer = await calls.write('associate', (client) => client.crm.associations.v4.batchApi.create(fromObject, toObject, input));
  return answerOf(answer);
}

function answerOf(answer: CallResult<unknown>): Answer {
  if (!answer.ok) return answer.failure.fault;
  const errors = (answer.value as { errors?: readonly { category: string; message: string }[] } | undefined)?.errors ?? [];
  const first = errors[0];
  return first === undefined ? 'ok' : { code: first.category, message: first.message, fields: [], existingId: null };
}

async function associatePlain(calls: Calls, writes: readonly AssociationWrite[]): Promise<Answer> {
  const { fromObject, toObject } = writes[0] ?? { fromObject: '', toObject: '' };
  const inputs = writes.map(({ fromId, toId }) => ({ _from: { id: fromId }, to: { id: toId } }));
  return answerOf(await calls.write('associate', (client) => client.crm.associations.v4.batchApi.createDefault(fromObject, toObject, { inputs })));
}

async function remove(calls: Calls, { fromObject, fromId, toObject, toId }: AssociationWrite): Promise<Answer> {
  const input = { inputs: [{ _from: { id: fromId }, to: [{ id: toId }] }] };
  return answerOf(await calls.write('disassociate', (client) => client.crm.associations.v4.batchApi.archive(fromObject, toObject, input)));
}

/** Plain associations of one object pair in one call; a batch that fails is sent again one by one, so that one bad pair stops no other. */
async function associateTogether(calls: Calls, writes: readonly AssociationWrite[]): Promise<readonly Answer[]> {
  const together = await associatePlain(calls, writes);
  if (together === 'ok' || writes.length === 1) return writes.map(() => together);
  return Promise.all(writes.map((write) => associatePlain(calls, [write])));
}

/** Sets, marks primary and removes associations; one answer per write, in order. */
export async function writeAssociations(calls: Calls, writes: readonly AssociationWrite[]): Promise<readonly Answer[]> {
  const answers = new Map<AssociationWrite, Answer>();
  const plain = Map.groupBy(
    writes.filter((write) => !write.remove && !write.primary),
    (write) => pairOf(write.fromObject, write.toObject),
  );
  for (const group of plain.values()) {
    for (const chunk of chunksOf(group, readMax)) {
      const chunkAnswers = await associateTogether(calls, chunk);
      chunk.forEach((write, index) => answers.set(write, chunkAnswers[index] ?? 'ok'));
    }
  }
  for (const write of writes.filter((candidate) => candidate.remove)) answers.set(write, await remove(calls, write));
  for (const write of writes.filter((candidate) => candidate.primary && !candidate.remove)) answers.set(write, await associatePrimary(calls, write));
  return writes.map((write) => answers.get(write) ?? 'ok');
}
