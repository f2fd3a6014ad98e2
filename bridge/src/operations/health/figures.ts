/**
 * What happened in each of the last 24 hours' minutes, kept in memory: it begins when the bridge starts and is gone when it stops. The
 * lasting record is the Prometheus endpoint; these figures are for the people in the Salesforce app.
 */
import { SIDES } from '../../domain/index.ts';
import type { Sided } from '../../domain/index.ts';
import type { Instant, Side } from '../../domain/model.ts';
import type { Clock, Journal, Store } from '../../engine/ports.ts';
import { countInto } from './histogram.ts';
import type { Histogram } from './histogram.ts';

export const MINUTE_MS = 60_000;
/** A day of minutes. */
const minutesMax = 24 * 60;

export type Minute = {
  readonly at: Instant;
  /** From an edit to its landing on the other side. */
  readonly lag: Histogram;
  /** New changes that arrived as events, per side. */
  readonly received: Record<Side, number>;
  /** Records written, per side. */
  readonly written: Record<Side, number>;
  /** Looks that ended, and those of them that left an issue. */
  looks: number;
  troubled: number;
  /** Share of the API budget left, when last asked in this minute. */
  readonly budget: Record<Side, number | null>;
};
export type Credentials = { readonly isRefused: boolean; readonly since: Instant | null; readonly code: string | null };
export type Figures = {
  readonly startedAt: Instant;
  /** When the newest event of each side happened; null before the first. */
  lastEventAt(): Sided<Instant | null>;
  credentials(): Sided<Credentials>;
  /** Minutes that begin at `since` or later, oldest first; minutes in which nothing happened are absent. */
  minutes(since: Instant): readonly Minute[];
  noteBudget(side: Side, remaining: number): void;
  /** The journal with these figures listening; every call is passed on. */
  listen(journal: Journal): Journal;
  /** The store with these figures watching what arrives and what passes leave behind. */
  watch(store: Store): Store;
};

const fresh = (at: Instant): Minute => ({
  at,
  lag: new Map(),
  received: { salesforce: 0, hubspot: 0 },
  written: { salesforce: 0, hubspot: 0 },
  looks: 0,
  troubled: 0,
  budget: { salesforce: null, hubspot: null },
});
const accepted: Credentials = { isRefused: false, since: null, code: null };
const isSide = (text: unknown): text is Side => SIDES.some((side) => side === text);

export function createFigures({ clock }: { readonly clock: Pick<Clock, 'now'> }): Figures {
  const ring: Minute[] = [];
  const lastEventAt: Record<Side, Instant | null> = { salesforce: null, hubspot: null };
  const credentials: Record<Side, Credentials> = { salesforce: accepted, hubspot: accepted };

  const current = (): Minute => {
    const at = Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS;
    const last = ring.at(-1);
    if (last?.at === at) return last;
    const minute = fresh(at);
    ring.push(minute);
    const oldest = at - minutesMax * MINUTE_MS;
    while (ring[0] !== undefined && ring[0].at <= oldest) ring.shift();
    return minute;
  };
  const refused = (side: Side, code: string | null): void => {
    if (!credentials[side].isRefused) credentials[side] = { isRefused: true, since: clock.now(), code };
  };
  const onEvent: Journal['event'] = (name, details) => {
    const side = name === 'connection.failed' && details['what'] === 'Salesforce login' ? 'salesforce' : details['side'];
    if (!isSide(side)) return;
    const code = typeof details['code'] === 'string' ? details['code'] : null;
    if (name === 'write.landed') {
      const minute = current();
      minute.written[side] += 1;
      if (typeof details['lagMs'] === 'number') countInto(minute.lag, details['lagMs']);
    } else if (name === 'token.refused' || name === 'connection.failed' || (name === 'api.failed' && details['kind'] === 'auth')) refused(side, code);
    else if (name === 'token.renewed') credentials[side] = accepted;
  };
  const onCount: Journal['count'] = (name, _amount, labels) => {
    const side = labels?.['side'];
    // A call that the platform refused for its content, or for its limits, was let in all the same.
    if (name === 'api.called' && isSide(side) && labels?.['outcome'] === 'ok') credentials[side] = accepted;
  };

  return {
    startedAt: clock.now(),
    lastEventAt: () => ({ ...lastEventAt }),
    credentials: () => ({ ...credentials }),
    minutes: (since) => ring.filter((minute) => minute.at >= since),
    noteBudget: (side, remaining) => void (current().budget[side] = remaining),
    listen: (journal) => ({
      event: (name, details) => (journal.event(name, details), onEvent(name, details)),
      count: (name, amount, labels) => (journal.count(name, amount, labels), onCount(name, amount, labels)),
      observe: (name, value, labels) => journal.observe(name, value, labels),
    }),
    watch: (store) => ({
      ...store,
      async append(input) {
        const answer = await store.append(input);
        for (const change of input.changes) {
          if (change.origin !== 'event') continue;
          const { side } = change.ref;
          if (answer.stored > 0) current().received[side] += 1;
          lastEventAt[side] = Math.max(lastEventAt[side] ?? 0, change.occurredAt);
        }
        return answer;
      },
      async commit(input) {
        const answer = await store.commit(input);
        const minute = current();
        minute.looks += input.outcomes.length;
        minute.troubled += input.outcomes.filter((outcome) => outcome.issues.length > 0).length;
        return answer;
      },
    }),
  };
}
