import { readFileSync, readdirSync } from 'node:fs';
import type { FieldSchema, ObjectSchema, PicklistValue } from '../../contract.ts';
import { available } from './features.ts';
import type { Features } from './features.ts';
import { assembleObject, field, labelOf } from './fields.ts';

const DIRECTORY = new URL('./tables/', import.meta.url);

/** The standard objects of the local org, all of them or those an org with these features has, from the tables beside this file (format: `tables/README.md`). */
export function standardObjects(features: Features = EVERYTHING): readonly ObjectSchema[] {
  const sets = picklistSets(readFileSync(new URL('picklists.txt', DIRECTORY), 'utf8'));
  const files = readdirSync(DIRECTORY).filter((name) => name.endsWith('.txt') && name !== 'picklists.txt');
  return available(
    files.toSorted().flatMap((name) => parseTables(name, readFileSync(new URL(name, DIRECTORY), 'utf8'), sets)),
    features,
  );
}
const EVERYTHING: Features = { multiCurrency: true, contactsToMultipleAccounts: true };

function picklistSets(text: string): ReadonlyMap<string, string> {
  const entries = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    });
  return new Map(entries);
}

type Sets = ReadonlyMap<string, string>;
type Header = {
  readonly name: string;
  readonly prefix: string;
  readonly kind: 'standard' | 'setup';
  readonly sharing: ObjectSchema['sharing'];
  readonly label: string;
  readonly plural: string;
};

function parseTables(file: string, text: string, sets: Sets): readonly ObjectSchema[] {
  const objects: ObjectSchema[] = [];
  let header: Header | null = null;
  let fields: FieldSchema[] = [];
  const close = (): void => {
    if (header !== null) objects.push(assembleObject({ ...header, fields }));
  };
  for (const line of text
    .split('\n')
    .map((l) => l.trim())
    .filter((l) => l !== '')) {
    if (line.startsWith('object ')) {
      close();
      header = parseHeader(file, line);
      fields = [];
    } else if (line.startsWith('@')) fields.push(...macro(file, line, sets, header?.name ?? ''));
    else fields.push(parseField(file, line, sets));
  }
  close();
  return objects;
}

function parseHeader(file: string, line: string): Header {
  const m = /^object (\w+) (\w{3}) (standard|setup) (\w+) "([^"]+)" "([^"]+)"$/.exec(line);
  if (m === null) throw new Error(`${file}: not an object line: ${line}`);
  const [, name = '', prefix = '', kind, sharing, label = '', plural = ''] = m;
  if (sharing !== 'Private' && sharing !== 'Read' && sharing !== 'ReadWrite' && sharing !== 'ControlledByParent')
    throw new Error(`${file}: unknown sharing ${sharing}`);
  return { name, prefix, kind: kind === 'setup' ? 'setup' : 'standard', sharing, label, plural };
}

function macro(file: string, line: string, sets: Sets, object: string): readonly FieldSchema[] {
  const [name = '', argument = ''] = line.split(' ');
  const lines = MACROS[name];
  if (lines === undefined) throw new Error(`${file}: unknown macro ${line}`);
  return lines.map((l) => parseField(file, l.replaceAll('%', argument).replaceAll('$', object), sets));
}

const MACROS: Readonly<Record<string, readonly string[]>> = {
  '@audit': [
    'Id id sys',
    'IsDeleted boolean sys = false',
    'CreatedDate datetime sys',
    'CreatedById reference sys -> User as CreatedBy',
    'LastModifiedDate datetime sys',
    'LastModifiedById reference sys -> User as LastModifiedBy',
    'SystemModstamp datetime sys',
  ],
  '@viewed': ['LastViewedDate datetime ro', 'LastReferencedDate datetime ro'],
  '@person': ['LastName string(80) req', 'FirstName string(40)', 'Salutation picklist(40) = @Salutation', 'Name string(121) sys name'],
  '@address': [
    '%Street textarea(255)',
    '%City string(40)',
    '%State string(80)',
    '%PostalCode string(20)',
    '%Country string(80)',
    '%Latitude double(18,15)',
    '%Longitude double(18,15)',
    '%GeocodeAccuracy picklist(40) restricted = @GeocodeAccuracy',
    '%Address address ro',
  ],
};

const FIELD = /^(\w+) (\w+)(?:\((\d+)(?:,(\d+))?\))?((?: [a-z]+)*?)(?: -> ([\w,]+)(?: as (\w+))?(?: kids (\w+))?)?(?: = (.*))?$/;

function parseField(file: string, line: string, sets: Sets): FieldSchema {
  const m = FIELD.exec(line);
  if (m === null) throw new Error(`${file}: not a field line: ${line}`);
  const [, name = '', type = '', size = '0', scale = '0', flagText = '', parents = '', relationship, children, after] = m;
  const flags = new Set(flagText.trim().split(' '));
  const picklistValues = type === 'picklist' || type === 'combobox' || type === 'multipicklist' ? values(after, sets) : [];
  const numeric = ['int', 'double', 'currency', 'percent'].includes(type);
  const chosen = picklistValues.find((v) => v.isDefault)?.value ?? null;
  return field({
    name,
    label: labelOf(name),
    type,
    length: numeric ? 0 : type === 'id' || type === 'reference' ? 18 : Number(size),
    precision: numeric ? Number(size) : 0,
    scale: Number(scale),
    nillable: !(flags.has('req') || flags.has('sys') || type === 'boolean'),
    createable: !flags.has('ro') && !flags.has('sys'),
    updateable: !flags.has('ro') && !flags.has('sys') && !flags.has('cr'),
    defaultedOnCreate: flags.has('sys') || flags.has('def') || type === 'boolean',
    defaultValue: type === 'boolean' ? after === 'true' : chosen,
    calculated: flags.has('calc'),
    unique: flags.has('uniq'),
    restrictedPicklist: flags.has('restricted'),
    picklistValues,
    referenceTo: parents === '' ? [] : parents.split(','),
    relationshipName: relationship ?? null,
    childRelationshipName: children ?? null,
    nameField: flags.has('name'),
  });
}

function values(after: string | undefined, sets: Sets): readonly PicklistValue[] {
  if (after === undefined) return [];
  const text = after.startsWith('@') ? sets.get(after.slice(1)) : after;
  if (text === undefined) throw new Error(`unknown picklist set ${after}`);
  return text.split(';').map((v) => ({ value: v.replace(/\*$/, ''), label: v.replace(/\*$/, ''), active: true, isDefault: v.endsWith('*') }));
}
