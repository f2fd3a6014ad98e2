/** The relations lane of one connection, wired: it hears what comes in, meets the links passes record, and works once both platforms are reached. */
import type { Fingerprinter, Sided } from '../domain/index.ts';
import type { Change, ConnectionId, RuleSet, Subject } from '../domain/model.ts';
import type { Clock, CrmGateway, HubSpotRelations, Journal, Random, Rulebook, SalesforceRelations, Store } from '../engine/index.ts';
import { createRelationsLane } from '../relations/index.ts';
import type { RelationsLane, RelationsPlace } from '../relations/index.ts';

export type RelationsPartOptions = {
  readonly connection: ConnectionId;
  readonly worker: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  readonly fingerprint: Fingerprinter;
  readonly callLifeMs: number;
  readonly rulebook: () => Rulebook | null;
};
export type RelationsEnds = {
  readonly gateways: Sided<Pick<CrmGateway, 'read' | 'budget'>>;
  readonly salesforce: SalesforceRelations;
  readonly hubspot: HubSpotRelations;
};
export type RelationsPart = {
  /** The store as passes and people see it: new links are met, and what is tried again finds its set. */
  readonly store: Store;
  /** Takes in what concerns relations; answers what is left for the ordinary pass. */
  readonly sort: (changes: readonly Change[]) => Promise<readonly Change[]>;
  readonly rest: (changes: readonly Change[]) => readonly Change[];
  readonly place: RelationsPlace;
  readonly run: (ends: RelationsEnds, signal: AbortSignal) => Promise<void>;
};

const noRules: RuleSet = { version: 0, mappings: [], lifecycle: [], consent: [] };
const subjectPrefix = 'relation:';

export function createRelationsPart(options: RelationsPartOptions): RelationsPart {
  const { connection, store, journal, rulebook, ...ports } = options;
  let lane: RelationsLane | null = null;
  const retry = async (subjects: readonly string[]): Promise<number> => (lane === null ? 0 : lane.retry(subjects));

  const watched: Store = {
    ...store,
    async commit(input) {
      const results = await store.commit(input);
      if (lane === null) return results;
      const recorded = new Set(results.flatMap(({ kind, subject }) => (kind === 'recorded' ? [subject] : [])));
      lane.meet(input.outcomes.flatMap(({ link, subject }) => (link !== null && recorded.has(subject) ? [link] : [])));
      return results;
    },
    async wake(id, subjects, urgency, now) {
      const own: Subject[] = subjects.filter((subject) => subject.startsWith(subjectPrefix));
      if (own.length > 0) await retry(own);
      if (own.length < subjects.length) await store.wake(id, own.length === 0 ? subjects : subjects.filter((subject) => !own.includes(subject)), urgency, now);
    },
  };

  return {
    store: watched,
    async sort(changes) {
      try {
        return lane === null ? changes : await lane.sort(changes);
      } catch (error) {
        // The audit meets what was not stored here; the ordinary pass must not wait for it.
        journal.event('relations.failed', { connection, part: 'sort', reason: error instanceof Error ? error.message : 'unknown' });
        return changes;
      }
    },
    rest: (changes) => (lane === null ? changes : lane.rest(changes)),
    place: { id: connection, store, rules: () => rulebook()?.rules ?? null, retry },
    async run(ends, signal) {
      lane = createRelationsLane({ ...ports, ...ends, connection, store, journal, rules: () => rulebook()?.rules ?? noRules });
      await lane.run(signal);
    },
  };
}
