/** The rules in force: loaded at start, again when the org says they changed, and now and then for schema changes nobody announces. */
import { OWNER_REFERENCE } from '../domain/index.ts';
import type { OwnerDirectory, Ownership } from '../domain/index.ts';
import type { RuleSet } from '../domain/model.ts';
import { createRulebook, objectsOf } from '../engine/index.ts';
import type { CrmGateway, GatewayResult, Rulebook, RuleSource } from '../engine/index.ts';
import type { HubSpotGateway } from '../hubspot/index.ts';

export type RuleGateways = { readonly salesforce: CrmGateway; readonly hubspot: HubSpotGateway; readonly source: RuleSource };

/** Rules, our own properties in the portal, and both sides' schemas, as one rulebook; or the first failure. */
export async function loadRulebook({ salesforce, hubspot, source }: RuleGateways): Promise<GatewayResult<Rulebook>> {
  const rules = await source.load();
  if (!rules.ok) return rules;
  const objects = objectsOf(rules.value);
  const prepared = await hubspot.prepare(objects.hubspot);
  if (!prepared.ok) return prepared;
  const schemas = await Promise.all([salesforce.schemas(objects.salesforce), hubspot.schemas(objects.hubspot)]);
  const [ofSalesforce, ofHubSpot] = schemas;
  if (!ofSalesforce.ok) return ofSalesforce;
  if (!ofHubSpot.ok) return ofHubSpot;
  const owners = await readDirectory({ salesforce, hubspot }, rules.value);
  if (!owners.ok) return owners;
  return { ok: true, value: createRulebook(rules.value, new Map([...ofSalesforce.value, ...ofHubSpot.value]), owners.value) };
}

/** Owners of both sides, where a rule asks for them; null where none does. */
async function readDirectory(gateways: { readonly salesforce: CrmGateway; readonly hubspot: CrmGateway }, rules: RuleSet): Promise<GatewayResult<OwnerDirectory | null>> {
  const isAsked = rules.mappings.some((mapping) => mapping.fields.some((rule) => rule.referenceMapping === OWNER_REFERENCE));
  const { salesforce, hubspot } = gateways;
  if (!isAsked || salesforce.owners === undefined || hubspot.owners === undefined) return { ok: true, value: null };
  const [ofSalesforce, ofHubSpot] = await Promise.all([salesforce.owners(), hubspot.owners()]);
  if (!ofSalesforce.ok) return ofSalesforce;
  // What the integration user owns was given to it by no person: it waits for an owner like a record in a queue.
  const people = ofSalesforce.value.map((one): Ownership => (one.id === salesforce.actor ? { ...one, kind: 'queue', email: null } : one));
  return ofHubSpot.ok ? { ok: true, value: { salesforce: people, hubspot: ofHubSpot.value } } : ofHubSpot;
}
