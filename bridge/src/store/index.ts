/**
 * Purpose: durable state of the bridge behind the engine's `Store` port: inbox, due subjects, links, decisions, issues, leases.
 * In: changes, claims, attempts and pass outcomes, each call one transaction; a file or a PostgreSQL address to open.
 * Out: due work, links, pages of what is stored; `createMemoryStore` answers the same without a disk.
 * Never: read a clock, call a CRM, decide what to sync, or keep a customer's value unencrypted outside the inbox.
 * Tests: bridge/test/contract/store, one suite run on memory, SQLite and PostgreSQL.
 */
export { StoreError } from './errors.ts';
export type { StoreErrorCode } from './errors.ts';
export { createMemoryStore } from './memory.ts';
export { openStore } from './open.ts';
export type { StoreOptions } from './open.ts';
export type { DecisionKey } from './sealing.ts';
export { endKey, linkIdOf, linkSubject, recordSubject, refOfSubject } from './keys.ts';
export { DEFAULT_RETENTION } from './retention.ts';
export type { Retention } from './retention.ts';
