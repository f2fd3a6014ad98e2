import type { CrmGateway, GatewayResult, HubSpotCampaigns, HubSpotConsent, HubSpotRelations, SegmentSource } from '../engine/ports.ts';
import { readAssociations, writeAssociations } from './associations.ts';
import { createHubSpotCampaigns } from './campaigns.ts';
import { createCalls } from './calls.ts';
import type { CallContext, Calls, HubSpotOptions } from './calls.ts';
import { readCustomObjects } from './custom.ts';
import type { CustomObject } from './custom.ts';
import type { CallResult } from './faults.ts';
import { findRecords } from './find.ts';
import { createHubSpotConsent } from './consent.ts';
import { readHistory } from './history.ts';
import { readOwners } from './owners.ts';
import { readRecords } from './read.ts';
import { createHubSpotRelations } from './relations.ts';
import { removeRecords } from './remove.ts';
import { readSchemas } from './schemas.ts';
import { ensureProperties } from './setup.ts';
import { createSightings, membersPageMax, propertiesAmong, readSegments, segmentMembers, segmentSizes, withSegments } from './segments.ts';
import { surveyRecords } from './survey.ts';
import { sweepPage } from './sweep.ts';
import { writeRecords } from './write.ts';

export type HubSpotGateway = CrmGateway & {
  /**
   * Which of the mapped objects a name means: HubSpot's notices call a customer's object by its type id, mappings by any of its names. The
   * name itself where it means none, and before schemas were read.
   */
  objectNamed(name: string, mapped: readonly string[]): string;
  /** Creates our own properties where they are missing; answers their names as `object.property`. */
  prepare(objects: readonly string[]): Promise<GatewayResult<readonly string[]>>;
  /** The same calls for what a person looks at: every `read` of it is a `browse`, which lets the sync go first. */
  readonly browsing: Calls;
  readonly segments: SegmentSource;
  /** What the consent lane needs of the portal; ahead of every other call. */
  readonly consent: HubSpotConsent;
  readonly relations: HubSpotRelations;
  readonly campaigns: HubSpotCampaigns;
};

function toResult<T>(result: CallResult<T>): GatewayResult<T> {
  if (result.ok) return result;
  const { kind, code, message, retryAt } = result.failure;
  return { ok: false, failure: { kind, code, message, retryAt } };
}

type Reading = { readonly calls: Calls; readonly sightings: ReturnType<typeof createSightings> };

async function readWithSegments(
  { calls, sightings }: Reading,
  object: string,
  ids: readonly string[],
  fields: readonly string[],
): ReturnType<typeof readRecords> {
  const read = await readRecords(calls, object, ids, propertiesAmong(fields));
  if (!read.ok) return read;
  const records = read.value.flatMap((one) => (one.kind === 'found' || one.kind === 'merged' ? [one.record] : []));
  const shown = await withSegments(calls, object, { fields, records, note: sightings.note });
  if (!shown.ok) return shown;
  return {
    ok: true,
    value: read.value.map((one) => (one.kind === 'found' || one.kind === 'merged' ? { ...one, record: shown.value.get(one.record.id) ?? one.record } : one)),
  };
}

type Finding = { readonly object: string; readonly field: string; readonly values: readonly string[]; readonly fields: readonly string[] };

async function findWithSegments({ calls, sightings }: Reading, { object, field, values, fields }: Finding): ReturnType<typeof findRecords> {
  const found = await findRecords(calls, object, field, values, propertiesAmong(fields));
  if (!found.ok) return found;
  const shown = await withSegments(calls, object, { fields, records: found.value.flatMap(({ records }) => records), note: sightings.note });
  if (!shown.ok) return shown;
  return {
    ok: true,
    value: found.value.map(({ value, records }) => ({ value, records: records.map((record) => shown.value.get(record.id) ?? record) })),
  };
}

/** The HubSpot end of the engine's ports. One per portal; it owns the portal's budget. */
export function createHubSpotGateway(options: HubSpotOptions, context: CallContext): HubSpotGateway {
  const calls = createCalls(options, context);
  const writing = { calls, clock: context.clock, settleMs: options.settleMs };
  const reading: Reading = { calls, sightings: createSightings() };
  let custom: readonly CustomObject[] = [];
  return {
    side: 'hubspot',
    actor: options.appId,
    prepare: async (objects) => toResult(await ensureProperties(calls, objects)),
    objectNamed: (name, mapped) => {
      const known = mapped.includes(name) ? undefined : custom.find(({ names }) => names.includes(name));
      return mapped.find((object) => known?.names.includes(object) === true) ?? name;
    },
    schemas: async (objects) => {
      const known = await readCustomObjects(calls, objects);
      if (!known.ok) return toResult(known);
      if (known.value.length > 0) custom = known.value;
      return toResult(await readSchemas(calls, objects, known.value));
    },
    read: async (object, ids, fields) => toResult(await readWithSegments(reading, object, ids, fields)),
    find: async (object, field, values, fields) => toResult(await findWithSegments(reading, { object, field, values, fields })),
    write: (requests, limits) => writeRecords({ ...writing, sendBy: limits?.sendBy }, requests),
    remove: (requests, limits) => removeRecords({ ...writing, sendBy: limits?.sendBy }, requests),
    history: async (object, ids, fields) => toResult(await readHistory(calls, object, ids, fields)),
    sweep: async (object, since, until, page, fields = []) => toResult(await sweepPage(calls, { object, since, until, fields }, page)),
    associations: async (fromObject, ids, toObject) => toResult(await readAssociations(calls, fromObject, ids, toObject)),
    associate: (writes) => writeAssociations(calls, writes),
    owners: async () => toResult(await readOwners(calls)),
    segments: {
      all: async () => toResult(await readSegments(calls)),
      sizes: async (ids) => toResult(await segmentSizes(calls, ids)),
      members: async (id) => toResult(await segmentMembers(calls, id)),
      pageSize: membersPageMax,
      sightings: reading.sightings.take,
    },
    survey: async (request) => toResult(await surveyRecords(calls, request)),
    budget: () => calls.budget(),
    browsing: { ...calls, read: calls.browse },
    relations: createHubSpotRelations(writing),
    campaigns: createHubSpotCampaigns(writing),
    consent: createHubSpotConsent(calls, { clock: context.clock, appId: options.appId }),
  };
}
