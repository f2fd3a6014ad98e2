/** Why a record holds what it holds, or why it is not synced: the answer to the question every admin asks first. */
import { explainField } from '../domain/index.ts';
import type { FieldExplanation, Sided } from '../domain/index.ts';
import type { Decision, FieldRule, FieldSchema, Link, LinkOrigin, ObjectMapping, RecordRef, UnlinkedReason } from '../domain/model.ts';
import { restingReason } from '../engine/index.ts';
import type { IssueRow, WireRecord } from '../engine/ports.ts';
import type { ConnectionView } from './view.ts';

export type ExplainedField = FieldExplanation & {
  readonly salesforceField: string;
  readonly hubspotProperty: string;
  readonly owner: string;
  readonly direction: string;
  readonly lastDecision: { readonly reason: string; readonly winner: string; readonly decidedAt: number } | null;
};
export type Explanation = {
  readonly record: RecordRef;
  readonly words: readonly string[];
  readonly link: {
    readonly id: string;
    readonly key: string;
    readonly mapping: string;
    readonly state: string;
    readonly salesforce: string | null;
    readonly hubspot: string | null;
    readonly syncedAt: number | null;
    readonly attemptsOpen: number;
    /** How the two were found to be one; null where one was made from the other, or it was not kept. */
    readonly origin: LinkOrigin | null;
  } | null;
  readonly unlinked: UnlinkedReason | null;
  readonly fields: readonly ExplainedField[];
  readonly issues: readonly IssueRow[];
};

const decisionsMax = 200;
const issuesMax = 100;

/** Stands in for a field neither platform described, so that the rule can still be talked about. */
function unknownField(name: string): FieldSchema {
  return { name, kind: 'text', isWritable: true, isCreatable: true, isRequired: false, lengthMax: null, scale: null, options: null };
}

/** For a lookup: whether the company the Salesforce record points to is the one HubSpot has as primary. Null for an ordinary field. */
type Reference = { readonly isInStep: boolean; readonly words: string };

type Known = {
  readonly view: ConnectionView;
  readonly link: Link;
  readonly records: Sided<WireRecord | null>;
  readonly decisions: readonly Decision[];
  readonly issues: readonly IssueRow[];
};

function schemasOf(view: ConnectionView, rule: FieldRule, link: Link): Sided<FieldSchema> {
  const schemas = view.rulebook()?.schemas;
  const of = (side: 'salesforce' | 'hubspot', field: string): FieldSchema =>
    schemas?.get(`${side}:${link[side]?.object ?? ''}`)?.fields.get(field) ?? unknownField(field);
  return { salesforce: of('salesforce', rule.salesforceField), hubspot: of('hubspot', rule.hubspotProperty) };
}

/** Decisions and issues are filed under the rule's key or under a field's name. */
function concerns(rule: FieldRule, field: string | null): boolean {
  return field !== null && [rule.key, rule.salesforceField, rule.hubspotProperty].includes(field);
}

/** Where a lookup points on both sides, in HubSpot's terms. Read from the platforms, as the pass does. */
async function explainReference(view: ConnectionView, rule: FieldRule, link: Link, records: Sided<WireRecord | null>): Promise<Reference | null> {
  const mapping = view.rulebook()?.rules.mappings.find((candidate) => candidate.key === rule.referenceMapping);
  const gateways = view.gateways();
  if (mapping === undefined || gateways === null || link.hubspot === null) return null;
  const target = records.salesforce?.values[rule.salesforceField];
  const [object = ''] = mapping.salesforceObjects;
  const [parent] = typeof target === 'string' ? await view.store.linksOf(view.id, [{ side: 'salesforce', object, id: target }]) : [null];
  const read = await gateways.hubspot.associations(link.hubspot.object, [link.hubspot.id], mapping.hubspotObject);
  const held = read.ok ? (read.value[0]?.to[0]?.id ?? null) : null;
  if (typeof target === 'string' && (parent?.hubspot ?? null) === null)
    return { isInStep: false, words: `It points to ${object} ${target}, which is not linked yet; it follows once that is.` };
  const isInStep = held === (parent?.hubspot?.id ?? null);
  return { isInStep, words: isInStep ? 'Both sides point to the same record.' : 'The sides point to different records; the next pass settles it.' };
}

function explainValue({ view, link, records, issues }: Known, rule: FieldRule, lastDecision: Decision | null): FieldExplanation {
  return explainField({
    rule,
    fingerprint: view.fingerprint,
    lastDecision,
    schemas: schemasOf(view, rule, link),
    wires: { salesforce: records.salesforce?.values[rule.salesforceField] ?? null, hubspot: records.hubspot?.values[rule.hubspotProperty] ?? null },
    baseline: link.baseline[rule.key] ?? null,
    issue: issues.find((issue) => concerns(rule, issue.field)) ?? null,
    syncedAt: link.syncedAt,
  });
}

async function explainRule(known: Known, rule: FieldRule): Promise<ExplainedField> {
  const { view, link, records, decisions, issues } = known;
  const lastDecision = decisions.filter((decision) => concerns(rule, decision.field)).toSorted((left, right) => right.decidedAt - left.decidedAt)[0] ?? null;
  const hasIssue = issues.some((issue) => concerns(rule, issue.field));
  const reference = rule.referenceMapping === null || hasIssue ? null : await explainReference(view, rule, link, records);
  const told: FieldExplanation =
    reference === null
      ? explainValue(known, rule, lastDecision)
      : { rule: rule.key, state: reference.isInStep ? 'in-step' : 'waiting', words: reference.words };
  const { salesforceField, hubspotProperty, owner, direction } = rule;
  const last = lastDecision === null ? null : { reason: lastDecision.reason, winner: lastDecision.winner, decidedAt: lastDecision.decidedAt };
  return { ...told, salesforceField, hubspotProperty, owner, direction, lastDecision: last };
}

async function readEnds(view: ConnectionView, link: Link, fields: readonly FieldRule[]): Promise<Sided<WireRecord | null>> {
  const gateways = view.gateways();
  const known = view.rulebook()?.schemas;
  const one = async (side: 'salesforce' | 'hubspot', names: readonly string[]): Promise<WireRecord | null> => {
    const end = link[side];
    if (end === null || gateways === null) return null;
    const described = known?.get(`${side}:${end.object}`)?.fields;
    const answer = await gateways[side].read(
      end.object,
      [end.id],
      names.filter((name) => described === undefined || described.has(name)),
    );
    const found = answer.ok ? answer.value[0] : undefined;
    return found?.kind === 'found' || found?.kind === 'merged' ? found.record : null;
  };
  const [salesforce, hubspot] = await Promise.all([
    one(
      'salesforce',
      fields.map((rule) => rule.salesforceField),
    ),
    one(
      'hubspot',
      fields.map((rule) => rule.hubspotProperty),
    ),
  ]);
  return { salesforce, hubspot };
}

function rulesOf(mapping: ObjectMapping, link: Link, field: string | undefined): readonly FieldRule[] {
  const object = link.salesforce?.object;
  return mapping.fields.filter((rule) => (object === undefined || rule.salesforceObjects.includes(object)) && (field === undefined || concerns(rule, field)));
}

/** How two records came to be one link, in words. */
function originWords({ by, confidence, evidence }: LinkOrigin): string {
  switch (by) {
    case 'key':
      return "They were linked because one carried the other's key.";
    case 'verdict':
      return 'They were linked because a person said that they are one.';
    case 'exact':
      return 'They were linked by an exact address or domain.';
    case 'score':
      return `They were linked because they look alike, with ${String(Math.round((confidence ?? 0) * 100))} % certainty: ${evidence ?? 'no evidence was kept'}.`;
  }
}

/** `resting`: what the last look stored about a link out of scope. */
function linkWords(link: Link, resting: UnlinkedReason | null): readonly string[] {
  const ends = `${link.salesforce === null ? 'no Salesforce record yet' : `${link.salesforce.object} ${link.salesforce.id}`} ↔ ${link.hubspot === null ? 'no HubSpot record yet' : `${link.hubspot.object} ${link.hubspot.id}`}`;
  const states: Readonly<Record<Link['state'], string>> = {
    active: 'It is kept in step.',
    'out-of-scope': 'It is out of scope now, so nothing is written.',
    deleted: 'One end was deleted; the other is left as it is.',
  };
  const origin = link.origin === undefined ? [] : [originWords(link.origin)];
  const open = link.attempts.length === 0 ? [] : ['A write is on its way and its answer is not known yet; the link waits until it can no longer land.'];
  return [`Linked: ${ends}.`, states[link.state], ...origin, ...(resting === null ? [] : [resting.explanation]), ...open];
}

/** Where the two records' values come from. */
export type EndsReader = (view: ConnectionView, link: Link, fields: readonly FieldRule[]) => Promise<Sided<WireRecord | null>>;

async function explainLink(view: ConnectionView, record: RecordRef, link: Link, field: string | undefined, read: EndsReader): Promise<Explanation> {
  const mapping = view.rulebook()?.rules.mappings.find((candidate) => candidate.key === link.mapping);
  const subject = link.id as unknown as IssueRow['subject'];
  const [decisions, issues] = await Promise.all([
    view.store.decisions(view.id, { linkId: link.id, limit: decisionsMax }),
    view.store.issues(view.id, { open: true, subject, limit: issuesMax }),
  ]);
  const rules = mapping === undefined ? [] : rulesOf(mapping, link, field);
  const records = await read(view, link, rules);
  const fields = await Promise.all(rules.map((rule) => explainRule({ view, link, records, decisions: decisions.items, issues: issues.items }, rule)));
  const missing =
    mapping === undefined
      ? ['The rules are not loaded, or no longer have its mapping.']
      : fields.length === 0 && field !== undefined
        ? [`No rule of mapping ${mapping.key} concerns ${field}, so it is not synced.`]
        : [];
  return {
    record,
    fields,
    issues: issues.items,
    unlinked: null,
    words: [...linkWords(link, await restingReason(view.store, view.id, link)), ...missing],
    link: {
      id: link.id,
      key: link.key,
      mapping: link.mapping,
      state: link.state,
      syncedAt: link.syncedAt,
      attemptsOpen: link.attempts.length,
      origin: link.origin ?? null,
      salesforce: link.salesforce === null ? null : `${link.salesforce.object}:${link.salesforce.id}`,
      hubspot: link.hubspot === null ? null : `${link.hubspot.object}:${link.hubspot.id}`,
    },
  };
}

async function explainUnlinked(view: ConnectionView, record: RecordRef): Promise<Explanation | null> {
  const subject = `record:${record.side}:${record.object}:${record.id}` as IssueRow['subject'];
  const [unlinked, issues] = await Promise.all([view.store.unlinkedOf(view.id, record), view.store.issues(view.id, { open: true, subject, limit: issuesMax })]);
  if (unlinked === null && issues.items.length === 0) return null;
  const words = unlinked === null ? ['Not linked: see its issues.'] : [`Not linked: ${unlinked.explanation}`];
  return { record, words, link: null, unlinked, fields: [], issues: issues.items };
}

/** Explains the first of `candidates` the bridge knows; null when it knows none of them. Both sides are read unless the caller brings values of its own. */
export async function explainRecord(
  view: ConnectionView,
  candidates: readonly RecordRef[],
  field: string | undefined,
  read: EndsReader = readEnds,
): Promise<Explanation | null> {
  const links = await view.store.linksOf(view.id, candidates);
  for (const [index, record] of candidates.entries()) {
    const link = links[index];
    if (link !== null && link !== undefined) return explainLink(view, record, link, field, read);
  }
  for (const record of candidates) {
    const explanation = await explainUnlinked(view, record);
    if (explanation !== null) return explanation;
  }
  return null;
}
