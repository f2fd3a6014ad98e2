/** `fieldwise breakers`, `breakers answer`. */
import type { Command } from 'commander';
import { Argument } from 'commander';
import type { BreakerRow } from '../engine/index.ts';
import { withQuery } from './client.ts';
import type { Ask } from './client.ts';
import { table, when } from './tables.ts';

type Common = { readonly json?: boolean; readonly connection?: string; readonly url?: string };
export type BreakersPorts = {
  readonly askOf: (options: Common) => Ask;
  readonly show: <T>(options: Common, answer: unknown, print: (value: T) => string) => void;
  readonly withCommon: (command: Command) => Command;
};

function printRows({ items }: { readonly items: readonly BreakerRow[] }): string {
  const rows = table(items, [
    { title: 'SIDE', of: (row) => row.side },
    { title: 'KIND', of: (row) => row.kind },
    { title: 'STATE', of: (row) => row.state },
    { title: 'OF LATE', of: (row) => row.count, isRight: true },
    { title: 'AT MOST', of: (row) => row.limit, isRight: true },
    { title: 'WAITING', of: (row) => row.waiting, isRight: true },
    { title: 'SINCE', of: (row) => (row.since === null ? '' : when(row.since)) },
  ]);
  const asked = items.filter(({ state }) => state === 'paused').map(({ side, kind }) => `fieldwise breakers answer ${side} ${kind} proceed|drop|keep`);
  return asked.length === 0 ? rows : `${rows}\n\nTo answer:\n${asked.join('\n')}`;
}

export function addBreakers(program: Command, { askOf, show, withCommon }: BreakersPorts): void {
  const breakers = withCommon(program.command('breakers').description('writes that are paused because there were far more than usual')).action(
    async (options: Common) => show(options, await askOf(options).get(withQuery('breakers', { connection: options.connection })), printRows),
  );
  withCommon(
    breakers
      .command('answer')
      .addArgument(new Argument('<side>').choices(['salesforce', 'hubspot']))
      .addArgument(new Argument('<kind>').choices(['create', 'update', 'delete']))
      .addArgument(new Argument('<answer>').choices(['proceed', 'drop', 'keep']))
      .description('say whether a storm is meant: write what waits, let it be, or keep it paused'),
  ).action(async (side: string, kind: string, answer: string, options: Common) => {
    const path = withQuery(`breakers/${side}/${kind}/answer`, { connection: options.connection });
    show(options, await askOf(options).post(path, { answer }), printRows);
  });
}
