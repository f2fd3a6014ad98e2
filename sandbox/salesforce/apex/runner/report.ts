/** The test report as text for a terminal. */
import type { CoverageEntry, TestReport } from './run.ts';

const percent = (e: Pick<CoverageEntry, 'lines' | 'covered'>): number => (e.lines === 0 ? 100 : (e.covered / e.lines) * 100);

/** Lines covered of all lines, in percent. */
export function totalCoverage(coverage: readonly CoverageEntry[]): number {
  return percent({ lines: coverage.reduce((sum, e) => sum + e.lines, 0), covered: coverage.reduce((sum, e) => sum + e.covered, 0) });
}

/** Failures with their Apex stacks, then coverage, then `N passed, N failed`. */
export function formatReport(report: TestReport): string {
  const failures = report.results
    .filter((r) => !r.passed)
    .map((r) => `FAIL ${r.className}.${r.method}\n  ${r.message ?? ''}\n${r.stack.map((f) => `    ${f}`).join('\n')}\n`);
  const rows = report.coverage.map((e) => {
    const missing = e.uncoveredLines.length ? `  not covered: ${e.uncoveredLines.slice(0, 20).join(', ')}${e.uncoveredLines.length > 20 ? ', …' : ''}` : '';
    return `${percent(e).toFixed(1).padStart(6)} %  ${String(e.covered).padStart(4)}/${String(e.lines).padEnd(4)}  ${e.isTrigger ? 'trigger' : 'class  '}  ${e.name}${missing}`;
  });
  return [
    ...failures,
    'coverage',
    ...rows,
    `${totalCoverage(report.coverage).toFixed(1).padStart(6)} %  of all lines`,
    `${report.passed} passed, ${report.failed} failed`,
  ].join('\n');
}
