/** The bridge is killed hard, ten times, in the middle of 2,000 edits on both sides. Afterwards every edit is in and nothing is doubled. */
import { call, hubspotAs, pause, salesforceAs, until } from '../local/crm.ts';
import type { RunFile } from '../local/crm.ts';
import type { Checks } from './checks.ts';
import { must } from './checks.ts';
import { settled } from './latency.ts';
import type { Pair } from './pairs.ts';

const rounds = 10;
const newPerRound = 5;

async function isUp(run: RunFile): Promise<boolean> {
  try {
    return (await call(`${run.bridge.url}/ready`)).status === 200;
  } catch {
    return false;
  }
}

export type Killer = { readonly kill: () => number };

/** `pairs.length` × 2 × rounds edits in all; 100 pairs make 2,000. */
export async function crashChecks(run: RunFile, checks: Checks, pairs: readonly Pair[], bridge: Killer): Promise<void> {
  const rep = salesforceAs(run, 'rep1');
  const admin = salesforceAs(run, 'admin');
  const marketer = hubspotAs(run, 'marketer');
  const total = pairs.length * 2 * rounds;

  await checks.run(`${total} edits while the bridge is killed hard ${rounds} times: all are in, none doubled`, async () => {
    const leadsBefore = await admin.count('SELECT Id FROM Lead');
    const contactsBefore = (await marketer.list('contacts', ['email'])).length;
    const killed: number[] = [];
    const born: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await until('the bridge is up again', 30_000, 20, () => isUp(run));
      await Promise.all([
        rep.updateMany(
          'Lead',
          pairs.map((pair, index) => ({ id: pair.leadId, Phone: `+1 400 ${String(round).padStart(3, '0')} ${String(index).padStart(4, '0')}` })),
        ),
        marketer.updateMany(
          'contacts',
          pairs.map((pair, index) => ({ id: pair.contactId, properties: { jobtitle: `Round ${round} of ${index}` } })),
        ),
        (async () => {
          for (let index = 0; index < newPerRound; index += 1) {
            const email = `crash.${round}.${index}@acceptance-crash.example`;
            born.push(email);
            await rep.create('Lead', { LastName: `Crash ${round}.${index}`, Company: 'Acceptance crash', Email: email });
          }
        })(),
        // Somewhere in the burst, another place each round.
        pause(20 + round * 35).then(() => killed.push(bridge.kill())),
      ]);
    }
    must(new Set(killed).size === rounds, `${new Set(killed).size} different processes were killed`);
    // A write whose answer died with the bridge holds its link until the call can no longer land.
    await settled(run, 300_000);
    const last = rounds - 1;
    const contacts = new Map((await marketer.list('contacts', ['email', 'phone', 'jobtitle'])).map((record) => [record.id, record.properties]));
    const leads = new Map((await admin.query('SELECT Id, Phone, Title, Email FROM Lead')).map((record) => [String(record['Id']), record]));
    const wrong = pairs.filter((pair, index) => {
      const phone = `+1 400 ${String(last).padStart(3, '0')} ${String(index).padStart(4, '0')}`;
      const title = `Round ${last} of ${index}`;
      return (
        contacts.get(pair.contactId)?.['phone'] !== phone ||
        contacts.get(pair.contactId)?.['jobtitle'] !== title ||
        leads.get(pair.leadId)?.['Phone'] !== phone ||
        leads.get(pair.leadId)?.['Title'] !== title
      );
    });
    must(
      wrong.length === 0,
      `${wrong.length} pairs differ, for example ${JSON.stringify(wrong.slice(0, 2).map((pair) => [contacts.get(pair.contactId), leads.get(pair.leadId)]))}`,
    );
    await until('every new lead has its contact', 30_000, 200, async () => {
      const emails = (await marketer.list('contacts', ['email'])).map((record) => record.properties['email']);
      return born.every((email) => emails.includes(email));
    });
    const emails = (await marketer.list('contacts', ['email'])).map((record) => record.properties['email']);
    for (const email of born)
      must(emails.filter((known) => known === email).length === 1, `${email} is ${emails.filter((known) => known === email).length} times in HubSpot`);
    must((await admin.count('SELECT Id FROM Lead')) === leadsBefore + born.length, 'the number of leads in Salesforce changed');
    must(emails.length === contactsBefore + born.length, `HubSpot holds ${emails.length} contacts, expected ${contactsBefore + born.length}`);
    return `${total} edits and ${born.length} new people, ${rounds} kills`;
  });
}
