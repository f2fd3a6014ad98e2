import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { standardObjects } from '../schema/tables.ts';
import { testOrg } from '../testing/fixture.ts';
import { loadMetadata } from './load.ts';
import { autoNumberText } from './objects.ts';

const standard = standardObjects();
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'metadata-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const load = (files: Readonly<Record<string, string>>) => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return loadMetadata([dir], standard);
};
const field = (body: string, name = 'X__c'): string => `<CustomField><fullName>${name}</fullName><label>X</label>${body}</CustomField>`;
const onLead = 'objects/Lead/fields/X__c.field-meta.xml';

describe('reading a package', () => {
  test('objects, fields, events and settings become schema', () => {
    const { org } = testOrg();
    expect(org.object('widget__c')).toMatchObject({ name: 'Widget__c', kind: 'custom', sharing: 'Private', labelPlural: 'Widgets' });
    expect(org.object('Widget__c')?.keyPrefix).toMatch(/^a0.$/);
    expect(org.object('Widget__c')?.fields.get('code__c')).toMatchObject({
      type: 'string',
      length: 20,
      externalId: true,
      unique: true,
      custom: true,
      nillable: true,
    });
    expect(org.object('Part__c')?.fields.get('widget__c')).toMatchObject({
      type: 'reference',
      masterDetail: true,
      relationshipName: 'Widget__r',
      childRelationshipName: 'Parts__r',
      nillable: false,
      updateable: false,
    });
    expect(org.object('Part__c')?.fields.get('name')).toMatchObject({ createable: false, nameField: true });
    expect(org.object('Notice__e')).toMatchObject({ kind: 'event', publishBehavior: 'PublishAfterCommit' });
    expect(org.object('Alert__e')).toMatchObject({ publishBehavior: 'PublishImmediately' });
    expect(org.object('Switch__c')).toMatchObject({ kind: 'customSetting', settingsType: 'Hierarchy' });
    expect(org.object('Lead')?.fields.get('nickname__c')).toMatchObject({ custom: true, length: 20 });
    expect(org.object('Lead')?.fields.get('recordtypeid')).toMatchObject({ referenceTo: ['RecordType'] });
    expect(org.label('Hello')).toBe('Hello there');
    expect(org.childRelationships('Account').map((c) => c.field.childRelationshipName)).toEqual(
      expect.arrayContaining(['Contacts', 'Opportunities', 'Widgets__r']),
    );
    expect(org.object('Nope')).toBeUndefined();
  });
  test('auto numbers follow their format', () => expect(autoNumberText('FR-{0000}', 42)).toBe('FR-0042'));
});

describe('refusals name the file', () => {
  test.each([
    ['broken XML', { [onLead]: '<CustomField><a></CustomField>' }, 'not well-formed'],
    ['an unknown element', { [onLead]: field('<type>Text</type><length>5</length><colour>red</colour>') }, 'unknown element <colour>'],
    ['an unknown field type', { [onLead]: field('<type>Hologram</type>') }, 'unknown field type Hologram'],
    ['a text without length', { [onLead]: field('<type>Text</type>') }, '<length> of a Text'],
    ['a long text that is too long', { [onLead]: field('<type>LongTextArea</type><length>200000</length>') }, '131072'],
    ['a formula field', { [onLead]: field('<type>Text</type><formula>Name</formula>') }, 'formula fields are not implemented'],
    ['a name that is not the file', { [onLead]: field('<type>Date</type>', 'Y__c') }, 'the file is named X__c'],
    ['a lookup to nowhere', { [onLead]: field('<type>Lookup</type><referenceTo>Nope__c</referenceTo>') }, 'there is no object Nope__c'],
    ['a field on nothing', { 'objects/Nope__c/fields/X__c.field-meta.xml': field('<type>Date</type>') }, 'there is no object Nope__c'],
    ['an unknown metadata type', { 'x/X.workflow-meta.xml': '<Workflow/>' }, 'metadata type Workflow is not implemented'],
    ['an event that is not high volume', { 'objects/E__e/E__e.object-meta.xml': '<CustomObject><label>E</label></CustomObject>' }, 'HighVolume'],
    [
      'a permission on a field that is not there',
      {
        'p/P.permissionset-meta.xml':
          '<PermissionSet><label>P</label><fieldPermissions><editable>false</editable><field>Lead.Nope__c</field><readable>true</readable></fieldPermissions></PermissionSet>',
      },
      'there is no field Lead.Nope__c',
    ],
    [
      'a permission on a required field',
      {
        [onLead]: field('<type>Text</type><length>5</length><required>true</required>'),
        'p/P.permissionset-meta.xml':
          '<PermissionSet><label>P</label><fieldPermissions><editable>true</editable><field>Lead.X__c</field><readable>true</readable></fieldPermissions></PermissionSet>',
      },
      'You cannot deploy to a required field',
    ],
    [
      'edit without read',
      {
        'p/P.permissionset-meta.xml':
          '<PermissionSet><label>P</label><objectPermissions><allowEdit>true</allowEdit><object>Lead</object></objectPermissions></PermissionSet>',
      },
      'allowRead is needed',
    ],
    [
      'a licence on a permission set',
      { 'p/P.permissionset-meta.xml': '<PermissionSet><label>P</label><license>Salesforce</license></PermissionSet>' },
      'license',
    ],
  ])('%s', (_, files, problem) => {
    expect(() => load(files)).toThrow(problem);
    expect(() => load(files)).toThrow(Object.keys(files).at(-1) ?? '');
  });
  test('screens and code are only checked for being well formed', () => {
    expect(
      load({
        'a/X.app-meta.xml': '<CustomApplication><anything/></CustomApplication>',
        'c/C.cls-meta.xml': '<ApexClass><apiVersion>68.0</apiVersion></ApexClass>',
      }).classes,
    ).toEqual(['C']);
  });
});
