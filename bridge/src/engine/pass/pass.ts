/**
 * One pass over a batch of claimed subjects: sift, read and follow, settle, identify, resolve references, plan, apply, record.
 * Every stage is idempotent; a pass that dies anywhere is repeated from the inbox.
 */
import { codeOfFault, otherSide } from '../../domain/index.ts';
import type { RecordRef, Subject } from '../../domain/model.ts';
import type { DueWork, GatewayFailure, PassOutcome } from '../ports.ts';
import { retryAt } from '../retry.ts';
import { admitWrites } from './admit.ts';
import { applyWrites } from './apply.ts';
import type { AppliedItem } from './apply.ts';
import { holdAtCaps } from './caps.ts';
import { applyAssociations } from './associate.ts';
import { convertLeads } from './convert.ts';
import { meetDeals } from './deals.ts';
import type { DealsFound } from './deals.ts';
import { findCollisions } from './collide.ts';
import { permitCreates, permitMoves } from './consent.ts';
import { endOf, outcome } from './context.ts';
import type { Item, PassContext } from './context.ts';
import { leaveKept } from './erase-ask.ts';
import { eraseAsked, withoutErased } from './erase.ts';
import { readAndFollow } from './follow.ts';
import { identifyItems } from './identify.ts';
import type { IdentifiedItems } from './identify.ts';
import { reportLandings } from './landed.ts';
import { nearKeysOf } from './near.ts';
import { absorbedBy, leaveToAbsorbed, leaveToLeads, leaveToMakers } from './kin.ts';
import { leaveOutPersonAccounts } from './person-accounts.ts';
import { holdForParents } from './parents.ts';
import { priceLines } from './prices.ts';
import { placePeople } from './place.ts';
import { planCreates, planPairs } from './planning.ts';
import { recordItem } from './record.ts';
import { identified, matchKeys } from './records.ts';
import { needKey, resolveReferences } from './references.ts';
import type { ReferencesOf } from './references.ts';
import { settleAttempts } from './settle.ts';
import { isEcho } from './sift.ts';
import { linkSubjectOf, recordSubjectOf } from './subjects.ts';
import { issueOf } from './troubles.ts';

export type PassSummary = { readonly subjects: number; readonly sifted: number; readonly written: number; readonly failure: GatewayFailure | null };

/** Parts a test may break on purpose to see that the simulator notices. */
export type PassParts = { readonly isEcho: typeof isEcho; readonly settleAttempts: typeof settleAttempts };
export const PASS_PARTS: PassParts = { isEcho, settleAttempts };

/** Looks after every subject of the batch and records the outcome. Never throws for a platform's trouble: subjects are given back. */
export async function runPass(context: PassContext, works: readonly DueWork[], parts: PassParts = PASS_PARTS): Promise<PassSummary> {
  const echoes = works.filter((work) => parts.isEcho(work, context.rulebook, context.fingerprint));
  const due = works.filter((work) => !echoes.includes(work));
  const sifted = echoes.map((work) => outcome({ work, link: work.link, formerRefs: [], decisions: [] }, { resolvedIssues: [], resolvedReviews: [] }));
  await commitAll(context, sifted, []);
  if (due.length === 0) return { subjects: works.length, sifted: sifted.length, written: 0, failure: null };
  const done = await lookAfter(context, due, parts);
  return { subjects: works.length, sifted: sifted.length, ...done };
}

type Done = { readonly written: number; readonly failure: GatewayFailure | null };

async function lookAfter(context: PassContext, claimed: readonly DueWork[], parts: PassParts): Promise<Done> {
  const erased = await eraseAsked(context, claimed);
  if (!erased.ok) return giveBack(context, claimed, erased.failure);
  await commitAll(context, erased.value.outcomes, []);
  const works = erased.value.rest;
  if (works.length === 0) return { written: 0, failure: null };
  const followed = await readAndFollow(context, works);
  if (!followed.ok) return giveBack(context, works, followed.failure);
  const settled = await parts.settleAttempts(context, followed.value.items);
  if (!settled.ok) return giveBack(context, works, settled.failure);
  const taking = leaveOutPersonAccounts(settled.value.items);
  const own = await leaveToLeads(context, taking.items);
  if (!own.ok) return giveBack(context, works, own.failure);
  const unmade = await leaveToMakers(context, own.value.items);
  const unmerged = await leaveToAbsorbed(context, unmade.items);
  const converted = await convertLeads(context, unmerged.items);
  if (!converted.ok) return giveBack(context, works, converted.failure);
  const deals = await meetDeals(context, converted.value.items);
  if (!deals.ok) return giveBack(context, works, deals.failure);
  const outcomes = [followed.value, settled.value, taking, own.value, unmade, unmerged, converted.value, deals.value].flatMap((stage) => stage.outcomes);
  try {
    return await identifyAndCarryOut(context, works, { items: settled.value.items, deals: deals.value, outcomes });
  } finally {
    await release(context, deals.value.claimedKeys);
  }
}

type Early = { readonly items: readonly Item[]; readonly deals: DealsFound; readonly outcomes: readonly PassOutcome[] };

async function identifyAndCarryOut(context: PassContext, works: readonly DueWork[], { items, deals, outcomes }: Early): Promise<Done> {
  const identifiedItems = await identifyItems(context, deals.items);
  if (!identifiedItems.ok) return giveBack(context, works, identifiedItems.failure);
  const found: IdentifiedItems = {
    ...identifiedItems.value,
    pairs: [...deals.pairs, ...identifiedItems.value.pairs],
    outcomes: [...outcomes, ...identifiedItems.value.outcomes],
  };
  try {
    const absorbed = await absorbedBy(context, items);
    const kept = await leaveKept(context, found);
    return await carryOut(context, works, { found: { ...found, ...kept }, wakes: [absorbed, deals.wakes] });
  } finally {
    await release(context, found.claimedKeys);
  }
}

async function release(context: PassContext, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await context.store.releaseKeys({ connection: context.connection, lease: context.lease, keys });
}

type Found = { readonly found: IdentifiedItems; readonly wakes: readonly ReadonlyMap<Subject, readonly Subject[]>[] };

async function carryOut(context: PassContext, works: readonly DueWork[], { found, wakes }: Found): Promise<Done> {
  const placed = await placePeople(context, found.creates);
  if (!placed.ok) return giveBack(context, works, placed.failure);
  const { pairs } = found;
  const unerased = await withoutErased(context, placed.value.items);
  const permitted = await permitCreates(context, unerased.creates);
  const references = await resolveReferences(context, [...pairs, ...permitted.items]);
  if (!references.ok) return giveBack(context, works, references.failure);
  const own = holdForParents(context, permitted.items, references.value);
  const priced = await priceLines(context, own.items, references.value);
  if (!priced.ok) return giveBack(context, works, priced.failure);
  const roomy = await holdAtCaps(context, priced.value.items);
  const { items: creates } = roomy;
  const held = [...own.outcomes, ...priced.value.outcomes, ...roomy.outcomes];
  const outcomes = [...found.outcomes, ...placed.value.outcomes, ...unerased.outcomes, ...permitted.outcomes, ...held];
  const planned = await planPairs(context, pairs, references.value);
  if (!planned.ok) return giveBack(context, works, planned.failure);
  const moves = await permitMoves(context, planned.value.items);
  const admitted = await admitWrites(context, [...moves.items, ...planCreates(context, creates, references.value)]);
  const applied = await applyWrites(context, admitted.items);
  reportLandings(context, applied);
  const associations = await applyAssociations(context, applied, references.value);
  const linkedTo = await findCollisions(context, applied);
  const recorded = applied
    .filter((one) => !one.isFenced)
    .map((one) => {
      const result = recordItem(context, one, { associations: associations.get(one) ?? [], references: references.value, linkedTo });
      return withKeys(context, one, result, references.value);
    });
  const woken = await withWakes(context, works, recorded);
  const all = [...outcomes, ...planned.value.outcomes, ...moves.outcomes, ...admitted.outcomes, ...woken].map((one) => ({
    ...one,
    wake: [...one.wake, ...wakes.flatMap((woken) => woken.get(one.subject) ?? [])],
  }));
  await commitAll(
    context,
    [...all, ...applied.filter((one) => one.isFenced).map((one) => fenced(context, one))],
    applied.map((one) => one.planned.item),
  );
  return { written: applied.reduce((total, one) => total + one.results.length, 0), failure: null };
}

/** New links and records that wait for others leave the keys under which they are found. */
function withKeys(context: PassContext, { planned }: AppliedItem, result: PassOutcome, references: ReferencesOf): PassOutcome {
  const isNew = planned.item.work.link === null;
  const { needs = [] } = planned.item;
  if (!isNew && planned.plan.waiting.length === 0 && needs.length === 0) return result;
  const { ref } = identified(planned.item);
  const near = nearKeysOf(context, planned.item);
  const own = [...matchKeys(context, planned.item), ...near, ...needs, ...(planned.plan.waiting.length > 0 ? references.missingOf(planned.item) : [])];
  const isMade = planned.item.records[otherSide(ref.side)] === null;
  // The record made of it looks like it; its own next look says more.
  const made = isNew && isMade && near.length > 0 && result.link !== null ? endOf(result.link, otherSide(ref.side)) : null;
  return { ...result, matchKeys: [{ ref, keys: own }, ...(made === null ? [] : [{ ref: made, keys: near }])] };
}

/** Records that waited for a link which became whole in this pass are looked at again. */
async function withWakes(context: PassContext, works: readonly DueWork[], outcomes: readonly PassOutcome[]): Promise<readonly PassOutcome[]> {
  const lacked = new Set(works.filter(({ link }) => link === null || link.salesforce === null || link.hubspot === null).map((work) => work.subject));
  const needs = new Map(outcomes.filter((one) => lacked.has(one.subject)).map((one) => [one, needsMetBy(one)]));
  const keys = [...needs.values()].flat();
  const waiting = keys.length === 0 ? [] : await context.store.findByKeys(context.connection, keys);
  if (waiting.length === 0) return outcomes;
  const links = await context.store.linksOf(
    context.connection,
    waiting.map((one) => one.ref),
  );
  const subjects = waiting.map(({ ref, key }, index) => {
    const link = links[index] ?? null;
    return { key, subject: link === null ? recordSubjectOf(ref) : linkSubjectOf(link) };
  });
  return outcomes.map((one) => {
    const wake = subjects.filter(({ key, subject }) => needs.get(one)?.includes(key) === true && subject !== one.subject).map(({ subject }) => subject);
    return wake.length === 0 ? one : { ...one, wake: [...one.wake, ...new Set(wake)] };
  });
}

function needsMetBy({ link }: PassOutcome): readonly string[] {
  if (link === null || link.salesforce === null || link.hubspot === null) return [];
  const ends: readonly RecordRef[] = [
    { side: 'salesforce', ...link.salesforce },
    { side: 'hubspot', ...link.hubspot },
  ];
  return [...ends.map(needKey), ...ends.map(({ side }) => needKey({ side, object: '', id: link.id }))];
}

/** A link that could not be stored: its record belongs to another by now. If the claim itself is lost, the store ignores this. */
function fenced(context: PassContext, { planned }: AppliedItem): PassOutcome {
  const at = retryAt({ now: context.clock.now(), tries: planned.item.work.tries, random: context.random, settings: context.settings });
  const { work, formerRefs, decisions } = planned.item;
  return outcome(
    { work, link: work.link, formerRefs, decisions },
    { consumed: [], resolvedIssues: [], resolvedReviews: [], next: { kind: 'again', at, isRetry: true } },
  );
}

async function commitAll(context: PassContext, outcomes: readonly PassOutcome[], items: readonly Item[]): Promise<void> {
  if (outcomes.length === 0) return;
  const { store, connection, lease, clock } = context;
  const results = await store.commit({ connection, lease, outcomes, now: clock.now() });
  const taken = new Set(results.filter((result) => result.kind === 'link-taken').map((result) => result.subject));
  if (taken.size === 0) return;
  context.journal.count('link.taken', taken.size);
  const retries = items
    .filter((item) => taken.has(item.work.subject))
    .map((item) => {
      const at = retryAt({ now: clock.now(), tries: item.work.tries, random: context.random, settings: context.settings });
      const link = item.work.link;
      const filed = { work: item.work, link, mapping: item.mapping };
      const issue = issueOf(context, filed, { rule: null, code: 'identity-taken', side: 'salesforce', field: null }, identified(item).ref, at);
      return outcome({ ...filed, formerRefs: [], decisions: [] }, { consumed: [], issues: [issue], next: { kind: 'again', at, isRetry: true } });
    });
  if (retries.length > 0) await store.commit({ connection, lease, outcomes: retries, now: clock.now() });
}

/** A platform that does not answer is nobody's fault: claims go back untouched and no try is counted. */
async function giveBack(context: PassContext, works: readonly DueWork[], failure: GatewayFailure): Promise<Done> {
  const { store, connection, lease, clock, random, settings } = context;
  // A field that is gone is found within seconds (drift), and the rules then go without it.
  const patience = failure.kind === 'transient' ? 0 : codeOfFault(failure.code) === 'field-missing' ? 1 : 4;
  const at = retryAt({ now: clock.now(), tries: patience, notBefore: failure.retryAt, random, settings });
  context.journal.event('pass.given-back', { code: failure.code, kind: failure.kind, subjects: works.length });
  await store.release({ connection, lease, subjects: works.map((work) => work.subject), at });
  return { written: 0, failure };
}
