/** Schema drift of one connection, wired: it looks on its schedule, and soon after a call was refused for a field nobody knows. */
import { createDriftWatch } from '../drift/index.ts';
import type { DriftPlace, DriftPorts, DriftWatch } from '../drift/index.ts';
import type { Subject } from '../domain/model.ts';
import type { Journal, Rulebook } from '../engine/index.ts';

export type DriftPart = {
  readonly watch: DriftWatch;
  readonly place: DriftPlace;
  /** The journal as the connection's other parts use it: what they note of refused calls is a hint. */
  readonly listen: (journal: Journal) => Journal;
};

/** Codes with which a platform refuses a whole call because of a field. */
const fieldCodes: ReadonlySet<string> = new Set(['INVALID_FIELD', 'INVALID_FIELD_FOR_INSERT_UPDATE', 'INVALID_TYPE', 'PROPERTY_DOESNT_EXIST']);
const hints: ReadonlySet<string> = new Set(['pass.given-back', 'sweep.failed']);

const pageMax = 500;
/** New rules are in force within seconds of the bell, unless a platform is away; then the next sweep looks at those records. */
const reloadMs = 30_000;
const lookMs = 250;

type Options = Omit<DriftPorts, 'onMended'> & {
  /** Work fell due. */
  readonly wake: () => void;
};

export function createDriftPart({ wake, ...ports }: Options): DriftPart {
  const { connection, store, clock } = ports;

  /** Records with an open issue of one of the rules, once the schema of today is in force. */
  async function lookAgain(rules: ReadonlySet<string>, before: Rulebook | null): Promise<void> {
    for (let waited = 0; ports.rulebook() === before && waited < reloadMs; waited += lookMs) await clock.sleep(lookMs);
    for (let after: string | undefined; ;) {
      const { items, next } = await store.issues(connection, { open: true, limit: pageMax, ...(after === undefined ? {} : { after }) });
      const subjects = new Set<Subject>(items.flatMap(({ field, subject }) => (field !== null && rules.has(field) ? [subject] : [])));
      if (subjects.size > 0) await store.wake(connection, [...subjects], 'backfill', clock.now());
      if (next === null) break;
      after = next;
    }
    wake();
  }

  const watch = createDriftWatch({
    ...ports,
    onMended: (rules) =>
      void lookAgain(rules, ports.rulebook()).catch((error: unknown) =>
        ports.journal.event('drift.failed', { connection, part: 'mended', reason: error instanceof Error ? error.message : 'unknown' }),
      ),
  });
  return {
    watch,
    place: { id: ports.connection, watch },
    listen: (journal) => ({
      ...journal,
      event(name, details) {
        journal.event(name, details);
        if (hints.has(name) && typeof details['code'] === 'string' && fieldCodes.has(details['code'])) watch.suspect();
      },
    }),
  };
}
