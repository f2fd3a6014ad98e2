import { describe, expect, test } from '@jest/globals';
import { parseRecord, toLongId } from './records.ts';

describe('how a person names a record', () => {
  test.each([
    ['salesforce:Contact:003Ws0000000001IAA', [{ side: 'salesforce', object: 'Contact', id: '003Ws0000000001IAA' }]],
    ['hubspot:contacts:51', [{ side: 'hubspot', object: 'contacts', id: '51' }]],
    ['00QWs0000000001MAA', [{ side: 'salesforce', object: 'Lead', id: '00QWs0000000001MAA' }]],
    ['51', ['contacts', 'companies', 'deals'].map((object) => ({ side: 'hubspot', object, id: '51' }))],
    ['a01000000000001', []],
    ['somebody', []],
    ['', []],
  ])('%s', (text, expected) => {
    expect(parseRecord(text)).toEqual(expected);
  });

  test('short Salesforce ids get their case-safe suffix', () => {
    expect(toLongId('003Ws0000000001')).toBe('003Ws0000000001IAA');
    expect(toLongId('00DA0000000AbcD')).toBe('00DA0000000AbcDMAS');
    expect(parseRecord('003Ws0000000001')[0]?.id).toBe('003Ws0000000001IAA');
  });
});
