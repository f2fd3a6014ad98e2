/**
 * Records that turned into others. A contact may be a lead's new life, and a HubSpot survivor may have absorbed records of other
 * links, whether or not the notice of it arrived.
 */
import { MERGED_IDS } from '../../domain/index.ts';
import type { Link, RecordRef, Subject } from '../../domain/model.ts';
import type { PassOutcome } from '../ports.ts';
import { outcome } from './context.ts';
import type { Item, PassContext, Staged, StageResult } from './context.ts';
import { carriedKey, identified, matchKeys, sideOf } from './records.ts';
import { linkIdFor, linkSubjectOf } from './subjects.ts';

/** Lead field that names the contact it became. */
const CONVERTED_TO = 'ConvertedContactId';

/**
 * Holds back contacts that were leads: the lead's link will take them along. Without this, a contact whose notice comes before its
 * lead's would get a second counterpart.
 */
export async function leaveToLeads(context: PassContext, items: readonly Item[]): Promise<StageResult<Staged<Item>>> {
  const contacts = items.filter(
    (item) => item.link === null && item.records.salesforce?.object === 'Contact' && item.mapping.salesforceObjects.includes('Lead'),
  );
  if (contacts.length === 0) return { ok: true, value: { items, outcomes: [] } };
  const ids = contacts.map((item) => item.records.salesforce?.id ?? '');
  const found = await context.gateways.salesforce.find('Lead', CONVERTED_TO, ids, context.rulebook.fieldsOf('salesforce', 'Lead'));
  if (!found.ok) return found;
  const leads = found.value.flatMap(({ value, records }) =>
    records.map((record): { contact: string; ref: RecordRef } => ({ contact: value, ref: { side: 'salesforce', object: 'Lead', id: record.id } })),
  );
  if (leads.length === 0) return { ok: true, value: { items, outcomes: [] } };
  const links = await context.store.linksOf(
    context.connection,
    leads.map((lead) => lead.ref),
  );
  const owners = new Map(leads.flatMap(({ contact }, index) => (isFollowing(links[index] ?? null) ? [[contact, links[index]] as const] : [])));
  const held = new Set(contacts.filter((item) => owners.has(item.records.salesforce?.id ?? '')));
  return {
    ok: true,
    value: {
      items: items.filter((item) => !held.has(item)),
      outcomes: [...held].map((item) => waitForLead(item, owners.get(item.records.salesforce?.id ?? '') ?? null)),
    },
  };
}

/** A link that is still on the lead will move to the contact; a closed one will not. */
function isFollowing(link: Link | null): boolean {
  return link !== null && link.state !== 'deleted' && link.salesforce?.object === 'Lead';
}

function waitForLead(item: Item, owner: Link | null): PassOutcome {
  const ref: RecordRef = { side: 'salesforce', object: 'Contact', id: item.records.salesforce?.id ?? '' };
  const reason = { code: 'waiting' as const, explanation: "The contact was a lead; the lead's link is about to move to it." };
  return outcome(item, { unlinked: { ref, reason }, wake: owner === null ? [] : [linkSubjectOf(owner)] });
}

/**
 * Holds back records that carry the key of a link whose write made them, before that link knows: its answer was lost, and its own
 * next look will find them by the key.
 */
export async function leaveToMakers(context: PassContext, items: readonly Item[]): Promise<Staged<Item>> {
  const keyed = items.flatMap((item) => {
    const key = item.link === null ? carriedKey(identified(item)) : null;
    return key === null ? [] : [{ item, id: linkIdFor(item.mapping.key, key) }];
  });
  if (keyed.length === 0) return { items, outcomes: [] };
  const links = new Map(
    (
      await context.store.links(
        context.connection,
        keyed.map((one) => one.id),
      )
    ).map((link) => [link.id, link]),
  );
  const held = new Map(
    keyed.flatMap(({ item, id }) => {
      const link = links.get(id);
      return link !== undefined && link.state !== 'deleted' && link[sideOf(item)] === null ? [[item, link] as const] : [];
    }),
  );
  const outcomes = [...held].map(([item, link]) => {
    const reason = { code: 'waiting' as const, explanation: 'The record was made by a write whose answer is not known yet.' };
    // Should it be erased before its link knows of it, nothing but these tells its address.
    const { ref } = identified(item);
    return outcome(item, { unlinked: { ref, reason }, matchKeys: [{ ref, keys: matchKeys(context, item) }], wake: [linkSubjectOf(link)] });
  });
  return { items: items.filter((item) => !held.has(item)), outcomes };
}

/**
 * Holds back HubSpot records that absorbed an end of a link: that link is about to follow, open or closed, and by address alone the
 * survivor may look like somebody new.
 */
export async function leaveToAbsorbed(context: PassContext, items: readonly Item[]): Promise<Staged<Item>> {
  const refs = items.flatMap((item) => (item.link === null ? absorbedRefs(item).map((ref) => ({ item, ref })) : []));
  if (refs.length === 0) return { items, outcomes: [] };
  const links = await context.store.linksOf(
    context.connection,
    refs.map((one) => one.ref),
  );
  const held = new Map<Item, Link>();
  for (const [index, { item, ref }] of refs.entries()) {
    const link = links[index] ?? null;
    if (link?.hubspot?.id === ref.id) held.set(item, link);
  }
  const outcomes = [...held].map(([item, link]) => {
    const reason = { code: 'waiting' as const, explanation: 'The record was made by a merge; the link of a record merged into it is about to follow.' };
    return outcome(item, { unlinked: { ref: identified(item).ref, reason }, wake: [linkSubjectOf(link)] });
  });
  return { items: items.filter((item) => !held.has(item)), outcomes };
}

/** By subject: the links whose record a survivor has absorbed, to be looked at even if nobody told of the merge. */
export async function absorbedBy(context: PassContext, items: readonly Item[]): Promise<ReadonlyMap<Subject, readonly Subject[]>> {
  const refs = items.flatMap((item) => absorbedRefs(item).map((ref) => ({ item, ref })));
  const wakes = new Map<Subject, Subject[]>();
  if (refs.length === 0) return wakes;
  const links = await context.store.linksOf(
    context.connection,
    refs.map((one) => one.ref),
  );
  for (const [index, { item, ref }] of refs.entries()) {
    const link = links[index] ?? null;
    // Only a link that still names the absorbed record as its end has something to learn.
    if (link === null || link.state === 'deleted' || link.id === item.link?.id || link.hubspot?.id !== ref.id) continue;
    wakes.set(item.work.subject, [...(wakes.get(item.work.subject) ?? []), linkSubjectOf(link)]);
  }
  return wakes;
}

function absorbedRefs(item: Item): readonly RecordRef[] {
  const ids = item.records.hubspot?.values[MERGED_IDS];
  const object = item.records.hubspot?.object ?? '';
  if (typeof ids !== 'string' || ids === '') return [];
  return ids
    .split(';')
    .filter((id) => id !== '')
    .map((id) => ({ side: 'hubspot', object, id }));
}
