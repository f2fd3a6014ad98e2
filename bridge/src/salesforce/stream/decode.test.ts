import { describe, expect, test } from '@jest/globals';
import avro from 'avsc';
import { createNames } from '../names.ts';
import { createDecoder, toCapturedEvent, toChanges } from './decode.ts';

const schema = {
  type: 'record',
  name: 'RecordChange__e',
  namespace: 'com.sforce.eventbus',
  fields: [
    { name: 'CreatedDate', type: 'long' },
    { name: 'CreatedById', type: 'string' },
    { name: 'EventUuid', type: ['null', 'string'] },
    { name: 'Object__c', type: ['null', 'string'] },
    { name: 'Schema_Version__c', type: ['null', 'double'] },
    { name: 'Payload__c', type: ['null', 'string'] },
  ],
};
const payload = {
  v: 1,
  records: [
    {
      id: '00Q000000000001AAA',
      op: 'update',
      at: 1_763_718_000_123,
      by: '005000000000001AAA',
      f: { Phone: '+1 555 0100', Title: null, fieldwise__UTM_Source__c: 'ad', Amount: 12.5 },
      x: ['Description'],
    },
    { id: '00Q000000000002AAA', op: 'delete', at: 1_763_718_000_124, master: '00Q000000000001AAA' },
    { id: '00Q000000000003AAA', op: 'update', at: 1_763_718_000_125, f: { IsConverted: true, ConvertedContactId: '003000000000001AAA' } },
    { id: '00Q000000000004AAA', op: 'update', at: 1_763_718_000_126, f: { HasOptedOutOfEmail: true } },
    { id: '00Q000000000005AAA', op: 'undelete', at: 1_763_718_000_127 },
  ],
};
const plain = createNames(null);
const event = { uuid: 'uuid-1', object: 'Lead', payload: JSON.stringify(payload), version: 1 };

describe('RecordChange__e', () => {
  test('is decoded by the schema it names, which is asked for once', async () => {
    const asked: string[] = [];
    const decoder = createDecoder((id) => {
      asked.push(id);
      return Promise.resolve(JSON.stringify(schema));
    });
    const bytes = avro.Type.forSchema(schema as avro.Schema).toBuffer({
      CreatedDate: 1,
      CreatedById: '005',
      EventUuid: 'uuid-1',
      Object__c: 'Lead',
      Schema_Version__c: 1,
      Payload__c: event.payload,
    });
    const values = await decoder.decode('schema-1', bytes);
    await decoder.decode('schema-1', bytes);
    expect(toCapturedEvent(values, plain, 'fallback')).toEqual(event);
    expect(asked).toEqual(['schema-1']);
  });

  test('a schema that could not be had is asked for again', async () => {
    let tries = 0;
    const decoder = createDecoder(() => ((tries += 1) === 1 ? Promise.reject(new Error('no')) : Promise.resolve(JSON.stringify(schema))));
    await expect(decoder.decode('schema-1', Buffer.alloc(0))).rejects.toThrow('no');
    await expect(decoder.decode('schema-1', Buffer.alloc(0))).rejects.toThrow();
    expect(tries).toBe(2);
  });

  test('its records become changes, told apart by their place in the event', () => {
    const changes = toChanges(event, createNames('fieldwise'));
    expect(changes.map(({ eventId, kind, lane }) => [eventId, kind, lane])).toEqual([
      ['uuid-1#0', 'update', 'normal'],
      ['uuid-1#1', 'merge', 'normal'],
      ['uuid-1#2', 'update', 'handoff'],
      ['uuid-1#3', 'update', 'consent'],
      ['uuid-1#4', 'restore', 'normal'],
    ]);
    expect(changes[0]).toMatchObject({
      actor: '005000000000001AAA',
      occurredAt: 1_763_718_000_123,
      fields: {
        Phone: { value: '+1 555 0100' },
        Title: { value: null },
        fieldwise__UTM_Source__c: { value: 'ad' },
        Amount: { value: '12.5' },
        Description: { at: 1_763_718_000_123 },
      },
    });
    expect(changes[0]?.fields['Description']).not.toHaveProperty('value');
    expect(changes[1]?.survivorId).toBe('00Q000000000001AAA');
  });

  test('a payload that is not ours is refused', () => {
    expect(() => toChanges({ ...event, payload: '{"v":2,"records":[]}' }, plain)).toThrow();
    expect(() => toChanges({ ...event, payload: 'x' }, plain)).toThrow();
  });
});
