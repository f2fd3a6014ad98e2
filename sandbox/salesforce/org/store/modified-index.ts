import type { FieldValue, Row } from '../../contract.ts';

type Entry = { readonly time: number; readonly id: string };

/**
 * Finds rows modified since a time without a scan: an append-only list of (SystemModstamp, id), rebuilt when the clock
 * went back or most entries are stale. It may name a row too often or too many rows; the query's own condition decides.
 */
export function createModifiedIndex(rows: () => Iterable<Row>): {
  note(id: string, time: FieldValue | undefined): void;
  since(time: number): readonly string[] | null;
} {
  let entries: Entry[] = [];
  let sorted = true;
  let stale = 0;
  const rebuild = (): void => {
    entries = [];
    for (const row of rows())
      if (typeof row['SystemModstamp'] === 'number' && typeof row['Id'] === 'string') entries.push({ time: row['SystemModstamp'], id: row['Id'] });
    entries.sort((a, b) => a.time - b.time);
    sorted = true;
    stale = 0;
  };
  return {
    note: (id, time) => {
      if (typeof time !== 'number') return;
      if (time < (entries.at(-1)?.time ?? 0)) sorted = false;
      entries.push({ time, id });
      stale += 1;
    },
    since: (time) => {
      if (!sorted || stale > 1000 + entries.length / 2) rebuild();
      let [low, high] = [0, entries.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((entries[middle]?.time ?? 0) < time) low = middle + 1;
        else high = middle;
      }
      return [...new Set(entries.slice(low).map((e) => e.id))];
    },
  };
}
