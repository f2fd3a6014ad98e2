/** Compiles snippets against the fake org and runs them as tests. */
import { compileApex, type CompiledApex, type TestReport } from '../index.ts';
import { ADMIN, FakeOrg } from './fake-org.ts';

export type Harness = { readonly org: FakeOrg; readonly apex: CompiledApex; readonly debug: readonly string[] };

/** Sources by name; a text that begins with `trigger` is one. */
export function compile(sources: Readonly<Record<string, string>>, apiVersion = 68): Harness {
  const org = new FakeOrg();
  const debug: string[] = [];
  const apex = compileApex({
    org,
    debug: (line) => debug.push(line),
    sources: Object.entries(sources).map(([name, text]) => ({
      file: `${name}.cls`,
      name,
      kind: /^\s*trigger\b/i.test(text) ? 'trigger' : 'class',
      text,
      apiVersion,
    })),
  });
  org.program = apex;
  return { org, apex, debug };
}

/** Runs all test classes of the sources. */
export function runTests(sources: Readonly<Record<string, string>>, apiVersion = 68): TestReport & Harness {
  const harness = compile(sources, apiVersion);
  return { ...harness, ...harness.apex.runTests({ userId: ADMIN }) };
}

/** Runs statements as the body of one test method; answers its failure, or null. */
export function run(body: string, members = ''): string | null {
  const report = runTests({ Snippet: `@IsTest private class Snippet {\n${members}\n@IsTest static void run() {\n${body}\n} }` });
  const [result] = report.results;
  return result?.passed ? null : [result?.message, ...(result?.stack ?? [])].join('\n');
}

/** The error a snippet does not compile with. */
export function refusal(body: string, members = ''): string {
  try {
    compile({ Snippet: `public class Snippet {\n${members}\npublic static void run() {\n${body}\n} }` });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'compiled';
}
