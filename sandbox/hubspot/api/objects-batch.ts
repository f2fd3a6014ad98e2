import { planNewLinks } from '../associations/plan.ts';
import { inputsOf, objectOf, optionalText, textOf, textsOf, type JsonObject } from '../body.ts';
import { invalid } from '../errors.ts';
import type { Op } from '../model.ts';
import type { Portal } from '../portal.ts';
import { BATCH_MAX, BATCH_WITH_HISTORY_MAX, batchAnswer, missingError, MissingRecord, planInputs, refuseDuplicates, traceIdOf } from '../records/batch.ts';
import { viewRecord } from '../records/view.ts';
import { findRecord, planCreate, planUpdate, startPlan, type WritePlan } from '../records/write.ts';
import { kindOf, readScope, writeScope, type Answer, type Call, type Route } from '../routing.ts';
import type { ObjectKind } from '../schema/objects.ts';
import { countWrites, viewWritten } from './objects.ts';

const kindFor = (call: Call): ObjectKind => kindOf(call.portal, call.params['objectType'] ?? '');

/** One input ready to be stored: what to apply, and how its record is answered. */
interface Planned {
  readonly id: string;
  readonly ops: readonly Op[];
  /** Undefined shows everything the record holds. */
  readonly names?: readonly string[];
  readonly extra: Readonly<Record<string, unknown>>;
}

const traceOf = (input: JsonObject): Readonly<Record<string, unknown>> => {
  const trace = traceIdOf(input);
  return trace === undefined ? {} : { objectWriteTraceId: trace };
};

const propertiesOf = (input: JsonObject): JsonObject => objectOf(input['properties'], 'properties');

/** The key of an upsert must be one that can be unique: e-mail on contacts, or a property made with hasUniqueValue. */
function checkIdProperty(portal: Portal, kind: ObjectKind, idProperty: string | undefined): void {
  if (idProperty === undefined || idProperty === 'hs_object_id') return;
  if (portal.state.definition(kind.name, idProperty)?.hasUniqueValue === true) return;
  throw invalid(`Property '${idProperty}' is not a unique property of ${kind.name} and cannot be used as idProperty`);
}

function readBatch(call: Call): Answer {
  const { portal } = call;
  const kind = kindFor(call);
  const body = objectOf(call.body, 'body');
  const history = textsOf(body['propertiesWithHistory'], 'propertiesWithHistory');
  const idProperty = optionalText(body['idProperty'], 'idProperty');
  checkIdProperty(portal, kind, idProperty);
  const ids = inputsOf(body, BATCH_MAX).map((input) => textOf(input['id'], 'id'));
  if (history.length > 0 && ids.length > BATCH_WITH_HISTORY_MAX) {
    throw invalid(
      `The maximum number of inputs supported in a batch request for property histories is ${BATCH_WITH_HISTORY_MAX}. Number of inputs supplied: ${ids.length}.`,
    );
  }
  const archived = call.query.get('archived') === 'true';
  const found = ids.map((id) => {
    const record = archived ? portal.state.record(kind.name, id) : findRecord(portal, kind, id, idProperty);
    return { id, record: (record?.archivedAt !== null) === archived ? record : undefined };
  });
  const records = new Set(found.flatMap(({ record }) => (record === undefined ? [] : [record])));
  const missing = found.filter(({ record }) => record === undefined).map(({ id }) => id);
  const options = { properties: textsOf(body['properties'], 'properties'), history };
  const results = [...records].map((record) => viewRecord(portal, kind, record, options));
  return batchAnswer(portal, { results, errors: missing.length === 0 ? [] : [missingError(missing)] }, 200);
}

function planNew(plan: WritePlan, kind: ObjectKind, input: JsonObject, properties: JsonObject): Planned {
  const { id, op } = planCreate(plan, kind, properties);
  const links = planNewLinks(plan.portal, { object: kind.name, id }, input['associations'], plan);
  return { id, ops: [op, ...links], extra: traceOf(input) };
}

function planChange(plan: WritePlan, kind: ObjectKind, input: JsonObject): Planned | MissingRecord {
  const key = textOf(input['id'], 'id');
  const record = findRecord(plan.portal, kind, key, optionalText(input['idProperty'], 'idProperty'));
  if (record === undefined) return new MissingRecord(key);
  const given = propertiesOf(input);
  return { id: record.id, ops: [planUpdate(plan, kind, record, given)], names: Object.keys(given), extra: traceOf(input) };
}

/** Finds by the unique key or creates with it; `new` tells which. */
function planUpsert(plan: WritePlan, kind: ObjectKind, input: JsonObject): Planned {
  const key = textOf(input['id'], 'id');
  const idProperty = optionalText(input['idProperty'], 'idProperty');
  const given = propertiesOf(input);
  const record = findRecord(plan.portal, kind, key, idProperty);
  if (record !== undefined) {
    return { id: record.id, ops: [planUpdate(plan, kind, record, given)], names: Object.keys(given), extra: { ...traceOf(input), new: false } };
  }
  if (idProperty === undefined || idProperty === 'hs_object_id')
    throw invalid(`Object with id ${key} does not exist; an upsert needs an idProperty to create by`);
  const made = planNew(plan, kind, input, { [idProperty]: key, ...given });
  return { ...made, extra: { ...made.extra, new: true } };
}

function store(call: Call, kind: ObjectKind, planned: readonly Planned[]): unknown[] {
  const { portal } = call;
  portal.commit(planned.flatMap(({ ops }) => ops));
  countWrites(call, kind, planned.length);
  return planned.map(({ id, names, extra }) => ({ ...viewWritten(portal, kind, id, names), ...extra }));
}

function write(call: Call, success: number, plan: (plan: WritePlan, kind: ObjectKind, input: JsonObject) => Planned | MissingRecord): Answer {
  const { portal, actor } = call;
  const kind = kindFor(call);
  const inputs = inputsOf(call.body, BATCH_MAX);
  for (const name of new Set(inputs.map((input) => optionalText(input['idProperty'], 'idProperty')))) checkIdProperty(portal, kind, name);
  refuseDuplicates(inputs.flatMap((input) => (input['id'] === undefined ? [] : [textOf(input['id'], 'id')])));
  const shared = startPlan(portal, actor.app.source);
  const { planned, errors } = planInputs(inputs, (input) => plan(shared, kind, input));
  refuseDuplicates(planned.map(({ id }) => id)); // two keys may name one record
  return batchAnswer(portal, { results: store(call, kind, planned), errors }, success);
}

function archiveBatch(call: Call): Answer {
  const { portal, actor } = call;
  const kind = kindFor(call);
  const ids = new Set(inputsOf(call.body, BATCH_MAX).map((input) => textOf(input['id'], 'id')));
  const live = [...ids].flatMap((id) => portal.state.live(kind.name, id) ?? []);
  portal.commit(live.map(({ id }) => ({ op: 'archive', object: kind.name, id, at: portal.clock.now(), source: actor.app.source })));
  countWrites(call, kind, live.length);
  return { status: 204 };
}

const BASE = '/crm/v3/objects/:objectType/batch';

export const OBJECT_BATCH_ROUTES: readonly Route[] = [
  { method: 'POST', path: `${BASE}/read`, handler: readBatch, scopes: readScope, bucket: 'general' },
  {
    method: 'POST',
    path: `${BASE}/create`,
    handler: (call) => write(call, 201, (plan, kind, input) => planNew(plan, kind, input, propertiesOf(input))),
    scopes: writeScope,
    bucket: 'general',
  },
  { method: 'POST', path: `${BASE}/update`, handler: (call) => write(call, 200, planChange), scopes: writeScope, bucket: 'general' },
  { method: 'POST', path: `${BASE}/upsert`, handler: (call) => write(call, 200, planUpsert), scopes: writeScope, bucket: 'general' },
  { method: 'POST', path: `${BASE}/archive`, handler: archiveBatch, scopes: writeScope, bucket: 'general' },
];
