/**
 * Schema drift and storms as admins and importers make them, over the wire, with breakers that trip early. Ends with "N passed, N failed".
 *   node scripts/drift.ts [--keep]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChecks, must } from './acceptance/checks.ts';
import { driftChecks } from './acceptance/drift.ts';
import { makePairs } from './acceptance/pairs.ts';
import { control } from './acceptance/sandbox.ts';
import { stormChecks } from './acceptance/storms.ts';
import { call } from './local/crm.ts';
import { startStack } from './local/stack.ts';

const keep = process.argv.includes('--keep');
const dataDir = mkdtempSync(join(tmpdir(), 'fieldwise-drift-'));
const checks = createChecks();

const stack = await startStack({
  ...{ dataDir, fresh: false, records: 150, caseSeed: 7, databaseUrl: null },
  ports: { salesforce: 0, pubsub: 0, hubspot: 0, bridge: 0, pages: 0 },
  storms: { updates: 200, creates: 400, personMax: 10 },
  onLoad: () => undefined,
  onSync: () => undefined,
  onStage: (what) => console.log(`… ${what}`),
  onBridgeLine: () => undefined,
  onBridgeLost: (why) => {
    if (!why.startsWith('SIGKILL')) console.log(`The bridge ended: ${why}`);
  },
});
try {
  const { run } = stack;
  await control(run, 'hubspot', 'POST', 'limits/lift');
  await checks.run('the first load trips no breaker', async () => {
    const { body } = await call(`${run.bridge.url}/api/v1/breakers`, { token: run.bridge.apiToken });
    must(!JSON.stringify(body).includes('"paused"'), JSON.stringify(body));
    return '';
  });
  await driftChecks(run, checks, await makePairs(run, 5, 'admins'));
  const kill = (): number => {
    const pid = stack.bridgePid();
    process.kill(pid, 'SIGKILL');
    return pid;
  };
  await stormChecks(run, checks, await makePairs(run, 320, 'storm'), kill);
} finally {
  await stack.stop();
  if (!keep) rmSync(dataDir, { recursive: true, force: true });
  else console.log(`Kept: ${dataDir}`);
}
process.exit(checks.finish() === 0 ? 0 : 1);
