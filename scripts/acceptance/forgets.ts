/** A person whose Individual in Salesforce asks to be forgotten, over the wire: it waits for a yes where the rules want one. */
import { call, hubspotAs, salesforceAs, until } from '../local/crm.ts';
import type { RunFile } from '../local/crm.ts';
import type { Checks } from './checks.ts';
import { must } from './checks.ts';
import { settled } from './latency.ts';
import { changeMapping } from './leads.ts';
import type { Pair } from './pairs.ts';

const soonMs = 15_000;
const pollMs = 100;
type Answer = Readonly<Record<string, unknown>>;

/** Takes two pairs of leads and contacts. */
export async function forgetChecks(run: RunFile, checks: Checks, [forgotten, kept]: readonly Pair[]): Promise<void> {
  if (forgotten === undefined || kept === undefined) throw new Error('too few pairs');
  const admin = salesforceAs(run, 'admin');
  const bridge = async (method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> => {
    const answer = await call(`${run.bridge.url}/api/v1/${path}`, { method, token: run.bridge.apiToken, ...(body === undefined ? {} : { body }) });
    must(answer.status < 300, `${method} ${path} answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
    return answer.body as Answer;
  };
  const itemsOf = (answer: Answer): readonly Answer[] => answer['items'] as readonly Answer[];
  const sweep = (): Promise<Answer> => bridge('POST', 'sweep', {});
  const isThere = async ({ leadId, email }: Pair): Promise<readonly boolean[]> => {
    const leads = await admin.query(`SELECT Id FROM Lead WHERE Id = '${leadId}'`);
    const contacts = await hubspotAs(run, 'marketer').list('contacts', ['email']);
    return [leads.length > 0, contacts.some(({ properties }) => properties['email'] === email)];
  };
  const forget = async ({ leadId, email }: Pair): Promise<string> => {
    const individual = await admin.create('Individual', { LastName: email.split('@')[0] ?? '', ShouldForget: true });
    await admin.update('Lead', leadId, { IndividualId: individual });
    let key = '';
    await until('the erasure waits for approval', soonMs, pollMs, async () => {
      await sweep();
      const waiting = itemsOf(await bridge('GET', 'approvals?state=waiting'));
      key = String(waiting.find((one) => (one['cause'] as { readonly id: string }).id === leadId)?.['key'] ?? '');
      return key !== '';
    });
    return key;
  };

  await changeMapping(run, 'person', { whenErased: 'With approval' });
  await checks.run('a person whose Individual says Should Forget is erased in both systems once somebody says yes', async () => {
    await sweep();
    await settled(run);
    const key = await forget(forgotten);
    must((await isThere(forgotten)).every(Boolean), 'a record is gone before anybody said yes');
    await bridge('POST', `approvals/${encodeURIComponent(key)}`, { answer: 'approve', by: 'admin' });
    await until('both records are gone', soonMs, pollMs, async () => !(await isThere(forgotten)).includes(true));
    const check = await bridge('GET', `erasures/check?record=salesforce:Lead:${forgotten.leadId}`);
    const { proof } = check['found'] as { readonly proof: { readonly number: number; readonly cause: string } | null };
    must(check['broken'] === null && proof?.cause === 'salesforce', `the proof says ${JSON.stringify(check)}`);
    return `proof ${String(proof?.number)}`;
  });
  await checks.run('and after a no both records stay, apart, and are not asked for again', async () => {
    const key = await forget(kept);
    await bridge('POST', `approvals/${encodeURIComponent(key)}`, { answer: 'refuse', by: 'admin' });
    await settled(run);
    await sweep();
    await settled(run);
    must((await isThere(kept)).every(Boolean), 'a record is gone although somebody said no');
    must(itemsOf(await bridge('GET', 'approvals?state=waiting')).length === 0, 'it is asked again');
    await admin.update('Lead', kept.leadId, { Phone: '+1 200 555 8888' });
    await settled(run);
    const contacts = await hubspotAs(run, 'marketer').list('contacts', ['email', 'phone']);
    const theirs = contacts.filter(({ properties }) => properties['email'] === kept.email);
    must(theirs.length === 1 && theirs[0]?.properties['phone'] !== '+1 200 555 8888', 'what was typed into the lead crossed');
    return '';
  });
  await changeMapping(run, 'person', { whenErased: 'At once' });
}
