/**
 * Purpose: relations as sets: who belongs to whom under which role, kept the same on both sides.
 * In: relation rules, notices about records, rows and associations, new links, and what both platforms hold.
 * Out: junction rows, lookups, associations with labels; what was agreed, as documents; issues and decisions.
 * Never: removes what was not agreed before, relates a record that has no link, or goes before the ordinary pass.
 * Tests: bridge/test/relations (simulation, both local platforms), bridge/src/domain/relations.test.ts, beside each file here.
 */
export { createRelationsDesk } from './desk.ts';
export type { RelationRow, RelationsDesk, RelationsPlace, WaitingRelation } from './desk.ts';
export { createRelationsLane } from './lane.ts';
export type { RelationsLane } from './lane.ts';
export type { RelationPorts } from './ports.ts';
