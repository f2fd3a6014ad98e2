/** Schema drift of one connection, wired: it looks on its schedule, and soon after a call was refused for a field nobody knows. */
import { createDriftWatch } from '../drift/index.ts';
import type { DriftPlace, DriftPorts, DriftWatch } from '../drift/index.ts';
import type { Journal } from '../engine/index.ts';

export type DriftPart = {
  readonly watch: DriftWatch;
  readonly place: DriftPlace;
  /** The journal as the connection's other parts use it: what they note of refused calls is a hint. */
  readonly listen: (journal: Journal) => Journal;
};

/** Codes with which a platform refuses a whole call because of a field. */
const fieldCodes: ReadonlySet<string> = new Set(['INVALID_FIELD', 'INVALID_FIELD_FOR_INSERT_UPDATE', 'INVALID_TYPE', 'PROPERTY_DOESNT_EXIST']);
const hints: ReadonlySet<string> = new Set(['pass.given-back', 'sweep.failed']);

export function createDriftPart(ports: DriftPorts): DriftPart {
  const watch = createDriftWatch(ports);
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
