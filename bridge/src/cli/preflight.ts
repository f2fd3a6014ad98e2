/** `fieldwise preflight`: is everything ready to go live? */
import type { Command } from 'commander';
import type { Check, Preflight, PreflightView } from '../preflight/index.ts';
import { CliError, withQuery } from './client.ts';
import type { DeparturePorts } from './departures.ts';
import { when } from './tables.ts';

type Common = { readonly json?: boolean; readonly connection?: string; readonly url?: string };
type Asked = Common & { readonly last?: boolean };
export type PreflightPorts = Pick<DeparturePorts, 'askOf' | 'show' | 'withCommon'> & {
  /** The program ends with 1. */
  readonly fail: () => void;
  readonly sleep: (waitMs: number) => Promise<void>;
};

const marks: Readonly<Record<Check['state'], string>> = { pass: 'pass', warn: 'WARN', fail: 'FAIL' };
const everyMs = 500;
const triesMax = 600;

function printCheck({ state, name, summary, remedy, findings }: Check): string {
  const found = findings.flatMap(({ what, remedy: todo, records }) => [
    `         ${what}`,
    ...(records.length === 0 ? [] : [`           ${records.map(({ side, object, id }) => `${side}:${object}:${id}`).join(', ')}`]),
    ...(todo === null ? [] : [`           → ${todo}`]),
  ]);
  return [`  ${marks[state]}   ${name}: ${summary}`, ...(remedy === null ? [] : [`         → ${remedy}`]), ...(state === 'pass' ? [] : found)].join('\n');
}

/** The report in words. */
export function printPreflight({ report, trouble }: PreflightView): string {
  const told = trouble === null ? '' : `The last look could not be finished: ${trouble}\n`;
  if (report === null) return `${told}No look was made yet: fieldwise preflight`;
  const { score, isReady, checkedAt, checks } = report;
  return `${told}Readiness ${String(score)} of 100 (${when(checkedAt)}): ${isReady ? 'nothing stands in the way.' : 'something has to be done first.'}\n${checks.map(printCheck).join('\n')}`;
}

/** Adds the command to the program. */
export function addPreflight(program: Command, { askOf, show, withCommon, fail, sleep }: PreflightPorts): void {
  withCommon(program.command('preflight').description('is everything ready to go live? Reads both systems, writes nothing; ends with 1 when a check fails'))
    .option('--last', 'show the last look instead of looking anew')
    .action(async (options: Asked) => {
      const path = withQuery('preflight', { connection: options.connection });
      const ask = askOf(options);
      // The API and this command line are one program, so its shapes are trusted here.
      const last = async (): Promise<PreflightView> => (await ask.get(path)) as PreflightView;
      if (options.last !== true) await ask.post(path, {});
      let view = await last();
      for (let tries = 0; view.isLooking && options.last !== true; tries += 1) {
        if (tries > triesMax) throw new CliError('The look takes long; ask again with: fieldwise preflight --last');
        await sleep(everyMs);
        view = await last();
      }
      show<PreflightView>(options, view, printPreflight);
      if (view.trouble !== null || !isReady(view.report)) fail();
    });
}

const isReady = (report: Preflight | null): boolean => report?.isReady === true;
