/** Who is looking: the user's name, zone and permissions, straight from the org's rows. */
import { quoted } from './org.ts';
import type { Session } from './org.ts';

export type Viewer = {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly customPermissions: readonly string[];
  readonly userPermissions: readonly string[];
};

const text = (value: unknown, fallback: string): string => (typeof value === 'string' && value !== '' ? value : fallback);
const list = (ids: readonly string[]): string => `(${ids.map(quoted).join(',')})`;

async function customPermissions(admin: Session, userId: string): Promise<readonly string[]> {
  const sets = await admin.query(`SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = ${quoted(userId)}`);
  if (sets.length === 0) return [];
  const entities = await admin.query(
    `SELECT SetupEntityId FROM SetupEntityAccess WHERE ParentId IN ${list(sets.map((set) => String(set['PermissionSetId'])))}`,
  );
  if (entities.length === 0) return [];
  const granted = new Set(entities.map((entity) => String(entity['SetupEntityId'])));
  const all = await admin.query('SELECT Id, DeveloperName FROM CustomPermission');
  return all.filter((permission) => granted.has(permission.Id)).map((permission) => String(permission['DeveloperName']));
}

/** Reads a persona's user; the admin's session looks the permissions up, as not everyone may. */
export async function viewerOf(session: Session, admin: Session): Promise<Viewer> {
  const [user] = await admin.query(`SELECT Id, Name, TimeZoneSidKey, LocaleSidKey FROM User WHERE Id = ${quoted(session.userId)}`);
  return {
    id: session.userId,
    name: text(user?.['Name'], session.persona),
    timeZone: text(user?.['TimeZoneSidKey'], 'UTC'),
    locale: text(user?.['LocaleSidKey'], 'en_US').replace('_', '-'),
    customPermissions: await customPermissions(admin, session.userId),
    userPermissions: session.persona === 'admin' ? ['ViewSetup', 'ModifyAllData', 'CustomizeApplication'] : [],
  };
}
