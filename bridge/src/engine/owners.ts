/** The directory of owners, as the rules need it. */
import { OWNER_REFERENCE } from '../domain/index.ts';
import type { OwnerDirectory, Ownership } from '../domain/index.ts';
import type { RuleSet } from '../domain/model.ts';
import type { CrmGateway, GatewayResult } from './ports.ts';

/** Owners of both sides, where a rule asks for them; null where none does. */
export async function readDirectory(
  gateways: { readonly salesforce: Pick<CrmGateway, 'owners' | 'actor'>; readonly hubspot: Pick<CrmGateway, 'owners'> },
  rules: RuleSet,
): Promise<GatewayResult<OwnerDirectory | null>> {
  const isAsked = rules.mappings.some((mapping) => mapping.fields.some((rule) => rule.referenceMapping === OWNER_REFERENCE));
  const { salesforce, hubspot } = gateways;
  if (!isAsked || salesforce.owners === undefined || hubspot.owners === undefined) return { ok: true, value: null };
  const [ofSalesforce, ofHubSpot] = await Promise.all([salesforce.owners(), hubspot.owners()]);
  if (!ofSalesforce.ok) return ofSalesforce;
  // What the integration user owns was given to it by no person: it waits for an owner like a record in a queue.
  const people = ofSalesforce.value.map((one): Ownership => (one.id === salesforce.actor ? { ...one, kind: 'queue', email: null } : one));
  return ofHubSpot.ok ? { ok: true, value: { salesforce: people, hubspot: ofHubSpot.value } } : ofHubSpot;
}
