/** Calendar months in UTC. Pure. */
import type { Instant } from '../domain/model.ts';

export type Month = {
  /** `2026-11`. */
  readonly name: string;
  readonly from: Instant;
  /** When the next one begins. */
  readonly next: Instant;
  /** The day the next one begins, as people read it: `2026-12-01`. */
  readonly nextName: string;
};

/** The month a moment is in. */
export function monthOf(at: Instant): Month {
  const date = new Date(at);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const [from, next] = [Date.UTC(year, month), Date.UTC(year, month + 1)];
  const day = (moment: Instant): string => new Date(moment).toISOString().slice(0, 10);
  return { name: day(from).slice(0, 7), from, next, nextName: day(next) };
}
