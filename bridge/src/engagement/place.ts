import type { RecordRef } from '../domain/model.ts';

/** HubSpot's own type ids, as its addresses carry them. */
const typeIds: Readonly<Record<string, string>> = { contacts: '0-1', companies: '0-2', deals: '0-3' };

/** Where a person opens the record in HubSpot; HubSpot sends accounts of other regions on to their own address. */
export function hubspotUrl(portalId: string, object: string, id: string): string {
  return `https://app.hubspot.com/contacts/${portalId}/record/${typeIds[object] ?? object}/${id}`;
}

export const refText = ({ side, object, id }: RecordRef): string => `${side}:${object}:${id}`;
