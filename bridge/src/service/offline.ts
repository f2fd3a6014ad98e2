/** Questions answered from the store alone, while no bridge runs on it. */
import type { Config } from '../config.ts';
import { fingerprinter } from '../domain/index.ts';
import type { ConnectionId } from '../domain/model.ts';
import { createOperations, wallClock } from '../operations/index.ts';
import type { ConnectionView, Operations } from '../operations/index.ts';
import { openStore } from '../store/index.ts';
import { loadKeys } from './keys.ts';
import { storePlace } from './place.ts';

export type OfflineBridge = { readonly operations: Operations; close(): Promise<void> };

const stopped = {
  initialSync: { done: false },
  stream: { isConnected: false, lastHeardAt: null, trouble: 'the bridge is not running' },
  trouble: 'the bridge is not running',
};

/** Opens the store of a stopped bridge. Throws when it cannot be opened. */
export async function openOffline(config: Config): Promise<OfflineBridge> {
  const keys = loadKeys(config);
  const store = await openStore({ ...storePlace(config), decisionKeys: [keys.decisions] });
  const views = config.connections.map(({ id }): ConnectionView => ({
    // The configuration checked the shape of the id.
    id: id as ConnectionId,
    store,
    clock: wallClock,
    fingerprint: fingerprinter(keys.fingerprint(id)),
    gateways: () => null,
    rulebook: () => null,
    progress: () => stopped,
    sweep: () => false,
  }));
  return { operations: createOperations(views), close: () => store.close() };
}
