/**
 * The command line: start the bridge, and ask the running one how things stand.
 * In: arguments; the configuration; the bridge's API, or its store when no bridge runs.
 * Out: tables and sentences for people, JSON with --json, an exit code.
 * It must never write to a CRM, and never show a stack trace for something a person can mend.
 * Tests: beside the files.
 */
import { runCli } from './program.ts';

export { runCli } from './program.ts';

if (import.meta.main) {
  process.exitCode = await runCli(process.argv.slice(2), { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) });
  process.exit();
}
