/** Backfills: the dry run, the first few, the run, and the counting afterwards. */
import { z } from 'zod';
import { settingsSchema } from '../../backfill/index.ts';
import type { BackfillDesk } from '../../backfill/index.ts';
import { endpoint, nothing, pageSchema } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';

const by = z.string().min(1).nullable().default(null).describe('The id of the user who says so');
const job = z.string().min(1).optional().describe('A backfill by its id; the open or last one when left out');
const fates = ['create', 'match', 'update', 'review', 'duplicate', 'waits', 'blocked', 'out-of-scope'] as const;

export function backfillEndpoints(desk: BackfillDesk): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/backfill',
      summary:
        'The open backfill, or the last one: phase, progress with rate and time left, forecast, cost, counts; and whether everything is held back until one is approved',
      input: nothing,
      run: (connection) => desk.status(connection),
    }),
    endpoint({
      method: 'get',
      path: '/backfill/jobs',
      summary: 'Backfills of the past, newest first; the last twenty are kept',
      input: pageSchema,
      run: (connection, options) => desk.jobs(connection, options),
    }),
    endpoint({
      method: 'get',
      path: '/backfill/jobs/:id',
      summary: 'The report of one backfill',
      input: z.object({ id: z.string().min(1) }),
      run: (connection, { id }) => desk.job(connection, id),
    }),
    endpoint({
      method: 'get',
      path: '/backfill/samples',
      summary: 'Records the dry run judged, of one mapping and fate: what would happen to each and why; ids and field names, no values',
      input: pageSchema.extend({ job, mapping: z.string().min(1), fate: z.enum(fates) }),
      run: (connection, options) => desk.samples(connection, options),
    }),
    endpoint({
      method: 'get',
      path: '/backfill/canary',
      summary: 'The records that crossed first, each with what became of it',
      input: z.object({ job }),
      run: (connection, options) => desk.canaryRecords(connection, options),
    }),
    endpoint({
      method: 'get',
      path: '/backfill/faults',
      summary: 'What the counting afterwards found: records without link or reason, and pairs whose fields disagree without one',
      input: pageSchema.extend({ job }),
      run: (connection, options) => desk.faults(connection, options),
    }),
    endpoint({
      method: 'post',
      path: '/backfill',
      summary: 'Starts a dry run: everything is counted, a sample is judged, nothing is written; 409 while a backfill is open',
      input: settingsSchema.extend({ by }),
      run: (connection, { by: who, ...settings }) => desk.start(connection, { settings, by: who }),
    }),
    endpoint({
      method: 'post',
      path: '/backfill/canary',
      summary: 'Lets the first few of each mapping cross, once the dry run is done',
      input: z.object({ count: z.number().int().min(1).max(200).optional().describe('Records per mapping; as the dry run was started with when left out') }),
      run: (connection, options) => desk.canary(connection, options),
    }),
    endpoint({
      method: 'post',
      path: '/backfill/approve',
      summary: 'Lets everything in, once the dry run or the first few are done; 409 when the rules changed since, unless told to go on anyway',
      input: z.object({ by, anyway: z.boolean().default(false) }),
      run: (connection, { by: who, anyway }) => desk.approve(connection, { by: who, isAnyway: anyway }),
    }),
    endpoint({
      method: 'post',
      path: '/backfill/pause',
      summary: 'Adds nothing more until it is resumed; what is due already is still served',
      input: nothing,
      run: (connection) => desk.pause(connection),
    }),
    endpoint({
      method: 'post',
      path: '/backfill/resume',
      summary: 'Goes on where it was paused',
      input: nothing,
      run: (connection) => desk.resume(connection),
    }),
    endpoint({
      method: 'post',
      path: '/backfill/cancel',
      summary: 'Ends it; what crossed stays',
      input: nothing,
      run: (connection) => desk.cancel(connection),
    }),
  ];
}
