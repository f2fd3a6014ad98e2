/**
 * The breakers of one connection: six of them, one per side and kind of write. The pass asks it before it writes; what is decided costs no
 * call and no wait. How each stands is a document, so that a pause outlives the process, and so that several bridges that share a store and
 * whoever answers a question see the same.
 */
import { describeIssue, SIDES } from '../../domain/index.ts';
import type { ConnectionId, Issue, Side, Subject } from '../../domain/model.ts';
import type { Clock, Journal, Store, WriteGate, WriteIntent, WriteKind, WriteVerdict } from '../ports.ts';
import { createBreaker } from './breaker.ts';
import type { Breaker, BreakerLimits, BreakerMemory } from './breaker.ts';
import { DROPPED, HELD, memoryIn, pagesOf, STATE, stateDocument, subjectDocument, subjectOfHeld } from './documents.ts';
import { pausedWords, waitWords } from './words.ts';

export type BreakerSettings = Omit<BreakerLimits, 'floor'> & { readonly floors: Readonly<Record<WriteKind, number>> };
/** Ten minutes, because an import is over within them at full speed; the floors are beyond what teams do by hand, and far below a whole portal. */
export const BREAKER_SETTINGS: BreakerSettings = {
  windowMs: 600_000,
  floors: { create: 5_000, update: 20_000, delete: 250 },
  factor: 4,
  personMax: 50,
};
export type BreakerPorts = {
  readonly connection: ConnectionId;
  readonly store: Store;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly settings?: Partial<BreakerSettings>;
  /** Everything crosses for the first time: nothing is unusual yet. */
  readonly isLearning: () => boolean;
  /** A job a person approved is making everything due: what nobody changed is the job's. */
  readonly isJobRunning: () => boolean;
  /** Work fell due. */
  readonly wake: () => void;
};
export type BreakerRow = Omit<BreakerMemory, 'usual' | 'steps'> & {
  readonly side: Side;
  readonly kind: WriteKind;
  /** Writes within the window so far, and how many there may be. */
  readonly count: number;
  readonly limit: number;
  /** Records that wait for the answer. */
  readonly waiting: number;
};
export type Answer = 'proceed' | 'drop' | 'keep';
export type BreakerKeeper = {
  readonly gate: WriteGate;
  readonly rows: () => Promise<readonly BreakerRow[]>;
  /** False when that kind is not paused. */
  readonly answer: (at: { readonly side: Side; readonly kind: WriteKind }, word: Answer, by: string | null) => Promise<boolean>;
  /** Somebody wants these looked at after all, whatever was said of the storm they were part of. */
  readonly forgive: (subjects: readonly Subject[]) => Promise<void>;
  /** Records that wait for an answer; as of the last look. */
  readonly waiting: () => number;
  readonly run: (signal: AbortSignal) => Promise<void>;
};

export const WRITE_KINDS: readonly WriteKind[] = ['create', 'update', 'delete'];
const tickMs = 2_000;
const saveEveryMs = 30_000;
/** Nobody answered: they are looked at again, and wait on. */
const holdMs = 24 * 3_600_000;
const URGENT: ReadonlySet<string> = new Set(['consent', 'handoff']);

type Kept = {
  readonly side: Side;
  readonly kind: WriteKind;
  readonly key: string;
  breaker: Breaker;
  version: number;
  isDirty: boolean;
  waiting: number;
  told: string;
};

export function createBreakerKeeper(ports: BreakerPorts): BreakerKeeper {
  const { connection, store, clock, journal } = ports;
  const settings: BreakerSettings = { ...BREAKER_SETTINGS, ...ports.settings };
  const limitsOf = (kind: WriteKind): BreakerLimits => ({ ...settings, floor: settings.floors[kind] });
  const all: readonly Kept[] = SIDES.flatMap((side) =>
    WRITE_KINDS.map((kind): Kept => ({
      ...{ side, kind, key: `${side}:${kind}`, version: 0, isDirty: false, waiting: 0, told: '' },
      breaker: createBreaker(limitsOf(kind)),
    })),
  );
  const byKey = new Map(all.map((one) => [one.key, one]));
  let dropped = new Map<Subject, number>();
  let droppedCount = 0;
  let savedAt = -Infinity;

  const stateOf = (one: Kept): BreakerMemory => one.breaker.memory(clock.now());

  function isDropped({ subject, changes }: WriteIntent): boolean {
    const at = dropped.get(subject);
    if (at === undefined) return false;
    // A later edit is news; what a sweep finds is what was dropped.
    const isNews = changes.some(({ origin, occurredAt }) => origin === 'operator' || (origin === 'event' && occurredAt > at));
    if (isNews) void forget([subject]);
    return !isNews;
  }

  async function forget(subjects: readonly Subject[]): Promise<void> {
    const known = subjects.filter((subject) => dropped.delete(subject));
    if (known.length === 0) return;
    droppedCount -= await store.dropDocuments(connection, DROPPED, known);
  }

  function judge(intent: WriteIntent): WriteVerdict {
    const { lane, changes, ref } = intent;
    if (isDropped(intent)) return 'drop';
    const isAsked = changes.some(({ origin }) => origin === 'operator');
    const isJobs = lane === 'backfill' && ports.isJobRunning() && changes.every(({ actor }) => actor === undefined);
    if (URGENT.has(lane) || isAsked || isJobs || ports.isLearning()) return 'go';
    const now = clock.now();
    const actors = [...new Set(changes.flatMap(({ actor }) => (actor === undefined ? [] : [actor])))];
    let verdict: WriteVerdict = 'go';
    for (const { side, kind } of intent.writes) {
      const one = byKey.get(`${side}:${kind}`);
      if (one === undefined) continue;
      const before = stateNow(one);
      const isAdmitted = one.breaker.admit(now, { actors, ref });
      if (before !== stateNow(one)) tripped(one);
      if (!isAdmitted) return 'hold';
      if (stateNow(one) === 'let') verdict = 'let';
    }
    return verdict;
  }

  const stateNow = (one: Kept): BreakerMemory['state'] => one.breaker.state();

  function tripped(one: Kept): void {
    one.isDirty = true;
    const { figures } = stateOf(one);
    journal.event('writes.paused', { connection, side: one.side, kind: one.kind, count: figures?.count ?? 0, limit: figures?.limit ?? 0 });
  }

  async function keep(held: readonly WriteIntent[]): Promise<void> {
    const now = clock.now();
    const documents = held.flatMap((intent) => {
      const one = pausedFor(intent);
      return one === undefined ? [] : [subjectDocument(HELD, intent.subject, one.key, now)];
    });
    if (documents.length > 0) await store.saveDocuments(connection, documents);
    await saveDirty();
  }

  const pausedFor = ({ writes }: WriteIntent): Kept | undefined =>
    writes.flatMap(({ side, kind }) => byKey.get(`${side}:${kind}`) ?? []).find((one) => stateNow(one) === 'paused');

  // --- the store ---------------------------------------------------------------------------------------------------

  async function save(one: Kept): Promise<void> {
    one.isDirty = false;
    const isSaved = await store.saveDocuments(connection, [stateDocument(one.key, stateOf(one), one.version)]);
    if (isSaved) one.version += 1;
    // Another bridge, or a person, was first: theirs counts.
    else await load();
  }

  async function saveDirty(): Promise<void> {
    for (const one of all) if (one.isDirty) await save(one);
  }

  async function load(): Promise<void> {
    const documents = await store.documents(
      connection,
      STATE,
      all.map(({ key }) => key),
    );
    for (const document of documents) {
      const one = byKey.get(document.key);
      if (one === undefined || document.version <= one.version) continue;
      // What this process counted itself is newer than what was stored of it.
      const steps = one.version === 0 ? memoryIn(document).steps : stateOf(one).steps;
      one.breaker = createBreaker(limitsOf(one.kind), { ...memoryIn(document), steps });
      one.version = document.version;
    }
  }

  async function countHeld(): Promise<void> {
    const [held, gone] = [await store.countDocuments(connection, HELD), await store.countDocuments(connection, DROPPED)];
    for (const one of all) one.waiting = held[one.key] ?? 0;
    const count = Object.values(gone).reduce((sum, many) => sum + many, 0);
    if (count === droppedCount) return;
    const fresh = new Map<Subject, number>();
    for await (const page of pagesOf({ store, connection }, DROPPED)) for (const { key, rank } of page) fresh.set(key as Subject, rank); // its key is one
    dropped = fresh;
    droppedCount = count;
  }

  // --- telling people ----------------------------------------------------------------------------------------------

  async function tell(one: Kept): Promise<void> {
    const { state, figures, since } = stateOf(one);
    const told = state === 'paused' ? `${String(since)}|${String(one.waiting)}` : '';
    if (told === one.told) return;
    one.told = told;
    const subject = `breaker:${one.key}` as Subject; // a feature's own; no pass claims it
    const key = `${subject}|paused`;
    const entry = describeIssue('writes-paused', { side: one.side, field: null });
    const issue: Issue = {
      ...{ key, subject, mapping: '', field: null, category: entry.category, code: entry.code, remedy: entry.remedy, retryAt: null },
      ref: stateOf(one).examples[0] ?? { side: one.side, object: '', id: '' },
      cause: figures === null ? entry.cause : pausedWords(one, figures, one.waiting),
      occurredAt: clock.now(),
    };
    const isPaused = state === 'paused';
    await store.noteFindings(connection, [{ subject, issues: isPaused ? [issue] : [], resolvedIssues: isPaused ? [] : [key], decisions: [] }], clock.now());
  }

  async function answer(at: { readonly side: Side; readonly kind: WriteKind }, word: Answer, by: string | null): Promise<boolean> {
    await load();
    const one = byKey.get(`${at.side}:${at.kind}`);
    if (one === undefined || stateNow(one) !== 'paused') return false;
    const now = clock.now();
    one.breaker.answer(now, word, by);
    await save(one);
    journal.event('writes.answered', { connection, side: at.side, kind: at.kind, word });
    if (word !== 'keep') await letGo(one, word);
    await countHeld();
    await tell(one);
    return true;
  }

  /** Those that waited are looked at again: to be written, or to be told that they are not. */
  async function letGo({ key }: Kept, word: 'proceed' | 'drop'): Promise<void> {
    for await (const page of pagesOf({ store, connection }, HELD, key)) {
      const subjects = page.map(subjectOfHeld);
      const now = clock.now();
      if (word === 'drop') {
        await store.saveDocuments(
          connection,
          subjects.map((subject) => subjectDocument(DROPPED, subject, key, now)),
        );
        for (const subject of subjects) dropped.set(subject, now);
      }
      await store.wake(connection, subjects, 'backfill', now);
      await store.dropDocuments(
        connection,
        HELD,
        page.map((document) => document.key),
      );
      ports.wake();
    }
  }

  return {
    gate: {
      judge,
      keep,
      holdUntil: () => clock.now() + holdMs,
      words: (intent) => waitWords(pausedFor(intent) ?? { side: intent.ref.side, kind: 'update' }),
    },
    async rows() {
      await countHeld();
      const now = clock.now();
      return all.map((one) => {
        const { state, since, figures, examples, answer: last } = stateOf(one);
        const { side, kind, breaker, waiting } = one;
        return { side, kind, state, since, figures, examples, answer: last, count: breaker.total(now), limit: breaker.limit(now), waiting };
      });
    },
    answer,
    forgive: forget,
    waiting: () => all.reduce((sum, { waiting }) => sum + waiting, 0),
    async run(signal) {
      while (!signal.aborted) {
        await load();
        const now = clock.now();
        for (const one of all) {
          const before = stateNow(one);
          one.breaker.tick(now);
          if (stateNow(one) !== before) one.isDirty = true;
        }
        await countHeld();
        for (const one of all) await tell(one);
        if (now - savedAt >= saveEveryMs) {
          savedAt = now;
          for (const one of all) if (one.breaker.total(now) > 0) one.isDirty = true;
        }
        await saveDirty();
        await clock.sleep(tickMs, signal);
      }
    },
  };
}
