/**
 * Stage 6: what lookups point to, as links. Salesforce keeps the id in a field, HubSpot an association; both become the id of the
 * link the pointed-to record belongs to.
 */
import { isPersonAccount, SIDES } from '../../domain/index.ts';
import type { References, ReferenceValue, Sided } from '../../domain/index.ts';
import type { FieldRule, Link, RecordRef, Side } from '../../domain/model.ts';
import type { WireRecord } from '../ports.ts';
import type { Item, PassContext, StageResult } from './context.ts';
import { refKey } from './read.ts';

/** `object`: what an unlinked record becomes. */
type Referring = Pick<Item, 'mapping' | 'records'> & { readonly object?: string };
/** What resolving needs; a preview has no pass around it. */
type ReferenceContext = Pick<PassContext, 'connection' | 'gateways' | 'rulebook' | 'store'>;
export type ReferencesOf = {
  readonly of: (item: Referring) => References;
  /** Where a record that gets a link must look for records that wait for it. */
  readonly missingOf: (item: Referring) => readonly string[];
};

/** The HubSpot object a reference rule associates with: `associations.companies` → `companies`. */
export function associatedObject(rule: FieldRule): string {
  return rule.hubspotProperty.replace(/^associations\./, '');
}

/** Resolves every lookup of every item with one association read per object pair and one store query. */
export async function resolveReferences(context: ReferenceContext, items: readonly Referring[]): Promise<StageResult<ReferencesOf>> {
  const associated = await readAssociations(context, items);
  if (!associated.ok) return associated;
  const refs = new Map<string, RecordRef>();
  for (const item of items)
    for (const rule of referenceRules(item))
      for (const side of SIDES) {
        const ref = pointedTo(context, { item, rule, side, associated: associated.value });
        if (ref !== null) refs.set(refKey(ref), ref);
      }
  const wanted = [...refs.values()];
  const found = wanted.length === 0 ? [] : await context.store.linksOf(context.connection, wanted);
  const linkOf = new Map<string, Link>();
  for (const [index, ref] of wanted.entries()) {
    const link = found[index] ?? null;
    if (link !== null) linkOf.set(refKey(ref), link);
  }
  const byId = new Map([...linkOf.values()].map((link) => [link.id as string, link]));
  const idOf = (linkId: string, side: Side): string | null => byId.get(linkId)?.[side]?.id ?? null;
  return {
    ok: true,
    value: {
      of: (item) => ({
        idOf,
        held: Object.fromEntries(referenceRules(item).map((rule) => [rule.key, heldBy(context, { item, rule, associated: associated.value, linkOf })])),
      }),
      missingOf: (item) =>
        referenceRules(item).flatMap((rule) =>
          SIDES.flatMap((side) => {
            const ref = pointedTo(context, { item, rule, side, associated: associated.value });
            if (ref === null) return [];
            const link = linkOf.get(refKey(ref));
            return link === undefined ? [needKey(ref)] : link.salesforce === null || link.hubspot === null ? [needKey({ side, object: '', id: link.id })] : [];
          }),
        ),
    },
  };
}

/** Lookups of the item's own Salesforce object: a lead has no account, so its contact's associations cost no call. */
function referenceRules({ mapping, records, object: wanted }: Referring): readonly FieldRule[] {
  const object = records.salesforce?.object ?? wanted ?? mapping.salesforceCreateObject;
  // The account of such a contact is the person again, and nobody's employer.
  if (isPersonAccount(records.salesforce)) return [];
  return mapping.fields.filter((rule) => rule.referenceMapping !== null && rule.direction !== 'off' && rule.salesforceObjects.includes(object));
}

/** The key under which a record that waits for another is found again. */
export function needKey(ref: RecordRef): string {
  return `needs:${ref.side}:${ref.id}`;
}

type Associated = ReadonlyMap<string, string>;

async function readAssociations(context: ReferenceContext, items: readonly Referring[]): Promise<StageResult<Associated>> {
  const primary = new Map<string, string>();
  const wanted = new Map<string, { from: string; to: string; ids: Set<string> }>();
  for (const item of items)
    for (const rule of referenceRules(item)) {
      const record = item.records.hubspot;
      if (record === null) continue;
      const to = associatedObject(rule);
      const group = wanted.get(`${record.object}:${to}`) ?? { from: record.object, to, ids: new Set() };
      group.ids.add(record.id);
      wanted.set(`${record.object}:${to}`, group);
    }
  for (const { from, to, ids } of wanted.values()) {
    const result = await context.gateways.hubspot.associations(from, [...ids], to);
    if (!result.ok) return result;
    for (const read of result.value) {
      const first = read.to.find((one) => one.isPrimary) ?? read.to[0];
      if (first !== undefined) primary.set(`${from}:${read.id}:${to}`, first.id);
    }
  }
  return { ok: true, value: primary };
}

type Pointing = { readonly item: Referring; readonly rule: FieldRule; readonly side: Side; readonly associated: Associated };

function pointedTo(context: ReferenceContext, { item, rule, side, associated }: Pointing): RecordRef | null {
  const record: WireRecord | null = item.records[side];
  if (record === null || rule.referenceMapping === null) return null;
  if (side === 'salesforce') {
    if (!rule.salesforceObjects.includes(record.object)) return null;
    const id = record.values[rule.salesforceField];
    const object = context.rulebook.mappingNamed(rule.referenceMapping)?.salesforceObjects[0] ?? '';
    return typeof id === 'string' && id !== '' ? { side, object, id } : null;
  }
  const object = associatedObject(rule);
  const id = associated.get(`${record.object}:${record.id}:${object}`);
  return id === undefined ? null : { side, object, id };
}

function heldBy(
  context: ReferenceContext,
  input: { readonly item: Referring; readonly rule: FieldRule; readonly associated: Associated; readonly linkOf: ReadonlyMap<string, Link> },
): Sided<ReferenceValue> {
  const one = (side: Side): ReferenceValue => {
    const ref = pointedTo(context, { ...input, side });
    if (ref === null) return { kind: 'known', linkId: null };
    const link = input.linkOf.get(refKey(ref));
    return link === undefined ? { kind: 'waiting' } : { kind: 'known', linkId: link.id };
  };
  return { salesforce: one('salesforce'), hubspot: one('hubspot') };
}
