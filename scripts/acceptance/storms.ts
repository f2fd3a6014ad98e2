/** Storms over the wire: an import is paused and asked about, people and consent go on, the answers do what they say, a killed bridge forgets nothing. */
import { call, hubspotAs, salesforceAs, until } from '../local/crm.ts';
import type { RunFile } from '../local/crm.ts';
import { must } from './checks.ts';
import type { Checks } from './checks.ts';
import { settled } from './latency.ts';
import type { Pair } from './pairs.ts';

type Row = {
  readonly side: string;
  readonly kind: string;
  readonly state: string;
  readonly waiting: number;
  readonly figures: { readonly count: number } | null;
};
const withinMs = 60_000;
const chunk = 200;
const people = 20;

/** `pairs`: 320 of them; the last twenty belong to people. */
export async function stormChecks(run: RunFile, checks: Checks, pairs: readonly Pair[], kill: () => number): Promise<void> {
  const importer = salesforceAs(run, 'admin');
  const rep = salesforceAs(run, 'rep1');
  const marketer = hubspotAs(run, 'marketer');
  const stormy = pairs.slice(0, -people);
  const [first, second, third] = pairs.slice(-people);
  if (first === undefined || second === undefined || third === undefined) throw new Error('There are too few pairs.');
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await call(`${run.bridge.url}/api/v1/${path}`, { method, token: run.bridge.apiToken, ...(body === undefined ? {} : { body }) });
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const rows = async (): Promise<readonly Row[]> => ((await ask('GET', 'breakers')) as { items: readonly Row[] }).items;
  const row = async (side = 'hubspot', kind = 'update'): Promise<Row> => {
    const found = (await rows()).find((one) => one.side === side && one.kind === kind);
    if (found === undefined) throw new Error(`There is no breaker for ${kind} in ${side}.`);
    return found;
  };
  const importAll = async (title: string): Promise<void> => {
    for (let at = 0; at < stormy.length; at += chunk)
      await importer.updateMany(
        'Lead',
        stormy.slice(at, at + chunk).map(({ leadId }) => ({ id: leadId, Title: title })),
      );
  };
  const carried = async (title: string): Promise<number> => {
    const ids = new Set(stormy.map(({ contactId }) => contactId));
    return (await marketer.list('contacts', ['jobtitle'])).filter(({ id, properties }) => ids.has(id) && properties['jobtitle'] === title).length;
  };
  const took = async (what: string, isThere: () => Promise<boolean>): Promise<number> => {
    const startedAt = performance.now();
    await until(what, withinMs, 20, isThere);
    return performance.now() - startedAt;
  };

  // What HubSpot filled in as the pairs were made comes back to Salesforce, and is a storm of its own to breakers that trip this early.
  for (const { side, kind, state } of await rows()) if (state === 'paused') await ask('POST', `breakers/${side}/${kind}/answer`, { answer: 'proceed' });
  await settled(run);

  await checks.run('an import beyond what is usual is paused, with figures and one question', async () => {
    await importAll('Imported');
    await until('changes in HubSpot are paused, and the rest waits', withinMs, 200, async () => {
      const { state, waiting } = await row();
      return state === 'paused' && waiting + (await carried('Imported')) === stormy.length;
    });
    let items: readonly { readonly cause: string }[] = [];
    await until('there is one question', withinMs, 100, async () => {
      ({ items } = (await ask('GET', 'issues?limit=1000&code=writes-paused')) as { items: readonly { readonly cause: string }[] });
      return items.length === 1;
    });
    return items[0]?.cause ?? '';
  });

  await checks.run("a rep's edit, a marketer's edit and a withdrawal of consent go on meanwhile", async () => {
    await rep.update('Lead', first.leadId, { Title: 'By hand' });
    const there = await took(
      "the rep's edit is in HubSpot",
      async () => (await marketer.get('contacts', first.contactId, ['jobtitle'])).properties['jobtitle'] === 'By hand',
    );
    await marketer.update('contacts', second.contactId, { jobtitle: 'By a marketer' });
    const back = await took("the marketer's edit is in Salesforce", async () => (await rep.get('Lead', second.leadId, ['Title']))['Title'] === 'By a marketer');
    await rep.update('Lead', third.leadId, { HasOptedOutOfEmail: true });
    const out = await took(
      'the withdrawal is in HubSpot',
      async () => (await marketer.get('contacts', third.contactId, ['hs_email_optout'])).properties['hs_email_optout'] === 'true',
    );
    return `${there.toFixed(0)} ms, ${back.toFixed(0)} ms, ${out.toFixed(0)} ms`;
  });

  await checks.run('a killed bridge comes back paused', async () => {
    const before = run.bridge.pid;
    kill();
    await until('the bridge is back', withinMs, 200, async () => {
      try {
        return (await row()).state === 'paused';
      } catch {
        return false;
      }
    });
    must((await carried('Imported')) < stormy.length, 'what waited was written');
    return `was ${String(before)}`;
  });

  await checks.run('proceed writes everything that waited', async () => {
    await ask('POST', 'breakers/hubspot/update/answer', { answer: 'proceed', by: 'acceptance' });
    await until('all of the import is in HubSpot', withinMs, 200, async () => (await carried('Imported')) === stormy.length);
    const { state, waiting } = await row();
    must(state === 'let' && waiting === 0, JSON.stringify(await row()));
    return '';
  });
}
