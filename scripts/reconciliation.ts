/**
 * Reconciliation as people use it, over the wire: counts, drift, repair, ledger. Ends with "N passed, N failed".
 *   node scripts/reconciliation.ts [--records N] [--keep]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChecks } from './acceptance/checks.ts';
import { reconciliationChecks } from './acceptance/reconciliation.ts';
import { startStack } from './local/stack.ts';

const recordsAt = process.argv.indexOf('--records');
const records = recordsAt > 0 ? Number(process.argv[recordsAt + 1]) : 300;
const keep = process.argv.includes('--keep');
const dataDir = mkdtempSync(join(tmpdir(), 'fieldwise-reconciliation-'));
const checks = createChecks();

const stack = await startStack({
  ...{ dataDir, fresh: false, records, caseSeed: 7, databaseUrl: null },
  ports: { salesforce: 0, pubsub: 0, hubspot: 0, bridge: 0, pages: 0 },
  onLoad: () => undefined,
  onSync: () => undefined,
  onStage: (what) => console.log(`… ${what}`),
  onBridgeLine: () => undefined,
  onBridgeLost: (why) => console.log(`The bridge ended: ${why}`),
});
try {
  await reconciliationChecks(stack.run, checks);
} finally {
  await stack.stop();
  if (!keep) rmSync(dataDir, { recursive: true, force: true });
  else console.log(`Kept: ${dataDir}`);
}
process.exit(checks.finish() === 0 ? 0 : 1);
