/** Our own properties in the portal: made once, at start, when they are missing. Existing ones are never changed. */
import type { Calls } from './calls.ts';
import type { CallResult } from './faults.ts';
import { hasUniqueKey, keyProperty, propertyGroup, stampProperty } from './names.ts';

type NewProperty = {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly type: 'string' | 'datetime';
  readonly fieldType: 'text' | 'textarea' | 'date';
  readonly hasUniqueValue?: boolean;
};

/** `hasUniqueValue` can only be chosen at creation, and creates are upserts on the key (invariant 4). */
const everywhere: readonly NewProperty[] = [
  {
    name: keyProperty,
    label: 'Fieldwise key',
    description: 'Identity of this record in both systems. Do not edit.',
    type: 'string',
    fieldType: 'text',
    hasUniqueValue: true,
  },
  { name: stampProperty, label: 'Fieldwise stamp', description: 'Last write by Fieldwise. Do not edit.', type: 'string', fieldType: 'textarea' },
];
const contactsOnly: readonly NewProperty[] = [
  {
    name: 'fieldwise_last_contacted',
    label: 'Last contacted (both systems)',
    description: 'When somebody last contacted this person.',
    type: 'datetime',
    fieldType: 'date',
  },
  { name: 'utm_source', label: 'UTM source', description: 'First-touch attribution.', type: 'string', fieldType: 'text' },
  { name: 'utm_medium', label: 'UTM medium', description: 'First-touch attribution.', type: 'string', fieldType: 'text' },
  { name: 'utm_campaign', label: 'UTM campaign', description: 'First-touch attribution.', type: 'string', fieldType: 'text' },
];

function wanted(object: string): readonly NewProperty[] {
  const own = hasUniqueKey(object) ? everywhere : everywhere.map(({ hasUniqueValue: _none, ...property }) => property);
  return object === 'contacts' ? [...own, ...contactsOnly] : own;
}

async function ensureGroup(calls: Calls, object: string): Promise<CallResult<null>> {
  const groups = await calls.read('property-groups', (client) => client.crm.properties.groupsApi.getAll(object));
  if (!groups.ok) return groups;
  if (groups.value.results.some((group) => group.name === propertyGroup)) return { ok: true, value: null };
  const made = await calls.write('create-property-group', (client) =>
    client.crm.properties.groupsApi.create(object, { name: propertyGroup, label: 'Fieldwise', displayOrder: -1 }),
  );
  return made.ok || made.failure.status === 409 ? { ok: true, value: null } : made;
}

async function ensureObject(calls: Calls, object: string): Promise<CallResult<readonly string[]>> {
  const present = await calls.read('properties', (client) => client.crm.properties.coreApi.getAll(object));
  if (!present.ok) return present;
  const names = new Set(present.value.results.map((property) => property.name));
  const missing = wanted(object).filter((property) => !names.has(property.name));
  if (missing.length === 0) return { ok: true, value: [] };
  const group = await ensureGroup(calls, object);
  if (!group.ok) return group;
  for (const property of missing) {
    const body = { ...property, groupName: propertyGroup, formField: false } as never;
    const made = await calls.write('create-property', (client) => client.crm.properties.coreApi.create(object, body));
    if (!made.ok && made.failure.status !== 409) return made;
  }
  return { ok: true, value: missing.map((property) => `${object}.${property.name}`) };
}

/** Makes sure our properties exist on the given objects; answers which ones were made. */
export async function ensureProperties(calls: Calls, objects: readonly string[]): Promise<CallResult<readonly string[]>> {
  const made: string[] = [];
  for (const object of objects) {
    const answer = await ensureObject(calls, object);
    if (!answer.ok) return answer;
    made.push(...answer.value);
  }
  return { ok: true, value: made };
}
