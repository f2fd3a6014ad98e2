/**
 * Going live as people do it, over the wire: a held connection, a dry run, the first few, then everybody, with a pause, a stop and a hard kill in
 * the middle. Ends with "N passed, N failed".
 *   node scripts/golive.ts [--records N] [--keep]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChecks } from './acceptance/checks.ts';
import { goliveChecks } from './acceptance/golive.ts';
import { startStack } from './local/stack.ts';

const recordsAt = process.argv.indexOf('--records');
const records = recordsAt > 0 ? Number(process.argv[recordsAt + 1]) : 450;
const keep = process.argv.includes('--keep');
const dataDir = mkdtempSync(join(tmpdir(), 'fieldwise-golive-'));
const checks = createChecks();

const stack = await startStack({
  dataDir,
  fresh: false,
  records,
  caseSeed: 7,
  ports: { salesforce: 0, pubsub: 0, hubspot: 0, bridge: 0, pages: 0 },
  databaseUrl: null,
  golive: 'by-job',
  onLoad: () => undefined,
  onSync: () => undefined,
  onStage: (what) => console.log(`… ${what}`),
  onBridgeLine: () => undefined,
  onBridgeLost: (why) => {
    if (!/^SIG(KILL|TERM)/.test(why)) console.log(`The bridge ended: ${why}`);
  },
});
try {
  await goliveChecks(stack.run, checks, { signal: (name) => void process.kill(stack.bridgePid(), name) });
} finally {
  await stack.stop();
  if (!keep) rmSync(dataDir, { recursive: true, force: true });
  else console.log(`Kept: ${dataDir}`);
}
process.exit(checks.finish() === 0 ? 0 : 1);
