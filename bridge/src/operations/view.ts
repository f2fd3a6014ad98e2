import type { Fingerprinter, Sided } from '../domain/index.ts';
import type { ConnectionId, Instant, RuleSet, Schemas } from '../domain/model.ts';
import type { Clock, CrmGateway, Store } from '../engine/ports.ts';

/** One connection as a person may ask about it. What needs the platforms is null until both are reached. */
export type ConnectionView = {
  readonly id: ConnectionId;
  readonly store: Store;
  readonly clock: Clock;
  readonly fingerprint: Fingerprinter;
  gateways(): Sided<CrmGateway> | null;
  /** The rules in force and what is known of the fields they name; null before the first load. */
  rulebook(): { readonly rules: RuleSet; readonly schemas: Schemas } | null;
  progress(): Progress;
  /** Starts a sweep, of everything when `isFull`, else of what changed since the last one; false when the connection is not up yet. */
  sweep(isFull: boolean): boolean;
};
export type Progress = {
  /** The first look at every record of both systems: done when all of it is stored. */
  readonly initialSync: { readonly done: boolean };
  readonly stream: {
    readonly isConnected: boolean;
    readonly lastHeardAt: Instant | null;
    readonly trouble: string | null;
    /** There while Salesforce is asked every few minutes instead of telling of changes, and why. */
    readonly polling?: 'configured' | 'allocation' | 'no-stream';
  };
  readonly trouble: string | null;
};
