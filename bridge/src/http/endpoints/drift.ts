/** What the pages and the command line ask about schema drift. */
import { z } from 'zod';
import type { DriftDesk } from '../../drift/index.ts';
import { endpoint, nothing } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';

export function driftEndpoints(desk: DriftDesk): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/drift',
      summary: 'What changed of the schemas that concerns the rules, newest first, with the fix; and when each object was looked at',
      input: nothing,
      run: (connection) => desk.list(connection),
    }),
    endpoint({
      method: 'post',
      path: '/drift/check',
      summary: 'Looks at the schemas of all mapped objects now: one call per object, and one per Salesforce object for its validation rules',
      input: z.object({ wait: z.boolean().default(true).describe('False: only start it; `isChecking` of the list tells when it is over') }),
      run: (connection, asked) => desk.check(connection, asked),
    }),
    endpoint({
      method: 'post',
      path: '/drift/acknowledge',
      summary: 'Says that a notice is seen: it closes, and what it tells of counts as known. What breaks records stays until it is mended',
      input: z.object({
        side: z.enum(['salesforce', 'hubspot']),
        object: z.string().min(1).max(200),
        id: z.string().min(1).max(300).describe('As listed'),
      }),
      run: (connection, asked) => desk.acknowledge(connection, asked),
    }),
  ];
}
