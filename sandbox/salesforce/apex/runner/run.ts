/** Runs @IsTest methods and counts the lines they reach. */
import { performance } from 'node:perf_hooks';
import type { ClassInfo, MethodInfo } from '../compiler/infos.ts';
import type { CoverageLine } from '../compiler/emit.ts';
import { callStatic } from '../runtime/entry.ts';
import { Limits } from '../runtime/limits.ts';
import type { Runtime, TestState } from '../runtime/runtime.ts';
import { ApexException } from '../runtime/throwable.ts';

export type TestOptions = {
  /** The user tests run as; by house rule the admin persona. */
  readonly userId: string;
  /** Only these classes, by name; all when left out. */
  readonly classes?: readonly string[];
};

export type TestResult = {
  readonly className: string;
  readonly method: string;
  readonly passed: boolean;
  readonly message: string | null;
  readonly stack: readonly string[];
  readonly durationMs: number;
};
export type CoverageEntry = {
  readonly name: string;
  readonly isTrigger: boolean;
  readonly file: string;
  readonly lines: number;
  readonly covered: number;
  readonly uncoveredLines: readonly number[];
};
export type TestReport = {
  readonly passed: number;
  readonly failed: number;
  readonly results: readonly TestResult[];
  readonly coverage: readonly CoverageEntry[];
};

type Program = { readonly runtime: Runtime; readonly classes: readonly ClassInfo[]; readonly lines: readonly CoverageLine[] };

export const testClasses = (classes: readonly ClassInfo[]): ClassInfo[] =>
  classes.filter((c) => c.outer === null && c.kind !== 'trigger' && c.isTest && testMethods(c).length > 0);

const testMethods = (cls: ClassInfo): MethodInfo[] =>
  [...cls.methods.values()].flat().filter((m) => m.isStatic && m.annotations.has('istest') && m.params.length === 0);
const setupMethods = (cls: ClassInfo): MethodInfo[] => [...cls.methods.values()].flat().filter((m) => m.isStatic && m.annotations.has('testsetup'));

/** Leaves the transaction so that the org undoes all of it. */
class Rollback extends Error {}

export function runTests(program: Program, options: TestOptions): TestReport {
  const wanted = options.classes?.map((name) => name.toLowerCase());
  const classes = testClasses(program.classes).filter((c) => !wanted || wanted.includes(c.name.toLowerCase()));
  const missing = wanted?.filter((name) => !classes.some((c) => c.name.toLowerCase() === name)) ?? [];
  if (missing.length) throw new Error(`no test class named ${missing.join(', ')}`);
  program.runtime.hits.fill(0);
  const results = classes.flatMap((cls) => testMethods(cls).map((method) => runOne(program, options, cls, method)));
  const passed = results.filter((r) => r.passed).length;
  return { passed, failed: results.length - passed, results, coverage: coverageOf(program) };
}

function runOne({ runtime }: Program, options: TestOptions, cls: ClassInfo, method: MethodInfo): TestResult {
  const startedAt = performance.now();
  const done = (message: string | null, stack: readonly string[] = []): TestResult => ({
    className: cls.name,
    method: method.name,
    passed: message === null,
    message,
    stack,
    durationMs: performance.now() - startedAt,
  });
  try {
    runtime.org.transaction({ userId: options.userId, quiddity: 'RUNTEST_SYNC', isTest: true }, (transaction) => {
      const state: TestState = { phase: 'before', saved: null, jobs: [], events: [], mocks: new Map() };
      const context = runtime.contextOf(transaction, state);
      runtime.inContext(context, () => {
        for (const setup of setupMethods(cls)) runtime.asNewTransaction('RUNTEST_SYNC', options.userId, () => callStatic(runtime, setup, []));
        // Set-up publishes and enqueues for itself only.
        state.events.length = 0;
        state.jobs.length = 0;
        context.statics = [];
        context.limits = new Limits(false);
        callStatic(runtime, method, []);
      });
      throw new Rollback();
    });
    return done(null);
  } catch (error) {
    if (error instanceof Rollback) return done(null);
    if (error instanceof ApexException) return done(`${error.typeName}: ${error.apexMessage ?? 'null'}`, error.apexStack);
    // A fault of the runtime or the org, or something neither implements: a failure with its JavaScript stack.
    return done(
      error instanceof Error ? `runtime fault: ${error.message}` : String(error),
      error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 12) : [],
    );
  }
}

function coverageOf({ runtime, lines }: Program): CoverageEntry[] {
  const units = new Map<string, { name: string; isTrigger: boolean; file: string; lines: number; covered: number; uncoveredLines: number[] }>();
  lines.forEach((line, i) => {
    const unit = units.get(line.file) ?? { name: line.unit, isTrigger: line.isTrigger, file: line.file, lines: 0, covered: 0, uncoveredLines: [] };
    units.set(line.file, unit);
    unit.lines += 1;
    if (runtime.hits[i]) unit.covered += 1;
    else unit.uncoveredLines.push(line.line);
  });
  return [...units.values()].map((u) => ({ ...u, uncoveredLines: u.uncoveredLines.sort((a, b) => a - b) })).sort((a, b) => a.name.localeCompare(b.name));
}
