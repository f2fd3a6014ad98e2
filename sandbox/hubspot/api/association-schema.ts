import { typesBetween } from '../associations/plan.ts';
import { inputsOf, objectOf, optionalText, textOf, type JsonObject } from '../body.ts';
import { invalid, notFound } from '../errors.ts';
import type { AssociationLimit, Op } from '../model.ts';
import { batchAnswer } from '../records/batch.ts';
import type { Answer, Call, Route } from '../routing.ts';
import { nextOwnTypeId, shownTypeId, storedTypeId, type AssociationType } from '../schema/association-types.ts';
import { endsOf, readBoth, writeBoth } from './associations.ts';

const LABELS_MAX = 10;
/** What the platform itself allows per record and object pair (limits of the associations API); an admin may only go below. */
const PLAN_MAX = 50_000;
const BATCH_MAX = 100;

const typeView = ({ category, typeId, label }: AssociationType): JsonObject => ({ category, typeId: shownTypeId(typeId), label });

function definitions(call: Call): Answer {
  const { from, to } = endsOf(call);
  return { status: 200, body: { results: typesBetween(call.portal, from.name, to.name).map(typeView) } };
}

/** Labels the customer made between two kinds of record; a pair of words counts once. */
const labelNames = (call: Call): ReadonlySet<string> => {
  const { from, to } = endsOf(call);
  return new Set(typesBetween(call.portal, from.name, to.name).flatMap(({ name, label }) => (name === null || label === null ? [] : [name])));
};

/** One word both ways, or a pair of words (`inverseLabel`). Between records of one kind a single word reads alike from both ends: one number. */
function createLabel(call: Call): Answer {
  const { portal } = call;
  const { from, to } = endsOf(call);
  const body = objectOf(call.body, 'body');
  const [label, name, inverseLabel] = [textOf(body['label'], 'label'), textOf(body['name'], 'name'), optionalText(body['inverseLabel'], 'inverseLabel')];
  const present = labelNames(call);
  if (present.has(name)) throw invalid(`An association label named ${name} already exists`);
  if (present.size >= LABELS_MAX) throw invalid(`At most ${String(LABELS_MAX)} labels may be defined between ${from.name} and ${to.name}`);
  if (typesBetween(portal, from.name, to.name).length === 0) throw invalid(`${from.name} and ${to.name} cannot be associated.`);
  const typeId = nextOwnTypeId(portal.state.associationTypes.keys());
  const isSame = from.name === to.name && inverseLabel === undefined;
  const shared = { category: 'USER_DEFINED', name } as const;
  const forth: AssociationType = { ...shared, from: from.name, to: to.name, typeId, inverseId: isSame ? typeId : typeId + 1, label };
  const back: AssociationType = { ...shared, from: to.name, to: from.name, typeId: typeId + 1, inverseId: typeId, label: inverseLabel ?? label };
  const made = isSame ? [forth] : [forth, back];
  portal.note(made.map((type) => ({ op: 'association-type', type, removed: false })));
  return { status: 200, body: { results: made.map(typeView) } };
}

function needLabel(call: Call, shown: number): AssociationType {
  const { from, to } = endsOf(call);
  const type = call.portal.state.associationTypes.get(storedTypeId('USER_DEFINED', shown));
  if (type === undefined || type.name === null || type.label === null || type.from !== from.name || type.to !== to.name)
    throw notFound(`association label ${String(shown)} not found`);
  return type;
}

function renameLabel(call: Call): Answer {
  const { portal } = call;
  const body = objectOf(call.body, 'body');
  const type = needLabel(call, Number(body['associationTypeId']));
  const inverse = portal.state.associationTypes.get(type.inverseId);
  const inverseLabel = optionalText(body['inverseLabel'], 'inverseLabel');
  const renamed: Op[] = [{ op: 'association-type', type: { ...type, label: textOf(body['label'], 'label') }, removed: false }];
  if (inverse !== undefined && inverse.typeId !== type.typeId && inverseLabel !== undefined)
    renamed.push({ op: 'association-type', type: { ...inverse, label: inverseLabel }, removed: false });
  portal.note(renamed);
  return { status: 204 };
}

/** A label that goes is taken off every pair; the pairs stay associated. */
function removeLabel(call: Call): Answer {
  const { portal, actor } = call;
  const type = needLabel(call, Number(call.params['typeId']));
  const stamp = { at: portal.clock.now(), source: actor.app.source };
  const carried = [...portal.state.links.all()].filter(({ from, types }) => from.object === type.from && types.includes(type.typeId));
  portal.commit(carried.map(({ from, to, types }) => ({ op: 'link', from, to, types: types.filter((id) => id !== type.typeId), ...stamp })));
  const inverse = portal.state.associationTypes.get(type.inverseId);
  const gone = inverse === undefined || inverse.typeId === type.typeId ? [type] : [type, inverse];
  portal.note(gone.map((item) => ({ op: 'association-type', type: item, removed: true })));
  return { status: 204 };
}

function limitView(call: Call, limit: AssociationLimit): JsonObject {
  const type = call.portal.state.associationTypes.get(limit.typeId);
  return {
    category: type?.category ?? 'HUBSPOT_DEFINED',
    typeId: shownTypeId(limit.typeId),
    label: type?.label ?? null,
    userEnforcedMaxToObjectIds: limit.most,
  };
}

function limitsOf(call: Call, wanted: (limit: AssociationLimit) => boolean): Answer {
  return { status: 200, body: { results: [...call.portal.state.associationLimits.values()].filter(wanted).map((limit) => limitView(call, limit)) } };
}

function limitsBetween(call: Call): Answer {
  const { from, to } = endsOf(call);
  return limitsOf(call, (limit) => limit.from === from.name && limit.to === to.name);
}

/** The limit of a label stays within that of the plain association (changelog of July 2024, "Custom association limits"). */
function checkOrder(call: Call, limit: AssociationLimit): void {
  const { from, to } = endsOf(call);
  const { state } = call.portal;
  const types = typesBetween(call.portal, from.name, to.name);
  const plain = types.find(({ label }) => label === null)?.typeId;
  const of = (typeId: number): number | undefined => state.associationLimits.get(`${from.name}|${to.name}|${String(typeId)}`)?.most;
  if (limit.typeId !== plain) {
    const most = plain === undefined ? PLAN_MAX : (of(plain) ?? PLAN_MAX);
    if (limit.most > most) throw invalid(`The limit of a label must lie between 1 and ${String(most)}.`);
    return;
  }
  const least = Math.max(1, ...types.flatMap(({ typeId }) => (typeId === plain ? [] : (of(typeId) ?? []))));
  if (limit.most < least) throw invalid(`The limit must lie between ${String(least)} and ${String(PLAN_MAX)}.`);
}

function typeOf(call: Call, input: JsonObject): AssociationType {
  const { from, to } = endsOf(call);
  const shown = Number(input['typeId']);
  const type = call.portal.state.associationTypes.get(storedTypeId(input['category'], shown));
  if (type === undefined || type.from !== from.name || type.to !== to.name || type.category !== input['category'])
    throw invalid(`${String(input['category'])} association type id ${String(shown)} doesn't exist between ${from.name} and ${to.name}.`);
  return type;
}

function saveLimits(call: Call, success: number): Answer {
  const { from, to } = endsOf(call);
  const limits = inputsOf(call.body, BATCH_MAX).map((input) => {
    const most = Number(input['maxToObjectIds']);
    if (!Number.isInteger(most) || most < 1 || most > PLAN_MAX) throw invalid(`maxToObjectIds must lie between 1 and ${String(PLAN_MAX)}.`);
    const limit: AssociationLimit = { from: from.name, to: to.name, typeId: typeOf(call, input).typeId, most };
    checkOrder(call, limit);
    return limit;
  });
  call.portal.note(limits.map((limit) => ({ op: 'association-limit', limit, removed: false })));
  return batchAnswer(call.portal, { results: limits.map((limit) => limitView(call, limit)), errors: [] }, success);
}

function purgeLimits(call: Call): Answer {
  const { from, to } = endsOf(call);
  const limits = inputsOf(call.body, BATCH_MAX).map((input) => ({ from: from.name, to: to.name, typeId: typeOf(call, input).typeId, most: 0 }));
  call.portal.note(limits.map((limit) => ({ op: 'association-limit', limit, removed: true })));
  return { status: 204 };
}

const LABELS = '/crm/v4/associations/:fromType/:toType/labels';
/** The guide and the reference name the path differently; both lead here. */
const LIMITS = ['/crm/v4/associations/definitions/configurations', '/crm/associations/v4/definitions/configurations'];
const bucket = 'associations';
const everybody: Route['scopes'] = () => [];

export const ASSOCIATION_SCHEMA_ROUTES: readonly Route[] = [
  { method: 'GET', path: LABELS, handler: definitions, scopes: readBoth, bucket },
  { method: 'POST', path: LABELS, handler: createLabel, scopes: writeBoth, bucket },
  { method: 'PUT', path: LABELS, handler: renameLabel, scopes: writeBoth, bucket },
  { method: 'DELETE', path: `${LABELS}/:typeId`, handler: removeLabel, scopes: writeBoth, bucket },
  ...LIMITS.flatMap((base): Route[] => [
    { method: 'GET', path: `${base}/all`, handler: (call) => limitsOf(call, () => true), scopes: everybody, bucket },
    { method: 'GET', path: `${base}/:fromType/:toType`, handler: limitsBetween, scopes: readBoth, bucket },
    { method: 'POST', path: `${base}/:fromType/:toType/batch/create`, handler: (call) => saveLimits(call, 201), scopes: writeBoth, bucket },
    { method: 'POST', path: `${base}/:fromType/:toType/batch/update`, handler: (call) => saveLimits(call, 200), scopes: writeBoth, bucket },
    { method: 'POST', path: `${base}/:fromType/:toType/batch/purge`, handler: purgeLimits, scopes: writeBoth, bucket },
  ]),
];
