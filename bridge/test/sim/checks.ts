/** What must be true once everything is quiet: docs/architecture.md, invariants 1 to 8. */
import { fieldOn, otherSide, pairScope, reading, SIDES } from '../../src/domain/index.ts';
import { conversions } from '../../src/domain/field-values.ts';
import { isEquivalent } from '../../src/domain/merge.ts';
import type { Decision, FieldRule, Link, Review, Side } from '../../src/domain/index.ts';
import type { IssueRow, WireValue } from '../../src/engine/index.ts';
import { CONNECTION } from './bridge.ts';
import { BRIDGE_ACTOR } from './crm.ts';
import type { SimRecord } from './crm.ts';
import type { Edit } from './people.ts';
import { inForce, RULES, SCHEMAS, WINDOW_MS } from './rules.ts';
import type { World } from './world.ts';

type Report = (text: string) => void;
type Books = {
  readonly links: readonly Link[];
  readonly issues: readonly IssueRow[];
  readonly reviews: readonly Review[];
  readonly decisions: readonly Decision[];
};

/** The two platforms' own forms of one value. */
const plain = (value: unknown): string => (value === null || value === undefined ? '' : String(value).toUpperCase().replaceAll('-', ''));

/** Asks every question and reports what is wrong. */
export async function checkEnd(world: World, report: Report): Promise<void> {
  const all = { limit: 100_000 };
  const [links, issues, reviews, decisions] = await Promise.all([
    world.store.listLinks(CONNECTION, all),
    world.store.issues(CONNECTION, { open: true, ...all }),
    world.store.reviews(CONNECTION, all),
    world.store.decisions(CONNECTION, all),
  ]);
  const books: Books = { links: links.items, issues: issues.items, reviews: reviews.items, decisions: decisions.items };
  for (const link of books.links) checkLink(world, books, link, report);
  await checkNothingSilent(world, books, report);
  checkEdits(world, books, report);
  checkQueue(await world.store.counts(CONNECTION), report);
  checkBudget(world, report);
  for (const { reason, times, field } of books.decisions) {
    const isClose = times.salesforce !== null && times.hubspot !== null && Math.abs(times.salesforce - times.hubspot) <= WINDOW_MS;
    if (reason === 'latest' && isClose) report(`${field} was decided by time inside the window`);
  }
  for (const decision of books.decisions) world.mark(`decision:${decision.reason}`);
  for (const issue of books.issues) world.mark(`issue:${issue.code}`);
  for (const review of books.reviews) world.mark(`review:${review.kind}`);
}

function endsOf(world: World, link: Link): { salesforce: SimRecord; hubspot: SimRecord } | null {
  const salesforce = link.salesforce === null ? undefined : world.crms.salesforce.records.get(link.salesforce.id);
  const hubspot = link.hubspot === null ? undefined : world.crms.hubspot.records.get(link.hubspot.id);
  const isWhole = salesforce !== undefined && hubspot !== undefined && [salesforce, hubspot].every((record) => !record.isDeleted && record.mergedInto === null);
  return isWhole ? { salesforce, hubspot } : null;
}

function isOpen(books: Books, link: Link, rule: FieldRule): boolean {
  return (
    books.issues.some((issue) => issue.subject === (link.id as string) && (issue.field === rule.key || issue.field === null)) ||
    books.reviews.some((review) => review.subject === (link.id as string) && review.field === rule.key)
  );
}

/** Invariant 1. */
function checkLink(world: World, books: Books, link: Link, report: Report): void {
  if (link.attempts.length > 0) report(`${link.id} still has a write in flight`);
  const ends = endsOf(world, link);
  if (ends === null || ends.salesforce.convertedTo !== null) {
    if (
      link.state === 'active' &&
      !books.reviews.some((review) => review.subject === (link.id as string)) &&
      !books.issues.some((issue) => issue.subject === (link.id as string))
    )
      report(`${link.id} lost an end in silence (${link.state}, ${link.salesforce?.id ?? 'none'} / ${link.hubspot?.id ?? 'none'})`);
    return;
  }
  // A stage that is owed and cannot be set keeps its pair in step, whatever the blank says.
  if (!books.issues.some((issue) => issue.subject === (link.id as string) && issue.code === 'stage-unlisted')) {
    checkScope(world, link, ends, report);
    checkClearing(ends, report);
  }
  if (link.state !== 'active') {
    if (link.state !== 'out-of-scope' && !books.issues.some((issue) => issue.subject === (link.id as string))) report(`${link.id} is ${link.state} in silence`);
    return;
  }
  const mapping = inForce(RULES).mappings.find((one) => one.key === link.mapping);
  for (const rule of mapping?.fields ?? []) {
    if (!rule.salesforceObjects.includes(ends.salesforce.object) || rule.referenceMapping !== null) continue;
    const why = disagreement(link, rule, ends);
    if (why !== null && !isOpen(books, link, rule)) report(`${link.id} ${rule.key} disagrees: ${why}`);
  }
}

/** A pair is kept in step exactly while its criteria let it. */
function checkScope({ rules }: World, link: Link, ends: { salesforce: SimRecord; hubspot: SimRecord }, report: Report): void {
  const mapping = rules.mappings.find((one) => one.key === link.mapping);
  if (mapping === undefined || link.state === 'deleted') return;
  const { isIn } = pairScope(mapping, link.key, { salesforce: ends.salesforce.values, hubspot: ends.hubspot.values });
  if (isIn !== (link.state === 'active')) report(`${link.id} is ${link.state}, and its criteria say ${isIn ? 'in' : 'out'}`);
}

/** A stage we cleared in order to set another is set in the end. A blank put back for a blank is met again where the other side was given a stage nobody listed. */
function checkClearing({ salesforce, hubspot }: { salesforce: SimRecord; hubspot: SimRecord }, report: Report): void {
  const [last] = hubspot.history.get('lifecyclestage') ?? [];
  const isOurs = last?.actor === BRIDGE_ACTOR.hubspot && last.value === null;
  if (isOurs && (salesforce.values['Stage__c'] ?? null) !== null) report(`the stage of ${hubspot.id} was cleared and never set`);
}

function disagreement(link: Link, rule: FieldRule, ends: { salesforce: SimRecord; hubspot: SimRecord }): string | null {
  const schemas = {
    salesforce: SCHEMAS.get(`salesforce:${ends.salesforce.object}`)?.fields.get(rule.salesforceField),
    hubspot: SCHEMAS.get(`hubspot:${ends.hubspot.object}`)?.fields.get(rule.hubspotProperty),
  };
  if (schemas.salesforce === undefined || schemas.hubspot === undefined) return 'unknown field';
  const readings = {
    salesforce: reading(ends.salesforce.values[rule.salesforceField], schemas.salesforce),
    hubspot: reading(ends.hubspot.values[rule.hubspotProperty], schemas.hubspot),
  };
  const values = { salesforce: readings.salesforce.value, hubspot: readings.hubspot.value };
  if (isEquivalent({ values, converted: conversions(rule, { salesforce: schemas.salesforce, hubspot: schemas.hubspot }, readings) })) return null;
  if (plain(values.salesforce) === plain(values.hubspot)) return null;
  const drift = link.baseline[rule.key]?.drift;
  // Automation that changes a field in the very save in which we wrote it is agreed on, not fought over.
  if (drift === 'rewritten' && [values.salesforce, values.hubspot].some((value) => /^(auto|flow)/.test(value ?? ''))) return null;
  if (drift === 'tolerated' || drift === 'protected' || drift === 'blank-ignored') return null;
  return `${String(values.salesforce)} / ${String(values.hubspot)} (${drift ?? 'no drift'})`;
}

/** Invariant 6. */
async function checkNothingSilent(world: World, books: Books, report: Report): Promise<void> {
  for (const side of SIDES) {
    for (const record of world.crms[side].records.values()) {
      if (record.isDeleted || record.mergedInto !== null || record.convertedTo !== null) continue;
      const ref = { side, object: record.object, id: record.id };
      const [[link], unlinked] = await Promise.all([world.store.linksOf(CONNECTION, [ref]), world.store.unlinkedOf(CONNECTION, ref)]);
      if (link === null && unlinked === null) report(`${side} ${record.object} ${record.id} is nowhere`);
      if (unlinked !== null) world.mark(`unlinked:${unlinked.code}`);
      const isWhole = link === null || link === undefined || link.state !== 'active' || (link.salesforce !== null && link.hubspot !== null);
      if (
        !isWhole &&
        !books.issues.some((issue) => issue.subject === (link.id as string)) &&
        !books.reviews.some((review) => review.subject === (link.id as string))
      )
        report(`${link.id} lacks an end in silence`);
    }
  }
}

/** Invariant 2: the last thing each person typed into a field is there, travelled, or its loss is a decision. */
function checkEdits(world: World, books: Books, report: Report): void {
  const last = new Map<string, Edit>();
  for (const edit of world.people.edits) last.set(`${edit.side}:${edit.id}:${edit.field}`, edit);
  for (const edit of last.values()) {
    if (!edit.isUnique) continue;
    const record = world.crms[edit.side].records.get(edit.id);
    if (record === undefined || record.isDeleted || record.mergedInto !== null || record.convertedTo !== null) continue;
    const link = books.links.find((one) => one[edit.side]?.id === edit.id);
    const ends = link === undefined ? null : endsOf(world, link);
    if (link === undefined || ends === null) continue;
    const rule = RULES.mappings
      .find((one) => one.key === link.mapping)
      ?.fields.find((one) => fieldOn(one, edit.side) === edit.field && one.salesforceObjects.includes(ends.salesforce.object));
    if (rule === undefined || plain(record.values[edit.field]) === plain(edit.value)) continue;
    if (hasTravelled(world, edit, rule) || isSuperseded(edit, record) || isDecided(edit, rule, link, books)) continue;
    if (world.unknowable.has(`${edit.side}:${edit.lead ?? edit.id}:${edit.field}:${String(edit.value)}`)) {
      world.mark('unknowable-loss');
      continue;
    }
    // The log of an erased person is erased, of the link the customer's merges led there too: what was typed before has no witness left.
    if ((world.forgotten.get(`${edit.side}:${edit.id}`) ?? 0) >= edit.at) {
      world.mark('erased-with-its-log');
      continue;
    }
    world.explain(
      () =>
        `decisions: ${JSON.stringify(books.decisions.filter((one) => one.linkId === link.id && one.field === rule.key))} baseline ${JSON.stringify(link.baseline[rule.key])}`,
    );
    report(
      `lost: ${edit.side} ${edit.id} ${edit.field} = ${String(edit.value)} typed at +${edit.at - 1_763_700_000_000}, now ${String(record.values[edit.field])}`,
    );
  }
}

/** We carried it over; whatever the other side holds now was put there later. */
function hasTravelled(world: World, edit: Edit, rule: FieldRule): boolean {
  const side = otherSide(edit.side);
  // Records merge, convert and change partners; a value typed once is told by itself.
  return [...world.crms[side].records.values()].some((record) =>
    (record.history.get(fieldOn(rule, side)) ?? []).some(
      (touch) => touch.at >= edit.at && touch.actor === BRIDGE_ACTOR[side] && plain(touch.value) === plain(edit.value),
    ),
  );
}

/** The customer's own automation changed it after the person; in Salesforce it runs as whoever saved, us included. */
function isSuperseded(edit: Edit, record: SimRecord): boolean {
  const isTheirs = (touch: { readonly actor: string; readonly value: WireValue }): boolean =>
    touch.actor !== BRIDGE_ACTOR[edit.side] || /^auto\d/.test(String(touch.value));
  return (record.history.get(edit.field) ?? []).some(
    (touch) => isTheirs(touch) && (touch.at > edit.at || (touch.at === edit.at && touch.value !== edit.value)),
  );
}

/** A decision names the value, under whatever link the record had then; one logged after a crash names only the field. */
function isDecided(edit: Edit, rule: FieldRule, link: Link, books: Books): boolean {
  return books.decisions.some(
    (decision) =>
      decision.field === rule.key &&
      decision.decidedAt >= edit.at &&
      (decision.values === null ? decision.linkId === link.id : plain(decision.values[edit.side]) === plain(edit.value)),
  );
}

function checkQueue(counts: { readonly inbox: number; readonly leased: number }, report: Report): void {
  if (counts.leased > 0) report(`${counts.leased} subjects are still held`);
  if (counts.inbox > 0) report(`${counts.inbox} notices were never looked at`);
}

/** Invariant 8, roughly: calls follow the work, they do not run away. */
function checkBudget(world: World, report: Report): void {
  const { reads, writes, finds, histories } = world.wire.calls;
  const total = reads + writes + finds + histories;
  if (total > 60 * (world.people.edits.length + 50)) report(`${total} calls for ${world.people.edits.length} edits`);
}

export type { Side, WireValue };
