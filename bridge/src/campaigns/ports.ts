/** What the lane is built from. */
import type { Fingerprinter, mergePair, PairMemory, Sided } from '../domain/index.ts';
import type { ConnectionId, Instant, RuleSet } from '../domain/model.ts';
import type { Clock, CrmGateway, HubSpotCampaigns, Journal, Random, SalesforceCampaigns, Store } from '../engine/ports.ts';

/** Parts a test may break on purpose to see that the simulator notices. */
export type CampaignParts = {
  readonly mergePair: typeof mergePair;
  /** Whether a pair is stored before the call that is to make it. */
  readonly storesBefore: boolean;
  /** Whether a lead's membership counts for the contact it became. */
  readonly looksForLeads: boolean;
  /** Whether what seems to have left is looked for before the other side loses it. */
  readonly provesRemovals: boolean;
};
export type CampaignPorts = {
  readonly connection: ConnectionId;
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
    | 'endsOf'
    | 'noteFindings'
    | 'cursor'
    | 'setCursor'
  >;
  readonly gateways: Sided<Pick<CrmGateway, 'read' | 'budget' | 'find'>>;
  readonly salesforce: SalesforceCampaigns;
  readonly hubspot: HubSpotCampaigns;
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  readonly fingerprint: Fingerprinter;
  readonly rules: () => RuleSet;
  /** From the moment a call may start until it can no longer land. */
  readonly callLifeMs: number;
  readonly idleMs?: number;
  /** How often members are asked for what changed. */
  readonly pollEveryMs?: number;
  readonly parts?: Partial<CampaignParts>;
};

export const MEMBER = 'campaign.member';
export const WAIT = 'campaign.wait';
/** One person of one rule. */
export type MemberBody = {
  readonly memory: PairMemory;
  /** Of a form: the newest submission, and the newest that was counted. */
  readonly submittedAt: Instant | null;
  readonly countedAt: Instant | null;
  readonly tries: number;
};
