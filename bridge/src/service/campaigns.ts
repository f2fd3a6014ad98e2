/** The campaigns lane of one connection, wired: it works once both platforms are reached and rules are loaded. */
import type { Fingerprinter, Sided } from '../domain/index.ts';
import type { Change, ConnectionId, RuleSet } from '../domain/model.ts';
import type { Clock, CrmGateway, HubSpotCampaigns, Journal, Random, Rulebook, SalesforceCampaigns, Store } from '../engine/index.ts';
import { createCampaignsLane } from '../campaigns/index.ts';
import type { CampaignsLane, CampaignsPlace } from '../campaigns/index.ts';

export type CampaignsPartOptions = {
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
export type CampaignsEnds = {
  readonly gateways: Sided<Pick<CrmGateway, 'read' | 'budget' | 'find'>>;
  readonly salesforce: SalesforceCampaigns;
  readonly hubspot: HubSpotCampaigns;
};
export type CampaignsPart = {
  /** The store as people see it: what is tried again finds its person. */
  readonly store: Store;
  /** Answers what is left for the ordinary pass; members that changed are asked for soon. */
  readonly rest: (changes: readonly Change[]) => readonly Change[];
  readonly place: CampaignsPlace;
  readonly run: (ends: CampaignsEnds, signal: AbortSignal) => Promise<void>;
};

const noRules: RuleSet = { version: 0, mappings: [], lifecycle: [], consent: [] };
const subjectPrefix = 'campaign:';

export function createCampaignsPart(options: CampaignsPartOptions): CampaignsPart {
  const { connection, store, rulebook, ...ports } = options;
  let lane: CampaignsLane | null = null;
  const watched: Store = {
    ...store,
    async wake(id, subjects, urgency, now) {
      const own = subjects.filter((subject) => subject.startsWith(subjectPrefix));
      if (own.length > 0) await lane?.retry(own);
      const others = own.length === 0 ? subjects : subjects.filter((subject) => !own.includes(subject));
      if (others.length > 0) await store.wake(id, others, urgency, now);
    },
  };
  return {
    store: watched,
    rest(changes) {
      const own = lane;
      if (own === null || !changes.some(own.isOwn)) return changes;
      own.hear();
      // A member has no mapping, so no pass has anything to do with it.
      const isMapped = rulebook()?.mappingOf('salesforce', 'CampaignMember') !== null;
      return isMapped ? changes : changes.filter((change) => !own.isOwn(change));
    },
    place: { id: connection, store, rules: () => rulebook()?.rules ?? null },
    async run(ends, signal) {
      lane = createCampaignsLane({ ...ports, ...ends, connection, store, rules: () => rulebook()?.rules ?? noRules });
      await lane.run(signal);
    },
  };
}
