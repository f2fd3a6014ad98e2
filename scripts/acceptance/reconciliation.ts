/** Reconciliation over the wire: what it counts is what each platform counts, drift nobody told of is found and repaired, and nothing else is written. */
import type { EntryRow, FaultRow, LedgerRow, Overview, RunView } from '../../bridge/src/reconciliation/index.ts';
import { call, hubspotAs, salesforceAs, until } from '../local/crm.ts';
import type { RunFile } from '../local/crm.ts';
import type { Checks } from './checks.ts';
import { must } from './checks.ts';
import { settled } from './latency.ts';
import { control, counters, writes } from './sandbox.ts';

type Page<T> = { readonly items: readonly T[]; readonly next: string | null; readonly names: Readonly<Record<string, string>> };
const minute = 60_000;
const stages = ['marketingqualifiedlead', 'salesqualifiedlead', 'opportunity', 'customer'];

async function asked<T>(run: RunFile, method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const { status, body: said } = await call(`${run.bridge.url}/api/v1/${path}`, {
    method,
    token: run.bridge.apiToken,
    ...(body === undefined ? {} : { body }),
  });
  if (status >= 300) throw new Error(`${method} ${path} answered ${String(status)}: ${JSON.stringify(said)}`);
  return said as T;
}

async function ended(run: RunFile): Promise<RunView> {
  let overview = await asked<Overview>(run, 'GET', 'reconciliation');
  await until(`the run ends (${JSON.stringify(overview.run?.trouble)})`, 5 * minute, 200, async () => {
    overview = await asked<Overview>(run, 'GET', 'reconciliation');
    return overview.run?.state === 'done';
  });
  if (overview.run === null) throw new Error('there is no run');
  return overview.run;
}
async function checked(run: RunFile): Promise<RunView> {
  await asked(run, 'POST', 'reconciliation', {});
  return ended(run);
}
const reportOf = ({ report }: RunView): NonNullable<RunView['report']> => {
  if (report === null) throw new Error('nobody was counted');
  return report;
};

/** Calls answered so far, by anybody, on each side. */
async function calls(run: RunFile): Promise<{ readonly salesforce: number; readonly hubspot: number }> {
  const of = async (side: 'salesforce' | 'hubspot'): Promise<number> =>
    Object.values((await counters(run, side)).routes).reduce((sum, count) => sum + count, 0);
  return { salesforce: await of('salesforce'), hubspot: await of('hubspot') };
}

export async function reconciliationChecks(run: RunFile, checks: Checks): Promise<void> {
  const admin = salesforceAs(run, 'admin');
  const marketer = hubspotAs(run, 'marketer');
  await settled(run);

  let first: RunView | null = null;
  await checks.run('both sides are counted as they count themselves, and the difference adds up', async () => {
    const [before, callsBefore] = [await writes(run), await calls(run)];
    first = await checked(run);
    const callsAfter = await calls(run);
    const { hubspot, salesforce, both, buckets, platform } = reportOf(first);
    const there = (await marketer.list('contacts', ['lifecyclestage'])).filter(({ properties }) => stages.includes(properties['lifecyclestage'] ?? '')).length;
    must(hubspot === there && platform.hubspot === there, `${String(hubspot)} counted, HubSpot says ${String(platform.hubspot)}, ${String(there)} are there`);
    const { definition } = reportOf(first);
    const field = definition.salesforce['Lead'];
    must(
      field !== null && field !== undefined && 'all' in field && field.all[0]?.field.endsWith('HubSpot_Lifecycle_Stage__c') === true,
      JSON.stringify(definition),
    );
    const among = `HubSpot_Lifecycle_Stage__c IN (${stages.map((stage) => `'${stage}'`).join(',')})`;
    const here =
      (await admin.count(`SELECT Id FROM Lead WHERE IsConverted = false AND ${among}`)) + (await admin.count(`SELECT Id FROM Contact WHERE ${among}`));
    must(
      salesforce === here && platform.salesforce === here,
      `${String(salesforce)} counted, Salesforce says ${String(platform.salesforce)}, ${String(here)} are there`,
    );
    const alone = (only: string): number => buckets.filter((bucket) => bucket.only === only).reduce((sum, { count }) => sum + count, 0);
    must(hubspot === both + alone('hubspot') && salesforce === both + alone('salesforce'), `they do not add up: ${JSON.stringify(buckets)}`);
    const after = await writes(run);
    must(JSON.stringify(before) === JSON.stringify(after), `rows were written: ${JSON.stringify([before, after])}`);
    const pairs = first.mappings.reduce((sum, { pairs: { looked } }) => sum + looked, 0);
    const spent = `${String(callsAfter.hubspot - callsBefore.hubspot)} calls to HubSpot, ${String(callsAfter.salesforce - callsBefore.salesforce)} to Salesforce for ${String(pairs)} pairs`;
    return `${spent}; HubSpot ${String(hubspot)}, Salesforce ${String(salesforce)}, both ${String(both)}; ${buckets.map(({ id, count }) => `${id} ${String(count)}`).join(', ')}`;
  });

  await checks.run('every bucket lists its records by name', async () => {
    if (first === null) throw new Error('there is no check');
    const seen: string[] = [];
    for (const { id, count } of [{ id: 'both', count: reportOf(first).both }, ...reportOf(first).buckets]) {
      const page = await asked<Page<EntryRow>>(run, 'GET', `reconciliation/records?names=both&limit=1000&bucket=${encodeURIComponent(id)}`);
      must(page.items.length === Math.min(count, 1_000), `${id}: ${String(page.items.length)} of ${String(count)}`);
      const nameless = page.items.filter(({ ref }) => page.names[ref.id] === undefined);
      must(nameless.length === 0, `${id}: ${JSON.stringify(nameless.slice(0, 3))} have no name`);
      seen.push(`${id} ${String(count)}`);
    }
    return seen.join(', ');
  });

  await checks.run('edits nobody told of are found field by field, repaired and counted', async () => {
    const { items } = await asked<Page<EntryRow>>(run, 'GET', 'reconciliation/records?names=none&limit=3&bucket=both');
    must(items.length === 3, 'fewer than three pairs count on both sides');
    await control(run, 'hubspot', 'PUT', 'faults', [{ id: 'silent', match: { kind: 'webhook' }, action: { do: 'drop' } }]);
    for (const { ref } of items) await marketer.update('contacts', ref.id, { jobtitle: `Drifted ${ref.id}` });
    const titleDrift = (view: RunView) => view.mappings.find(({ mapping }) => mapping === 'person')?.fields.find(({ rule }) => rule === 'person.title');
    const drifted = await checked(run);
    must(titleDrift(drifted)?.disagree === 3 && (drifted.drift ?? 0) > 0, `found ${JSON.stringify(titleDrift(drifted))}`);
    const faults = await asked<Page<FaultRow>>(run, 'GET', 'reconciliation/faults?mapping=person&limit=50');
    must(
      items.every(({ ref }) => faults.items.some(({ refs }) => refs.some(({ id }) => id === ref.id))),
      `not all are listed: ${JSON.stringify(faults.items)}`,
    );
    await asked(run, 'POST', 'reconciliation/repair', {});
    const { repair } = await ended(run);
    must(repair !== null && repair.asked >= 3 && repair.disagree === 0, `the repair says ${JSON.stringify(repair)}`);
    for (const { ref, other } of items) {
      if (other === null) throw new Error('a pair has one end');
      const { Title } = await admin.get(other.object, other.id, ['Title']);
      must(Title === `Drifted ${ref.id}`, `${other.id} holds ${String(Title)}`);
    }
    await control(run, 'hubspot', 'PUT', 'faults', []);
    await settled(run);
    const after = await checked(run);
    must(titleDrift(after)?.disagree === 0, `still ${JSON.stringify(titleDrift(after))}`);
    return `drift ${String(drifted.drift)} → ${String(after.drift)}, ${JSON.stringify(repair)}`;
  });

  await checks.run('the ledger tells when a person was counted, handed over, received and refused', async () => {
    const id = await marketer.create('contacts', {
      firstname: 'Lena',
      lastname: 'Ledger',
      email: 'lena@ledger.example',
      lifecyclestage: 'marketingqualifiedlead',
    });
    const rowOf = async (): Promise<LedgerRow | undefined> =>
      (await asked<Page<LedgerRow>>(run, 'GET', 'reconciliation/ledger?names=none&limit=1000')).items.find(({ hubspot }) => hubspot.id === id);
    await until('the lead is there', minute, 200, async () => (await admin.count("SELECT Id FROM Lead WHERE Email = 'lena@ledger.example'")) === 1);
    await settled(run);
    await checked(run);
    const received = await rowOf();
    must(received?.state === 'received' && received.countedBy === 'stage' && received.handedBy === 'made', JSON.stringify(received));
    const [counted, handed, got] = [received?.countedAt ?? 0, received?.handedAt ?? 0, received?.receivedAt ?? 0];
    // Salesforce tells whole seconds.
    must(counted <= handed && handed <= got + 1_000, `in another order: ${JSON.stringify(received)}`);
    await admin.update('Lead', received?.salesforce?.id ?? '', { Status: 'Closed - Not Converted' });
    await settled(run);
    await checked(run);
    const refused = await rowOf();
    must(refused?.state === 'refused' && (refused.decidedAt ?? 0) >= got, JSON.stringify(refused));
    return `counted, ${String(handed - counted)} ms later handed over, refused ${String((refused?.decidedAt ?? 0) - got)} ms after it was received`;
  });
}
