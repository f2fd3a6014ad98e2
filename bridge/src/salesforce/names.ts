/**
 * Names of what our package adds to an org. Key and stamp, our objects and their fields stand in code without the namespace and carry it on
 * the wire. Names that are data (the fields a rule maps, the keys of an event) are the org's own and pass as they are, so that they never
 * mean a customer's field of the same name (docs/package.md).
 */

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
  /** A field as the org knows it: key and stamp get the namespace, all others pass. */
  field(name: string): string;
  /** The reverse of `field`. */
  plain(name: string): string;
  /** The names of one object's fields: a customer's own object has key and stamp of the customer's making, without our namespace. */
  on(object: string): Pick<Names, 'field' | 'plain'>;
  /** One of our own objects, events or their fields, as the org knows it. */
  own(name: string): string;
  /** The path of one of our Apex REST resources; a namespaced package has it below its namespace. */
  rest(path: string): string;
  /** The reverse of `own`. */
  withoutNamespace(name: string): string;
};

export function createNames(namespace: string | null): Names {
  const prefix = namespace === null ? '' : `${namespace}__`;
  const own = (name: string): string => prefix + name;
  const unchanged = { field: (name: string): string => name, plain: (name: string): string => name };
  return {
    on(object) {
      return object.endsWith('__c') && !object.startsWith(prefix) ? unchanged : this;
    },
    field: (name) => (name === keyField || name === stampField ? own(name) : name),
    plain: (name) => (name === own(keyField) ? keyField : name === own(stampField) ? stampField : name),
    own,
    rest: (path) => `/services/apexrest/${namespace === null ? '' : `${namespace}/`}fieldwise/v1/${path}`,
    withoutNamespace: (name) => (name.startsWith(prefix) ? name.slice(prefix.length) : name),
  };
}
