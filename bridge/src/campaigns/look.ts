/** What both platforms hold of a batch of one rule's people. */
import type { CampaignRule, Link, RecordRef } from '../domain/model.ts';
import type { AgendaItem, CampaignMemberRow, GatewayFailure } from '../engine/index.ts';
import type { MemberNow } from './plan.ts';
import type { CampaignPorts, MemberBody } from './ports.ts';

export type PersonLook = { readonly item: AgendaItem<MemberBody>; readonly link: Link; readonly now: MemberNow };
export type Looked =
  | { readonly ok: true; readonly people: readonly PersonLook[]; readonly resting: readonly AgendaItem<MemberBody>[] }
  | { readonly ok: false; readonly failure: GatewayFailure };

const LEAD = 'Lead';
export const linkIdIn = (rule: string, key: string): Link['id'] => key.slice(rule.length + 1) as Link['id']; // the key is made of a rule and a link id
export const memberKey = (rule: string, link: Link['id']): string => `${rule}|${link}`;
export const isWhole = (link: Link): boolean => link.state === 'active' && link.salesforce !== null && link.hubspot !== null;

/** Reads a batch: two calls, and one more for contacts that were leads. */
export async function lookAt(
  ports: CampaignPorts,
  rule: CampaignRule,
  { items, isReached }: { readonly items: readonly AgendaItem<MemberBody>[]; readonly isReached: (contact: string) => boolean },
): Promise<Looked> {
  const links = new Map(
    (
      await ports.store.links(
        ports.connection,
        items.map(({ key }) => linkIdIn(rule.key, key)),
      )
    ).map((link) => [link.id, link]),
  );
  const met = items.flatMap((item) => {
    const link = links.get(linkIdIn(rule.key, item.key));
    return link === undefined || !isWhole(link) ? [] : [{ item, link }];
  });
  const resting = items.filter((item) => met.every((one) => one.item !== item));
  const former = await formerLeads(
    ports,
    met.map(({ link }) => link),
  );
  const idsOf = (link: Link): readonly string[] => [...(link.salesforce === null ? [] : [link.salesforce.id]), ...(former.get(link.id) ?? [])];
  const contacts = met.flatMap(({ link }) => link.hubspot?.id ?? []);
  const isSegment = rule.source.kind === 'segment';
  const [rows, segments] = await Promise.all([
    met.length === 0
      ? { ok: true as const, value: [] }
      : ports.salesforce.members(
          rule.campaign,
          met.flatMap(({ link }) => idsOf(link)),
        ),
    isSegment && contacts.length > 0 ? ports.hubspot.segmentsOf(contacts) : { ok: true as const, value: new Map<string, readonly string[]>() },
  ]);
  if (!rows.ok) return rows;
  if (!segments.ok) return segments;
  const isIn = (link: Link, { body }: AgendaItem<MemberBody>): boolean => {
    const contact = link.hubspot?.id ?? '';
    if (rule.source.kind === 'form') return body.submittedAt !== null;
    return isSegment ? (segments.value.get(contact) ?? []).includes(rule.source.id) : isReached(contact);
  };
  const people = met.map(({ item, link }): PersonLook => {
    const ids = idsOf(link);
    const own = rows.value.filter(({ contactId, leadId }) => (contactId !== null && ids.includes(contactId)) || (leadId !== null && ids.includes(leadId)));
    return { item, link, now: { row: best(own), isInHubSpot: isIn(link, item) } };
  });
  return { ok: true, people, resting };
}

/** Of a lead's and its contact's rows the contact's counts. */
const best = (rows: readonly CampaignMemberRow[]): CampaignMemberRow | null =>
  rows.toSorted((left, right) => Number(right.contactId !== null) - Number(left.contactId !== null))[0] ?? null;

/** A converted lead keeps its membership: the contact it became is the same person. */
async function formerLeads({ store, connection, parts }: CampaignPorts, links: readonly Link[]): Promise<ReadonlyMap<Link['id'], readonly string[]>> {
  const found = new Map<Link['id'], readonly string[]>();
  if (parts?.looksForLeads === false) return found;
  for (const { id, salesforce } of links) {
    if (salesforce === null || salesforce.object === LEAD) continue;
    const ends = await store.endsOf(connection, id);
    found.set(
      id,
      ends.filter(({ side, id: end }) => side === 'salesforce' && end !== salesforce.id).map(({ id: end }) => end),
    );
  }
  return found;
}

/** Those of the records that are there. */
export async function aliveAmong(ports: CampaignPorts, refs: readonly RecordRef[]): Promise<ReadonlySet<string> | GatewayFailure> {
  const alive = new Set<string>();
  for (const group of Map.groupBy(refs, ({ side, object }) => `${side} ${object}`).values()) {
    const [first] = group;
    if (first === undefined) continue;
    const ids = [...new Set(group.map(({ id }) => id))];
    const read = await ports.gateways[first.side].read(first.object, ids, []);
    if (!read.ok) return read.failure;
    for (const [at, one] of read.value.entries()) if (one.kind === 'found') alive.add(`${first.side}:${ids[at] ?? ''}`);
  }
  return alive;
}
