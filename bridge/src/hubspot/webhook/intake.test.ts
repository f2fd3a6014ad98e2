import { describe, expect, test } from '@jest/globals';
import type { Change } from '../../domain/model.ts';
import { createWebhookIntake } from './intake.ts';
import type { WebhookRequest } from './intake.ts';
import { sign } from './signature.ts';

const now = 1_763_718_000_000;
const path = '/webhooks/hubspot';
const event = (portalId: number): object => ({
  eventId: 1,
  portalId,
  occurredAt: now - 50,
  subscriptionType: 'contact.propertyChange',
  objectId: 51,
  propertyName: 'phone',
  propertyValue: '1',
});

function intake({ overloaded = false, broken = false } = {}) {
  const kept: Record<string, (readonly Change[])[]> = { '42': [], '43': [] };
  const receive =
    (portal: string) =>
    (changes: readonly Change[]): Promise<void> => {
      if (broken) return Promise.reject(new Error('disk full'));
      kept[portal]?.push(changes);
      return Promise.resolve();
    };
  const heard: (readonly Change[])[] = [];
  const webhooks = createWebhookIntake({
    publicUrl: 'https://bridge.example.com/',
    clock: { now: () => now, sleep: () => Promise.resolve() },
    journal: { event: () => undefined, count: () => undefined, observe: () => undefined },
    isOverloaded: () => overloaded,
    portals: [
      { portalId: '42', secrets: ['secret-42'], receive: receive('42'), hear: (changes) => Promise.resolve(void heard.push(changes)) },
      { portalId: '43', secrets: ['secret-43'], receive: receive('43') },
    ],
  });
  return { webhooks, kept, heard };
}
function delivery(events: unknown, secret = 'secret-42'): WebhookRequest {
  const body = Buffer.from(typeof events === 'string' ? events : JSON.stringify(events));
  const signature = sign(secret, { method: 'POST', url: `https://bridge.example.com${path}`, body }, String(now));
  return { method: 'POST', path, body, signature, timestamp: String(now) };
}

describe('webhook intake', () => {
  test('stores a genuine delivery before it is acknowledged', async () => {
    const { webhooks, kept } = intake();
    expect(await webhooks.accept(delivery([event(42)]))).toEqual({ status: 204, reason: 'stored' });
    expect(kept['42']?.flat()).toHaveLength(1);
  });

  test('what could not be stored is not acknowledged', async () => {
    await expect(intake({ broken: true }).webhooks.accept(delivery([event(42)]))).rejects.toThrow('disk full');
  });

  test('an unsigned or wrongly signed delivery is refused and stores nothing', async () => {
    const { webhooks, kept } = intake();
    expect(await webhooks.accept({ ...delivery([event(42)]), signature: undefined })).toEqual({ status: 401, reason: 'signature missing' });
    expect(await webhooks.accept(delivery([event(42)], 'guess'))).toEqual({ status: 401, reason: 'signature mismatch' });
    expect(kept['42']).toEqual([]);
  });

  test("one portal's secret does not speak for another portal", async () => {
    const { webhooks, kept } = intake();
    expect((await webhooks.accept(delivery([event(42), event(43)], 'secret-43'))).status).toBe(204);
    expect([kept['42']?.length, kept['43']?.length]).toEqual([0, 1]);
  });

  test('under too much load HubSpot is asked to come back, but only if it is HubSpot', async () => {
    const { webhooks } = intake({ overloaded: true });
    expect((await webhooks.accept(delivery([event(42)]))).status).toBe(503);
    expect((await webhooks.accept(delivery([event(42)], 'guess'))).status).toBe(401);
  });

  test('a signed body that is no list of events is refused', async () => {
    expect((await intake().webhooks.accept(delivery('{}'))).status).toBe(400);
  });

  test('an overloaded bridge asks for a delivery again, but hears what may not wait', async () => {
    const { webhooks, kept, heard } = intake({ overloaded: true });
    expect(await webhooks.accept(delivery([event(42)]))).toEqual({ status: 503, reason: 'too much is waiting' });
    expect([kept['42'], heard.flat().length]).toEqual([[], 1]);
  });
});
