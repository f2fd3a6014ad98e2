/**
 * What a conversion moves besides the lead's link: the account and the opportunity it made, and the deals of the person. They have
 * notices of their own; waking them here puts everything in place in the same breath, whichever notice comes first or never.
 */
import { isSameRecord } from '../../domain/index.ts';
import type { RecordRef, Subject } from '../../domain/model.ts';
import type { PassOutcome } from '../ports.ts';
import { endOf } from './context.ts';
import type { Item, PassContext } from './context.ts';
import type { Readings } from './read.ts';
import { refKey } from './read.ts';
import { linkSubjectOf, recordSubjectOf } from './subjects.ts';

/** By item: the subjects to look at now that its lead became a contact. An association read that fails costs only the wait for their own notices. */
export async function wokenByConversion(context: PassContext, items: readonly Item[], found: Readings): Promise<ReadonlyMap<Item, readonly Subject[]>> {
  const converted = items.filter((item) => madeBy(item, found).length > 0);
  const refs = new Map(converted.map((item) => [item, [...madeBy(item, found)]]));
  for (const [item, deals] of await dealsOf(context, converted)) refs.get(item)?.push(...deals);
  const all = [...refs.values()].flat().filter((ref) => context.rulebook.mappingOf(ref.side, ref.object) !== null);
  if (all.length === 0) return new Map();
  const links = await context.store.linksOf(context.connection, all);
  const subjects = new Map(all.map((ref, index) => [refKey(ref), subjectFor(ref, links[index] ?? null)]));
  return new Map([...refs].map(([item, own]) => [item, [...new Set(own.flatMap((ref) => subjects.get(refKey(ref)) ?? []))]]));
}

function subjectFor(ref: RecordRef, link: Parameters<typeof linkSubjectOf>[0] | null): Subject {
  return link === null ? recordSubjectOf(ref) : linkSubjectOf(link);
}

/** Account and opportunity of the leads an item has just left behind. */
function madeBy(item: Item, found: Readings): readonly RecordRef[] {
  return item.formerRefs.flatMap((ref) => {
    const read = found.get(refKey(ref));
    const made = read?.kind === 'found' ? read.record.convertedTo : null;
    if (made === null || made === undefined) return [];
    const named: readonly (readonly [string, string | null])[] = [
      ['Account', made.accountId],
      ['Opportunity', made.opportunityId],
    ];
    return named.flatMap(([object, id]) => (id === null ? [] : [{ side: 'salesforce' as const, object, id }]));
  });
}

async function dealsOf(context: PassContext, items: readonly Item[]): Promise<ReadonlyMap<Item, readonly RecordRef[]>> {
  if (items.length === 0 || context.rulebook.mappingOf('hubspot', 'deals') === null) return new Map();
  const contacts = new Map(
    items.flatMap((item) => {
      const end = item.link === null ? null : endOf(item.link, 'hubspot');
      return end === null ? [] : [[end.id, item] as const];
    }),
  );
  const read = await context.gateways.hubspot.associations('contacts', [...contacts.keys()], 'deals');
  if (!read.ok) return new Map();
  return new Map(
    read.value.flatMap(({ id, to }) => {
      const item = contacts.get(id);
      return item === undefined ? [] : [[item, to.map((deal): RecordRef => ({ side: 'hubspot', object: 'deals', id: deal.id }))] as const];
    }),
  );
}

/** Without the questions about two records that people have answered: a word is never asked for again. */
export async function withoutAnswered(context: PassContext, outcomes: readonly PassOutcome[]): Promise<readonly PassOutcome[]> {
  const refs = outcomes.flatMap((one) => one.reviews.flatMap((review) => review.refs));
  if (refs.length === 0) return outcomes;
  const verdicts = await context.store.verdictsOf(context.connection, refs);
  const isAnswered = (pair: readonly RecordRef[]): boolean =>
    verdicts.some((verdict) => verdict.refs.every((ref) => pair.some((one) => isSameRecord(one, ref))));
  return outcomes.map((one) => (one.reviews.length === 0 ? one : { ...one, reviews: one.reviews.filter((review) => !isAnswered(review.refs)) }));
}
