/** What an admin changes of the schema while the org runs: fields, access, validation rules, as clients see them. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import jsforce from 'jsforce';
import { startTestOrg } from './testing/local-org.ts';
import type { TestOrg } from './testing/local-org.ts';

const FORCE_APP = fileURLToPath(new URL('../../../force-app', import.meta.url));
let org: TestOrg;
type Persona = 'admin' | 'integration';
const as = (persona: Persona): jsforce.Connection =>
  new jsforce.Connection({ instanceUrl: org.url, accessToken: org.local.ready.personas[persona].accessToken, version: '68.0' });
const control = async (path: string, body: unknown): Promise<number> =>
  (await fetch(`${org.url}/__sandbox/${path}`, { method: 'PUT', body: JSON.stringify(body) })).status;
const fieldOf = async (name: string) => (await as('integration').describe('Contact')).fields.find((one) => one.name === name);

beforeAll(async () => {
  org = await startTestOrg(FORCE_APP, false);
});
afterAll(() => org.stop());

describe('fields', () => {
  test('a deleted one is gone for describe, reading and writing, and may come back', async () => {
    expect(await control('fields', { 'Contact.UTM_Source__c': { removed: true } })).toBe(200);
    expect(await fieldOf('UTM_Source__c')).toBeUndefined();
    await expect(as('integration').query('SELECT UTM_Source__c FROM Contact')).rejects.toMatchObject({ errorCode: 'INVALID_FIELD' });
    await expect(as('integration').sobject('Contact').create({ LastName: 'A', UTM_Source__c: 'x' })).rejects.toMatchObject({ errorCode: 'INVALID_FIELD' });
    expect(await control('fields', { 'Contact.UTM_Source__c': { removed: false } })).toBe(200);
    expect(await fieldOf('UTM_Source__c')).toMatchObject({ updateable: true });
  });
  test('one may be made required; standard and unknown ones may not be touched', async () => {
    expect(await control('fields', { 'Contact.UTM_Medium__c': { required: true } })).toBe(200);
    expect(await fieldOf('UTM_Medium__c')).toMatchObject({ nillable: false });
    await expect(as('integration').sobject('Contact').create({ LastName: 'A' })).rejects.toMatchObject({ errorCode: 'REQUIRED_FIELD_MISSING' });
    await control('fields', { 'Contact.UTM_Medium__c': { required: false } });
    expect(await control('fields', { 'Contact.Title': { removed: true } })).toBe(400);
    expect(await control('fields', { 'Contact.Nothing__c': { removed: true } })).toBe(400);
  });
  test('access goes with the rows of FieldPermissions, as in any org', async () => {
    const rows = await as('admin').query<{ Id: string }>("SELECT Id FROM FieldPermissions WHERE Field = 'Contact.Title' AND PermissionsEdit = true");
    expect(rows.records.length).toBeGreaterThan(0);
    for (const { Id } of rows.records) await as('admin').sobject('FieldPermissions').update({ Id, PermissionsEdit: false });
    expect(await fieldOf('Title')).toMatchObject({ updateable: false });
    for (const { Id } of rows.records) await as('admin').sobject('FieldPermissions').update({ Id, PermissionsEdit: true });
    expect(await fieldOf('Title')).toMatchObject({ updateable: true });
  });
});

describe('validation rules over the Tooling API', () => {
  const soql = (where: string): string =>
    `SELECT ValidationName, Active, ErrorMessage, ErrorDisplayField, LastModifiedDate, EntityDefinition.QualifiedApiName FROM ValidationRule WHERE EntityDefinition.QualifiedApiName ${where}`;
  const rule = { object: 'Lead', name: 'Phone_Needed', message: 'Phone is needed', field: 'Phone', when: [{ field: 'Phone', op: 'blank' }] };

  test('are listed by object, with those that are switched off, for whoever may view setup', async () => {
    await control('rules', { validation: [rule, { ...rule, name: 'Off', active: false }, { ...rule, object: 'Contact' }] });
    const found = await as('integration').tooling.query<Record<string, unknown>>(soql("IN ('Lead')"));
    expect(found.records).toMatchObject([
      { ValidationName: 'Phone_Needed', Active: true, ErrorDisplayField: 'Phone', EntityDefinition: { QualifiedApiName: 'Lead' } },
      { ValidationName: 'Off', Active: false },
    ]);
    expect((await as('integration').tooling.query(soql("= 'Lead' AND Active = true"))).records).toHaveLength(1);
    const [first] = found.records;
    await control('rules', { validation: [rule, { ...rule, name: 'Other' }] });
    expect((await as('integration').tooling.query(soql("IN ('Lead')"))).records[0]).toMatchObject({ LastModifiedDate: first?.['LastModifiedDate'] });
    await control('rules', { validation: [] });
  });
  test('one that is switched off refuses nothing', async () => {
    await control('rules', { validation: [{ ...rule, active: false }] });
    expect(await as('integration').sobject('Lead').create({ LastName: 'A', Company: 'B' })).toMatchObject({ success: true });
    await control('rules', { validation: [] });
  });
  test('no other question is answered', async () => {
    await expect(as('integration').tooling.query('SELECT Id FROM ApexClass')).rejects.toMatchObject({ errorCode: 'NOT_IMPLEMENTED' });
  });
});
