/**
 * `npm run bench -- --run consent`: how long a withdrawal takes while a backfill has everything else. Thousands of records wait on both
 * sides, every call the platforms allow is taken, and people withdraw in Salesforce and in HubSpot. The lag is the bridge's own: from the
 * moment the platform names for the change to the write that carried it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { quantile } from '../acceptance/checks.ts';
import { bridgeApi } from '../local/bridge-api.ts';
import { call, pause, salesforceAs, until } from '../local/crm.ts';
import type { RunFile } from '../local/crm.ts';
import { startStack } from '../local/stack.ts';
import type { Stack } from '../local/stack.ts';
import { loopLagOf, quantileBetween, readFigures } from './metrics.ts';
import type { Figures } from './metrics.ts';

/** Persons who withdraw, each once: half on each side, half of them without a counterpart. */
const people = 320;
/** So many a second, both ways together. */
const withdrawalsPerSecond = 8;
/** The backfill is under way once this much waits. */
const backlogMin = 5_000;
/** While people withdraw, the backlog is kept above this by small additions. */
const backlogKept = 1_500;
const salesforceBatch = 200;
const hubspotBatch = 100;
const stage = 'marketingqualifiedlead';

type Person = { readonly email: string; readonly leadId: string | null; readonly from: 'salesforce' | 'hubspot' };
/** Where a withdrawal's time goes in the bridge, as it logs it. */
const steps = [
  { name: 'heardMs', what: 'until the bridge heard of it' },
  { name: 'waitedMs', what: 'until the lane took it up' },
  { name: 'readMs', what: 'both sides read' },
  { name: 'storedMs', what: 'decided, stored' },
  { name: 'writtenMs', what: 'the other side told' },
] as const;
/** Where it goes before: of each of HubSpot's deliveries, and of what the lane's queue takes in. */
const arrivals = [
  { name: 'webhook_queued', what: 'a delivery waits in HubSpot' },
  { name: 'webhook_heard', what: 'a delivery, from sent to heard' },
  { name: 'webhook_stored', what: 'a delivery, from heard to acknowledged' },
  { name: 'consent_stored', what: "a notice, until it is in the lane's queue" },
] as const;
type Carried = { readonly from: string; readonly id: string; readonly to: string; readonly origin: string; readonly lagMs: number } & Readonly<
  Record<(typeof steps)[number]['name'], number | null>
>;

function carriedIn(line: string): Carried | null {
  if (!line.includes('"consent.carried"')) return null;
  // The bridge's own log line.
  return JSON.parse(line) as Carried;
}

/** Who will withdraw: leads and contacts, one in two known on one side alone. */
async function makePeople(run: RunFile): Promise<readonly Person[]> {
  const all = Array.from({ length: people }, (_, index) => ({
    index,
    email: `withdraws${index}@people${index}.example`,
    from: index % 2 === 0 ? ('salesforce' as const) : ('hubspot' as const),
    isBoth: index % 4 < 2,
  }));
  for (let at = 0; at < all.length; at += salesforceBatch) {
    const records = all.slice(at, at + salesforceBatch).map(({ index, email }) => ({
      attributes: { type: 'Lead' },
      LastName: `Withdraws${index}`,
      Company: `People ${index}`,
      Email: email,
    }));
    await createLeads(run, records);
  }
  const contacts = all.filter(({ from, isBoth }) => from === 'hubspot' || isBoth);
  for (let at = 0; at < contacts.length; at += hubspotBatch)
    await createContacts(
      run,
      contacts
        .slice(at, at + hubspotBatch)
        .map(({ index, email, isBoth }) => ({ email, lastname: `Withdraws${index}`, lifecyclestage: isBoth ? stage : 'subscriber' })),
    );
  const leads = await salesforceAs(run, 'admin').query("SELECT Id, Email FROM Lead WHERE Email LIKE 'withdraws%'");
  const idOf = new Map(leads.map((lead) => [String(lead['Email']), String(lead['Id'])]));
  return all.map(({ email, from }) => ({ email, from, leadId: idOf.get(email) ?? null }));
}

async function createLeads(run: RunFile, records: readonly object[]): Promise<void> {
  const token = run.salesforce.personas.admin.accessToken;
  const headers = { 'Sforce-Auto-Assign': 'FALSE' };
  const url = `${run.salesforce.instanceUrl}/services/data/v${run.salesforce.apiVersion}/composite/sobjects`;
  const answer = await call(url, { method: 'POST', token, body: { allOrNone: false, records }, headers });
  if (answer.status !== 200) throw new Error(`Creating leads answered ${answer.status}`);
}

/** Made in a batch; one that already came over from Salesforce refuses the batch, and then each is made by itself. */
async function createContacts(run: RunFile, rows: readonly object[]): Promise<void> {
  const token = run.hubspot.apps.marketer.accessToken;
  const url = `${run.hubspot.baseUrl}/crm/v3/objects/contacts/batch/create`;
  const inputs = rows.map((properties, at) => ({ properties, objectWriteTraceId: String(at) }));
  const answer = await call(url, { method: 'POST', token, body: { inputs } });
  if (answer.status >= 400 && answer.status !== 429 && answer.status !== 409) throw new Error(`Creating contacts answered ${answer.status}`);
}

/** Fills both sides with strangers until told to stop: each has to be created on the other. */
async function backfill(run: RunFile, filling: Filling): Promise<void> {
  const fillSalesforce = async (): Promise<void> => {
    for (let batch = 0; !filling.signal.aborted; batch += 1) {
      const records = Array.from({ length: salesforceBatch }, (_, at) => ({
        attributes: { type: 'Lead' },
        LastName: `Stranger${batch}x${at}`,
        Company: `Strangers ${batch}`,
        Email: `s${batch}x${at}@strangers${batch}.example`,
        Phone: `+1 700 ${String(batch).padStart(3, '0')} ${String(at).padStart(4, '0')}`,
      }));
      await createLeads(run, records);
      await backedUp(run, filling);
    }
  };
  const fillHubSpot = async (): Promise<void> => {
    for (let batch = 0; !filling.signal.aborted; batch += 1) {
      const guest = (at: number) => ({
        email: `h${batch}x${at}@guests${batch}.example`,
        lastname: `Guest${batch}x${at}`,
        company: `Guests ${batch}`,
        lifecyclestage: stage,
      });
      await createContacts(
        run,
        Array.from({ length: hubspotBatch }, (_, at) => guest(at)),
      );
      await backedUp(run, filling);
    }
  };
  await Promise.all([fillSalesforce(), fillHubSpot()]);
}

/** Waits while so much is due that more would only fill the disk. */
async function backedUp(run: RunFile, { signal, isFull }: Filling): Promise<void> {
  const api = bridgeApi(run);
  if (isFull()) await pause(1_000);
  while (!signal.aborted && (await api.status()).counts.due > (isFull() ? backlogKept : backlogMin)) await pause(500);
}
type Filling = { readonly signal: AbortSignal; readonly isFull: () => boolean };

async function withdraw(run: RunFile, person: Person): Promise<void> {
  if (person.from === 'hubspot') await call(`${run.hubspot.baseUrl}/__sandbox/consent/opt-out`, { method: 'POST', body: { email: person.email } });
  else if (person.leadId !== null) await salesforceAs(run, 'rep1').update('Lead', person.leadId, { HasOptedOutOfEmail: true });
}

/** Whether everybody is off on both sides. */
async function missing(run: RunFile, all: readonly Person[]): Promise<readonly string[]> {
  const leads = await salesforceAs(run, 'admin').query("SELECT Email, HasOptedOutOfEmail FROM Lead WHERE Email LIKE 'withdraws%'");
  const open = new Set(leads.filter((lead) => lead['HasOptedOutOfEmail'] !== true).map((lead) => String(lead['Email'])));
  const token = run.hubspot.apps.marketer.accessToken;
  const path = '/communication-preferences/v4/statuses/batch/unsubscribe-all/read?channel=EMAIL';
  for (let at = 0; at < all.length; at += hubspotBatch) {
    const inputs = all.slice(at, at + hubspotBatch).map(({ email }) => email);
    const { results } = (await call(run.hubspot.baseUrl + path, { method: 'POST', token, body: { inputs } })).body as {
      readonly results: readonly { readonly subscriberIdString: string; readonly wideStatuses: readonly unknown[] }[];
    };
    for (const { subscriberIdString, wideStatuses } of results) if (wideStatuses.length === 0) open.add(subscriberIdString);
  }
  return [...open];
}

const halfAndWorst = (quantileOf: (share: number) => number): string => `p50 ${quantileOf(0.5).toFixed(0)} ms, p99 ${quantileOf(0.99).toFixed(0)} ms`;

function printSteps(print: (name: string, value: string) => void, carried: readonly Carried[]): void {
  for (const { name, what } of steps) {
    const spent = carried.flatMap((one) => one[name] ?? []);
    if (spent.length > 0)
      print(
        `  ${what}`,
        halfAndWorst((share) => quantile(spent, share)),
      );
  }
}

function printArrivals(print: (name: string, value: string) => void, before: Figures, after: Figures): void {
  for (const { name, what } of arrivals)
    print(
      what,
      halfAndWorst((share) => quantileBetween(before, after, { name: `fieldwise_${name}_seconds`, share })),
    );
  print("lag of the bridge's event loop", `p99 ${loopLagOf(after).toFixed(0)} ms`);
}

/** Runs it and prints the figures; answers the worst p99 of the two ways, in milliseconds. */
export async function benchConsent(print: (name: string, value: string) => void): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'fieldwise-bench-consent-'));
  const seen: Carried[] = [];
  let isMeasuring = false;
  let stack: Stack | null = null;
  try {
    stack = await startStack({
      dataDir,
      fresh: false,
      records: null,
      caseSeed: 7,
      ports: { salesforce: 0, pubsub: 0, hubspot: 0, bridge: 0, pages: 0 },
      databaseUrl: null,
      onLoad: () => undefined,
      onSync: () => undefined,
      onStage: () => undefined,
      onBridgeLine: (line) => {
        if (process.env['CONSENT_DEBUG'] && /consent|failed|given-back/.test(line) && !/carried/.test(line)) console.log(line.slice(0, 250));
        const carried = isMeasuring ? carriedIn(line) : null;
        if (carried !== null) seen.push(carried);
      },
      onBridgeLost: (why) => console.log(`  The bridge ended: ${why}`),
    });
    const { run } = stack;
    console.log(
      `\nConsent while a backfill saturates everything, HubSpot's 190 calls per 10 s in force, ${cpus().length} cores shared with the local org and portal`,
    );
    const all = await makePeople(run);
    const api = bridgeApi(run);
    await until('the people are in step', 300_000, 100, async () => (await api.status()).counts.due === 0);
    const stop = new AbortController();
    let isFull = false;
    const load = backfill(run, { signal: stop.signal, isFull: () => isFull });
    await until('the backfill is under way', 120_000, 50, async () => (await api.status()).counts.due >= backlogMin);
    isFull = true;
    isMeasuring = true;
    const before = await readFigures(run.bridge.metricsUrl);
    const dueFrom = (await api.status()).counts;
    for (const person of all) {
      await Promise.all([withdraw(run, person), pause(1_000 / withdrawalsPerSecond)]);
    }
    const after = await readFigures(run.bridge.metricsUrl);
    const dueTo = (await api.status()).counts;
    await pause(2_000);
    stop.abort();
    await load;
    isMeasuring = false;
    if (process.env['CONSENT_DEBUG']) {
      const text = await (await fetch(run.bridge.metricsUrl)).text();
      console.log(
        text
          .split('\n')
          .filter((l) => /(answered|throttled|lag|waited|served|pass_|event_loop|eventloop).*(_sum|_count|p99)|lag_(sum|count)/.test(l) && !l.startsWith('#'))
          .join('\n'),
      );
    }
    const left = await missing(run, all);
    const seconds = (after.at - before.at) / 1_000;
    print('backlog during the run', `${dueFrom.due} to ${dueTo.due} records due; ${((dueTo.links - dueFrom.links) / seconds).toFixed(0)} links/s`);
    print('HubSpot calls by the bridge', `${((after.hubspotCalls - before.hubspotCalls) / (seconds / 10)).toFixed(0)} per 10 s`);
    print(
      'load of the machine',
      loadavg()
        .map((load) => load.toFixed(1))
        .join(' '),
    );
    let worst = 0;
    for (const from of ['salesforce', 'hubspot'] as const) {
      const other = from === 'salesforce' ? 'hubspot' : 'salesforce';
      const carried = seen.filter((one) => one.from === from && one.to.includes(other) && one.origin === 'event');
      const lags = carried.map(({ lagMs }) => lagMs);
      const [p50 = NaN, p95 = NaN, p99 = NaN] = [0.5, 0.95, 0.99].map((share) => (lags.length === 0 ? NaN : quantile(lags, share)));
      print(
        `withdrawal, ${from} → ${other}`,
        `p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, slowest ${Math.max(...lags).toFixed(0)} ms (${lags.length})`,
      );
      printSteps(print, carried);
      worst = Math.max(worst, p99);
    }
    printArrivals(print, before, after);
    print('withdrawals not carried', String(left.length));
    return left.length > 0 ? Infinity : worst;
  } finally {
    await stack?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
