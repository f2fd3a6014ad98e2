/** Everybody who owns or could own records of an org: users, and queues. */
import type { Ownership } from '../domain/index.ts';
import type { CallResult } from './faults.ts';
import { queryAllPages } from './query.ts';
import type { SalesforceRecord } from './records.ts';
import type { Session } from './session.ts';

export type OwnerContext = { readonly session: Session; readonly readTimeoutMs: number };

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Inactive users too: they keep the records they had. An e-mail address may belong to several users. */
export async function readOwners({ session, readTimeoutMs }: OwnerContext): Promise<CallResult<readonly Ownership[]>> {
  const users = await queryAllPages(session, { name: 'owners', soql: 'SELECT Id, Email, IsActive FROM User', timeoutMs: readTimeoutMs });
  if (!users.ok) return users;
  const queues = await queryAllPages(session, { name: 'owners', soql: "SELECT Id FROM Group WHERE Type = 'Queue'", timeoutMs: readTimeoutMs });
  if (!queues.ok) return queues;
  const person = (row: SalesforceRecord): Ownership => ({ id: row.Id, kind: 'person', email: text(row['Email']), isActive: row['IsActive'] === true });
  return {
    ok: true,
    value: [...users.value.map(person), ...queues.value.map((row): Ownership => ({ id: row.Id, kind: 'queue', email: null, isActive: true }))],
  };
}
