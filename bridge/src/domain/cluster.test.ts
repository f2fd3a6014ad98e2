import { describe, expect, test } from '@jest/globals';
import { suggestMaster } from './cluster.ts';
import type { ClusterMember } from './cluster.ts';

const member = (id: string, patch: Partial<ClusterMember> & { readonly object?: string } = {}): ClusterMember => {
  const { object = 'Lead', ...rest } = patch;
  return { ref: { side: 'salesforce', object, id }, isLinked: false, openDeals: 0, filled: 3, lastActivityAt: null, createdAt: 100, ...rest };
};

describe('the suggested master of a cluster', () => {
  test.each([
    [
      'a contact before a lead, whatever else the lead has',
      member('b', { object: 'Contact' }),
      member('a', { openDeals: 9, isLinked: true, filled: 20 }),
      'contact',
    ],
    ['the one with an open deal', member('b', { openDeals: 1 }), member('a', { isLinked: true, filled: 20 }), 'an open deal'],
    ['the one that is in step', member('b', { isLinked: true }), member('a', { filled: 20 }), 'in step'],
    ['the fuller one', member('b', { filled: 4 }), member('a', { lastActivityAt: 999 }), '4 against 3'],
    ['the one with the latest activity', member('b', { lastActivityAt: 5 }), member('a', { lastActivityAt: 4, createdAt: 1 }), 'more recent'],
    ['the older one', member('b', { createdAt: 1 }), member('a', { createdAt: 2 }), 'older'],
    ['a known age before an unknown one', member('b', { createdAt: 1 }), member('a', { createdAt: null }), 'older'],
    ['the lower id, when nothing tells them apart', member('a'), member('b'), 'lower id'],
  ])('is %s', (_, best, other, words) => {
    for (const members of [
      [best, other],
      [other, best],
    ]) {
      const answer = suggestMaster(members);
      expect(answer?.master).toEqual(best.ref);
      expect(answer?.reasons.join(' ')).toContain(words);
    }
  });
  test('is the same whatever the order of many, with a reason against each kind of other', () => {
    const members = [member('c', { object: 'Contact', filled: 9 }), member('d', { object: 'Contact' }), member('e'), member('f', { filled: 99 })];
    const answers = [members, members.toReversed(), [members[2], members[0], members[3], members[1]].filter((one) => one !== undefined)].map(suggestMaster);
    expect(new Set(answers.map((answer) => answer?.master.id))).toEqual(new Set(['c']));
    expect(answers[0]?.reasons).toHaveLength(2);
  });
  test('needs two records', () => {
    expect(suggestMaster([])).toBeNull();
    expect(suggestMaster([member('a')])).toBeNull();
  });
});
