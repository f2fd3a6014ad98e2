import type { ContactList } from '../model.ts';
import type { Portal } from '../portal.ts';
import { kindOf } from '../routing.ts';
import { parseListFilters, type ListTest } from './filters.ts';

const tests = new WeakMap<ContactList, ListTest>();

function testOf(portal: Portal, list: ContactList): ListTest {
  const known = tests.get(list);
  if (known !== undefined) return known;
  const test = parseListFilters(portal, kindOf(portal, list.objectTypeId), list.filterBranch);
  tests.set(list, test);
  return test;
}

/**
 * Brings the members of an active list to what its filters say of the records as they were a moment ago: lists are worked out behind
 * the scenes, from the same lagging index that search reads.
 */
export function settleList(portal: Portal, list: ContactList): void {
  if (list.processingType !== 'DYNAMIC' || list.deletedAt !== null) return;
  fillList(portal, list);
}

/** Works a list's filters out now; also for the one time a snapshot is taken. */
export function fillList(portal: Portal, list: ContactList): void {
  const test = testOf(portal, list);
  const wanted = new Set<string>();
  for (const record of portal.index.all(kindOf(portal, list.objectTypeId).name)) if (test(record)) wanted.add(record.id);
  const present = portal.state.members.get(list.listId) ?? new Map<string, unknown>();
  const add = [...wanted].filter((id) => !present.has(id));
  const remove = [...present.keys()].filter((id) => !wanted.has(id));
  if (add.length + remove.length > 0) portal.note([{ op: 'members', listId: list.listId, at: portal.clock.now(), add, remove }]);
}
