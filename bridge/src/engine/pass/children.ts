/**
 * Records that point to a record which was merged away. Salesforce moves them to the survivor without running a trigger, HubSpot without
 * a notice of each, so they are looked at again because of the merge itself; what is beyond the bound is found by the next sweep.
 */
import { isPropertyReference, referenceTargets } from '../../domain/index.ts';
import type { Link, RecordRef, Subject } from '../../domain/model.ts';
import { endOf } from './context.ts';
import type { Item, PassContext } from './context.ts';
import { linkSubjectOf, recordSubjectOf } from './subjects.ts';

/** Children looked at again per merge. */
const CHILDREN_MAX = 500;

type Moved = Pick<Item, 'mapping' | 'formerRefs'> & {
  readonly link: Link | null;
  /** The record it became, where that is not the link's own end. */ readonly target?: RecordRef;
};

/** By item: the subjects to look at. A platform that does not answer costs nothing but the wait for the sweep. */
export async function wokenChildren<One extends Moved>(context: PassContext, items: readonly One[]): Promise<ReadonlyMap<One, readonly Subject[]>> {
  const wakes = new Map<One, readonly Subject[]>();
  for (const item of items) {
    const survivors =
      item.target === undefined ? item.formerRefs.flatMap((ref) => (item.link === null ? [] : (endOf(item.link, ref.side) ?? []))) : [item.target];
    const refs = (await Promise.all(survivors.map((ref) => childrenOf(context, item.mapping.key, ref)))).flat().slice(0, CHILDREN_MAX);
    if (refs.length === 0) continue;
    const links = await context.store.linksOf(context.connection, refs);
    wakes.set(item, [...new Set(refs.map((ref, index) => subjectOf(ref, links[index] ?? null)))]);
  }
  return wakes;
}

const subjectOf = (ref: RecordRef, link: Link | null): Subject => (link === null ? recordSubjectOf(ref) : linkSubjectOf(link));

async function childrenOf(context: PassContext, mapping: string, survivor: RecordRef): Promise<readonly RecordRef[]> {
  const { rulebook, gateways } = context;
  const refs: RecordRef[] = [];
  for (const child of rulebook.rules.mappings) {
    for (const rule of child.fields.filter((one) => referenceTargets(one).includes(mapping) && one.direction !== 'off')) {
      if (survivor.side === 'hubspot' && isPropertyReference(rule)) {
        const found = await gateways.hubspot.find(child.hubspotObject, rule.hubspotProperty, [survivor.id], rulebook.fieldsOf('hubspot', child.hubspotObject));
        if (found.ok)
          refs.push(...found.value.flatMap(({ records }) => records.map(({ id }): RecordRef => ({ side: 'hubspot', object: child.hubspotObject, id }))));
        continue;
      }
      if (survivor.side === 'hubspot') {
        const read = await gateways.hubspot.associations(survivor.object, [survivor.id], child.hubspotObject);
        if (read.ok) refs.push(...read.value.flatMap(({ to }) => to.map(({ id }): RecordRef => ({ side: 'hubspot', object: child.hubspotObject, id }))));
        continue;
      }
      for (const object of rule.salesforceObjects) {
        const found = await gateways.salesforce.find(object, rule.salesforceField, [survivor.id], rulebook.fieldsOf('salesforce', object));
        if (found.ok) refs.push(...found.value.flatMap(({ records }) => records.map((record): RecordRef => ({ side: 'salesforce', object, id: record.id }))));
      }
    }
  }
  return refs;
}
