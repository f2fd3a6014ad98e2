import type { CrmGateway, GatewayResult } from '../engine/ports.ts';
import { readAssociations, writeAssociations } from './associations.ts';
import { createCalls } from './calls.ts';
import type { CallContext, Calls, HubSpotOptions } from './calls.ts';
import type { CallResult } from './faults.ts';
import { findRecords } from './find.ts';
import { readHistory } from './history.ts';
import { readOwners } from './owners.ts';
import { readRecords } from './read.ts';
import { removeRecords } from './remove.ts';
import { readSchemas } from './schemas.ts';
import { ensureProperties } from './setup.ts';
import { sweepPage } from './sweep.ts';
import { writeRecords } from './write.ts';

export type HubSpotGateway = CrmGateway & {
  /** Creates our own properties where they are missing; answers their names as `object.property`. */
  prepare(objects: readonly string[]): Promise<GatewayResult<readonly string[]>>;
  /** The same calls for what a person looks at: every `read` of it is a `browse`, which lets the sync go first. */
  readonly browsing: Calls;
};

function toResult<T>(result: CallResult<T>): GatewayResult<T> {
  if (result.ok) return result;
  const { kind, code, message, retryAt } = result.failure;
  return { ok: false, failure: { kind, code, message, retryAt } };
}

/** The HubSpot end of the engine's ports. One per portal; it owns the portal's budget. */
export function createHubSpotGateway(options: HubSpotOptions, context: CallContext): HubSpotGateway {
  const calls = createCalls(options, context);
  const writing = { calls, clock: context.clock, settleMs: options.settleMs };
  return {
    side: 'hubspot',
    actor: options.appId,
    prepare: async (objects) => toResult(await ensureProperties(calls, objects)),
    schemas: async (objects) => toResult(await readSchemas(calls, objects)),
    read: async (object, ids, fields) => toResult(await readRecords(calls, object, ids, fields)),
    find: async (object, field, values, fields) => toResult(await findRecords(calls, object, field, values, fields)),
    write: (requests, limits) => writeRecords({ ...writing, sendBy: limits?.sendBy }, requests),
    remove: (requests, limits) => removeRecords({ ...writing, sendBy: limits?.sendBy }, requests),
    history: async (object, ids, fields) => toResult(await readHistory(calls, object, ids, fields)),
    sweep: async (object, since, until, page) => toResult(await sweepPage(calls, { object, since, until }, page)),
    associations: async (fromObject, ids, toObject) => toResult(await readAssociations(calls, fromObject, ids, toObject)),
    associate: (writes) => writeAssociations(calls, writes),
    owners: async () => toResult(await readOwners(calls)),
    budget: () => calls.budget(),
    browsing: { ...calls, read: calls.browse },
  };
}
