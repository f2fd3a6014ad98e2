import type { FieldSchema, PicklistValue } from '../../contract.ts';
import { field } from '../schema/fields.ts';
import { MetadataError, parseSource, reader } from './source.ts';
import type { Reader, SourceFile } from './source.ts';

/** Metadata `type` → describe type, for the types this org stores. Formula and roll-up fields are refused below. */
const TYPES: Readonly<Record<string, string>> = {
  Text: 'string',
  TextArea: 'textarea',
  LongTextArea: 'textarea',
  Html: 'textarea',
  Email: 'email',
  Phone: 'phone',
  Url: 'url',
  Picklist: 'picklist',
  MultiselectPicklist: 'multipicklist',
  Checkbox: 'boolean',
  Number: 'double',
  Currency: 'currency',
  Percent: 'percent',
  Date: 'date',
  DateTime: 'datetime',
  Lookup: 'reference',
  MasterDetail: 'reference',
  AutoNumber: 'string',
};

export type CustomField = {
  readonly schema: FieldSchema;
  readonly displayFormat: string | null;
  readonly deleteConstraint: 'SetNull' | 'Restrict' | 'Cascade';
};

/** A custom field from its `*.field-meta.xml`. Throws a MetadataError on anything not understood. */
export function readCustomField(file: SourceFile): CustomField {
  const r = reader(file.path, file.xml);
  const name = r.required('fullName');
  const type = r.text('type');
  const fail = (problem: string): never => {
    throw new MetadataError(file.path, `${name}: ${problem}`);
  };
  if (!/^[A-Za-z][A-Za-z0-9_]*__c$/.test(name)) fail('a custom field name ends in __c');
  if (name !== file.name) fail(`the file is named ${file.name}`);
  if (type === undefined) return fail('<type> is missing (standard field overrides are not implemented)');
  if (r.text('formula') !== undefined) return fail('formula fields are not implemented');
  const mapped = TYPES[type];
  if (mapped === undefined) return fail(`unknown field type ${type}`);
  const facts = {
    name,
    type: mapped,
    label: r.required('label'),
    custom: true,
    ...sizes(r, type, fail),
    ...references(r, type, fail),
    ...picklist(r, file.path),
    ...keys(r),
    ...defaults(r, type, fail),
  };
  const displayFormat = r.text('displayFormat') ?? null;
  const deleteConstraint = r.text('deleteConstraint') ?? 'SetNull';
  r.ignore(
    'description',
    'inlineHelpText',
    'trackHistory',
    'trackFeedHistory',
    'trackTrending',
    'visibleLines',
    'startingNumber',
    'relationshipLabel',
    'reparentableMasterDetail',
    'writeRequiresMasterRead',
    'relationshipOrder',
    'securityClassification',
    'complianceGroup',
    'isFilteringDisabled',
    'isNameField',
    'isSortingDisabled',
    'lookupFilter',
    'encryptionScheme',
    'businessStatus',
  );
  r.done();
  if (deleteConstraint !== 'SetNull' && deleteConstraint !== 'Restrict' && deleteConstraint !== 'Cascade')
    return fail(`unknown deleteConstraint ${deleteConstraint}`);
  return { schema: field(facts), displayFormat, deleteConstraint };
}

type Fail = (problem: string) => never;

function sizes(r: Reader, type: string, fail: Fail): Partial<FieldSchema> {
  const [length, precision, scale] = [r.number('length'), r.number('precision'), r.number('scale')];
  if (type === 'Text' || type === 'LongTextArea' || type === 'Html') {
    const max = type === 'Text' ? 255 : 131_072;
    if (length === undefined || length < 1 || length > max) fail(`<length> of a ${type} must be 1 to ${max}`);
    return { length: length ?? 0, htmlFormatted: type === 'Html' };
  }
  if (type === 'Number' || type === 'Currency' || type === 'Percent') {
    if (precision === undefined || scale === undefined || precision > 18 || scale > precision) return fail('<precision> (at most 18) and <scale> are required');
    return { precision, scale };
  }
  const fixed: Readonly<Record<string, number>> = {
    TextArea: 255,
    Email: 80,
    Phone: 40,
    Url: 255,
    Picklist: 255,
    MultiselectPicklist: 4099,
    Lookup: 18,
    MasterDetail: 18,
    AutoNumber: 30,
  };
  return { length: fixed[type] ?? 0 };
}

function references(r: Reader, type: string, fail: Fail): Partial<FieldSchema> {
  const [parent, children] = [r.text('referenceTo'), r.text('relationshipName')];
  if (type !== 'Lookup' && type !== 'MasterDetail') return {};
  if (parent === undefined) return fail('<referenceTo> is missing');
  const masterDetail = type === 'MasterDetail';
  return {
    referenceTo: [parent],
    relationshipName: r.required('fullName').replace(/__c$/, '__r'),
    childRelationshipName: children === undefined ? null : `${children}__r`,
    masterDetail,
    updateable: !masterDetail,
    nillable: !masterDetail,
  };
}

function keys(r: Reader): Partial<FieldSchema> {
  return { externalId: r.flag('externalId'), unique: r.flag('unique'), caseSensitive: r.flag('caseSensitive') };
}

function defaults(r: Reader, type: string, fail: Fail): Partial<FieldSchema> {
  const text = r.text('defaultValue');
  const required = r.flag('required');
  if (type === 'AutoNumber') return { nillable: false, createable: false, updateable: false, defaultedOnCreate: true };
  if (type === 'Checkbox') return { nillable: false, defaultedOnCreate: true, defaultValue: text === 'true' };
  const nillable = required ? { nillable: false } : {};
  if (text === undefined) return nillable;
  const literal = /^(?:"([^"]*)"|'([^']*)'|(-?\d+(?:\.\d+)?))$/.exec(text);
  if (literal === null) return fail(`default value formula ${text} is not implemented`);
  return { ...nillable, defaultedOnCreate: true, defaultValue: literal[1] ?? literal[2] ?? literal[3] ?? null };
}

function picklist(r: Reader, path: string): Partial<FieldSchema> {
  const sets = r.children('valueSet');
  const [set] = sets;
  if (set === undefined) return {};
  const restrictedPicklist = set.flag('restricted');
  const [definition] = set.children('valueSetDefinition');
  if (definition === undefined) throw new MetadataError(path, 'global value sets are not implemented');
  definition.ignore('sorted');
  const picklistValues = definition.children('value').map(picklistValue);
  definition.done();
  set.done();
  const chosen = picklistValues.find((v) => v.isDefault)?.value;
  return chosen === undefined ? { restrictedPicklist, picklistValues } : { restrictedPicklist, picklistValues, defaultValue: chosen, defaultedOnCreate: true };
}

function picklistValue(r: Reader): PicklistValue {
  const value = r.required('fullName');
  const active = r.text('isActive') !== 'false';
  const read = { value, label: r.text('label') ?? value, active, isDefault: r.flag('default') };
  r.ignore('color', 'description');
  r.done();
  return read;
}

/** For tests: a field from XML text. */
export const customFieldFromXml = (path: string, text: string): CustomField => readCustomField(parseSource(path, text));
