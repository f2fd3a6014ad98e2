import type { FieldSchema, FieldType, ObjectKind, ObjectSchema } from '../../contract.ts';

const TYPES: ReadonlySet<string> = new Set<FieldType>([
  'id',
  'string',
  'textarea',
  'email',
  'phone',
  'url',
  'picklist',
  'multipicklist',
  'combobox',
  'reference',
  'boolean',
  'int',
  'double',
  'currency',
  'percent',
  'date',
  'datetime',
  'time',
  'address',
  'location',
  'encryptedstring',
  'base64',
  'anyType',
  'long',
]);
const isFieldType = (type: string): type is FieldType => TYPES.has(type);

const BLANK: Omit<FieldSchema, 'name' | 'label' | 'type'> = {
  length: 0,
  precision: 0,
  scale: 0,
  custom: false,
  nillable: true,
  createable: true,
  updateable: true,
  defaultedOnCreate: false,
  defaultValue: null,
  calculated: false,
  formula: null,
  externalId: false,
  unique: false,
  caseSensitive: false,
  restrictedPicklist: false,
  picklistValues: [],
  referenceTo: [],
  relationshipName: null,
  childRelationshipName: null,
  masterDetail: false,
  htmlFormatted: false,
  nameField: false,
};

/** A field from the facts that differ from a plain optional writable one. Throws on a type describe does not know. */
export function field(facts: Partial<Omit<FieldSchema, 'type'>> & { readonly name: string; readonly type: string }): FieldSchema {
  const { type, ...rest } = facts;
  if (!isFieldType(type)) throw new Error(`field ${facts.name}: unknown type ${type}`);
  return { ...BLANK, label: labelOf(facts.name), ...rest, type };
}

/** "LastName" → "Last Name", "OwnerId" → "Owner ID": near enough to the platform's labels, which nothing may depend on. */
export const labelOf = (name: string): string =>
  name
    .replace(/__c$/, '')
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/\bId$/, 'ID');

type ObjectFacts = Omit<ObjectSchema, 'fields' | 'keyPrefix' | 'labelPlural'> & {
  readonly prefix: string;
  readonly plural: string;
  readonly kind: ObjectKind;
  readonly fields: readonly FieldSchema[];
};

/** An object schema with its fields keyed by lower-cased name. Throws when two fields share a name. */
export function assembleObject(facts: ObjectFacts): ObjectSchema {
  const { prefix, plural, fields, ...rest } = facts;
  const byName = new Map<string, FieldSchema>();
  for (const f of fields) {
    if (byName.has(f.name.toLowerCase())) throw new Error(`${facts.name}.${f.name} is defined twice`);
    byName.set(f.name.toLowerCase(), f);
  }
  return { ...rest, keyPrefix: prefix, labelPlural: plural, fields: byName };
}

const audit = (name: string, type: string, more: Partial<FieldSchema> = {}): FieldSchema =>
  field({
    nillable: false,
    createable: false,
    updateable: false,
    defaultedOnCreate: true,
    length: type === 'id' || type === 'reference' ? 18 : 0,
    ...more,
    name,
    type,
  });

/** Id, IsDeleted and the audit fields that every stored object has. */
export const auditFields = (): readonly FieldSchema[] => [
  audit('Id', 'id'),
  audit('IsDeleted', 'boolean', { defaultValue: false }),
  audit('CreatedDate', 'datetime'),
  audit('CreatedById', 'reference', { referenceTo: ['User'], relationshipName: 'CreatedBy' }),
  audit('LastModifiedDate', 'datetime'),
  audit('LastModifiedById', 'reference', { referenceTo: ['User'], relationshipName: 'LastModifiedBy' }),
  audit('SystemModstamp', 'datetime'),
];

/** ReplayId, EventUuid, CreatedDate, CreatedById: what every platform event carries. */
export const eventFields = (): readonly FieldSchema[] => [
  audit('ReplayId', 'string', { nillable: true, length: 1000 }),
  audit('EventUuid', 'string', { nillable: true, length: 36 }),
  audit('CreatedDate', 'datetime'),
  audit('CreatedById', 'reference', { referenceTo: ['User'], relationshipName: 'CreatedBy' }),
];

export const isText = (type: FieldType): boolean =>
  ['string', 'textarea', 'email', 'phone', 'url', 'picklist', 'multipicklist', 'combobox', 'encryptedstring'].includes(type);
export const isNumeric = (type: FieldType): boolean => ['int', 'double', 'currency', 'percent', 'long'].includes(type);
/** Long text areas (more than 255 characters) can be neither filtered nor sorted nor grouped. */
export const isLongText = (f: FieldSchema): boolean => f.type === 'textarea' && f.length > 255;
