/** What the pages and the command line ask of activities. */
import { z } from 'zod';
import type { ActivitiesDesk } from '../../activities/index.ts';
import { endpoint, nothing } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';

const ruleSchema = z.object({
  key: z.string().min(1).max(100),
  activity: z.enum(['call', 'email', 'meeting', 'note', 'task', 'form', 'visit', 'marketing-email']),
  direction: z.enum(['two-way', 'to-salesforce', 'to-hubspot']),
  only: z
    .object({ property: z.string().min(1).max(200), values: z.array(z.string().max(500)).min(1).max(100) })
    .nullable()
    .default(null),
  monthlyMax: z.number().int().min(0).nullable().default(null),
  isOn: z.boolean().default(true).describe('False: its cost is told, and is not part of the sums'),
});

export function activityEndpoints(desk: ActivitiesDesk): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/activities',
      summary: 'The activity rules in force: records made in Salesforce this month, how many wait for the next because of the cap, when that begins',
      input: nothing,
      run: (connection) => desk.list(connection),
    }),
    endpoint({
      method: 'post',
      path: '/activities/estimate',
      summary: "What rules would fill: HubSpot's totals, 2 KB a record, against the org's space. Three searches per rule and one call to Salesforce",
      input: z.object({
        rules: z.array(ruleSchema).max(20).optional().describe('Saved or not; absent = one per kind, as the rules in force have it'),
      }),
      run: (connection, asked) => desk.estimate(connection, asked),
    }),
  ];
}
