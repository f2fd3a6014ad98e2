import { defaultType, needRecord, parseTypes, planLink, planUnlabel } from '../associations/plan.ts';
import { arrayOf, inputsOf, limitOf, objectOf, optionalText, textOf, type JsonObject } from '../body.ts';
import { notFound, PortalError } from '../errors.ts';
import type { Op, Ref } from '../model.ts';
import type { Portal } from '../portal.ts';
import { batchAnswer, type BatchError } from '../records/batch.ts';
import { kindOf, type Answer, type Call, type Route } from '../routing.ts';
import { shownTypeId } from '../schema/association-types.ts';
import type { ObjectKind } from '../schema/objects.ts';

/** Published ceilings: reading 1,000 inputs a call (changelog, February 2025), writing 2,000. */
const READ_MAX = 1_000;
const WRITE_MAX = 2_000;
const PAGE_DEFAULT = 500;
const PAGE_MAX = 500;

export interface Ends {
  readonly from: ObjectKind;
  readonly to: ObjectKind;
}

/** The kinds of record a path names on both ends. */
export const endsOf = ({ portal, params }: Call): Ends => ({ from: kindOf(portal, params['fromType'] ?? ''), to: kindOf(portal, params['toType'] ?? '') });
const stampOf = ({ portal, actor }: Call) => ({ at: portal.clock.now(), source: actor.app.source });
const idIn = (input: JsonObject, name: string): string => textOf(objectOf(input[name], name)['id'], `${name}.id`);

export const readBoth: Route['scopes'] = ({ fromType }, portal) => [kindOf(portal, fromType ?? '').readScope];
export const writeBoth: Route['scopes'] = ({ fromType }, portal) => [kindOf(portal, fromType ?? '').writeScope];

/** Associations as single reads and lists show them. */
export function linksView(portal: Portal, from: Ref, to: ObjectKind): { readonly id: string; readonly type: string }[] {
  const word = `${kindOf(portal, from.object).singular}_to_${to.singular}`;
  return portal.state.liveLinks(from, to.name).flatMap(([id, types]) =>
    types.map((typeId) => {
      const label = portal.state.associationTypes.get(typeId)?.label ?? null;
      return { id, type: label === null && types.length > 1 ? `${word}_unlabeled` : word };
    }),
  );
}

function typesView(portal: Portal, types: readonly number[]): readonly JsonObject[] {
  return types.map((typeId) => {
    const type = portal.state.associationTypes.get(typeId);
    return { category: type?.category ?? 'HUBSPOT_DEFINED', typeId: shownTypeId(typeId), label: type?.label ?? null };
  });
}

/** One page of a record's associations; `after` is the last far id shown. Far ids travel as numbers. */
function pageOf(portal: Portal, from: Ref, to: ObjectKind, after: string | undefined, limit: number): { readonly to: unknown[]; readonly paging?: unknown } {
  const rows = portal.state
    .liveLinks(from, to.name)
    .sort(([left], [right]) => Number(left) - Number(right))
    .filter(([id]) => Number(id) > Number(after ?? 0));
  const page = rows.slice(0, limit);
  const shown = page.map(([id, types]) => ({ toObjectId: Number(id), associationTypes: typesView(portal, types) }));
  const last = page.at(-1);
  return rows.length > limit && last !== undefined ? { to: shown, paging: { next: { after: last[0] } } } : { to: shown };
}

function labelsView({ portal }: Call, { from, to }: Ends, fromId: string, toId: string): JsonObject {
  const types = portal.state.links.types({ object: from.name, id: fromId }, { object: to.name, id: toId });
  const labels = types.flatMap((typeId) => portal.state.associationTypes.get(typeId)?.label ?? []);
  return { fromObjectTypeId: from.typeId, fromObjectId: Number(fromId), toObjectTypeId: to.typeId, toObjectId: Number(toId), labels };
}

function commitLinks(call: Call, ops: readonly Op[]): void {
  call.portal.commit(ops);
  if (ops.length > 0) call.portal.log.count(`writes.associations.${call.actor.app.name}`);
}

/** Replaces the labels of one pair. */
function link(call: Call, ends: Ends, fromId: string, toId: string, source: unknown): void {
  const { portal } = call;
  const from = needRecord(portal, { object: ends.from.name, id: fromId });
  const to = needRecord(portal, { object: ends.to.name, id: toId });
  const types = source === undefined ? [defaultType(portal, ends.from.name, ends.to.name).typeId] : parseTypes(portal, ends.from.name, ends.to.name, source);
  // Labels that are not sent again are gone; only a default association leaves the present ones alone.
  const present = source === undefined ? portal.state.links.types(from, to) : [];
  commitLinks(call, planLink(portal, from, to, [...present, ...types], stampOf(call)));
}

function unlink(call: Call, ends: Ends, fromId: string, toId: string): void {
  const [from, to] = [
    { object: ends.from.name, id: fromId },
    { object: ends.to.name, id: toId },
  ];
  if (call.portal.state.links.types(from, to).length > 0) commitLinks(call, [{ op: 'link', from, to, types: [], ...stampOf(call) }]);
}

function list(call: Call): Answer {
  const { portal, params, query } = call;
  const { from, to } = endsOf(call);
  const record = portal.state.live(from.name, params['fromId'] ?? '');
  if (record === undefined) throw notFound();
  const page = pageOf(portal, record, to, query.get('after') ?? undefined, limitOf(query.get('limit'), PAGE_DEFAULT, PAGE_MAX));
  return { status: 200, body: { results: page.to, ...(page.paging === undefined ? {} : { paging: page.paging }) } };
}

function put(call: Call): Answer {
  const { fromId = '', toId = '' } = call.params;
  link(call, endsOf(call), fromId, toId, call.body);
  return { status: 201, body: labelsView(call, endsOf(call), fromId, toId) };
}

function remove(call: Call): Answer {
  unlink(call, endsOf(call), call.params['fromId'] ?? '', call.params['toId'] ?? '');
  return { status: 204 };
}

function defaultView({ portal }: Call, { from, to }: Ends, fromId: string, toId: string): JsonObject[] {
  const type = defaultType(portal, from.name, to.name);
  const side = (near: string, far: string, typeId: number): JsonObject => ({
    from: { id: near },
    to: { id: far },
    associationSpec: { associationCategory: type.category, associationTypeId: shownTypeId(typeId) },
  });
  return [side(fromId, toId, type.typeId), side(toId, fromId, type.inverseId)];
}

function putDefault(call: Call): Answer {
  const { fromId = '', toId = '' } = call.params;
  const ends = endsOf(call);
  link(call, ends, fromId, toId, undefined);
  return batchAnswer(call.portal, { results: defaultView(call, ends, fromId, toId), errors: [] }, 200);
}

/** Runs every input by itself: a bad pair becomes an error of the answer, the others stand. */
function eachInput<T>(inputs: readonly JsonObject[], work: (input: JsonObject) => readonly T[]): { readonly results: T[]; readonly errors: BatchError[] } {
  const results: T[] = [];
  const errors: BatchError[] = [];
  for (const input of inputs) {
    try {
      results.push(...work(input));
    } catch (error) {
      if (!(error instanceof PortalError)) throw error;
      errors.push(error.standard({ fromObjectId: [idIn(input, 'from')], toObjectId: [idIn(input, 'to')] }));
    }
  }
  return { results, errors };
}

function batchRead(call: Call): Answer {
  const { portal } = call;
  const { from, to } = endsOf(call);
  const results: unknown[] = [];
  const errors: BatchError[] = [];
  for (const input of inputsOf(call.body, READ_MAX)) {
    const id = textOf(input['id'], 'id');
    const page = pageOf(portal, { object: from.name, id }, to, optionalText(input['after'], 'after'), PAGE_DEFAULT);
    if (page.to.length > 0) {
      results.push({ from: { id }, ...page });
      continue;
    }
    const none = new PortalError({
      status: 404,
      category: 'OBJECT_NOT_FOUND',
      subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
      message: `No ${to.singular} is associated with ${from.singular} ${id}.`,
    });
    errors.push(none.standard({ fromObjectId: [id], fromObjectType: [from.singular], toObjectType: [to.singular] }));
  }
  return batchAnswer(portal, { results, errors }, 200);
}

function batchCreate(call: Call): Answer {
  const ends = endsOf(call);
  const outcome = eachInput(inputsOf(call.body, WRITE_MAX), (input) => {
    const [fromId, toId] = [idIn(input, 'from'), idIn(input, 'to')];
    link(call, ends, fromId, toId, arrayOf(input['types'], 'types'));
    return [labelsView(call, ends, fromId, toId)];
  });
  return batchAnswer(call.portal, outcome, 201);
}

function batchDefault(call: Call): Answer {
  const ends = endsOf(call);
  const outcome = eachInput(inputsOf(call.body, WRITE_MAX), (input) => {
    const [fromId, toId] = [idIn(input, 'from'), idIn(input, 'to')];
    link(call, ends, fromId, toId, undefined);
    return defaultView(call, ends, fromId, toId);
  });
  const answer = batchAnswer(call.portal, outcome, 200);
  return { ...answer, status: 200 }; // this endpoint has no 207: errors travel in the body of a 200
}

function batchArchive(call: Call): Answer {
  const ends = endsOf(call);
  for (const input of inputsOf(call.body, WRITE_MAX)) {
    const to = input['to'];
    for (const far of Array.isArray(to) ? to : [to]) unlink(call, ends, idIn(input, 'from'), textOf(objectOf(far, 'to')['id'], 'to.id'));
  }
  return { status: 204 };
}

function batchUnlabel(call: Call): Answer {
  const { portal } = call;
  const { from, to } = endsOf(call);
  for (const input of inputsOf(call.body, WRITE_MAX)) {
    const types = parseTypes(portal, from.name, to.name, input['types']);
    commitLinks(call, planUnlabel(portal, { object: from.name, id: idIn(input, 'from') }, { object: to.name, id: idIn(input, 'to') }, types, stampOf(call)));
  }
  return { status: 204 };
}

const ONE = '/crm/v4/objects/:fromType/:fromId/associations';
const MANY = '/crm/v4/associations/:fromType/:toType';
const bucket = 'associations';

export const ASSOCIATION_ROUTES: readonly Route[] = [
  { method: 'GET', path: `${ONE}/:toType`, handler: list, scopes: readBoth, bucket },
  { method: 'PUT', path: `${ONE}/:toType/:toId`, handler: put, scopes: writeBoth, bucket },
  { method: 'DELETE', path: `${ONE}/:toType/:toId`, handler: remove, scopes: writeBoth, bucket },
  { method: 'PUT', path: `${ONE}/default/:toType/:toId`, handler: putDefault, scopes: writeBoth, bucket },
  { method: 'POST', path: `${MANY}/batch/read`, handler: batchRead, scopes: readBoth, bucket },
  { method: 'POST', path: `${MANY}/batch/create`, handler: batchCreate, scopes: writeBoth, bucket },
  { method: 'POST', path: `${MANY}/batch/associate/default`, handler: batchDefault, scopes: writeBoth, bucket },
  { method: 'POST', path: `${MANY}/batch/archive`, handler: batchArchive, scopes: writeBoth, bucket },
  { method: 'POST', path: `${MANY}/batch/labels/archive`, handler: batchUnlabel, scopes: writeBoth, bucket },
];
