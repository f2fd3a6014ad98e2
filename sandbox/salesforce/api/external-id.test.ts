import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { at, startTestOrg } from './testing/local-org.ts';
import type { Send, TestOrg } from './testing/local-org.ts';

const FORCE_APP = fileURLToPath(new URL('../../../force-app', import.meta.url));
let org: TestOrg;
let integration: Send;
let rep: Send;

beforeAll(async () => {
  org = await startTestOrg(FORCE_APP, false);
  integration = org.as('integration');
  rep = org.as('rep1');
});
afterAll(() => org.stop());

describe('upsert by our key', () => {
  test('creates once, then changes; updateOnly never creates', async () => {
    const first = await integration('PATCH', 'sobjects/Lead/Sync_Key__c/key-1', { LastName: 'First', Company: 'X' });
    const second = await integration('PATCH', 'sobjects/Lead/Sync_Key__c/KEY-1', { LastName: 'Second' });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(first.body).toEqual({ id: expect.stringMatching(/^00Q/), success: true, errors: [], created: true });
    expect(second.body).toEqual({ id: at(first.body, 'id'), success: true, errors: [], created: false });
    expect(at((await integration('GET', 'sobjects/Lead/Sync_Key__c/key-1?fields=LastName')).body, 'LastName')).toBe('Second');
    const none = await integration('PATCH', 'sobjects/Lead/Sync_Key__c/key-2?updateOnly=true', { LastName: 'X', Company: 'X' });
    expect([none.status, at(none.body, 0, 'errorCode')]).toEqual([404, 'NOT_FOUND']);
  });
  test('the key may not be in the body too', async () => {
    const reply = await integration('PATCH', 'sobjects/Lead/Sync_Key__c/key-3', { Sync_Key__c: 'key-3', LastName: 'X', Company: 'X' });
    expect([reply.status, at(reply.body, 0, 'message')]).toEqual([400, 'The Sync_Key__c field should not be specified in the sobject data.']);
  });
  test('a key is unique, without regard to case', async () => {
    await integration('PATCH', 'sobjects/Lead/Sync_Key__c/unique', { LastName: 'A', Company: 'X' });
    const reply = await integration('POST', 'sobjects/Lead', { LastName: 'B', Company: 'X', Sync_Key__c: 'UNIQUE' });
    expect([reply.status, at(reply.body, 0, 'errorCode')]).toEqual([400, 'DUPLICATE_VALUE']);
    expect(at(reply.body, 0, 'message')).toMatch(/^duplicate value found: Sync_Key__c duplicates value on record with id: 00Q/);
  });
  test('many at once answer created per row, in order', async () => {
    const record = (key: string, LastName: string): unknown => ({ attributes: { type: 'Contact' }, Sync_Key__c: key, LastName });
    const upsert = (): ReturnType<Send> =>
      integration('PATCH', 'composite/sobjects/Contact/Sync_Key__c', { allOrNone: false, records: [record('c-1', 'One'), record('c-2', 'Two')] });
    const [first, second] = [await upsert(), await upsert()];
    expect([at(first.body, 0, 'created'), at(first.body, 1, 'created'), at(second.body, 0, 'created')]).toEqual([true, true, false]);
    expect(at(second.body, 1, 'id')).toBe(at(first.body, 1, 'id'));
  });
  test('deletes by key', async () => {
    await integration('PATCH', 'sobjects/Lead/Sync_Key__c/doomed', { LastName: 'X', Company: 'X' });
    expect((await integration('DELETE', 'sobjects/Lead/Sync_Key__c/doomed')).status).toBe(204);
    expect((await integration('GET', 'sobjects/Lead/Sync_Key__c/doomed')).status).toBe(404);
  });
});

describe('a parent by its key', () => {
  test('is linked, alone and in collections', async () => {
    const account = await integration('PATCH', 'sobjects/Account/Sync_Key__c/acc', { Name: 'Parent' });
    const contact = await integration('POST', 'sobjects/Contact', { LastName: 'Child', Account: { Sync_Key__c: 'acc' } });
    expect(at((await integration('GET', `sobjects/Contact/${String(at(contact.body, 'id'))}?fields=AccountId`)).body, 'AccountId')).toBe(
      at(account.body, 'id'),
    );
    const missing = await integration('POST', 'sobjects/Contact', { LastName: 'Child', Account: { Sync_Key__c: 'nobody' } });
    expect([missing.status, missing.body]).toEqual([
      400,
      [{ message: 'Foreign key external ID: nobody not found for field Sync_Key__c in entity Account', errorCode: 'INVALID_FIELD', fields: [] }],
    ]);
    const many = await integration('POST', 'composite/sobjects', {
      records: ['acc', 'nobody'].map((Sync_Key__c) => ({ attributes: { type: 'Contact' }, LastName: 'Many', Account: { Sync_Key__c } })),
    });
    expect([at(many.body, 0, 'success'), at(many.body, 1, 'errors', 0, 'statusCode')]).toEqual([true, 'INVALID_FIELD']);
  });
});

describe('field-level security', () => {
  test('hides fields a person may not read and refuses those they may not write', async () => {
    const { body } = await org.as('admin')('POST', 'sobjects/Lead', {
      LastName: 'Secret',
      Company: 'X',
      Sync_Key__c: 'secret',
      OwnerId: org.local.ready.personas.rep1.userId,
    });
    const id = String(at(body, 'id'));
    const read = await rep('GET', `sobjects/Lead/${id}`);
    expect(at(read.body, 'LastName')).toBe('Secret');
    expect(read.body).not.toHaveProperty('Sync_Stamp__c');
    const asked = await rep('GET', `sobjects/Lead/${id}?fields=Sync_Stamp__c`);
    expect([asked.status, at(asked.body, 0, 'errorCode')]).toEqual([400, 'INVALID_FIELD']);
    const written = await rep('PATCH', `sobjects/Lead/${id}`, { Sync_Stamp__c: 'forged' });
    expect([written.status, at(written.body, 0, 'errorCode')]).toEqual([400, 'INVALID_FIELD']);
    const described = await rep('GET', 'sobjects/Lead/describe');
    expect((at(described.body, 'fields') as { name: string }[]).map((field) => field.name)).not.toContain('Sync_Stamp__c');
  });
});
