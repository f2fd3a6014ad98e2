/** Compiled programs kept on disk under a name made of everything that decides them, so that a second start need not compile. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ObjectSchema } from '../../contract.ts';
import type { Source } from '../compiler/sources.ts';
import type { ProgramImage } from './image.ts';

/** Images kept per directory; the oldest go first. One image is about half a megabyte. */
const KEPT_MAX = 8;

/**
 * The image of these sources against this schema: from `directory` if one is kept there, else compiled and kept. What fails to
 * compile is never kept. An unreadable file is compiled again; a directory that cannot be written to only costs the next start time.
 */
export function keptImage(directory: string, sources: readonly Source[], objects: readonly ObjectSchema[], compile: () => ProgramImage): ProgramImage {
  const file = join(directory, `${nameOf(sources, objects)}.json`);
  const kept = read(file);
  if (kept) return kept;
  const image = compile();
  write(directory, file, image);
  return image;
}

/** Everything that decides the outcome: the sources, the schema, this compiler and library, the parser, Node. */
function nameOf(sources: readonly Source[], objects: readonly ObjectSchema[]): string {
  const hash = createHash('sha256');
  const asJson = (_: string, value: unknown): unknown => (value instanceof Map ? [...value] : value);
  hash.update(JSON.stringify([process.version, sources, objects], asJson));
  hash.update(readFileSync(createRequire(import.meta.url).resolve('@apexdevtools/apex-parser')));
  const own = join(dirname(fileURLToPath(import.meta.url)), '..');
  for (const name of readdirSync(own, { recursive: true, encoding: 'utf8' }).sort())
    if (name.endsWith('.ts') && !name.endsWith('.test.ts')) hash.update(readFileSync(join(own, name)));
  return hash.digest('hex').slice(0, 32);
}

function read(file: string): ProgramImage | null {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProgramImage; // written below, under the hash of its own compiler
  } catch {
    return null;
  }
}

function write(directory: string, file: string, image: ProgramImage): void {
  try {
    mkdirSync(directory, { recursive: true });
    // Several orgs may start at once: none reads half a file.
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, JSON.stringify(image));
    renameSync(unfinished, file);
    const byAge = readdirSync(directory)
      .filter((name) => name.endsWith('.json'))
      .map((name) => join(directory, name))
      .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
    for (const old of byAge.slice(KEPT_MAX)) rmSync(old, { force: true });
  } catch {
    rmSync(`${file}.${process.pid}`, { force: true });
  }
}
