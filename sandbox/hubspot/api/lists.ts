import { inputsOf, limitOf, objectOf, optionalText, textOf, textsOf } from '../body.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import { parseListFilters } from '../lists/filters.ts';
import { fillList, settleList } from '../lists/members.ts';
import type { ContactList } from '../model.ts';
import { kindOf, type Answer, type Call, type Route } from '../routing.ts';

const PAGE_DEFAULT = 100;
const PAGE_MAX = 250;
const SEARCH_MAX = 500;
const MEMBERSHIPS_BATCH_MAX = 100;
/** One call moves no more from list to list, and empties no longer list. */
const MOVE_MAX = 100_000;

function view({ portal }: Call, list: ContactList): Readonly<Record<string, unknown>> {
  return {
    listId: list.listId,
    name: list.name,
    objectTypeId: list.objectTypeId,
    processingType: list.processingType,
    processingStatus: 'COMPLETE',
    listVersion: list.listVersion,
    size: membersOf({ portal }, list).length,
    createdAt: new Date(list.createdAt).toISOString(),
    updatedAt: new Date(list.updatedAt).toISOString(),
    ...(list.deletedAt === null ? {} : { deletedAt: new Date(list.deletedAt).toISOString() }),
  };
}

function live({ portal }: Call): ContactList[] {
  const lists = [...portal.state.lists.values()].filter((list) => list.deletedAt === null);
  for (const list of lists) settleList(portal, list);
  return lists;
}

function need(call: Call): ContactList {
  const found = live(call).find((list) => list.listId === call.params['listId']);
  if (found === undefined) throw notFound(`List ${call.params['listId'] ?? ''} does not exist.`);
  return found;
}

/** MANUAL lists are filled by hand, DYNAMIC ones (the app calls them active) by their filters, SNAPSHOT ones by filters once and by hand afterwards. */
function create(call: Call): Answer {
  const { portal } = call;
  const body = objectOf(call.body, 'body');
  const [name, processingType] = [textOf(body['name'], 'name'), textOf(body['processingType'], 'processingType')];
  const kind = kindOf(portal, textOf(body['objectTypeId'], 'objectTypeId'));
  const filterBranch = body['filterBranch'];
  if (!['MANUAL', 'SNAPSHOT', 'DYNAMIC'].includes(processingType)) throw invalid(`processingType ${processingType} is not valid`);
  if (processingType === 'MANUAL' && filterBranch !== undefined) throw invalid('A MANUAL list takes no filterBranch.');
  const isFiltered = processingType === 'DYNAMIC' || filterBranch !== undefined;
  if (isFiltered) parseListFilters(portal, kind, filterBranch);
  if (live(call).some((list) => list.name === name)) throw conflict(`A list named ${name} already exists.`);
  const now = portal.clock.now();
  const list: ContactList = {
    listId: String(100 + portal.state.lists.size),
    name,
    objectTypeId: kind.typeId,
    processingType,
    ...(isFiltered ? { filterBranch } : {}),
    listVersion: 1,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  };
  portal.note([{ op: 'list', list }]);
  if (isFiltered) fillList(portal, list);
  return { status: 200, body: { list: view(call, list) } };
}

function byIds(call: Call): Answer {
  const ids = call.query.getAll('listIds').flatMap((part) => part.split(','));
  const found = ids.length === 0 ? live(call) : live(call).filter((list) => ids.includes(list.listId));
  return { status: 200, body: { lists: found.map((list) => view(call, list)) } };
}

function byName(call: Call): Answer {
  const { objectTypeId = '', name = '' } = call.params;
  const found = live(call).find((list) => list.name === name && list.objectTypeId === kindOf(call.portal, objectTypeId).typeId);
  if (found === undefined) throw notFound(`List ${name} does not exist.`);
  return { status: 200, body: { list: view(call, found) } };
}

function search(call: Call): Answer {
  const body = objectOf(call.body ?? {}, 'body');
  const [offset, count] = [limitOf(body['offset'], 0, Number.MAX_SAFE_INTEGER), limitOf(body['count'], 20, SEARCH_MAX)];
  const words = (optionalText(body['query'], 'query') ?? '').toLowerCase();
  const types = textsOf(body['processingTypes'], 'processingTypes');
  const found = live(call).filter((list) => list.name.toLowerCase().includes(words) && (types.length === 0 || types.includes(list.processingType)));
  const wanted = textsOf(body['additionalProperties'], 'additionalProperties');
  const page = found.slice(offset, offset + count).map((list) => {
    // Search answers sizes only where they are asked for, and as text.
    const { size, ...shown } = view(call, list);
    return { ...shown, additionalProperties: wanted.includes('hs_list_size') ? { hs_list_size: String(size) } : {} };
  });
  return { status: 200, body: { lists: page, total: found.length, offset: offset + page.length, hasMore: offset + page.length < found.length } };
}

function setDeleted(call: Call, deletedAt: number | null): Answer {
  const list = call.portal.state.lists.get(call.params['listId'] ?? '');
  if (list === undefined) throw notFound(`List ${call.params['listId'] ?? ''} does not exist.`);
  call.portal.note([{ op: 'list', list: { ...list, deletedAt } }]);
  return { status: 204 };
}

/** Ids are members only while their record lives. */
function membersOf({ portal }: Pick<Call, 'portal'>, list: ContactList): (readonly [string, readonly [number, number]])[] {
  const object = kindOf(portal, list.objectTypeId).name;
  return [...(portal.state.members.get(list.listId) ?? [])].filter(([id]) => portal.state.live(object, id) !== undefined);
}

function members(call: Call, order: (entry: readonly [string, readonly [number, number]]) => number): Answer {
  const limit = limitOf(call.query.get('limit'), PAGE_DEFAULT, PAGE_MAX);
  const offset = limitOf(call.query.get('after'), 0, Number.MAX_SAFE_INTEGER);
  const all = membersOf(call, need(call)).sort((left, right) => order(left) - order(right));
  const results = all.slice(offset, offset + limit).map(([recordId, [, joined]]) => ({ recordId, membershipTimestamp: new Date(joined).toISOString() }));
  return { status: 200, body: { results, total: all.length, ...(all.length > offset + limit ? { paging: { next: { after: String(offset + limit) } } } : {}) } };
}

function change(call: Call, adding: readonly string[], removing: readonly string[]): Answer {
  const { portal } = call;
  const list = need(call);
  if (list.processingType === 'DYNAMIC') throw invalid('Memberships of a DYNAMIC list cannot be changed by hand: its filters decide.');
  if (adding.length + removing.length > MOVE_MAX) throw invalid(`At most ${MOVE_MAX} memberships may be changed in one call.`);
  const present = portal.state.members.get(list.listId) ?? new Map<string, unknown>();
  const object = kindOf(portal, list.objectTypeId).name;
  const missing = [...adding, ...removing].filter((id) => portal.state.live(object, id) === undefined);
  const add = adding.filter((id) => !missing.includes(id) && !present.has(id));
  const remove = removing.filter((id) => present.has(id));
  portal.note([{ op: 'members', listId: list.listId, at: portal.clock.now(), add, remove }]);
  portal.log.count(`writes.lists.${call.actor.app.name}`);
  return { status: 200, body: { recordsIdsAdded: add, recordIdsAdded: add, recordIdsRemoved: remove, recordIdsMissing: missing } };
}

function addAndRemove(call: Call): Answer {
  const body = objectOf(call.body, 'body');
  return change(call, textsOf(body['recordIdsToAdd'], 'recordIdsToAdd'), textsOf(body['recordIdsToRemove'], 'recordIdsToRemove'));
}

function addFrom(call: Call): Answer {
  const source = live(call).find((list) => list.listId === call.params['sourceListId']);
  if (source === undefined) throw notFound('The source list does not exist.');
  change(
    call,
    membersOf(call, source).map(([id]) => id),
    [],
  );
  return { status: 204 };
}

function removeAll(call: Call): Answer {
  change(
    call,
    [],
    membersOf(call, need(call)).map(([id]) => id),
  );
  return { status: 204 };
}

/** Memberships of many records at once; a record nobody knows has none. */
function listsOfRecords(call: Call): Answer {
  const lists = live(call);
  const results = inputsOf(objectOf(call.body, 'body'), MEMBERSHIPS_BATCH_MAX).map((input) => {
    const [objectTypeId, recordId] = [textOf(input['objectTypeId'], 'objectTypeId'), textOf(input['recordId'], 'recordId')];
    return { objectTypeId, recordId, recordListMemberships: membershipsOf(call, lists, { typeId: kindOf(call.portal, objectTypeId).typeId, recordId }) };
  });
  const at = new Date(call.portal.clock.now()).toISOString();
  return { status: 200, body: { status: 'COMPLETE', results, startedAt: at, completedAt: at } };
}

function listsOfRecord(call: Call): Answer {
  const { objectTypeId = '', recordId = '' } = call.params;
  const results = membershipsOf(call, live(call), { typeId: kindOf(call.portal, objectTypeId).typeId, recordId });
  return { status: 200, body: { results, total: results.length } };
}

function membershipsOf({ portal }: Call, lists: readonly ContactList[], { typeId, recordId }: { readonly typeId: string; readonly recordId: string }) {
  if (portal.state.live(kindOf(portal, typeId).name, recordId) === undefined) return [];
  return lists.flatMap((list) => {
    const times = list.objectTypeId === typeId ? portal.state.members.get(list.listId)?.get(recordId) : undefined;
    if (times === undefined) return [];
    const [first, last] = times;
    return [
      {
        listId: list.listId,
        listVersion: list.listVersion,
        firstAddedTimestamp: new Date(first).toISOString(),
        lastAddedTimestamp: new Date(last).toISOString(),
        isPublicList: false,
      },
    ];
  });
}

const reads: Route['scopes'] = () => ['crm.lists.read'];
const writes: Route['scopes'] = () => ['crm.lists.write'];
const ALL = '/crm/v3/lists';
const ONE = `${ALL}/:listId`;
const bucket = 'general';

export const LIST_ROUTES: readonly Route[] = [
  { method: 'POST', path: ALL, handler: create, scopes: writes, bucket },
  { method: 'GET', path: ALL, handler: byIds, scopes: reads, bucket },
  { method: 'POST', path: `${ALL}/search`, handler: search, scopes: reads, bucket },
  { method: 'GET', path: `${ALL}/object-type-id/:objectTypeId/name/:name`, handler: byName, scopes: reads, bucket },
  { method: 'POST', path: `${ALL}/records/memberships/batch/read`, handler: listsOfRecords, scopes: reads, bucket },
  { method: 'GET', path: `${ALL}/records/:objectTypeId/:recordId/memberships`, handler: listsOfRecord, scopes: reads, bucket },
  { method: 'GET', path: ONE, handler: (call) => ({ status: 200, body: { list: view(call, need(call)) } }), scopes: reads, bucket },
  { method: 'DELETE', path: ONE, handler: (call) => setDeleted(call, call.portal.clock.now()), scopes: writes, bucket },
  { method: 'PUT', path: `${ONE}/restore`, handler: (call) => setDeleted(call, null), scopes: writes, bucket },
  { method: 'GET', path: `${ONE}/memberships`, handler: (call) => members(call, ([id]) => Number(id)), scopes: reads, bucket },
  { method: 'GET', path: `${ONE}/memberships/join-order`, handler: (call) => members(call, ([, [, joined]]) => joined), scopes: reads, bucket },
  { method: 'PUT', path: `${ONE}/memberships/add`, handler: (call) => change(call, textsOf(call.body, 'body'), []), scopes: writes, bucket },
  { method: 'PUT', path: `${ONE}/memberships/remove`, handler: (call) => change(call, [], textsOf(call.body, 'body')), scopes: writes, bucket },
  { method: 'PUT', path: `${ONE}/memberships/add-and-remove`, handler: addAndRemove, scopes: writes, bucket },
  { method: 'PUT', path: `${ONE}/memberships/add-from/:sourceListId`, handler: addFrom, scopes: writes, bucket },
  { method: 'DELETE', path: `${ONE}/memberships`, handler: removeAll, scopes: writes, bucket },
];
