/** What the pages and the command line ask of campaigns. */
import { z } from 'zod';
import type { CampaignsDesk } from '../../campaigns/index.ts';
import { endpoint, nothing, pageSchema } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';

export function campaignEndpoints(desk: CampaignsDesk): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/campaigns',
      summary: 'The campaign rules: people looked at, people who wait for a link, open issues, when the next person is looked at',
      input: nothing,
      run: (connection) => desk.list(connection),
    }),
    endpoint({
      method: 'get',
      path: '/campaigns/waiting',
      summary: 'People of campaign rules who wait because they are not linked yet, longest first',
      input: pageSchema.extend({ rule: z.string().min(1).max(100).optional().describe('Key of a campaign rule') }),
      run: (connection, asked) => desk.waiting(connection, asked),
    }),
  ];
}
