import { arrayOf, isObject, objectOf } from '../body.ts';
import { invalid, notFound, PortalError } from '../errors.ts';
import type { Op, Ref, Source } from '../model.ts';
import type { Portal } from '../portal.ts';
import {
  CHILD_TO_PARENT,
  isPrimaryType,
  PARENT_TO_CHILD,
  PRIMARY_COMPANY_TYPE,
  shownTypeId,
  storedTypeId,
  type AssociationType,
} from '../schema/association-types.ts';

/** Types from one kind of record to another, the unlabelled one first. */
export function typesBetween(portal: Portal, from: string, to: string): AssociationType[] {
  const all = [...portal.state.associationTypes.values()].filter((type) => type.from === from && type.to === to);
  return all.sort((left, right) => Number(left.label !== null) - Number(right.label !== null) || left.typeId - right.typeId);
}

/** The unlabelled type every association of a pair carries. */
export function defaultType(portal: Portal, from: string, to: string): AssociationType {
  const [first] = typesBetween(portal, from, to);
  if (first === undefined || first.label !== null) throw invalid(`No association type is defined from ${from} to ${to}.`);
  return first;
}

/** Reads `[{associationCategory, associationTypeId}]` and checks each against the pair. */
export function parseTypes(portal: Portal, from: string, to: string, source: unknown): number[] {
  return arrayOf(source, 'types').map((item) => {
    const { associationTypeId, associationCategory } = objectOf(item, 'types');
    const type = portal.state.associationTypes.get(storedTypeId(associationCategory, Number(associationTypeId)));
    if (type === undefined || type.from !== from || type.to !== to || type.category !== associationCategory) {
      throw invalid(`${String(associationCategory)} association type id ${String(associationTypeId)} doesn't exist between ${from} and ${to}.`, undefined, {
        type: [String(associationTypeId)],
      });
    }
    return type.typeId;
  });
}

/** Refuses what is not a live record. */
export function needRecord(portal: Portal, ref: Ref): Ref {
  const record = portal.state.live(ref.object, ref.id);
  if (record === undefined) throw notFound(`${portal.state.kind(ref.object)?.singular ?? ref.object} with id ${ref.id} was not found.`, { ids: [ref.id] });
  return record;
}

/** A company has one parent: a new one takes its place, and only the plain association to the former stays. */
function formerParents(portal: Portal, child: Ref, parent: Ref, stamp: Stamp): Op[] {
  return [...portal.state.links.of(child, 'companies')]
    .filter(([id, carried]) => id !== parent.id && carried.includes(CHILD_TO_PARENT))
    .map(([id, carried]) => ({
      op: 'link',
      from: child,
      to: { object: 'companies', id },
      types: carried.filter((typeId) => typeId !== CHILD_TO_PARENT),
      ...stamp,
    }));
}

/** Refuses a line item for a second deal, a company that would be its own parent, and what an admin's limit forbids. */
function checkPair(portal: Portal, from: Ref, to: Ref, typeIds: readonly number[]): void {
  if (from.object === 'companies' && to.object === 'companies' && from.id === to.id) throw invalid('A company cannot be associated with itself.');
  const item = [from, to].find(({ object }) => object === 'line_items');
  const deal = [from, to].find(({ object }) => object === 'deals');
  if (item !== undefined && deal !== undefined) {
    const other = portal.state.liveLinks(item, 'deals').find(([id]) => id !== deal.id);
    if (other !== undefined) throw invalid(`Line item ${item.id} belongs to deal ${other[0]} and cannot belong to ${deal.id} too.`);
  }
  checkLimits(portal, from, to, typeIds);
  checkLimits(
    portal,
    to,
    from,
    typeIds.map((typeId) => inverseOf(portal, typeId)),
  );
}

function checkLimits(portal: Portal, from: Ref, to: Ref, typeIds: readonly number[]): void {
  if (portal.state.associationLimits.size === 0) return;
  for (const typeId of typeIds) {
    const limit = portal.state.associationLimits.get(`${from.object}|${to.object}|${String(typeId)}`);
    if (limit === undefined) continue;
    const others = portal.state.liveLinks(from, to.object).filter(([id, carried]) => id !== to.id && carried.includes(typeId));
    if (others.length < limit.most) continue;
    throw new PortalError({
      status: 400,
      category: 'VALIDATION_ERROR',
      subCategory: 'crm.associations.ASSOCIATION_LIMIT_EXCEEDED',
      message: `${from.object} ${from.id} cannot have more than ${String(limit.most)} ${to.object} of association type ${String(shownTypeId(typeId))}.`,
      context: { fromObjectId: [from.id], toObjectId: [to.id], limit: [String(limit.most)] },
    });
  }
}

const inverseOf = (portal: Portal, typeId: number): number => portal.state.associationTypes.get(typeId)?.inverseId ?? typeId;

interface Stamp {
  readonly at: number;
  readonly source: Source;
}

/**
 * The operations that make one pair carry exactly these types (plus the unlabelled one). A record has one primary
 * company: a new primary takes it from the former, and the first company becomes primary by itself.
 */
export function planLink(portal: Portal, from: Ref, to: Ref, typeIds: readonly number[], stamp: Stamp): Op[] {
  const isCompanySide = from.object === 'companies' && PRIMARY_COMPANY_TYPE[to.object] !== undefined;
  if (isCompanySide)
    return planLink(
      portal,
      to,
      from,
      typeIds.map((typeId) => inverseOf(portal, typeId)),
      stamp,
    );
  const types = new Set([defaultType(portal, from.object, to.object).typeId, ...typeIds]);
  checkPair(portal, from, to, [...types]);
  const primary = to.object === 'companies' ? PRIMARY_COMPANY_TYPE[from.object] : undefined;
  const link = (far: Ref, carried: readonly number[]): Op => ({ op: 'link', from, to: far, types: carried, ...stamp });
  if (types.has(CHILD_TO_PARENT)) return [...formerParents(portal, from, to, stamp), link(to, [...types])];
  if (types.has(PARENT_TO_CHILD)) return [...formerParents(portal, to, from, stamp), link(to, [...types])];
  if (primary === undefined) return [link(to, [...types])];
  const others = [...portal.state.links.of(from, 'companies')].filter(([id]) => id !== to.id);
  const former = others.filter(([, carried]) => carried.includes(primary));
  const keepsIt = portal.state.links.types(from, to).includes(primary);
  if (former.length === 0 && (keepsIt || portal.state.settings.firstCompanyIsPrimary)) types.add(primary);
  if (!types.has(primary)) return [link(to, [...types])];
  const demoted = former.map(([id, carried]) =>
    link(
      { object: 'companies', id },
      carried.filter((typeId) => typeId !== primary),
    ),
  );
  return [...demoted, link(to, [...types])];
}

/** Removes some types of a pair; without the unlabelled one nothing is left of it. */
export function planUnlabel(portal: Portal, from: Ref, to: Ref, typeIds: readonly number[], stamp: Stamp): Op[] {
  const carried = portal.state.links.types(from, to);
  const unlabelled = defaultType(portal, from.object, to.object).typeId;
  const left = typeIds.includes(unlabelled) ? [] : carried.filter((typeId) => !typeIds.includes(typeId));
  return left.length === carried.length ? [] : [{ op: 'link', from, to, types: left, ...stamp }];
}

/** Links of a record that is being created: `[{to: {id}, types: [...]}]`. One company at most becomes primary. */
export function planNewLinks(portal: Portal, from: Ref, source: unknown, stamp: Stamp): Op[] {
  if (source === undefined || source === null) return [];
  const wanted = arrayOf(source, 'associations').map((item) => {
    const { to, types } = objectOf(item, 'associations');
    const id = isObject(to) ? String(to['id']) : '';
    const [first] = arrayOf(types, 'types');
    const typeId = isObject(first) ? storedTypeId(first['associationCategory'], Number(first['associationTypeId'])) : Number.NaN;
    const toObject = portal.state.associationTypes.get(typeId)?.to ?? '';
    const typeIds = parseTypes(portal, from.object, toObject, types);
    return { far: needRecord(portal, { object: toObject, id }), typeIds };
  });
  const explicit = wanted.some(({ typeIds }) => typeIds.some(isPrimaryType));
  let hasPrimary = explicit || !portal.state.settings.firstCompanyIsPrimary;
  for (const { far, typeIds } of wanted) checkPair(portal, from, far, [defaultType(portal, from.object, far.object).typeId, ...typeIds]);
  return wanted.flatMap(({ far, typeIds }) => {
    const types = new Set([defaultType(portal, from.object, far.object).typeId, ...typeIds]);
    const primary = far.object === 'companies' ? PRIMARY_COMPANY_TYPE[from.object] : undefined;
    if (primary !== undefined && !hasPrimary) {
      types.add(primary);
      hasPrimary = true;
    }
    // From a company's side the far record decides about its own primary company, and it exists already.
    if (from.object === 'companies') return planLink(portal, from, far, [...types], stamp);
    return [{ op: 'link', from, to: { object: far.object, id: far.id }, types: [...types], ...stamp }];
  });
}
