/** Reconciliation of one connection, wired: it works once both platforms are reached and rules are loaded. */
import { randomUUID } from 'node:crypto';
import { createReconciliation } from '../reconciliation/index.ts';
import type { ReconciliationOptions, ReconciliationPlace, ReconciliationWork } from '../reconciliation/index.ts';
import type { ConnectionConfig } from '../config.ts';

export type ReconciliationPart = {
  readonly place: ReconciliationPlace;
  readonly run: (work: ReconciliationWork, signal: AbortSignal) => Promise<void>;
};

type Options = Omit<ReconciliationOptions, 'newId' | 'everyMs' | 'share'> &
  Pick<ReconciliationPlace, 'gateways'> & { readonly config: ConnectionConfig['reconciliation'] };
const hourMs = 3_600_000;

export function createReconciliationPart({ gateways, config, ...options }: Options): ReconciliationPart {
  const everyMs = config.everyHours === 0 ? null : config.everyHours * hourMs;
  const reconciliation = createReconciliation({ ...options, everyMs, share: config.share, newId: randomUUID });
  const { connection, store, rulebook } = options;
  return {
    place: { id: connection, store, reconciliation, rulebook, gateways },
    run: (work, signal) => reconciliation.run(work, signal),
  };
}
