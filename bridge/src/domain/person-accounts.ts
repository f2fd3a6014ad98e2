/**
 * Person accounts: a Salesforce account that is a person, and its hidden contact. Such a person takes part as the contact if the mapping
 * of people says so; the account is never a company. Pure.
 */
import { KEY_FIELD } from './identity.ts';
import type { ObjectMapping } from './model.ts';
import type { RecordView } from './plan-types.ts';

/** Tells a person account on Account and Contact; only orgs with the feature have it. */
export const PERSON_ACCOUNT_FIELDS: readonly string[] = ['IsPersonAccount'];

type Told = Pick<RecordView, 'object' | 'values'>;

/** Whether the record is a person account, or the contact of one. */
export function isPersonAccount(record: Told | null): boolean {
  return record !== null && String(record.values['IsPersonAccount'] ?? 'false') === 'true';
}

/** How keys of records begin that were made from events in HubSpot: nothing there is their counterpart. */
export const EVENT_KEY = 'event-';

/** Why a Salesforce record takes no part although its object is mapped; null when it does. */
export function whyNoPart(record: Told | null, mapping: Pick<ObjectMapping, 'policies'>): string | null {
  if (record !== null && String(record.values[KEY_FIELD.salesforce] ?? '').startsWith(EVENT_KEY))
    return 'It was made from an event in HubSpot, which has no counterpart to keep in step with.';
  if (record === null || !isPersonAccount(record)) return null;
  if (record.object === 'Account') return 'A person account is a person and not a company; it takes part as its contact, if person accounts do.';
  return mapping.policies.usesPersonAccounts ? null : 'Person accounts do not take part; the object mapping of people can let them.';
}
