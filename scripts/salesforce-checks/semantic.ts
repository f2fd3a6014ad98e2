/** The semantic check: apex-ls compiles the whole package against the platform's types. Warnings count as problems. */
import { relative, sep } from 'node:path';
import { runJava } from './java.ts';
import type { Problem, Project } from './types.ts';

const MAIN_CLASS = 'io.github.apexdevtools.apexls.CheckForIssues';
/** 0 = clean or warnings, 4 = errors; anything else is a crash of the tool. */
const KNOWN_STATUS = new Set<number | null>([0, 4]);

/** Reads the project on disk, whatever `files` holds. */
export async function checkSemantics(project: Project): Promise<readonly Problem[]> {
  const { status, output } = await runJava(project.root, MAIN_CLASS, ['-w', project.root, '-d', 'warnings', '-n']);
  if (!KNOWN_STATUS.has(status)) throw new Error(`apex-ls ended with ${status}:\n${output}`);
  const problems = parseReport(output, project.root);
  if (status !== 0 && problems.length === 0) throw new Error(`apex-ls reports errors that could not be read:\n${output}`);
  return problems;
}

/**
 * Answers the problems of a report: a line with the file, then one `Kind: line 3 at 4-9: message` each.
 * A finding without position keeps line null.
 */
export function parseReport(output: string, root: string): Problem[] {
  const problems: Problem[] = [];
  let path = '';
  for (const line of output.split('\n')) {
    const finding = /^(Error|Warning|Syntax|Missing|Unused)\w*: (?:line (\d+)(?: at [\d:-]+)?(?: to [\d:]+)?: )?(.*)$/.exec(line);
    if (finding) problems.push({ path, line: finding[2] ? Number(finding[2]) : null, message: `${finding[1]}: ${finding[3]}` });
    else if (line.trim() !== '') path = relative(root, line.trim()).split(sep).join('/');
  }
  return problems;
}
