import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Journal<T> {
  /** The batches found on disk when the journal was opened, oldest first. Read once; the memory is released afterwards. */
  readonly takeHistory: () => readonly (readonly T[])[];
  /** Appends one committed batch with one write. A batch is one line, so after a crash it is there whole or not at all. */
  readonly append: (batch: readonly T[]) => void;
  /** Bytes in the file now. */
  readonly sizeBytes: () => number;
  /** Replaces the file by the given batches (the live state), atomically. */
  readonly compact: (batches: Iterable<readonly T[]>) => void;
  /** Forgets everything on disk. */
  readonly clear: () => void;
  readonly close: () => void;
}

export interface JournalOptions<T> {
  readonly file: string;
  /** Turns one parsed JSON value back into a record; may throw on a shape it does not know. */
  readonly parse: (value: unknown) => T;
  /** Also wait for the disk on every append. Off by default: a killed process loses nothing without it, only a power cut does. */
  readonly fsync?: boolean;
}

function readBatches<T>(file: string, parse: (value: unknown) => T): { batches: T[][]; goodBytes: number } {
  if (!existsSync(file)) return { batches: [], goodBytes: 0 };
  const bytes = readFileSync(file);
  const batches: T[][] = [];
  let start = 0;
  for (let end = bytes.indexOf(10, start); end !== -1; end = bytes.indexOf(10, start)) {
    const value: unknown = JSON.parse(bytes.toString('utf8', start, end));
    if (!Array.isArray(value)) throw new Error(`${file}: byte ${start} does not hold a batch`);
    batches.push(value.map(parse));
    start = end + 1;
  }
  return { batches, goodBytes: start }; // bytes after the last newline are a torn write: that batch never committed
}

function writeAll(fd: number, text: string): number {
  const bytes = Buffer.from(text, 'utf8');
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done, bytes.length - done);
  return bytes.length;
}

/** Opens (or creates) an append-only state file. A torn last line is cut off; damage elsewhere throws. */
export function openJournal<T>({ file, parse, fsync = false }: JournalOptions<T>): Journal<T> {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.compacting`;
  rmSync(temporary, { force: true });
  const read = readBatches(file, parse);
  let history: readonly (readonly T[])[] = read.batches;
  let fd = openSync(file, 'a');
  let size = read.goodBytes;
  ftruncateSync(fd, size);

  const append = (batch: readonly T[]): void => {
    if (batch.length === 0) return;
    size += writeAll(fd, `${JSON.stringify(batch)}\n`);
    if (fsync) fsyncSync(fd);
  };
  const compact = (batches: Iterable<readonly T[]>): void => {
    const next = openSync(temporary, 'w');
    let written = 0;
    for (const batch of batches) if (batch.length > 0) written += writeAll(next, `${JSON.stringify(batch)}\n`);
    fsyncSync(next);
    closeSync(next);
    renameSync(temporary, file);
    closeSync(fd);
    fd = openSync(file, 'a');
    size = written;
  };
  return {
    takeHistory: () => {
      const found = history;
      history = [];
      return found;
    },
    append,
    sizeBytes: () => size,
    compact,
    clear: () => compact([]),
    close: () => closeSync(fd),
  };
}
