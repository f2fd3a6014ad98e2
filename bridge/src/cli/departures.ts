/** `fieldwise duplicates`, `approvals`, `erase`, `erasures`. */
import type { Command } from 'commander';
import type { Erasure } from '../domain/model.ts';
import type { Page } from '../engine/index.ts';
import type { ApprovalRow, DuplicatePage, EraseAnswer, ErasureCheck } from '../operations/index.ts';
import { CliError, withQuery } from './client.ts';
import type { Ask } from './client.ts';
import { table, when } from './tables.ts';

type Common = { readonly json?: boolean; readonly connection?: string; readonly url?: string };
type Paging = Common & { readonly limit: number; readonly after?: string };
export type DeparturePorts = {
  readonly askOf: (options: Common) => Ask;
  readonly show: <T>(options: Common, answer: unknown, print: (value: T) => string) => void;
  readonly withCommon: (command: Command) => Command;
  readonly withPaging: (command: Command) => Command;
};

const refText = ({ side, object, id }: { readonly side: string; readonly object: string; readonly id: string }): string => `${side}:${object}:${id}`;
const more = (page: { readonly next: string | null }): string => (page.next === null ? '' : `\n… more: --after ${page.next}`);

function printDuplicates({ items, next, counts }: DuplicatePage): string {
  const head = `${String(counts.clusters)} groups of ${String(counts.records)} records share an address or a web domain.`;
  const groups = items.map(({ members, suggestion, sharedBy }) => {
    const rows = members.map((one) => ({ ...one, isMaster: suggestion !== null && refText(suggestion.master) === refText(one.ref) }));
    const text = table(rows, [
      { title: '', of: (row) => (row.isMaster ? 'keep' : '') },
      { title: 'RECORD', of: (row) => refText(row.ref) },
      { title: 'NAME', of: (row) => row.name },
      { title: 'IN STEP', of: (row) => (row.isLinked ? 'yes' : '') },
      { title: 'FILLED', of: (row) => row.filled, isRight: true },
      { title: 'CREATED', of: (row) => when(row.createdAt) },
    ]);
    return `\nOne ${sharedBy === 'email' ? 'e-mail address' : 'web domain'}:\n${text}\n${(suggestion?.reasons ?? []).join(' ')}`;
  });
  return [head, ...groups].join('\n') + more({ next });
}

function printApprovals(page: Page<ApprovalRow>): string {
  if (page.items.length === 0) return 'Nothing waits for approval.';
  const rows = page.items.map((row) => `${row.key}  ${row.state}, asked ${when(row.askedAt)}\n    ${refText(row.ref)}: ${row.explanation}`);
  return rows.join('\n') + more(page);
}

function printErasures(page: Page<Erasure>): string {
  if (page.items.length === 0) return 'Nobody was erased.';
  return (
    table(page.items, [
      { title: 'NO', of: (row) => row.number, isRight: true },
      { title: 'WHEN', of: (row) => when(row.at) },
      { title: 'ASKED BY', of: (row) => row.cause },
      { title: 'SALESFORCE', of: (row) => row.records.salesforce, isRight: true },
      { title: 'HUBSPOT', of: (row) => row.records.hubspot, isRight: true },
      { title: 'ROWS HERE', of: (row) => Object.values(row.removed).reduce((sum, count) => sum + count, 0), isRight: true },
      { title: 'HASH', of: (row) => row.hash.slice(0, 16) },
    ]) + more(page)
  );
}

function printCheck({ proofs, broken, found }: ErasureCheck): string {
  const chain =
    broken === null
      ? `${String(proofs)} proofs, the chain holds.`
      : `The chain is broken at proof ${String(broken)}: it was changed, or one before it is missing.`;
  if (found === undefined) return chain;
  return `${chain}\n${found.proof === null ? 'No proof of an erasure of this record.' : `The record was erased: proof ${String(found.proof.number)}, ${when(found.proof.at)}.`}`;
}

/** Adds the commands to the program. */
export function addDepartures(program: Command, { askOf, show, withCommon, withPaging }: DeparturePorts): void {
  withPaging(program.command('duplicates').description('records of one system that stand for one person or company, and which to keep')).action(
    async (options: Paging) => {
      const { connection, limit, after } = options;
      show<DuplicatePage>(options, await askOf(options).get(withQuery('duplicates', { connection, limit, after })), printDuplicates);
    },
  );
  withPaging(program.command('approvals').description('deletions and erasures that wait for a yes or a no'))
    .option('--approve <keys...>', 'delete these, or erase them')
    .option('--refuse <keys...>', 'let these stay')
    .option('--all', 'answered ones too')
    .action(async (options: Paging & { readonly approve?: string[]; readonly refuse?: string[]; readonly all?: boolean }) => {
      const { connection, limit, after, approve, refuse } = options;
      for (const [answer, keys] of [
        ['approve', approve],
        ['refuse', refuse],
      ] as const)
        if (keys !== undefined) {
          const told = await askOf(options).post(withQuery('approvals', { connection }), { keys, answer });
          show<{ readonly answers: readonly { readonly key: string; readonly state?: string; readonly error?: string }[] }>(options, told, ({ answers }) =>
            answers.map(({ key, state, error }) => `${key}: ${error ?? state ?? ''}`).join('\n'),
          );
        }
      if (approve !== undefined || refuse !== undefined) return;
      const state = options.all === true ? undefined : 'waiting';
      show<Page<ApprovalRow>>(options, await askOf(options).get(withQuery('approvals', { connection, limit, after, state })), printApprovals);
    });
  withCommon(program.command('erase').description('erase a person in both systems and everything stored about them; it cannot be undone'))
    .option('--record <record>', 'salesforce:Contact:<id> or hubspot:contacts:<id>; the record linked to it goes too')
    .option('--address <address>', 'every record with this e-mail address, in both systems')
    .option('--yes', 'do it; without, it is only asked')
    .action(async (options: Common & { readonly record?: string; readonly address?: string; readonly yes?: boolean }) => {
      const { connection, record, address, yes } = options;
      if ((record === undefined) === (address === undefined)) throw new CliError('Give --record or --address.');
      if (yes !== true) throw new CliError('This erases the person in Salesforce and in HubSpot, past both recycle bins. Repeat it with --yes.');
      const answer = await askOf(options).post(withQuery('erasures', { connection }), record === undefined ? { address } : { record });
      show<EraseAnswer>(
        options,
        answer,
        ({ erasing }) =>
          `Being erased, with whatever is linked to them:\n${erasing.map((ref) => `  ${refText(ref)}`).join('\n')}\nThe proof: fieldwise erasures`,
      );
    });
  const erasures = withPaging(program.command('erasures').description('proofs of what was erased; they name nobody')).action(async (options: Paging) => {
    const { connection, limit, after } = options;
    show<Page<Erasure>>(options, await askOf(options).get(withQuery('erasures', { connection, limit, after })), printErasures);
  });
  withCommon(erasures.command('verify').description('recompute the chain of proofs'))
    .option('--record <record>', 'and find the proof of this record')
    .action(async (options: Common & { readonly record?: string }) => {
      const { connection, record } = options;
      const answer = await askOf(options).get(withQuery('erasures/check', { connection, record }));
      show<ErasureCheck>(options, answer, printCheck);
    });
  withCommon(erasures.command('allow').argument('<address>').description('let records of an erased address cross again')).action(
    async (address: string, options: Common) => {
      const answer = await askOf(options).post(withQuery('erasures/allow', { connection: options.connection }), { address });
      show<{ readonly allowed: number }>(options, answer, ({ allowed }) =>
        allowed === 0 ? 'Nothing was erased under this address.' : 'Records of this address may cross again.',
      );
    },
  );
}
