/** `fieldwise drift`, `drift check`, `drift acknowledge`. */
import { Argument } from 'commander';
import type { Command } from 'commander';
import type { DriftList } from '../drift/index.ts';
import { withQuery } from './client.ts';
import type { Ask } from './client.ts';
import { when } from './tables.ts';

type Common = { readonly json?: boolean; readonly connection?: string; readonly url?: string };
export type DriftCliPorts = {
  readonly askOf: (options: Common) => Ask;
  readonly show: <T>(options: Common, answer: unknown, print: (value: T) => string) => void;
  readonly withCommon: (command: Command) => Command;
};

function printList({ items, objects }: DriftList): string {
  const blind = objects.filter(({ seesSaveRules }) => seesSaveRules === false).map(({ object }) => object);
  const hint = blind.length === 0 ? [] : [`Validation rules of ${blind.join(', ')} are not told: the integration user needs View Setup and Configuration.`];
  if (objects.length === 0) return 'No schema has been looked at yet.';
  if (items.length === 0) return [`Nothing changed that concerns the rules (${String(objects.length)} objects looked at).`, ...hint].join('\n');
  const lines = items.map(({ side, object, id, cause, remedy, since, isNotice }) =>
    [
      `${when(since)}  ${side}:${object}  ${cause}`,
      `    ${remedy}`,
      ...(isNotice ? [`    seen it: fieldwise drift acknowledge ${side} ${object} '${id}'`] : []),
    ].join('\n'),
  );
  return [...lines, ...hint].join('\n');
}

export function addDrift(program: Command, { askOf, show, withCommon }: DriftCliPorts): void {
  const list = async (options: Common): Promise<void> =>
    show(options, await askOf(options).get(withQuery('drift', { connection: options.connection })), printList);
  const drift = withCommon(program.command('drift').description('what changed of the schemas that concerns the rules')).action(list);
  withCommon(drift.command('check').description('look at the schemas now')).action(async (options: Common) => {
    await askOf(options).post(withQuery('drift/check', { connection: options.connection }), {});
    await list(options);
  });
  withCommon(
    drift
      .command('acknowledge')
      .addArgument(new Argument('<side>').choices(['salesforce', 'hubspot']))
      .argument('<object>')
      .argument('<id>', 'as listed')
      .description('say that a notice is seen'),
  ).action(async (side: string, object: string, id: string, options: Common) => {
    await askOf(options).post(withQuery('drift/acknowledge', { connection: options.connection }), { side, object, id });
    await list(options);
  });
}
