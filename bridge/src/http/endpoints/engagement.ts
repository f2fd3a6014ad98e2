/** What the rep's panels ask. All about Salesforce records; Apex has checked that the user may see them. */
import { z } from 'zod';
import { kinds } from '../../engagement/index.ts';
import type { Engagement } from '../../engagement/index.ts';
import { endpoint } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';

const record = z.object({ object: z.enum(['Lead', 'Contact', 'Account', 'Opportunity']), id: z.string().length(18).describe('18-character record id') });
const person = record.extend({ object: z.enum(['Lead', 'Contact']) });
const peopleMax = 200;
const valuesMax = 500;
const wireValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export function engagementEndpoints(engagement: Engagement): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/engagement/person',
      summary: 'Who a Lead or Contact is in HubSpot: lifecycle, score, lists, source, touches, subscription; or why nobody',
      input: person,
      run: (connection, one) => engagement.person(connection, one),
    }),
    endpoint({
      method: 'get',
      path: '/engagement/timeline',
      summary: 'What a Lead or Contact did, newest first: e-mails, forms, page visits, meetings, calls, notes, tasks',
      input: person.extend({
        kinds: z
          .string()
          .default('')
          .transform((text) => text.split(',').filter((part) => part !== ''))
          .pipe(z.array(z.enum(kinds as [(typeof kinds)[number], ...(typeof kinds)[number][]])))
          .describe(`comma list of ${kinds.join(', ')}; empty for all`),
        days: z.coerce.number().int().min(1).max(366).optional().describe('nothing older'),
        after: z.string().max(200).optional(),
        limit: z.coerce.number().int().min(1).max(100).default(20),
      }),
      run: (connection, { object, id, kinds: wanted, days, after, limit }) =>
        engagement.timeline(connection, { object, id }, { kinds: wanted, days: days ?? null, after: after ?? null, limit }),
    }),
    endpoint({
      method: 'post',
      path: '/engagement/people',
      summary: 'The linked ones of these Leads and Contacts, most engaged first',
      input: z.object({ records: z.array(person).min(1).max(peopleMax) }),
      run: (connection, { records }) => engagement.people(connection, records),
    }),
    endpoint({
      method: 'get',
      path: '/standing',
      summary: 'How a record stands: in step, waiting, or why not; its issues and reviews',
      input: record,
      run: (connection, one) => engagement.standing(connection, one),
    }),
    endpoint({
      method: 'post',
      path: '/standing/fields',
      summary: 'Why each field is as it is, by the Salesforce values the caller brings; calls HubSpot, never Salesforce',
      input: record.extend({
        values: z.record(z.string().max(255), wireValue).refine((values) => Object.keys(values).length <= valuesMax, `at most ${String(valuesMax)} values`),
      }),
      run: (connection, { object, id, values }) => engagement.fields(connection, { object, id }, values),
    }),
  ];
}
