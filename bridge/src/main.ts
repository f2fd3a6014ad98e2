/** The bridge as a program: starts it, says when it is ready, and ends it in an orderly way on a signal. */
import { loadProcessConfig } from './config.ts';
import type { ConfigProblem } from './config.ts';
import { startBridge } from './service/index.ts';

export { loadProcessConfig } from './config.ts';
export type { Config, ConfigProblem } from './config.ts';
export { openOffline } from './service/index.ts';

/** Work that does not finish in time is given up: its claims lapse and its attempts are settled at the next start. */
const drainMaxMs = 25_000;

/** The problems of a configuration for a person's eyes. */
export function explainProblems(problems: readonly ConfigProblem[]): string {
  return ['The configuration has problems:', ...problems.map(({ path, problem, remedy }) => `  ${path}: ${problem}\n      → ${remedy}`)].join('\n');
}

function reasonOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE')
    return 'the port is taken; set FIELDWISE_PORT to another, or stop the other program';
  return error instanceof Error ? error.message : String(error);
}

/**
 * Runs the bridge until SIGTERM or SIGINT. Prints one JSON line when it takes webhooks:
 * `{"ready":true,"url":"http://127.0.0.1:8585","pid":1234}`. Exit codes: 0 ended on a signal, 1 failed, 2 not configured.
 */
export async function runBridge(): Promise<number> {
  const loaded = loadProcessConfig();
  if (!loaded.ok) {
    process.stderr.write(`${explainProblems(loaded.problems)}\n`);
    return 2;
  }
  const bridge = await startBridge(loaded.config).catch((error: unknown) => {
    process.stderr.write(`The bridge could not start: ${reasonOf(error)}\n`);
    return null;
  });
  if (bridge === null) return 1;
  process.stdout.write(`${JSON.stringify({ ready: true, url: bridge.url, pid: process.pid })}\n`);

  const crashed = new Promise<1>((resolve) => {
    const crash = (error: unknown): void => {
      bridge.journal.event('bridge.crashed', { reason: reasonOf(error), stack: error instanceof Error ? (error.stack ?? null) : null });
      resolve(1);
    };
    process.once('uncaughtException', crash);
    process.once('unhandledRejection', crash);
    bridge.failed.catch(crash);
  });
  const asked = new Promise<0>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(0));
  });
  const code = await Promise.race([crashed, asked]);
  // A crashed part may never finish; the lease and the attempts in the store make ending at once safe.
  if (code === 0) await Promise.race([bridge.stop(), new Promise((resolve) => setTimeout(resolve, drainMaxMs).unref())]);
  return code;
}

if (import.meta.main) process.exit(await runBridge());
