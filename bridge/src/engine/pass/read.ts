/** Stage 2: both ends of every subject, read in bulk, one call per side and object. */
import { SIDES } from '../../domain/index.ts';
import type { RecordRef, Side } from '../../domain/model.ts';
import type { ReadOutcome } from '../ports.ts';
import type { PassContext, StageResult } from './context.ts';

/** What was found of each record, by `side:object:id`. */
export type Readings = ReadonlyMap<string, ReadOutcome>;

/** The key of `Readings`. */
export function refKey(ref: RecordRef): string {
  return `${ref.side}:${ref.object}:${ref.id}`;
}

/** Reads all records, both sides at the same time. Each id is asked for once. */
export async function readAll(context: PassContext, refs: readonly RecordRef[]): Promise<StageResult<Readings>> {
  const groups = new Map<string, { side: Side; object: string; ids: Set<string> }>();
  for (const ref of refs) {
    const key = `${ref.side}:${ref.object}`;
    const group = groups.get(key) ?? { side: ref.side, object: ref.object, ids: new Set() };
    group.ids.add(ref.id);
    groups.set(key, group);
  }
  const found = new Map<string, ReadOutcome>();
  // One object after the other on a side, so a batch never holds more than one call per platform.
  const sides = await Promise.all(
    SIDES.map((side) =>
      readSide(
        context,
        [...groups.values()].filter((group) => group.side === side),
        found,
      ),
    ),
  );
  return sides.find((result) => !result.ok) ?? { ok: true, value: found };
}

type Group = { readonly side: Side; readonly object: string; readonly ids: ReadonlySet<string> };

async function readSide(context: PassContext, groups: readonly Group[], found: Map<string, ReadOutcome>): Promise<StageResult<Readings>> {
  for (const { side, object, ids } of groups) {
    const wanted = [...ids];
    const result = await context.gateways[side].read(object, wanted, context.rulebook.fieldsOf(side, object));
    if (!result.ok) return result;
    for (const [index, one] of result.value.entries()) found.set(refKey({ side, object, id: wanted[index] ?? '' }), one);
  }
  return { ok: true, value: found };
}
