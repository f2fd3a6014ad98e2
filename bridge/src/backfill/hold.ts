/** One bridge at a time works on what several share; another's hold ends by itself. */
import { z } from 'zod';
import type { ConnectionId } from '../domain/index.ts';
import type { Clock, Store } from '../engine/index.ts';

export type Hold = {
  /** Takes or keeps the hold; false while another bridge has it. */
  take(): Promise<boolean>;
  /** The next bridge need not wait for the hold's end. */
  giveUp(): Promise<void>;
};
type HoldPorts = { readonly connection: ConnectionId; readonly store: Store; readonly worker: string; readonly clock: Clock };

const onlyKey = 'one';
const holderSchema = z.object({ worker: z.string(), until: z.number() });
/** Moved on at each page; a bridge that died is followed after this. */
const holdMs = 60_000;

/** The hold kept as the one document of a kind, for example `backfill.holder`. */
export function createHold({ connection, store, worker, clock }: HoldPorts, kind: string): Hold {
  return {
    async take() {
      const [found] = await store.documents(connection, kind, [onlyKey]);
      const held = found === undefined ? null : holderSchema.parse(JSON.parse(found.body));
      const now = clock.now();
      if (held !== null && held.worker !== worker && held.until > now) return false;
      if (held?.worker === worker && held.until - now > holdMs / 2) return true;
      const body = JSON.stringify({ worker, until: now + holdMs });
      return store.saveDocuments(connection, [{ kind, key: onlyKey, group: '', rank: 0, body, ifVersion: found?.version ?? 0 }]);
    },
    async giveUp() {
      const [found] = await store.documents(connection, kind, [onlyKey]);
      if (found !== undefined && holderSchema.parse(JSON.parse(found.body)).worker === worker) await store.dropDocuments(connection, kind, [onlyKey]);
    },
  };
}
