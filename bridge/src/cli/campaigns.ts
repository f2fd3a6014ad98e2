/** `fieldwise campaigns`, `campaigns waiting`. */
import type { CampaignRow, WaitingMember } from '../campaigns/index.ts';
import type { Page } from '../engine/index.ts';
import { withQuery } from './client.ts';
import type { RelationsPorts } from './relations.ts';
import { table, when } from './tables.ts';
import type { Command } from 'commander';

type Common = { readonly json?: boolean; readonly connection?: string; readonly url?: string };
type Paging = Common & { readonly limit: number; readonly after?: string };

function printRules({ items }: { readonly items: readonly CampaignRow[] }): string {
  if (items.length === 0) return 'No campaign rules are in force.';
  return table(items, [
    { title: 'RULE', of: (row) => row.key },
    { title: 'CAMPAIGN', of: (row) => row.campaign },
    { title: 'FROM', of: ({ source }) => `${source.kind} ${source.id}` },
    { title: 'DIRECTION', of: (row) => row.direction },
    { title: 'PEOPLE', of: (row) => row.people, isRight: true },
    { title: 'WAITING', of: (row) => row.waiting, isRight: true },
    { title: 'ISSUES', of: (row) => row.issues, isRight: true },
    { title: 'NEXT LOOK', of: (row) => (row.nextAt === null ? '' : when(row.nextAt)) },
  ]);
}

function printWaiting({ items, next }: Page<WaitingMember>): string {
  if (items.length === 0) return 'Nobody waits for a link.';
  const rows = table(items, [
    { title: 'RULE', of: (row) => row.rule },
    { title: 'RECORD', of: ({ record }) => `${record.side}:${record.object}:${record.id}` },
    { title: 'SINCE', of: (row) => when(row.since) },
  ]);
  return rows + (next === null ? '' : `\n… more: --after ${next}`);
}

export function addCampaigns(program: Command, { askOf, show, withCommon, withPaging }: RelationsPorts): void {
  const campaigns = withCommon(program.command('campaigns').description('campaign members: the rules, and how they stand')).action(async (options: Common) => {
    show(options, await askOf(options).get(withQuery('campaigns', { connection: options.connection })), printRules);
  });
  withPaging(campaigns.command('waiting').description('people of campaign rules who are not linked yet'))
    .option('--rule <key>', 'only one rule')
    .action(async (options: Paging & { readonly rule?: string }) => {
      const { connection, limit, after, rule } = options;
      show(options, await askOf(options).get(withQuery('campaigns/waiting', { connection, limit, after, rule })), printWaiting);
    });
}
