/** Why a link rests, for whoever shows it. */
import { SIDES } from '../domain/index.ts';
import type { ConnectionId, Link, UnlinkedReason } from '../domain/model.ts';
import type { Store } from './ports.ts';

/** What the last look stored about a link out of scope (under the record it began with); null for any other, or before the first look. */
export async function restingReason(store: Pick<Store, 'unlinkedOf'>, connection: ConnectionId, link: Link): Promise<UnlinkedReason | null> {
  if (link.state !== 'out-of-scope') return null;
  for (const side of SIDES) {
    const end = link[side];
    const why = end === null ? null : await store.unlinkedOf(connection, { side, object: end.object, id: end.id });
    if (why !== null) return why;
  }
  return null;
}
