import type { HistoryEntry, Ref, StoredRecord } from '../model.ts';
import type { Portal } from '../portal.ts';
import { CHILD_TO_PARENT, isPrimaryType, PARENT_TO_CHILD } from '../schema/association-types.ts';
import type { ObjectKind } from '../schema/objects.ts';

type Shown = Record<string, string | null>;

function primaryCompany(portal: Portal, ref: Ref): string | null {
  return portal.state.liveLinks(ref, 'companies').find(([, types]) => types.some(isPrimaryType))?.[0] ?? null;
}

const relatives = (portal: Portal, ref: Ref, typeId: number): string[] =>
  portal.state.liveLinks(ref, 'companies').flatMap(([id, types]) => (types.includes(typeId) ? [id] : []));

/** One property as it reads now; undefined when the object has no such property. */
export function readProperty(portal: Portal, kind: ObjectKind, record: StoredRecord, name: string): string | null | undefined {
  if (name === 'hs_object_id') return record.id;
  if (name === kind.createdProperty) return new Date(record.createdAt).toISOString();
  if (name === kind.modifiedProperty) return new Date(record.updatedAt).toISOString();
  if (name === 'associatedcompanyid' || name === 'hs_primary_associated_company') return primaryCompany(portal, record);
  if (kind.name === 'companies' && name === 'hs_parent_company_id') return relatives(portal, record, CHILD_TO_PARENT)[0] ?? null;
  if (kind.name === 'companies' && name === 'hs_num_child_companies') return String(relatives(portal, record, PARENT_TO_CHILD).length);
  const value = record.values[name];
  if (value !== undefined) return value;
  return portal.state.definition(kind.name, name) === undefined ? undefined : null;
}

/** The named properties plus those HubSpot always adds; unknown names are left out. No names = the object's defaults. */
export function readProperties(portal: Portal, kind: ObjectKind, record: StoredRecord, names: readonly string[]): Shown {
  const shown: Shown = {};
  const all = names.length === 0 ? kind.defaultProperties : [...names, kind.createdProperty, kind.modifiedProperty, 'hs_object_id'];
  for (const name of all) {
    const value = readProperty(portal, kind, record, name);
    if (value !== undefined) shown[name] = value;
  }
  return shown;
}

function historyEntry({ value, at, source }: HistoryEntry): Readonly<Record<string, unknown>> {
  return {
    value,
    timestamp: new Date(at).toISOString(),
    sourceType: source.type,
    ...(source.id === null ? {} : { sourceId: source.id }),
    ...(source.userId === null ? {} : { updatedByUserId: source.userId }),
  };
}

/** Past values of the named properties, newest first. */
export function readHistory(portal: Portal, kind: ObjectKind, record: StoredRecord, names: readonly string[]): Record<string, unknown[]> {
  const known = names.filter((name) => portal.state.definition(kind.name, name) !== undefined);
  return Object.fromEntries(known.map((name) => [name, (record.history.get(name) ?? []).map(historyEntry).reverse()]));
}

export interface ViewOptions {
  readonly properties: readonly string[];
  readonly history?: readonly string[];
}

/** A record as the objects API shows it. */
export function viewRecord(portal: Portal, kind: ObjectKind, record: StoredRecord, { properties, history = [] }: ViewOptions): Record<string, unknown> {
  const names = history.length === 0 ? properties : [...new Set([...properties, ...history])];
  return {
    id: record.id,
    properties: readProperties(portal, kind, record, names),
    ...(history.length === 0 ? {} : { propertiesWithHistory: readHistory(portal, kind, record, history) }),
    createdAt: new Date(record.createdAt).toISOString(),
    updatedAt: new Date(record.updatedAt).toISOString(),
    archived: record.archivedAt !== null,
    ...(record.archivedAt === null ? {} : { archivedAt: new Date(record.archivedAt).toISOString() }),
    url: `https://app.hubspot.com/contacts/${portal.portalId}/record/${kind.typeId}/${record.id}`,
  };
}
