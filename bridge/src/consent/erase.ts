/** Erasure: the lane forgets a person, and the log keeps its chain without them. */
import { normalAddress } from '../domain/index.ts';
import type { ConnectionId, Fingerprint, Instant, RecordRef } from '../domain/model.ts';
import type { ConsentStore } from '../engine/ports.ts';

export type EraseAddress = {
  readonly connection: ConnectionId;
  /** Every address the person had, as known. */
  readonly addresses: readonly string[];
  readonly refs: readonly RecordRef[];
  readonly print: (address: string) => Fingerprint;
  readonly now: Instant;
};

/**
 * Empties the personal part of every log row of these addresses and records and drops what is remembered of them; answers how many rows. A
 * withdrawal is forgotten with them: HubSpot keeps its own, and blocks an address it erased.
 */
export function eraseAddress(store: Pick<ConsentStore, 'consentErase'>, { connection, addresses, refs, print, now }: EraseAddress): Promise<number> {
  const prints = addresses.flatMap((address) => {
    const normal = normalAddress(address);
    return normal === null ? [] : [print(normal)];
  });
  return store.consentErase({ connection, addresses: [...new Set(prints)], refs, now });
}
