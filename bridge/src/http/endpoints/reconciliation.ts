/** Reconciliation: the check, its findings and their repair, why both sides count differently, and the handoff ledger. */
import { z } from 'zod';
import { definitionSchema, exports, handoffStates } from '../../reconciliation/index.ts';
import type { ReconciliationDesk } from '../../reconciliation/index.ts';
import { endpoint, nothing, pageSchema } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';

const by = z.string().min(1).nullable().default(null).describe('The id of the user who says so');
const names = z
  .enum(['hubspot', 'both', 'none'])
  .default('hubspot')
  .describe('Platforms asked for the names of the records; a page in Salesforce asks Salesforce itself, in its user’s name');

export function reconciliationEndpoints(desk: ReconciliationDesk): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/reconciliation',
      summary:
        'The run under way or the last one, the last finished check with its drift score per mapping and field and why both sides count differently, when the next check begins, whom each side counts, and how many people the ledger holds by state',
      input: nothing,
      run: (connection) => desk.overview(connection),
    }),
    endpoint({
      method: 'get',
      path: '/reconciliation/runs',
      summary: 'Drift and counts of past checks, newest first',
      input: pageSchema,
      run: (connection, options) => desk.history(connection, options),
    }),
    endpoint({
      method: 'get',
      path: '/reconciliation/runs/:id',
      summary: 'One run in full',
      input: z.object({ id: z.string().min(1) }),
      run: (connection, { id }) => desk.run(connection, id),
    }),
    endpoint({
      method: 'get',
      path: '/reconciliation/records',
      summary: 'Counted records of one bucket of the last check, with the record each is paired with; ids, and names read when asked',
      input: pageSchema.extend({ bucket: z.string().min(1).max(1_000).describe('Id of a bucket of the report; both = counted on both sides'), names }),
      run: (connection, options) => desk.records(connection, options),
    }),
    endpoint({
      method: 'get',
      path: '/reconciliation/faults',
      summary: 'Pairs of one mapping whose fields disagree without a reason, with the fields a repair would write, and records nobody accounts for',
      input: pageSchema.extend({ mapping: z.string().min(1), names }),
      run: (connection, options) => desk.faults(connection, options),
    }),
    endpoint({
      method: 'get',
      path: '/reconciliation/ledger',
      summary: 'Everybody HubSpot counted, newest first: when they were counted, handed over, received, and accepted or refused',
      input: pageSchema.extend({ state: z.enum(handoffStates).optional(), names }),
      run: (connection, options) => desk.ledger(connection, options),
    }),
    endpoint({
      method: 'get',
      path: '/reconciliation/export',
      summary: 'A list as comma-separated text, a page at a time: ask again with `after` until `next` is null; the first page has the titles',
      input: z.object({ what: z.enum(exports), after: z.string().optional() }),
      run: (connection, options) => desk.export(connection, options),
    }),
    endpoint({
      method: 'post',
      path: '/reconciliation',
      summary: 'Starts a check; nothing is written to either platform; 409 while a run is under way',
      input: z.object({ by }),
      run: (connection, options) => desk.start(connection, options),
    }),
    endpoint({
      method: 'post',
      path: '/reconciliation/cancel',
      summary: 'Ends the run under way',
      input: nothing,
      run: (connection) => desk.cancel(connection),
    }),
    endpoint({
      method: 'post',
      path: '/reconciliation/repair',
      summary: 'Has everything the last check found looked at again, of one mapping or all, and counts what became of it',
      input: z.object({ by, mapping: z.string().min(1).optional() }),
      run: (connection, options) => desk.repair(connection, options),
    }),
    endpoint({
      method: 'put',
      path: '/reconciliation/definition',
      summary: 'Says whom each side counts from the next check on; null = as the handoff rules say',
      input: z.object({ definition: definitionSchema.nullable() }),
      run: (connection, { definition }) => desk.define(connection, definition),
    }),
  ];
}
