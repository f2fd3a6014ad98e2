/**
 * Stage 8: the writes. Attempts are stored first, then both platforms are called at the same time. A record refused for named fields is
 * sent again without them, so one bad field does not hold back the rest.
 */
import { codeOfFault, formatStamp, parseStamp, recognition, SIDES, STAMP_FIELD } from '../../domain/index.ts';
import type { FieldIntent } from '../../domain/index.ts';
import type { Attempt, Baseline, Decision, Instant, Link, Side, Subject } from '../../domain/model.ts';
import type { WriteFault, WriteOutcome, WriteRequest } from '../ports.ts';
import type { PassContext } from './context.ts';
import type { PlannedItem, SideWrite } from './planning.ts';
import { landing } from './settle.ts';
import { decisionOf } from './troubles.ts';

/** One write and how it ended. `refused` are fields left out of the last try, with what the platform said. */
export type WriteResult = {
  readonly write: SideWrite;
  readonly outcome: WriteOutcome;
  readonly refused: readonly { readonly intent: FieldIntent; readonly fault: WriteFault }[];
};
/** `link` carries the attempts as stored. `isFenced`: the claim was lost or the link's record belongs to another; nothing was sent. */
export type AppliedItem = { readonly planned: PlannedItem; readonly link: Link; readonly results: readonly WriteResult[]; readonly isFenced: boolean };

/** A platform may name one bad field at a time; so many times the rest is tried again within one pass. */
const ROUNDS_MAX = 6;

/** Carries out all writes of a batch; one result per planned write. */
export async function applyWrites(context: PassContext, items: readonly PlannedItem[]): Promise<readonly AppliedItem[]> {
  let applied = await applyRound(
    context,
    items.map((planned) => ({ planned, link: planned.link, writes: planned.writes })),
  );
  for (let round = 1; round < ROUNDS_MAX; round += 1) {
    const again = applied.flatMap(({ planned, link, results, isFenced }) => {
      const writes = results.flatMap((result) => withoutRefused(result) ?? []);
      return writes.length === 0 || isFenced ? [] : [{ planned, link: dropped(link, writes), writes }];
    });
    if (again.length === 0) return applied;
    const retried = new Map((await applyRound(context, again)).map((one) => [one.planned, one]));
    applied = applied.map((one) => joined(one, retried.get(one.planned)));
  }
  return applied;
}

type Round = { readonly planned: PlannedItem; readonly link: Link; readonly writes: readonly SideWrite[] };

async function applyRound(context: PassContext, rounds: readonly Round[]): Promise<readonly AppliedItem[]> {
  const { store, connection, lease, clock, settings } = context;
  const sentAt = clock.now();
  const attempted = rounds.map((round) => ({ ...round, link: withAttempts(context, round, sentAt) }));
  const toSave = attempted.filter((round) => round.writes.length > 0).map((round) => ({ subject: round.planned.item.work.subject, link: round.link }));
  const allowed: ReadonlySet<Subject> = toSave.length === 0 ? new Set() : await store.saveAttempts({ connection, lease, links: toSave, now: sentAt });
  // An attempt whose call starts late could land after its settle time: it is given up instead.
  const isLate = toSave.length > 0 && clock.now() - sentAt > settings.sendWithinMs;
  const open = attempted.filter((round) => round.writes.length > 0 && allowed.has(round.planned.item.work.subject));
  const outcomes = new Map<SideWrite, WriteOutcome>();
  if (isLate)
    for (const write of open.flatMap((round) => round.writes))
      outcomes.set(write, { kind: 'deferred', fault: { code: 'SENT_TOO_LATE', message: '', fields: [], existingId: null }, retryAt: clock.now() });
  else await Promise.all(SIDES.map((side) => send(context, side, open, { sendBy: sentAt + settings.sendWithinMs, outcomes })));
  return attempted.map((round) => {
    const isFenced = round.writes.length > 0 && !allowed.has(round.planned.item.work.subject);
    return { planned: round.planned, link: isFenced ? round.planned.link : round.link, isFenced, results: isFenced ? [] : resultsOf(round.writes, outcomes) };
  });
}

function resultsOf(writes: readonly SideWrite[], outcomes: ReadonlyMap<SideWrite, WriteOutcome>): readonly WriteResult[] {
  return writes.map((write) => {
    const answer = outcomes.get(write);
    if (answer === undefined) throw new Error('A gateway answered fewer outcomes than it was given requests.');
    return { write, outcome: answer, refused: [] };
  });
}

/** The link with one attempt per write, numbered on from the last. */
function withAttempts(context: PassContext, { planned, link, writes }: Round, sentAt: Instant): Link {
  const { settings } = context;
  const settleAt = sentAt + settings.callLifeMs;
  const numbers = { ...link.attemptNumbers };
  const attempts: Attempt[] = [];
  for (const write of writes) {
    numbers[write.side] = Math.max(numbers[write.side], stampedNumber(context, planned, write.side)) + 1;
    const agree: Baseline = Object.fromEntries(write.fields.map((intent) => [intent.rule.key, landing(intent.agree, write.side, settleAt)]));
    const decisions = decisionsOf(context, { link, write, number: numbers[write.side], now: sentAt }).map((decision) => ({ ...decision, values: null }));
    attempts.push({
      side: write.side,
      number: numbers[write.side],
      kind: write.kind,
      object: write.object,
      recordId: write.recordId,
      agree,
      sentAt,
      settleAt,
      ...(decisions.length === 0 ? {} : { decisions }),
    });
  }
  return { ...link, baseline: withClearing(link.baseline, writes), attempts: [...link.attempts, ...attempts], attemptNumbers: numbers };
}

/** A baseline no value has: what is owed is not yet agreed on. */
const NOTHING_AGREED = { salesforce: '', hubspot: '' };

/**
 * Notes beforehand which properties are about to be cleared: if the value behind the clearing never arrives, for whatever reason, the
 * blank left behind must not be taken for a person's. Landed writes replace the note.
 */
function withClearing(baseline: Baseline, writes: readonly SideWrite[]): Baseline {
  const keys = writes.flatMap((write) => write.fields.filter((intent) => intent.clearsFirst === true).map((intent) => intent.rule.key));
  if (keys.length === 0) return baseline;
  return { ...baseline, ...Object.fromEntries(keys.map((key) => [key, { ...(baseline[key] ?? NOTHING_AGREED), clearing: true as const }])) };
}

/** The number a record already carries: from an earlier link of the same record, it must not be taken for one of this link's. */
function stampedNumber(context: PassContext, { item }: PlannedItem, side: Side): number {
  const stamp = parseStamp(item.records[side]?.values[STAMP_FIELD[side]]);
  return stamp?.connection === context.connection ? stamp.attempt : 0;
}

/** The decisions one write carries out, as they will be logged when it lands. */
export function decisionsOf(
  context: PassContext,
  input: { readonly link: Link; readonly write: SideWrite; readonly number: number; readonly now: Instant },
): readonly Decision[] {
  const { fingerprint, rulebook } = context;
  const drafts = input.write.fields.flatMap(({ decision, overruled }) => [decision ?? [], overruled ?? []].flat());
  return drafts.map((draft) =>
    decisionOf({ link: input.link, draft, fingerprint, ruleVersion: rulebook.rules.version, now: input.now, tag: `${input.write.side}:${input.number}` }),
  );
}

function requestOf(write: SideWrite, { link, planned }: Round, stamp: string): WriteRequest {
  const values = { ...write.extras, ...Object.fromEntries(write.fields.map((intent) => [intent.field, intent.wire])) };
  const clearFirst = write.fields.filter((intent) => intent.clearsFirst === true).map((intent) => intent.field);
  const isAssigned = write.kind === 'create' && write.object === 'Lead' && planned.item.mapping.policies.handoff.runsAssignmentRules;
  return {
    kind: write.kind,
    object: write.object,
    id: write.recordId,
    key: link.key,
    stamp,
    values,
    ...(clearFirst.length === 0 ? {} : { clearFirst }),
    ...(isAssigned ? { runsAssignmentRules: true as const } : {}),
  };
}

type Sending = { readonly sendBy: Instant; readonly outcomes: Map<SideWrite, WriteOutcome> };

async function send(context: PassContext, side: Side, rounds: readonly Round[], { sendBy, outcomes }: Sending): Promise<void> {
  const sent: SideWrite[] = [];
  const requests: WriteRequest[] = [];
  for (const round of rounds)
    for (const write of round.writes) {
      if (write.side !== side) continue;
      const number = round.link.attemptNumbers[side];
      const room = context.rulebook.schemas.get(`${side}:${write.object}`)?.fields.get(STAMP_FIELD[side])?.lengthMax;
      const stamp = formatStamp({ connection: context.connection, attempt: number, fields: write.fields.map((intent) => intent.field) }, room ?? null);
      requests.push(requestOf(write, round, stamp));
      sent.push(write);
    }
  if (requests.length === 0) return;
  const answers = await context.gateways[side].write(requests, { sendBy });
  for (const [index, write] of sent.entries()) {
    const answer = answers[index];
    if (answer !== undefined) outcomes.set(write, blamed(context, write, answer));
  }
}

function blamed(context: PassContext, write: SideWrite, answer: WriteOutcome): WriteOutcome {
  return withCompanions(write, withTellingField(context, write, answer));
}

/** What means something only together is refused together: an amount must not go without its currency. */
function withCompanions({ fields }: SideWrite, answer: WriteOutcome): WriteOutcome {
  if (answer.kind !== 'rejected' || !fields.some((intent) => intent.together !== undefined && answer.fault.fields.includes(intent.field))) return answer;
  const joined = fields.filter((intent) => intent.together !== undefined).map((intent) => intent.field);
  return { ...answer, fault: { ...answer.fault, fields: [...new Set([...answer.fault.fields, ...joined])] } };
}

/**
 * HubSpot refuses an update whose address is another contact's as a whole and names no property (409 CONFLICT): it is the one by which
 * records are told apart, so the others need not wait for it.
 */
function withTellingField({ rulebook }: PassContext, { side, kind, object, fields }: SideWrite, answer: WriteOutcome): WriteOutcome {
  if (side !== 'hubspot' || kind !== 'update' || answer.kind !== 'rejected' || answer.fault.fields.length > 0) return answer;
  if (codeOfFault(answer.fault.code) !== 'duplicate-record') return answer;
  const mapping = rulebook.mappingOf(side, object);
  const told = mapping === null ? undefined : recognition(mapping)?.match[side];
  return fields.some((intent) => intent.field === told) && told !== undefined ? { ...answer, fault: { ...answer.fault, fields: [told] } } : answer;
}

/** The write without the fields the platform named, or null when there is nothing to gain from a second try. */
function withoutRefused({ write, outcome }: WriteResult): SideWrite | null {
  if (outcome.kind !== 'rejected' || outcome.fault.fields.length === 0) return null;
  const named = new Set(outcome.fault.fields);
  const fields = write.fields.filter((intent) => !named.has(intent.field));
  return fields.length === 0 || fields.length === write.fields.length ? null : { ...write, fields };
}

/** The link without the attempts known not to have landed. Attempts of the other side stay as they are. */
function dropped(link: Link, writes: readonly SideWrite[]): Link {
  return { ...link, attempts: link.attempts.filter((attempt) => !writes.some((write) => write.side === attempt.side)) };
}

function joined(first: AppliedItem, second: AppliedItem | undefined): AppliedItem {
  if (second === undefined) return first;
  if (second.isFenced) return second;
  const results = first.results.map((result) => {
    const retried = second.results.find((other) => other.write.side === result.write.side);
    if (retried === undefined || result.outcome.kind !== 'rejected') return result;
    const { fault } = result.outcome;
    const refused = result.write.fields.filter((intent) => fault.fields.includes(intent.field)).map((intent) => ({ intent, fault }));
    return { ...retried, refused: [...result.refused, ...refused] };
  });
  return { ...second, results };
}
