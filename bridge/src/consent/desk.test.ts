import { describe, expect, test } from '@jest/globals';
import type { ConnectionId } from '../domain/model.ts';
import type { HubSpotConsent } from '../engine/ports.ts';
import { createMemoryStore } from '../store/index.ts';
import { createConsentDesk } from './desk.ts';
import type { ConsentDesk } from './desk.ts';

function deskWith(subscriptions: HubSpotConsent['subscriptions']): ConsentDesk {
  const clock = { now: () => 0, sleep: () => Promise.resolve() };
  return createConsentDesk([{ id: 'main' as ConnectionId, store: createMemoryStore(), clock, print: () => null, rules: () => [], hubspot: { subscriptions } }]);
}

describe('kinds of e-mail a consent rule can be about', () => {
  test('are told as HubSpot names them', async () => {
    const item = { id: '410002', name: 'Marketing', description: 'Offers.', isActive: true };
    const desk = deskWith(() => Promise.resolve({ ok: true, value: [item] }));
    expect(await desk.subscriptions(undefined)).toEqual({ ok: true, value: { items: [item] } });
  });
  test('are not told while HubSpot does not answer, and the sentence says so', async () => {
    const desk = deskWith(() => Promise.resolve({ ok: false, failure: { kind: 'transient', code: 'TIMEOUT', message: 'no answer in time', retryAt: null } }));
    expect(await desk.subscriptions(undefined)).toEqual({ ok: false, status: 409, error: 'HubSpot did not answer: no answer in time' });
  });
  test('belong to a connection', async () => {
    const desk = deskWith(() => Promise.resolve({ ok: true, value: [] }));
    expect(await desk.subscriptions('other')).toMatchObject({ ok: false, status: 404 });
  });
});
