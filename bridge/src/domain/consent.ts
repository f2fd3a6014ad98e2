/**
 * What becomes of one person's consent on one topic: who withdrew, who must be told, and when a "yes" may cross. Pure.
 *
 * A topic is all e-mail or one HubSpot subscription. It is held in several places at once: a field of every Lead and Contact with the
 * address, and the address's status in HubSpot. Each is a holder. What each holder showed last is remembered, so that a withdrawal is told
 * from one that is taken back; a withdrawal once seen stands until somebody takes it back on record, whatever becomes of the record it was
 * seen on (docs/architecture.md, invariant 7).
 */
import type { ConsentRule, Instant, Side } from './model.ts';

/** `silent`: says nothing either way, such as an opt-in box that never was ticked. */
export type ConsentState = 'out' | 'in' | 'silent';
/**
 * What a holder showed when the topic was last looked at. `sent`: we told it, and do not know yet whether it heard; `cleared`: a person took the
 * withdrawal back there, and it is left so; `given`: its opt-in box was ticked; `freeing`: we were about to clear it, and do not know yet whether it heard.
 */
export type HolderMemory = 'out' | 'sent' | 'cleared' | 'given' | 'freeing';
/** Why somebody may be written to: what the law asks to be on record. */
export type ConsentEvidence = {
  readonly side: Side;
  /** HubSpot's word for it: CONSENT_WITH_NOTICE, LEGITIMATE_INTEREST_CLIENT… */
  readonly basis: string;
  readonly explanation: string;
  readonly at: Instant;
  /** Who recorded it: a user id, or HubSpot's source of the status. */
  readonly by: string | null;
};
export type ConsentHolder = {
  /** `<object>:<id>:<field>`, or `hubspot`. Stable, so that it can be remembered. */
  readonly key: string;
  readonly side: Side;
  readonly state: ConsentState;
  /** False when the rule's direction keeps its withdrawals from others, or others' from it. */
  readonly tells: boolean;
  readonly listens: boolean;
  /** Deleted or merged away: it still tells, but nothing is written to it. */
  readonly isGone: boolean;
  readonly carriesOptIn: boolean;
  /** An opt-in box: that it was ticked is remembered, or unticking it could not be told from never having been asked. */
  readonly isOptIn: boolean;
  /** The record was last saved by ourselves: what it shows is what we told it. */
  readonly isOurs: boolean;
  /** What is on record there for a yes; null when nothing is. */
  readonly evidence: ConsentEvidence | null;
  /** When anybody but us last saved it; absent where the platform does not tell. */
  readonly touchedAt?: Instant | undefined;
  /** When somebody else than us last said the no it shows; absent where that is not known. */
  readonly saidAt?: Instant | undefined;
};
/** What is remembered of one address and topic. */
export type TopicMemory = {
  /** A withdrawal stands, also where no holder shows it any more. */
  readonly isWithdrawn: boolean;
  readonly since: Instant | null;
  readonly holders: Readonly<Record<string, HolderMemory>>;
  /** When it was said, where that was under another address of the person; absent: `since`. */
  readonly saidAt?: Instant;
  /** When a place was last cleared by a person; absent where none is. */
  readonly clearedAt?: Instant;
};
export const NO_MEMORY: TopicMemory = { isWithdrawn: false, since: null, holders: {} };

export type ConsentWrite = { readonly holder: ConsentHolder; readonly to: 'out' | 'in'; readonly evidence: ConsentEvidence | null };
export type ConsentFinding =
  /** A holder newly says no. */
  | { readonly kind: 'withdrawn'; readonly holder: ConsentHolder }
  /** We told it, or made the record so, and it shows. */
  | { readonly kind: 'confirmed'; readonly holder: ConsentHolder }
  /** The address takes over the withdrawal of another address of the same person. */
  | { readonly kind: 'inherited' }
  /** A holder says yes again. `isCarried`: it counts for the others too; otherwise `why` not. */
  | {
      readonly kind: 'taken-back';
      readonly holder: ConsentHolder;
      readonly isCarried: boolean;
      readonly why: 'no-evidence' | 'rule' | 'withdrawn-again' | null;
    }
  /** Every holder was taken back by people: nothing stands any more. */
  | { readonly kind: 'ended' };
export type ConsentPlan = { readonly memory: TopicMemory; readonly writes: readonly ConsentWrite[]; readonly findings: readonly ConsentFinding[] };
export type ConsentInput = {
  readonly holders: readonly ConsentHolder[];
  readonly memory: TopicMemory;
  /** Another address of the person withdrew, or carried a withdrawal before. */
  readonly inherits: boolean;
  /** When the withdrawal it would take over was said; unknown is long ago. */
  readonly inheritedSince?: Instant | undefined;
  readonly now: Instant;
};

/** The topic of a rule: a subscription id, or `all`. */
export const ALL_EMAIL = 'all';
export function topicOf(rule: ConsentRule): string {
  return rule.subscription ?? ALL_EMAIL;
}

/**
 * What a Salesforce field says. Example: an opt-in box that is false says nothing while it never was true, and "no" once it was.
 * `memory` is what it showed before.
 */
export function fieldState(rule: ConsentRule, value: boolean, memory: HolderMemory | undefined): ConsentState {
  if (rule.meaning === 'opt-out') return value ? 'out' : 'in';
  if (value) return 'in';
  return memory === undefined ? 'silent' : 'out';
}

/** Whether what is on record can carry a yes across: complete, and later than the withdrawal it takes back. */
export function isSoundEvidence(evidence: ConsentEvidence | null, since: Instant | null): evidence is ConsentEvidence {
  return evidence !== null && evidence.basis.trim() !== '' && evidence.explanation.trim() !== '' && evidence.at > (since ?? 0);
}

/**
 * What to do about one address and topic. Every input is a state, never an event: asked twice, the second answer writes nothing.
 * Upholds invariant 7: a write of `in` needs sound evidence, and a standing withdrawal is written to every holder a person has not cleared.
 */
export function planConsent({ holders, memory, inherits, inheritedSince = 0, now }: ConsentInput): ConsentPlan {
  const findings: ConsentFinding[] = [];
  const before = (holder: ConsentHolder): HolderMemory | undefined => memory.holders[holder.key];
  const newlyOut = holders.filter((holder) => holder.state === 'out' && before(holder) !== 'out' && !isUnheard(holder, memory));
  // Somebody may have said no there behind a call of ours that never arrived.
  const isSaidSince = ({ saidAt = 0 }: ConsentHolder): boolean => saidAt > (memory.since ?? 0);
  const isTold = (holder: ConsentHolder): boolean =>
    (before(holder) === 'sent' && !isSaidSince(holder)) || (holder.isOurs && memory.isWithdrawn && before(holder) === undefined);
  const news = newlyOut.filter((holder) => holder.tells && !isTold(holder));
  findings.push(...newlyOut.filter(isTold).map((holder) => ({ kind: 'confirmed' as const, holder })));
  // What the person took back here is not brought back by what another of their addresses said before that; by what it says later, it is.
  const wasCleared = holders.some((holder) => before(holder) === 'cleared');
  // What one look finds of both has no order: the no counts.
  const isLater = inheritedSince >= (memory.clearedAt ?? Infinity);
  const isInherited = inherits && (wasCleared ? isLater : !memory.isWithdrawn);
  findings.push(...news.map((holder) => ({ kind: 'withdrawn' as const, holder })));
  if (isInherited && news.length === 0) findings.push({ kind: 'inherited' });
  const isNew = news.length > 0 || isInherited;
  const isWithdrawn = isNew || memory.isWithdrawn;
  const since = isNew ? now : memory.since;
  const said = !isNew ? memory.saidAt : news.length > 0 || inheritedSince === 0 ? undefined : inheritedSince;
  const saidAt = said === undefined ? {} : { saidAt: said };
  const back = holders.filter((holder) => !holder.isGone && isOpen(holder) && before(holder) === 'out');
  const cleared = isNew ? undefined : back.length > 0 ? now : memory.clearedAt;
  const clearedAt = cleared === undefined ? {} : { clearedAt: cleared };
  const others = (source: ConsentHolder): readonly ConsentHolder[] =>
    holders.filter((holder) => holder !== source && !holder.isGone && holder.listens && holder.state === 'out');
  // What somebody saved after the yes may say no anew: unticked and ticked again between two looks, it shows nothing else.
  const isOvertaken = (source: ConsentHolder): boolean => {
    const yesAt = Math.max(source.evidence?.at ?? 0, source.touchedAt ?? 0);
    return others(source).some(({ touchedAt = 0 }) => touchedAt > yesAt);
  };
  const carrier = isNew
    ? undefined
    : back.find((holder) => isSoundEvidence(holder.evidence, since) && mayCarry(holder, others(holder)) && !isOvertaken(holder));
  for (const holder of back) {
    const isSound = isSoundEvidence(holder.evidence, since);
    const why = carrier !== undefined ? null : isNew || (isSound && isOvertaken(holder)) ? 'withdrawn-again' : isSound ? 'rule' : 'no-evidence';
    findings.push({ kind: 'taken-back', holder, isCarried: carrier !== undefined, why });
  }
  if (carrier !== undefined) {
    const writes = others(carrier).map((holder): ConsentWrite => ({ holder, to: 'in', evidence: carrier.evidence }));
    return { memory: { isWithdrawn, since, holders: remembered(holders, memory, { isNew: false }), ...saidAt, ...clearedAt }, writes, findings };
  }
  const kept = remembered(holders, memory, { isNew });
  const live = holders.filter((holder) => !holder.isGone);
  // The cleared holders stay remembered: another address of the person that still stands withdrawn must not bring it back.
  const isSettled = (holder: ConsentHolder): boolean => (!isOpen(holder) ? holder.state === 'silent' : kept[holder.key] === 'cleared' || !holder.listens);
  if (isWithdrawn && !isNew && live.every(isSettled) && live.some((holder) => kept[holder.key] === 'cleared'))
    return { memory: { isWithdrawn: false, since: null, holders: kept, ...clearedAt }, writes: [], findings: [...findings, { kind: 'ended' }] };
  const writes = isWithdrawn
    ? live
        .filter((holder) => holder.listens && isOpen(holder) && kept[holder.key] !== 'cleared')
        .map((holder): ConsentWrite => ({ holder, to: 'out', evidence: null }))
    : firstYes(live);
  return { memory: { isWithdrawn, since, holders: kept, ...saidAt, ...clearedAt }, writes, findings };
}

/** Clocks of the platforms and ours differ by so much, and Salesforce's stamps are whole seconds. */
const touchSlackMs = 5_000;

/**
 * We were about to clear it, and it still says no. Where nobody saved it since, our call never arrived; where somebody did, that may be a new no behind
 * a yes of ours that arrived, and counts as one.
 */
function isUnheard({ key, touchedAt = 0 }: ConsentHolder, memory: TopicMemory): boolean {
  return memory.holders[key] === 'freeing' && touchedAt + touchSlackMs <= (memory.clearedAt ?? 0);
}

/** Whether the person may be written to as far as this holder goes: HubSpot mails whom nobody asked, too. */
function isOpen({ side, state }: ConsentHolder): boolean {
  return state === 'in' || (side === 'hubspot' && state === 'silent');
}

/** A yes on record where the other side says nothing yet. */
function firstYes(live: readonly ConsentHolder[]): readonly ConsentWrite[] {
  const targetsOf = (giver: ConsentHolder): readonly ConsentHolder[] =>
    live.filter((holder) => holder !== giver && holder.listens && holder.state === 'silent' && (holder.side === 'hubspot' || holder.isOptIn));
  const giver = live.find(
    (holder) =>
      holder.state === 'in' && (holder.side === 'hubspot' || holder.isOptIn) && isSoundEvidence(holder.evidence, null) && mayCarry(holder, targetsOf(holder)),
  );
  return giver === undefined ? [] : targetsOf(giver).map((holder): ConsentWrite => ({ holder, to: 'in', evidence: giver.evidence }));
}

/** The rules of both ends must let a yes cross. */
function mayCarry(source: ConsentHolder, targets: readonly ConsentHolder[]): boolean {
  return source.side === 'salesforce' ? source.carriesOptIn : targets.every((target) => target.carriesOptIn);
}

/** What the holders show now. A new withdrawal is told to all, so what people cleared before it no longer counts. */
function remembered(holders: readonly ConsentHolder[], memory: TopicMemory, { isNew }: { readonly isNew: boolean }): Readonly<Record<string, HolderMemory>> {
  const kept: Record<string, HolderMemory> = {};
  for (const holder of holders) {
    const was = memory.holders[holder.key];
    if (holder.isGone) {
      // Remembered as told, or its withdrawal would be news for as long as the recycle bin keeps it.
      if (holder.state === 'out') kept[holder.key] = 'out';
    } else if (holder.state === 'out') kept[holder.key] = 'out';
    else if (isOpen(holder) && was === 'sent') kept[holder.key] = 'sent';
    else if (isOpen(holder) && !isNew && (was === 'out' || was === 'cleared' || was === 'freeing')) kept[holder.key] = 'cleared';
    else if (holder.state === 'in' && holder.isOptIn) kept[holder.key] = 'given';
  }
  return kept;
}

/** What is remembered before the writes are made: were the bridge to die behind them, it would know them for its own. */
export function beforeWrites(plan: ConsentPlan): TopicMemory {
  const sent = plan.writes.flatMap(({ to, holder }): readonly (readonly [string, HolderMemory])[] => {
    if (to === 'out') return [[holder.key, 'sent']];
    // Only of what tells when it was saved can be known whether it was said anew.
    return holder.state === 'out' && holder.touchedAt !== undefined ? [[holder.key, 'freeing']] : [];
  });
  return { ...plan.memory, holders: { ...plan.memory.holders, ...Object.fromEntries(sent) } };
}

/** What is remembered once it is known which writes were done. One that was not is met again, because its holder is not remembered as told. */
export function afterWrites(plan: ConsentPlan, done: (write: ConsentWrite) => boolean): TopicMemory {
  const yes = plan.writes.filter((write) => write.to === 'in');
  const holders: Record<string, HolderMemory> = { ...beforeWrites(plan).holders };
  const isCarried = plan.findings.some((finding) => finding.kind === 'taken-back' && finding.isCarried);
  for (const write of plan.writes) if (done(write)) holders[write.holder.key] = write.to === 'out' ? 'out' : isCarried ? 'cleared' : 'given';
  const isTakenBack = isCarried && yes.every(done);
  const clearedAt = Math.max(plan.memory.clearedAt ?? 0, ...yes.map(({ evidence }) => evidence?.at ?? 0));
  return isTakenBack ? { isWithdrawn: false, since: null, holders, clearedAt } : { ...plan.memory, holders };
}

/** Whether anything is worth remembering of a topic. */
export function isBlankMemory(memory: TopicMemory): boolean {
  return !memory.isWithdrawn && Object.keys(memory.holders).length === 0;
}

/** Addresses are compared as HubSpot keeps them: trimmed, in lower case. Null when it is no address. */
export function normalAddress(text: unknown): string | null {
  if (typeof text !== 'string') return null;
  const address = text.trim().toLowerCase();
  return /^[^\s@]+@[^\s@]+$/.test(address) ? address : null;
}
