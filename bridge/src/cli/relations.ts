/** `fieldwise relations`, `relations waiting`, `relations look`. */
import type { Command } from 'commander';
import type { Page } from '../engine/index.ts';
import type { RelationRow, WaitingRelation } from '../relations/index.ts';
import { withQuery } from './client.ts';
import type { Ask } from './client.ts';
import { table, when } from './tables.ts';

type Common = { readonly json?: boolean; readonly connection?: string; readonly url?: string };
type Paging = Common & { readonly limit: number; readonly after?: string };
export type RelationsPorts = {
  readonly askOf: (options: Common) => Ask;
  readonly show: <T>(options: Common, answer: unknown, print: (value: T) => string) => void;
  readonly withCommon: (command: Command) => Command;
  readonly withPaging: (command: Command) => Command;
};

function printRules({ items }: { readonly items: readonly RelationRow[] }): string {
  if (items.length === 0) return 'No relation rules are in force.';
  return table(items, [
    { title: 'RULE', of: (row) => row.key },
    { title: 'KEPT IN', of: (row) => row.place },
    { title: 'BETWEEN', of: (row) => `${row.from} and ${row.to}` },
    { title: 'DIRECTION', of: (row) => row.direction },
    { title: 'SETS', of: (row) => row.sets, isRight: true },
    { title: 'WAITING', of: (row) => row.waiting, isRight: true },
    { title: 'ISSUES', of: (row) => row.issues, isRight: true },
    { title: 'NEXT LOOK', of: (row) => (row.nextAt === null ? '' : when(row.nextAt)) },
  ]);
}

function printWaiting({ items, next }: Page<WaitingRelation>): string {
  if (items.length === 0) return 'Nothing waits for a link.';
  const rows = table(items, [
    { title: 'RECORD', of: ({ record }) => `${record.side}:${record.object}:${record.id}` },
    { title: 'SET', of: (row) => row.set },
    { title: 'SINCE', of: (row) => when(row.since) },
  ]);
  return rows + (next === null ? '' : `\n… more: --after ${next}`);
}

export function addRelations(program: Command, { askOf, show, withCommon, withPaging }: RelationsPorts): void {
  const relations = withCommon(program.command('relations').description('who belongs to whom: the rules, and how they stand')).action(
    async (options: Common) => {
      show(options, await askOf(options).get(withQuery('relations', { connection: options.connection })), printRules);
    },
  );
  withPaging(relations.command('waiting').description('relations that wait because a record is not linked yet'))
    .option('--rule <key>', 'only one rule')
    .action(async (options: Paging & { readonly rule?: string }) => {
      const { connection, limit, after, rule } = options;
      show(options, await askOf(options).get(withQuery('relations/waiting', { connection, limit, after, rule })), printWaiting);
    });
  withCommon(relations.command('look').argument('<rule>').description('look again at every set of a rule')).action(async (rule: string, options: Common) => {
    const answer = await askOf(options).post(withQuery(`relations/${encodeURIComponent(rule)}/look`, { connection: options.connection }), {});
    show<{ readonly looking: number }>(options, answer, ({ looking }) => `${String(looking)} sets are looked at.`);
  });
}
