import { describe, expect, test } from '@jest/globals';
import { approvalWords, deletionStep, DELETIONS_MAX, takesOthers } from './deletion.ts';

const usual = { isSeen: true, takesOthers: false, recent: 0 };

describe('what follows from a deletion', () => {
  test.each([
    ['ignore keeps the other record and shows it', { ...usual, policy: 'ignore' as const }, { kind: 'keep', shown: 'issue' }],
    ['unlink keeps it as a plain fact', { ...usual, policy: 'unlink' as const }, { kind: 'keep', shown: 'fact' }],
    ['archive removes it at once', { ...usual, policy: 'archive' as const }, { kind: 'remove', why: 'archive', isApproved: true }],
    ['delete with approval asks', { ...usual, policy: 'delete-with-approval' as const }, { kind: 'remove', why: 'policy', isApproved: false }],
    [
      'the last usual deletion is not held up',
      { ...usual, policy: 'archive' as const, recent: DELETIONS_MAX - 1 },
      { kind: 'remove', why: 'archive', isApproved: true },
    ],
    ['a mass deletion is held up', { ...usual, policy: 'archive' as const, recent: DELETIONS_MAX }, { kind: 'remove', why: 'many', isApproved: false }],
    [
      'what takes others with it is asked for',
      { ...usual, policy: 'archive' as const, takesOthers: true },
      { kind: 'remove', why: 'cascade', isApproved: false },
    ],
    [
      'a record that is merely not there is asked for',
      { ...usual, policy: 'archive' as const, isSeen: false },
      { kind: 'remove', why: 'unseen', isApproved: false },
    ],
    ['nothing is asked where nothing is removed', { ...usual, policy: 'unlink' as const, isSeen: false, recent: 99 }, { kind: 'keep', shown: 'fact' }],
  ])('%s', (_, input, step) => expect(deletionStep(input)).toEqual(step));

  test('only a Salesforce account takes others with it', () => {
    const ref = { object: 'x', id: '1' };
    expect(takesOthers({ hubspotObject: 'companies' }, { side: 'salesforce', ...ref })).toBe(true);
    expect(takesOthers({ hubspotObject: 'companies' }, { side: 'hubspot', ...ref })).toBe(false);
    expect(takesOthers({ hubspotObject: 'contacts' }, { side: 'salesforce', ...ref })).toBe(false);
  });
  test('the question says where, and why it is asked', () => {
    const words = approvalWords({ ref: { side: 'hubspot', object: 'contacts', id: '1' }, why: 'many' });
    expect(words).toBe(
      'The counterpart was deleted in Salesforce. Before the record is deleted in HubSpot too, a person is asked: more records than usual were deleted within an hour.',
    );
  });
});
