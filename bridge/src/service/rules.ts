/** The rules in force: loaded at start, again when the org says they changed, and now and then for schema changes nobody announces. */
import { withActivities } from '../domain/index.ts';
import { createRulebook, objectsOf, readDirectory } from '../engine/index.ts';
import type { CrmGateway, GatewayResult, Rulebook, RuleSource } from '../engine/index.ts';
import type { HubSpotGateway } from '../hubspot/index.ts';

export type RuleGateways = { readonly salesforce: CrmGateway; readonly hubspot: HubSpotGateway; readonly source: RuleSource };

/** Rules, our own properties in the portal, and both sides' schemas, as one rulebook; or the first failure. */
export async function loadRulebook({ salesforce, hubspot, source }: RuleGateways): Promise<GatewayResult<Rulebook>> {
  const loaded = await source.load();
  if (!loaded.ok) return loaded;
  const rules = withActivities(loaded.value);
  const objects = objectsOf(rules);
  const prepared = await hubspot.prepare(objects.hubspot);
  if (!prepared.ok) return prepared;
  const schemas = await Promise.all([salesforce.schemas(objects.salesforce), hubspot.schemas(objects.hubspot)]);
  const [ofSalesforce, ofHubSpot] = schemas;
  if (!ofSalesforce.ok) return ofSalesforce;
  if (!ofHubSpot.ok) return ofHubSpot;
  const owners = await readDirectory({ salesforce, hubspot }, rules);
  if (!owners.ok) return owners;
  return { ok: true, value: createRulebook(rules, new Map([...ofSalesforce.value, ...ofHubSpot.value]), owners.value) };
}
