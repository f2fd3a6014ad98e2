import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { fieldsOf, openJar } from './class-files.ts';
import { checkFormat } from './format.ts';
import { runJava } from './java.ts';
import { checkWithPmd } from './pmd.ts';
import { parseReport } from './semantic.ts';
import type { Problem, Project } from './types.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const projectOf = (path: string, text: string): Project => ({ root, directories: [], apiVersion: '68.0', files: [{ path, text }] });

/** Runs PMD over one class that lies outside the project. */
async function pmdOver(text: string): Promise<readonly Problem[]> {
  const directory = mkdtempSync(join(tmpdir(), 'fieldwise-pmd-test-'));
  try {
    writeFileSync(join(directory, 'SyncX.cls'), text);
    return await checkWithPmd(projectOf(relative(root, join(directory, 'SyncX.cls')), text));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

describe('the report of the semantic checker', () => {
  test('becomes one problem per finding', () => {
    const output = [
      '/repo/force-app/A.cls',
      "Error: line 3 at 4-9: Unknown type 'X'",
      'Syntax: line 9 at 108: mismatched input',
      '/repo/force-app/B.cls',
      'Warning: line 1: odd',
    ].join('\n');
    expect(parseReport(output, '/repo')).toEqual([
      { path: 'force-app/A.cls', line: 3, message: "Error: Unknown type 'X'" },
      { path: 'force-app/A.cls', line: 9, message: 'Syntax: mismatched input' },
      { path: 'force-app/B.cls', line: 1, message: 'Warning: odd' },
    ]);
  });
});

describe('PMD', () => {
  test('reports a query in a loop', async () => {
    const problems = await pmdOver(
      'public with sharing class SyncX {\n  private void run() {\n    for (Integer i = 0; i < 2; i++) {\n      Object o = [SELECT Id FROM Lead WHERE Id = NULL WITH USER_MODE];\n    }\n  }\n}\n',
    );
    expect(problems.map((problem) => problem.message).join('\n')).toContain('OperationWithLimitsInLoop');
  });

  test('reports a file it cannot read', async () => {
    const problems = await pmdOver('public class SyncX { void run( }');
    expect(problems.map((problem) => problem.message).join('\n')).toContain('PMD could not read it');
  });
});

describe('Java tools', () => {
  test('say so when they are not installed', async () => {
    await expect(runJava('/nowhere', 'Main', [])).rejects.toThrow('run npm ci');
  });
});

describe('formatting', () => {
  test('finds a file that is not formatted, and one that cannot be', async () => {
    expect((await checkFormat(projectOf('force-app/SyncX.cls', 'public class SyncX{}')))[0]?.message).toContain('is not formatted');
    expect((await checkFormat(projectOf('force-app/SyncX.cls', 'public class {')))[0]?.message).toContain('cannot be parsed');
    expect(await checkFormat(projectOf('force-app/SyncX.cls', 'public class SyncX {\n}\n'))).toEqual([]);
  });
});

describe('class files', () => {
  test('tell the fields of a standard object and where relationships lead', () => {
    const jar = openJar(join(root, 'node_modules/@salesforce/code-analyzer-pmd-engine/dist/java-lib/sobject-types-65.0.0.jar'));
    const fields = fieldsOf(jar.get('com/nawforce/runforce/SObjects/Contact.class')?.() ?? Buffer.alloc(0));
    expect(fields).toContainEqual({ name: 'Account', type: 'com/nawforce/runforce/SObjects/Account' });
    expect(fields.length).toBeGreaterThan(60);
  });
});
