/** What the pass asks before it makes records of an activity rule: whether there is room left this month. */
import type { Instant, ObjectMapping, RecordRef, Subject } from '../domain/model.ts';

/** A record in HubSpot that is about to become one in Salesforce. */
export type CapAsk = { readonly subject: Subject; readonly mapping: ObjectMapping; readonly ref: RecordRef };
/** Null = it may be made, and is counted. Otherwise when to ask again, and why in words. */
export type CapAnswer = { readonly until: Instant; readonly words: string } | null;

export type CreateCaps = {
  /** One answer per ask, in order. A record that was let in once is let in again without being counted twice. */
  admit(asks: readonly CapAsk[]): Promise<readonly CapAnswer[]>;
};
