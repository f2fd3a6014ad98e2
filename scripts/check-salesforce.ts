/**
 * Checks the Salesforce package without an org: node scripts/check-salesforce.ts [--convert]
 * One line per check with its time, then every problem. Ends with 1 on any problem, and when a check cannot run.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  checkConversion,
  checkFieldNames,
  checkFormat,
  checkMetadata,
  checkSemantics,
  checkWithPmd,
  loadProject,
  type Check,
  type Problem,
} from './salesforce-checks/index.ts';

const checks: readonly Check[] = [
  { name: 'metadata: types, references, limits', run: checkMetadata },
  { name: 'field names in Apex and SOQL', run: checkFieldNames },
  { name: 'Apex semantics (apex-ls)', run: checkSemantics },
  { name: 'Apex rules (PMD)', run: checkWithPmd },
  { name: 'Apex formatting (Prettier)', run: checkFormat },
  ...(process.argv.includes('--convert') ? [{ name: 'conversion to the Metadata API (sf)', run: checkConversion }] : []),
];

const project = loadProject(join(dirname(fileURLToPath(import.meta.url)), '..'));
let failed = 0;
for (const check of checks) {
  const startedAt = performance.now();
  const problems = await runCheck(check);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `${problems.length === 0 ? 'ok  ' : 'FAIL'} ${check.name.padEnd(40)} ${seconds.padStart(5)} s${problems.length === 0 ? '' : `  ${problems.length} problems`}`,
  );
  for (const problem of problems) console.log(`     ${problem.path}${problem.line === null ? '' : `:${problem.line}`}  ${problem.message}`);
  if (problems.length > 0) failed++;
}
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function runCheck(check: Check): Promise<readonly Problem[]> {
  try {
    return await check.run(project);
  } catch (error) {
    return [{ path: 'sfdx-project.json', line: null, message: `The check could not run. ${error instanceof Error ? error.message : String(error)}` }];
  }
}
