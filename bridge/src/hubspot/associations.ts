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
  'tickets>companies': { plain: 339, primary: 26 },
  'companies>tickets': { plain: 340, primary: 25 },
  'tickets>contacts': { plain: 16 },
  'contacts>tickets': { plain: 15 },
  'deals>line_items': { plain: 19 },
  'line_items>deals': { plain: 20 },
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

function answerOf(answer: CallResult<unknown>): Answer {
  if (!answer.ok) return answer.failure.fault;
  const errors = (answer.value as { errors?: readonly { category: string; message: string }[] } | undefined)?.errors ?? [];
  const first = errors[0];
  return first === undefined ? 'ok' : { code: first.category, message: first.message, fields: [], existingId: null };
}

type Group = { readonly calls: Calls; readonly fromObject: string; readonly toObject: string };
type Send = (group: Group, writes: readonly AssociationWrite[]) => Promise<Answer>;

const plainly: Send = async ({ calls, fromObject, toObject }, writes) => {
  const inputs = writes.map(({ fromId, toId }) => ({ _from: { id: fromId }, to: { id: toId } }));
  return answerOf(await calls.write('associate', (client) => client.crm.associations.v4.batchApi.createDefault(fromObject, toObject, { inputs })));
};

/** Writing a pair's types replaces them all, so the ones it already has are read and sent again with the primary one. */
const asPrimary: Send = async (group, writes) => {
  const { calls, fromObject, toObject } = group;
  const known = typeIds[pairOf(fromObject, toObject)];
  const primary = known?.primary;
  if (known === undefined || primary === undefined) return plainly(group, writes);
  const read = await readTargets(
    calls,
    fromObject,
    writes.map(({ fromId }) => fromId),
    toObject,
  );
  if (!read.ok) return read.failure.fault;
  const inputs = writes.map(({ fromId, toId }) => {
    const held = (read.value.get(fromId) ?? []).find((target) => String(target.toObjectId) === toId)?.associationTypes ?? [];
    const kept = held.filter((type) => type.typeId !== primary && type.typeId !== known.plain);
    const all = [{ category: 'HUBSPOT_DEFINED', typeId: primary }, { category: 'HUBSPOT_DEFINED', typeId: known.plain }, ...kept];
    // The categories are the ones HubSpot just named; the client types them as an enum of its own.
    return {
      _from: { id: fromId },
      to: { id: toId },
      types: all.map((type) => ({ associationCategory: type.category, associationTypeId: type.typeId })) as never,
    };
  });
  return answerOf(await calls.write('associate', (client) => client.crm.associations.v4.batchApi.create(fromObject, toObject, { inputs })));
};

const apart: Send = async ({ calls, fromObject, toObject }, writes) => {
  const inputs = writes.map(({ fromId, toId }) => ({ _from: { id: fromId }, to: [{ id: toId }] }));
  return answerOf(await calls.write('disassociate', (client) => client.crm.associations.v4.batchApi.archive(fromObject, toObject, { inputs })));
};

/** A batch in one call; one that fails is sent again pair by pair, so that one bad pair stops no other. */
async function together(group: Group, writes: readonly AssociationWrite[], send: Send): Promise<readonly Answer[]> {
  const answer = await send(group, writes);
  if (answer === 'ok' || writes.length === 1) return writes.map(() => answer);
  return Promise.all(writes.map((write) => send(group, [write])));
}

/** Where two objects know no primary association, the one that is replaced would stay and be taken for the truth. */
function withReplaced(writes: readonly AssociationWrite[]): readonly AssociationWrite[] {
  return writes.flatMap(({ replaces, ...write }) => {
    if (replaces === undefined || typeIds[pairOf(write.fromObject, write.toObject)]?.primary !== undefined) return [];
    return [{ ...write, toId: replaces, remove: true }];
  });
}

/** Removals go first: a record has one primary company, and the old one must be gone before the new one comes. */
const order: readonly { readonly send: Send; readonly takes: (write: AssociationWrite) => boolean }[] = [
  { send: apart, takes: (write) => write.remove },
  { send: plainly, takes: (write) => !write.remove && !write.primary },
  { send: asPrimary, takes: (write) => !write.remove && write.primary },
];

/** Removes, sets and marks primary; one answer per write, in the order of the writes. */
export async function writeAssociations(calls: Calls, writes: readonly AssociationWrite[]): Promise<readonly Answer[]> {
  const answers = new Map<AssociationWrite, Answer>();
  for (const { send, takes } of order) {
    const groups = Map.groupBy([...withReplaced(writes), ...writes].filter(takes), (write) => pairOf(write.fromObject, write.toObject));
    for (const chunk of [...groups.values()].flatMap((group) => chunksOf(group, readMax))) {
      const { fromObject = '', toObject = '' } = chunk[0] ?? {};
      const chunkAnswers = await together({ calls, fromObject, toObject }, chunk, send);
      chunk.forEach((write, index) => answers.set(write, chunkAnswers[index] ?? 'ok'));
    }
  }
  return writes.map((write) => answers.get(write) ?? 'ok');
}
