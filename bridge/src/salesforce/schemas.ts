import type { FieldKind, FieldSchema, ObjectSchema, Schemas } from '../domain/model.ts';
import type { CallResult } from './faults.ts';
import type { Names } from './names.ts';
import type { ReadContext } from './read.ts';

type DescribeField = {
  readonly name: string;
  readonly label?: string;
  readonly type: string;
  readonly length: number;
  readonly scale: number;
  readonly updateable: boolean;
  readonly createable: boolean;
  readonly nillable: boolean;
  readonly defaultedOnCreate: boolean;
  readonly restrictedPicklist?: boolean;
  readonly picklistValues?: readonly { readonly value: string; readonly label?: string | null; readonly active: boolean }[];
};

const kinds: Readonly<Record<string, FieldKind>> = {
  string: 'text',
  textarea: 'long-text',
  email: 'email',
  phone: 'phone',
  url: 'url',
  picklist: 'picklist',
  multipicklist: 'multi-picklist',
  combobox: 'text',
  reference: 'reference',
  id: 'reference',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  double: 'number',
  currency: 'number',
  percent: 'number',
  date: 'date',
  datetime: 'datetime',
};

/** Types describe knows and the bridge does not carry (address, location, base64…) count as read-only text. */
export function toFieldSchema(field: DescribeField, names: Names): FieldSchema {
  const kind = kinds[field.type];
  const hasOptions = kind === 'picklist' || kind === 'multi-picklist';
  const options = (field.picklistValues ?? []).filter((option) => option.active);
  const active = options.map((option) => option.value);
  return {
    name: names.plain(field.name),
    kind: kind ?? 'text',
    isWritable: kind !== undefined && field.updateable,
    isCreatable: kind !== undefined && field.createable,
    isRequired: field.createable && !field.nillable && !field.defaultedOnCreate && kind !== 'boolean',
    lengthMax: field.length > 0 && kind !== 'reference' ? field.length : null,
    scale: kind === 'number' ? field.scale : null,
    options: hasOptions && (field.restrictedPicklist === true || active.length > 0) ? active : null,
    ...(field.label === undefined ? {} : { label: field.label }),
    ...(hasOptions ? { optionLabels: options.map((option) => option.label ?? option.value) } : {}),
  };
}

/** Describes of the named objects as the integration user sees them, keyed `salesforce:<object>`. */
export async function readSchemas({ session, names, readTimeoutMs }: ReadContext, objects: readonly string[]): Promise<CallResult<Schemas>> {
  const schemas = new Map<string, ObjectSchema>();
  for (const object of new Set(objects)) {
    const answer = await session.call<{ fields: readonly DescribeField[] }>({
      name: 'describe',
      method: 'GET',
      path: `/sobjects/${object}/describe`,
      timeoutMs: readTimeoutMs,
    });
    if (!answer.ok) return answer;
    const fields = answer.value.fields.map((field) => toFieldSchema(field, names));
    schemas.set(`salesforce:${object}`, { object, fields: new Map(fields.map((field) => [field.name, field])) });
  }
  return { ok: true, value: schemas };
}
