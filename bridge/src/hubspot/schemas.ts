import { z } from 'zod';
import { hubspotShape, pipelineProperty, stageProperty } from '../domain/index.ts';
import type { FieldKind, FieldSchema, ObjectSchema, Schemas } from '../domain/model.ts';
import type { Calls } from './calls.ts';
import type { CustomObject } from './custom.ts';
import type { CallResult } from './faults.ts';
import { requestByPath } from './raw.ts';

type Option = { readonly value: string; readonly label: string; readonly archived?: boolean };
type Property = {
  readonly name: string;
  readonly label?: string;
  readonly type: string;
  readonly fieldType: string;
  readonly calculated?: boolean;
  readonly externalOptions?: boolean;
  readonly dataSensitivity?: string;
  readonly options: readonly { readonly value: string; readonly label?: string; readonly displayOrder?: number }[];
  readonly modificationMetadata?: { readonly readOnlyValue: boolean };
};

/** HubSpot's ceiling for text properties. */
const textMax = 65_536;
/** What HubSpot asks for on create, besides what a customer's own object names itself. */
const required: Readonly<Record<string, readonly string[]>> = {
  tickets: ['subject', 'hs_pipeline_stage'],
  ...Object.fromEntries(['calls', 'emails', 'meetings', 'notes', 'tasks', 'communications'].map((activity) => [activity, ['hs_timestamp']])),
};
/** Amounts of these are in the currency of the deal, or of the company where it names none. */
const priced: ReadonlySet<string> = new Set(['deals', 'line_items', 'products']);

function kindOf({ name, type, fieldType, externalOptions }: Property): FieldKind {
  if (type === 'bool' || fieldType === 'booleancheckbox') return 'boolean';
  if (type === 'number') return 'number';
  if (type === 'date' || type === 'datetime') return type;
  if (type === 'enumeration') return externalOptions === true ? 'reference' : fieldType === 'checkbox' ? 'multi-picklist' : 'picklist';
  if (fieldType === 'phonenumber') return 'phone';
  if (name === 'email' || name.endsWith('_email')) return 'email';
  return fieldType === 'textarea' || fieldType === 'html' ? 'long-text' : 'text';
}

function shapeOf({ name, type, fieldType, externalOptions, dataSensitivity }: Property): string {
  const isSensitive = dataSensitivity !== undefined && dataSensitivity !== 'non_sensitive';
  return hubspotShape({ name, type, fieldType, isExternal: externalOptions === true, isSensitive });
}

/** As people see them; a lifecycle stage moves forward in this order. Those without a place of their own come last. */
function inOrder(options: Property['options']): Property['options'] {
  const place = ({ displayOrder = -1 }: Property['options'][number]): number => (displayOrder < 0 ? Infinity : displayOrder);
  return options.toSorted((left, right) => (place(left) === place(right) ? 0 : place(left) - place(right)));
}

/** One property as the engine sees it. `options` from the pipelines win for stage properties, because they are the authority. */
export function toFieldSchema(property: Property, pipelineOptions: readonly Option[] | undefined, needed: readonly string[] = []): FieldSchema {
  const kind = pipelineOptions === undefined ? kindOf(property) : 'picklist';
  const isWritable = property.calculated !== true && property.modificationMetadata?.readOnlyValue !== true;
  const hasOptions = kind === 'picklist' || kind === 'multi-picklist';
  const all: readonly { readonly value: string; readonly label?: string; readonly archived?: boolean }[] = pipelineOptions ?? inOrder(property.options);
  const options = all.filter((option) => option.archived !== true);
  const inactive = all.filter((option) => option.archived === true).map((option) => option.value);
  const isText = kind === 'text' || kind === 'long-text' || kind === 'phone' || kind === 'email';
  return {
    name: property.name,
    kind,
    isWritable,
    isCreatable: isWritable,
    isRequired: needed.includes(property.name),
    lengthMax: isText ? textMax : null,
    scale: null,
    options: hasOptions ? options.map((option) => option.value) : null,
    ...(hasOptions && inactive.length > 0 ? { inactive } : {}),
    shape: pipelineOptions === undefined ? shapeOf(property) : 'picklist',
    ...(property.label === undefined ? {} : { label: property.label }),
    ...(hasOptions ? { optionLabels: options.map((option) => option.label ?? option.value) } : {}),
  };
}

async function pipelineOptions(calls: Calls, object: string, names: ReadonlySet<string>): Promise<CallResult<ReadonlyMap<string, readonly Option[]>>> {
  const [stages, pipelines] = [stageProperty(object), pipelineProperty(object)];
  if (!names.has(stages) || !names.has(pipelines)) return { ok: true, value: new Map() };
  const answer = await calls.read('pipelines', (client) => client.crm.pipelines.pipelinesApi.getAll(object));
  // Some objects have the properties and no pipelines of their own.
  if (!answer.ok) return answer.failure.kind === 'permanent' ? { ok: true, value: new Map() } : answer;
  const several = answer.value.results.length > 1;
  const stageOptions = answer.value.results.flatMap((pipeline) =>
    pipeline.stages.map((stage) => ({ value: stage.id, label: several ? `${stage.label} (${pipeline.label})` : stage.label, archived: stage.archived })),
  );
  return {
    ok: true,
    value: new Map([
      [stages, stageOptions],
      [pipelines, answer.value.results.map((pipeline) => ({ value: pipeline.id, label: pipeline.label, archived: pipeline.archived }))],
    ]),
  };
}

type Known = { readonly custom: readonly CustomObject[]; readonly currency: string | null };

async function schemaOf(calls: Calls, object: string, { custom, currency }: Known): Promise<CallResult<ObjectSchema>> {
  const answer = await calls.read('properties', (client) => client.crm.properties.coreApi.getAll(object));
  if (!answer.ok) return answer;
  const options = await pipelineOptions(calls, object, new Set(answer.value.results.map(({ name }) => name)));
  if (!options.ok) return options;
  const needed = required[object] ?? custom.find((one) => one.names.includes(object))?.required ?? [];
  const fields = answer.value.results.map((property) => [property.name, toFieldSchema(property, options.value.get(property.name), needed)] as const);
  return { ok: true, value: { object, fields: new Map(fields), ...(priced.has(object) && currency !== null ? { currency } : {}) } };
}

const detailsSchema = z.looseObject({ companyCurrency: z.string().nullish() });

/** The currency of amounts that name none; null where the portal does not say, and then nothing is held back for it. */
async function companyCurrency(calls: Calls): Promise<string | null> {
  const answer = await calls.read('account', (client) => requestByPath(client, detailsSchema, { method: 'GET', path: '/account-info/v3/details' }));
  return answer.ok ? (answer.value.companyCurrency ?? null) : null;
}

/** Property and pipeline definitions of the named objects, keyed `hubspot:<object>`. */
export async function readSchemas(calls: Calls, objects: readonly string[], custom: readonly CustomObject[] = []): Promise<CallResult<Schemas>> {
  const schemas = new Map<string, ObjectSchema>();
  const currency = objects.some((object) => priced.has(object)) ? await companyCurrency(calls) : null;
  for (const object of new Set(objects)) {
    const answer = await schemaOf(calls, object, { custom, currency });
    if (!answer.ok) return answer;
    schemas.set(`hubspot:${object}`, answer.value);
  }
  return { ok: true, value: schemas };
}
