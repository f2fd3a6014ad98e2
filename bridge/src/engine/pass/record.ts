/** Stage 10: what each subject's pass leaves behind: the new baseline, decisions, issues, and when to look again. */
import { codeOfFault, describeIssue, fieldOn, parseStamp, planPair, reading, rulesFor, STAMP_FIELD } from '../../domain/index.ts';
import type { FieldIntent, IssueDraft } from '../../domain/index.ts';
import type { Baseline, BaselinePair, Decision, DecisionReason, Instant, Issue, Link, RecordRef, Review, Side } from '../../domain/model.ts';
import type { Next, PassOutcome, WireRecord, WriteFault } from '../ports.ts';
import { retryAt } from '../retry.ts';
import { decisionsOf } from './apply.ts';
import type { AppliedItem, WriteResult } from './apply.ts';
import type { AssociationResult } from './associate.ts';
import { endOf, outcome, withEnd } from './context.ts';
import type { PassContext } from './context.ts';
import { WAKE_TRIES } from './parents.ts';
import type { SideWrite } from './planning.ts';
import { pairInput } from './planning.ts';
import type { ReferencesOf } from './references.ts';
import { landing } from './settle.ts';
import { decisionOf, issueOf, reviewOf } from './troubles.ts';

const PUT_BACK: ReadonlySet<DecisionReason> = new Set<DecisionReason>(['restored-after-gap', 'reversed', 'chosen', 'converted', 're-engaged']);

/** What has been gathered about one subject while its results are read. */
type Ledger = {
  link: Link;
  baseline: Record<string, BaselinePair>;
  readonly decisions: Decision[];
  readonly issues: Issue[];
  readonly reviews: Review[];
  /** Moments to look again; `isRetry` ones follow the timetable. */
  readonly again: { readonly at: Instant; readonly isRetry: boolean }[];
  /** Notices stay until their fate is known. */
  keepsChanges: boolean;
};

/** The outcome of one applied item. */
export function recordItem(
  context: PassContext,
  applied: AppliedItem,
  input: { readonly associations: readonly AssociationResult[]; readonly references: ReferencesOf; readonly linkedTo: ReadonlyMap<string, RecordRef> },
): PassOutcome {
  const { planned } = applied;
  if (planned.isBlocked) return blocked(context, applied);
  const ledger: Ledger = {
    link: applied.link,
    baseline: { ...applied.link.baseline, ...planned.plan.agreed },
    decisions: [...planned.item.decisions],
    issues: [],
    reviews: [],
    again: [],
    keepsChanges: false,
  };
  addPlan(context, applied, ledger);
  for (const result of applied.results) addResult(context, applied, result, { ledger, linkedTo: input.linkedTo });
  for (const result of input.associations) addAssociation(context, applied, result, ledger);
  if (isToBeAskedAgain(planned)) ledger.again.push({ at: retryTime(context, applied), isRetry: true });
  compareCreated(context, applied, { ledger, references: input.references });
  return finished(context, applied, ledger);
}

/**
 * A lookup that waits is woken when its record is in step, and asked for by the clock only until no wake can have been missed. An owner
 * nobody knows comes with another directory alone, which wakes the record.
 */
function isToBeAskedAgain({ item, plan }: AppliedItem['planned']): boolean {
  const lookups = new Set(item.mapping.fields.filter((rule) => rule.referenceMapping !== null).map((rule) => rule.key));
  const ownerless = new Set(plan.issues.filter(({ code }) => code === 'owner-unknown').map(({ rule }) => rule?.key));
  return plan.waiting.some((key) => !ownerless.has(key) && (!lookups.has(key) || item.work.tries < WAKE_TRIES));
}

function finished(context: PassContext, applied: AppliedItem, ledger: Ledger): PassOutcome {
  const { item } = applied.planned;
  const link: Link = { ...ledger.link, baseline: ledger.baseline, syncedAt: context.clock.now() };
  return outcome(
    { work: item.work, link, formerRefs: item.formerRefs, decisions: ledger.decisions },
    {
      issues: ledger.issues,
      reviews: ledger.reviews,
      next: nextOf(ledger),
      ...(ledger.keepsChanges ? { consumed: [] } : {}),
    },
  );
}

/** The soonest of what is wanted. A write in flight comes first: nothing else may happen to the link until it is settled. */
function nextOf(ledger: Ledger): Next {
  if (ledger.link.attempts.length > 0) return { kind: 'again', at: Math.min(...ledger.link.attempts.map((attempt) => attempt.settleAt)), isRetry: false };
  const [soonest] = ledger.again.toSorted((left, right) => left.at - right.at);
  return soonest === undefined ? { kind: 'done' } : { kind: 'again', ...soonest };
}

function blocked(context: PassContext, { planned }: AppliedItem): PassOutcome {
  const { item } = planned;
  // No link is made for a record that cannot be created; one that exists keeps what was settled about it.
  const filed = { work: item.work, link: item.work.link === null ? null : planned.link, mapping: item.mapping };
  const ref = sourceRef(planned.item);
  const issues = planned.plan.issues.map((draft) => issueOf(context, filed, draft, ref));
  const unlinked =
    item.work.link === null ? { ref, reason: { code: 'issue' as const, explanation: issues.at(-1)?.cause ?? 'The record cannot be created.' } } : null;
  return outcome({ ...filed, formerRefs: item.formerRefs, decisions: item.decisions }, { issues, unlinked });
}

function sourceRef(item: AppliedItem['planned']['item']): RecordRef {
  if ('source' in item) return { side: item.from, object: item.source.object, id: item.source.id };
  return { side: 'salesforce', object: item.records.salesforce.object, id: item.records.salesforce.id };
}

function addPlan(context: PassContext, { planned }: AppliedItem, ledger: Ledger): void {
  const { plan, item } = planned;
  for (const draft of [...(item.issues ?? []), ...plan.issues]) ledger.issues.push(planIssue(context, { planned, draft, ledger }));
  for (const { rule, isGap } of plan.reviews) {
    const refs = [endOf(planned.link, 'salesforce'), endOf(planned.link, 'hubspot')].filter((ref) => ref !== null);
    ledger.reviews.push(
      reviewOf(
        context,
        { ...item, link: planned.link },
        {
          kind: 'conflict',
          refs,
          field: rule.key,
          explanation: 'Both sides were changed to different values. Choose the one to keep.',
          isLasting: isGap,
        },
      ),
    );
  }
  for (const draft of plan.decisions) {
    ledger.decisions.push(
      decisionOf({
        link: planned.link,
        draft,
        fingerprint: context.fingerprint,
        ruleVersion: context.rulebook.rules.version,
        now: context.clock.now(),
        tag: `${item.work.version}`,
      }),
    );
  }
}

function planIssue(
  context: PassContext,
  input: { readonly planned: AppliedItem['planned']; readonly draft: IssueDraft; readonly ledger: Pick<Ledger, 'link'> },
): Issue {
  const { planned, draft } = input;
  const ref = endOf(planned.link, draft.side) ?? sourceRef(planned.item);
  return issueOf(context, { ...planned.item, link: planned.link }, draft, ref);
}

type Adding = { readonly ledger: Ledger; readonly linkedTo: ReadonlyMap<string, RecordRef> };

function addResult(context: PassContext, applied: AppliedItem, result: WriteResult, { ledger, linkedTo }: Adding): void {
  const { write, outcome: answer } = result;
  for (const { intent, fault } of result.refused) ledger.issues.push(faultIssue(context, applied, { write, fault, intent, retryAt: null }));
  addUnplaced(context, applied, { ledger, write: { ...write, fields: result.refused.map(({ intent }) => intent) } });
  switch (answer.kind) {
    case 'ok':
      addLanded(context, applied, { ledger, write, id: answer.id, after: answer.after });
      return;
    case 'unknown':
      ledger.link = {
        ...ledger.link,
        attempts: ledger.link.attempts.map((attempt) =>
          attempt.side === write.side ? { ...attempt, settleAt: Math.max(answer.settleAt, context.clock.now()) } : attempt,
        ),
      };
      ledger.decisions.push(...decided(context, applied, write));
      ledger.keepsChanges = true;
      return;
    case 'deferred':
      ledger.link = withoutAttempt(ledger.link, write.side);
      addDeferred(context, applied, { ledger, write, fault: answer.fault, notBefore: answer.retryAt });
      return;
    case 'rejected':
      ledger.link = withoutAttempt(ledger.link, write.side);
      addRejected(context, applied, { ledger, write, fault: answer.fault, linkedTo });
  }
}

function withoutAttempt(link: Link, side: Side): Link {
  return { ...link, attempts: link.attempts.filter((attempt) => attempt.side !== side) };
}

function decided(context: PassContext, applied: AppliedItem, write: SideWrite): readonly Decision[] {
  return decisionsOf(context, { link: applied.link, write, number: applied.link.attemptNumbers[write.side], now: context.clock.now() });
}

type Landed = { readonly ledger: Ledger; readonly write: SideWrite; readonly id: string; readonly after: WireRecord | null };

function addLanded(context: PassContext, applied: AppliedItem, { ledger, write, id, after }: Landed): void {
  if (write.kind === 'create') ledger.link = withEnd(ledger.link, { side: write.side, object: write.object, id });
  if (after === null) {
    // It landed, but what came of the values is unknown: the next look reads stamp and record.
    ledger.link = {
      ...ledger.link,
      attempts: ledger.link.attempts.map((attempt) => (attempt.side === write.side ? { ...attempt, settleAt: context.clock.now() } : attempt)),
    };
    ledger.decisions.push(...decided(context, applied, write));
    ledger.keepsChanges = true;
    return;
  }
  if (write.kind === 'update' && id !== write.recordId) {
    // Merged meanwhile: the write went to the survivor, whose values say nothing about what was agreed with the old record.
    ledger.link = withoutAttempt(ledger.link, write.side);
    ledger.keepsChanges = true;
    ledger.again.push({ at: context.clock.now(), isRetry: false });
    return;
  }
  const number = applied.link.attemptNumbers[write.side];
  const isOurs = isOwnImage(context, { write, after, number });
  for (const intent of write.fields) {
    const landed = landing(intent.agree, write.side, landedAt(context, write.side, after));
    ledger.baseline[intent.rule.key] = isOurs ? adopt(context, { write, intent, after, pair: landed }) : landed;
    if (ledger.baseline[intent.rule.key]?.drift === 'ignored') {
      ledger.issues.push(
        planIssue(context, { planned: applied.planned, ledger, draft: { rule: intent.rule, code: 'write-ignored', side: write.side, field: intent.field } }),
      );
    }
    if (isOurs && isMovedOn(context, { write, intent, after })) ledger.again.push({ at: context.clock.now(), isRetry: false });
    // A value put back (after a gap, or because a person settled the field) is one side's news now: look again at once.
    if (intent.decision !== null && PUT_BACK.has(intent.decision.reason)) ledger.again.push({ at: context.clock.now(), isRetry: false });
  }
  ledger.link = withoutAttempt(ledger.link, write.side);
  ledger.decisions.push(...decided(context, applied, write));
}

/** Rule 5: the image is adopted only if our write was the last touch it shows. */
function isOwnImage(
  context: PassContext,
  { write, after, number }: { readonly write: SideWrite; readonly after: WireRecord; readonly number: number },
): boolean {
  const stamp = parseStamp(after.values[STAMP_FIELD[write.side]]);
  const isStamped = stamp !== null && stamp.connection === context.connection && stamp.attempt === number;
  return isStamped && (write.side === 'hubspot' || after.modifiedBy === context.gateways.salesforce.actor);
}

/** The latest moment the write can have landed. SystemModstamp keeps whole seconds, so its own second counts in full. */
function landedAt(context: PassContext, side: Side, after: WireRecord): Instant {
  return Math.min(context.clock.now(), side === 'salesforce' ? after.modifiedAt + 999 : after.modifiedAt);
}

function adopt(
  context: PassContext,
  input: { readonly write: SideWrite; readonly intent: FieldIntent; readonly after: WireRecord; readonly pair: BaselinePair },
): BaselinePair {
  const { write, intent, after, pair } = input;
  const { side } = write;
  const { rule } = intent;
  const schema = context.rulebook.schemas.get(`${side}:${after.object}`)?.fields.get(fieldOn(rule, side));
  const wire = after.values[intent.field];
  if (schema === undefined || wire === undefined || rule.referenceMapping !== null) return pair;
  const print = context.fingerprint(rule.key, reading(wire, schema).value);
  const sent = context.fingerprint(rule.key, intent.sent);
  const writes = pair.writes?.map((one, index, all) =>
    index === all.length - 1 && one.side === side && !one.seen.includes(print) ? { ...one, seen: [...one.seen, print] } : one,
  );
  const known = writes === undefined ? pair : { ...pair, writes };
  if (print === sent || pair[side] !== sent) return known;
  // Another stage is no other form of ours: somebody's automation moved it, and the lifecycle judges that like any move.
  if (rule.stages !== undefined && print !== context.fingerprint(rule.key, intent.before)) return known;
  return { ...known, [side]: print, drift: print === context.fingerprint(rule.key, intent.before) ? 'ignored' : 'rewritten' };
}

/** Whether a stage we set shows as another one in the answer to our own write. */
function isMovedOn(
  context: PassContext,
  { write, intent, after }: { readonly write: SideWrite; readonly intent: FieldIntent; readonly after: WireRecord },
): boolean {
  const { rule, field, sent } = intent;
  const schema = context.rulebook.schemas.get(`${write.side}:${after.object}`)?.fields.get(field);
  if (rule.stages === undefined || schema === undefined || after.values[field] === undefined) return false;
  return reading(after.values[field], schema).value !== sent;
}

function addDeferred(
  context: PassContext,
  applied: AppliedItem,
  input: { readonly ledger: Ledger; readonly write: SideWrite; readonly fault: WriteFault; readonly notBefore: Instant },
): void {
  const at = retryTime(context, applied, input.notBefore);
  input.ledger.again.push({ at, isRetry: true });
  input.ledger.keepsChanges = true;
  if (applied.planned.item.work.tries + 1 < context.settings.issueAfterTries) return;
  input.ledger.issues.push(faultIssue(context, applied, { write: input.write, fault: input.fault, intent: null, retryAt: at }));
}

function retryTime(context: PassContext, applied: AppliedItem, notBefore: Instant | null = null): Instant {
  return retryAt({ now: context.clock.now(), tries: applied.planned.item.work.tries, notBefore, random: context.random, settings: context.settings });
}

type Rejected = { readonly ledger: Ledger; readonly write: SideWrite; readonly fault: WriteFault; readonly linkedTo: ReadonlyMap<string, RecordRef> };

function addRejected(context: PassContext, applied: AppliedItem, { ledger, write, fault, linkedTo }: Rejected): void {
  const existing = linkedTo.get(applied.planned.item.work.subject);
  if (write.kind === 'create' && existing !== undefined) {
    ledger.link = withEnd(ledger.link, existing);
    ledger.keepsChanges = true;
    ledger.again.push({ at: context.clock.now(), isRetry: false });
    return;
  }
  const named = write.fields.filter((intent) => fault.fields.includes(intent.field));
  for (const intent of named) ledger.issues.push(faultIssue(context, applied, { write, fault, intent, retryAt: null }));
  if (named.length > 0) {
    addUnplaced(context, applied, { ledger, write });
    return;
  }
  const entry = describeIssue(codeOfFault(fault.code), { side: write.side, field: null });
  // A record that vanished under the write is looked at again at once: the read tells whether it was merged or deleted.
  const isTransient = entry.kind === 'transient' || entry.code === 'record-gone';
  const at = isTransient ? retryTime(context, applied) : null;
  if (at === null) addUnplaced(context, applied, { ledger, write });
  else {
    ledger.again.push({ at, isRetry: true });
    // Only its notice tells a covered edit.
    if (write.fields.some((intent) => intent.isGap === true)) ledger.keepsChanges = true;
  }
  ledger.issues.push(faultIssue(context, applied, { write, fault, intent: null, retryAt: at }));
}

/** What was decided about covered edits in fields the platform refused: nobody's value was written, and no side holds the edit any more. */
function addUnplaced(context: PassContext, applied: AppliedItem, { ledger, write }: { readonly ledger: Ledger; readonly write: SideWrite }): void {
  const fields = write.fields.filter((intent) => intent.isGap === true);
  ledger.decisions.push(...decided(context, applied, { ...write, fields }).map((decision) => ({ ...decision, winner: 'neither' as const })));
  for (const { rule, agree } of fields) {
    const known = ledger.baseline[rule.key];
    // All but the write itself: the edits it was to settle are settled.
    if (known !== undefined && agree.writes !== undefined) ledger.baseline[rule.key] = { ...known, writes: agree.writes.slice(0, -1) };
  }
}

function faultIssue(
  context: PassContext,
  applied: AppliedItem,
  input: { readonly write: SideWrite; readonly fault: WriteFault; readonly intent: FieldIntent | null; readonly retryAt: Instant | null },
): Issue {
  const { planned } = applied;
  const { write, fault, intent } = input;
  // What is tried again by itself is the platform's trouble, whatever it calls it.
  const known = codeOfFault(fault.code);
  const code = known === 'unexpected' && input.retryAt !== null ? 'platform-trouble' : known;
  // Only a value an administrator wrote into a value map may be named; anything else could be what a customer typed (invariant 9).
  const isMapped = intent !== null && intent.rule.valueMap.length > 0 && intent.sent !== null;
  const option = code === 'unexpected' ? fault.code : code === 'option-unknown' && isMapped ? (intent.sent ?? undefined) : undefined;
  const draft = {
    rule: intent?.rule ?? null,
    code,
    side: write.side,
    field: intent?.field ?? fault.fields[0] ?? null,
    ...(option === undefined ? {} : { option }),
  };
  const ref = endOf(applied.link, write.side) ?? sourceRef(planned.item);
  return issueOf(context, { ...planned.item, link: applied.link }, draft, ref, input.retryAt);
}

function addAssociation(context: PassContext, applied: AppliedItem, { intent, fault }: AssociationResult, ledger: Ledger): void {
  if (fault === null) {
    ledger.baseline[intent.rule.key] = intent.agree;
    if (intent.decision !== null)
      ledger.decisions.push(
        decisionOf({
          link: applied.link,
          draft: intent.decision,
          fingerprint: context.fingerprint,
          ruleVersion: context.rulebook.rules.version,
          now: context.clock.now(),
          tag: `${applied.planned.item.work.version}`,
        }),
      );
    return;
  }
  const entry = describeIssue(codeOfFault(fault.code), { side: 'hubspot', field: intent.rule.hubspotProperty });
  const at = entry.kind === 'transient' ? retryTime(context, applied) : null;
  if (at !== null) ledger.again.push({ at, isRetry: true });
  const ref = endOf(applied.link, 'hubspot') ?? sourceRef(applied.planned.item);
  ledger.issues.push(
    issueOf(
      context,
      { ...applied.planned.item, link: applied.link },
      { rule: intent.rule, code: entry.code, side: 'hubspot', field: intent.rule.hubspotProperty, option: fault.code },
      ref,
      at,
    ),
  );
}

/**
 * A fresh record has the platform's defaults in fields nobody sent. If the image shows nothing left to do, its blank and equal fields
 * are agreed on at once; otherwise the next look settles them as on any first link.
 */
function compareCreated(
  context: PassContext,
  applied: AppliedItem,
  { ledger, references }: { readonly ledger: Ledger; readonly references: ReferencesOf },
): void {
  const { item } = applied.planned;
  const [result] = applied.results;
  if (!('source' in item) || result?.outcome.kind !== 'ok' || result.outcome.after === null) return;
  const { after } = result.outcome;
  const records = item.from === 'salesforce' ? { salesforce: item.source, hubspot: after } : { salesforce: after, hubspot: item.source };
  const link: Link = { ...ledger.link, baseline: ledger.baseline };
  const rules = rulesFor(item.mapping, records.salesforce.object).filter((rule) => rule.referenceMapping === null);
  // A field the image does not show is not blank: it has to be read first.
  const fields = rules.filter((rule) => fieldOn(rule, result.write.side) in after.values);
  const plan = planPair({ ...pairInput(context, { ...item, link, records }, references), mapping: { ...item.mapping, fields } });
  const isSettled =
    fields.length === rules.length && plan.writes.salesforce.length + plan.writes.hubspot.length + plan.decisions.length + plan.reviews.length === 0;
  if (isSettled) Object.assign(ledger.baseline, plan.agreed satisfies Baseline);
  else ledger.again.push({ at: context.clock.now(), isRetry: false });
}
