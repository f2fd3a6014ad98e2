/** What every stage of a pass shares, and the shape that travels through the stages. */
import { linkSubjectOf } from './subjects.ts';
import type { Fingerprinter, IssueDraft, Sided } from '../../domain/index.ts';
import type { ConnectionId, Decision, Instant, Issue, Link, ObjectMapping, RecordRef, Review, Side, Subject } from '../../domain/model.ts';
import type {
  Clock,
  ConsentGate,
  CrmGateway,
  DueWork,
  GatewayFailure,
  Journal,
  Lease,
  PassOutcome,
  Random,
  Store,
  WireRecord,
  WireValue,
  WriteGate,
} from '../ports.ts';
import type { CreateCaps } from '../ports-caps.ts';
import type { Rulebook } from '../rulebook.ts';
import type { EngineSettings } from '../settings.ts';

export type PassContext = {
  readonly connection: ConnectionId;
  readonly lease: Lease;
  readonly store: Store;
  readonly gateways: Sided<CrmGateway>;
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  readonly fingerprint: Fingerprinter;
  readonly rulebook: Rulebook;
  readonly settings: EngineSettings;
  /** The consent lane's word on creates; absent where there is no lane. */
  readonly consent?: ConsentGate | undefined;
  /** The breaker's word on writes; absent where there is none. */
  readonly writes?: WriteGate | undefined;
  /** The word of activity rules' caps on creates; absent where there are none. */
  readonly caps?: CreateCaps | undefined;
};

/** One subject on its way through the pass: what is known of its two ends so far. */
export type Item = {
  readonly work: DueWork;
  readonly mapping: ObjectMapping;
  readonly link: Link | null;
  readonly records: Sided<WireRecord | null>;
  /** Ends that now lead to this link without being its own: converted lead, merged-away ids. */
  readonly formerRefs: readonly RecordRef[];
  /** Decisions of attempts found to have landed. */
  readonly decisions: readonly Decision[];
  /** Before the first read began. */
  readonly readAt: Instant;
  /** Troubles met on the way; they are filed with the item's outcome. */
  readonly issues?: readonly IssueDraft[];
  /** Keys under which it is found again once a record it needs is in step. */
  readonly needs?: readonly string[];
  /** Values a create gets besides those of the rules. */
  readonly extras?: Readonly<Record<string, WireValue>>;
};
/** An item whose two ends are read. */
export type PairItem = Item & { readonly link: Link; readonly records: Sided<WireRecord> };

/** Some items go on, others are finished; each stage answers with both. */
export type Staged<T> = { readonly items: readonly T[]; readonly outcomes: readonly PassOutcome[] };
/** A stage that needed a platform that does not answer stops the whole batch. */
export type StageResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: GatewayFailure };

/** The subject troubles are filed under: the link's once there is one. */
export function subjectOf(item: Pick<Item, 'work' | 'link'>): Subject {
  return item.link === null ? item.work.subject : linkSubjectOf(item.link);
}

/** A finished item: everything consumed, nothing new, unless said otherwise. */
export function outcome(item: Pick<Item, 'work' | 'link' | 'formerRefs' | 'decisions'>, patch: Partial<PassOutcome> = {}): PassOutcome {
  return {
    subject: item.work.subject,
    version: item.work.version,
    consumed: item.work.changes.map((change) => change.eventId),
    link: item.link,
    formerRefs: item.formerRefs,
    unlinked: null,
    matchKeys: [],
    decisions: item.decisions,
    issues: [],
    resolvedIssues: 'all',
    reviews: [],
    resolvedReviews: 'all',
    wake: [],
    next: { kind: 'done' },
    ...patch,
  };
}

/** The record end of a link on one side. */
export function endOf(link: Link, side: Side): RecordRef | null {
  const end = link[side];
  return end === null ? null : { side, object: end.object, id: end.id };
}

/** The link with another record as one end. */
export function withEnd(link: Link, ref: RecordRef): Link {
  return ref.side === 'salesforce'
    ? // Ids come from the gateway of that side, so the brand is true.
      { ...link, salesforce: { object: ref.object, id: ref.id as NonNullable<Link['salesforce']>['id'] } }
    : { ...link, hubspot: { object: ref.object, id: ref.id as NonNullable<Link['hubspot']>['id'] } };
}

/** Items keyed by side and object, so each object is read in one go. */
export function refOf(record: WireRecord, side: Side): RecordRef {
  return { side, object: record.object, id: record.id };
}

export type { Issue, Review };
