/** The breakers of one connection, wired: what passes ask before they write, how notices of a storm are taken in, and the store as people use it. */
import type { ConnectionConfig } from '../config.ts';
import type { Change, ConnectionId, Lane } from '../domain/model.ts';
import { createBreakerKeeper, createStormWatch } from '../engine/index.ts';
import type { BreakerKeeper, BreakerPlace, Clock, Journal, Store } from '../engine/index.ts';

export type BreakersPartOptions = {
  readonly connection: ConnectionId;
  readonly config: ConnectionConfig['storms'];
  readonly store: Store;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly isLearning: () => boolean;
  readonly isJobRunning: () => boolean;
  readonly wake: () => void;
};
export type BreakersPart = {
  readonly keeper: BreakerKeeper;
  readonly place: BreakerPlace;
  /** The store as people see it: who tries a dropped change again has it carried. */
  readonly store: Store;
  /** The lane a notice is taken in under. */
  readonly laneOf: (change: Change, lane: Lane) => Lane;
  /** One slot of the runner is kept for what people do. */
  readonly isCrowded: () => boolean;
  /** Changes that wait for something to be done; those that wait for an answer hold nobody else back. */
  readonly moving: (inbox: number) => number;
};

export function createBreakersPart({ config, store, ...options }: BreakersPartOptions): BreakersPart {
  const { connection, clock } = options;
  const { creates, updates, deletes, ...rest } = config;
  const settings = { ...rest, floors: { create: creates, update: updates, delete: deletes } };
  const keeper = createBreakerKeeper({ ...options, store, settings });
  const storms = createStormWatch(clock);
  return {
    keeper,
    place: { id: connection, keeper },
    store: {
      ...store,
      async wake(id, subjects, urgency, now) {
        await keeper.forgive(subjects);
        await store.wake(id, subjects, urgency, now);
      },
    },
    laneOf: storms.laneOf,
    isCrowded: storms.isOn,
    moving: (inbox) => Math.max(0, inbox - keeper.waiting()),
  };
}
