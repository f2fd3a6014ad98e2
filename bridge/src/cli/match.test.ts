import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { CliError } from './errors.ts';
import { addMatch } from './match.ts';

/** Files in, a file out; once as a person runs it, as a process. */
const program = fileURLToPath(new URL('./index.ts', import.meta.url));
type Run = { readonly code: number; readonly err: string };

describe('fieldwise match', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'match-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const file = (name: string, content?: string | Buffer): string => {
    const path = join(folder, name);
    if (content !== undefined) writeFileSync(path, content);
    return path;
  };
  /** In this process, as `runCli` does it, without the rest of the program. */
  async function run(...args: readonly string[]): Promise<Run> {
    let err = '';
    const terminal = { out: () => undefined, err: (text: string) => void (err += text) };
    const command = new Command().exitOverride().configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
    addMatch(command, terminal);
    try {
      await command.parseAsync(['match', ...args], { from: 'user' });
      return { code: 0, err };
    } catch (error) {
      if (error instanceof CliError) return { code: 1, err: `${err}${error.message}\n` };
      if (error instanceof CommanderError) return { code: 2, err };
      throw error;
    }
  }
  const spawned = (...args: readonly string[]): Promise<Run> =>
    new Promise((resolve) => {
      execFile(
        process.execPath,
        ['--disable-warning=ExperimentalWarning', program, 'match', ...args],
        { env: { PATH: process.env['PATH'] } },
        (error, _out, err) => resolve({ code: error === null ? 0 : Number(error.code), err }),
      );
    });
  const pairs = (): string[][] =>
    readFileSync(join(folder, 'pairs.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));

  const left = [
    'id,firstname,lastname,email,phone,company',
    '1,Bob,Kettlewell,bob.kettlewell@acme.com,(212) 555-0188,Acme Inc.',
    '2,Ann,Jones,info@acme.com,,Acme',
    '3,Maria,Lopez,maria@lopez.es,,"Lopez, Hijos"',
  ];
  const right = [
    'id,firstname,lastname,email,mobile,company',
    'a,Robert,Kettlewell,Bob.Kettlewell@ACME.com,+1 212 555 0188,ACME',
    'b,Carl,Oduya,info@acme.com,,Acme',
    'c,María,López,maria@lopez.es,,Lopez Hijos',
  ];

  test('two files of different dialects: links, with reasons, and nobody linked through a shared mailbox', async () => {
    const one = file('left.csv', left.join('\n'));
    const other = file('right.csv', `\ufeff${right.map((line) => line.replaceAll(',', ';')).join('\r\n')}\r\n`);
    const { code, err } = await spawned('--left', one, '--right', other, '--out', file('pairs.csv'));
    expect([code, err]).toEqual([0, expect.stringContaining('2 links')]);
    expect(readFileSync(file('pairs.csv'), 'utf8').split('\n')[0]).toBe('left_id,right_id,confidence,band,evidence');
    expect(pairs().map(([l, r, , band]) => [l, r, band])).toEqual([
      ['1', 'a', 'link'],
      ['3', 'c', 'link'],
    ]);
    expect(pairs()[0]?.slice(4).join(',')).toMatch(/same e-mail; name agrees \(Bob Kettlewell\/Robert Kettlewell, short form\); same phone number/);
  });

  test('the same bytes for any order of rows', async () => {
    const turned = ([header = '', ...rows]: readonly string[]): string => [header, ...rows.toReversed()].join('\n');
    await run('--left', file('left.csv', left.join('\n')), '--right', file('right.csv', right.join('\n')), '--out', file('pairs.csv'));
    await run('--left', file('l2.csv', turned(left)), '--right', file('r2.csv', turned(right)), '--out', file('pairs2.csv'));
    expect(readFileSync(file('pairs2.csv'), 'utf8')).toBe(readFileSync(file('pairs.csv'), 'utf8'));
  });

  test('duplicates inside one file, the smaller id first', async () => {
    const all = file('all.csv', [left[0], left[1], 'x,Robert,Kettlewell,bob.kettlewell@acme.com,212-555-0188,Acme', left[3]].join('\n'));
    expect((await run('--within', all, '--out', file('pairs.csv'))).code).toBe(0);
    expect(pairs().map(([l, r, , band]) => [l, r, band])).toEqual([['1', 'x', 'link']]);
  });

  test('what people decided is kept: different is never listed, same is a link', async () => {
    const said = file('decisions.csv', 'left_id,right_id,decision\n1,a,different\nc,2,same\n9,b,same\n');
    await run('--left', file('left.csv', left.join('\n')), '--right', file('right.csv', right.join('\n')), '--out', file('pairs.csv'), '--decisions', said);
    expect(pairs().map(([l, r, confidence, , words]) => [l, r, confidence === '1.0000', words?.includes('decided')])).toEqual([
      ['2', 'c', true, true],
      ['3', 'c', false, false],
    ]);
  });

  test('every column but the id may be missing', async () => {
    const { code } = await run('--left', file('left.csv', 'id\n1\n'), '--right', file('right.csv', 'email,id\n,2\n'), '--out', file('pairs.csv'));
    expect([code, pairs()]).toEqual([0, []]);
  });

  test.each([
    ['no such file', undefined, 'there is no such file'],
    ['an empty file', '', 'the file is empty'],
    ['no id column', 'name,email\nBob,b@x.com\n', 'there is no column "id"; found "name", "email"'],
    ['a record without id', 'id,email\n,b@x.com\n', 'line 2 has no id'],
    ['one id twice', 'id,email\n7,b@x.com\n8,c@x.com\n7,d@x.com\n', 'the id "7" is there twice, again in line 4'],
    ['a quote that never ends', 'id,email\n7,"b@x.com\n', 'left.csv'],
  ])('%s is one plain sentence, exit code 1, and no file', async (_what, content, sentence) => {
    const bad = file('left.csv', content);
    const { code, err } = await run('--left', bad, '--right', file('right.csv', right.join('\n')), '--out', file('pairs.csv'));
    expect(err.trim().split('\n').at(-1)).toContain(sentence);
    expect([code, err.includes('    at '), existsSync(file('pairs.csv'))]).toEqual([1, false, false]);
  });

  test('what does not go together is said', async () => {
    const one = file('left.csv', left.join('\n'));
    expect(await run('--left', one, '--out', file('pairs.csv'))).toMatchObject({ code: 1, err: expect.stringContaining('Give both --left and --right') });
    expect(await run('--within', one, '--left', one, '--out', file('pairs.csv'))).toMatchObject({ code: 1, err: expect.stringContaining('either --within') });
    expect((await run('--within', one, '--out', file('pairs.csv'), '--kind', 'deal')).code).toBe(2);
  });
});
