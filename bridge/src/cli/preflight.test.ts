import { describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import type { PreflightView } from '../preflight/index.ts';
import { addPreflight, printPreflight } from './preflight.ts';

const view: PreflightView = {
  isLooking: false,
  trouble: null,
  report: {
    ...{ score: 72, isReady: false, checkedAt: 0, rulesVersion: 1 },
    checks: [
      {
        key: 'reached',
        name: 'Connection',
        state: 'pass',
        summary: 'Both answer.',
        remedy: null,
        findings: [{ what: 'hidden', count: null, remedy: null, records: [] }],
      },
      {
        ...{ key: 'guards', name: 'Validation rules', state: 'fail', summary: '4 records were refused.', remedy: 'Let it pass.' },
        findings: [{ what: 'Lead: Phone_First', count: 4, remedy: 'Give a phone.', records: [{ side: 'salesforce', object: 'Lead', id: '00Q1' }] }],
      },
    ],
  },
};

/** The command over an API that answers with the views in turn. */
async function said(views: readonly PreflightView[], args: readonly string[] = []) {
  const asked: string[] = [];
  let code = 0;
  let turn = 0;
  const shown: string[] = [];
  const next = (): Promise<unknown> => Promise.resolve(views[Math.min(turn++, views.length - 1)]);
  const program = new Command().exitOverride();
  addPreflight(program, {
    askOf: () => ({
      get: (path) => {
        asked.push(`get ${path}`);
        return next();
      },
      post: (path) => {
        asked.push(`post ${path}`);
        return Promise.resolve({});
      },
    }),
    show: (_options, answer, print) => void shown.push(print(answer as never)), // the program shows what the API answered
    withCommon: (command) => command.option('--connection <id>'),
    fail: () => (code = 1),
    sleep: () => Promise.resolve(),
  });
  await program.parseAsync(['preflight', ...args], { from: 'user' });
  return { asked, code, text: shown.join('\n') };
}

describe('fieldwise preflight', () => {
  test('tells score, checks, what was found and what to do; of what passed only that it did', () => {
    const text = printPreflight(view);
    expect(text).toContain('Readiness 72 of 100');
    expect(text).toContain('FAIL   Validation rules: 4 records were refused.');
    expect(text).toContain('salesforce:Lead:00Q1');
    expect(text).toContain('→ Give a phone.');
    expect(text).not.toContain('hidden');
  });

  test('looks anew, waits for the end, and ends with 1 when something has to be done', async () => {
    const { asked, code, text } = await said([{ ...view, isLooking: true }, view], ['--connection', 'a']);
    expect(asked).toEqual(['post preflight?connection=a', 'get preflight?connection=a', 'get preflight?connection=a']);
    expect([code, text.startsWith('Readiness')]).toEqual([1, true]);
  });

  test('ends with 0 when nothing stands in the way; --last asks for no look', async () => {
    const ready = view.report === null ? view : { ...view, report: { ...view.report, isReady: true } };
    expect(await said([ready], ['--last'])).toMatchObject({ asked: ['get preflight'], code: 0 });
    expect(await said([{ isLooking: false, trouble: 'Salesforce did not answer.', report: null }])).toMatchObject({ code: 1 });
  });
});
