/** Finds and parses the Apex sources of a package. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ApexErrorListener, ApexParserFactory, type CompilationUnitContext, type TriggerUnitContext } from '@apexdevtools/apex-parser';
import type { Problem } from './errors.ts';

export type Source = { readonly file: string; readonly name: string; readonly kind: 'class' | 'trigger'; readonly text: string; readonly apiVersion: number };
export type ParsedSource = Source & { readonly tree: CompilationUnitContext | TriggerUnitContext };

/** Default when a source has no -meta.xml beside it: the version the package is built for. */
export const API_VERSION = 68;

/** A source whose first annotation is @IsTest: the whole class is for tests. */
const IS_TEST = /^(?:\s|\/\/[^\n]*\n|\/\*[^]*?\*\/)*@IsTest\b/i;

/** Every .cls and .trigger under the directories, wherever they lie, with the version of its -meta.xml. */
export function findSources(directories: readonly string[], withTests: boolean): Source[] {
  const sources: Source[] = [];
  for (const directory of directories) {
    for (const file of readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort()) {
      const path = join(directory, file);
      const kind = file.endsWith('.cls') ? 'class' : file.endsWith('.trigger') ? 'trigger' : null;
      if (!kind || file.includes('node_modules') || !statSync(path).isFile()) continue;
      const name = basename(file).replace(/\.(cls|trigger)$/, '');
      const text = readFileSync(path, 'utf8');
      if (withTests || !IS_TEST.test(text)) sources.push({ file: path, name, kind, text, apiVersion: apiVersionOf(path) });
    }
  }
  return sources;
}

function apiVersionOf(path: string): number {
  try {
    return Number(/<apiVersion>\s*([\d.]+)/.exec(readFileSync(`${path}-meta.xml`, 'utf8'))?.[1] ?? API_VERSION);
  } catch {
    return API_VERSION;
  }
}

class Listener extends ApexErrorListener {
  readonly problems: Problem[] = [];
  readonly file: string;
  constructor(file: string) {
    super();
    this.file = file;
  }
  override apexSyntaxError(line: number, column: number, message: string): void {
    this.problems.push({ file: this.file, line, column: column + 1, message: `syntax: ${message}` });
  }
}

/** ANTLR's prediction modes: the fast one may refuse what the full one accepts, never the reverse. */
const FAST = 0;
const FULL = 1;

/** Parses one source, quickly if that works; syntax errors go to `problems`. */
export function parseSource(source: Source, problems: Problem[]): ParsedSource | null {
  const fast = parseWith(source, FAST);
  const result = fast.problems.length ? parseWith(source, FULL) : fast;
  problems.push(...result.problems);
  return result.problems.length ? null : { ...source, tree: result.tree };
}

function parseWith(source: Source, mode: number): { tree: CompilationUnitContext | TriggerUnitContext; problems: readonly Problem[] } {
  const listener = new Listener(source.file);
  const { parser } = ApexParserFactory.createLexerAndParser(source.text, listener);
  const interpreter: unknown = Reflect.get(parser, '_interp');
  if (typeof interpreter === 'object' && interpreter !== null) Reflect.set(interpreter, 'predictionMode', mode);
  const tree = source.kind === 'class' ? parser.compilationUnit() : parser.triggerUnit();
  return { tree, problems: listener.problems };
}
