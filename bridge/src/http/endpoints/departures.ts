/** Duplicates, deletions and erasures that wait for a person, and people who asked to be forgotten. */
import { z } from 'zod';
import type { OperationsDesk } from '../../operations/index.ts';
import { endpoint, pageSchema } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';

const by = z.string().nullable().default(null).describe('The user who answers, as Salesforce names them');
const answer = z.enum(['approve', 'refuse']);

export function departureEndpoints(desk: OperationsDesk): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/duplicates',
      summary: 'Records of one system that share an address or a web domain: members, the one to keep and why, the one in step; with counts',
      input: pageSchema,
      run: (connection, options) => desk.duplicates(connection, options),
    }),
    endpoint({
      method: 'get',
      path: '/approvals',
      summary: 'Deletions and erasures that wait for a person, or all with their answers, newest first',
      input: pageSchema.extend({ state: z.enum(['waiting', 'approved', 'refused', 'done']).optional() }),
      run: (connection, options) => desk.approvals(connection, options),
    }),
    endpoint({
      method: 'post',
      path: '/approvals',
      summary: 'Answers several deletions at once; each tells what became of it',
      input: z.object({ keys: z.array(z.string().min(1)).min(1).max(200), answer, by }),
      run: (connection, input) => desk.answerApprovals(connection, { keys: input.keys, isApproved: input.answer === 'approve', by: input.by }),
    }),
    endpoint({
      method: 'post',
      path: '/approvals/:key',
      summary: 'Approves or refuses one deletion; 404 when the record came back, 409 when it was answered already',
      input: z.object({ key: z.string().min(1), answer, by }),
      run: (connection, input) => desk.answerApprovals(connection, { keys: [input.key], isApproved: input.answer === 'approve', by: input.by }),
    }),
    endpoint({
      method: 'post',
      path: '/erasures',
      summary: 'Erases a person in both systems and everything stored about them here; by record or by e-mail address. It cannot be undone',
      input: z
        .object({ record: z.string().min(1).optional(), address: z.string().min(3).optional() })
        .refine(({ record, address }) => (record === undefined) !== (address === undefined), { error: 'Give a record or an address.' }),
      run: (connection, what) => desk.erase(connection, what),
    }),
    endpoint({
      method: 'get',
      path: '/erasures',
      summary: 'Proofs of erasures, oldest first: time, cause, counts, hashes; they name nobody',
      input: pageSchema,
      run: (connection, options) => desk.erasures(connection, options),
    }),
    endpoint({
      method: 'get',
      path: '/erasures/check',
      summary: 'Recomputes the chain of proofs; with a record, finds the proof of its erasure',
      input: z.object({ record: z.string().min(1).optional() }),
      run: (connection, { record }) => desk.verifyErasures(connection, record),
    }),
    endpoint({
      method: 'post',
      path: '/erasures/allow',
      summary: 'Lets records of an erased address cross again',
      input: z.object({ address: z.string().min(3) }),
      run: (connection, { address }) => desk.allowErased(connection, address),
    }),
  ];
}
