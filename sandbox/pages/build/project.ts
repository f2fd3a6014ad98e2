/** What the pages are made of: the package's Lightning components and labels, as an sfdx project lays them out. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';

export type Project = {
  /** Folder of each component by its name. */
  readonly components: ReadonlyMap<string, string>;
  /** Names of the components the platform would offer to a page or tab. */
  readonly exposed: readonly string[];
  readonly labels: ReadonlyMap<string, string>;
};

/** One <labels> element of a CustomLabels file; the parser gives a list for every element. */
type LabelFile = { readonly CustomLabels?: { readonly labels?: readonly { readonly fullName: string; readonly value: string }[] } };

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, isArray: (name) => name === 'labels' });
const isSource = (path: string): boolean => !path.includes('node_modules') && !path.includes('__tests__');

/** Every source file of a folder tree, sorted. */
export function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => isSource(path) && statSync(path, { throwIfNoEntry: false })?.isFile() === true)
    .sort();
}

/** Files that a build of the package directories depends on. */
export function sourcesOf(packageDirs: readonly string[]): readonly string[] {
  return packageDirs.flatMap(filesUnder).filter((path) => /[\\/]lwc[\\/]/.test(path) || path.endsWith('.labels-meta.xml'));
}

/** A text that changes whenever one of the files does. */
export function fingerprint(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    const stats = statSync(file, { throwIfNoEntry: false });
    hash.update(`${file}:${stats?.size ?? 0}:${stats?.mtimeMs ?? 0}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

function labelsOf(file: string): readonly (readonly [string, string])[] {
  const parsed = parser.parse(readFileSync(file, 'utf8')) as LabelFile; // the shape is Salesforce's own; anything else yields no labels
  return (parsed.CustomLabels?.labels ?? []).map(({ fullName, value }) => [fullName, value]);
}

const isExposed = (folder: string, name: string): boolean => {
  const file = join(folder, `${name}.js-meta.xml`);
  return existsSync(file) && /<isExposed>\s*true\s*<\/isExposed>/.test(readFileSync(file, 'utf8'));
};

/** Reads the project; two components of one name are an error, as they are on the platform. */
export function readProject(packageDirs: readonly string[]): Project {
  const files = sourcesOf(packageDirs);
  const components = new Map<string, string>();
  for (const file of files) {
    const folder = dirname(file);
    const name = basename(folder);
    if (basename(dirname(folder)) !== 'lwc' || basename(file) !== `${name}.js`) continue;
    const other = components.get(name);
    if (other !== undefined) throw new Error(`There are two components ${name}: ${other} and ${folder}.`);
    components.set(name, folder);
  }
  return {
    components,
    exposed: [...components].filter(([name, folder]) => isExposed(folder, name)).map(([name]) => name),
    labels: new Map(files.filter((file) => file.endsWith('.labels-meta.xml')).flatMap(labelsOf)),
  };
}
