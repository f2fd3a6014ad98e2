import { salesforceShape } from '../domain/index.ts';
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
type RecordTypeInfo = {
  readonly recordTypeId: string;
  readonly developerName?: string;
  readonly name: string;
  readonly active: boolean;
  readonly available: boolean;
};
type Describe = { readonly keyPrefix?: string | null; readonly fields: readonly DescribeField[]; readonly recordTypeInfos?: readonly RecordTypeInfo[] };

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
export function toFieldSchema(field: DescribeField, names: Pick<Names, 'plain'>): FieldSchema {
  const kind = kinds[field.type];
  const hasOptions = kind === 'picklist' || kind === 'multi-picklist';
  const options = (field.picklistValues ?? []).filter((option) => option.active);
  const active = options.map((option) => option.value);
  const inactive = (field.picklistValues ?? []).filter((option) => !option.active).map((option) => option.value);
  return {
    name: names.plain(field.name),
    kind: kind ?? 'text',
    isWritable: kind !== undefined && field.updateable,
    isCreatable: kind !== undefined && field.createable,
    isRequired: field.createable && !field.nillable && !field.defaultedOnCreate && kind !== 'boolean',
    lengthMax: field.length > 0 && kind !== 'reference' ? field.length : null,
    scale: kind === 'number' ? field.scale : null,
    options: hasOptions && (field.restrictedPicklist === true || active.length > 0) ? active : null,
    ...(hasOptions && inactive.length > 0 ? { inactive } : {}),
    ...(field.type === 'currency' ? { isMoney: true as const } : {}),
    shape: salesforceShape(field.type),
    ...(field.label === undefined ? {} : { label: field.label }),
    ...(hasOptions ? { optionLabels: options.map((option) => option.label ?? option.value) } : {}),
  };
}

/** Record types are ids in records and developer names in rules; the master one stands for none. */
function withRecordTypes(field: FieldSchema, infos: readonly RecordTypeInfo[]): FieldSchema {
  if (field.name !== 'RecordTypeId') return field;
  const usable = infos.filter((one) => one.active && one.available);
  return {
    ...field,
    // Ids, but a list people choose from by name.
    shape: 'picklist',
    options: usable.map((one) => one.recordTypeId),
    optionNames: usable.map((one) => one.developerName ?? one.name),
    optionLabels: usable.map((one) => one.name),
    inactive: infos.filter((one) => !usable.includes(one)).map((one) => one.recordTypeId),
  };
}

/** Describes of the named objects as the integration user sees them, keyed `salesforce:<object>`. */
export async function readSchemas({ session, names, readTimeoutMs }: ReadContext, objects: readonly string[]): Promise<CallResult<Schemas>> {
  const schemas = new Map<string, ObjectSchema>();
  for (const object of new Set(objects)) {
    const answer = await session.call<Describe>({
      name: 'describe',
      method: 'GET',
      path: `/sobjects/${object}/describe`,
      timeoutMs: readTimeoutMs,
    });
    if (!answer.ok) return answer;
    const { keyPrefix, recordTypeInfos = [] } = answer.value;
    const fields = answer.value.fields.map((field) => withRecordTypes(toFieldSchema(field, names.on(object)), recordTypeInfos));
    schemas.set(`salesforce:${object}`, {
      object,
      fields: new Map(fields.map((field) => [field.name, field])),
      ...(typeof keyPrefix === 'string' ? { keyPrefix } : {}),
    });
  }
  return { ok: true, value: await withCurrency({ session, names, readTimeoutMs }, schemas) };
}

type Organization = { readonly features?: { readonly defaultCurrencyIsoCode?: string | null } };

/**
 * In an org of one currency no record names it. Who is not told which one that is (Connect may be off) carries amounts as they are, as
 * ever.
 */
async function withCurrency({ session, readTimeoutMs }: ReadContext, schemas: ReadonlyMap<string, ObjectSchema>): Promise<Schemas> {
  const isAsked = [...schemas.values()].some(({ fields }) => !fields.has('CurrencyIsoCode') && [...fields.values()].some((field) => field.isMoney === true));
  if (!isAsked) return schemas;
  const answer = await session.call<Organization>({ name: 'organization', method: 'GET', path: '/connect/organization', timeoutMs: readTimeoutMs });
  const currency = answer.ok ? answer.value.features?.defaultCurrencyIsoCode : null;
  if (typeof currency !== 'string' || currency === '') return schemas;
  return new Map([...schemas].map(([key, schema]) => [key, schema.fields.has('CurrencyIsoCode') ? schema : { ...schema, currency }]));
}
