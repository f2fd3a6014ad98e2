/**
 * Stage 6: what lookups point to, as links. Salesforce keeps the id in a field, HubSpot an association or a property; all become the id of
 * the link the pointed-to record belongs to.
 */
import { associatedObjects, isAssociation, isPersonAccount, referenceTargets, SIDES } from '../../domain/index.ts';
import type { References, ReferenceValue, Sided } from '../../domain/index.ts';
import type { FieldRule, Link, RecordRef, Side } from '../../domain/model.ts';
import type { AssociationRead } from '../ports.ts';
import type { Item, PassContext, StageResult } from './context.ts';
import { refKey } from './read.ts';

/** `object`: what an unlinked record becomes. `link`: what was agreed so far tells which of several associations is the one. */
type Referring = Pick<Item, 'mapping' | 'records'> & { readonly object?: string; readonly link?: Link | null };
/** What resolving needs; a preview has no pass around it. */
type ReferenceContext = Pick<PassContext, 'connection' | 'gateways' | 'rulebook' | 'store' | 'fingerprint'>;
export type ReferencesOf = {
  readonly of: (item: Referring) => References;
  /** Where a record that gets a link must look for records that wait for it. */
  readonly missingOf: (item: Referring) => readonly string[];
  /** The HubSpot record of a link; null when it has none. */
  readonly hubspotOf: (linkId: string) => { readonly object: string; readonly id: string } | null;
};

/** Resolves every lookup of every item with one association read per object pair and one store query. */
export async function resolveReferences(context: ReferenceContext, items: readonly Referring[]): Promise<StageResult<ReferencesOf>> {
  const associated = await readAssociations(context, items);
  if (!associated.ok) return associated;
  const refs = new Map<string, RecordRef>();
  for (const item of items)
    for (const rule of referenceRules(item))
      for (const side of SIDES) for (const { ref } of pointedTo(context, { item, rule, side, associated: associated.value })) refs.set(refKey(ref), ref);
  const wanted = [...refs.values()];
  const found = wanted.length === 0 ? [] : await context.store.linksOf(context.connection, wanted);
  const linkOf = new Map<string, Link>();
  for (const [index, ref] of wanted.entries()) {
    const link = found[index] ?? null;
    if (link !== null) linkOf.set(refKey(ref), link);
  }
  const byId = new Map([...linkOf.values()].map((link) => [link.id as string, link]));
  const input = { associated: associated.value, linkOf };
  return {
    ok: true,
    value: {
      hubspotOf: (linkId) => byId.get(linkId)?.hubspot ?? null,
      of: (item) => ({
        idOf: (linkId, side) => byId.get(linkId)?.[side]?.id ?? null,
        held: Object.fromEntries(referenceRules(item).map((rule) => [rule.key, heldBy(context, { ...input, item, rule })])),
      }),
      missingOf: (item) =>
        referenceRules(item).flatMap((rule) =>
          SIDES.flatMap((side) => {
            const { ref, link } = chosen(context, { ...input, item, rule, side });
            if (ref === null) return [];
            if (link === null) return [needKey(ref)];
            return link.salesforce === null || link.hubspot === null ? [needKey({ side, object: '', id: link.id })] : [];
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

/** By `from:id:to`, the primary first. */
type Associated = ReadonlyMap<string, AssociationRead['to']>;

async function readAssociations(context: ReferenceContext, items: readonly Referring[]): Promise<StageResult<Associated>> {
  const sets = new Map<string, AssociationRead['to']>();
  const wanted = new Map<string, { from: string; to: string; ids: Set<string> }>();
  for (const item of items)
    for (const rule of referenceRules(item)) {
      const record = item.records.hubspot;
      if (record === null) continue;
      for (const to of associatedObjects(rule)) {
        const group = wanted.get(`${record.object}:${to}`) ?? { from: record.object, to, ids: new Set() };
        group.ids.add(record.id);
        wanted.set(`${record.object}:${to}`, group);
      }
    }
  for (const { from, to, ids } of wanted.values()) {
    const result = await context.gateways.hubspot.associations(from, [...ids], to);
    if (!result.ok) return result;
    for (const read of result.value) if (read.to.length > 0) sets.set(`${from}:${read.id}:${to}`, read.to);
  }
  return { ok: true, value: sets };
}

type Pointing = { readonly item: Referring; readonly rule: FieldRule; readonly side: Side; readonly associated: Associated };
type Pointed = { readonly ref: RecordRef; readonly isPrimary: boolean };

/** Every record one side points to; several only where HubSpot associates with several. */
function pointedTo(context: ReferenceContext, { item, rule, side, associated }: Pointing): readonly Pointed[] {
  const record = item.records[side];
  if (record === null) return [];
  if (side === 'hubspot' && isAssociation(rule))
    // Of several objects the first that has any: a deal says more than its company.
    return (
      associatedObjects(rule)
        .map((object) =>
          (associated.get(`${record.object}:${record.id}:${object}`) ?? []).map(({ id, isPrimary }) => ({ ref: { side, object, id }, isPrimary })),
        )
        .find((set) => set.length > 0) ?? []
    );
  if (side === 'salesforce' && !rule.salesforceObjects.includes(record.object)) return [];
  const id = record.values[side === 'salesforce' ? rule.salesforceField : rule.hubspotProperty] ?? '';
  return id === '' ? [] : [{ ref: { side, object: objectOf(context, rule, { side, id: String(id) }), id: String(id) }, isPrimary: false }];
}

/** Blank where a lookup may lead to several objects and the id does not tell which. */
function objectOf({ rulebook }: ReferenceContext, rule: FieldRule, { side, id }: { readonly side: Side; readonly id: string }): string {
  const targets = referenceTargets(rule).flatMap((key) => rulebook.mappingNamed(key) ?? []);
  if (side === 'hubspot') return targets[0]?.hubspotObject ?? '';
  const objects = targets.flatMap(({ salesforceObjects }) => salesforceObjects);
  return objects.find((object) => isIdOf(rulebook, object, id)) ?? (targets.length === 1 ? (objects[0] ?? '') : '');
}

function isIdOf({ schemas }: ReferenceContext['rulebook'], object: string, id: string): boolean {
  const prefix = schemas.get(`salesforce:${object}`)?.keyPrefix;
  return prefix !== undefined && id.startsWith(prefix);
}

/** Whether an id is one of no object the rule points to, so that it is nothing this rule could wait for. */
function isElsewhere({ rulebook }: ReferenceContext, rule: FieldRule, { side, id }: RecordRef): boolean {
  if (side === 'hubspot') return false;
  const objects = referenceTargets(rule).flatMap((key) => rulebook.mappingNamed(key)?.salesforceObjects ?? []);
  return objects.every((object) => rulebook.schemas.get(`salesforce:${object}`)?.keyPrefix !== undefined && !isIdOf(rulebook, object, id));
}

type Choosing = Pointing & { readonly linkOf: ReadonlyMap<string, Link> };
type Chosen = { readonly ref: RecordRef | null; readonly link: Link | null };

/**
 * The one record a side points to. HubSpot may associate with many and say of none that it is the primary one: then the one agreed on
 * stays as long as it is there, then the one Salesforce names, then the first that is in step.
 */
function chosen(context: ReferenceContext, choosing: Choosing): Chosen {
  const { item, rule, side, linkOf } = choosing;
  const all = pointedTo(context, choosing).map(({ ref, isPrimary }) => ({ ref, isPrimary, link: linkOf.get(refKey(ref)) ?? null }));
  const [first] = all;
  if (first === undefined) return { ref: null, link: null };
  const primary = all.find(({ isPrimary }) => isPrimary);
  if (primary !== undefined || all.length === 1) return primary ?? first;
  const linked = all.filter(({ link }) => link !== null).toSorted((one, other) => (one.ref.id < other.ref.id ? -1 : 1));
  const before = item.link?.baseline[rule.key]?.[side];
  const agreed = linked.find(({ link }) => link !== null && before !== undefined && context.fingerprint(rule.key, link.id) === before);
  const named = side === 'hubspot' ? chosen(context, { ...choosing, side: 'salesforce' }).link : null;
  return agreed ?? linked.find(({ link }) => named !== null && link?.id === named.id) ?? linked[0] ?? first;
}

function heldBy(context: ReferenceContext, input: Omit<Choosing, 'side'>): Sided<ReferenceValue> {
  const one = (side: Side): ReferenceValue => {
    const { ref, link } = chosen(context, { ...input, side });
    if (ref === null) return { kind: 'known', linkId: null };
    if (link === null) return isElsewhere(context, input.rule, ref) ? { kind: 'elsewhere' } : { kind: 'waiting' };
    return referenceTargets(input.rule).includes(link.mapping) ? { kind: 'known', linkId: link.id } : { kind: 'elsewhere' };
  };
  return { salesforce: one('salesforce'), hubspot: one('hubspot') };
}
