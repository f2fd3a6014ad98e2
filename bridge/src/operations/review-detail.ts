/** One review with its records side by side, read from both systems now. */
import { isSameRecord, KEY_FIELD, otherSide, recognition, SIDES, STAMP_FIELD } from '../domain/index.ts';
import type { Recognition } from '../domain/index.ts';
import type { Instant, ObjectMapping, RecordRef, Review, Side } from '../domain/model.ts';
import { createRulebook } from '../engine/index.ts';
import type { ReadOutcome, Rulebook, WireRecord, WireValue } from '../engine/index.ts';
import type { OperationsResult } from './operations.ts';
import { findReview, openReviewOf } from './reviews.ts';
import type { OpenReview } from './reviews.ts';
import { refused } from './settle.ts';
import type { ConnectionView } from './view.ts';

export type ReviewedRecord = RecordRef & {
  readonly name: string | null;
  /** `unread`: its system did not answer. */
  readonly state: 'found' | 'merged' | 'deleted' | 'unread';
  readonly modifiedAt: Instant | null;
  /** Whether it is in step with another record already. */
  readonly isLinked: boolean;
};
export type ReviewedField = {
  readonly label: string;
  readonly names: Readonly<Record<Side, string | null>>;
  /** One per record, in the order of `records`. */
  readonly values: readonly (string | null)[];
  /** Whether all records that hold something hold the same, letter case aside. */
  readonly agrees: boolean;
};
export type ReviewDetail = OpenReview & { readonly records: readonly ReviewedRecord[]; readonly fields: readonly ReviewedField[] };

/** Values longer than this are cut: the page compares, it does not read. */
const valueMax = 255;
const own: ReadonlySet<string> = new Set([...Object.values(KEY_FIELD), ...Object.values(STAMP_FIELD)]);

/** Errors: 404 when the review is settled. */
export async function reviewDetail(view: ConnectionView, key: string): Promise<OperationsResult<ReviewDetail>> {
  const review = await findReview(view, key);
  if (review === null) return refused(404, 'This review is no longer open.');
  const refs = uniqueRefs(await refsOf(view, review));
  const known = view.rulebook();
  const rulebook = known === null ? null : createRulebook(known.rules, known.schemas);
  const [open, read, links] = await Promise.all([openReviewOf(view, review), readEach(view, rulebook, refs), view.store.linksOf(view.id, refs)]);
  const records = refs.map((ref, index): ReviewedRecord => {
    const one = read[index] ?? null;
    const link = links[index] ?? null;
    return {
      ...ref,
      name: nameOf(one),
      state: stateOf(one),
      modifiedAt: recordOf(one)?.modifiedAt ?? null,
      isLinked: link !== null && link.state === 'active' && link.salesforce !== null && link.hubspot !== null,
    };
  });
  const mapping = rulebook?.mappingNamed(review.mapping) ?? null;
  const fields = mapping === null || rulebook === null ? [] : fieldsOf(mapping, rulebook, refs, read.map(recordOf));
  return { ok: true, value: { ...open, refs, records, fields } };
}

/** A conflict names no records: they are its link's ends. */
async function refsOf(view: ConnectionView, review: Review): Promise<readonly RecordRef[]> {
  if (review.refs.length > 0) return review.refs;
  const [link] = await view.store.links(view.id, [review.subject as string as Parameters<typeof view.store.links>[1][number]]); // a link's subject is its id
  return SIDES.flatMap((side) => {
    const end = link?.[side] ?? null;
    return end === null ? [] : [{ side, object: end.object, id: end.id }];
  });
}

function uniqueRefs(refs: readonly RecordRef[]): readonly RecordRef[] {
  return refs.filter((ref, index) => refs.findIndex((one) => isSameRecord(one, ref)) === index);
}

/** What was read of each record, in order; null where its system did not answer. */
async function readEach(view: ConnectionView, rulebook: Rulebook | null, refs: readonly RecordRef[]): Promise<readonly (ReadOutcome | null)[]> {
  const gateways = view.gateways();
  const found = new Map<RecordRef, ReadOutcome>();
  if (gateways === null || rulebook === null) return refs.map(() => null);
  const groups = Map.groupBy(refs, (ref) => `${ref.side}:${ref.object}`);
  await Promise.all(
    [...groups.values()].map(async (group) => {
      const [first] = group;
      if (first === undefined) return;
      const { side, object } = first;
      const ids = group.map((ref) => ref.id);
      const answer = await gateways[side].read(object, ids, rulebook.fieldsOf(side, object));
      if (!answer.ok) return;
      for (const [index, ref] of group.entries()) {
        const one = answer.value[index];
        if (one !== undefined) found.set(ref, one);
      }
    }),
  );
  return refs.map((ref) => found.get(ref) ?? null);
}

const recordOf = (read: ReadOutcome | null): WireRecord | null => (read?.kind === 'found' || read?.kind === 'merged' ? read.record : null);

function stateOf(read: ReadOutcome | null): ReviewedRecord['state'] {
  if (read === null) return 'unread';
  return read.kind === 'missing' ? 'deleted' : read.kind;
}

const NAMES: readonly (readonly string[])[] = [['FirstName', 'LastName'], ['firstname', 'lastname'], ['Name'], ['name'], ['dealname'], ['Email'], ['email']];

function nameOf(read: ReadOutcome | null): string | null {
  const values = recordOf(read)?.values ?? {};
  for (const parts of NAMES) {
    const words = parts.map((part) => textOf(values[part] ?? null)).filter((part) => part !== null);
    if (words.length > 0) return words.join(' ');
  }
  return null;
}

function textOf(value: WireValue): string | null {
  if (value === null || String(value).trim() === '') return null;
  const text = String(value);
  return text.length > valueMax ? `${text.slice(0, valueMax)}…` : text;
}

type Pair = Readonly<Record<Side, string | null>>;

/** What tells records apart first, then the other fields under rules; what none of them holds is left out. */
function fieldsOf(mapping: ObjectMapping, rulebook: Rulebook, refs: readonly RecordRef[], records: readonly (WireRecord | null)[]): readonly ReviewedField[] {
  return pairsOf(mapping).flatMap((names) => {
    const values = refs.map((ref, index) => {
      const name = names[ref.side];
      return name === null ? null : textOf(records[index]?.values[name] ?? null);
    });
    const held = new Set(values.filter((value) => value !== null).map((value) => value.trim().toLowerCase()));
    return held.size === 0 ? [] : [{ label: labelOf(names, rulebook, refs), names, values, agrees: held.size === 1 }];
  });
}

function pairsOf(mapping: ObjectMapping): readonly Pair[] {
  const ruled: readonly Pair[] = mapping.fields
    .filter((rule) => rule.referenceMapping === null && rule.direction !== 'off')
    .map((rule) => ({ salesforce: rule.salesforceField, hubspot: rule.hubspotProperty }));
  const how = recognition(mapping);
  const telling: readonly Pair[] = how === null ? [] : SIDES.flatMap((side) => how.fields[side].map((name) => pairWith(how, side, name, ruled)));
  const seen = new Set<string>();
  return [...telling, ...ruled].filter((pair) => {
    const key = `${pair.salesforce ?? ''}|${pair.hubspot ?? ''}`;
    const isNew = !seen.has(key) && ![pair.salesforce, pair.hubspot].some((name) => name !== null && own.has(name));
    seen.add(key);
    return isNew;
  });
}

/** The rule's pair a field belongs to; else the other side's field that serves the same purpose, or none. */
function pairWith(how: Recognition, side: Side, name: string, ruled: readonly Pair[]): Pair {
  const other = otherSide(side);
  const twin = name === how.match[side] ? how.match[other] : how.fields[other].find((one) => one.toLowerCase() === name.toLowerCase());
  const alone: Pair = side === 'salesforce' ? { salesforce: name, hubspot: twin ?? null } : { salesforce: twin ?? null, hubspot: name };
  return ruled.find((pair) => pair[side] === name) ?? alone;
}

function labelOf(names: Pair, rulebook: Rulebook, refs: readonly RecordRef[]): string {
  for (const side of SIDES)
    for (const ref of refs.filter((one) => one.side === side)) {
      const name = names[side];
      const field = name === null ? undefined : rulebook.schemas.get(`${side}:${ref.object}`)?.fields.get(name);
      if (field?.label !== undefined) return field.label;
    }
  return names.salesforce ?? names.hubspot ?? '';
}
