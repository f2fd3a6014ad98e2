import type { ObjectSchema } from '../contract.ts';
import type { SchemaRegistry } from './schema/registry.ts';
import type { Database } from './store/database.ts';

/**
 * What a record costs, in KB, however much of it is filled; a person account is two records of 2 KB
 * (https://help.salesforce.com/s/articleView?id=000383664&type=1). Records in the recycle bin cost nothing.
 */
const KB: Readonly<Record<string, number>> = {
  Campaign: 8,
  CampaignMember: 1,
  CampaignMemberStatus: 0,
  OpportunityContactRole: 0,
  OpportunityLineItem: 0,
  PricebookEntry: 0,
};
const USUAL_KB = 2;
const kbOf = (object: ObjectSchema): number => (object.kind === 'standard' || object.kind === 'custom' ? (KB[object.name] ?? USUAL_KB) : 0);

/** The org's data storage: what is used, and whether one more record of an object fits. */
export type Storage = { usedMb(): number; admits(object: ObjectSchema): boolean };

/** Counts live rows; `maxMb` is asked at each insert. */
export function createStorage(database: Database, registry: SchemaRegistry, maxMb: () => number): Storage {
  const costly = registry.all.filter((object) => kbOf(object) > 0);
  const usedKb = (): number => costly.reduce((sum, object) => sum + database.table(object.name).live() * kbOf(object), 0);
  return { usedMb: () => usedKb() / 1024, admits: (object) => kbOf(object) === 0 || usedKb() + kbOf(object) <= maxMb() * 1024 };
}
