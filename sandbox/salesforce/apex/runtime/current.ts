/** The runtime whose code is running. Everything is synchronous, so one slot is enough; entering nests. */
import type { Runtime } from './runtime.ts';

let active: Runtime | null = null;

/** The running program's runtime; library code is only reachable while there is one. */
export function running(): Runtime {
  if (!active) throw new Error('no Apex is running');
  return active;
}

export function enter<T>(runtime: Runtime, work: () => T): T {
  const before = active;
  active = runtime;
  try {
    return work();
  } finally {
    active = before;
  }
}
