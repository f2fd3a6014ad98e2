import type { Clock, GatewayResult, Random } from '../engine/index.ts';

const waitMinMs = 1_000;
const waitMaxMs = 60_000;

export type Patience = {
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly onFailure: (code: string, message: string) => void;
  /** Resolves when it is worth asking again before the wait is over. */
  readonly sooner?: () => Promise<void>;
};

/**
 * Asks until it is answered, with growing, jittered waits; the platform's own "come back at" wins when it is later. Null when the signal
 * fired first. `onFailure` hears of every refusal, so that the wait shows in status.
 */
export async function untilAnswered<T>(ask: () => Promise<GatewayResult<T>>, options: Patience): Promise<T | null> {
  const { clock, random, signal, onFailure, sooner } = options;
  for (let tries = 0; !signal.aborted; tries += 1) {
    const answer = await ask();
    if (answer.ok) return answer.value;
    onFailure(answer.failure.code, answer.failure.message);
    const ceiling = Math.min(waitMaxMs, waitMinMs * 2 ** Math.min(tries, 10));
    const waitMs = ceiling / 2 + (random() * ceiling) / 2;
    const asked = answer.failure.kind === 'permanent' ? 0 : Math.min((answer.failure.retryAt ?? 0) - clock.now(), waitMaxMs);
    const stop = new AbortController();
    const slept = clock.sleep(Math.max(waitMs, asked), AbortSignal.any([signal, stop.signal]));
    await (sooner === undefined ? slept : Promise.race([slept, sooner()]));
    stop.abort();
  }
  return null;
}
