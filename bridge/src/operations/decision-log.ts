/** The decisions as the page shows them: with the records they are about, the rule's words, and whether each can be taken back. */
import { reasonWords, settlementRefusal } from '../domain/index.ts';
import type { Sided } from '../domain/index.ts';
import type { Decision, FieldRule, Instant, Link, LinkId, RecordRef, Side, Value } from '../domain/model.ts';
import type { Page } from '../engine/ports.ts';
import type { ConnectionView } from './view.ts';

/** What taking a decision back would do: `side`'s value wins; or why that is not possible. */
export type Reversal = { readonly side: Side; readonly refusal: null } | { readonly side: null; readonly refusal: string };
export type LoggedDecision = Omit<Decision, 'ref'> & {
  readonly refs: Sided<RecordRef | null>;
  readonly fieldNames: Sided<string | null>;
  readonly words: string;
  readonly reversal: Reversal;
};

const no = (refusal: string): Reversal => ({ side: null, refusal });

/** The rule of a key in the rules in force; null when there is none any more. */
export function ruleOf(view: ConnectionView, mapping: string, key: string): FieldRule | null {
  return (
    view
      .rulebook()
      ?.rules.mappings.find((one) => one.key === mapping)
      ?.fields.find((rule) => rule.key === key && rule.direction !== 'off') ?? null
  );
}

/** Whether a decision can be taken back, as far as decision and rule tell. Whether the field still holds what it left is asked when it is done. */
export function reversalOf(decision: Decision, rule: FieldRule | null): Reversal {
  if (decision.winner === 'both') return no('Both sides had the same value; nothing was overruled.');
  if (decision.winner === 'neither')
    return no(decision.reason === 'review' ? 'Nothing was decided yet: it waits under Reviews.' : 'Nothing was overwritten by this decision.');
  if (decision.values === null) return no('The values of this decision are no longer kept.');
  if (rule === null) return no('No rule in force concerns this field any more.');
  const side: Side = decision.winner === 'salesforce' ? 'hubspot' : 'salesforce';
  if (decision.values.salesforce === decision.values.hubspot) return no('Both sides had the same value; nothing was overruled.');
  const refusal = settlementRefusal(rule, side, decision.values);
  return refusal === null ? { side, refusal: null } : no(refusal);
}

/** The records of a decision. Its link names their objects; without one the ids still tell. */
function refsOf(decision: Decision, link: Link | undefined): Sided<RecordRef | null> {
  const one = (side: Side): RecordRef | null => {
    const id = decision.ref[side];
    return id === null ? null : { side, object: link?.[side]?.object ?? '', id };
  };
  return { salesforce: one('salesforce'), hubspot: one('hubspot') };
}

const OBJECT_KEY = /^[^:]+:(?:sf-(?<salesforce>.+)|hs-(?<object>.+)-(?<hubspot>[^-]+))$/;

/** A lookup's value is the id of the link it points to, which is made of the first record seen: that record is what people know. */
function targetWords(value: Value): Value {
  const found = value === null ? undefined : OBJECT_KEY.exec(value)?.groups;
  if (found === undefined) return value;
  return found['salesforce'] === undefined ? `HubSpot ${found['object'] ?? ''} ${found['hubspot'] ?? ''}` : `Salesforce ${found['salesforce']}`;
}

function shownValues(values: Decision['values'], rule: FieldRule | null): Decision['values'] {
  if (values === null || rule === null || rule.referenceMapping === null) return values;
  return { salesforce: targetWords(values.salesforce), hubspot: targetWords(values.hubspot) };
}

export type LogQuery = { readonly limit: number; readonly after?: string; readonly field?: string; readonly linkId?: LinkId } & {
  /** Leaves out what the first comparison of two records filled in. */
  readonly hidesFills?: boolean;
};

const readsMax = 20;

/** Reads on until there is a page of what is asked for; a page may hold a little more than the limit. */
async function pageOf(view: ConnectionView, { hidesFills = false, ...query }: LogQuery): Promise<Page<Decision>> {
  const items: Decision[] = [];
  let next: string | null = query.after ?? null;
  for (let reads = 0; reads < readsMax; reads += 1) {
    const page: Page<Decision> = await view.store.decisions(view.id, { ...query, ...(next === null ? {} : { after: next }) });
    items.push(...page.items.filter(({ reason }) => !hidesFills || reason !== 'first-link-fill'));
    ({ next } = page);
    if (next === null || items.length >= query.limit || !hidesFills) break;
  }
  return { items, next };
}

/** One page of the log, newest first. */
export async function decisionLog(view: ConnectionView, query: LogQuery): Promise<Page<LoggedDecision>> {
  const page = await pageOf(view, query);
  const links = await view.store.links(view.id, [...new Set(page.items.map((decision) => decision.linkId))]);
  const byId = new Map(links.map((link) => [link.id, link]));
  const items = page.items.map((decision): LoggedDecision => {
    const rule = ruleOf(view, decision.mapping, decision.field);
    const { ref: _ref, ...rest } = decision;
    return {
      ...rest,
      values: shownValues(decision.values, rule),
      refs: refsOf(decision, byId.get(decision.linkId)),
      words: reasonWords(decision.reason),
      reversal: reversalOf(decision, rule),
      fieldNames: { salesforce: rule?.salesforceField ?? null, hubspot: rule?.hubspotProperty ?? null },
    };
  });
  return { items, next: page.next };
}

/** Both sides were changed and one gave way. */
const CONFLICTS: ReadonlySet<string> = new Set(['latest', 'owner-in-window', 'owner', 'fill-blank', 'review', 'restored-after-gap']);
/** Somebody typed a value where the rule does not take it. */
const OVERRULED: ReadonlySet<string> = new Set(['enforced', 'tolerated', 'protected', 'blank-ignored']);

export type ConflictField = {
  readonly field: string;
  readonly fieldNames: Sided<string | null>;
  readonly owner: Side | null;
  readonly conflicts: number;
  /** Edits on the side that does not own the field. */
  readonly overruled: number;
  /** Decisions people took back, or made themselves. */
  readonly byPeople: number;
};

/** The fields people disagree about most since a moment, most first. */
export async function conflictFields(view: ConnectionView, input: { readonly since: Instant; readonly limit: number }): Promise<readonly ConflictField[]> {
  const totals = await view.store.decisionTotals(view.id, input.since);
  const rules = new Map((view.rulebook()?.rules.mappings ?? []).flatMap((mapping) => mapping.fields.map((rule) => [rule.key, rule] as const)));
  const fields = [...new Set(totals.map((total) => total.field))].map((field): ConflictField => {
    const mine = totals.filter((total) => total.field === field);
    const count = (has: (reason: string) => boolean): number => mine.reduce((sum, total) => sum + (has(total.reason) ? total.count : 0), 0);
    const rule = rules.get(field);
    return {
      field,
      fieldNames: { salesforce: rule?.salesforceField ?? null, hubspot: rule?.hubspotProperty ?? null },
      owner: rule?.owner ?? null,
      conflicts: count((reason) => CONFLICTS.has(reason)),
      overruled: count((reason) => OVERRULED.has(reason)),
      byPeople: count((reason) => reason === 'reversed' || reason === 'chosen'),
    };
  });
  const weight = (one: ConflictField): number => one.conflicts + one.overruled + one.byPeople;
  return fields
    .filter((one) => weight(one) > 0)
    .toSorted((left, right) => weight(right) - weight(left) || (left.field < right.field ? -1 : 1))
    .slice(0, input.limit);
}
