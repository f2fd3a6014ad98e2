import type { ObjectSchema, Row } from '../../contract.ts';
import type { Database } from '../store/database.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import type { Permissions } from './permissions.ts';

/** Record-level access of a user: org-wide defaults, ownership, queues, parents. No role hierarchy, sharing rules or teams. */
export type Sharing = {
  canSee(userId: string, object: string, row: Row): boolean;
  canChange(userId: string, object: string, row: Row): boolean;
  /** Delete and transfer: owner, Modify All, or full access through the parent; a public read/write default is not enough. */
  owns(userId: string, object: string, row: Row): boolean;
};
type Level = 'see' | 'change' | 'own';

/** The parent that controls the access of a standard detail object. */
const CONTROLLED_BY: Readonly<Record<string, string>> = {
  OpportunityContactRole: 'OpportunityId',
  OpportunityLineItem: 'OpportunityId',
  CampaignMember: 'CampaignId',
  CampaignMemberStatus: 'CampaignId',
  AccountContactRelation: 'ContactId',
  Contact: 'AccountId',
};

/** `defaults` answers the org-wide default of an object. */
export function createSharing(options: {
  readonly database: Database;
  readonly registry: SchemaRegistry;
  readonly permissions: Permissions;
  readonly defaults: (object: ObjectSchema) => ObjectSchema['sharing'];
}): Sharing {
  const { database, registry, permissions, defaults } = options;
  const allowed = (level: Level, userId: string, name: string, row: Row): boolean => {
    const object = registry.find(name);
    if (object === undefined) return false;
    if (object.kind === 'setup' || object.kind === 'customSetting') return true;
    if (level === 'see' ? permissions.viewsAll(userId, object.name) : permissions.modifiesAll(userId, object.name)) return true;
    const access = defaults(object);
    if (access === 'ControlledByParent') return byParent(level, userId, object, row);
    if (level === 'see' && access !== 'Private') return true;
    if (level === 'change' && access === 'ReadWrite') return true;
    const owner = row['OwnerId'];
    if (typeof owner !== 'string') return true;
    return owner === userId || permissions.inGroup(userId, owner) || (level === 'see' && activityParentSeen(userId, object, row));
  };
  const byParent = (level: Level, userId: string, object: ObjectSchema, row: Row): boolean => {
    const field = CONTROLLED_BY[object.name] ?? [...object.fields.values()].find((f) => f.masterDetail)?.name;
    const id = field === undefined ? null : row[field];
    const parentObject = typeof id === 'string' ? registry.byPrefix(id.slice(0, 3)) : undefined;
    const parent = typeof id === 'string' && parentObject !== undefined ? database.table(parentObject.name).get(id) : undefined;
    if (parent === undefined || parentObject === undefined) return row['OwnerId'] === userId;
    return allowed(level === 'own' ? 'change' : level, userId, parentObject.name, parent);
  };
  const activityParentSeen = (userId: string, object: ObjectSchema, row: Row): boolean =>
    (object.name === 'Task' || object.name === 'Event') &&
    [row['WhoId'], row['WhatId']].some((id) => {
      const parentObject = typeof id === 'string' ? registry.byPrefix(id.slice(0, 3)) : undefined;
      const parent = typeof id === 'string' && parentObject !== undefined ? database.table(parentObject.name).get(id) : undefined;
      return parent !== undefined && parentObject !== undefined && allowed('see', userId, parentObject.name, parent);
    });
  return {
    canSee: (userId, object, row) => allowed('see', userId, object, row),
    canChange: (userId, object, row) => allowed('change', userId, object, row),
    owns: (userId, object, row) => allowed('own', userId, object, row),
  };
}
