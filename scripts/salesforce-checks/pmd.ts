/** PMD over every Apex file with config/pmd-apex.xml. A file PMD cannot process is a problem too: by itself it would only be logged. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { runJava } from './java.ts';
import type { Problem, Project } from './types.ts';

/** The engine's own entry point; PMD's command line is not among the bundled jars. */
const MAIN_CLASS = 'com.salesforce.sfca.pmdwrapper.PmdWrapper';
const RULESET = 'config/pmd-apex.xml';

type Report = {
  readonly violations: readonly {
    readonly rule: string;
    readonly message: string;
    readonly codeLocation: { readonly file: string; readonly startLine: number };
  }[];
  readonly processingErrors: readonly { readonly file: string; readonly message: string }[];
};

/** Reads the Apex files on disk; `files` only names them. */
export async function checkWithPmd(project: Project): Promise<readonly Problem[]> {
  const workDirectory = await mkdtemp(join(tmpdir(), 'fieldwise-pmd-'));
  try {
    return await runPmd(project, workDirectory);
  } finally {
    await rm(workDirectory, { recursive: true, force: true });
  }
}

async function runPmd(project: Project, workDirectory: string): Promise<readonly Problem[]> {
  const input = join(workDirectory, 'input.json');
  const output = join(workDirectory, 'output.json');
  const filesToScan = project.files.filter((file) => /\.(cls|trigger)$/.test(file.path)).map((file) => join(project.root, file.path));
  await writeFile(input, JSON.stringify({ ruleSetInputFile: join(project.root, RULESET), runDataPerLanguage: { apex: { filesToScan } } }));
  const result = await runJava(project.root, MAIN_CLASS, ['run', input, output]);
  // The wrapper says `[Error]` and ends with 0 when the ruleset itself is broken.
  const failure = result.output.split('\n').find((line) => line.startsWith('[Error]'));
  if (result.status !== 0 || failure) throw new Error(`PMD failed: ${failure ?? result.output}`);
  // The wrapper's own output format, version-pinned with it.
  const report = JSON.parse(await readFile(output, 'utf8')) as Report;
  const inProject = (file: string): string => relative(project.root, file).split(sep).join('/');
  return [
    ...report.processingErrors.map((error) => ({ path: inProject(error.file), line: null, message: `PMD could not read it: ${error.message.trim()}` })),
    ...report.violations.map((found) => ({
      path: inProject(found.codeLocation.file),
      line: found.codeLocation.startLine,
      message: `${found.rule}: ${found.message.trim()}`,
    })),
  ];
}
