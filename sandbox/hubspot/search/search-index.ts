import type { SandboxRandom } from '../../control/index.ts';
import type { Op, Ref, StoredRecord, Values } from '../model.ts';
import type { PortalState } from '../state.ts';

/** One record as search sees it: the past, by up to the index lag. */
export interface IndexedRecord {
  readonly id: string;
  readonly values: Values;
  readonly version: number;
}

/** Waiting snapshots are kept in slices of time, so that looking for due ones never walks over the others. */
const SLICE_MS = 20;

interface Snapshot extends IndexedRecord {
  readonly object: string;
}

/** Search answers from here. A change shows only after a random lag; waiting is real time, not the sandbox clock. */
export class SearchIndex {
  readonly #state: PortalState;
  readonly #random: SandboxRandom;
  readonly #realNow: () => number;
  readonly #visible = new Map<string, Map<string, IndexedRecord>>();
  /** Slice number → what becomes visible in it. */
  readonly #waiting = new Map<number, Snapshot[]>();

  constructor(state: PortalState, random: SandboxRandom, realNow: () => number = () => performance.now()) {
    this.#state = state;
    this.#random = random;
    this.#realNow = realNow;
  }

  /** Everything visible at once, as after a long rest. */
  rebuild(): void {
    this.#visible.clear();
    this.#waiting.clear();
    for (const byId of this.#state.records.values()) for (const record of byId.values()) this.#show(this.#snapshot(record));
  }

  changed(op: Op): void {
    const ref = refOf(op);
    const record = ref === null ? undefined : this.#state.records.get(ref.object)?.get(ref.id);
    if (record === undefined) return;
    const { searchLagMinMs, searchLagMaxMs } = this.#state.settings;
    const snapshot = this.#snapshot(record);
    if (searchLagMaxMs === 0) {
      this.#show(snapshot);
      return;
    }
    const lag = searchLagMinMs + this.#random.integer(Math.max(1, searchLagMaxMs - searchLagMinMs + 1));
    const slice = Math.ceil((this.#realNow() + lag) / SLICE_MS);
    const waiting = this.#waiting.get(slice);
    if (waiting === undefined) {
      this.#drain(); // also when nobody searches for hours
      this.#waiting.set(slice, [snapshot]);
    } else waiting.push(snapshot);
  }

  /** Live records as indexed now. Archived, purged and merged-away ones never appear. */
  *all(object: string): Iterable<IndexedRecord> {
    this.#drain();
    const live = this.#state.records.get(object);
    for (const item of this.#visible.get(object)?.values() ?? []) {
      const record = live?.get(item.id);
      if (record !== undefined && record.archivedAt === null) yield item;
    }
  }

  /** Snapshots not visible yet. */
  waiting(): number {
    this.#drain();
    return [...this.#waiting.values()].reduce((sum, slice) => sum + slice.length, 0);
  }

  #snapshot(record: StoredRecord): Snapshot {
    const kind = this.#state.kind(record.object);
    const values: Values = {
      ...record.values,
      hs_object_id: record.id,
      [kind?.createdProperty ?? 'createdate']: new Date(record.createdAt).toISOString(),
      [kind?.modifiedProperty ?? 'hs_lastmodifieddate']: new Date(record.updatedAt).toISOString(),
    };
    return { object: record.object, id: record.id, values, version: record.version };
  }

  #show({ object, id, values, version }: Snapshot): void {
    const byId = this.#visible.get(object) ?? new Map<string, IndexedRecord>();
    this.#visible.set(object, byId);
    if ((byId.get(id)?.version ?? 0) <= version) byId.set(id, { id, values, version });
  }

  #drain(): void {
    const current = this.#realNow() / SLICE_MS;
    for (const [slice, snapshots] of this.#waiting) {
      if (slice > current) continue;
      this.#waiting.delete(slice);
      for (const snapshot of snapshots) this.#show(snapshot);
    }
  }
}

function refOf(op: Op): Ref | null {
  if (op.op === 'create' || op.op === 'update' || op.op === 'restore') return op;
  return op.op === 'merge' ? { object: op.object, id: op.into } : null;
}
