/** The build as a program of its own, so that the server stays free: prints `{folder, warnings}` on one line, or what is wrong and where. */
import { buildPages } from './build.ts';

/** Compiler errors carry the file and the place. */
type CompileError = { readonly id?: string; readonly location?: { readonly line: number } };

try {
  console.log(JSON.stringify(await buildPages(process.argv.slice(2))));
} catch (error) {
  const { id, location } = error as CompileError; // rollup adds them when it knows them
  const where = id === undefined ? '' : `${id}${location === undefined ? '' : `:${location.line}`}\n`;
  console.error(where + (error instanceof Error ? error.message : String(error)));
  process.exitCode = 1;
}
