/**
 * Stage 4: writes whose answer never came. The stamp in the record tells whether each landed; until it can no longer land, an
 * attempt that has not holds its link.
 */
import { fieldOn, KEY_FIELD, parseStamp, reading, SIDES, STAMP_FIELD } from '../../domain/index.ts';
import type { Attempt, BaselinePair, Decision, FieldRule, Link, Side } from '../../domain/model.ts';
import type { PassOutcome, WireRecord } from '../ports.ts';
import { outcome, refOf, withEnd } from './context.ts';
import type { Item, PassContext, Staged, StageResult } from './context.ts';

/** Promotes attempts that landed, drops those that cannot land any more, and holds the items of the others. */
export async function settleAttempts(context: PassContext, items: readonly Item[]): Promise<StageResult<Staged<Item>>> {
  const found = await findCreated(context, items);
  if (!found.ok) return found;
  const settled: Item[] = [];
  const outcomes: PassOutcome[] = [];
  for (const item of found.value) {
    if (item.link === null || item.link.attempts.length === 0) {
      settled.push(item);
      continue;
    }
    const step = await settleOne(context, { ...item, link: item.link });
    if (!step.ok) return step;
    const held = step.value.link.attempts.map((attempt) => attempt.settleAt);
    // What a landed attempt decided is recorded before the link's next attempt replaces it in the store.
    const at = held.length > 0 ? Math.min(...held) : context.clock.now();
    if (held.length === 0 && step.value.decisions.length === item.decisions.length) settled.push(step.value);
    else outcomes.push(outcome(step.value, { consumed: [], resolvedIssues: [], resolvedReviews: [], next: { kind: 'again', at, isRetry: false } }));
  }
  return { ok: true, value: { items: settled, outcomes } };
}

/** A create in flight has no id yet: its record is looked for by our key. */
async function findCreated(context: PassContext, items: readonly Item[]): Promise<StageResult<readonly Item[]>> {
  const wanted = items.flatMap((item) =>
    (item.link?.attempts ?? []).filter((attempt) => item.link?.[attempt.side] === null).map((attempt) => ({ item, attempt, key: item.link?.key ?? '' })),
  );
  const byKey = new Map<string, WireRecord>();
  for (const side of SIDES) {
    for (const object of new Set(wanted.filter((one) => one.attempt.side === side).map((one) => one.attempt.object))) {
      const keys = wanted.filter((one) => one.attempt.side === side && one.attempt.object === object).map((one) => one.key);
      const result = await context.gateways[side].find(object, KEY_FIELD[side], keys, context.rulebook.fieldsOf(side, object));
      if (!result.ok) return result;
      for (const { value, records } of result.value) for (const record of records) byKey.set(`${side}:${value.toLowerCase()}`, record);
    }
  }
  await leaveOutTaken(context, byKey);
  return { ok: true, value: items.map((item) => (wanted.some((one) => one.item === item) ? withCreated(item, byKey) : item)) };
}

/** A record that another link took meanwhile (a merge led there) is not ours any more, whatever key it carries. */
async function leaveOutTaken(context: PassContext, byKey: Map<string, WireRecord>): Promise<void> {
  if (byKey.size === 0) return;
  const found = [...byKey].map(([key, record]) => ({ key, ref: refOf(record, key.startsWith('salesforce:') ? 'salesforce' : 'hubspot') }));
  const owners = await context.store.linksOf(
    context.connection,
    found.map((one) => one.ref),
  );
  for (const [index, { key }] of found.entries()) if ((owners[index] ?? null) !== null) byKey.delete(key);
}

function withCreated(item: Item, byKey: ReadonlyMap<string, WireRecord>): Item {
  let current = item;
  for (const attempt of item.link?.attempts ?? []) {
    const record = byKey.get(`${attempt.side}:${item.link?.key.toLowerCase() ?? ''}`);
    if (record === undefined || current.link === null || current.link[attempt.side] !== null) continue;
    current = { ...current, link: withEnd(current.link, refOf(record, attempt.side)), records: { ...current.records, [attempt.side]: record } };
  }
  return current;
}

type Settling = Item & { readonly link: Link };

async function settleOne(context: PassContext, item: Settling): Promise<StageResult<Settling>> {
  let link = item.link;
  const decisions: Decision[] = [...item.decisions];
  for (const attempt of item.link.attempts) {
    const record = item.records[attempt.side];
    if (record !== null && hasLanded(context, record, attempt)) {
      const agreed = await agreedPairs(context, { item, attempt, record });
      if (!agreed.ok) return agreed;
      link = {
        ...link,
        baseline: { ...link.baseline, ...agreed.value },
        attempts: link.attempts.filter((other) => other !== attempt),
        syncedAt: context.clock.now(),
      };
      decisions.push(...(attempt.decisions ?? []));
      context.journal.count('attempt.promoted', 1, { side: attempt.side });
    } else if (item.readAt >= attempt.settleAt) {
      link = { ...link, attempts: link.attempts.filter((other) => other !== attempt) };
      context.journal.count('attempt.dropped', 1, { side: attempt.side });
    }
  }
  return { ok: true, value: { ...item, link, decisions } };
}

/** Whether the record carries the attempt's stamp. */
export function hasLanded(context: PassContext, record: WireRecord, attempt: Attempt): boolean {
  const stamp = parseStamp(record.values[STAMP_FIELD[attempt.side]]);
  return stamp !== null && stamp.connection === context.connection && stamp.attempt === attempt.number;
}

/**
 * The pairs a landed attempt agrees on. Where the record holds something else than was sent, the platform rewrote it if nobody but
 * ourselves has touched it since; otherwise a person did, and the difference stays news.
 */
async function agreedPairs(
  context: PassContext,
  input: { readonly item: Settling; readonly attempt: Attempt; readonly record: WireRecord },
): Promise<StageResult<Readonly<Record<string, BaselinePair>>>> {
  const { item, attempt, record } = input;
  const { side } = attempt;
  const rules = item.mapping.fields.filter((rule) => attempt.agree[rule.key] !== undefined && rule.referenceMapping === null);
  const current = new Map(rules.map((rule) => [rule.key, printOf(context, rule, side, record)]));
  const landed = { ...attempt, agree: withLanding(attempt, Math.min(attempt.settleAt, context.clock.now())) };
  const differing = rules.filter(
    (rule) => isAdoptable(attempt.agree[rule.key], side) && current.get(rule.key) !== attempt.agree[rule.key]?.[side] && current.get(rule.key) !== null,
  );
  if (differing.length === 0) return { ok: true, value: landed.agree };
  if (side === 'salesforce')
    return { ok: true, value: record.modifiedBy === context.gateways.salesforce.actor ? adopted(landed, differing, current) : landed.agree };
  const history = await context.gateways.hubspot.history(
    record.object,
    [record.id],
    differing.map((rule) => fieldOn(rule, side)),
  );
  if (!history.ok) return history;
  const entries = history.value[0]?.fields ?? {};
  const ours = new Map<string, string | null>();
  for (const rule of differing) {
    const entry = entries[fieldOn(rule, side)]?.find((one) => one.actor === context.gateways.hubspot.actor);
    ours.set(rule.key, entry === undefined ? null : printOf(context, rule, side, { ...record, values: { [fieldOn(rule, side)]: entry.value } }));
  }
  return {
    ok: true,
    value: adopted(
      landed,
      differing.filter((rule) => (ours.get(rule.key) ?? null) !== null),
      ours,
    ),
  };
}

/** A value put back after a gap is meant to be news: what came back must not be agreed on. */
function isAdoptable(pair: BaselinePair | undefined, side: Side): boolean {
  const write = pair?.writes?.findLast((one) => one.side === side);
  return write === undefined || write.seen[1] === pair?.[side];
}

function withLanding(attempt: Attempt, landedAt: number): Readonly<Record<string, BaselinePair>> {
  return Object.fromEntries(Object.entries(attempt.agree).map(([key, pair]) => [key, landing(pair, attempt.side, landedAt)]));
}

/** The pair with the newest write of `side` known to have landed by `landedAt`. */
export function landing(pair: BaselinePair, side: Side, landedAt: number): BaselinePair {
  const last = pair.writes?.findLastIndex((write) => write.side === side) ?? -1;
  return pair.writes === undefined || last < 0
    ? pair
    : { ...pair, writes: pair.writes.map((write, index) => (index === last ? { ...write, landedAt } : write)) };
}

function adopted(attempt: Attempt, rules: readonly FieldRule[], prints: ReadonlyMap<string, string | null>): Readonly<Record<string, BaselinePair>> {
  const pairs: Record<string, BaselinePair> = { ...attempt.agree };
  for (const rule of rules) {
    const pair = pairs[rule.key];
    const print = prints.get(rule.key) ?? null;
    if (pair !== undefined && print !== null) pairs[rule.key] = { ...pair, [attempt.side]: print, drift: 'rewritten' };
  }
  return pairs;
}

function printOf(context: PassContext, rule: FieldRule, side: Side, record: WireRecord): string | null {
  const field = fieldOn(rule, side);
  const schema = context.rulebook.schemas.get(`${side}:${record.object}`)?.fields.get(field);
  return schema === undefined ? null : context.fingerprint(rule.key, reading(record.values[field], schema).value);
}
