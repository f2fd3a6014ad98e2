/**
 * The acceptance run: `npm start`'s stack in a folder of its own, used as people use it, over the wire. Ends with "N passed, N failed".
 *   node scripts/acceptance.ts [--records N] [--keep]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChecks, must } from './acceptance/checks.ts';
import { conflictChecks } from './acceptance/conflicts.ts';
import { crashChecks } from './acceptance/crash.ts';
import { departureChecks } from './acceptance/departures.ts';
import { forgetChecks } from './acceptance/forgets.ts';
import { latencyChecks, settled } from './acceptance/latency.ts';
import { leadChecks } from './acceptance/leads.ts';
import { makePairs } from './acceptance/pairs.ts';
import { control, writes } from './acceptance/sandbox.ts';
import { scopeChecks } from './acceptance/scope.ts';
import { bridgeApi } from './local/bridge-api.ts';
import { startStack } from './local/stack.ts';
import type { Stack, StackOptions } from './local/stack.ts';
import { summarise } from './local/summary.ts';

const recordsAt = process.argv.indexOf('--records');
const records = recordsAt > 0 ? Number(process.argv[recordsAt + 1]) : 450;
const keep = process.argv.includes('--keep');
const dataDir = mkdtempSync(join(tmpdir(), 'fieldwise-acceptance-'));
const checks = createChecks();

const options: StackOptions = {
  dataDir,
  fresh: false,
  records,
  caseSeed: 7,
  ports: { salesforce: 0, pubsub: 0, hubspot: 0, bridge: 0, pages: 0 },
  databaseUrl: null,
  onLoad: () => undefined,
  onSync: () => undefined,
  onStage: (what) => console.log(`… ${what}`),
  onBridgeLine: () => undefined,
  onBridgeLost: (why) => {
    if (!why.startsWith('SIGKILL')) console.log(`The bridge ended: ${why}`);
  },
};

/** The checks poll far faster than a person could; the bridge keeps to its own budget all the same. */
async function liftLimits(stack: Stack): Promise<void> {
  await control(stack.run, 'hubspot', 'POST', 'limits/lift');
}

let stack: Stack | null = null;
try {
  await checks.run('both systems come up with the case and agree', async () => {
    stack = await startStack(options);
    const { text, unexplained } = await summarise(stack.run, stack.truth);
    console.log(text);
    must(unexplained === 0, `${unexplained} records are not accounted for`);
    return '';
  });
  const running = stack as Stack | null; // assigned in the check above, which the compiler cannot see
  if (running !== null) {
    const { run } = running;
    await liftLimits(running);
    const pairs = await makePairs(run, 116, 'people');
    const [first] = pairs;
    if (first === undefined) throw new Error('no pairs');
    await latencyChecks(run, checks, first);
    const signal = (name: NodeJS.Signals) => () => void process.kill(running.bridgePid(), name);
    await conflictChecks(run, checks, pairs.slice(1, 10), { freeze: signal('SIGSTOP'), thaw: signal('SIGCONT') });
    await leadChecks(run, checks, pairs.slice(10, 14));
    await departureChecks(run, checks, await makePairs(run, 6, 'departures'));
    await forgetChecks(run, checks, await makePairs(run, 2, 'forgets'));
    await crashChecks(run, checks, pairs.slice(16), {
      kill: () => {
        const pid = running.bridgePid();
        process.kill(pid, 'SIGKILL');
        return pid;
      },
    });
    // Last, because it lets only a segment cross from HubSpot.
    await scopeChecks(run, checks, pairs.slice(14, 16));
    await checks.run('a second start on the same data resumes and changes nothing', async () => {
      await settled(run);
      const before = (await bridgeApi(run).status()).counts;
      await running.stop();
      const again = await startStack(options);
      stack = again;
      await settled(again.run);
      const rows = await writes(again.run);
      const after = (await bridgeApi(again.run).status()).counts;
      must(rows.salesforce === 0 && rows.hubspot === 0, `rows were written after the restart: ${JSON.stringify(rows)}`);
      must(
        after.links === before.links && after.decisions === before.decisions && after.openIssues === before.openIssues,
        `counts moved: ${JSON.stringify([before, after])}`,
      );
      return `${after.links} links, ${after.decisions} decisions, ${after.openIssues} issues, as before`;
    });
  }
} finally {
  await (stack as Stack | null)?.stop();
  if (!keep) rmSync(dataDir, { recursive: true, force: true });
  else console.log(`Kept: ${dataDir}`);
}
process.exit(checks.finish() === 0 ? 0 : 1);
