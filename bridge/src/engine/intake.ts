/** Where notices enter: stored with the cursor that covers them before anyone is told they were received. */
import type { Change, ConnectionId, Lane } from '../domain/model.ts';
import type { Clock, CursorWrite, Journal, Store } from './ports.ts';

export type Intake = {
  /** Stores a batch and its cursor in one transaction, then wakes the runner. Resolves once durable: only then may the sender be answered. */
  readonly receive: (changes: readonly Change[], cursor?: CursorWrite) => Promise<{ readonly stored: number; readonly duplicates: number }>;
};

/** The intake of one connection. `wake` is called after each batch that held anything new. */
export function createIntake(ports: {
  readonly connection: ConnectionId;
  readonly store: Store;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly wake: () => void;
  /** How urgent a notice is under the rules in force; its own lane when absent. */
  readonly laneOf?: (change: Change) => Lane;
}): Intake {
  const { connection, store, clock, journal, wake, laneOf = ({ lane }: Change) => lane } = ports;
  return {
    receive: async (told, cursor) => {
      const changes = told.map((change) => ({ ...change, lane: laneOf(change) }));
      const counted = await store.append({ connection, changes, now: clock.now(), ...(cursor === undefined ? {} : { cursor }) });
      journal.count('changes.received', counted.stored);
      journal.count('changes.duplicate', counted.duplicates);
      if (counted.stored > 0) wake();
      return counted;
    },
  };
}
