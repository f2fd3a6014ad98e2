export type AssociationCategory = 'HUBSPOT_DEFINED' | 'USER_DEFINED' | 'INTEGRATOR_DEFINED';

/** One direction of an association type. `inverseId` is the id seen from the other record. */
export interface AssociationType {
  readonly from: string;
  readonly to: string;
  readonly typeId: number;
  readonly inverseId: number;
  readonly category: AssociationCategory;
  readonly label: string | null;
  /** Name of a user-defined label; null for HubSpot's own. */
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

export function isPrimaryType(typeId: number): boolean {
  return PRIMARY_IDS.has(typeId);
}
