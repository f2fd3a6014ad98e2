/** What the Consent log page and the command line ask. */
import { z } from 'zod';
import { entryKinds } from '../../consent/index.ts';
import type { ConsentDesk } from '../../consent/index.ts';
import { endpoint, nothing, pageSchema } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';

const record = z.string().min(1).max(100).describe('salesforce:Lead:<id>, hubspot:contacts:<id>');
const instant = z.coerce.number().int().min(0);
const [firstKind = 'withdrawn', ...otherKinds] = entryKinds;

export function consentEndpoints(desk: ConsentDesk): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/consent/status',
      summary: 'The consent lane: what waits, what fails and why, the rules in force, and the end of the log',
      input: nothing,
      run: (connection) => desk.status(connection),
    }),
    endpoint({
      method: 'get',
      path: '/consent/log',
      summary: 'The consent log, newest first, or oldest first for export',
      input: pageSchema.extend({
        address: z.string().min(1).max(320).optional(),
        record: record.optional(),
        kind: z.enum([firstKind, ...otherKinds]).optional(),
        since: instant.optional(),
        until: instant.optional(),
        forward: z.stringbool().optional(),
      }),
      run: (connection, query) => desk.log(connection, query),
    }),
    endpoint({
      method: 'get',
      path: '/consent/verify',
      summary: 'Checks the whole chain of the log against its stored end',
      input: nothing,
      run: (connection) => desk.verify(connection),
    }),
    endpoint({
      method: 'get',
      path: '/consent/person',
      summary: 'How the person of a record stands, by topic, with the latest rows about the record',
      input: z.object({ record, address: z.string().min(1).max(320).optional() }),
      run: (connection, asked) => desk.person(connection, asked),
    }),
    endpoint({
      method: 'get',
      path: '/subscriptions',
      summary: "HubSpot's kinds of e-mail people subscribe to, by name",
      input: nothing,
      run: (connection) => desk.subscriptions(connection),
    }),
  ];
}
