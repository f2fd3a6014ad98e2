import { describe, expect, test } from '@jest/globals';
import type { RecordRef } from '../domain/model.ts';
import { LANES, endKey, inLockOrder, laneOf, rankOf, recordSubject, refOfSubject } from './keys.ts';

const contact: RecordRef = { side: 'hubspot', object: 'contacts', id: '51' };

describe('keys', () => {
  test('a record subject leads back to its record, a link subject to none', () => {
    expect(recordSubject(contact)).toBe('record:hubspot:contacts:51');
    expect(refOfSubject(recordSubject(contact))).toEqual(contact);
    const custom: RecordRef = { side: 'salesforce', object: 'ns__Odd__c', id: '00Q000000000001AAA' };
    expect(refOfSubject(recordSubject(custom))).toEqual(custom);
    expect(refOfSubject('0190-a-link')).toBeNull();
  });
  test('a Salesforce id is one end whatever its object is called, a HubSpot id is not', () => {
    const end = (side: RecordRef['side'], object: string) => endKey({ side, object, id: '1' });
    expect(end('salesforce', 'Lead')).toBe(end('salesforce', 'Contact'));
    expect(end('hubspot', 'contacts')).not.toBe(end('hubspot', 'companies'));
    expect(end('hubspot', 'Contacts')).toBe(end('hubspot', 'contacts'));
  });
  test('lanes keep their order', () => {
    expect(LANES.map(rankOf).map(laneOf)).toEqual(LANES);
    expect(rankOf('consent')).toBeLessThan(rankOf('backfill'));
  });
  test('records are locked before links', () => {
    expect(['b', 'record:x', 'a', 'record:a', 'zz'].sort(inLockOrder)).toEqual(['record:a', 'record:x', 'a', 'b', 'zz']);
  });
});
