/** Names of what our package adds to an org. In code they stand without the namespace; on the wire they carry it. */

const ownFields: ReadonlySet<string> = new Set([
  'Sync_Key__c',
  'Sync_Stamp__c',
  'HubSpot_Lifecycle_Stage__c',
  'UTM_Source__c',
  'UTM_Medium__c',
  'UTM_Campaign__c',
  'Last_Contacted__c',
]);

export const keyField = 'Sync_Key__c';
export const stampField = 'Sync_Stamp__c';
export const changeEvent = 'RecordChange__e';
export const rulesetObject = 'Sync_Ruleset__c';

/** Opt-outs travel in the consent lane (invariant 7). */
const consentFields: ReadonlySet<string> = new Set(['HasOptedOutOfEmail', 'HasOptedOutOfFax', 'DoNotCall']);
export function isConsentField(field: string): boolean {
  return consentFields.has(field);
}

export type Names = {
  /** A field as the org knows it: our own ones get the namespace, all others pass. */
  field(name: string): string;
  /** The reverse, for names that come from the org: `ns__UTM_Source__c` → `UTM_Source__c`. */
  plain(name: string): string;
  /** One of our own objects, events or their fields. */
  own(name: string): string;
};

export function createNames(namespace: string | null): Names {
  if (namespace === null) return { field: (name) => name, plain: (name) => name, own: (name) => name };
  const prefix = `${namespace}__`;
  return {
    field: (name) => (ownFields.has(name) ? prefix + name : name),
    plain: (name) => (name.startsWith(prefix) ? name.slice(prefix.length) : name),
    own: (name) => prefix + name,
  };
}
