/** How a person names a record: `salesforce:Contact:003…`, `hubspot:contacts:51`, a bare Salesforce id, or a bare HubSpot id. */
import type { RecordRef } from '../domain/model.ts';

/** Salesforce key prefixes of the objects we sync; they never change between orgs. */
const objectByPrefix: Readonly<Record<string, string>> = {
  '00Q': 'Lead',
  '003': 'Contact',
  '001': 'Account',
  '006': 'Opportunity',
  '500': 'Case',
  '01t': 'Product2',
  '00k': 'OpportunityLineItem',
  '00T': 'Task',
  '00U': 'Event',
};
const hubspotObjects = ['contacts', 'companies', 'deals'];
const suffixAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The case-safe 18-character form of a Salesforce id; longer ones are returned as they are. */
export function toLongId(id: string): string {
  if (id.length !== 15) return id;
  const suffix = [0, 5, 10].map((start) => {
    const bits = [...id.slice(start, start + 5)].reduce((sum, letter, index) => sum + (/[A-Z]/.test(letter) ? 1 << index : 0), 0);
    return suffixAlphabet[bits] ?? '';
  });
  return id + suffix.join('');
}

/** Every record the text may mean, most likely first; empty when it means none. */
export function parseRecord(text: string): readonly RecordRef[] {
  const [side, object, id] = text.split(':');
  if (object !== undefined && id !== undefined && id !== '' && (side === 'salesforce' || side === 'hubspot')) {
    return [{ side, object, id: side === 'salesforce' ? toLongId(id) : id }];
  }
  if (/^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(text) && !/^\d+$/.test(text)) {
    const known = objectByPrefix[text.slice(0, 3)];
    return known === undefined ? [] : [{ side: 'salesforce', object: known, id: toLongId(text) }];
  }
  return /^\d+$/.test(text) ? hubspotObjects.map((name) => ({ side: 'hubspot' as const, object: name, id: text })) : [];
}
