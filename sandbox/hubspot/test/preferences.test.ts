/** Communication preferences, version 4. The client has no methods for it, so these are plain calls. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cleanUp, startRig, type Json, type Rig } from './harness.ts';

const statuses = '/communication-preferences/v4/statuses';
const newsletter = 410002;
let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(cleanUp);

const results = (body: Json): readonly Json[] => body['results'] as readonly Json[];
const read = async (email: string): Promise<readonly unknown[]> =>
  results((await rig.call('GET', `${statuses}/${email}?channel=EMAIL`)).body).map((status) => [status['subscriptionId'], status['status']]);
const wide = async (email: string): Promise<readonly Json[]> => results((await rig.call('GET', `${statuses}/${email}/unsubscribe-all?channel=EMAIL`)).body);
const set = (email: string, statusState: string, more: object = {}) =>
  rig.call('POST', `${statuses}/${email}`, { subscriptionId: newsletter, statusState, channel: 'EMAIL', ...more });

describe('statuses', () => {
  test('of an address nobody asked about are not specified, and it is off nothing', async () => {
    expect(await read('new@x.example')).toEqual([
      [410001, 'NOT_SPECIFIED'],
      [newsletter, 'NOT_SPECIFIED'],
      [410003, 'NOT_SPECIFIED'],
    ]);
    expect(await wide('new@x.example')).toEqual([]);
  });

  test('belong to the address, whatever its case and whether or not there is a contact', async () => {
    expect((await set('Nobody@X.example', 'UNSUBSCRIBED')).body).toMatchObject({
      results: [{ status: 'UNSUBSCRIBED', setStatusSuccessReason: 'REQUESTED_CHANGE_OCCURRED' }],
    });
    expect(await read('nobody@x.example')).toContainEqual([newsletter, 'UNSUBSCRIBED']);
    expect(await wide('nobody@x.example')).toEqual([]);
  });

  test('said twice change nothing and keep who said it first', async () => {
    await set('twice@x.example', 'SUBSCRIBED', { legalBasis: 'CONSENT_WITH_NOTICE', legalBasisExplanation: 'By phone' });
    const again = await set('twice@x.example', 'SUBSCRIBED', { legalBasis: 'NON_GDPR', legalBasisExplanation: 'Later' });
    expect(again.body).toMatchObject({
      results: [{ setStatusSuccessReason: 'NO_STATUS_CHANGE', legalBasis: 'CONSENT_WITH_NOTICE', legalBasisExplanation: 'By phone' }],
    });
  });

  test('an app takes back what an app said, never what the person said', async () => {
    await set('app@x.example', 'UNSUBSCRIBED');
    expect((await set('app@x.example', 'SUBSCRIBED')).body).toMatchObject({ results: [{ setStatusSuccessReason: 'RESUBSCRIBE_OCCURRED' }] });
    await rig.control('POST', 'consent/opt-out', { email: 'person@x.example', subscriptionId: String(newsletter) });
    expect((await set('person@x.example', 'SUBSCRIBED')).status).toBe(400);
    expect(await read('person@x.example')).toContainEqual([newsletter, 'UNSUBSCRIBED']);
  });

  test.each([
    ['another channel', { channel: 'SMS' }],
    ['an unknown type', { subscriptionId: 1 }],
    ['an unknown legal basis', { legalBasis: 'BECAUSE' }],
    ['a state that cannot be set', { statusState: 'NOT_SPECIFIED' }],
  ])('are refused with %s', async (_, more) => {
    expect((await set('a@x.example', 'UNSUBSCRIBED', more)).status).toBe(400);
    expect(await read('a@x.example')).toContainEqual([newsletter, 'NOT_SPECIFIED']);
  });
});

describe('off all e-mail', () => {
  test('is every type refused, shown by the contact whose primary address it is', async () => {
    const contact = await rig.bridge.crm.contacts.basicApi.create({ properties: { email: 'all@x.example' }, associations: [] });
    await rig.call('POST', `${statuses}/all@x.example/unsubscribe-all?channel=EMAIL`);
    expect((await read('all@x.example')).map((status) => (status as readonly unknown[])[1])).toEqual(['UNSUBSCRIBED', 'UNSUBSCRIBED', 'UNSUBSCRIBED']);
    expect(await wide('all@x.example')).toMatchObject([{ status: 'UNSUBSCRIBED', wideStatusType: 'PORTAL_WIDE' }]);
    expect((await rig.bridge.crm.contacts.basicApi.getById(contact.id, ['hs_email_optout'])).properties['hs_email_optout']).toBe('true');
  });

  test('in batches: all addresses or none, at most a hundred', async () => {
    const path = `${statuses}/batch/unsubscribe-all?channel=EMAIL`;
    expect((await rig.call('POST', path, { inputs: ['good@x.example', 'no address'] })).status).toBe(400);
    expect(await wide('good@x.example')).toEqual([]);
    expect((await rig.call('POST', path, { inputs: Array.from({ length: 101 }, (_, at) => `n${at}@x.example`) })).status).toBe(400);
    expect((await rig.call('POST', path, { inputs: ['good@x.example', 'other@x.example'] })).status).toBe(200);
    const asked = await rig.call('POST', `${statuses}/batch/unsubscribe-all/read?channel=EMAIL`, { inputs: ['good@x.example', 'free@x.example'] });
    expect(results(asked.body).map((one) => [one['subscriberIdString'], (one['wideStatuses'] as readonly unknown[]).length])).toEqual([
      ['good@x.example', 1],
      ['free@x.example', 0],
    ]);
  });

  test('batches need a scope of their own', async () => {
    const app = await rig.control('PUT', 'apps/small', { scopes: ['communication_preferences.read_write'] });
    const token = String(app['accessToken']);
    expect((await rig.call('POST', `${statuses}/batch/read?channel=EMAIL`, { inputs: ['a@x.example'] }, token)).status).toBe(403);
    expect((await rig.call('GET', `${statuses}/a@x.example?channel=EMAIL`, undefined, token)).status).toBe(200);
  });
});
