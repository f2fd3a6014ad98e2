/** Finds and parses the Apex sources of a package. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ApexErrorListener, ApexParserFactory, type CompilationUnitContext, type TriggerUnitContext } from '@apexdevtools/apex-parser';
import type { Problem } from './errors.ts';

export type Source = { readonly file: string; readonly name: string; readonly kind: 'class' | 'trigger'; readonly text: string; readonly apiVersion: number };
export type ParsedSource = Source & { readonly tree: CompilationUnitContext | TriggerUnitContext };

/** Default when a source has no -meta.xml beside it: the version the package is built for. */
export const API_VERSION = 68;

/** Every .cls and .trigger under the directories, wherever they lie, with the version of its -meta.xml. */
export function findSources(directories: readonly string[]): Source[] {
  const sources: Source[] = [];
  for (const directory of directories) {
    for (const file of readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort()) {
      const path = join(directory, file);
      const kind = file.endsWith('.cls') ? 'class' : file.endsWith('.trigger') ? 'trigger' : null;
      if (!kind || file.includes('node_modules') || !statSync(path).isFile()) continue;
      const name = basename(file).replace(/\.(cls|trigger)$/, '');
      sources.push({ file: path, name, kind, text: readFileSync(path, 'utf8'), apiVersion: apiVersionOf(path) });
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

/** Parses one source; syntax errors go to `problems`. */
export function parseSource(source: Source, problems: Problem[]): ParsedSource | null {
  const listener = new Listener(source.file);
  const { parser } = ApexParserFactory.createLexerAndParser(source.text, listener);
  const tree = source.kind === 'class' ? parser.compilationUnit() : parser.triggerUnit();
  problems.push(...listener.problems);
  return listener.problems.length ? null : { ...source, tree };
}
