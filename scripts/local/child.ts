/** Child programs of the local stack: start one, hear its ready line and its further lines, stop it. */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

export type ReadyLine = Readonly<Record<string, unknown>> & { readonly ready: true };
export type Ending = { readonly code: number | null; readonly signal: NodeJS.Signals | null };
export type Child = {
  readonly name: string;
  readonly pid: number;
  /** What it printed when it was ready; rejects with its last words when it ends before. Programs that print none never settle this. */
  readonly ready: Promise<ReadyLine>;
  readonly ended: Promise<Ending>;
  /** The last lines it wrote to stderr. */
  lastWords(): string;
  /** SIGTERM, then SIGKILL after `graceMs`. */
  stop(graceMs?: number): Promise<void>;
  signal(signal: NodeJS.Signals): void;
};

export type ChildOptions = {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** All its output is kept here. */
  readonly logFile: string;
  /** Every line of output that is not the ready line. */
  readonly onLine?: (line: string) => void;
};

const lastWordsMax = 15;

/** A line that is a JSON object with `"ready": true`, or null. */
export function parseReady(line: string): ReadyLine | null {
  if (!line.startsWith('{') || !line.includes('"ready":true')) return null;
  try {
    return JSON.parse(line) as ReadyLine;
  } catch {
    return null;
  }
}

/** Starts a program on this very Node. */
export function startChild(options: ChildOptions): Child {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...options.args], { stdio: ['ignore', 'pipe', 'pipe'], env: options.env });
  const log = createWriteStream(options.logFile, { flags: 'a' });
  const tail: string[] = [];
  const lastWords = (): string => tail.join('\n');
  const ended = new Promise<Ending>((resolve) => child.once('close', (code, signal) => log.end(() => resolve({ code, signal }))));
  const ready = new Promise<ReadyLine>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      log.write(`${line}\n`);
      const found = parseReady(line);
      if (found === null) options.onLine?.(line);
      else resolve(found);
    });
    void ended.then(({ code, signal }) =>
      reject(new Error(`${options.name} ended before it was ready (${signal ?? `exit ${String(code)}`}). Its last words:\n${lastWords()}`)),
    );
  });
  ready.catch(() => undefined); // Programs without a ready line reject this at their normal end.
  createInterface({ input: child.stderr }).on('line', (line) => {
    log.write(`${line}\n`);
    options.onLine?.(line);
    tail.push(line);
    if (tail.length > lastWordsMax) tail.shift();
  });
  const stop = async (graceMs = 15_000): Promise<void> => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await ended;
    clearTimeout(timer);
  };
  return { name: options.name, pid: child.pid ?? 0, ready, ended, lastWords, stop, signal: (signal) => void child.kill(signal) };
}
