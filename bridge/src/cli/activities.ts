/** `fieldwise activities`, `activities estimate`. */
import type { ActivityRow, Estimate } from '../activities/index.ts';
import { withQuery } from './client.ts';
import type { RelationsPorts } from './relations.ts';
import { table, when } from './tables.ts';
import type { Command } from 'commander';

type Common = { readonly json?: boolean; readonly connection?: string; readonly url?: string };

export function printActivities({ items }: { readonly items: readonly ActivityRow[] }): string {
  if (items.length === 0) return 'No activity rules are in force.';
  return table(items, [
    { title: 'RULE', of: (row) => row.key },
    { title: 'ACTIVITY', of: (row) => `${row.activity} as ${row.salesforceObject}` },
    { title: 'DIRECTION', of: (row) => row.direction },
    { title: 'THIS MONTH', of: (row) => row.made, isRight: true },
    { title: 'CAP', of: (row) => row.monthlyMax ?? 'none', isRight: true },
    { title: 'WAITING', of: (row) => row.waiting, isRight: true },
    { title: 'ANEW', of: (row) => when(row.resetsAt) },
  ]);
}

export function printEstimate({ items, space, allMb, monthlyMb, fullInMonth }: Estimate): string {
  const rows = table(items, [
    { title: 'RULE', of: (row) => row.key },
    { title: 'ALL', of: (row) => row.totals?.all ?? 'untold', isRight: true },
    { title: '365 DAYS', of: (row) => row.totals?.year ?? '', isRight: true },
    { title: '30 DAYS', of: (row) => row.totals?.month ?? '', isRight: true },
    { title: 'ALL, MB', of: (row) => (row.fillsSalesforce ? (row.allMb ?? '') : 'none'), isRight: true },
    { title: 'A MONTH, MB', of: (row) => (row.fillsSalesforce ? (row.monthlyMb ?? '') : 'none'), isRight: true },
  ]);
  const left = space === null ? 'The org does not say how much space it has.' : `${String(space.leftMb)} of ${String(space.maxMb)} MB are left.`;
  const full = fullInMonth === null ? '' : ` Full in month ${String(fullInMonth)}, with nothing else growing.`;
  return `${rows}\n\nWhat there is fills ${String(allMb)} MB, every month ${String(monthlyMb)} MB more. ${left}${full}`;
}

export function addActivities(program: Command, { askOf, show, withCommon }: Pick<RelationsPorts, 'askOf' | 'show' | 'withCommon'>): void {
  const activities = withCommon(program.command('activities').description('activity rules: what each made this month, and what waits for the next')).action(
    async (options: Common) => {
      show(options, await askOf(options).get(withQuery('activities', { connection: options.connection })), printActivities);
    },
  );
  withCommon(activities.command('estimate').description('how much of the org each kind of activity would fill, before it is switched on')).action(
    async (options: Common) => {
      show(options, await askOf(options).post(withQuery('activities/estimate', { connection: options.connection }), {}), printEstimate);
    },
  );
}
