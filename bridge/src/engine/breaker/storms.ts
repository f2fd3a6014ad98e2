/**
 * Who changes very many records in a short time is served behind those who change one: their notices are taken in under lane `backfill`. Told
 * by who made the change, per side; an import has one author, and so has a workflow.
 */
import type { Change, Lane } from '../../domain/model.ts';
import type { Clock } from '../ports.ts';
import { createWindow } from './window.ts';
import type { Window } from './window.ts';

export type StormWatch = {
  /** The lane a notice is taken in under. */
  readonly laneOf: (change: Pick<Change, 'ref' | 'kind' | 'origin' | 'actor'>, lane: Lane) => Lane;
  /** A storm is being taken in, or was a moment ago. */
  readonly isOn: () => boolean;
};

/** What one person does by hand stays far below; an import is above within its first second. */
export const STORM_BURST = { windowMs: 60_000, notices: 300 };
/** Passes filled by a storm are under way for so long after its last notice. */
const afterMs = 60_000;

export function createStormWatch(clock: Pick<Clock, 'now'>, burst: typeof STORM_BURST = STORM_BURST): StormWatch {
  const sides: Record<'salesforce' | 'hubspot', Window> = { salesforce: createWindow(burst.windowMs), hubspot: createWindow(burst.windowMs) };
  let lastAt = -Infinity;
  return {
    laneOf({ ref, kind, origin, actor }, lane) {
      if (lane !== 'normal' || origin !== 'event' || kind === 'erase') return lane;
      const now = clock.now();
      const window = sides[ref.side];
      window.add(now, actor ?? null);
      if (window.by(now, actor ?? '') <= burst.notices) return lane;
      lastAt = now;
      return 'backfill';
    },
    isOn: () => clock.now() - lastAt < afterMs,
  };
}
