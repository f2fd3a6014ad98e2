/**
 * Everything else both systems share, as `npm start` sets it up, used as people use it. Ends with "N passed, N failed".
 *   node scripts/sharing.ts [--keep]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChecks } from './acceptance/checks.ts';
import { control } from './acceptance/sandbox.ts';
import { sharedIn, sharingChecks } from './acceptance/sharing.ts';
import { startStack } from './local/stack.ts';

const keep = process.argv.includes('--keep');
const dataDir = mkdtempSync(join(tmpdir(), 'fieldwise-sharing-'));
const checks = createChecks();
const stack = await startStack({
  dataDir,
  fresh: false,
  records: 40,
  caseSeed: 7,
  ports: { salesforce: 0, pubsub: 0, hubspot: 0, bridge: 0, pages: 0 },
  databaseUrl: null,
  sharing: true,
  onLoad: () => undefined,
  onSync: () => undefined,
  onStage: (what) => console.log(`… ${what}`),
  onBridgeLine: () => undefined,
  onBridgeLost: (why) => console.log(`The bridge ended: ${why}`),
});
try {
  await control(stack.run, 'hubspot', 'POST', 'limits/lift');
  await sharingChecks(stack.run, checks, sharedIn(dataDir));
} finally {
  await stack.stop();
  if (!keep) rmSync(dataDir, { recursive: true, force: true });
  else console.log(`Kept: ${dataDir}`);
}
process.exit(checks.finish() === 0 ? 0 : 1);
