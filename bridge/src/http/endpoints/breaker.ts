/** What the pages and the command line ask of the breakers, and the answer to a pause. */
import { z } from 'zod';
import { WRITE_KINDS } from '../../engine/index.ts';
import type { BreakerDesk } from '../../engine/index.ts';
import { endpoint, nothing } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';

export function breakerEndpoints(desk: BreakerDesk): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/breakers',
      summary: 'Writes per side and kind: how many there were of late, how many there may be, what is paused and what waits for an answer',
      input: nothing,
      run: (connection) => desk.list(connection),
    }),
    endpoint({
      method: 'post',
      path: '/breakers/:side/:kind/answer',
      summary: 'Answers a pause: `proceed` writes what waits and lets the storm go on, `drop` lets what waits be, `keep` leaves it paused',
      input: z.object({
        side: z.enum(['salesforce', 'hubspot']),
        kind: z.enum(['create', 'update', 'delete']).describe(`Kind of write: ${WRITE_KINDS.join(', ')}`),
        answer: z.enum(['proceed', 'drop', 'keep']),
        by: z.string().max(200).nullable().default(null).describe('Who says so'),
      }),
      run: (connection, asked) => desk.answer(connection, asked),
    }),
  ];
}
