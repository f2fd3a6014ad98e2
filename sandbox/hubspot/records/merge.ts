import { optOutOfAddress } from '../consent.ts';
import { invalid, notFound } from '../errors.ts';
import type { Op, Ref, Source, StoredRecord, Values } from '../model.ts';
import type { Portal } from '../portal.ts';
import { isPrimaryType } from '../schema/association-types.ts';
import type { ObjectKind } from '../schema/objects.ts';

const idsOf = (text: string | undefined): string[] => (text ?? '').split(';').filter((part) => part !== '');

/** Mail addresses of both: the primary record keeps its own, the other's become secondary. */
function mergedEmails(primary: StoredRecord, other: StoredRecord): Values {
  const email = primary.values['email'] ?? other.values['email'];
  if (email === undefined) return {};
  const secondary = [...idsOf(primary.values['hs_additional_emails']), other.values['email'] ?? '', ...idsOf(other.values['hs_additional_emails'])];
  const additional = [...new Set(secondary)].filter((item) => item !== '' && item !== email).join(';');
  return { email, ...(additional === '' ? {} : { hs_additional_emails: additional }) };
}

/** The primary record's values win, its blanks are filled from the other; the lifecycle stage further down the funnel stays. */
function mergedValues(portal: Portal, kind: ObjectKind, primary: StoredRecord, other: StoredRecord): Values {
  const stages = portal.state.definition(kind.name, 'lifecyclestage')?.options.map((option) => option.value) ?? [];
  const furthest = [primary, other]
    .map((record) => record.values['lifecyclestage'] ?? '')
    .sort((left, right) => stages.indexOf(right) - stages.indexOf(left))[0];
  const email = primary.values['email'] ?? other.values['email'];
  const history = [...idsOf(primary.values['hs_merged_object_ids']), ...idsOf(other.values['hs_merged_object_ids']), other.id];
  return {
    ...other.values,
    ...primary.values,
    ...(kind.name === 'contacts' ? mergedEmails(primary, other) : {}),
    // What was chosen under the primary address, not what the other record showed.
    ...(kind.name === 'contacts' && email !== undefined ? optOutOfAddress(portal.state, email, { ...other.values, ...primary.values }) : {}),
    ...(furthest === undefined || furthest === '' ? {} : { lifecyclestage: furthest }),
    hs_merged_object_ids: [...new Set(history)].join(';'),
  };
}

const differing = (before: Values, after: Values): Values =>
  Object.fromEntries(Object.entries(after).filter(([name, value]) => value !== (before[name] ?? '')));

interface Stamp {
  readonly at: number;
  readonly source: Source;
}

/** True when the record has a primary company already; a second one must not move in. */
function hasPrimaryCompany(portal: Portal, ref: Ref): boolean {
  return [...portal.state.links.of(ref, 'companies').values()].some((types) => types.some(isPrimaryType));
}

/** Associations of a record that disappears move to `to`; `present` is the record whose associations `to` has by then. */
function movedLinks(portal: Portal, from: Ref, to: Ref, present: Ref, stamp: Stamp): Op[] {
  const losesPrimary = from.object !== 'companies' && hasPrimaryCompany(portal, present);
  return portal.state.links.allOf(from).flatMap(({ to: far, types }) => {
    const gone: Op = { op: 'link', from, to: far, types: [], ...stamp };
    if (far.object === present.object && [present.id, to.id].includes(far.id)) return [gone];
    const own = from.id === present.id ? [] : portal.state.links.types(present, far);
    const kept = losesPrimary && from.id !== present.id && far.object === 'companies' ? types.filter((typeId) => !isPrimaryType(typeId)) : types;
    return [gone, { op: 'link', from: to, to: far, types: [...new Set([...own, ...kept])], ...stamp }];
  });
}

/**
 * Merges two live records. The survivor is the primary one, or, with `newId`, a third record under a new id to which
 * both former ids lead. Values that moved reach subscribers as property changes of the survivor.
 */
export function planMerge(
  portal: Portal,
  kind: ObjectKind,
  primaryRef: Ref,
  otherRef: Ref,
  stamp: Stamp,
  newId: boolean,
): { readonly ops: Op[]; readonly survivorId: string } {
  const primary = portal.state.live(kind.name, primaryRef.id);
  const other = portal.state.live(kind.name, otherRef.id);
  if (primary === undefined || other === undefined) throw notFound();
  if (primary.id === other.id) throw invalid(`Cannot merge ${kind.singular} ${primary.id} with itself`);
  const values = mergedValues(portal, kind, primary, other);
  const survivorId = newId ? portal.state.takeId() : primary.id;
  const survivor: Ref = { object: kind.name, id: survivorId };
  const changed = differing(primary.values, values);
  const merge = {
    op: 'merge',
    object: kind.name,
    into: survivorId,
    from: newId ? [primary.id, other.id] : [other.id],
    moved: Object.keys(changed).length,
    ...stamp,
  } as const;
  const links = [...(newId ? movedLinks(portal, primary, survivor, primary, stamp) : []), ...movedLinks(portal, other, survivor, primary, stamp)];
  const both = { ...values, hs_merged_object_ids: [...new Set([...idsOf(values['hs_merged_object_ids']), primary.id])].join(';') };
  const body: Op = newId
    ? { op: 'create', object: kind.name, id: survivorId, values: both, ...stamp }
    : { op: 'update', object: kind.name, id: survivorId, values: changed, ...stamp };
  return { ops: [merge, ...links, body], survivorId };
}
