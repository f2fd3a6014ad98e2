/** What the lane is built from. */
import type { concernsConsent, planConsent } from '../domain/index.ts';
import type { ConnectionId, Fingerprint, RuleSet } from '../domain/model.ts';
import type { Clock, ConsentStore, HubSpotConsent, Journal, Random, SalesforceConsent, Store } from '../engine/ports.ts';

/** Parts a test may break on purpose to see that the simulator notices. */
export type LaneParts = {
  readonly plan: typeof planConsent;
  readonly concerns: typeof concernsConsent;
};

export type LanePorts = {
  readonly connection: ConnectionId;
  readonly worker: string;
  readonly store: ConsentStore & Pick<Store, 'cursor' | 'setCursor'>;
  readonly salesforce: SalesforceConsent;
  readonly hubspot: HubSpotConsent;
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  /** Keyed fingerprint of a normalised address. */
  readonly print: (address: string) => Fingerprint;
  /** A new random salt for a log row. */
  readonly newSalt: () => string;
  /** The rules in force. */
  readonly rules: () => RuleSet;
  /** Fields in which a person of this object can have a yes on record; empty where the org has none. */
  readonly evidenceFields: (object: string) => readonly string[];
  /** The queue is looked at this often even if nobody rings: another bridge's notices ring only there. */
  readonly idleMs?: number;
  readonly parts?: Partial<LaneParts>;
};
