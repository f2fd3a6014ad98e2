import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { checkFieldNames, checkMetadata } from './metadata.ts';
import { loadProject } from './project.ts';
import type { Problem, Project } from './types.ts';

let project: Project;
beforeAll(() => {
  project = loadProject(join(dirname(fileURLToPath(import.meta.url)), '../..'));
});

/** The real project with one file changed, or added when no file ends with `ending`. */
function withChange(ending: string, change: (text: string) => string): Project {
  const found = project.files.filter((file) => file.path.endsWith(ending));
  if (found.length === 0) return { ...project, files: [...project.files, { path: `force-app/main/${ending}`, text: change('') }] };
  return { ...project, files: project.files.map((file) => (file === found[0] ? { ...file, text: change(file.text) } : file)) };
}
const replace = (from: string, to: string) => (text: string) => {
  expect(text).toContain(from);
  return text.replace(from, to);
};
const messages = (problems: readonly Problem[]): string[] => problems.map((problem) => problem.message);

describe('metadata', () => {
  test('of the real project is right', () => {
    expect(checkMetadata(project)).toEqual([]);
  });

  const mistakes: readonly (readonly [string, string, (text: string) => string, string])[] = [
    [
      'a misspelt element of an object',
      'Object_Mapping__c.object-meta.xml',
      replace('<enableReports>true</enableReports>', '<enableReport>true</enableReport>'),
      'no element enableReport',
    ],
    ['a misspelt element of a field', 'Window_Minutes__c.field-meta.xml', replace('<precision>5</precision>', '<precison>5</precison>'), 'no element precison'],
    ['an unknown field type', 'fields/Version__c.field-meta.xml', replace('<type>Number</type>', '<type>Numeric</type>'), 'must be one of AutoNumber'],
    ['a Boolean that is none', 'Sync_Key__c.field-meta.xml', replace('<unique>true</unique>', '<unique>yes</unique>'), 'must be true or false'],
    ['a number that is none', 'fields/Version__c.field-meta.xml', replace('<scale>0</scale>', '<scale>zero</scale>'), 'must be a number'],
    ['broken XML', 'fields/Version__c.field-meta.xml', replace('</label>', '</labl>'), 'is not well-formed'],
    ['a field without label', 'fields/Version__c.field-meta.xml', replace('<label>Version</label>', ''), 'lacks its element label'],
    [
      'a field named otherwise than its file',
      'fields/Version__c.field-meta.xml',
      replace('<fullName>Version__c', '<fullName>Versions__c'),
      'is named otherwise than its fullName',
    ],
    ['a lookup to nowhere', 'Activated_By__c.field-meta.xml', replace('<referenceTo>User', '<referenceTo>Person'), 'leads to Person'],
    ['a long text without lines', 'Value_Map__c.field-meta.xml', replace('<visibleLines>5</visibleLines>', ''), 'visibleLines'],
    [
      'a field type no event can have',
      'RecordChange__e/fields/Object__c.field-meta.xml',
      replace('<type>Text</type>', '<type>Url</type>'),
      'A platform event cannot have',
    ],
    [
      'a permission for an unknown field',
      'Fieldwise_Admin.permissionset-meta.xml',
      replace('Field_Rule__c.Owner__c', 'Field_Rule__c.Ownr__c'),
      'grants the field Field_Rule__c.Ownr__c',
    ],
    [
      'a permission for a master-detail field',
      'Fieldwise_Admin.permissionset-meta.xml',
      replace('Field_Rule__c.Owner__c', 'Field_Rule__c.Object_Mapping__c'),
      'is required',
    ],
    [
      'a permission for an unknown class',
      'Fieldwise_Integration.permissionset-meta.xml',
      replace('SyncLeadConversionResource', 'SyncLeadConversion'),
      'grants the class SyncLeadConversion',
    ],
    [
      'a permission on a standard object',
      'Fieldwise_Admin.permissionset-meta.xml',
      replace('<object>Field_Rule__c', '<object>Lead'),
      'Lead is a standard object',
    ],
    ['a misspelt element of a permission set', 'Fieldwise_Rep.permissionset-meta.xml', replace('<editable>', '<editible>'), 'is not well-formed'],
    ['another API version', 'SyncStamp.cls-meta.xml', replace('68.0', '66.0'), 'apiVersion is 66.0'],
    ['a class without description', 'classes/SyncLonely.cls', () => 'public class SyncLonely {}', 'has no -meta.xml'],
    [
      'a description without class',
      'classes/SyncGhost.cls-meta.xml',
      () => '<ApexClass><apiVersion>68.0</apiVersion><status>Active</status></ApexClass>',
      'a source that is not there',
    ],
    [
      'a misspelt suffix',
      'permissionsets/Fieldwise_X.permisionset-meta.xml',
      () => '<PermissionSet><label>X</label></PermissionSet>',
      'has a suffix no metadata',
    ],
    [
      'an unknown type of metadata',
      'permissionsets/Fieldwise_X.permissionset-meta.xml',
      () => '<PermisionSet><label>X</label></PermisionSet>',
      'has no type PermisionSet',
    ],
    [
      'an event without publish behaviour',
      'RecordChange__e.object-meta.xml',
      replace('<publishBehavior>PublishAfterCommit</publishBehavior>', ''),
      'lacks its element publishBehavior',
    ],
  ];
  test.each(mistakes)('finds %s', (_what, ending, change, message) => {
    expect(messages(checkMetadata(withChange(ending, change))).join('\n')).toContain(message);
  });
});

describe('field names', () => {
  test('of the real project are right', () => {
    expect(checkFieldNames(project)).toEqual([]);
  });

  /** One small class alone: the whole project takes seconds to parse. */
  const check = (body: string): string[] =>
    messages(
      checkFieldNames({
        ...project,
        files: [
          ...project.files.filter((file) => file.path.endsWith('.xml')),
          { path: 'SyncX.cls', text: `class SyncX { Lead kept; void run(Contact person) { ${body} } }` },
        ],
      }),
    );

  test.each([
    ['a custom field in a query', 'Object o = [SELECT Ownr__c FROM Field_Rule__c];', 'Field_Rule__c has no field Ownr__c.'],
    ['a standard field in a query', 'Object o = [SELECT Id FROM Lead WHERE Phon = null];', 'Lead has no field Phon.'],
    ['a relationship in a query', 'Object o = [SELECT Object_Mapping__r.Rules__r.Id FROM Field_Rule__c];', 'Object_Mapping__c has no field Rules__r.'],
    ['a field behind a relationship', 'Object o = [SELECT Id FROM Contact ORDER BY Account.Nam];', 'Account has no field Nam.'],
    ['a field of a parameter', 'person.Emal = null;', 'Contact has no field Emal.'],
    ['a field of a class field', 'kept.Compny = null;', 'Lead has no field Compny.'],
    ['a field of a loop variable', 'for (Lead one : new List<Lead>()) { one.Statuss = null; }', 'Lead has no field Statuss.'],
    ['a field in a constructor', 'Object o = new Account(Nam = 1);', 'Account has no field Nam.'],
    ['a syntax error', 'Object o = ;', 'mismatched input'],
  ])('finds %s that is not there', (_what, body, message) => {
    expect(check(body).join('\n')).toContain(message);
  });

  test('accepts what is there', () => {
    expect(
      check(`Object o = [SELECT Id, toLabel(Status), Account__r.Any FROM Lead WHERE ConvertedAccount.Owner.Name = :person.LastName];
        person.Account.Name = kept.Company; Object t = Lead.SObjectType; Lead lead = null; Object u = lead.SObjectType; person.addError('x');
        Object c = new Contact(Sync_Key__c = 'x', Account = new Account()); SyncX lost; lost.anything = 1;`).filter(
        (message) => !message.includes('Account__r'),
      ),
    ).toEqual([]);
  });
});
