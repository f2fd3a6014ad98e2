/** The destinations of one connection, wired: it hears what comes in, and works once Salesforce is reached and rules are loaded. */
import type { ConnectionConfig } from '../config.ts';
import { createDestinationLane, createNotion } from '../destinations/index.ts';
import type { DestinationLane } from '../destinations/index.ts';
import type { Change, ConnectionId } from '../domain/model.ts';
import type { Clock, DestinationSource, Journal, Rulebook, Store } from '../engine/index.ts';

export type DestinationsPartOptions = {
  readonly connection: ConnectionId;
  readonly config: ConnectionConfig['notion'];
  readonly store: Store;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly rulebook: () => Rulebook | null;
};
export type DestinationsPart = {
  /** Something changed that may owe a page; keeps nothing. */
  readonly hear: (changes: readonly Change[]) => void;
  readonly run: (source: DestinationSource, signal: AbortSignal) => Promise<void>;
};

export function createDestinationsPart({ connection, config, store, clock, journal, rulebook }: DestinationsPartOptions): DestinationsPart {
  let lane: DestinationLane | null = null;
  const destinations = config === undefined ? {} : { notion: createNotion(config, clock) };
  const objects = (): ReadonlySet<string> => {
    const rules = rulebook()?.rules;
    const mappings = new Set(rules?.destinations?.map(({ mapping }) => mapping));
    return new Set(rules?.mappings.filter(({ key }) => mappings.has(key)).flatMap(({ salesforceObjects }) => salesforceObjects));
  };
  return {
    hear(changes) {
      if (lane === null) return;
      const owed = objects();
      if (owed.size > 0 && changes.some(({ ref }) => ref.side === 'salesforce' && owed.has(ref.object))) lane.wake();
    },
    async run(source, signal) {
      const none = { version: 0, mappings: [], lifecycle: [], consent: [] };
      lane = createDestinationLane({ connection, store, clock, journal, source, destinations, rules: () => rulebook()?.rules ?? none });
      await lane.run(signal);
    },
  };
}
