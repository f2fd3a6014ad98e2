import { arrayOf, isObject, objectOf, optionalText, textOf, type JsonObject } from '../body.ts';
import { conflict, invalid, notFound, PortalError } from '../errors.ts';
import type { Pipeline, PipelineStage } from '../model.ts';
import { kindOf, type Answer, type Call, type Route } from '../routing.ts';

const dates = (item: { readonly createdAt: number; readonly updatedAt: number }) => ({
  createdAt: new Date(item.createdAt).toISOString(),
  updatedAt: new Date(item.updatedAt).toISOString(),
});

const stageView = (stage: PipelineStage): JsonObject => ({ ...stage, ...dates(stage), writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT' });

function pipelineView(pipeline: Pipeline): JsonObject {
  const stages = pipeline.stages.filter((stage) => !stage.archived).sort((left, right) => left.displayOrder - right.displayOrder);
  return { ...pipeline, ...dates(pipeline), stages: stages.map(stageView) };
}

function objectOfCall(call: Call): string {
  return kindOf(call.portal, call.params['objectType'] ?? '').name;
}

function live(call: Call): Pipeline[] {
  const all = [...(call.portal.state.pipelines.get(objectOfCall(call))?.values() ?? [])];
  return all.filter((item) => !item.archived).sort((left, right) => left.displayOrder - right.displayOrder);
}

function need(call: Call): Pipeline {
  const found = live(call).find((item) => item.id === call.params['pipelineId']);
  if (found === undefined) throw notFound(`Pipeline ${call.params['pipelineId'] ?? ''} not found`);
  return found;
}

function needStage(call: Call, pipeline: Pipeline): PipelineStage {
  const found = pipeline.stages.find((stage) => stage.id === call.params['stageId'] && !stage.archived);
  if (found === undefined) throw notFound(`Stage ${call.params['stageId'] ?? ''} not found`);
  return found;
}

function metadataOf(source: unknown): Record<string, string> {
  return isObject(source) ? Object.fromEntries(Object.entries(source).map(([name, value]) => [name, String(value)])) : {};
}

const STAGES_MAX = 100;

/** What a stage must tell: how likely a deal is by then, whether a ticket is open (pipelines guide). Sure and hopeless deals are closed ones. */
function checkMetadata(object: string, given: Readonly<Record<string, string>>): Record<string, string> {
  if (object === 'deals') {
    const probability = Number(given['probability'] ?? 'NaN');
    if (!(probability >= 0 && probability <= 1)) throw invalid('A deal stage needs metadata.probability between 0.0 and 1.0.');
    return { isClosed: String(probability === 0 || probability === 1), ...given };
  }
  if (object !== 'tickets') return { ...given };
  const ticketState = given['ticketState'] ?? 'OPEN';
  if (!['OPEN', 'CLOSED'].includes(ticketState)) throw invalid('metadata.ticketState must be OPEN or CLOSED.');
  return { ...given, ticketState };
}

/** Ids and labels name one stage each, and a pipeline has no more than a hundred. */
function checkStages(stages: readonly PipelineStage[]): readonly PipelineStage[] {
  const live = stages.filter((stage) => !stage.archived);
  if (live.length > STAGES_MAX) throw invalid(`A pipeline may have at most ${String(STAGES_MAX)} stages.`);
  if (new Set(stages.map(({ id }) => id)).size !== stages.length) throw conflict('A stage of that id exists in this pipeline.');
  if (new Set(live.map(({ label }) => label)).size !== live.length) throw conflict('Stage labels must be unique within a pipeline.');
  return stages;
}

function newStage(call: Call, source: unknown): PipelineStage {
  const body = objectOf(source, 'stages');
  const now = call.portal.clock.now();
  const id = optionalText(body['stageId'], 'stageId') ?? call.portal.state.takeId();
  return {
    id,
    label: textOf(body['label'], 'label'),
    displayOrder: Number(body['displayOrder'] ?? 0),
    metadata: checkMetadata(objectOfCall(call), metadataOf(body['metadata'])),
    createdAt: now,
    updatedAt: now,
    archived: false,
  };
}

function save(call: Call, pipeline: Pipeline): Pipeline {
  call.portal.note([{ op: 'pipeline', object: objectOfCall(call), pipeline }]);
  return pipeline;
}

/** Refuses to drop a stage that records are in, when the caller asks for the check. */
function checkUnused(call: Call, stageIds: readonly string[]): void {
  if (call.query.get('validateReferencesBeforeDelete') !== 'true' && call.query.get('validateDealStageUsagesBeforeDelete') !== 'true') return;
  const kind = kindOf(call.portal, objectOfCall(call));
  const stageName = kind.pipeline?.stage ?? '';
  const used = [...call.portal.state.of(kind.name).values()].filter(
    (record) => record.archivedAt === null && stageIds.includes(record.values[stageName] ?? ''),
  );
  if (used.length === 0) return;
  throw new PortalError({
    status: 400,
    category: 'VALIDATION_ERROR',
    subCategory: 'PipelineError.STAGE_ID_IN_USE',
    message: `Stage IDs ${stageIds.join(', ')} are being referenced by object IDs ${used
      .slice(0, 10)
      .map((record) => record.id)
      .join(', ')}`,
  });
}

function create(call: Call): Answer {
  const body = objectOf(call.body, 'body');
  const now = call.portal.clock.now();
  const pipeline: Pipeline = {
    id: optionalText(body['pipelineId'], 'pipelineId') ?? call.portal.state.takeId(),
    label: textOf(body['label'], 'label'),
    displayOrder: Number(body['displayOrder'] ?? 0),
    stages: checkStages(arrayOf(body['stages'] ?? [], 'stages').map((stage) => newStage(call, stage))),
    createdAt: now,
    updatedAt: now,
    archived: false,
  };
  return { status: 201, body: pipelineView(save(call, pipeline)) };
}

function change(call: Call): Answer {
  const before = need(call);
  const body = objectOf(call.body, 'body');
  const stages = body['stages'] === undefined ? before.stages : checkStages(arrayOf(body['stages'], 'stages').map((stage) => newStage(call, stage)));
  const pipeline = {
    ...before,
    label: optionalText(body['label'], 'label') ?? before.label,
    displayOrder: Number(body['displayOrder'] ?? before.displayOrder),
    stages,
    updatedAt: call.portal.clock.now(),
  };
  return { status: 200, body: pipelineView(save(call, pipeline)) };
}

function archive(call: Call): Answer {
  const pipeline = need(call);
  checkUnused(
    call,
    pipeline.stages.map((stage) => stage.id),
  );
  save(call, { ...pipeline, archived: true });
  return { status: 204 };
}

function createStage(call: Call): Answer {
  const pipeline = need(call);
  const stage = newStage(call, call.body);
  save(call, { ...pipeline, stages: checkStages([...pipeline.stages, stage]) });
  return { status: 201, body: stageView(stage) };
}

function replaceStage(call: Call, stage: PipelineStage): void {
  const pipeline = need(call);
  save(call, { ...pipeline, stages: pipeline.stages.map((item) => (item.id === stage.id ? stage : item)) });
}

/** A new probability decides anew whether the stage is a closed one. */
function changedMetadata({ metadata }: PipelineStage, given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { isClosed: _isClosed, ...rest } = metadata;
  return { ...(given['probability'] === undefined ? metadata : rest), ...given };
}

function changeStage(call: Call): Answer {
  const before = needStage(call, need(call));
  const body = objectOf(call.body, 'body');
  const stage: PipelineStage = {
    ...before,
    label: optionalText(body['label'], 'label') ?? before.label,
    displayOrder: Number(body['displayOrder'] ?? before.displayOrder),
    metadata: checkMetadata(objectOfCall(call), changedMetadata(before, metadataOf(body['metadata']))),
    updatedAt: call.portal.clock.now(),
  };
  replaceStage(call, stage);
  return { status: 200, body: stageView(stage) };
}

function archiveStage(call: Call): Answer {
  const stage = needStage(call, need(call));
  checkUnused(call, [stage.id]);
  replaceStage(call, { ...stage, archived: true });
  return { status: 204 };
}

const reads: Route['scopes'] = ({ objectType }, portal) => kindOf(portal, objectType ?? '').schemaReadScopes;
const writes: Route['scopes'] = ({ objectType }, portal) => [
  ...kindOf(portal, objectType ?? '').schemaWriteScopes,
  kindOf(portal, objectType ?? '').writeScope,
];
const ALL = '/crm/v3/pipelines/:objectType';
const ONE = `${ALL}/:pipelineId`;
const STAGE = `${ONE}/stages/:stageId`;
const bucket = 'general';
const noAudit = (): Answer => ({ status: 200, body: { results: [] } });

export const PIPELINE_ROUTES: readonly Route[] = [
  { method: 'GET', path: ALL, handler: (call) => ({ status: 200, body: { results: live(call).map(pipelineView) } }), scopes: reads, bucket },
  { method: 'POST', path: ALL, handler: create, scopes: writes, bucket },
  { method: 'GET', path: ONE, handler: (call) => ({ status: 200, body: pipelineView(need(call)) }), scopes: reads, bucket },
  { method: 'PATCH', path: ONE, handler: change, scopes: writes, bucket },
  { method: 'PUT', path: ONE, handler: change, scopes: writes, bucket },
  { method: 'DELETE', path: ONE, handler: archive, scopes: writes, bucket },
  { method: 'GET', path: `${ONE}/audit`, handler: noAudit, scopes: reads, bucket },
  { method: 'GET', path: `${ONE}/stages`, handler: (call) => ({ status: 200, body: { results: pipelineView(need(call))['stages'] } }), scopes: reads, bucket },
  { method: 'POST', path: `${ONE}/stages`, handler: createStage, scopes: writes, bucket },
  { method: 'GET', path: STAGE, handler: (call) => ({ status: 200, body: stageView(needStage(call, need(call))) }), scopes: reads, bucket },
  { method: 'PATCH', path: STAGE, handler: changeStage, scopes: writes, bucket },
  { method: 'PUT', path: STAGE, handler: changeStage, scopes: writes, bucket },
  { method: 'DELETE', path: STAGE, handler: archiveStage, scopes: writes, bucket },
  { method: 'GET', path: `${STAGE}/audit`, handler: noAudit, scopes: reads, bucket },
];
