/** Linked records for the checks to edit: made in Salesforce by a rep, found in HubSpot once the bridge has carried them. */
import { hubspotAs, salesforceAs, until } from '../local/crm.ts';
import type { RunFile } from '../local/crm.ts';

export type Pair = { readonly leadId: string; readonly contactId: string; readonly email: string };

const syllables = ['ba', 'ke', 'mo', 'ru', 'ti', 'so', 'la', 'vi', 'no', 'du'];

/** A word of its own for every number: people who look alike would be taken for one. */
export function nameOf(index: number): string {
  const digits = [...String(index * 7919 + 104_729)].reverse();
  const word = digits.map((digit) => syllables[Number(digit)] ?? '').join('');
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** First and last name of the person with this number. */
export const personNamed = (tag: string, index: number): { readonly FirstName: string; readonly LastName: string } => ({
  FirstName: nameOf(index * 31 + tag.length).slice(0, 6),
  LastName: nameOf(index * 17 + tag.length * 1_000),
});

/** Two people with one number would be taken for one, whatever run made them. */
function phoneOf(tag: string, index: number): string {
  const run = [...tag].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 700, 0);
  return `+1 ${200 + run} 555 ${String(1000 + index)}`;
}

/** Makes `count` leads and waits for their contacts. */
export async function makePairs(run: RunFile, count: number, tag: string): Promise<readonly Pair[]> {
  const rep = salesforceAs(run, 'rep1');
  const marketer = hubspotAs(run, 'marketer');
  const emails = Array.from({ length: count }, (_, index) =>
    `${nameOf(index * 53 + tag.length * 7)}.${tag}@${nameOf(index * 97 + tag.length * 11)}-${index}.example`.toLowerCase(),
  );
  const leads: string[] = [];
  for (const [index, email] of emails.entries())
    leads.push(
      await rep.create('Lead', {
        ...personNamed(tag, index),
        Company: `${nameOf(index * 97 + tag.length * 11)} ${index}`,
        Email: email,
        Phone: phoneOf(tag, index),
        Title: 'Tester',
      }),
    );
  const byEmail = new Map<string, string>();
  await until(`${count} new leads are in HubSpot`, 60_000 + count * 200, 100, async () => {
    for (const record of await marketer.list('contacts', ['email'])) byEmail.set(record.properties['email'] ?? '', record.id);
    return emails.every((email) => byEmail.has(email));
  });
  return emails.map((email, index) => ({ email, leadId: leads[index] ?? '', contactId: byEmail.get(email) ?? '' }));
}
