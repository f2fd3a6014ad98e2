/** What planning one linked pair takes and gives. */
import type { Fingerprinter } from './fingerprint.ts';
import type { Sided } from './merge.ts';
import type { Baseline, BaselinePair, Change, DecisionReason, FieldRule, Instant, ObjectMapping, Schemas, Side, Value } from './model.ts';
import type { WireScalar } from './values.ts';

/** One end as it was read. */
export type RecordView = { readonly object: string; readonly id: string; readonly values: Readonly<Record<string, WireScalar>>; readonly modifiedAt: Instant };
/** Newest first, as HubSpot keeps it. */
export type PropertyHistory = Readonly<Record<string, readonly { readonly at: Instant; readonly value: WireScalar; readonly actor: string | null }[]>>;

/** What a lookup holds: another link (its id), nothing, a record that has no link yet, or one that no mapping of the rule is about. */
export type ReferenceValue = { readonly kind: 'known'; readonly linkId: Value } | { readonly kind: 'waiting' } | { readonly kind: 'elsewhere' };
export type References = {
  /** By rule key. */
  readonly held: Readonly<Record<string, Sided<ReferenceValue>>>;
  /** The record id a link has on one side; null when it has none there. */
  readonly idOf: (linkId: string, side: Side) => string | null;
};

/** A value a policy sets on one side. Canonical, in the words of `side`. */
export type Put = { readonly rule: FieldRule; readonly side: Side; readonly value: Value; readonly reason: 'converted' | 're-engaged' };

export type PairInput = {
  readonly mapping: ObjectMapping;
  readonly schemas: Schemas;
  readonly salesforce: RecordView;
  readonly hubspot: RecordView;
  readonly baseline: Baseline;
  /** Notices of both ends that wait for this pass. */
  readonly changes: readonly Change[];
  /** HubSpot's history of the fields that were asked for; absent when none was. */
  readonly history: PropertyHistory | null;
  readonly references: References;
  /** True when notices may have gone by unheeded: HubSpot's history is asked for edits our writes covered. */
  readonly asksHistory?: boolean;
  /** The ids our own writes carry as author. */
  readonly actors: Sided<string>;
  readonly fingerprint: Fingerprinter;
  /** Before the first read of the pass began. */
  readonly readAt: Instant;
  readonly skewMs: number;
  /** Values a policy sets now; each waits until its field is in step. */
  readonly puts?: readonly Put[];
  /** The pipeline the HubSpot record will be in, once that is planned. */
  readonly pipeline?: string | undefined;
};

export type DecisionDraft = {
  readonly rule: FieldRule;
  readonly reason: DecisionReason;
  readonly winner: Side | 'both' | 'neither';
  readonly values: Sided<Value>;
  readonly times: Sided<Instant | null>;
};
/** `field` is the field's name on `side`, the one that cannot hold the value. */
export type IssueDraft = {
  readonly rule: FieldRule | null;
  readonly code: string;
  readonly side: Side;
  readonly field: string | null;
  readonly option?: string;
};
export type ReviewDraft = { readonly rule: FieldRule; readonly isGap: boolean };

/** One field of a write. `agree` is the pair once it has landed as sent; `before` what the side held when read. */
export type FieldIntent = {
  readonly rule: FieldRule;
  readonly field: string;
  readonly sent: Value;
  readonly wire: WireScalar;
  readonly before: Value;
  readonly agree: BaselinePair;
  readonly decision: DecisionDraft | null;
  /** Logged with `decision`: a covered edit of the other side that lost to the value put back. */
  readonly overruled?: DecisionDraft;
  /** True when `decision` names a covered edit, which no side holds any more: it is logged even if the write is refused. */
  readonly isGap?: true;
  /** True when HubSpot takes the value only after the property was cleared. */
  readonly clearsFirst?: true;
  /** Intents of one write that mean something only together: where one is refused, all are. */
  readonly together?: 'money';
};
/** A HubSpot association to set (`linkId`) or to remove (null). */
export type AssociationIntent = {
  readonly rule: FieldRule;
  readonly linkId: Value;
  readonly before: Value;
  readonly agree: BaselinePair;
  readonly decision: DecisionDraft | null;
};

export type PairPlan = {
  /** Pairs that hold without a write. */
  readonly agreed: Baseline;
  readonly writes: Sided<readonly FieldIntent[]>;
  /** Values that go along with a write without being agreed on. */
  readonly extras: Sided<Readonly<Record<string, WireScalar>>>;
  readonly associations: readonly AssociationIntent[];
  readonly decisions: readonly DecisionDraft[];
  readonly issues: readonly IssueDraft[];
  readonly reviews: readonly ReviewDraft[];
  /** HubSpot properties whose history could alter this plan. */
  readonly historyWanted: readonly string[];
  /** Lookups whose record has no link yet, by rule key. */
  readonly waiting: readonly string[];
};
