/**
 * What an import costs those who work meanwhile: everybody's record is changed by one person, and while that is carried a rep edits one record
 * at a time and somebody withdraws consent. Over the wire, HubSpot's call limit as it is.
 *   node scripts/bench/storm.ts [--records 50000] [--ask]
 * `--ask`: with the usual breakers, so that it pauses and is told to proceed; without, they are out of the way.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quantile } from '../acceptance/checks.ts';
import { makePairs, personNamed } from '../acceptance/pairs.ts';
import { control, counters } from '../acceptance/sandbox.ts';
import { bridgeApi, isIdle } from '../local/bridge-api.ts';
import { call, hubspotAs, pause, salesforceAs, until } from '../local/crm.ts';
import type { RunFile } from '../local/crm.ts';
import { startStack } from '../local/stack.ts';

const at = process.argv.indexOf('--records');
const records = at < 0 ? 50_000 : Number(process.argv[at + 1]);
const isAsking = process.argv.includes('--ask');
const batch = 200;
const hourMs = 3_600_000;
const people = 40;
const row = (name: string, value: string): void => console.log(`  ${name.padEnd(44)} ${value}`);
const told = (lags: readonly number[]): string =>
  lags.length === 0
    ? 'none'
    : `p50 ${quantile(lags, 0.5).toFixed(0)} ms, p95 ${quantile(lags, 0.95).toFixed(0)} ms, max ${Math.max(...lags).toFixed(0)} ms (${String(lags.length)})`;

/** Leads by the composite resource, as an import makes them. */
async function makeLeads(run: RunFile): Promise<readonly string[]> {
  const ids: string[] = [];
  const url = `${run.salesforce.instanceUrl}/services/data/v${run.salesforce.apiVersion}/composite/sobjects`;
  for (let from = 0; from < records; from += batch) {
    const rows = Array.from({ length: Math.min(batch, records - from) }, (_, index) => {
      const number = from + index;
      return {
        attributes: { type: 'Lead' },
        ...personNamed('storm', number),
        Company: `Firm ${String(number)}`,
        Email: `p${String(number)}@firm-${String(number)}.example`,
      };
    });
    const { body } = await call(url, { method: 'POST', token: run.salesforce.personas.admin.accessToken, body: { records: rows } });
    ids.push(...(body as readonly { readonly id: string }[]).map(({ id }) => id));
  }
  return ids;
}

const folder = mkdtempSync(join(tmpdir(), 'fieldwise-storm-'));
const usual = { creates: 10_000_000, updates: 10_000_000 };
const stack = await startStack({
  ...{ dataDir: folder, fresh: true, records: null, caseSeed: 7, databaseUrl: null, storms: isAsking ? { creates: 10_000_000, updates: 20_000 } : usual },
  ports: { salesforce: 0, pubsub: 0, hubspot: 0, bridge: 0, pages: 0 },
  onLoad: () => undefined,
  onSync: () => undefined,
  onStage: () => undefined,
  onBridgeLine: () => undefined,
  onBridgeLost: (why) => console.log(`The bridge ended: ${why}`),
});
try {
  const { run } = stack;
  const api = bridgeApi(run);
  const [rep, admin, marketer] = [salesforceAs(run, 'rep1'), salesforceAs(run, 'admin'), hubspotAs(run, 'marketer')];
  const settle = (): Promise<number> => until('everything is carried', hourMs, 200, () => api.status().then(isIdle, () => false));
  await control(run, 'hubspot', 'POST', 'limits/lift');
  const pairs = await makePairs(run, people, 'workers');
  const leads = await makeLeads(run);
  await settle();
  await control(run, 'hubspot', 'POST', 'limits/restore');
  const calls = async (): Promise<number> => Object.values((await counters(run, 'hubspot')).routes).reduce((sum, count) => sum + count, 0);
  const callsBefore = await calls();
  console.log(`\nAn import that changes ${String(leads.length)} leads, while a rep edits and people withdraw${isAsking ? ', with the usual breakers' : ''}`);

  let isOver = false;
  const startedAt = performance.now();
  const storm = (async () => {
    for (let from = 0; from < leads.length; from += batch)
      await admin.updateMany(
        'Lead',
        leads.slice(from, from + batch).map((id) => ({ id, Title: 'Imported' })),
      );
    row('the import itself', `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
    if (isAsking) {
      const token = run.bridge.apiToken;
      await until('the pause', hourMs, 500, async () => JSON.stringify((await call(`${run.bridge.url}/api/v1/breakers`, { token })).body).includes('"paused"'));
      row('paused after', `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
      await call(`${run.bridge.url}/api/v1/breakers/hubspot/update/answer`, { method: 'POST', token, body: { answer: 'proceed' } });
    }
    await settle();
    isOver = true;
  })();
  const edits: number[] = [];
  const withdrawals: number[] = [];
  const took = async (work: () => Promise<void>, isThere: () => Promise<boolean>): Promise<number> => {
    await work();
    const from = performance.now();
    // A connection the busy machine closes is asked again.
    await until('it is on the other side', hourMs, 20, () => isThere().catch(() => false));
    return performance.now() - from;
  };
  for (let round = 0; !isOver; round += 1) {
    const one = pairs[round % people];
    if (one === undefined) break;
    const title = `Round ${String(round)}`;
    edits.push(
      await took(
        () => rep.update('Lead', one.leadId, { Title: title }),
        async () => (await marketer.get('contacts', one.contactId, ['jobtitle'])).properties['jobtitle'] === title,
      ),
    );
    if (round < people)
      withdrawals.push(
        await took(
          () => rep.update('Lead', one.leadId, { HasOptedOutOfEmail: true }),
          async () => (await marketer.get('contacts', one.contactId, ['hs_email_optout'])).properties['hs_email_optout'] === 'true',
        ),
      );
    await pause(250);
  }
  await storm;
  const seconds = (performance.now() - startedAt) / 1_000;
  row('carried', `${String(leads.length)} in ${seconds.toFixed(1)} s, ${(leads.length / seconds).toFixed(0)} a second`);
  row('HubSpot calls per changed record', `${(((await calls()) - callsBefore) / leads.length).toFixed(3)}, the questions of this bench among them`);
  row("a rep's edit, meanwhile", told(edits));
  row('a withdrawal of consent, meanwhile', told(withdrawals));
} finally {
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
