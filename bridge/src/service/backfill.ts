/** Backfills of one connection, wired: what is let through before anything was let in, and the worker once both platforms are reached. */
import { randomUUID } from 'node:crypto';
import { createBackfill } from '../backfill/index.ts';
import type { Backfill, BackfillOptions, BackfillPlace, BackfillWork } from '../backfill/index.ts';
import type { Change } from '../domain/model.ts';

export type BackfillPart = {
  readonly backfill: Backfill;
  readonly place: BackfillPlace;
  /**
   * Notices that may be stored. Before a job let everything in, only those of records that crossed already (the first few): the job looks at
   * every record once it runs, so nothing is lost with the others, and nothing piles up while people make up their minds.
   */
  readonly admit: (changes: readonly Change[]) => Promise<readonly Change[]>;
  readonly run: (work: BackfillWork, signal: AbortSignal) => Promise<void>;
};

type Options = Omit<BackfillOptions, 'newId'> & Pick<BackfillPlace, 'gateways'>;

export function createBackfillPart({ gateways, ...options }: Options): BackfillPart {
  const { connection, store, rulebook } = options;
  const backfill = createBackfill({ ...options, newId: randomUUID });
  return {
    backfill,
    place: { id: connection, store, backfill, rulebook, gateways },
    async admit(changes) {
      if (changes.length === 0 || !(await backfill.isHeld())) return changes;
      const links = await store.linksOf(
        connection,
        changes.map(({ ref }) => ref),
      );
      return changes.filter(({ kind }, index) => kind === 'erase' || (links[index] ?? null) !== null);
    },
    run: (work, signal) => backfill.run(work, signal),
  };
}
