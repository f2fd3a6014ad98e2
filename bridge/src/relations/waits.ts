/** Which records sets wait for. Kept as documents, and in memory, so that a new link costs one look-up here and no call. */
import type { RecordRef } from '../domain/model.ts';
import type { DocumentWrite } from '../engine/ports.ts';
import { refText } from './look.ts';
import type { RelationPorts } from './ports.ts';
import { WAIT } from './units.ts';

export type Waits = {
  /** What is to be stored and dropped so that the unit waits for exactly these. */
  readonly change: (
    unit: { readonly key: string; readonly rule: string },
    refs: readonly RecordRef[],
  ) => { readonly writes: readonly DocumentWrite[]; readonly drops: readonly string[] };
  /** Called once the change is stored. */
  readonly stored: (unit: string, refs: readonly RecordRef[]) => void;
  /** Units that wait for any of the records. */
  readonly unitsFor: (refs: readonly RecordRef[]) => readonly string[];
  /** Reads a page of the stored ones, the whole round after round; answers units whose records are linked by now. */
  readonly look: () => Promise<readonly string[]>;
  /** Reads all of them. */
  readonly load: () => Promise<void>;
};

const pageMax = 500;

export function createWaits({ store, connection, clock }: Pick<RelationPorts, 'store' | 'connection' | 'clock'>): Waits {
  const unitsByRef = new Map<string, Set<string>>();
  const refsByUnit = new Map<string, Set<string>>();
  let after: string | undefined;
  const keyOf = (ref: string, unit: string): string => `${ref}|${unit}`;

  function learn(unit: string, ref: string): void {
    unitsByRef.set(ref, (unitsByRef.get(ref) ?? new Set()).add(unit));
    refsByUnit.set(unit, (refsByUnit.get(unit) ?? new Set()).add(ref));
  }
  function forget(unit: string, ref: string): void {
    const units = unitsByRef.get(ref);
    units?.delete(unit);
    if (units?.size === 0) unitsByRef.delete(ref);
    refsByUnit.get(unit)?.delete(ref);
  }
  async function page(from: string | undefined) {
    const { items, next } = await store.listDocuments(connection, WAIT, { limit: pageMax, ...(from === undefined ? {} : { after: from }) });
    const rows = items.map(({ key, body }) => {
      const ref = JSON.parse(body) as RecordRef;
      return { ref, unit: key.slice(refText(ref).length + 1) };
    });
    for (const { ref, unit } of rows) learn(unit, refText(ref));
    return { rows, next };
  }

  return {
    change({ key, rule }, refs) {
      const wanted = new Map(refs.map((ref) => [refText(ref), ref]));
      const known = refsByUnit.get(key) ?? new Set<string>();
      const writes = [...wanted].flatMap(([text, ref]) =>
        known.has(text) ? [] : [{ kind: WAIT, key: keyOf(text, key), group: rule, rank: clock.now(), body: JSON.stringify(ref) }],
      );
      return { writes, drops: [...known].filter((text) => !wanted.has(text)).map((text) => keyOf(text, key)) };
    },
    stored(unit, refs) {
      const wanted = new Set(refs.map(refText));
      for (const text of [...(refsByUnit.get(unit) ?? [])]) if (!wanted.has(text)) forget(unit, text);
      for (const text of wanted) learn(unit, text);
    },
    unitsFor: (refs) => [...new Set(refs.flatMap((ref) => [...(unitsByRef.get(refText(ref)) ?? [])]))],
    async look() {
      const { rows, next } = await page(after);
      after = next ?? undefined;
      if (rows.length === 0) return [];
      const links = await store.linksOf(
        connection,
        rows.map(({ ref }) => ref),
      );
      return rows.flatMap(({ unit }, at) => {
        const link = links[at] ?? null;
        return link !== null && link.salesforce !== null && link.hubspot !== null && link.salesforce.object !== 'Lead' ? [unit] : [];
      });
    },
    async load() {
      for (let from: string | undefined; ;) {
        const { next } = await page(from);
        if (next === null) return;
        from = next;
      }
    },
  };
}
