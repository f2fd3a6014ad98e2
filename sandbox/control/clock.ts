/** What time the sandbox believes it is. `frozenAt` is epoch ms, or null while time flows. */
export interface ClockState {
  readonly nowMs: number;
  readonly offsetMs: number;
  readonly frozenAt: number | null;
}

/** One change of the clock; fields are applied in the order frozen, nowMs, offsetMs, advanceMs. */
export interface ClockChange {
  readonly frozen?: boolean;
  readonly nowMs?: number;
  readonly offsetMs?: number;
  readonly advanceMs?: number;
}

export interface SandboxClock {
  /** Epoch ms as the sandbox sees it. */
  readonly now: () => number;
  /** Moves time forward (or back, when negative); a frozen clock stays frozen at the new instant. */
  readonly advance: (ms: number) => void;
  /** Jumps to an instant; a flowing clock keeps flowing from there. */
  readonly set: (epochMs: number) => void;
  readonly setOffset: (offsetMs: number) => void;
  readonly freeze: () => void;
  readonly resume: () => void;
  readonly apply: (change: ClockChange) => void;
  readonly reset: () => void;
  readonly state: () => ClockState;
}

/**
 * A clock that follows real time until told otherwise. Timers are not virtual: a delay of 50 ms takes 50 real ms even
 * while the clock is frozen; only what the platforms *say* the time is (timestamps, expiry, rate windows) moves.
 */
export function createClock(realNow: () => number = Date.now): SandboxClock {
  let offsetMs = 0;
  let frozenAt: number | null = null;
  const now = (): number => frozenAt ?? realNow() + offsetMs;
  const set = (epochMs: number): void => {
    offsetMs = epochMs - realNow();
    if (frozenAt !== null) frozenAt = epochMs;
  };
  const freeze = (): void => {
    frozenAt = now();
  };
  const resume = (): void => {
    if (frozenAt === null) return;
    offsetMs = frozenAt - realNow();
    frozenAt = null;
  };
  const setOffset = (value: number): void => {
    offsetMs = value;
    if (frozenAt !== null) frozenAt = realNow() + value;
  };
  const advance = (ms: number): void => set(now() + ms);
  const apply = (change: ClockChange): void => {
    if (change.frozen === true) freeze();
    if (change.frozen === false) resume();
    if (change.nowMs !== undefined) set(change.nowMs);
    if (change.offsetMs !== undefined) setOffset(change.offsetMs);
    if (change.advanceMs !== undefined) advance(change.advanceMs);
  };
  const reset = (): void => {
    offsetMs = 0;
    frozenAt = null;
  };
  const state = (): ClockState => ({ nowMs: now(), offsetMs, frozenAt });
  return { now, advance, set, setOffset, freeze, resume, apply, reset, state };
}
