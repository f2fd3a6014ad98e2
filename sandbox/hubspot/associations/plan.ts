import { arrayOf, isObject, objectOf } from '../body.ts';
import { invalid, notFound } from '../errors.ts';
import type { Op, Ref, Source } from '../model.ts';
import type { Portal } from '../portal.ts';
import { isPrimaryType, PRIMARY_COMPANY_TYPE, type AssociationType } from '../schema/association-types.ts';
import { objectKind } from '../schema/objects.ts';

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
    const type = portal.state.associationTypes.get(Number(associationTypeId));
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
  if (record === undefined) throw notFound(`${objectKind(ref.object)?.singular ?? ref.object} with id ${ref.id} was not found.`, { ids: [ref.id] });
  return record;
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
  const primary = to.object === 'companies' ? PRIMARY_COMPANY_TYPE[from.object] : undefined;
  const link = (far: Ref, carried: readonly number[]): Op => ({ op: 'link', from, to: far, types: carried, ...stamp });
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
    const typeId = isObject(first) ? Number(first['associationTypeId']) : Number.NaN;
    const toObject = portal.state.associationTypes.get(typeId)?.to ?? '';
    const typeIds = parseTypes(portal, from.object, toObject, types);
    return { far: needRecord(portal, { object: toObject, id }), typeIds };
  });
  const explicit = wanted.some(({ typeIds }) => typeIds.some(isPrimaryType));
  let hasPrimary = explicit || !portal.state.settings.firstCompanyIsPrimary;
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
