import { planNewLinks } from '../associations/plan.ts';
import { limitOf, listOf, objectOf, optionalText, textOf } from '../body.ts';
import { invalid, notFound } from '../errors.ts';
import type { Ref, StoredRecord } from '../model.ts';
import type { Portal } from '../portal.ts';
import { planMerge } from '../records/merge.ts';
import { viewRecord, type ViewOptions } from '../records/view.ts';
import { findRecord, planCreate, planUpdate, startPlan } from '../records/write.ts';
import { kindOf, readScope, writeScope, type Answer, type Call, type Route } from '../routing.ts';
import type { ObjectKind } from '../schema/objects.ts';
import { linksView } from './associations.ts';

const PAGE_DEFAULT = 10;
const PAGE_MAX = 100;
const PAGE_WITH_HISTORY_MAX = 50;

const kindFor = (call: Call): ObjectKind => kindOf(call.portal, call.params['objectType'] ?? '');

function viewOptions(query: URLSearchParams): ViewOptions {
  return { properties: listOf(query, 'properties'), history: listOf(query, 'propertiesWithHistory') };
}

/** `associations: {companies: {results: [{id, type}]}}` of single reads and lists. */
function withAssociations(portal: Portal, record: StoredRecord, view: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  if (names.length === 0) return view;
  const entries = names.map((name) => {
    const to = kindOf(portal, name);
    return [to.name.replace('_', ' '), { results: linksView(portal, record, to) }] as const;
  });
  return { ...view, associations: Object.fromEntries(entries.filter(([, { results }]) => results.length > 0)) };
}

export function countWrites(call: Call, kind: ObjectKind, records: number): void {
  call.portal.log.count(`writes.${kind.name}.${call.actor.app.name}`, records);
}

function list(call: Call): Answer {
  const { portal, query } = call;
  const kind = kindFor(call);
  const options = viewOptions(query);
  const limit = limitOf(query.get('limit'), PAGE_DEFAULT, (options.history?.length ?? 0) > 0 ? PAGE_WITH_HISTORY_MAX : PAGE_MAX);
  const archived = query.get('archived') === 'true';
  const after = Number(query.get('after') ?? 0);
  const matching: StoredRecord[] = [];
  // Records are kept in the order of their ids, so one look beyond the page tells whether there is another.
  for (const record of portal.state.of(kind.name).values()) {
    if ((record.archivedAt !== null) === archived && Number(record.id) > after) matching.push(record);
    if (matching.length > limit) break;
  }
  const page = matching.slice(0, limit);
  const last = page.at(-1);
  const results = page.map((record) => withAssociations(portal, record, viewRecord(portal, kind, record, options), listOf(query, 'associations')));
  const paging = matching.length > limit && last !== undefined ? { paging: { next: { after: last.id, link: `?after=${last.id}` } } } : {};
  return { status: 200, body: { results, ...paging } };
}

function create(call: Call): Answer {
  const { portal, actor } = call;
  const kind = kindFor(call);
  const body = objectOf(call.body, 'body');
  const plan = startPlan(portal, actor.app.source);
  const { id, op } = planCreate(plan, kind, objectOf(body['properties'], 'properties'));
  const links = planNewLinks(portal, { object: kind.name, id }, body['associations'], plan);
  portal.commit([op, ...links]);
  countWrites(call, kind, 1);
  return { status: 201, body: viewWritten(portal, kind, id) };
}

/** What a write answers: everything a created record holds, or the named properties of a changed one. */
export function viewWritten(portal: Portal, kind: ObjectKind, id: string, names?: readonly string[]): Record<string, unknown> {
  const record = portal.state.record(kind.name, id);
  if (record === undefined) throw notFound();
  return viewRecord(portal, kind, record, { properties: names ?? [...kind.defaultProperties, ...Object.keys(record.values)] });
}

function find(call: Call, kind: ObjectKind): StoredRecord {
  const id = call.params['id'] ?? '';
  const found = findRecord(call.portal, kind, id, call.query.get('idProperty') ?? undefined);
  if (found !== undefined) return found;
  const archived = call.query.get('archived') === 'true' ? call.portal.state.record(kind.name, id) : undefined;
  if (archived !== undefined && archived.archivedAt !== null) return archived;
  throw notFound();
}

function read(call: Call): Answer {
  const kind = kindFor(call);
  const record = find(call, kind);
  const view = viewRecord(call.portal, kind, record, viewOptions(call.query));
  return { status: 200, body: withAssociations(call.portal, record, view, listOf(call.query, 'associations')) };
}

function update(call: Call): Answer {
  const { portal, actor } = call;
  const kind = kindFor(call);
  const given = objectOf(objectOf(call.body, 'body')['properties'], 'properties');
  const record = find(call, kind);
  portal.commit([planUpdate(startPlan(portal, actor.app.source), kind, record, given)]);
  countWrites(call, kind, 1);
  return { status: 200, body: viewWritten(portal, kind, record.id, Object.keys(given)) };
}

/** Removes a record to the recycle bin; a missing one is no error. */
function archive(call: Call): Answer {
  const { portal, actor } = call;
  const kind = kindFor(call);
  const record = portal.state.live(kind.name, call.params['id'] ?? '');
  if (record === undefined) return { status: 204 };
  portal.commit([{ op: 'archive', object: kind.name, id: record.id, at: portal.clock.now(), source: actor.app.source }]);
  countWrites(call, kind, 1);
  return { status: 204 };
}

function merge(call: Call): Answer {
  const { portal, actor } = call;
  const kind = kindFor(call);
  if (!kind.mergeable) throw invalid(`${kind.name} cannot be merged`);
  const body = objectOf(call.body, 'body');
  const ref = (name: string): Ref => ({ object: kind.name, id: textOf(body[name], name) });
  const { ops, survivorId } = planMerge(
    portal,
    kind,
    ref('primaryObjectId'),
    ref('objectIdToMerge'),
    { at: portal.clock.now(), source: actor.app.source },
    portal.state.settings.mergeCreatesNewId,
  );
  portal.commit(ops);
  countWrites(call, kind, 1);
  return { status: 200, body: viewWritten(portal, kind, survivorId) };
}

/** Permanent; the record and its history are gone. */
function purge(call: Call): Answer {
  const { portal, actor } = call;
  const kind = kindFor(call);
  if (kind.name !== 'contacts') throw invalid('gdpr-delete is offered for contacts');
  const body = objectOf(call.body, 'body');
  const [id, idProperty] = [textOf(body['objectId'], 'objectId'), optionalText(body['idProperty'], 'idProperty')];
  // By id a contact is found in the recycle bin too; by address only a live one can be.
  const record = findRecord(portal, kind, id, idProperty) ?? (idProperty === undefined ? portal.state.record(kind.name, id) : undefined);
  if (record === undefined) return { status: 204 };
  portal.commit([{ op: 'purge', object: kind.name, id: record.id, at: portal.clock.now(), source: actor.app.source }]);
  countWrites(call, kind, 1);
  return { status: 204 };
}

const BASE = '/crm/v3/objects/:objectType';

export const OBJECT_ROUTES: readonly Route[] = [
  { method: 'GET', path: BASE, handler: list, scopes: readScope, bucket: 'general' },
  { method: 'POST', path: BASE, handler: create, scopes: writeScope, bucket: 'general' },
  { method: 'GET', path: `${BASE}/:id`, handler: read, scopes: readScope, bucket: 'general' },
  { method: 'PATCH', path: `${BASE}/:id`, handler: update, scopes: writeScope, bucket: 'general' },
  { method: 'DELETE', path: `${BASE}/:id`, handler: archive, scopes: writeScope, bucket: 'general' },
  { method: 'POST', path: `${BASE}/merge`, handler: merge, scopes: writeScope, bucket: 'general' },
  { method: 'POST', path: `${BASE}/gdpr-delete`, handler: purge, scopes: writeScope, bucket: 'general' },
];
