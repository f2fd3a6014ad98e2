import { arrayOf, inputsOf, isObject, objectOf, optionalText, textOf, type JsonObject } from '../body.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import type { PropertyGroup } from '../model.ts';
import type { Portal } from '../portal.ts';
import { batchAnswer } from '../records/batch.ts';
import { kindOf, type Answer, type Call, type Route } from '../routing.ts';
import type { ObjectKind } from '../schema/objects.ts';
import type { PropertyDefinition, PropertyOption, PropertyType } from '../schema/property.ts';

const UNIQUE_MAX = 10;
const NAME = /^[a-z][a-z0-9_]{0,99}$/;
/** Which controls each type may have (developers.hubspot.com, "Properties", type and fieldType values). */
const FIELD_TYPES: Readonly<Partial<Record<PropertyType, readonly string[]>>> = {
  bool: ['booleancheckbox', 'calculation_equation'],
  enumeration: ['booleancheckbox', 'checkbox', 'radio', 'select', 'calculation_equation'],
  date: ['date'],
  datetime: ['date'],
  string: ['file', 'html', 'phonenumber', 'text', 'textarea', 'calculation_equation'],
  number: ['number', 'calculation_equation'],
};

const kindFor = (call: Call): ObjectKind => kindOf(call.portal, call.params['objectType'] ?? '');

function need(portal: Portal, kind: ObjectKind, name: string): PropertyDefinition {
  const found = portal.state.properties.get(kind.name)?.get(name);
  if (found === undefined || found.archived) throw notFound(`Property '${name}' does not exist for ${kind.singular}`);
  return found;
}

function parseOptions(source: unknown): PropertyOption[] {
  const options =
    source === undefined
      ? []
      : arrayOf(source, 'options').map((item, index) => {
          const option = objectOf(item, 'options');
          const order = option['displayOrder'];
          return {
            label: textOf(option['label'], 'label'),
            value: textOf(option['value'], 'value'),
            displayOrder: typeof order === 'number' ? order : index,
            hidden: option['hidden'] === true,
          };
        });
  if (new Set(options.map((option) => option.value)).size !== options.length) throw invalid('Property option values must be unique.');
  return options;
}

function checkType(type: string, fieldType: string): PropertyType {
  for (const [known, allowed] of Object.entries(FIELD_TYPES)) {
    if (known !== type) continue;
    if (allowed.includes(fieldType)) return type as PropertyType; // found among the known ones just above
    throw invalid(`Invalid fieldType '${fieldType}' for type '${type}'.`);
  }
  throw invalid(`Invalid property type '${type}'.`);
}

function checkGroup(portal: Portal, kind: ObjectKind, groupName: string): string {
  const group = portal.state.groups.get(kind.name)?.get(groupName);
  if (group === undefined || group.archived) throw invalid(`Property group '${groupName}' does not exist.`);
  return groupName;
}

/** Reads and checks a new definition. A name once archived may be used again. `newGroup` is the group that is made with the object itself. */
export function parseNew(portal: Portal, kind: ObjectKind, body: JsonObject, newGroup?: string): PropertyDefinition {
  const name = textOf(body['name'], 'name');
  if (!NAME.test(name) || name.startsWith('hs_'))
    throw invalid(`Invalid property name '${name}': lower case letters, digits and underscores, a letter first, not "hs_".`);
  if (portal.state.definition(kind.name, name) !== undefined) throw conflict(`Property named '${name}' already exists.`);
  const type = checkType(textOf(body['type'], 'type'), textOf(body['fieldType'], 'fieldType'));
  const options = parseOptions(body['options']);
  const externalOptions = body['externalOptions'] === true;
  if (type === 'enumeration' && options.length === 0 && !externalOptions) throw invalid('Enumeration properties need options.');
  const hasUniqueValue = body['hasUniqueValue'] === true;
  const uniques = [...(portal.state.properties.get(kind.name)?.values() ?? [])].filter((item) => item.hasUniqueValue && !item.hubspotDefined && !item.archived);
  if (hasUniqueValue && (uniques.length >= UNIQUE_MAX || kind.ignoresUnknown))
    throw invalid(`At most ${UNIQUE_MAX} unique properties per object; none on activities.`);
  const now = new Date(portal.clock.now()).toISOString();
  return {
    name,
    type,
    options,
    externalOptions,
    hasUniqueValue,
    label: textOf(body['label'], 'label'),
    fieldType: textOf(body['fieldType'], 'fieldType'),
    description: optionalText(body['description'], 'description') ?? '',
    groupName:
      newGroup !== undefined && (body['groupName'] ?? newGroup) === newGroup ? newGroup : checkGroup(portal, kind, textOf(body['groupName'], 'groupName')),
    displayOrder: typeof body['displayOrder'] === 'number' ? body['displayOrder'] : -1,
    calculated: body['fieldType'] === 'calculation_equation',
    hidden: body['hidden'] === true,
    hubspotDefined: false,
    formField: body['formField'] === true,
    archived: false,
    createdAt: now,
    updatedAt: now,
    modificationMetadata: { archivable: true, readOnlyDefinition: false, readOnlyOptions: false, readOnlyValue: body['fieldType'] === 'calculation_equation' },
  };
}

function save(call: Call, kind: ObjectKind, definitions: readonly PropertyDefinition[]): void {
  call.portal.note(definitions.map((definition) => ({ op: 'property', object: kind.name, definition })));
}

function list(call: Call): Answer {
  const archived = call.query.get('archived') === 'true';
  const all = [...(call.portal.state.properties.get(kindFor(call).name)?.values() ?? [])];
  return { status: 200, body: { results: all.filter((item) => item.archived === archived) } };
}

function create(call: Call): Answer {
  const kind = kindFor(call);
  const definition = parseNew(call.portal, kind, objectOf(call.body, 'body'));
  save(call, kind, [definition]);
  return { status: 201, body: definition };
}

function read(call: Call): Answer {
  return { status: 200, body: need(call.portal, kindFor(call), call.params['name'] ?? '') };
}

/** Labels, groups and options may change; whether values are unique never can. */
function update(call: Call): Answer {
  const { portal } = call;
  const kind = kindFor(call);
  const before = need(portal, kind, call.params['name'] ?? '');
  const body = objectOf(call.body, 'body');
  if ('hasUniqueValue' in body && body['hasUniqueValue'] !== before.hasUniqueValue) throw invalid('hasUniqueValue cannot be changed after creation.');
  const touched = Object.keys(body).filter((name) => name !== 'options');
  if (before.hubspotDefined && touched.some((name) => ['type', 'fieldType', 'groupName'].includes(name)))
    throw invalid(`The definition of '${before.name}' is read only.`);
  if ('options' in body && before.modificationMetadata.readOnlyOptions === true) throw invalid(`The options of '${before.name}' are read only.`);
  const type = checkType(optionalText(body['type'], 'type') ?? before.type, optionalText(body['fieldType'], 'fieldType') ?? before.fieldType);
  const definition: PropertyDefinition = {
    ...before,
    type,
    fieldType: optionalText(body['fieldType'], 'fieldType') ?? before.fieldType,
    label: optionalText(body['label'], 'label') ?? before.label,
    description: optionalText(body['description'], 'description') ?? before.description,
    groupName: body['groupName'] === undefined ? before.groupName : checkGroup(portal, kind, textOf(body['groupName'], 'groupName')),
    options: body['options'] === undefined ? before.options : parseOptions(body['options']),
    hidden: typeof body['hidden'] === 'boolean' ? body['hidden'] : before.hidden,
    updatedAt: new Date(portal.clock.now()).toISOString(),
  };
  save(call, kind, [definition]);
  return { status: 200, body: definition };
}

function archived(portal: Portal, definition: PropertyDefinition): PropertyDefinition {
  if (!definition.modificationMetadata.archivable) throw invalid(`Property '${definition.name}' cannot be archived.`);
  return { ...definition, archived: true, archivedAt: new Date(portal.clock.now()).toISOString() };
}

function archive(call: Call): Answer {
  const kind = kindFor(call);
  save(call, kind, [archived(call.portal, need(call.portal, kind, call.params['name'] ?? ''))]);
  return { status: 204 };
}

const namesIn = (call: Call): string[] => inputsOf(call.body, 100).map((input) => textOf(input['name'], 'name'));

function batchRead(call: Call): Answer {
  const kind = kindFor(call);
  const results = namesIn(call).flatMap((name) => call.portal.state.definition(kind.name, name) ?? []);
  return batchAnswer(call.portal, { results, errors: [] }, 200);
}

function batchCreate(call: Call): Answer {
  const kind = kindFor(call);
  const definitions = inputsOf(call.body, 100).map((input) => parseNew(call.portal, kind, input));
  save(call, kind, definitions);
  return batchAnswer(call.portal, { results: definitions, errors: [] }, 201);
}

function batchArchive(call: Call): Answer {
  const kind = kindFor(call);
  const found = namesIn(call).flatMap((name) => call.portal.state.definition(kind.name, name) ?? []);
  save(
    call,
    kind,
    found.map((definition) => archived(call.portal, definition)),
  );
  return { status: 204 };
}

function needGroup(call: Call): PropertyGroup {
  const group = call.portal.state.groups.get(kindFor(call).name)?.get(call.params['group'] ?? '');
  if (group === undefined || group.archived) throw notFound(`Property group '${call.params['group'] ?? ''}' does not exist`);
  return group;
}

function saveGroup(call: Call, group: PropertyGroup, status: number): Answer {
  call.portal.note([{ op: 'group', object: kindFor(call).name, group }]);
  return status === 204 ? { status } : { status, body: group };
}

function createGroup(call: Call): Answer {
  const body = objectOf(call.body, 'body');
  const name = textOf(body['name'], 'name');
  const groups = call.portal.state.groups.get(kindFor(call).name);
  if (groups?.get(name)?.archived === false) throw conflict(`Property group '${name}' already exists.`);
  return saveGroup(call, { name, label: textOf(body['label'], 'label'), displayOrder: Number(body['displayOrder'] ?? -1), archived: false }, 201);
}

function updateGroup(call: Call): Answer {
  const body = isObject(call.body) ? call.body : {};
  const group = needGroup(call);
  return saveGroup(
    call,
    { ...group, label: optionalText(body['label'], 'label') ?? group.label, displayOrder: Number(body['displayOrder'] ?? group.displayOrder) },
    200,
  );
}

function listGroups(call: Call): Answer {
  const all = [...(call.portal.state.groups.get(kindFor(call).name)?.values() ?? [])];
  return { status: 200, body: { results: all.filter((group) => !group.archived) } };
}

const reads: Route['scopes'] = ({ objectType }, portal) => kindOf(portal, objectType ?? '').schemaReadScopes;
const writes: Route['scopes'] = ({ objectType }, portal) => kindOf(portal, objectType ?? '').schemaWriteScopes;
const BASE = '/crm/v3/properties/:objectType';
const bucket = 'general';

export const PROPERTY_ROUTES: readonly Route[] = [
  { method: 'GET', path: BASE, handler: list, scopes: reads, bucket },
  { method: 'POST', path: BASE, handler: create, scopes: writes, bucket },
  { method: 'GET', path: `${BASE}/:name`, handler: read, scopes: reads, bucket },
  { method: 'PATCH', path: `${BASE}/:name`, handler: update, scopes: writes, bucket },
  { method: 'DELETE', path: `${BASE}/:name`, handler: archive, scopes: writes, bucket },
  { method: 'POST', path: `${BASE}/batch/read`, handler: batchRead, scopes: reads, bucket },
  { method: 'POST', path: `${BASE}/batch/create`, handler: batchCreate, scopes: writes, bucket },
  { method: 'POST', path: `${BASE}/batch/archive`, handler: batchArchive, scopes: writes, bucket },
  { method: 'GET', path: `${BASE}/groups`, handler: listGroups, scopes: reads, bucket },
  { method: 'POST', path: `${BASE}/groups`, handler: createGroup, scopes: writes, bucket },
  { method: 'GET', path: `${BASE}/groups/:group`, handler: (call) => ({ status: 200, body: needGroup(call) }), scopes: reads, bucket },
  { method: 'PATCH', path: `${BASE}/groups/:group`, handler: updateGroup, scopes: writes, bucket },
  { method: 'DELETE', path: `${BASE}/groups/:group`, handler: (call) => saveGroup(call, { ...needGroup(call), archived: true }, 204), scopes: writes, bucket },
];
