/** Leads that reps converted before the two systems met: some of their people have an open deal in HubSpot, which is the same business. */
import type { Case, CasePerson } from './generate.ts';

export type LeadTargets = {
  /** The Salesforce org's control plane: a person converts leads, no REST resource does. */
  readonly convert: (lead: { readonly leadId: string; readonly accountId: string; readonly opportunityName: string }) => Promise<unknown>;
  readonly createDeal: (deal: unknown) => Promise<unknown>;
};
export type Loaded = {
  readonly leads: ReadonlyMap<CasePerson, string>;
  readonly contacts: ReadonlyMap<CasePerson, string>;
  readonly accounts: ReadonlyMap<number, string>;
};

const convertedMax = 4;
/** Every second one has a deal in HubSpot already. */
const withDeal = 2;
const dealToContact = 3;

/** Converts the first few leads of known companies whose people HubSpot knows too; smaller cases have fewer. */
export async function convertLeads(data: Case, { leads, contacts, accounts }: Loaded, targets: LeadTargets): Promise<void> {
  const chosen = data.people.flatMap((person) => {
    const [leadId, contactId, company] = [leads.get(person), contacts.get(person), person.hubspot?.company ?? null];
    const accountId = company === null ? undefined : accounts.get(company);
    const isPlain = person.dirt.length === 0 && person.salesforce.length === 1;
    return leadId === undefined || contactId === undefined || accountId === undefined || !isPlain
      ? []
      : [{ leadId, contactId, accountId, number: person.number }];
  });
  for (const [index, { leadId, contactId, accountId, number }] of chosen.slice(0, convertedMax).entries()) {
    if (index % withDeal === 0)
      await targets.createDeal({
        properties: { dealname: `First order ${String(number)}`, pipeline: 'default', dealstage: 'appointmentscheduled' },
        associations: [{ to: { id: contactId }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: dealToContact }] }],
      });
    await targets.convert({ leadId, accountId, opportunityName: `Order of lead ${String(number)}` });
  }
}
