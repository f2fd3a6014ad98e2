/** Brings the life of a case into the portal: tracking through its control plane, activities and lists through the public API. */
import type { Activity, Engagement } from './engagement.ts';

/** Sends one call; throws when it is refused. A null token is the control plane. */
export type Send = (method: string, path: string, body: unknown) => Promise<unknown>;
export type Senders = { readonly api: Send; readonly control: Send };

const trackedBatch = 100;
const activityBatch = 100; // CRM batch endpoints take 100 inputs a call.
/** HubSpot's type ids of activity → contact (docs, "Association type ID values"). */
const typeIds: Readonly<Record<Activity['object'], number>> = { calls: 194, emails: 198, meetings: 200, notes: 202, tasks: 204 };

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}

async function loadActivities({ api }: Senders, activities: readonly Activity[]): Promise<void> {
  for (const [object, all] of Map.groupBy(activities, (activity) => activity.object)) {
    for (const batch of chunks(all, activityBatch)) {
      const inputs = batch.map(({ contact, properties }) => ({
        properties,
        associations: [{ to: { id: contact }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: typeIds[object] }] }],
      }));
      await api('POST', `/crm/v3/objects/${object}/batch/create`, { inputs });
    }
  }
}

async function loadLists({ api }: Senders, lists: Engagement['lists']): Promise<void> {
  for (const { name, members } of lists) {
    const made = (await api('POST', '/crm/v3/lists', { name, objectTypeId: '0-1', processingType: 'MANUAL' })) as {
      readonly list: { readonly listId: string };
    };
    await api('PUT', `/crm/v3/lists/${made.list.listId}/memberships/add`, members);
  }
}

export async function loadEngagement(senders: Senders, { contacts, activities, lists }: Engagement): Promise<void> {
  for (const batch of chunks(contacts, trackedBatch)) await senders.control('POST', '/__sandbox/tracking', { contacts: batch });
  await loadActivities(senders, activities);
  await loadLists(senders, lists);
}
