/** What guards an object besides the shapes of its fields. */
import type { Instant } from '../domain/model.ts';

/** An active validation rule: what it tells whom it refuses. The formula is not read. */
export type SaveRule = {
  readonly object: string;
  readonly name: string;
  readonly message: string;
  /** The field the message stands at; null at the top. */
  readonly field: string | null;
  readonly modifiedAt: Instant;
};
