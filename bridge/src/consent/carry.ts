/** One batch from look to log: what was seen is stored first, then the platforms are told, then what came of it is stored. */
import { afterWrites, ALL_EMAIL, beforeWrites, isBlankMemory } from '../domain/index.ts';
import type { ConsentEntry, ConsentEntryKind, ConsentFinding, ConsentWrite, TopicMemory } from '../domain/index.ts';
import type { Fingerprint, Instant } from '../domain/model.ts';
import type { AddressMemory, ConsentOutcome, ConsentOutcomeOfWrite, ConsentTurn, ConsentWork, HubSpotConsentWrite } from '../engine/ports.ts';
import { keyOf } from './people.ts';
import type { Look } from './people.ts';
import { HUBSPOT, placesAfter, planLook } from './plan.ts';
import type { TopicPlan } from './plan.ts';
import type { LanePorts } from './ports.ts';

/** What the platforms refuse for good is tried again this often: a validation rule may be mended. */
const refusedRetryMs = 3_600_000;
const retryMinMs = 500;
const yesFreshMs = 3_000;
const retryMaxMs = 60_000;

type Told = { readonly topic: TopicPlan; readonly write: ConsentWrite };
type Outcomes = ReadonlyMap<ConsentWrite, ConsentOutcomeOfWrite>;
export type Carried = { readonly isStored: boolean; readonly writes: number };

/** Carries out a look. `false` when the turn was lost meanwhile: somebody else looks again. */
export async function carry(
  ports: LanePorts,
  turn: ConsentTurn,
  input: { readonly works: readonly ConsentWork[]; readonly look: Look; readonly startedAt: Instant },
): Promise<Carried> {
  const { works, look, startedAt } = input;
  const { store, connection, clock } = ports;
  const readAt = clock.now();
  const plans = planLook(ports, look);
  const told = plans.flatMap((topic) => topic.plan.writes.map((write) => ({ topic, write })));
  const findings = plans.flatMap((topic) => topic.plan.findings.map((finding) => entryOfFinding(ports, works, topic, finding)));
  const first = memoriesAfter(look, plans, ({ plan }) => beforeWrites(plan));
  const base = { connection, turn, places: placesAfter(ports, look, topicsBy(look, first)) };
  if (told.length === 0) {
    const isStored = await store.consentCommit({ ...base, outcomes: works.map(done), memories: first, entries: findings, now: clock.now() });
    return { isStored, writes: 0 };
  }
  if (!(await store.consentCommit({ ...base, outcomes: [], memories: first, entries: findings, now: clock.now() }))) return { isStored: false, writes: 0 };
  const storedAt = clock.now();
  // Somebody may say no while we look: what was read a while ago is no reason to write a yes.
  const isStale = clock.now() - look.readAt > yesFreshMs;
  const outcomes = new Map(await tell(ports, isStale ? told.filter(({ write }) => write.to === 'out') : told));
  const writtenAt = clock.now();
  for (const { write } of told) if (!outcomes.has(write)) outcomes.set(write, { kind: 'later', code: 'READ_TOO_LONG_AGO', retryAt: clock.now() });
  const isDone = (write: ConsentWrite): boolean => outcomes.get(write)?.kind === 'ok';
  const memories = memoriesAfter(look, plans, ({ plan }) => afterWrites(plan, isDone));
  const entries = told.map((one) => entryOfWrite(ports, works, one, outcomes.get(one.write)));
  const ends = works.map((work) => endOf(ports, look, { work, told, outcomes }));
  const isStored = await store.consentCommit({ ...base, places: [], outcomes: ends, memories, entries, now: clock.now() });
  report(ports, works, look, { told, outcomes, steps: { startedAt, readAt, storedAt, writtenAt } });
  return { isStored, writes: told.length };
}

const done = ({ ref, version }: ConsentWork): ConsentOutcome => ({ ref, version, again: null });

/** Memories of every address of the look, as they are from now on; only those that changed. */
function memoriesAfter(look: Look, plans: readonly TopicPlan[], memoryOf: (topic: TopicPlan) => TopicMemory): readonly AddressMemory[] {
  const byAddress = Map.groupBy(plans, ({ address }) => address);
  return [...byAddress].flatMap(([address, topics]) => {
    const before = look.memories.get(address)?.topics ?? {};
    const after: Record<string, TopicMemory> = { ...before };
    for (const topic of topics) {
      const memory = memoryOf(topic);
      if (isBlankMemory(memory)) delete after[topic.topic];
      else after[topic.topic] = memory;
    }
    return JSON.stringify(after) === JSON.stringify(before) ? [] : [{ address, topics: after }];
  });
}

function topicsBy(look: Look, memories: readonly AddressMemory[]): ReadonlyMap<Fingerprint, AddressMemory['topics']> {
  return new Map([...look.memories.values(), ...memories].map(({ address, topics }) => [address, topics]));
}

/** Tells both platforms at once; each record and address in one piece. */
async function tell(ports: LanePorts, told: readonly Told[]): Promise<Outcomes> {
  const outcomes = new Map<ConsentWrite, ConsentOutcomeOfWrite>();
  const [toHubSpot, toSalesforce] = [told.filter(({ write }) => write.holder.key === HUBSPOT), told.filter(({ write }) => write.holder.key !== HUBSPOT)];
  await Promise.all([tellHubSpot(ports, toHubSpot, outcomes), tellSalesforce(ports, toSalesforce, outcomes)]);
  return outcomes;
}

async function tellHubSpot(ports: LanePorts, told: readonly Told[], outcomes: Map<ConsentWrite, ConsentOutcomeOfWrite>): Promise<void> {
  const offAll = new Set(told.filter(({ topic, write }) => topic.topic === ALL_EMAIL && write.to === 'out').map(({ topic }) => topic.email));
  // Off everything covers every subscription: no further call.
  const covers = ({ topic, write }: Told): boolean => topic.topic !== ALL_EMAIL && write.to === 'out' && offAll.has(topic.email);
  const sent = told.filter((one) => !covers(one));
  if (sent.length === 0) return;
  const writes = sent.map(({ topic, write }): HubSpotConsentWrite => ({
    email: topic.email,
    subscription: topic.topic === ALL_EMAIL ? null : topic.topic,
    to: write.to,
    evidence: write.evidence,
  }));
  const answers = await ports.hubspot.write(writes);
  for (const [at, { write }] of sent.entries()) outcomes.set(write, answers[at] ?? notSent(ports));
  for (const one of told.filter(covers)) {
    const all = sent.find(({ topic }) => topic.topic === ALL_EMAIL && topic.email === one.topic.email);
    outcomes.set(one.write, (all === undefined ? undefined : outcomes.get(all.write)) ?? notSent(ports));
  }
}

async function tellSalesforce(ports: LanePorts, told: readonly Told[], outcomes: Map<ConsentWrite, ConsentOutcomeOfWrite>): Promise<void> {
  const byRecord = Map.groupBy(told, ({ topic, write }) => {
    const place = topic.holders.get(write.holder.key);
    return place === undefined || place === null ? '' : keyOf(place.record.ref);
  });
  const groups = [...byRecord.values()].flatMap((group) => {
    const values: Record<string, boolean> = {};
    let ref = null;
    for (const { topic, write } of group) {
      const place = topic.holders.get(write.holder.key);
      if (place === undefined || place === null) continue;
      ref = place.record.ref;
      values[place.rule.salesforceField] = (place.rule.meaning === 'opt-out') === (write.to === 'out');
    }
    return ref === null ? [] : [{ group, request: { object: ref.object, id: ref.id, values } }];
  });
  if (groups.length === 0) return;
  const answers = await ports.salesforce.write(groups.map(({ request }) => request));
  for (const [at, { group }] of groups.entries()) for (const { write } of group) outcomes.set(write, answers[at] ?? notSent(ports));
}

const notSent = ({ clock }: LanePorts): ConsentOutcomeOfWrite => ({ kind: 'later', code: 'NOT_SENT', retryAt: clock.now() + retryMinMs });

/** Whether a piece of work is done, or when it is tried again: with the last of the writes that concern its record's addresses. */
function endOf(
  ports: LanePorts,
  look: Look,
  { work, told, outcomes }: { readonly work: ConsentWork; readonly told: readonly Told[]; readonly outcomes: Outcomes },
): ConsentOutcome {
  const own = addressesOf(look, work);
  const failed = told.flatMap(({ topic, write }) => {
    const outcome = outcomes.get(write);
    const isMine = own.size === 0 || own.has(topic.email);
    return isMine && outcome !== undefined && outcome.kind !== 'ok' ? [{ write, outcome }] : [];
  });
  const now = ports.clock.now();
  const backoff = Math.min(retryMaxMs, retryMinMs * 2 ** Math.min(work.tries, 10)) * (0.75 + ports.random() / 2);
  // A yes that HubSpot refuses stays refused: only the person can give it.
  const lasting = failed.filter(({ write, outcome }) => outcome.kind === 'later' || write.to === 'out');
  if (lasting.length === 0) return done(work);
  const at = Math.max(...lasting.map(({ outcome }) => (outcome.kind === 'later' ? Math.max(outcome.retryAt, now + backoff) : now + refusedRetryMs)));
  const soon = lasting.filter(({ outcome }) => outcome.kind === 'later');
  const { outcome } = lasting[0] ?? { outcome: notSent(ports) };
  const trouble = outcome.kind === 'refused' ? outcome.fault.code : outcome.kind === 'later' ? outcome.code : '';
  return { ref: work.ref, version: work.version, again: { at: soon.length > 0 ? Math.min(at, now + retryMaxMs) : at, trouble } };
}

function addressesOf(look: Look, work: ConsentWork): ReadonlySet<string> {
  const own = look.records
    .filter(({ ref }) => ref.side === work.ref.side && (ref.id === work.ref.id || ref.id === work.survivorId))
    .flatMap(({ emails }) => emails);
  const kin = own.flatMap((email) => look.records.filter(({ emails }) => emails.includes(email)).flatMap(({ emails }) => emails));
  return new Set([...own, ...kin]);
}

type Steps = { readonly startedAt: Instant; readonly readAt: Instant; readonly storedAt: Instant; readonly writtenAt: Instant };
type Report = { readonly told: readonly Told[]; readonly outcomes: Outcomes; readonly steps: Steps };

/**
 * When each told person was told, from what happened to the write: the lane's latency, and where it went. Ids and times, nothing else.
 * What is tried again was heard long ago: its time until heard is not told.
 */
function report(ports: LanePorts, works: readonly ConsentWork[], look: Look, { told, outcomes, steps }: Report): void {
  const { startedAt, readAt, storedAt, writtenAt } = steps;
  const spent = { readMs: readAt - startedAt, storedMs: storedAt - readAt, writtenMs: writtenAt - storedAt };
  for (const work of works) {
    const own = addressesOf(look, work);
    const mine = told.filter(({ topic, write }) => own.has(topic.email) && outcomes.get(write)?.kind === 'ok');
    if (mine.length === 0) continue;
    const sides = new Set(mine.map(({ write }) => write.holder.side));
    const lagMs = writtenAt - work.at;
    const heardMs = work.tries === 0 ? work.dueAt - work.at : null;
    for (const to of sides) ports.journal.observe('consent.lag', lagMs, { to });
    const named = { from: work.ref.side, id: work.ref.id, to: [...sides].join('+'), origin: work.origin, writes: mine.length };
    ports.journal.event('consent.carried', { ...named, lagMs, heardMs, waitedMs: startedAt - work.dueAt, ...spent });
  }
  for (const { write } of told) {
    const outcome = outcomes.get(write);
    if (outcome?.kind === 'refused') ports.journal.event('consent.refused', { side: write.holder.side, code: outcome.fault.code });
  }
}

// --- log -------------------------------------------------------------------------------------------------------------

function entryOfFinding(ports: LanePorts, works: readonly ConsentWork[], topic: TopicPlan, finding: ConsentFinding): ConsentEntry {
  const key = 'holder' in finding ? finding.holder.key : null;
  const kind: Readonly<Record<ConsentFinding['kind'], ConsentEntryKind>> = {
    withdrawn: 'withdrawn',
    confirmed: 'confirmed',
    inherited: 'inherited',
    'taken-back': 'taken-back',
    ended: 'ended',
  };
  const result = finding.kind !== 'taken-back' ? 'seen' : (finding.why ?? 'carried');
  const evidence = finding.kind === 'taken-back' ? finding.holder.evidence : null;
  return entry(ports, works, topic, { kind: kind[finding.kind], key, result, evidence });
}

function entryOfWrite(ports: LanePorts, works: readonly ConsentWork[], { topic, write }: Told, outcome: ConsentOutcomeOfWrite | undefined): ConsentEntry {
  const kind = outcome?.kind === 'ok' ? (write.to === 'out' ? 'written' : 'opt-in-written') : outcome?.kind === 'refused' ? 'refused' : 'deferred';
  const result = outcome?.kind === 'ok' ? 'ok' : outcome?.kind === 'refused' ? outcome.fault.code : (outcome?.code ?? 'NOT_SENT');
  return entry(ports, works, topic, { kind, key: write.holder.key, result, evidence: write.evidence });
}

function entry(
  ports: LanePorts,
  works: readonly ConsentWork[],
  topic: TopicPlan,
  {
    kind,
    key,
    result,
    evidence,
  }: { readonly kind: ConsentEntryKind; readonly key: string | null; readonly result: string; readonly evidence: ConsentWrite['evidence'] },
): ConsentEntry {
  const place = key === null ? undefined : topic.holders.get(key);
  const at: Instant = ports.clock.now();
  const work = place === undefined || place === null ? works[0] : (works.find(({ ref }) => ref.id === place.record.ref.id) ?? works[0]);
  const refs = [...topic.holders.values()].flatMap((one) => (one === null ? [] : [keyOf(one.record.ref)]));
  const named = place === undefined || place === null ? [] : [keyOf(place.record.ref)];
  const hubspot = works.filter(({ ref }) => ref.side === 'hubspot').map(({ ref }) => keyOf(ref));
  return {
    at,
    kind,
    topic: topic.topic,
    place: place === undefined || place === null ? (key ?? 'address') : `salesforce.${place.record.ref.object}.${place.rule.salesforceField}`,
    rule: place === undefined || place === null ? null : place.rule.key,
    ruleVersion: ports.rules().version,
    origin: work?.origin ?? 'event',
    result,
    evidence: evidence === null ? null : { side: evidence.side, basis: evidence.basis, at: evidence.at },
    person: {
      address: topic.address,
      sealed: null,
      refs: [...new Set(named.length > 0 ? named : [...refs, ...(works.length === 1 ? hubspot : [])])],
      actor: kind === 'withdrawn' || kind === 'taken-back' ? (work?.isOwn === false ? work.actor : null) : null,
      explanation: evidence?.explanation ?? null,
    },
    salt: ports.newSalt(),
  };
}
