/** A backfill over the wire: nothing crosses before it is approved, nothing crosses twice, and both sides count the same at the end. */
import type { CanaryState, JobView } from '../../bridge/src/backfill/index.ts';
import type { Check, Preflight, PreflightView } from '../../bridge/src/preflight/index.ts';
import { bridgeApi } from '../local/bridge-api.ts';
import { call, hubspotAs, pause, salesforceAs, until } from '../local/crm.ts';
import type { RunFile } from '../local/crm.ts';
import type { Checks } from './checks.ts';
import { must } from './checks.ts';
import { settled } from './latency.ts';
import { control, writes } from './sandbox.ts';

export type Bridge = { readonly signal: (name: NodeJS.Signals) => void };
type Status = { readonly job: JobView | null; readonly isHeld: boolean };

const minute = 60_000;
const settleMs = 1_500;

/** The bridge's answer, also while it is being started again. */
async function asked<T>(run: RunFile, method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const url = `${run.bridge.url}/api/v1/${path}`;
  let answer: Awaited<ReturnType<typeof call>> | null = null;
  await until(`${method} ${path} is answered`, minute, 50, async () => {
    answer = await call(url, { method, token: run.bridge.apiToken, ...(body === undefined ? {} : { body }) }).catch(() => null);
    return answer !== null;
  });
  const { status, body: said } = answer as unknown as Awaited<ReturnType<typeof call>>; // `until` ends only when there is one
  if (status >= 300) throw new Error(`${method} ${path} answered ${String(status)}: ${JSON.stringify(said)}`);
  return said as T;
}

async function jobOf(run: RunFile): Promise<JobView> {
  const { job } = await asked<Status>(run, 'GET', 'backfill');
  if (job === null) throw new Error('There is no backfill.');
  return job;
}

async function jobWhen(run: RunFile, what: string, isSo: (job: JobView) => boolean): Promise<JobView> {
  let job = await jobOf(run);
  await until(`${what} (${JSON.stringify({ phase: job.phase, state: job.state, trouble: job.trouble })})`, 10 * minute, 100, async () => {
    job = await jobOf(run);
    return isSo(job);
  });
  return job;
}

/** A look at whether all is ready, through to its report. */
async function preflightOf(run: RunFile): Promise<Preflight> {
  await asked(run, 'POST', 'preflight', {});
  let view = await asked<PreflightView>(run, 'GET', 'preflight');
  await until('the look is through', minute, 100, async () => {
    view = await asked<PreflightView>(run, 'GET', 'preflight');
    return !view.isLooking;
  });
  if (view.report === null || view.trouble !== null) throw new Error(`The look could not be finished: ${view.trouble ?? 'no report'}`);
  return view.report;
}
const stateOf = ({ checks }: Preflight, key: Check['key']): Check['state'] | undefined => checks.find((check) => check.key === key)?.state;
const told = ({ score, checks }: Preflight): string => `${String(score)} of 100: ${checks.map(({ key, state }) => `${key} ${state}`).join(', ')}`;

const isWaiting = ({ state }: JobView): boolean => state === 'waiting';
const isOver = ({ state }: JobView): boolean => state === 'done';
const created = (job: JobView): number => job.forecast.reduce((sum, { creates }) => sum + creates.hubspot.count + creates.salesforce.count, 0);

/** `bridge` is told to end in the middle; whoever runs it starts it again. */
export async function goliveChecks(run: RunFile, checks: Checks, bridge: Bridge): Promise<void> {
  const api = bridgeApi(run);
  const admin = salesforceAs(run, 'admin');
  const marketer = hubspotAs(run, 'marketer');
  const linked = async (): Promise<number> => (await api.status()).counts.links;

  await checks.run('nothing crosses before a backfill is approved', async () => {
    const people = async (): Promise<readonly number[]> => [await admin.count('SELECT Id FROM Lead'), (await marketer.list('contacts', [])).length];
    const before = await people();
    await admin.create('Lead', { LastName: 'Held', Company: 'Held back', Email: 'held@golive.example' });
    await marketer.create('contacts', { lastname: 'Kept', email: 'kept@golive.example', lifecyclestage: 'salesqualifiedlead' });
    await pause(settleMs);
    const after = await people();
    must((await asked<Status>(run, 'GET', 'backfill')).isHeld, 'the connection is not held');
    must((await linked()) === 0, 'something is linked already');
    must(
      after.every((count, index) => count === (before[index] ?? 0) + 1),
      `records were made: ${JSON.stringify([before, after])}`,
    );
    return '';
  });

  await checks.run('preflight says what is ready, and names a rule that guards a mapped object', async () => {
    const guard = { object: 'Lead', name: 'No_Golive_Test', message: 'Not by this name.', when: [{ field: 'LastName', op: 'equals', value: 'Nobody at all' }] };
    await control(run, 'salesforce', 'PUT', 'rules', { validation: [guard] });
    const report = await preflightOf(run);
    must(stateOf(report, 'permissions') === 'pass' && stateOf(report, 'required') === 'pass', JSON.stringify(report.checks, null, 1));
    const guards = report.checks.find(({ key }) => key === 'guards');
    must(guards?.state === 'warn' && guards.findings.some(({ what }) => what.includes('No_Golive_Test')), `it does not show: ${JSON.stringify(guards)}`);
    must(stateOf(report, 'quality') === 'warn' && stateOf(report, 'dry-run') === 'warn', 'a dry run is not asked for');
    await control(run, 'salesforce', 'PUT', 'rules', { validation: [] });
    return told(report);
  });

  let forecast = 0;
  await checks.run('the dry run counts everybody, says what would happen, and writes nothing', async () => {
    const before = await writes(run);
    await asked(run, 'POST', 'backfill', { canary: 5, agreement: 'all', sample: 'all' });
    const job = await jobWhen(run, 'the dry run is through', isWaiting);
    const after = await writes(run);
    must(JSON.stringify(after) === JSON.stringify(before), `rows were written: ${JSON.stringify([before, after])}`);
    for (const [mapping, object] of [
      ['person', 'contacts'],
      ['company', 'companies'],
      ['deal', 'deals'],
    ] as const) {
      const there = (await marketer.list(object, [])).length;
      const counted = job.forecast.find((one) => one.mapping === mapping)?.hubspot.records;
      must(counted === there, `${String(counted)} ${object} were counted, ${String(there)} are there`);
    }
    forecast = created(job);
    must(forecast > 0 && job.cost !== null && job.cost.calls.hubspot > 0, `the forecast is empty: ${JSON.stringify(job.forecast)}`);
    return `${String(forecast)} would be created, ${String(job.cost?.calls.salesforce)} + ${String(job.cost?.calls.hubspot)} calls`;
  });

  await checks.run('the first few of each mapping cross, and no one else', async () => {
    await asked(run, 'POST', 'backfill/canary', {});
    await jobWhen(run, 'the first few are through', isWaiting);
    const { items } = await asked<{ readonly items: readonly CanaryState[] }>(run, 'GET', 'backfill/canary');
    const crossed = items.filter(({ state }) => state === 'linked').length;
    must(items.length >= 10, `${String(items.length)} records went first`);
    must(
      items.every(({ state }) => state !== 'waiting'),
      `some still wait: ${JSON.stringify(items.filter(({ state }) => state === 'waiting'))}`,
    );
    // A pair that went first may be met from both of its records.
    must((await linked()) <= items.length, `${String(await linked())} are linked, ${String(items.length)} went first`);
    return `${String(crossed)} of ${String(items.length)} linked`;
  });

  await checks.run('preflight knows the dry run and the first few', async () => {
    const report = await preflightOf(run);
    must(stateOf(report, 'dry-run') === 'pass' && stateOf(report, 'headroom') === 'pass', told(report));
    must(stateOf(report, 'guards') === 'pass', JSON.stringify(report.checks.find(({ key }) => key === 'guards')));
    return `${told(report)}; ${report.checks.map(({ summary }) => summary).join(' ')}`;
  });

  await checks.run('the run is paused, the bridge stopped, then killed; it goes on where it stood and counts match', async () => {
    await asked(run, 'POST', 'backfill/approve', {});
    const first = await linked();
    await until('some more have crossed', minute, 20, async () => (await linked()) > first + 5);
    await asked(run, 'POST', 'backfill/pause', {});
    // The page under way when it was told still counts.
    await pause(settleMs);
    await until('what was due is served', 2 * minute, 100, async () => (await api.status()).counts.due === 0);
    const [met, links] = [(await jobOf(run)).progress.met, await linked()];
    await pause(settleMs);
    const paused = await jobOf(run);
    must(paused.state === 'paused' && paused.progress.met === met && (await linked()) === links, `it went on: ${JSON.stringify(paused.progress)}`);
    // Told to end, as a service manager does: still paused when it is back.
    bridge.signal('SIGTERM');
    await pause(settleMs);
    await until('the bridge is up again', minute, 50, async () => (await call(`${run.bridge.url}/ready`).catch(() => null))?.status === 200);
    must((await jobOf(run)).state === 'paused', `it is ${(await jobOf(run)).state} after the restart`);
    await asked(run, 'POST', 'backfill/resume', {});
    await until('it goes on', 2 * minute, 20, async () => (await jobOf(run)).progress.met > met);
    bridge.signal('SIGKILL');
    await pause(settleMs);
    const done = await jobWhen(run, 'the run and the counting are through', isOver);
    must(done.isMatch === true, `counts do not match: ${JSON.stringify(done.checks)}`);
    for (const { mapping, agreement, agreeShare } of done.checks)
      must(agreement.disagree === 0, `${String(agreement.disagree)} pairs of ${mapping} disagree (${String(agreeShare)})`);
    return done.checks.map(({ mapping, salesforce, hubspot }) => `${mapping} ${String(salesforce.linked)} = ${String(hubspot.linked)}`).join(', ');
  });

  await checks.run('nobody was made twice, and everybody who was held back crossed', async () => {
    const [leads, contacts] = [await admin.query('SELECT Id, Email, Sync_Key__c FROM Lead'), await marketer.list('contacts', ['email', 'fieldwise_key'])];
    for (const email of ['held@golive.example', 'kept@golive.example']) {
      const [here, there] = [leads.filter((one) => one['Email'] === email), contacts.filter((one) => one.properties['email'] === email)];
      must(here.length === 1 && there.length === 1, `${email} is ${String(here.length)} times in Salesforce and ${String(there.length)} times in HubSpot`);
    }
    const keys = contacts.flatMap(({ properties }) => properties['fieldwise_key'] ?? []);
    must(new Set(keys).size === keys.length, 'a key is on two contacts');
    const emails = contacts.flatMap(({ properties }) => properties['email'] ?? []);
    must(new Set(emails).size === emails.length, 'an address is on two contacts');
    return `${String(leads.length)} leads, ${String(contacts.length)} contacts`;
  });

  await checks.run('what people do crosses now, and looking again writes nothing', async () => {
    await control(run, 'hubspot', 'POST', 'limits/lift');
    await admin.create('Lead', { LastName: 'After', Company: 'Live', Email: 'after@golive.example' });
    await until('a new lead has its contact', minute, 200, async () =>
      (await marketer.list('contacts', ['email'])).some(({ properties }) => properties['email'] === 'after@golive.example'),
    );
    await settled(run);
    const before = await writes(run);
    await asked(run, 'POST', 'backfill', { canary: 0, agreement: 10 });
    const again = await jobWhen(run, 'the second dry run is through', isWaiting);
    must(created(again) === 0, `${String(created(again))} would be created again: ${JSON.stringify(again.forecast)}`);
    await asked(run, 'POST', 'backfill/cancel', {});
    await settled(run);
    const after = await writes(run);
    must(JSON.stringify(after) === JSON.stringify(before), `rows were written: ${JSON.stringify([before, after])}`);
    must((await jobOf(run)).state === 'cancelled', 'another job took its place');
    return '';
  });
}
