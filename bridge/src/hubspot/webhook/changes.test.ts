import { describe, expect, test } from '@jest/globals';
import type { Change } from '../../domain/model.ts';
import { parseDelivery } from './changes.ts';

const base = {
  eventId: 100,
  subscriptionId: 7,
  portalId: 42,
  appId: 9,
  occurredAt: 1_763_718_000_123,
  attemptNumber: 0,
  objectId: 51,
  changeSource: 'CRM_UI',
  sourceId: 'userId:123',
};

function changes(...events: readonly object[]): readonly Change[] {
  return [...(parseDelivery(Buffer.from(JSON.stringify(events)))?.byPortal.values() ?? [])].flat();
}

describe('webhook deliveries', () => {
  test('a property change names the property, its value and its time', () => {
    const [change] = changes({ ...base, subscriptionType: 'contact.propertyChange', propertyName: 'phone', propertyValue: '+1 555' });
    expect(change).toMatchObject({
      ref: { side: 'hubspot', object: 'contacts', id: '51' },
      kind: 'update',
      fields: { phone: { at: 1_763_718_000_123, value: '+1 555' } },
      actor: 'userId:123',
      lane: 'normal',
      origin: 'event',
    });
  });

  test('a cleared property is blank; a hidden one carries no value', () => {
    expect(changes({ ...base, subscriptionType: 'contact.propertyChange', propertyName: 'phone', propertyValue: '' })[0]?.fields['phone']).toEqual({
      at: base.occurredAt,
      value: null,
    });
    expect(changes({ ...base, subscriptionType: 'contact.propertyChange', propertyName: 'ssn', propertyValue: 'REDACTED' })[0]?.fields['ssn']).toEqual({
      at: base.occurredAt,
    });
  });

  test('a redelivery has the same id, another event with the same eventId has not', () => {
    const event = { ...base, subscriptionType: 'contact.propertyChange', propertyName: 'phone', propertyValue: '1' };
    const [first, again, other, later] = changes(
      event,
      { ...event, attemptNumber: 3 },
      { ...event, objectId: 52 },
      { ...event, occurredAt: base.occurredAt + 1 },
    );
    expect(again?.eventId).toBe(first?.eventId);
    expect(new Set([first?.eventId, other?.eventId, later?.eventId]).size).toBe(3);
  });

  test('a merge moves every named id to the survivor, which may be a new record', () => {
    const merged = changes({ ...base, subscriptionType: 'company.merge', primaryObjectId: 51, mergedObjectIds: [52, 53], newObjectId: 90 });
    expect(merged.map(({ kind, ref, survivorId }) => [kind, ref.id, survivorId])).toEqual([
      ['merge', '52', '90'],
      ['merge', '53', '90'],
      ['merge', '51', '90'],
      ['update', '90', undefined],
    ]);
    expect(new Set(merged.map((change) => change.eventId)).size).toBe(4);
  });

  test('generic object events are told by their type id', () => {
    expect(changes({ ...base, subscriptionType: 'object.creation', objectTypeId: '0-3' })[0]).toMatchObject({ kind: 'create', ref: { object: 'deals' } });
  });

  test('association changes look at the first end', () => {
    expect(
      changes({
        ...base,
        objectId: undefined,
        subscriptionType: 'contact.associationChange',
        fromObjectId: 51,
        toObjectId: 7,
        associationType: 'CONTACT_TO_COMPANY',
      })[0],
    ).toMatchObject({ kind: 'associate', ref: { object: 'contacts', id: '51' } });
  });

  test('opt-outs and privacy deletions go first', () => {
    expect(changes({ ...base, subscriptionType: 'contact.propertyChange', propertyName: 'hs_email_optout', propertyValue: 'true' })[0]?.lane).toBe('consent');
    expect(changes({ ...base, subscriptionType: 'contact.privacyDeletion' })[0]).toMatchObject({ lane: 'consent', kind: 'erase' });
  });

  test('what cannot be read is counted and stops nothing else; `eventType` is accepted too', () => {
    const parsed = parseDelivery(
      Buffer.from(JSON.stringify([{ nonsense: true }, { ...base, eventType: 'deal.deletion' }, { ...base, subscriptionType: 'conversation.newMessage' }])),
    );
    expect(parsed?.ignored).toBe(2);
    expect(parsed?.byPortal.get('42')).toHaveLength(1);
  });

  test('events of several portals are kept apart, and a body that is no array is no delivery', () => {
    const parsed = parseDelivery(
      Buffer.from(
        JSON.stringify([
          { ...base, subscriptionType: 'deal.creation' },
          { ...base, portalId: 43, subscriptionType: 'deal.creation' },
        ]),
      ),
    );
    expect([...(parsed?.byPortal.keys() ?? [])]).toEqual(['42', '43']);
    expect(parseDelivery(Buffer.from('{}'))).toBeNull();
    expect(parseDelivery(Buffer.from('not json'))).toBeNull();
  });
});
