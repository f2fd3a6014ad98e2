import { arrayOf, objectOf, optionalText, textOf, textsOf, type JsonObject } from '../body.ts';
import { conflict, invalid, missingScopes, notFound } from '../errors.ts';
import type { Op } from '../model.ts';
import type { Portal } from '../portal.ts';
import { kindOf, type Answer, type Call, type Route } from '../routing.ts';
import { nextOwnTypeId, shownTypeId, storedTypeId, type AssociationType } from '../schema/association-types.ts';
import { customKind, groupOf, qualifiedName, type CustomSchema } from '../schema/custom.ts';
import type { ObjectKind } from '../schema/objects.ts';
import type { PropertyDefinition } from '../schema/property.ts';
import { parseNew } from './properties.ts';

const NAME = /^[a-zA-Z][a-zA-Z0-9_]{0,99}$/;
const SEARCHABLE_MAX = 20;
const UNIQUE_MAX = 10;
const SECONDARY_MAX = 2;
/** Numbers of custom object types are handed out across all portals, so the first one here is no small one. */
const FIRST_TYPE = 3_465_404;
/** Activities meet every custom object from the start (docs, "Custom objects"). */
const ACTIVITIES = ['emails', 'meetings', 'notes', 'tasks', 'calls', 'communications'] as const;

/** Custom objects are part of the Enterprise plans. */
function admit({ portal }: Call, scope: string): void {
  if (!portal.state.settings.customObjects) throw missingScopes([scope]);
}

const fields = (portal: Portal, schema: CustomSchema): PropertyDefinition[] =>
  [...(portal.state.properties.get(qualifiedName(schema))?.values() ?? [])].filter(({ archived }) => !archived);

function definitionView(schema: CustomSchema): JsonObject {
  const { portalId, objectTypeId, name, labels, description, createdAt, updatedAt, ...rest } = schema;
  return {
    ...rest,
    id: objectTypeId.slice(2),
    objectTypeId,
    portalId,
    fullyQualifiedName: qualifiedName(schema),
    name,
    labels,
    ...(description === null ? {} : { description }),
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  };
}

function associationView(portal: Portal, type: AssociationType): JsonObject {
  const [from, to] = [portal.state.kind(type.from), portal.state.kind(type.to)];
  return {
    id: String(shownTypeId(type.typeId)),
    fromObjectTypeId: from?.typeId ?? type.from,
    toObjectTypeId: to?.typeId ?? type.to,
    name: type.name ?? `${from?.singular ?? ''}_to_${to?.singular ?? ''}`,
  };
}

function schemaView(portal: Portal, schema: CustomSchema): JsonObject {
  const name = qualifiedName(schema);
  const types = [...portal.state.associationTypes.values()].filter((type) => type.label === null && (type.from === name || type.to === name));
  return { ...definitionView(schema), properties: fields(portal, schema), associations: types.map((type) => associationView(portal, type)) };
}

function labelsOf(source: unknown): CustomSchema['labels'] {
  const labels = objectOf(source, 'labels');
  return { singular: textOf(labels['singular'], 'labels.singular'), plural: textOf(labels['plural'], 'labels.plural') };
}

/** The display, required and searchable properties, each of which must exist. */
function checkedNames(body: JsonObject, before: CustomSchema | null, known: readonly PropertyDefinition[]) {
  const pick = (name: 'requiredProperties' | 'searchableProperties' | 'secondaryDisplayProperties'): readonly string[] =>
    body[name] === undefined ? (before?.[name] ?? []) : textsOf(body[name], name);
  const primary = optionalText(body['primaryDisplayProperty'], 'primaryDisplayProperty') ?? before?.primaryDisplayProperty;
  if (primary === undefined) throw invalid('primaryDisplayProperty is required');
  const names = {
    primaryDisplayProperty: primary,
    requiredProperties: pick('requiredProperties'),
    searchableProperties: body['searchableProperties'] === undefined && before === null ? [primary] : pick('searchableProperties'),
    secondaryDisplayProperties: pick('secondaryDisplayProperties'),
  };
  if (names.searchableProperties.length > SEARCHABLE_MAX) throw invalid(`At most ${String(SEARCHABLE_MAX)} properties may be searchable.`);
  if (names.secondaryDisplayProperties.length > SECONDARY_MAX) throw invalid(`At most ${String(SECONDARY_MAX)} secondary display properties.`);
  const all = [primary, ...names.requiredProperties, ...names.searchableProperties, ...names.secondaryDisplayProperties];
  const stray = all.find((name) => !known.some((item) => item.name === name));
  if (stray !== undefined) throw invalid(`Property '${stray}' does not exist on this object.`);
  return names;
}

/** A plain association type between two kinds of record, in both directions. */
function plainTypes(portal: Portal, from: string, to: string, name: string | null): { readonly ops: Op[]; readonly forth: AssociationType } {
  const typeId = nextOwnTypeId(portal.state.associationTypes.keys());
  const shared = { category: 'USER_DEFINED', label: null, name } as const;
  const forth: AssociationType = { ...shared, from, to, typeId, inverseId: from === to ? typeId : typeId + 1 };
  const back: AssociationType = { ...shared, from: to, to: from, typeId: typeId + 1, inverseId: typeId };
  return { forth, ops: (from === to ? [forth] : [forth, back]).map((type) => ({ op: 'association-type', type, removed: false })) };
}

function create(call: Call): Answer {
  admit(call, 'crm.schemas.custom.write');
  const { portal } = call;
  const body = objectOf(call.body, 'body');
  const name = textOf(body['name'], 'name');
  if (!NAME.test(name)) throw invalid(`Invalid object name '${name}': letters, digits and underscores, a letter first.`);
  const now = portal.clock.now();
  const bare = { portalId: portal.portalId, name };
  if (portal.state.schemas.has(qualifiedName(bare)) || portal.state.kind(name) !== undefined) throw conflict(`Object type with name '${name}' already exists.`);
  const draft: CustomSchema = {
    ...bare,
    objectTypeId: `2-${String(FIRST_TYPE + portal.state.schemas.size)}`,
    labels: labelsOf(body['labels']),
    description: optionalText(body['description'], 'description') ?? null,
    requiredProperties: [],
    searchableProperties: [],
    primaryDisplayProperty: '',
    secondaryDisplayProperties: [],
    createdAt: now,
    updatedAt: now,
    archived: false,
  };
  const definitions = arrayOf(body['properties'], 'properties').map((item) => {
    const given = objectOf(item, 'properties');
    return parseNew(portal, customKind(draft), { type: 'string', fieldType: 'text', ...given }, groupOf(draft));
  });
  if (new Set(definitions.map((item) => item.name)).size !== definitions.length) throw invalid('The same property appears twice.');
  if (definitions.filter((item) => item.hasUniqueValue).length > UNIQUE_MAX) throw invalid(`At most ${String(UNIQUE_MAX)} unique properties per object.`);
  const schema: CustomSchema = { ...draft, ...checkedNames(body, null, definitions) };
  const wanted = textsOf(body['associatedObjects'], 'associatedObjects').map((word) => kindOf(portal, word).name);
  const object = qualifiedName(schema);
  portal.note([{ op: 'schema', schema, purged: false }, ...definitions.map((definition): Op => ({ op: 'property', object, definition }))]);
  for (const to of new Set([...wanted, ...ACTIVITIES])) portal.note(plainTypes(portal, object, to, null).ops);
  return { status: 201, body: schemaView(portal, schema) };
}

function need(call: Call, archived = false): CustomSchema {
  const word = call.params['objectType'] ?? '';
  const found = [...call.portal.state.schemas.values()].find(
    (schema) => schema.archived === archived && [schema.objectTypeId, schema.name, `p_${schema.name}`, qualifiedName(schema)].includes(word),
  );
  if (found === undefined) throw notFound(`Unable to infer object type from: ${word}`);
  return found;
}

function list(call: Call): Answer {
  admit(call, 'crm.schemas.custom.read');
  const archived = call.query.get('archived') === 'true';
  const found = [...call.portal.state.schemas.values()].filter((schema) => schema.archived === archived);
  return { status: 200, body: { results: found.map((schema) => schemaView(call.portal, schema)) } };
}

/** Labels and the roles of properties may change; the name never does. */
function update(call: Call): Answer {
  const { portal } = call;
  const before = need(call);
  const body = objectOf(call.body, 'body');
  if (body['name'] !== undefined) throw invalid('The name of an object cannot be changed.');
  const schema: CustomSchema = {
    ...before,
    ...checkedNames(body, before, fields(portal, before)),
    labels: body['labels'] === undefined ? before.labels : labelsOf(body['labels']),
    description: body['clearDescription'] === true ? null : (optionalText(body['description'], 'description') ?? before.description),
    updatedAt: portal.clock.now(),
  };
  portal.note([{ op: 'schema', schema, purged: false }]);
  return { status: 200, body: definitionView(schema) };
}

/** An object with records cannot go; only a second call with `archived=true` frees its name. */
function remove(call: Call): Answer {
  const { portal } = call;
  if (call.query.get('archived') === 'true') {
    portal.note([{ op: 'schema', schema: need(call, true), purged: true }]);
    return { status: 204 };
  }
  const schema = need(call);
  const object = qualifiedName(schema);
  if ([...portal.state.of(object).values()].some((record) => record.archivedAt === null))
    throw invalid(`Object type ${object} cannot be deleted while it has records.`);
  const types = [...portal.state.associationTypes.values()].filter((type) => type.from === object || type.to === object);
  portal.note([
    { op: 'schema', schema: { ...schema, archived: true }, purged: false },
    ...types.map((type): Op => ({ op: 'association-type', type, removed: true })),
  ]);
  return { status: 204 };
}

function createAssociation(call: Call): Answer {
  const { portal } = call;
  const body = objectOf(call.body, 'body');
  const kinds: readonly ObjectKind[] = ['fromObjectTypeId', 'toObjectTypeId'].map((name) => kindOf(portal, textOf(body[name], name)));
  const [from, to] = kinds;
  if (from === undefined || to === undefined || !kinds.some(({ typeId }) => typeId === need(call).objectTypeId))
    throw invalid('One end of the association must be this object.');
  if ([...portal.state.associationTypes.values()].some((type) => type.from === from.name && type.to === to.name && type.label === null))
    throw conflict(`${from.name} and ${to.name} are associated already.`);
  const { ops, forth } = plainTypes(portal, from.name, to.name, optionalText(body['name'], 'name') ?? null);
  portal.note(ops);
  const at = new Date(portal.clock.now()).toISOString();
  return { status: 201, body: { ...associationView(portal, forth), createdAt: at, updatedAt: at } };
}

function removeAssociation(call: Call): Answer {
  const { portal, params } = call;
  const object = qualifiedName(need(call));
  const type = portal.state.associationTypes.get(storedTypeId('USER_DEFINED', Number(params['associationId'])));
  if (type === undefined || type.label !== null || (type.from !== object && type.to !== object)) throw notFound();
  const inverse = portal.state.associationTypes.get(type.inverseId);
  portal.note([type, ...(inverse === undefined ? [] : [inverse])].map((gone) => ({ op: 'association-type', type: gone, removed: true })));
  return { status: 204 };
}

const reads: Route['scopes'] = () => ['crm.schemas.custom.read'];
const writes: Route['scopes'] = () => ['crm.schemas.custom.write'];
const bucket = 'general';
/** Two addresses of one thing: the client calls the first, the guide names the second. */
const BASES = ['/crm-object-schemas/v3/schemas', '/crm/v3/schemas'];

export const SCHEMA_ROUTES: readonly Route[] = BASES.flatMap((base): Route[] => [
  { method: 'GET', path: base, handler: list, scopes: reads, bucket },
  { method: 'POST', path: base, handler: create, scopes: writes, bucket },
  { method: 'GET', path: `${base}/:objectType`, handler: (call) => ({ status: 200, body: schemaView(call.portal, need(call)) }), scopes: reads, bucket },
  { method: 'PATCH', path: `${base}/:objectType`, handler: update, scopes: writes, bucket },
  { method: 'DELETE', path: `${base}/:objectType`, handler: remove, scopes: writes, bucket },
  { method: 'POST', path: `${base}/:objectType/associations`, handler: createAssociation, scopes: writes, bucket },
  { method: 'DELETE', path: `${base}/:objectType/associations/:associationId`, handler: removeAssociation, scopes: writes, bucket },
]);
