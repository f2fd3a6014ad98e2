/**
 * When a deferred write is tried again: 2 s, 4 s, 8 s … 34 min, then every hour, each spread by ±25 % so that a platform coming
 * back is not met by everything at once. The platform's own wish (Retry-After) is honoured when later. A change to the record,
 * or a person's retry, is looked at at once, whatever the timetable says.
 */
import type { Instant } from '../domain/model.ts';
import type { Random } from './ports.ts';
import type { EngineSettings } from './settings.ts';

/** The moment of the next try after `tries` earlier ones. */
export function retryAt(input: {
  readonly now: Instant;
  readonly tries: number;
  readonly notBefore?: Instant | null;
  readonly random: Random;
  readonly settings: Pick<EngineSettings, 'retryMinMs' | 'retryMaxMs'>;
}): Instant {
  const { now, tries, random, settings } = input;
  const waitMs = Math.min(settings.retryMaxMs, settings.retryMinMs * 2 ** Math.min(tries, 30));
  const spread = waitMs * (0.75 + random() * 0.5);
  return Math.max(Math.round(now + spread), input.notBefore ?? 0);
}
