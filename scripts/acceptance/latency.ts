/** An edit in either system shows in the other within a second; after the last edit, nothing more is written. */
import { hubspotAs, pause, salesforceAs, until } from '../local/crm.ts';
import type { RunFile } from '../local/crm.ts';
import { bridgeApi, isIdle } from '../local/bridge-api.ts';
import type { Checks } from './checks.ts';
import { must, quantile } from './checks.ts';
import type { Pair } from './pairs.ts';
import { writes } from './sandbox.ts';

const edits = 100;
const goalMs = 1_000;
const pollMs = 8;
const quietMs = 3_000;

function describe(times: readonly number[]): string {
  return `${times.length} edits, median ${quantile(times, 0.5).toFixed(0)} ms, p95 ${quantile(times, 0.95).toFixed(0)} ms, slowest ${Math.max(...times).toFixed(0)} ms`;
}

export async function latencyChecks(run: RunFile, checks: Checks, pair: Pair): Promise<void> {
  const rep = salesforceAs(run, 'rep1');
  const admin = salesforceAs(run, 'admin');
  const marketer = hubspotAs(run, 'marketer');

  await checks.run(`${edits} edits by a rep in Salesforce are in HubSpot within ${goalMs} ms each`, async () => {
    const times: number[] = [];
    for (let index = 0; index < edits; index += 1) {
      const phone = `+1 300 555 ${String(index).padStart(4, '0')}`;
      const startedAt = performance.now();
      await rep.update('Lead', pair.leadId, { Phone: phone });
      await until(
        `phone ${index} in HubSpot`,
        10_000,
        pollMs,
        async () => (await marketer.get('contacts', pair.contactId, ['phone'])).properties['phone'] === phone,
      );
      times.push(performance.now() - startedAt);
    }
    must(Math.max(...times) < goalMs, `slowest took ${Math.max(...times).toFixed(0)} ms; ${describe(times)}`);
    return describe(times);
  });

  await checks.run(`${edits} edits by a marketer in HubSpot are in Salesforce within ${goalMs} ms each`, async () => {
    const times: number[] = [];
    for (let index = 0; index < edits; index += 1) {
      const title = `Director ${index}`;
      const startedAt = performance.now();
      await marketer.update('contacts', pair.contactId, { jobtitle: title });
      await until(`title ${index} in Salesforce`, 10_000, pollMs, async () => (await admin.get('Lead', pair.leadId, ['Title']))['Title'] === title);
      times.push(performance.now() - startedAt);
    }
    must(Math.max(...times) < goalMs, `slowest took ${Math.max(...times).toFixed(0)} ms; ${describe(times)}`);
    return describe(times);
  });

  await checks.run('nothing is written after the last edit', async () => {
    await settled(run);
    const before = await writes(run);
    await pause(quietMs);
    const after = await writes(run);
    must(
      before.salesforce === after.salesforce && before.hubspot === after.hubspot,
      `rows written while quiet: ${JSON.stringify(before)} then ${JSON.stringify(after)}`,
    );
    return `rows written on both sides stand still at ${after.salesforce} and ${after.hubspot} for ${quietMs / 1000} s`;
  });
}

/** Waits until the bridge has nothing due, twice in a row. */
export async function settled(run: RunFile, withinMs = 120_000): Promise<void> {
  const api = bridgeApi(run);
  let calm = 0;
  await until('the bridge has nothing due', withinMs, 150, async () => {
    let isCalm = false;
    try {
      isCalm = isIdle(await api.status());
    } catch {
      // Between a kill and the restart nobody answers.
    }
    calm = isCalm ? calm + 1 : 0;
    return calm >= 3;
  });
}
