/** In which order mappings are walked. */
import { SIDES } from '../domain/index.ts';
import type { ObjectMapping } from '../domain/index.ts';
import type { Step } from './model.ts';

const activityObjects: ReadonlySet<string> = new Set(['Task', 'Event']);

/** Companies before people before deals before everything else; activities, which hang on all of them, last. */
function rankOf({ salesforceObjects, hubspotObject }: ObjectMapping): number {
  if (salesforceObjects.some((object) => activityObjects.has(object))) return 4;
  const known = ['companies', 'contacts', 'deals'].indexOf(hubspotObject);
  return known < 0 ? 3 : known;
}

/**
 * Mappings in dependency order: by rank, then by the mapping's own order, and nobody before the mapping its lookups name. A cycle of lookups
 * is cut where it was entered. Example: deal → company, person → company gives company, person, deal.
 */
export function inOrder(mappings: readonly ObjectMapping[]): readonly ObjectMapping[] {
  const sorted = mappings.toSorted((left, right) => rankOf(left) - rankOf(right) || left.order - right.order || (left.key < right.key ? -1 : 1));
  const named = new Map(sorted.map((mapping) => [mapping.key, mapping]));
  const placed = new Set<ObjectMapping>();
  const entered = new Set<ObjectMapping>();
  const place = (mapping: ObjectMapping): void => {
    if (entered.has(mapping)) return;
    entered.add(mapping);
    for (const { referenceMapping, direction } of mapping.fields) {
      const parent = referenceMapping === null || direction === 'off' ? undefined : named.get(referenceMapping);
      if (parent !== undefined) place(parent);
    }
    placed.add(mapping);
  };
  for (const mapping of sorted) place(mapping);
  return [...placed];
}

/** Every record of the mappings on both sides. An object several mappings share is walked once, with the first of them. */
export function recordSteps(mappings: readonly ObjectMapping[]): readonly Step[] {
  const seen = new Set<string>();
  return inOrder(mappings).flatMap((mapping) =>
    SIDES.flatMap((side) =>
      (side === 'salesforce' ? mapping.salesforceObjects : [mapping.hubspotObject]).flatMap((object): Step[] => {
        if (seen.has(`${side}:${object}`)) return [];
        seen.add(`${side}:${object}`);
        return [{ kind: 'records', mapping: mapping.key, side, object }];
      }),
    ),
  );
}

/** What the end is checked by: every record once more, then pairs of each mapping. */
export function checkSteps(mappings: readonly ObjectMapping[]): readonly Step[] {
  return [...recordSteps(mappings), ...inOrder(mappings).map(({ key }): Step => ({ kind: 'links', mapping: key }))];
}
