import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** One XML element: text, or children by name; every child is a list, so a single one and several look alike. */
export type Xml = { readonly [name: string]: readonly (Xml | string)[] };
export type SourceFile = { readonly path: string; readonly name: string; readonly root: string; readonly xml: Xml };

const parser = new XMLParser({ ignoreAttributes: true, ignoreDeclaration: true, parseTagValue: false, trimValues: true, isArray: () => true });

/** Every `*-meta.xml` file under the directories, parsed. Throws, naming the file, when one is not well formed or its root is not alone. */
export function readSources(directories: readonly string[]): readonly SourceFile[] {
  return directories.flatMap((directory) =>
    readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('-meta.xml') && !name.includes('node_modules'))
      .toSorted()
      .map((name) => parseSource(join(directory, name), readFileSync(join(directory, name), 'utf8'))),
  );
}

/** Parses the text of one metadata file. */
export function parseSource(path: string, text: string): SourceFile {
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new MetadataError(path, `not well-formed XML: ${valid.err.msg} (line ${valid.err.line})`);
  const parsed: Record<string, readonly (Xml | string)[]> = parser.parse(text);
  const roots = Object.keys(parsed);
  const [root] = roots;
  const xml = root === undefined ? undefined : parsed[root]?.[0];
  if (root === undefined || roots.length > 1 || xml === undefined) throw new MetadataError(path, 'exactly one root element is expected');
  return { path, name: basename(path).replace(/\.[\w-]+-meta\.xml$/, ''), root, xml: typeof xml === 'string' ? {} : xml };
}

/** A metadata file this org (or the platform) would refuse to deploy. */
export class MetadataError extends Error {
  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.name = 'MetadataError';
  }
}

/** Reads the children of one element strictly: every child must be asked for, or `done()` throws with its name. */
export type Reader = {
  text(name: string): string | undefined;
  required(name: string): string;
  flag(name: string): boolean;
  number(name: string): number | undefined;
  list(name: string): readonly string[];
  children(name: string): readonly Reader[];
  ignore(...names: readonly string[]): void;
  done(): void;
};

/** A strict reader over one element of the file at `path`. */
export function reader(path: string, xml: Xml): Reader {
  const asked = new Set<string>();
  const values = (name: string): readonly (Xml | string)[] => {
    asked.add(name);
    return xml[name] ?? [];
  };
  const fail = (problem: string): never => {
    throw new MetadataError(path, problem);
  };
  const text = (name: string): string | undefined => {
    const [value, second] = values(name);
    if (second !== undefined) return fail(`<${name}> appears twice`);
    if (value !== undefined && typeof value !== 'string') return fail(`<${name}> must hold text`);
    return value;
  };
  return {
    text,
    required: (name) => text(name) ?? fail(`<${name}> is missing`),
    flag: (name) => {
      const value = text(name);
      if (value !== undefined && value !== 'true' && value !== 'false') return fail(`<${name}> must be true or false`);
      return value === 'true';
    },
    number: (name) => {
      const value = text(name);
      if (value === undefined) return undefined;
      return /^\d+$/.test(value) ? Number(value) : fail(`<${name}> must be a whole number`);
    },
    list: (name) => values(name).map((v) => (typeof v === 'string' ? v : fail(`<${name}> must hold text`))),
    children: (name) => values(name).map((v) => reader(path, typeof v === 'string' ? {} : v)),
    ignore: (...names) => names.forEach((name) => asked.add(name)),
    done: () => {
      const unknown = Object.keys(xml).filter((name) => !asked.has(name));
      if (unknown.length > 0) fail(`unknown element ${unknown.map((n) => `<${n}>`).join(', ')}`);
    },
  };
}
