/** Entries of a journal file → the same changes webhooks make, with the same ids: what both told costs one look. */
import { z } from 'zod';
import type { Change } from '../../domain/model.ts';
import { changesOf } from '../webhook/changes.ts';
import type { WebhookEvent } from '../webhook/changes.ts';

const idText = z.union([z.string(), z.number()]).transform(String);
const entrySchema = z.looseObject({
  type: z.string().optional(),
  portalId: idText,
  occurredAt: z.union([z.number(), z.string().transform((text) => Date.parse(text))]).pipe(z.number()),
  action: z.string(),
  objectTypeId: z.string().optional(),
  objectId: idText.optional(),
  propertyChanges: z.record(z.string(), z.unknown()).optional(),
  mergedObjectIds: z.array(idText).optional(),
  fromObjectId: idText.optional(),
  toObjectId: idText.optional(),
  toObjectTypeId: z.string().optional(),
  changeSource: z.string().optional(),
  sourceId: z.string().optional(),
});
type Entry = z.infer<typeof entrySchema>;

const actions: Readonly<Record<string, string>> = {
  CREATE: 'creation',
  UPDATE: 'propertyChange',
  DELETE: 'deletion',
  MERGE: 'merge',
  RESTORE: 'restore',
  ASSOCIATION_ADDED: 'associationChange',
  ASSOCIATION_REMOVED: 'associationChange',
  GDPR_DELETE: 'privacyDeletion',
};

const valueText = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;

/** As webhooks would have told it: one event per changed property. */
function asEvents(entry: Entry): readonly WebhookEvent[] {
  const action = actions[entry.action];
  if (action === undefined) return [];
  const { propertyChanges = {}, mergedObjectIds, objectId, ...rest } = entry;
  const shared: WebhookEvent = { ...rest, subscriptionType: `object.${action}`, ...(objectId === undefined ? {} : { objectId }) };
  if (action === 'merge') return [{ ...shared, ...(objectId === undefined ? {} : { newObjectId: objectId }), mergedObjectIds: mergedObjectIds ?? [] }];
  if (action !== 'propertyChange') return [shared];
  return Object.entries(propertyChanges).map(([propertyName, value]) => ({ ...shared, propertyName, propertyValue: valueText(value) }));
}

export type ReadEntries = { readonly changes: readonly Change[]; /** Entries that could not be read, or of a kind we do not know. */ readonly ignored: number };

/** The changes of one portal among a file's entries. What cannot be read is counted, never a reason to stop. */
export function entriesToChanges(entries: readonly unknown[], portalId: string): ReadEntries {
  let ignored = 0;
  const changes = entries.flatMap((raw) => {
    const entry = entrySchema.safeParse(raw);
    if (entry.success && entry.data.portalId !== portalId) return [];
    const read = entry.success ? asEvents(entry.data).flatMap(changesOf) : [];
    if (read.length === 0) ignored += 1;
    return read;
  });
  return { changes, ignored };
}
