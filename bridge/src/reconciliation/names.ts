/** Names of records the store knows by id alone, read from the platforms when people look. Never stored. */
import type { RecordRef, Sided } from '../domain/index.ts';
import type { CrmGateway, Rulebook } from '../engine/index.ts';

const nameFields = {
  salesforce: ['Name', 'FirstName', 'LastName', 'Email'],
  hubspot: ['firstname', 'lastname', 'email', 'name', 'dealname', 'domain'],
} as const;
export const nameKey = ({ side, id }: RecordRef): string => `${side}:${id}`;

/** Names by `side:id`; a record without one, or whose platform does not answer, is absent. One call per object, platform and hundred (HubSpot). */
export async function namesOf(
  { gateways, rulebook }: { readonly gateways: Sided<CrmGateway>; readonly rulebook: Rulebook },
  refs: readonly RecordRef[],
): Promise<Readonly<Record<string, string>>> {
  const names: Record<string, string> = {};
  for (const [kind, some] of Map.groupBy(refs, ({ side, object }) => `${side}:${object}`)) {
    const [first] = some;
    const schema = rulebook.schemas.get(kind);
    if (first === undefined || schema === undefined) continue;
    const ids = [...new Set(some.map(({ id }) => id))];
    const read = await gateways[first.side].read(
      first.object,
      ids,
      nameFields[first.side].filter((field) => schema.fields.has(field)),
    );
    if (!read.ok) continue;
    for (const [index, one] of read.value.entries()) {
      const name = one.kind === 'found' || one.kind === 'merged' ? nameIn(one.record.values) : '';
      if (name !== '') names[`${first.side}:${ids[index] ?? ''}`] = name;
    }
  }
  return names;
}

function nameIn(values: Readonly<Record<string, unknown>>): string {
  const text = (field: string): string => (typeof values[field] === 'string' ? values[field].trim() : '');
  const person = [text('FirstName') || text('firstname'), text('LastName') || text('lastname')].filter((part) => part !== '').join(' ');
  return [text('Name'), person, text('name'), text('dealname'), text('Email'), text('email'), text('domain')].find((part) => part !== '') ?? '';
}
