/** One batch of one rule from look to memory. What a call would agree on is stored before the call; what came of it, after. */
import { NEVER_MET, otherSide } from '../domain/index.ts';
import type { PairMemory, PairState } from '../domain/index.ts';
import type { Decision, Instant, LinkId, RecordRef, Side, Subject } from '../domain/model.ts';
import type { Findings, GatewayFailure, RelationOutcome } from '../engine/ports.ts';
import { aliveAmong, endOf, lookAt, refText } from './look.ts';
import type { Place } from './place.ts';
import { forgotten, planSet } from './plan.ts';
import type { PairPlan, SetPlan, Trouble } from './plan.ts';
import type { RelationPorts } from './ports.ts';
import { issueOf, patienceOf, troubleOf } from './troubles.ts';
import { dropPairs, isBlank, pairWrite, RESTING, writeHeld } from './units.ts';
import type { Pair, Unit, UnitChange } from './units.ts';
import type { Waits } from './waits.ts';
import { send } from './writes.ts';
import type { Outcomes } from './writes.ts';

/** A call that could not start within this time of its claim is not made. */
const sendWithinMs = 20_000;
/** What seems to have been taken away from a record that is gone itself is looked at again once the ordinary pass has met that. */
const unprovenMs = 60_000;

export type Carried = { readonly failure: GatewayFailure | null; readonly looked: number; readonly written: number };

/** Serves claimed units. Units whose platform did not answer are given back by the caller. */
export async function carry(ports: RelationPorts, place: Place, waits: Waits, units: readonly Unit[]): Promise<Carried> {
  const looked = await lookAt(ports, place, units);
  if (!looked.ok) return { failure: looked.failure, looked: 0, written: 0 };
  const planned = looked.sets.map((look) => planSet(ports, place, look));
  const proven = await proveRemovals(ports, planned);
  if (!('plans' in proven)) return { failure: proven, looked: 0, written: 0 };
  const { plans, unproven } = proven;
  const idle = plans.filter((plan) => !hasTargets(plan));
  const sending = plans.filter(hasTargets);
  const prepared = await prepare(ports, sending);
  const going = prepared.plans;
  const outcomes = going.length === 0 ? new Map() : await send(ports, place, going, prepared.sendBy);
  await record(ports, place, waits, { plans: [...idle, ...going], outcomes, unproven, resting: looked.resting });
  const written = [...outcomes.values()].reduce((sum, one) => sum + one.size, 0);
  return { failure: null, looked: planned.length, written };
}

const hasTargets = ({ pairs, single }: SetPlan): boolean => single.target !== null || pairs.some(({ target }) => target !== null);

// --- removals are proven --------------------------------------------------------------------------------------------------

/** The records that must be there for a removal to be somebody's will: a record that is gone takes its relations with it. */
function witnesses(plan: SetPlan): readonly RecordRef[] {
  const near = (side: Side) => endOf(plan.look.link, side) ?? [];
  const pairs = plan.pairs.flatMap(({ target, link }) => {
    if (target === null || target.roles !== null) return [];
    const gone = otherSide(target.side);
    return [near(gone), endOf(link, gone) ?? []].flat();
  });
  const { target } = plan.single;
  const single =
    target === null || target.to !== null
      ? []
      : [near(otherSide(target.side)), target.from === null ? [] : (endOf(target.from, otherSide(target.side)) ?? [])].flat();
  return [...pairs, ...single];
}

async function proveRemovals(
  ports: RelationPorts,
  plans: readonly SetPlan[],
): Promise<{ readonly plans: readonly SetPlan[]; readonly unproven: ReadonlySet<string> } | GatewayFailure> {
  const refs = plans.flatMap(witnesses);
  const unproven = new Set<string>();
  if (refs.length === 0 || ports.parts?.provesRemovals === false) return { plans, unproven };
  const alive = await aliveAmong(ports, refs);
  if ('kind' in alive) return alive;
  const leave = (plan: SetPlan): SetPlan => {
    const isProven = (one: SetPlan): boolean => witnesses(one).every((ref) => alive.has(refText(ref)));
    if (isProven(plan)) return plan;
    unproven.add(plan.look.unit.key);
    const pairs = plan.pairs.map((pair) =>
      pair.target?.roles === null && !isProven({ ...plan, pairs: [pair], single: { ...plan.single, target: null } })
        ? { ...pair, target: null, agree: pair.base }
        : pair,
    );
    const single = isProven({ ...plan, pairs: [] }) ? plan.single : { ...plan.single, target: null, agree: plan.single.base };
    return { ...plan, pairs, single };
  };
  return { plans: plans.map(leave), unproven };
}

// --- before the call -------------------------------------------------------------------------------------------------------

async function prepare(ports: RelationPorts, plans: readonly SetPlan[]): Promise<{ readonly plans: readonly SetPlan[]; readonly sendBy: Instant }> {
  const now = ports.clock.now();
  const until = now + ports.callLifeMs;
  const stores = ports.parts?.storesBefore !== false;
  const changes = plans.map((plan): UnitChange => {
    const { single, pairs, look } = plan;
    const sent = stores && single.target !== null ? { sent: { side: single.target.side, agree: single.agree } } : {};
    return {
      unit: look.unit,
      rank: () => until,
      body: (body) => ({ ...body, heldUntil: until, single: { ...single.base, ...sent } }),
      more: stores ? pairs.flatMap((pair) => (pair.target === null ? [] : [pairWrite(look.unit.key, sentPair(pair, pair.target.side))])) : [],
    };
  });
  const held = await writeHeld(ports, changes);
  const going = plans.flatMap((plan) => {
    const unit = held.get(plan.look.unit.key);
    return unit === undefined ? [] : [{ ...plan, look: { ...plan.look, unit } }];
  });
  return { plans: going, sendBy: now + sendWithinMs };
}

const sentPair = ({ link, base, agree }: PairPlan, side: Side): Pair => ({ link: link.id, memory: { ...base, sent: { side, agree } } });

// --- after the call ---------------------------------------------------------------------------------------------------------

type Done = { readonly plans: readonly SetPlan[]; readonly outcomes: Outcomes; readonly unproven: ReadonlySet<string>; readonly resting: readonly Unit[] };

function memoryOf(
  { base, agree, target }: { readonly base: PairState; readonly agree: PairState; readonly target: { readonly side: Side } | null },
  outcome: RelationOutcome | undefined,
): PairMemory {
  if (target === null) return agree;
  if (outcome === undefined) return base;
  if (outcome.kind === 'ok') return agree;
  return outcome.kind === 'unknown' ? { ...base, sent: { side: target.side, agree } } : base;
}

async function record(ports: RelationPorts, place: Place, waits: Waits, { plans, outcomes, unproven, resting }: Done): Promise<void> {
  const now = ports.clock.now();
  const ends = plans.map((plan) => endOfSet(ports, place, waits, plan, outcomes.get(plan) ?? new Map(), unproven.has(plan.look.unit.key)));
  const idle = resting.map((unit): UnitChange => ({
    unit,
    rank: (isAsked) => (isAsked ? now : RESTING),
    body: (body) => ({ ...body, heldUntil: 0, heldBy: null, isAsked: false, trouble: null }),
    more: [],
  }));
  const stored = await writeHeld(ports, [...ends.map(({ change }) => change), ...idle]);
  const kept = ends.filter(({ change }) => stored.has(change.unit.key));
  for (const { change, blank, drops, plan } of kept) {
    await dropPairs(ports, change.unit.key, blank);
    if (drops.length > 0) await ports.store.dropDocuments(ports.connection, 'relation.wait', drops);
    waits.stored(change.unit.key, plan.look.waiting);
  }
  // Most looks find nothing to tell, and had nothing to tell before.
  const findings = kept.flatMap(({ findings, plan }) =>
    findings.filter(({ issues, decisions }) => issues.length + decisions.length > 0 || plan.look.unit.body.trouble !== null),
  );
  if (findings.length > 0) await ports.store.noteFindings(ports.connection, findings, now);
  await forgetTroubles(ports, resting);
}

/** A set nobody serves any more (its record left, its rule is gone) has no open issues. */
export async function forgetTroubles({ store, connection, clock }: RelationPorts, units: readonly Unit[]): Promise<void> {
  const troubled = units.filter(({ body }) => body.trouble !== null);
  if (troubled.length === 0) return;
  const none = { issues: [], resolvedIssues: 'all' as const, decisions: [] };
  await store.noteFindings(
    connection,
    troubled.map(({ key }) => ({ ...none, subject: subjectOf(key) })),
    clock.now(),
  );
}

/** A subject of our own: no pass claims it. */
const subjectOf = (unit: string): Subject => `relation:${unit}` as Subject;

function endOfSet(
  ports: RelationPorts,
  place: Place,
  waits: Waits,
  plan: SetPlan,
  outcomes: ReadonlyMap<LinkId | 'single', RelationOutcome>,
  isUnproven: boolean,
) {
  const { look, pairs, single } = plan;
  const now = ports.clock.now();
  const { unit } = look;
  const memories = new Map(look.pairs.map(({ link, memory }) => [link, JSON.stringify(memory)]));
  const after = pairs.map((pair): Pair => ({ link: pair.link.id, memory: memoryOf(pair, outcomes.get(pair.link.id)) }));
  const gone = forgotten(look).map((link): Pair => ({ link, memory: NEVER_MET }));
  // What was stored before the call differs from what was read, so every pair with a target is written again.
  const isNews = ({ link, memory }: Pair): boolean =>
    pairs.some((pair) => pair.link.id === link && pair.target !== null) || (memories.get(link) ?? JSON.stringify(NEVER_MET)) !== JSON.stringify(memory);
  const changed = [...after, ...gone].filter(isNews);
  const waiting = waits.change(unit, look.waiting);
  const troubles = [...plan.troubles, ...failures(plan, outcomes)];
  const patience = patienceOf([...outcomes.values()], { now, tries: unit.body.tries, random: ports.random() });
  const settleAt = Math.max(0, ...[...outcomes.values()].map((one) => (one.kind === 'unknown' ? one.settleAt : 0)));
  const held = ports.parts?.waitsForUnknown === false ? 0 : settleAt;
  const again = [...(patience === null ? [] : [patience]), ...(isUnproven ? [now + unprovenMs] : [])];
  const rankAfter = (isAsked: boolean): number => (held > 0 ? held : isAsked ? now : again.length > 0 ? Math.min(...again) : RESTING);
  const change: UnitChange = {
    unit,
    rank: rankAfter,
    body: (body) => ({
      heldUntil: held,
      heldBy: held > 0 ? ports.worker : null,
      isAsked: held > 0 && body.isAsked,
      tries: patience === null ? 0 : body.tries + 1,
      trouble: troubles[0]?.code ?? null,
      relations: place.rule.kind === 'lookup' ? Number(look.members.length > 0) : after.filter(({ memory }) => !isBlank(memory)).length,
      waiting: look.waiting.length,
      single: memoryOf(single, outcomes.get('single')),
      pointsTo: look.members.find(({ rows }) => rows.length > 0)?.rows[0]?.to ?? null,
      lookedAt: now,
    }),
    more: [...changed.map((pair) => pairWrite(unit.key, pair)), ...waiting.writes],
  };
  const blank = changed.filter(({ memory }) => isBlank(memory)).map(({ link }) => link);
  return { plan, change, blank, drops: waiting.drops, findings: [findingsOf(ports, place, plan, { troubles, outcomes, retryAt: again[0] ?? null })] };
}

function failures({ pairs, single, look }: SetPlan, outcomes: ReadonlyMap<LinkId | 'single', RelationOutcome>): readonly Trouble[] {
  const targets = [
    ...pairs.map(({ link, target }) => ({ of: link.id as LinkId | 'single', link, side: target?.side })),
    { of: 'single' as const, link: single.target?.to ?? single.target?.from ?? look.link, side: single.target?.side },
  ];
  return targets.flatMap(({ of, link, side }) => {
    const outcome = outcomes.get(of);
    return outcome === undefined || side === undefined ? [] : (troubleOf(outcome, { side, link, tries: look.unit.body.tries }) ?? []);
  });
}

type Found = { readonly troubles: readonly Trouble[]; readonly outcomes: ReadonlyMap<LinkId | 'single', RelationOutcome>; readonly retryAt: Instant | null };

function findingsOf(ports: RelationPorts, place: Place, plan: SetPlan, { troubles, outcomes, retryAt }: Found): Findings {
  const subject = subjectOf(plan.look.unit.key);
  const at = ports.clock.now();
  const decisions = [
    ...plan.pairs.flatMap(({ link, target, member }) =>
      target?.reason === undefined || outcomes.get(link.id)?.kind !== 'ok'
        ? []
        : [decisionOf(ports, place, plan, { of: link.id, side: target.side, reason: target.reason, shown: shownBy(member) })],
    ),
    ...(plan.single.target?.reason === undefined || outcomes.get('single')?.kind !== 'ok'
      ? []
      : [decisionOf(ports, place, plan, { of: 'single', side: plan.single.target.side, reason: plan.single.target.reason, shown: null })]),
  ];
  return { subject, issues: troubles.map((trouble) => issueOf(place, plan, { trouble, subject, at, retryAt })), resolvedIssues: 'all', decisions };
}

const shownBy = ({ rows, kinds }: PairPlan['member']): Decision['values'] => ({
  salesforce: rows.length === 0 ? null : rows.flatMap(({ roles }) => roles).join(';'),
  hubspot: kinds === null ? null : kinds.flatMap(({ label }) => label ?? []).join(';'),
});

type Decided = { readonly of: string; readonly side: Side; readonly reason: Decision['reason']; readonly shown: Decision['values'] };

function decisionOf({ clock, rules }: RelationPorts, { rule }: Place, { look }: SetPlan, { of, side, reason, shown }: Decided): Decision {
  const at = clock.now();
  return {
    id: `relation:${look.unit.key}:${of}:${String(at)}`,
    linkId: look.link.id,
    ref: { salesforce: look.link.salesforce?.id ?? null, hubspot: look.link.hubspot?.id ?? null },
    mapping: rule.from,
    field: rule.key,
    ruleVersion: rules().version,
    reason,
    winner: otherSide(side),
    values: shown,
    times: { salesforce: null, hubspot: null },
    decidedAt: at,
  };
}
