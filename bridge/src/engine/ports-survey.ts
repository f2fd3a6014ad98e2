/** What people ask of a platform while they decide who takes part: how many records pass a filter, and which. */
import type { ObjectSchema, ScopeFilter } from '../domain/model.ts';
import type { WireRecord } from './ports.ts';

export type SurveyRequest = {
  readonly object: string;
  /** Null = every record. */
  readonly filter: ScopeFilter | null;
  /** What a person typed to find a record: a part of its name, its address, its id. Null = no search. */
  readonly text: string | null;
  /** Fields of the answer's records; those of the filter are added. */
  readonly fields: readonly string[];
  /** Records in the answer, newest change first. */
  readonly limit: number;
  /** Kinds of the object's fields, to ask for values in the platform's own form. */
  readonly schema: ObjectSchema;
};
export type Survey = {
  /** Records that pass. An upper bound when `isExact` is false, because the platform could not ask for all of it. */
  readonly total: number;
  readonly isExact: boolean;
  /** Those that pass, verified one by one. */
  readonly records: readonly WireRecord[];
};
