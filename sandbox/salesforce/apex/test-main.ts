/**
 * Runs a package's Apex tests on a local org in memory.
 * Usage: node sandbox/salesforce/apex/test-main.ts [--package force-app]… [--class Name]… [--coverage-min 90] [--json] [--debug]
 * Exit code 1 when a test fails, coverage is below the bar, or a trigger has none; 2 when the package does not compile.
 */
import { parseArgs } from 'node:util';
import { createOrg } from '../org/index.ts';
import { ApexCompileErrors, compileApex, formatReport } from './index.ts';
import { totalCoverage } from './runner/report.ts';

const { values } = parseArgs({
  options: {
    package: { type: 'string', multiple: true },
    class: { type: 'string', multiple: true },
    'coverage-min': { type: 'string' },
    json: { type: 'boolean', default: false },
    debug: { type: 'boolean', default: false },
  },
});

function main(): number {
  const packageDirs = values.package ?? ['force-app'];
  const org = createOrg({ packageDirs, dataDir: null, clock: { now: () => Date.now() } });
  try {
    const apex = compileApex({ packageDirs, org, withTests: true, ...(values.debug ? { debug: (line) => void process.stderr.write(`${line}\n`) } : {}) });
    org.attach(apex);
    const report = apex.runTests({ userId: org.personas.admin.userId, ...(values.class ? { classes: values.class } : {}) });
    process.stdout.write(values.json ? `${JSON.stringify(report, null, 1)}\n` : `${formatReport(report)}\n`);
    const problems: string[] = [];
    const least = Number(values['coverage-min'] ?? 0);
    if (totalCoverage(report.coverage) < least) problems.push(`coverage ${totalCoverage(report.coverage).toFixed(1)} % is below ${least} %`);
    if (!values.class) for (const entry of report.coverage) if (entry.isTrigger && entry.covered === 0) problems.push(`trigger ${entry.name} has no coverage`);
    for (const problem of problems) process.stderr.write(`${problem}\n`);
    return report.failed > 0 || problems.length > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof ApexCompileErrors)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  } finally {
    org.close();
  }
}

process.exitCode = main();
