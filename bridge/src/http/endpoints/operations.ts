/** What the operations page of the Setup app asks and does. */
import { z } from 'zod';
import type { OperationsDesk } from '../../operations/index.ts';
import { endpoint, nothing, pageSchema } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';

const group = z.object({
  code: z.string().min(1),
  mapping: z.string().min(1),
  field: z.string().nullable().describe('Null, or blank in a query, for issues about the whole record'),
});
const side = z.enum(['salesforce', 'hubspot']);
const ref = z.object({ side, object: z.string().min(1), id: z.string().min(1) });
const key = z.string().min(1);
const by = z.string().min(1).nullable().default(null).describe('The id of the user who answers');

export function operationsEndpoints(desk: OperationsDesk): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/health/series',
      summary: 'Lag, throughput, budget with forecast and last events of the last hour or day, with the status',
      input: z.object({ span: z.enum(['hour', 'day']).default('hour') }),
      run: (connection, { span }) => desk.health(connection, span),
    }),
    endpoint({
      method: 'get',
      path: '/issues/group',
      summary: 'Open issues of one group, newest first',
      input: pageSchema.extend({ ...group.shape, field: z.string().optional().describe('Left out for issues about the whole record') }),
      run: (connection, { field, ...options }) => desk.issuesOfGroup(connection, { ...options, field: field === undefined || field === '' ? null : field }),
    }),
    endpoint({
      method: 'post',
      path: '/issues/retry',
      summary: 'Looks again at the records of one group, of the named subjects, or of all open issues',
      input: z.object({ group: group.optional(), subjects: z.array(z.string().min(1)).max(200).optional() }),
      run: (connection, what) => desk.retryIssues(connection, what),
    }),
    endpoint({
      method: 'get',
      path: '/decisions/log',
      summary: 'Logged resolutions, newest first, with the records, the words, and whether each can be reversed',
      input: pageSchema.extend({
        record: z.string().min(1).optional(),
        field: z.string().min(1).optional(),
        hidesFills: z.stringbool().default(false).describe('Leaves out what the first comparison of two records filled in'),
      }),
      run: (connection, options) => desk.decisions(connection, options),
    }),
    endpoint({
      method: 'post',
      path: '/decisions/:id/reverse',
      summary: 'Lets the value that lost win, by way of the next pass; 409 with the reason when it may not',
      input: z.object({ id: z.string().min(1) }),
      run: (connection, { id }) => desk.reverse(connection, id),
    }),
    endpoint({
      method: 'get',
      path: '/settlements',
      summary: 'What became of a reversal or choice: waiting, done, overtaken by an edit, or an issue',
      input: z.object({ link: z.string().min(1), field: z.string().min(1), since: z.coerce.number().int() }),
      run: (connection, asked) => desk.settlement(connection, asked),
    }),
    endpoint({
      method: 'get',
      path: '/conflicts/fields',
      summary: 'The fields people disagree about most',
      input: z.object({ days: z.coerce.number().int().min(1).max(365).default(30), limit: z.coerce.number().int().min(1).max(100).default(20) }),
      run: (connection, options) => desk.conflictFields(connection, options),
    }),
    endpoint({
      method: 'get',
      path: '/reviews/open',
      summary: 'Open reviews, oldest first, with the values to choose between',
      input: pageSchema,
      run: (connection, options) => desk.reviews(connection, options),
    }),
    endpoint({
      method: 'post',
      path: '/reviews/choose',
      summary: 'Lets one side’s value stand in a conflict that waits for a person',
      input: z.object({ key: z.string().min(1), side }),
      run: (connection, choice) => desk.choose(connection, choice),
    }),
    endpoint({
      method: 'get',
      path: '/reviews/:key',
      summary: 'One open review with its records side by side, read from both systems; 404 once it is settled',
      input: z.object({ key }),
      run: (connection, input) => desk.review(connection, input.key),
    }),
    endpoint({
      method: 'post',
      path: '/reviews/:key/settlement',
      summary: 'A person’s answer: a side of a conflict, records that are one, or records that are kept apart. It is remembered and not asked for again',
      input: z.discriminatedUnion('action', [
        z.object({ key, by, action: z.literal('choose'), side }),
        z.object({ key, by, action: z.literal('link'), refs: z.array(ref).min(1).max(2).describe('The pair that is one; or, among doubles, the one to keep') }),
        z.object({ key, by, action: z.literal('apart') }),
      ]),
      run: (connection, input) => desk.settle(connection, input),
    }),
    endpoint({
      method: 'get',
      path: '/reviews/:key/settlement',
      summary: 'What became of an answer about identity: waiting, done, overtaken, or an issue',
      input: z.object({ key, since: z.coerce.number().int() }),
      run: (connection, input) => desk.reviewState(connection, { review: input.key, since: input.since }),
    }),
    endpoint({
      method: 'get',
      path: '/verdicts',
      summary: 'What people answered about identity, newest first',
      input: pageSchema,
      run: (connection, options) => desk.verdicts(connection, options),
    }),
    endpoint({
      method: 'post',
      path: '/verdicts/forget',
      summary: 'Takes an answer about two records back',
      input: z.object({ refs: z.tuple([ref, ref]) }),
      run: (connection, { refs }) => desk.forgetVerdict(connection, refs),
    }),
    endpoint({
      method: 'post',
      path: '/alerts/test',
      summary: 'Posts a test message to a chat address, if the operator allows its host; what became of it',
      input: z.object({ target: z.string().min(1).max(255) }),
      run: (connection, { target }) => desk.testAlert(connection, target),
    }),
    endpoint({
      method: 'post',
      path: '/alerts/reload',
      summary: 'Reads the alert settings again within a minute',
      input: nothing,
      run: (connection) => desk.reloadAlerts(connection),
    }),
  ];
}
