import type { FieldKind, FieldSchema, ObjectSchema, Schemas } from '../domain/model.ts';
import type { Calls } from './calls.ts';
import type { CallResult } from './faults.ts';

type Option = { readonly value: string; readonly label: string };
type Property = {
  readonly name: string;
  readonly label?: string;
  readonly type: string;
  readonly fieldType: string;
  readonly calculated?: boolean;
  readonly externalOptions?: boolean;
  readonly options: readonly { readonly value: string; readonly label?: string; readonly displayOrder?: number }[];
  readonly modificationMetadata?: { readonly readOnlyValue: boolean };
};

/** HubSpot's ceiling for text properties. */
const textMax = 65_536;
const stageProperty: Readonly<Record<string, string>> = { deals: 'dealstage', tickets: 'hs_pipeline_stage' };
const pipelineProperty: Readonly<Record<string, string>> = { deals: 'pipeline', tickets: 'hs_pipeline' };

function kindOf({ name, type, fieldType, externalOptions }: Property): FieldKind {
  if (type === 'bool' || fieldType === 'booleancheckbox') return 'boolean';
  if (type === 'number') return 'number';
  if (type === 'date' || type === 'datetime') return type;
  if (type === 'enumeration') return externalOptions === true ? 'reference' : fieldType === 'checkbox' ? 'multi-picklist' : 'picklist';
  if (fieldType === 'phonenumber') return 'phone';
  if (name === 'email' || name.endsWith('_email')) return 'email';
  return fieldType === 'textarea' || fieldType === 'html' ? 'long-text' : 'text';
}

/** As people see them; a lifecycle stage moves forward in this order. Those without a place of their own come last. */
function inOrder(options: Property['options']): Property['options'] {
  const place = ({ displayOrder = -1 }: Property['options'][number]): number => (displayOrder < 0 ? Infinity : displayOrder);
  return options.toSorted((left, right) => (place(left) === place(right) ? 0 : place(left) - place(right)));
}

/** One property as the engine sees it. `options` from the pipelines win for stage properties, because they are the authority. */
export function toFieldSchema(property: Property, pipelineOptions: readonly Option[] | undefined): FieldSchema {
  const kind = pipelineOptions === undefined ? kindOf(property) : 'picklist';
  const isWritable = property.calculated !== true && property.modificationMetadata?.readOnlyValue !== true;
  const hasOptions = kind === 'picklist' || kind === 'multi-picklist';
  const options: readonly { readonly value: string; readonly label?: string }[] = pipelineOptions ?? inOrder(property.options);
  const isText = kind === 'text' || kind === 'long-text' || kind === 'phone' || kind === 'email';
  return {
    name: property.name,
    kind,
    isWritable,
    isCreatable: isWritable,
    isRequired: false,
    lengthMax: isText ? textMax : null,
    scale: null,
    options: hasOptions ? options.map((option) => option.value) : null,
    ...(property.label === undefined ? {} : { label: property.label }),
    ...(hasOptions ? { optionLabels: options.map((option) => option.label ?? option.value) } : {}),
  };
}

async function pipelineOptions(calls: Calls, object: string): Promise<CallResult<ReadonlyMap<string, readonly Option[]>>> {
  const stages = stageProperty[object];
  const pipelines = pipelineProperty[object];
  if (stages === undefined || pipelines === undefined) return { ok: true, value: new Map() };
  const answer = await calls.read('pipelines', (client) => client.crm.pipelines.pipelinesApi.getAll(object));
  if (!answer.ok) return answer;
  const several = answer.value.results.length > 1;
  const stageOptions = answer.value.results.flatMap((pipeline) =>
    pipeline.stages.map((stage) => ({ value: stage.id, label: several ? `${stage.label} (${pipeline.label})` : stage.label })),
  );
  return {
    ok: true,
    value: new Map([
      [stages, stageOptions],
      [pipelines, answer.value.results.map((pipeline) => ({ value: pipeline.id, label: pipeline.label }))],
    ]),
  };
}

async function schemaOf(calls: Calls, object: string): Promise<CallResult<ObjectSchema>> {
  const answer = await calls.read('properties', (client) => client.crm.properties.coreApi.getAll(object));
  if (!answer.ok) return answer;
  const options = await pipelineOptions(calls, object);
  if (!options.ok) return options;
  const fields = answer.value.results.map((property) => [property.name, toFieldSchema(property, options.value.get(property.name))] as const);
  return { ok: true, value: { object, fields: new Map(fields) } };
}

/** Property and pipeline definitions of the named objects, keyed `hubspot:<object>`. */
export async function readSchemas(calls: Calls, objects: readonly string[]): Promise<CallResult<Schemas>> {
  const schemas = new Map<string, ObjectSchema>();
  for (const object of new Set(objects)) {
    const answer = await schemaOf(calls, object);
    if (!answer.ok) return answer;
    schemas.set(`hubspot:${object}`, answer.value);
  }
  return { ok: true, value: schemas };
}
