/** Questions about the one record of an item that has no counterpart yet. */
import { KEY_FIELD, matchValues, recognition } from '../../domain/index.ts';
import type { Identified, Recognition } from '../../domain/index.ts';
import type { ObjectMapping, Side } from '../../domain/model.ts';
import type { Item, PassContext } from './context.ts';

/** The side a record without link is on. */
export function sideOf(item: Pick<Item, 'records'>): Side {
  return item.records.salesforce === null ? 'hubspot' : 'salesforce';
}

/** The record an unlinked item has, as identity sees it. */
export function identified(item: Item): Identified {
  const side = sideOf(item);
  const record = item.records[side];
  return { ref: { side, object: record?.object ?? '', id: record?.id ?? '' }, values: record?.values ?? {} };
}

/** Our key as the record carries it. */
export function carriedKey({ ref, values }: Identified): string | null {
  const key = values[KEY_FIELD[ref.side]];
  return typeof key === 'string' && key !== '' ? key : null;
}

/** Fingerprints of the record's match values: what is claimed, and under which it can be found. */
export function matchKeys(context: PassContext, item: Item): readonly string[] {
  const how = recognition(item.mapping);
  return how === null ? [] : keysOfRecord(context, identified(item), how, item.mapping);
}

/** Fingerprints of any record's match values under a mapping. */
export function keysOfRecord(context: Pick<PassContext, 'fingerprint'>, record: Identified, how: Recognition, mapping: ObjectMapping): readonly string[] {
  return matchValues(record, how).map((value) => context.fingerprint(`match:${mapping.key}:${how.by}`, value));
}

/** Objects of a mapping on one side. */
export function objectsOn(mapping: ObjectMapping, side: Side): readonly string[] {
  return side === 'salesforce' ? mapping.salesforceObjects : [mapping.hubspotObject];
}
