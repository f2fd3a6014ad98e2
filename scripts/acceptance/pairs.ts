/** Linked records for the checks to edit: made in Salesforce by a rep, found in HubSpot once the bridge has carried them. */
import { hubspotAs, salesforceAs, until } from '../local/crm.ts';
import type { RunFile } from '../local/crm.ts';

export type Pair = { readonly leadId: string; readonly contactId: string; readonly email: string };

/** Makes `count` leads and waits for their contacts. */
export async function makePairs(run: RunFile, count: number, tag: string): Promise<readonly Pair[]> {
  const rep = salesforceAs(run, 'rep1');
  const marketer = hubspotAs(run, 'marketer');
  const emails = Array.from({ length: count }, (_, index) => `${tag}.${index}@acceptance-${tag}.example`);
  const leads: string[] = [];
  for (const [index, email] of emails.entries())
    leads.push(
      await rep.create('Lead', {
        FirstName: 'Ada',
        LastName: `${tag} ${index}`,
        Company: `Acceptance ${tag}`,
        Email: email,
        Phone: '+1 200 555 0000',
        Title: 'Tester',
      }),
    );
  const byEmail = new Map<string, string>();
  await until(`${count} new leads are in HubSpot`, 60_000, 100, async () => {
    for (const record of await marketer.list('contacts', ['email'])) byEmail.set(record.properties['email'] ?? '', record.id);
    return emails.every((email) => byEmail.has(email));
  });
  return emails.map((email, index) => ({ email, leadId: leads[index] ?? '', contactId: byEmail.get(email) ?? '' }));
}
