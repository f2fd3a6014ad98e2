/**
 * Numbers of a portal's own types begin at 1 and so collide with HubSpot's: only category and number together name a type. Inside the
 * portal they are told apart by this offset.
 */
const OWN_FROM = 100_000;

/** The number of a type as it goes over the wire. */
export const shownTypeId = (typeId: number): number => (typeId > OWN_FROM ? typeId - OWN_FROM : typeId);

/** The portal's number of a type named by category and wire number. */
export const storedTypeId = (category: unknown, shown: number): number => (category === 'HUBSPOT_DEFINED' ? shown : shown + OWN_FROM);

export const isOwnType = (typeId: number): boolean => typeId > OWN_FROM;

/** The portal's number for its next own type. */
export const nextOwnTypeId = (taken: Iterable<number>): number => Math.max(OWN_FROM, ...taken) + 1;

export type AssociationCategory = 'HUBSPOT_DEFINED' | 'USER_DEFINED' | 'INTEGRATOR_DEFINED';

/** One direction of an association type. `inverseId` is the id seen from the other record. */
export interface AssociationType {
  readonly from: string;
  readonly to: string;
  readonly typeId: number;
  readonly inverseId: number;
  readonly category: AssociationCategory;
  readonly label: string | null;
  /** Name of a label the customer made, the same both ways; null for HubSpot's own types and for the plain ones of custom objects. */
  readonly name: string | null;
}

type Pair = readonly [from: string, to: string, typeId: number, inverseId: number, label?: string, inverseLabel?: string];

/** Numbers as published (developers.hubspot.com, associations v4, "Association type ID values"). */
const PAIRS: readonly Pair[] = [
  ['contacts', 'companies', 279, 280],
  ['contacts', 'companies', 1, 2, 'Primary', 'Primary'],
  ['deals', 'companies', 341, 342],
  ['deals', 'companies', 5, 6, 'Primary', 'Primary'],
  ['tickets', 'companies', 339, 340],
  ['tickets', 'companies', 26, 25, 'Primary', 'Primary'],
  ['deals', 'contacts', 3, 4],
  ['tickets', 'contacts', 16, 15],
  ['deals', 'tickets', 27, 28],
  ['deals', 'line_items', 19, 20],
  ['contacts', 'contacts', 449, 449],
  ['companies', 'companies', 450, 450],
  ['companies', 'companies', 13, 14, 'Child Company', 'Parent Company'],
  ['deals', 'deals', 451, 451],
  ['tickets', 'tickets', 452, 452],
  ['communications', 'contacts', 81, 82],
  ['communications', 'tickets', 83, 84],
  ['communications', 'deals', 85, 86],
  ['communications', 'companies', 87, 88],
  ['calls', 'contacts', 194, 193],
  ['calls', 'companies', 182, 181],
  ['calls', 'deals', 206, 205],
  ['calls', 'tickets', 220, 219],
  ['emails', 'contacts', 198, 197],
  ['emails', 'companies', 186, 185],
  ['emails', 'deals', 210, 209],
  ['emails', 'tickets', 224, 223],
  ['meetings', 'contacts', 200, 199],
  ['meetings', 'companies', 188, 187],
  ['meetings', 'deals', 212, 211],
  ['meetings', 'tickets', 226, 225],
  ['notes', 'contacts', 202, 201],
  ['notes', 'companies', 190, 189],
  ['notes', 'deals', 214, 213],
  ['notes', 'tickets', 228, 227],
  ['tasks', 'contacts', 204, 203],
  ['tasks', 'companies', 192, 191],
  ['tasks', 'deals', 216, 215],
  ['tasks', 'tickets', 230, 229],
];

function bothWays([from, to, typeId, inverseId, label, inverseLabel]: Pair): AssociationType[] {
  const category = 'HUBSPOT_DEFINED';
  const forth: AssociationType = { from, to, typeId, inverseId, category, label: label ?? null, name: null };
  if (typeId === inverseId) return [forth];
  return [forth, { from: to, to: from, typeId: inverseId, inverseId: typeId, category, label: inverseLabel ?? null, name: null }];
}

export const SHIPPED_ASSOCIATION_TYPES: readonly AssociationType[] = PAIRS.flatMap(bothWays);

/** Types that mark a record's one primary company, by the object whose company it is. */
export const PRIMARY_COMPANY_TYPE: Readonly<Record<string, number>> = { contacts: 1, deals: 5, tickets: 26 };

const PRIMARY_IDS: ReadonlySet<number> = new Set([1, 2, 5, 6, 25, 26]);

/** Parent company → child company; a company has one parent at most. */
export const PARENT_TO_CHILD = 13;
export const CHILD_TO_PARENT = 14;

export function isPrimaryType(typeId: number): boolean {
  return PRIMARY_IDS.has(typeId);
}
