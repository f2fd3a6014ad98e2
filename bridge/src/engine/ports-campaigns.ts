/** What the campaigns lane needs of both platforms: members of a Salesforce campaign, and who is in a segment, form or campaign of HubSpot. */
import type { Instant } from '../domain/model.ts';
import type { GatewayResult, SegmentSource } from './ports.ts';
import type { RelationOutcome } from './ports-relations.ts';

export type CampaignMemberRow = { readonly id: string; readonly contactId: string | null; readonly leadId: string | null; readonly status: string | null };
export type CampaignMemberWrite =
  | { readonly kind: 'create'; readonly person: { readonly object: 'Lead' | 'Contact'; readonly id: string }; readonly status: string | null }
  | { readonly kind: 'update'; readonly id: string; readonly status: string | null }
  | { readonly kind: 'delete'; readonly id: string };
export type SalesforceCampaigns = {
  /** Live members among these leads and contacts. */
  members(campaign: string, people: readonly string[]): Promise<GatewayResult<readonly CampaignMemberRow[]>>;
  /** People whose membership was made, changed or ended in [since, until], oldest first; a page of them. */
  changed(
    campaigns: readonly string[],
    since: Instant,
    until: Instant,
    page: string | null,
  ): Promise<GatewayResult<{ readonly rows: readonly { readonly campaign: string; readonly people: readonly string[] }[]; readonly next: string | null }>>;
  /** One outcome per write, in order. What is done already counts as done. */
  write(campaign: string, writes: readonly CampaignMemberWrite[], sendBy: Instant): Promise<readonly RelationOutcome[]>;
};

/** A submission names its contact by what was typed; the address never leaves the lane's memory. */
export type FormSubmission = { readonly id: string; readonly at: Instant; readonly email: string | null };
export type HubSpotCampaigns = {
  /** Segments by their id, HubSpot campaigns as `campaign:<id>`, of which no size is known. */
  readonly source: SegmentSource;
  /** The segments each contact is in. */
  segmentsOf(contacts: readonly string[]): Promise<GatewayResult<ReadonlyMap<string, readonly string[]>>>;
  /** Adds to and removes from a manual segment; one outcome for all of it. */
  change(segment: string, members: { readonly add: readonly string[]; readonly remove: readonly string[] }, sendBy: Instant): Promise<RelationOutcome>;
  /** What a form is called. */
  formName?(form: string): Promise<GatewayResult<string>>;
  /** Newest first; one page. */
  submissions(form: string, page: string | null): Promise<GatewayResult<{ readonly items: readonly FormSubmission[]; readonly next: string | null }>>;
};
