/**
 * The life of a lead in the simulation: reps convert it into new and existing records, marketers make deals of its person, people come back
 * after it was closed, and owners change. Keeps what must hold of each until the end.
 */
import type { Decision, Link, Side } from '../../src/domain/index.ts';
import type { IssueRow, Store } from '../../src/engine/index.ts';
import { CONNECTION } from './bridge.ts';
import { BRIDGE_ACTOR } from './crm.ts';
import type { Crm, SimRecord } from './crm.ts';
import type { Dice } from './random.ts';
import type { Time } from './time.ts';

export type DealingAction = 'convert-into' | 'convert-with' | 'deal' | 'involve' | 'close' | 'come-back' | 'owner-salesforce' | 'owner-hubspot' | 'reopen';
export const DEALING_MIX: readonly DealingAction[] = [
  'convert-into',
  'convert-with',
  'deal',
  'deal',
  'deal',
  'involve',
  'close',
  'close',
  'come-back',
  'come-back',
  'owner-salesforce',
  'owner-hubspot',
  'reopen',
];
export type Dealings = { readonly act: (kind: DealingAction) => void; readonly check: (report: (text: string) => void) => Promise<void> };
export type DealingPorts = {
  readonly store: Store;
  readonly time: Time;
  readonly dice: Dice;
  readonly crms: { readonly salesforce: Crm; readonly hubspot: Crm };
  /** Tells that what was typed into a lead lives on in a contact. */
  readonly moved: (lead: string, contact: string) => void;
  readonly mark: (name: string) => void;
};

/** A second deal is nobody's fault where the first was told of later than this. */
const KNOWN_MS = 200_000;

export function createDealings({ store, time, dice, crms, moved, mark }: DealingPorts): Dealings {
  let serial = 0;
  const rep = (): string => `005REP${dice.between(1, 3)}`;
  const alive = (side: Side, objects: readonly string[]): readonly SimRecord[] =>
    [...crms[side].records.values()].filter((one) => !one.isDeleted && one.mergedInto === null && one.convertedTo === null && objects.includes(one.object));
  const any = (side: Side, ...objects: readonly string[]): SimRecord | null => {
    const all = alive(side, objects);
    return all.length === 0 ? null : dice.pick(all);
  };
  const convert = (lead: SimRecord | null, into: { readonly contactId?: string; readonly opportunity?: string }): void => {
    if (lead === null) return;
    const account = any('salesforce', 'Account');
    const contact = crms.salesforce.convert(lead.id, account?.id ?? null, rep(), into);
    if (contact === null) return;
    mark(into.contactId === undefined ? 'converted-with-opportunity' : 'converted-into-contact');
    if (into.contactId === undefined) moved(lead.id, contact.id);
  };
  const linkedLead = (): SimRecord | null => any('salesforce', 'Lead');
  const actions: Readonly<Record<DealingAction, () => void>> = {
    'convert-into': () => {
      const contact = any('salesforce', 'Contact');
      if (contact !== null) convert(linkedLead(), { contactId: contact.id });
    },
    'convert-with': () => {
      serial += 1;
      convert(linkedLead(), { opportunity: `Deal ${serial}` });
    },
    deal: () => {
      const contact = any('hubspot', 'contacts');
      serial += 1;
      const made = crms.hubspot.create('deals', { dealname: `Deal h${serial}`, ...(dice.chance(0.3) ? { hs_is_closed: 'true' } : {}) }, 'user-9');
      if (!('id' in made)) return;
      mark('deal');
      if (contact !== null) time.at(time.now() + (dice.chance(0.7) ? 1 : dice.between(100, 60_000)), () => crms.hubspot.involve(made.id, contact.id));
    },
    involve: () => {
      const [deal, contact] = [any('hubspot', 'deals'), any('hubspot', 'contacts')];
      if (deal !== null && contact !== null) crms.hubspot.involve(deal.id, contact.id);
    },
    close: () => {
      const lead = linkedLead();
      if (lead !== null) crms.salesforce.edit(lead.id, { Status: 'Closed' }, rep());
    },
    'come-back': () => {
      const contact = any('hubspot', 'contacts');
      if (contact === null) return;
      mark('came-back');
      crms.hubspot.edit(contact.id, { recent_conversion_date: new Date(time.now()).toISOString() }, 'form');
    },
    'owner-salesforce': () => {
      const record = any('salesforce', 'Lead', 'Contact');
      const ids = ['005REP1', '005REP2', '005REP3', '005ALONE', '005LEFT', ...(record?.object === 'Lead' ? ['00GDESK'] : [])];
      if (record !== null) crms.salesforce.edit(record.id, { OwnerId: dice.pick(ids) }, rep());
    },
    'owner-hubspot': () => {
      const contact = any('hubspot', 'contacts');
      if (contact !== null) crms.hubspot.edit(contact.id, { hubspot_owner_id: dice.pick(['101', '102', '103', '104', '105', null]) }, 'user-9');
    },
    reopen: () => {
      const closed = alive('salesforce', ['Lead']).filter((lead) => lead.values['Status'] === 'Closed');
      if (closed.length > 0) crms.salesforce.edit(dice.pick(closed).id, { Status: 'Working' }, rep());
    },
  };

  const check = async (report: (text: string) => void): Promise<void> => {
    const all = { limit: 100_000 };
    const [links, issues, decisions] = await Promise.all([
      store.listLinks(CONNECTION, all),
      store.issues(CONNECTION, { open: true, ...all }),
      store.decisions(CONNECTION, all),
    ]);
    for (const link of links.items) {
      checkConverts(link, { links: links.items, issues: issues.items }, report);
      checkReopened(link, decisions.items, report);
    }
    checkSecondDeals(links.items, report);
  };

  /** A deal made in HubSpot converts the leads it involves, or an issue says why not. One that met somebody's opportunity asks for nothing more. */
  const checkConverts = (
    link: Link,
    { links, issues }: { readonly links: readonly Link[]; readonly issues: readonly IssueRow[] },
    report: (text: string) => void,
  ): void => {
    const lead = link.salesforce === null ? undefined : crms.salesforce.records.get(link.salesforce.id);
    const contact = link.hubspot === null ? null : crms.hubspot.resolve(link.hubspot.id);
    if (link.state !== 'active' || lead?.object !== 'Lead' || lead.isDeleted || lead.convertedTo !== null || contact === null || contact.isDeleted) return;
    const asking = crms.hubspot.associated(contact.id, 'deals').filter((id) => {
      const deal = crms.hubspot.records.get(id);
      const opportunity = links.find((one) => one.hubspot?.id === id)?.salesforce?.id;
      const isMet = opportunity !== undefined && crms.salesforce.records.get(opportunity)?.createdBy !== BRIDGE_ACTOR.salesforce;
      return deal !== undefined && deal.createdBy !== BRIDGE_ACTOR.hubspot && deal.values['hs_is_closed'] !== 'true' && !isMet;
    });
    if (asking.length > 0 && !issues.some((issue) => issue.subject === (link.id as string)))
      report(`${link.id} has deal ${asking[0] ?? ''}, and its lead ${lead.id} was not converted`);
  };

  /** Reopened at most once each time the person came back. */
  const checkReopened = (link: Link, decisions: readonly Decision[], report: (text: string) => void): void => {
    const contact = link.hubspot === null ? null : crms.hubspot.resolve(link.hubspot.id);
    // A merge keeps what its survivor went through; the return may be another's that became one with it since.
    const all = [...crms.hubspot.records.values()].filter((one) => crms.hubspot.resolve(one.id)?.id === contact?.id);
    const reopened = decisions.filter((one) => one.linkId === link.id && one.reason === 're-engaged' && one.field === 'person.status').length;
    const moves = all.flatMap(({ history }) => ['recent_conversion_date', 'lifecyclestage'].flatMap((name) => history.get(name) ?? []));
    const came = new Set(moves.map(({ at, value }) => `${at}:${String(value)}`)).size;
    // Closed again while its reopening was not yet seen to be done, it is reopened for the same return.
    if (reopened > came * 2) report(`${link.id} was reopened ${reopened} times, and the person came back ${came} times`);
    if (reopened > 0) mark('reopened');
  };

  /** A converted lead's opportunity is not doubled by a deal of ours while the person's own deal was there to be found. */
  const checkSecondDeals = (links: readonly Link[], report: (text: string) => void): void => {
    for (const lead of crms.salesforce.records.values()) {
      const opportunityId = lead.convertedTo?.opportunityId ?? null;
      const link = links.find((one) => one.salesforce?.id === opportunityId && opportunityId !== null);
      const deal = link === undefined || link.hubspot === null ? undefined : crms.hubspot.records.get(link.hubspot.id);
      if (deal === undefined) continue;
      if (deal.createdBy !== BRIDGE_ACTOR.hubspot) {
        mark('opportunity-met-deal');
        continue;
      }
      const person = links.find((one) => one.salesforce?.id === lead.id || one.salesforce?.id === lead.convertedTo?.contactId);
      const open = [...crms.hubspot.records.values()].filter((one) => {
        const since = person === undefined || person.hubspot === null ? undefined : one.contacts.get(person.hubspot.id);
        const taken = links.find((other) => other.hubspot?.id === one.id);
        return (
          since !== undefined &&
          since < lead.modifiedAt - KNOWN_MS &&
          one.values['hs_is_closed'] !== 'true' &&
          one.createdBy !== BRIDGE_ACTOR.hubspot &&
          !one.isDeleted &&
          (taken === undefined || taken.createdAt > deal.createdAt)
        );
      });
      if (open.length === 1 && (person?.createdAt ?? Infinity) < lead.modifiedAt - KNOWN_MS)
        report(`${deal.id} doubles ${open[0]?.id ?? ''}, which the person of ${lead.id} had`);
    }
  };

  return { act: (kind) => actions[kind](), check };
}
