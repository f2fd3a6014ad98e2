import { describe, expect, test } from '@jest/globals';
import { failureOfItems, toFailure, toFault } from './faults.ts';

const now = 1_000_000;
function thrown(errorCode: string, message = 'no', data: unknown = undefined): Error {
  return Object.assign(new Error(message), { name: errorCode, errorCode, data });
}

describe('Salesforce failures', () => {
  test.each([
    ['INVALID_SESSION_ID', 'auth', true],
    ['REQUEST_LIMIT_EXCEEDED', 'budget', true],
    ['UNABLE_TO_LOCK_ROW', 'transient', true],
    ['SERVER_UNAVAILABLE', 'transient', true],
    ['UNKNOWN_EXCEPTION', 'transient', false],
    ['QUERY_TIMEOUT', 'transient', false],
    ['ERROR_HTTP_502', 'transient', false],
    ['ERROR_HTTP_420', 'transient', false],
    ['INVALID_FIELD', 'permanent', true],
    ['JSON_PARSER_ERROR', 'permanent', true],
    ['NOT_FOUND', 'permanent', true],
  ])('%s of a whole call is %s, surely not done: %s', (code, kind, notLanded) => {
    expect(toFailure(thrown(code), now)).toMatchObject({ code, kind, notLanded });
  });

  test('a lock answered as HTTP 500 is still known not to be done', () => {
    expect(failureOfItems([{ errorCode: 'UNABLE_TO_LOCK_ROW', message: 'unable to obtain exclusive access' }], 500, now)).toMatchObject({
      kind: 'transient',
      notLanded: true,
    });
  });

  test('a timeout leaves the outcome open', () => {
    expect(toFailure(new DOMException('aborted', 'AbortError'), now)).toMatchObject({ code: 'TIMEOUT', notLanded: false });
  });

  test('collections say statusCode, single calls errorCode', () => {
    expect(toFault({ statusCode: 'STRING_TOO_LONG', message: 'Title: data value too large', fields: ['Title'] })).toMatchObject({
      code: 'STRING_TOO_LONG',
      fields: ['Title'],
    });
    expect(toFault({ errorCode: 'INVALID_FIELD', message: "No such column 'Foo__c' on sobject of type Lead" })).toMatchObject({
      code: 'INVALID_FIELD',
      fields: ['Foo__c'],
    });
  });

  test.each([['duplicateResut'], ['duplicateResult']])('the record in the way is found under %s', (key) => {
    const item = {
      statusCode: 'DUPLICATES_DETECTED',
      message: 'Use one of these records?',
      [key]: { matchResults: [{ matchRecords: [{ record: { attributes: { type: 'Lead' }, Id: '00Q000000000001AAA' } }] }] },
    };
    expect(toFault(item).existingId).toBe('00Q000000000001AAA');
  });

  test('the record in the way is found in the text of a duplicate value', () => {
    expect(
      toFault({ statusCode: 'DUPLICATE_VALUE', message: 'duplicate value found: Sync_Key__c duplicates value on record with id: 003000000000001' }).existingId,
    ).toBe('003000000000001');
  });
});
