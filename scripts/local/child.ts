/** Child programs of the local stack: start one, wait for its JSON ready line, read its further lines, stop it. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export type ReadyLine = Readonly<Record<string, unknown>> & { readonly ready: true };
export type Child = {
  readonly name: string;
  readonly pid: number;
  readonly ready: ReadyLine;
  /** Resolves with what ended it. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** SIGTERM, then SIGKILL after `graceMs`. */
  stop(graceMs?: number): Promise<void>;
  kill(signal: NodeJS.Signals): void;
};

export type ChildOptions = {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly readyWithinMs: number;
  /** Every stdout line that is not the ready line. */
  readonly onLine: (line: string) => void;
  readonly onError: (line: string) => void;
};

/** A line that is a JSON object with `"ready": true`, or null. */
export function parseReady(line: string): ReadyLine | null {
  if (!line.startsWith('{') || !line.includes('"ready":true')) return null;
  try {
    return JSON.parse(line) as ReadyLine;
  } catch {
    return null;
  }
}

function waitForReady(process_: ChildProcess, options: ChildOptions, tail: readonly string[]): Promise<ReadyLine> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`${options.name} ${why}.${tail.length > 0 ? ` Its last words:\n  ${tail.join('\n  ')}` : ''}`));
    const timer = setTimeout(() => {
      process_.kill('SIGKILL');
      fail(`was not ready within ${options.readyWithinMs / 1000} s`);
    }, options.readyWithinMs);
    process_.once('exit', (code, signal) => {
      clearTimeout(timer);
      fail(`ended before it was ready (${signal ?? `exit ${code}`})`);
    });
    createInterface({ input: process_.stdout ?? process.stdin }).on('line', (line) => {
      const ready = parseReady(line);
      if (ready === null) return options.onLine(line);
      clearTimeout(timer);
      return resolve(ready);
    });
  });
}

/** Starts a program on this Node and resolves when it says it is ready; rejects with its last words when it ends or stays silent. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const tail: string[] = [];
  const process_ = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...options.args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...options.env } });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => process_.once('exit', (code, signal) => resolve({ code, signal })));
  createInterface({ input: process_.stderr }).on('line', (line) => {
    tail.push(line);
    if (tail.length > 20) tail.shift();
    options.onError(line);
  });
  const ready = await waitForReady(process_, options, tail);
  const stop = async (graceMs = 10_000): Promise<void> => {
    process_.kill('SIGTERM');
    const timer = setTimeout(() => process_.kill('SIGKILL'), graceMs);
    await ended;
    clearTimeout(timer);
  };
  return { name: options.name, pid: process_.pid ?? 0, ready, ended, stop, kill: (signal) => void process_.kill(signal) };
}
