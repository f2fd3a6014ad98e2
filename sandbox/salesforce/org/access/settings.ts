import type { FieldValue, Row } from '../../contract.ts';
import type { Database } from '../store/database.ts';

/**
 * The hierarchy custom setting in force for a user: field by field the user's value, else the profile's, else the org's.
 * Undefined when no level has a row.
 */
export function resolveSetting(
  scope: { readonly database: Database; readonly orgId: string; isVisible(row: Row): boolean },
  object: string,
  userId: string,
): Row | undefined {
  const { database, orgId } = scope;
  const table = database.table(object);
  const profile = database.table('User').get(userId)?.['ProfileId'] ?? null;
  const level = (owner: FieldValue): Row | undefined => table.rowsWith('SetupOwnerId', owner).find((row) => scope.isVisible(row));
  const levels = [level(userId), level(profile), level(orgId)].filter((row) => row !== undefined);
  const [first] = levels;
  if (first === undefined) return undefined;
  const merged = { ...first };
  for (const row of levels) for (const [name, value] of Object.entries(row)) merged[name] ??= value;
  return merged;
}
