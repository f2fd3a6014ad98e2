/**
 * Owners of records, from one system to the other: people by their e-mail address, queues as "nobody", and a fallback where there is no
 * counterpart. Pure; the directory is read by the gateways.
 */
import type { FieldRule, ObjectMapping, OwnerMap, Side, Translation, Value } from './model.ts';

/** Who can own records on one side: people, and in Salesforce queues. */
export type Ownership = { readonly id: string; readonly kind: 'person' | 'queue'; readonly email: string | null; readonly isActive: boolean };
export type OwnerDirectory = { readonly salesforce: readonly Ownership[]; readonly hubspot: readonly Ownership[] };

/** The reference mapping that names owners. */
export const OWNER_REFERENCE = 'owner';
/** What stands for a blank owner in an `OwnerMap`. */
export const NO_OWNER = '';

/**
 * Every known owner of both sides with its counterpart. Only an active person can be given records; of several with one address the
 * lowest id is taken. `fallback` is a Salesforce user or queue, null for none.
 * Example: an inactive Salesforce user whose address an active HubSpot owner has → their HubSpot self; the way back → the fallback.
 */
export function ownerMap(directory: OwnerDirectory, fallback: string | null): OwnerMap {
  const people = { salesforce: activeByEmail(directory.salesforce), hubspot: activeByEmail(directory.hubspot) };
  const stand = { salesforce: standInSalesforce(directory, fallback), hubspot: standInHubSpot(directory, people.hubspot, fallback) };
  // A Salesforce record always has an owner, so one that is cleared in HubSpot goes to the fallback too.
  const cleared = stand.salesforce === null ? {} : { [NO_OWNER]: stand.salesforce };
  return {
    salesforce: translations(directory.salesforce, people.hubspot, stand.hubspot),
    hubspot: { ...translations(directory.hubspot, people.salesforce, stand.salesforce), ...cleared },
  };
}

/** Nobody: HubSpot has no queues, so a record in a queue has no owner there. */
const NOBODY: Translation = { id: null };

function translations(
  from: readonly Ownership[],
  counterparts: ReadonlyMap<string, string>,
  fallback: Translation | null,
): Readonly<Record<string, Translation | null>> {
  return Object.fromEntries(from.map((one) => [one.id, one.kind === 'queue' ? NOBODY : (counterpart(one, counterparts) ?? fallback)]));
}

function counterpart({ email }: Ownership, by: ReadonlyMap<string, string>): Translation | null {
  const id = email === null ? undefined : by.get(plainEmail(email));
  return id === undefined ? null : { id };
}

function activeByEmail(owners: readonly Ownership[]): ReadonlyMap<string, string> {
  const active = owners.filter((one) => one.kind === 'person' && one.isActive && one.email !== null).toSorted((left, right) => (left.id < right.id ? 1 : -1));
  return new Map(active.map((one) => [plainEmail(one.email ?? ''), one.id]));
}

function plainEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** The fallback as long as it can own records. */
function standInSalesforce({ salesforce }: OwnerDirectory, fallback: string | null): Translation | null {
  const known = salesforce.find((one) => isSameId(one.id, fallback));
  return known?.isActive === true ? { id: known.id, isFallback: true } : null;
}

function standInHubSpot({ salesforce }: OwnerDirectory, people: ReadonlyMap<string, string>, fallback: string | null): Translation | null {
  const known = salesforce.find((one) => isSameId(one.id, fallback));
  if (known === undefined) return null;
  if (known.kind === 'queue') return { id: null, isFallback: true };
  const own = counterpart(known, people);
  return own === null ? null : { ...own, isFallback: true };
}

/** Salesforce ids come with 15 or 18 characters. */
function isSameId(id: string, other: string | null): boolean {
  return other !== null && id.slice(0, SHORT) === other.slice(0, SHORT);
}
const SHORT = 15;

export type OwnerAnswer =
  | { readonly kind: 'known'; readonly to: Translation }
  /** In the directory, without counterpart or fallback. */
  | { readonly kind: 'unmapped' }
  /** Not in the directory: newer than it. */
  | { readonly kind: 'unknown' };

/** The counterpart of one owner id of side `from`. */
export function translateOwner(map: OwnerMap, from: Side, id: string): OwnerAnswer {
  const known = Object.hasOwn(map[from], id) ? map[from][id] : undefined;
  if (known === undefined) return { kind: 'unknown' };
  return known === null ? { kind: 'unmapped' } : { kind: 'known', to: known };
}

/** Whether `value` of side `from` crosses only by the fallback. */
export function isByFallback(rule: Pick<FieldRule, 'owners'>, from: Side, value: Value): boolean {
  return rule.owners?.[from][value ?? NO_OWNER]?.isFallback === true;
}

/** The rules as the engine runs them: owner rules with their directory; without one they rest. */
export function withOwners(mapping: ObjectMapping, directory: OwnerDirectory | null): ObjectMapping {
  if (!mapping.fields.some((rule) => rule.referenceMapping === OWNER_REFERENCE)) return mapping;
  const owners = directory === null ? null : ownerMap(directory, mapping.policies.ownerFallback);
  const inForce = (rule: FieldRule): FieldRule => (owners === null ? { ...rule, direction: 'off' } : { ...rule, referenceMapping: null, valueMap: [], owners });
  return { ...mapping, fields: mapping.fields.map((rule) => (rule.referenceMapping === OWNER_REFERENCE ? inForce(rule) : rule)) };
}
