/** Compile errors: always with file, line and the construct, and collected so one run shows them all. */
import type { ParserRuleContext } from 'antlr4';

export type Problem = { readonly file: string; readonly line: number; readonly column: number; readonly message: string };

/** Thrown inside the compiler to leave the construct being compiled. */
export class CompileError extends Error {
  readonly at: ParserRuleContext;
  constructor(at: ParserRuleContext, message: string) {
    super(message);
    this.at = at;
  }
}

/** What compileApex throws when the package does not compile. */
export class ApexCompileErrors extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map((p) => `${p.file}:${p.line}:${p.column} ${p.message}`).join('\n'));
    this.name = 'ApexCompileErrors';
    this.problems = problems;
  }
}

export function refuse(at: ParserRuleContext, message: string): never {
  throw new CompileError(at, message);
}
