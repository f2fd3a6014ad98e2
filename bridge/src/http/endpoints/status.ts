/** What a person can ask about the sync, and tell it to look at again. */
import { z } from 'zod';
import type { Operations } from '../../operations/index.ts';
import { endpoint, nothing, pageSchema } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';

const recordName = z.string().min(1).describe('salesforce:Contact:<id>, hubspot:contacts:<id>, or a bare id');

export function statusEndpoints(operations: Operations): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/status',
      summary: 'State of the connection: counts, lag, budgets, stream',
      input: nothing,
      run: (connection) => operations.status(connection),
    }),
    endpoint({
      method: 'get',
      path: '/issues',
      summary: 'Issues, newest first',
      input: pageSchema.extend({ open: z.enum(['true', 'false']).default('true'), code: z.string().optional() }),
      run: (connection, options) => operations.issues(connection, { ...options, open: options.open === 'true' }),
    }),
    endpoint({
      method: 'get',
      path: '/issues/groups',
      summary: 'Open issues grouped by cause',
      input: nothing,
      run: (connection) => operations.issueGroups(connection),
    }),
    endpoint({
      method: 'get',
      path: '/reviews',
      summary: 'Matches and conflicts that wait for a person',
      input: pageSchema,
      run: (connection, options) => operations.reviews(connection, options),
    }),
    endpoint({
      method: 'get',
      path: '/decisions',
      summary: 'Logged resolutions, newest first',
      input: pageSchema.extend({ record: recordName.optional(), field: z.string().optional() }),
      run: (connection, options) => operations.decisions(connection, options),
    }),
    endpoint({
      method: 'get',
      path: '/unlinked',
      summary: 'Known records without a link, and why',
      input: pageSchema.extend({ code: z.string().optional() }),
      run: (connection, options) => operations.unlinked(connection, options),
    }),
    endpoint({ method: 'get', path: '/rules', summary: 'The rules in force', input: nothing, run: (connection) => operations.rules(connection) }),
    endpoint({
      method: 'post',
      path: '/records',
      summary: 'For each record, in order: linked, not linked and why, or never met',
      input: z.object({ records: z.array(z.object({ side: z.enum(['salesforce', 'hubspot']), object: z.string().min(1), id: z.string().min(1) })).max(1_000) }),
      run: (connection, { records }) => operations.records(connection, records),
    }),
    endpoint({
      method: 'get',
      path: '/explain',
      summary: 'Why a record, or one of its fields, is as it is',
      input: z.object({ record: recordName, field: z.string().optional() }),
      run: (connection, { record, field }) => operations.explain(connection, record, field),
    }),
    endpoint({
      method: 'post',
      path: '/sweep',
      summary: 'Looks at what changed since the last sweep, or at everything',
      input: z.object({ full: z.boolean().default(false) }),
      run: (connection, { full }) => operations.sweep(connection, full),
    }),
    endpoint({
      method: 'post',
      path: '/replay',
      summary: 'Looks at records again, as if they had just changed',
      input: z.object({ records: z.array(recordName).min(1).max(10_000) }),
      run: (connection, { records }) => operations.replay(connection, records),
    }),
    endpoint({
      method: 'post',
      path: '/retry',
      summary: 'Tries open issues again: those named by key, those of one code, or all',
      input: z.object({ code: z.string().optional(), keys: z.array(z.string()).max(10_000).optional() }),
      run: (connection, options) => operations.retry(connection, options),
    }),
  ];
}
