/**
 * Monthly caps. A record is counted when it is let in, before it is made, in one transaction with the month's count: so a bridge that dies,
 * a look that comes twice and several bridges at once count it once, and never let in more than the cap.
 */
import { describeIssue } from '../domain/index.ts';
import type { ActivityRule, ConnectionId, Instant, Issue, Lane, Subject } from '../domain/model.ts';
import type { CapAnswer, CapAsk, Clock, CreateCaps, Journal, Rulebook, Store } from '../engine/index.ts';
import { monthOf } from './month.ts';
import type { Month } from './month.ts';

export type CapPorts = {
  readonly connection: ConnectionId;
  readonly store: Store;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly rulebook: () => Rulebook | null;
  /** Work fell due. */
  readonly wake: () => void;
};
/** Where one rule stands this month. */
export type CapUse = { readonly rule: string; readonly made: number; readonly waiting: number; readonly resetsAt: Instant };
export type ActivityCaps = CreateCaps & {
  /** For what passes no pass: which of these there is room for. What is held stays with who asked, and is asked for again. */
  readonly letIn: (rule: string, ids: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly use: () => Promise<readonly CapUse[]>;
  /** Lets go on what waits as soon as there is room again: a new month, a higher cap, a rule without one. */
  readonly run: (signal: AbortSignal) => Promise<void>;
};

/** Per rule: what it made in the month, in the body; ranked by the month. */
const USE = 'activities.use';
/** Per record that was let in, so that it is counted once. */
const MADE = 'activities.made';
/** Per subject that waits. */
const WAITING = 'activities.waiting';
/** Bridges that count at the same time take turns; each loses to one that won. */
const TRIES_MAX = 50;
const lookEveryMs = 15_000;
const wakeMax = 500;
const backlog: Lane = 'backfill';

type Counted = { readonly made: number; readonly version: number };

export function createActivityCaps(ports: CapPorts): ActivityCaps {
  const { connection, store, clock, journal } = ports;
  const ruleOf = (key: string): ActivityRule | undefined => (ports.rulebook()?.rules.activities ?? []).find((rule) => rule.key === key);
  const useKey = (rule: string, month: Month): string => `${rule}|${month.name}`;
  const subjectOf = (rule: string): Subject => `activity:${rule}` as Subject; // a feature's own; no pass claims it
  const issueKey = (rule: string): string => `${subjectOf(rule)}|cap`;

  async function counted(rule: string, month: Month): Promise<Counted> {
    const [row] = await store.documents(connection, USE, [useKey(rule, month)]);
    return row === undefined ? { made: 0, version: 0 } : { made: Number(row.body), version: row.version };
  }

  /** Lets in as many as there is room for, those that were let in before first; answers which. */
  async function letIn<Ask extends Pick<CapAsk, 'ref'>>(rule: string, max: number | null, asks: readonly Ask[]): Promise<ReadonlySet<Ask>> {
    const month = monthOf(clock.now());
    const keyOf = ({ ref }: Ask): string => `${rule}|${ref.id}`;
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const { made, version } = await counted(rule, month);
      const known = new Set((await store.documents(connection, MADE, asks.map(keyOf))).map(({ key }) => key));
      const before = asks.filter((ask) => known.has(keyOf(ask)));
      const fresh = asks.filter((ask) => !known.has(keyOf(ask)));
      const taken = max === null ? fresh : fresh.slice(0, Math.max(0, max - made));
      if (taken.length === 0) return new Set(before);
      const use = { kind: USE, key: useKey(rule, month), group: rule, rank: month.from, body: String(made + taken.length), ifVersion: version };
      const rows = taken.map((ask) => ({ kind: MADE, key: keyOf(ask), group: rule, rank: month.from, body: '', ifVersion: 0 }));
      if (await store.saveDocuments(connection, [use, ...rows])) {
        // A new month begins with a clean sheet; a record of before that comes late is counted as one of now.
        if (version === 0) await store.pruneDocuments(connection, MADE, { group: rule, rank: month.from });
        return new Set([...before, ...taken]);
      }
    }
    throw new Error(`The use of the activity rule ${rule} could not be counted.`);
  }

  async function hold(rule: string, max: number, asks: readonly CapAsk[]): Promise<CapAnswer> {
    const month = monthOf(clock.now());
    const rows = asks.map(({ subject }) => ({ kind: WAITING, key: subject, group: rule, rank: clock.now(), body: '' }));
    await store.saveDocuments(connection, rows);
    return tell(rule, max, month);
  }

  async function tell(rule: string, max: number, month: Month): Promise<CapAnswer> {
    const cap = `${String(max)} a month, until ${month.nextName}`;
    await store.noteFindings(connection, [{ subject: subjectOf(rule), issues: [issueOf(rule, cap, month)], resolvedIssues: [], decisions: [] }], clock.now());
    return { until: month.next, words: `The monthly cap of the activity rule ${rule} is reached (${cap}).` };
  }

  function issueOf(rule: string, cap: string, month: Month): Issue {
    const { category, code, cause, remedy } = describeIssue('activity-cap-reached', { side: 'salesforce', field: rule, option: cap });
    return {
      ...{ key: issueKey(rule), subject: subjectOf(rule), ref: { side: 'salesforce', object: ruleOf(rule)?.salesforceObject ?? 'Task', id: '' } },
      ...{ mapping: rule, field: null, category, code, cause, remedy, occurredAt: clock.now(), retryAt: month.next },
    };
  }

  async function admit(asks: readonly CapAsk[]): Promise<readonly CapAnswer[]> {
    const answers = new Map<CapAsk, CapAnswer>();
    for (const [key, own] of Map.groupBy(asks, ({ mapping }) => mapping.activity ?? '')) {
      const max = ruleOf(key)?.monthlyMax ?? null;
      const admitted = await letIn(key, max, own);
      const held = own.filter((ask) => !admitted.has(ask));
      if (held.length === 0 || max === null) continue;
      const answer = await hold(key, max, held);
      for (const ask of held) answers.set(ask, answer);
    }
    return asks.map((ask) => answers.get(ask) ?? null);
  }

  async function release(rule: string, count: number): Promise<void> {
    const room = Math.max(0, (ruleOf(rule)?.monthlyMax ?? Infinity) - (await counted(rule, monthOf(clock.now()))).made);
    if (room === 0) return;
    const { items } = await store.listDocuments(connection, WAITING, { group: rule, limit: Math.min(room, wakeMax) });
    // Keys are subjects, as they were stored.
    const subjects = items.map(({ key }) => key as Subject);
    await store.wake(connection, subjects, backlog, clock.now());
    await store.dropDocuments(connection, WAITING, subjects);
    if (items.length === count)
      await store.noteFindings(connection, [{ subject: subjectOf(rule), issues: [], resolvedIssues: [issueKey(rule)], decisions: [] }], clock.now());
    journal.event('activities.released', { connection, rule, count: items.length });
    ports.wake();
  }

  return {
    admit,
    async letIn(rule, ids) {
      const max = ruleOf(rule)?.monthlyMax ?? null;
      const asks = ids.map((id) => ({ ref: { side: 'hubspot' as const, object: 'form', id } }));
      const admitted = await letIn(rule, max, asks);
      if (admitted.size < asks.length && max !== null) await tell(rule, max, monthOf(clock.now()));
      else if (asks.length > 0)
        await store.noteFindings(connection, [{ subject: subjectOf(rule), issues: [], resolvedIssues: [issueKey(rule)], decisions: [] }], clock.now());
      return new Set([...admitted].map(({ ref }) => ref.id));
    },
    async use() {
      const month = monthOf(clock.now());
      const waiting = await store.countDocuments(connection, WAITING);
      const rules = ports.rulebook()?.rules.activities ?? [];
      return Promise.all(
        rules.map(async ({ key }) => ({ rule: key, made: (await counted(key, month)).made, waiting: waiting[key] ?? 0, resetsAt: month.next })),
      );
    },
    async run(signal) {
      while (!signal.aborted) {
        for (const [rule, count] of Object.entries(await store.countDocuments(connection, WAITING))) await release(rule, count);
        await clock.sleep(lookEveryMs, signal);
      }
    },
  };
}
