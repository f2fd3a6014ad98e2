/** Names on the HubSpot side that are ours or that the platform treats specially. Source of each: quirks.md. */
export const keyProperty = 'fieldwise_key';
export const stampProperty = 'fieldwise_stamp';
export const propertyGroup = 'fieldwise';

/** Properties the gateway asks for in every read, because telling a merge, an echo or an own key needs them. */
export const alwaysRead: readonly string[] = [keyProperty, stampProperty, 'hs_merged_object_ids'];

/** Contacts keep their modification time under another name than every other object. */
export function modifiedProperty(object: string): string {
  return object === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate';
}

/** Opt-outs travel in the consent lane: a withdrawal overtakes everything else (invariant 7). */
export function isConsentProperty(property: string): boolean {
  return /^hs_email_optout|^hs_legal_basis$|^fieldwise_(marketing_)?opt|opt_?(in|out)$/.test(property);
}

/** Object names by the singular word webhook subscription types use and by object type id. */
const objectNames: ReadonlyMap<string, string> = new Map([
  ['contact', 'contacts'],
  ['company', 'companies'],
  ['deal', 'deals'],
  ['ticket', 'tickets'],
  ['product', 'products'],
  ['line_item', 'line_items'],
  ['0-1', 'contacts'],
  ['0-2', 'companies'],
  ['0-3', 'deals'],
  ['0-5', 'tickets'],
  ['0-7', 'products'],
  ['0-8', 'line_items'],
  // Activities are told of by generic subscriptions only, so by their type id; associations of others with them by their word.
  ...Object.entries({ call: 'calls', email: 'emails', meeting_event: 'meetings', note: 'notes', task: 'tasks' }),
  ...Object.entries({ '0-27': 'tasks', '0-46': 'notes', '0-47': 'meetings', '0-48': 'calls', '0-49': 'emails' }),
]);

const shipped: ReadonlySet<string> = new Set([
  ...objectNames.values(),
  ...['calls', 'emails', 'meetings', 'notes', 'tasks', 'communications', 'quotes', 'leads', 'postal_mail', 'orders', 'carts', 'invoices'],
]);

/** Whether an object is one of HubSpot's own and not a customer's. */
export function isShipped(object: string): boolean {
  return shipped.has(object) || object.startsWith('0-');
}

/** `contact` or `0-1` → `contacts`; an unknown type id stays as it is, because paths accept ids. */
export function objectName(word: string): string {
  return objectNames.get(word) ?? word;
}

/** `contacts` → `0-1`, the only name the webhooks journal takes; a type id or a customer's object stays as it is. */
export function objectTypeId(object: string): string {
  const activity = activityTypes[object];
  return activity ?? [...objectNames].find(([word, name]) => name === object && word.startsWith('0-'))?.[0] ?? object;
}

/** Whether an object takes properties of unique values: activities do not (docs, properties: unique values). Their key is looked for by search. */
export function hasUniqueKey(object: string): boolean {
  return !Object.hasOwn(activityTypes, object);
}

const activityTypes: Readonly<Record<string, string>> = {
  communications: '0-18',
  tasks: '0-27',
  notes: '0-46',
  meetings: '0-47',
  calls: '0-48',
  emails: '0-49',
};
