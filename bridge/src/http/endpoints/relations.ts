/** What the pages and the command line ask of relations. */
import { z } from 'zod';
import type { RelationsDesk } from '../../relations/index.ts';
import { endpoint, nothing, pageSchema } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';

const rule = z.string().min(1).max(100).describe('Key of a relation rule');

export function relationEndpoints(desk: RelationsDesk): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/relations',
      summary: 'The relation rules: where they are kept, how many sets, what waits for a link, open issues, when the next set is looked at',
      input: nothing,
      run: (connection) => desk.list(connection),
    }),
    endpoint({
      method: 'get',
      path: '/relations/waiting',
      summary: 'Relations that wait because a record is not linked yet, longest first',
      input: pageSchema.extend({ rule: rule.optional() }),
      run: (connection, asked) => desk.waiting(connection, asked),
    }),
    endpoint({
      method: 'post',
      path: '/relations/:rule/look',
      summary: 'Looks again at every set of a rule',
      input: z.object({ rule }),
      run: (connection, asked) => desk.retry(connection, asked.rule),
    }),
  ];
}
