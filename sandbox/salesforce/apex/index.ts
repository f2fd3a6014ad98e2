/**
 * Purpose: runs the package's Apex inside the local org: compiles classes and triggers to JavaScript and runs them.
 * In: package directories, or sources as text, and the org (its schema at compile time, its transactions at run time).
 * Out: an ApexProgram for the org and the API to call, and a runner for @IsTest classes with coverage.
 * Never: guesses at what it does not know (an unknown type, method or statement is a compile error), touches the network.
 * Tests: beside the code, `*.test.ts`; the assumptions made are listed in docs/apex-assumptions.md.
 */
import type { ApexProgram, Org } from '../contract.ts';
import { compileProgram } from './compiler/program.ts';
import { findSources, type Source } from './compiler/sources.ts';
import type { ProgramImage } from './kept/image.ts';
import { keptImage } from './kept/keep.ts';
import { programOf } from './kept/read.ts';
import { imageOf } from './kept/write.ts';
import { platformLibrary } from './library/index.ts';
import { makeProgram } from './runtime/entry.ts';
import { makeHelpers } from './runtime/helpers.ts';
import { Runtime } from './runtime/runtime.ts';
import { installTriggers } from './runtime/triggers.ts';
import { testClasses, runTests, type TestOptions, type TestReport } from './runner/run.ts';

export { ApexCompileErrors, type Problem } from './compiler/errors.ts';
export { ApexException } from './runtime/throwable.ts';
export type { CoverageEntry, TestOptions, TestReport, TestResult } from './runner/run.ts';
export { formatReport } from './runner/report.ts';
export type { Source } from './compiler/sources.ts';

export type CompileOptions = {
  /** Directories searched for .cls and .trigger files, at any depth. */
  readonly packageDirs?: readonly string[];
  /** Sources given as text, as tests do. */
  readonly sources?: readonly Source[];
  readonly org: Org;
  /** Whether @IsTest classes are compiled too; leave it out to start an org quickly. */
  readonly withTests?: boolean;
  /** A directory for compiled programs: what was compiled before from the same sources and schema is taken from there. */
  readonly keepIn?: string;
  /** Receives System.debug as `LEVEL|text`. */
  readonly debug?: (line: string) => void;
};

export type CompiledApex = ApexProgram & {
  /** Names of the @IsTest classes. */
  testClasses(): readonly string[];
  /** Runs @IsTest methods, each in a transaction of its own that is rolled back. */
  runTests(options: TestOptions): TestReport;
};

/**
 * Compiles a package against an org's schema. The org is made first, then this, then the org is given the program; nothing
 * runs in between, so `org` only needs `objects()` now. Throws ApexCompileErrors, whose message has one `file:line:column
 * message` per problem. The program holds no state of its own: statics and limits belong to each Transaction object.
 */
export function compileApex(options: CompileOptions): CompiledApex {
  const { org } = options;
  const sources = [...findSources(options.packageDirs ?? [], options.withTests ?? false), ...(options.sources ?? [])];
  const library = platformLibrary();
  const objects = org.objects();
  const compile = (): ProgramImage => imageOf(compileProgram(sources, library, objects), library);
  const program = programOf(options.keepIn === undefined ? compile() : keptImage(options.keepIn, sources, objects, compile), library, objects);
  const runtime = new Runtime(org, program.table, program.classes);
  runtime.sites = program.sites;
  runtime.hits = new Uint8Array(program.lines.length);
  if (options.debug) runtime.debug = options.debug;
  const load = new Function('X', 'R', 'L', '$T', '$O', '$Q', 'K', program.js);
  load(runtime, makeHelpers(library), program.methods, program.types, program.schemas, program.constants, program.classes);
  installTriggers(
    runtime,
    program.triggers.map(({ cls, object, events }) => ({ name: cls.name, object, events, run: () => runTrigger(runtime, cls.index) })),
  );
  return {
    ...makeProgram(runtime),
    testClasses: () => testClasses(program.classes).map((c) => c.name),
    runTests: (testOptions) => runTests({ runtime, classes: program.classes, lines: program.lines }, testOptions),
  };
}

function runTrigger(runtime: Runtime, index: number): void {
  const run: unknown = runtime.constructors[index];
  if (typeof run === 'function') Reflect.apply(run, null, []);
}
