/** What the lane is built from. */
import type { Fingerprinter, mergePair, mergeSingle, settlePair, Sided } from '../domain/index.ts';
import type { ConnectionId, RuleSet } from '../domain/model.ts';
import type { Clock, CrmGateway, HubSpotRelations, Journal, Random, SalesforceRelations, Store } from '../engine/ports.ts';

/** Parts a test may break on purpose to see that the simulator notices. */
export type RelationParts = {
  readonly mergePair: typeof mergePair;
  readonly mergeSingle: typeof mergeSingle;
  readonly settlePair: typeof settlePair;
  /** Whether what seems to have been taken away is looked for before the other side loses it. */
  readonly provesRemovals: boolean;
  /** Whether a pair is stored before the call that is to make it. */
  readonly storesBefore: boolean;
  /** Whether a set waits for a call whose answer is unknown. */
  readonly waitsForUnknown: boolean;
};

export type RelationPorts = {
  readonly connection: ConnectionId;
  /** Unique per process: claims are made in its name. */
  readonly worker: string;
  readonly store: Pick<
    Store,
    | 'documents'
    | 'saveDocuments'
    | 'listDocuments'
    | 'countDocuments'
    | 'dropDocuments'
    | 'links'
    | 'linksOf'
    | 'listLinks'
    | 'noteFindings'
    | 'cursor'
    | 'setCursor'
  >;
  readonly gateways: Sided<Pick<CrmGateway, 'read' | 'budget'>>;
  readonly salesforce: SalesforceRelations;
  readonly hubspot: HubSpotRelations;
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  readonly fingerprint: Fingerprinter;
  /** The rules in force. */
  readonly rules: () => RuleSet;
  /** From the moment a call may start until it can no longer land. */
  readonly callLifeMs: number;
  /** The queue is looked at this often even if nobody rings: another bridge's notices ring only there. */
  readonly idleMs?: number;
  /** How often rows and lookups are asked for what changed: notices about them may not come at all. */
  readonly pollEveryMs?: number;
  /** How often every set is looked at again. */
  readonly auditEveryMs?: number;
  readonly parts?: Partial<RelationParts>;
};
