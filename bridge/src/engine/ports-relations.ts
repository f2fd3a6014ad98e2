/** What the relations lane needs of both platforms: who belongs to whom, read and written as sets. */
import type { Instant } from '../domain/model.ts';
import type { GatewayResult, WriteFault } from './ports.ts';

/** `later`: surely not done. `unknown`: it may land until `settleAt`. */
export type RelationOutcome =
  | { readonly kind: 'ok' }
  | { readonly kind: 'refused'; readonly fault: WriteFault }
  | { readonly kind: 'later'; readonly code: string; readonly retryAt: Instant }
  | { readonly kind: 'unknown'; readonly settleAt: Instant };

/** Where Salesforce keeps a relation: rows of a junction object, or a lookup field of the records themselves (`fromField` = `Id`). */
export type RelationTable = {
  readonly object: string;
  readonly fromField: string;
  readonly toField: string;
  readonly roleField: string | null;
  readonly primaryField: string | null;
  /** Checkbox of rows that the platform makes and keeps by itself (`IsDirect`); null = none. */
  readonly fixedField: string | null;
};
export type RelationRow = {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Values of the role field; several where it is a multi-select. */
  readonly roles: readonly string[];
  readonly isPrimary: boolean;
  readonly isFixed: boolean;
};
export type RowWrite =
  | { readonly kind: 'create'; readonly from: string; readonly to: string; readonly roles: readonly string[]; readonly isPrimary: boolean }
  | { readonly kind: 'update'; readonly id: string; readonly roles?: readonly string[]; readonly isPrimary?: boolean }
  | { readonly kind: 'delete'; readonly id: string }
  /** Sets the lookup of a record. */
  | { readonly kind: 'point'; readonly from: string; readonly to: string | null };
export type RowNotice = { readonly from: string; readonly to: string | null; readonly at: Instant };

export type SalesforceRelations = {
  /** Live rows of these records; of a lookup, one per record that has it filled. */
  rows(table: RelationTable, from: readonly string[]): Promise<GatewayResult<readonly RelationRow[]>>;
  /** The records that rows name which were made, changed or deleted in [since, until], oldest first; a page of them. */
  changed(
    table: RelationTable,
    since: Instant,
    until: Instant,
    page: string | null,
  ): Promise<GatewayResult<{ readonly rows: readonly RowNotice[]; readonly next: string | null }>>;
  /** The record a row names, deleted rows included. */
  fromOf(table: RelationTable, rowIds: readonly string[]): Promise<GatewayResult<readonly string[]>>;
  /** One outcome per write, in order. What is done already counts as done. */
  write(table: RelationTable, writes: readonly RowWrite[], sendBy: Instant): Promise<readonly RelationOutcome[]>;
  /** Whether a role field holds several values. */
  holdsSeveral(table: RelationTable): Promise<GatewayResult<boolean>>;
};

/** A type of association in one direction; `label` null = the unlabelled one. */
export type AssociationKind = { readonly category: string; readonly typeId: number; readonly label: string | null };
export type AssociationSet = { readonly id: string; readonly to: readonly { readonly id: string; readonly kinds: readonly AssociationKind[] }[] };
/** A pair gets exactly these kinds; none = the pair is taken apart. */
export type AssociationPut = { readonly fromId: string; readonly toId: string; readonly kinds: readonly AssociationKind[] };

export type HubSpotRelations = {
  kinds(from: string, to: string): Promise<GatewayResult<readonly AssociationKind[]>>;
  /** Any number of ids; those without associations answer an empty set. Same order. */
  read(from: string, ids: readonly string[], to: string): Promise<GatewayResult<readonly AssociationSet[]>>;
  /** One outcome per put, in order. */
  write(objects: { readonly from: string; readonly to: string }, puts: readonly AssociationPut[], sendBy: Instant): Promise<readonly RelationOutcome[]>;
};
