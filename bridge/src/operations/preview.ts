/** What a draft of the rules would do to records that are linked now: the engine's own planner, asked without carrying anything out. */
import { describeIssue, inScope, planPair, withActivities } from '../domain/index.ts';
import type { FieldIntent, FieldRule, IssueDraft, Link, ObjectMapping, PairInput, PairPlan, RuleSet, Side } from '../domain/index.ts';
import { createRulebook, objectsOf, readDirectory, resolveReferences } from '../engine/index.ts';
import type { Rulebook, WireRecord, WireValue } from '../engine/index.ts';
import { JobFailure } from './jobs.ts';
import { gatewaysOf } from './schema.ts';
import type { ConnectionView } from './view.ts';

export type PreviewOptions = { readonly rules: RuleSet; /** Linked pairs looked at per mapping. */ readonly pairs: number; readonly samples: number };
type Ends = {
  readonly name: string;
  readonly salesforceObject: string;
  readonly salesforceId: string;
  readonly hubspotObject: string;
  readonly hubspotId: string;
};
export type PreviewExample = Ends & { readonly side: Side; readonly before: string | null; readonly after: string | null; readonly reason: string | null };
export type PreviewSample = Ends & { readonly salesforce: WireValue; readonly hubspot: WireValue };
export type PreviewField = {
  readonly rule: string;
  readonly mapping: string;
  readonly salesforceField: string;
  readonly hubspotProperty: string;
  /** Values that would be written to each side. */
  toSalesforce: number;
  toHubSpot: number;
  reviews: number;
  readonly issues: Map<string, { readonly code: string; readonly cause: string; readonly remedy: string; count: number }>;
  readonly examples: PreviewExample[];
  readonly samples: PreviewSample[];
};

const examplesMax = 5;

type Pair = { readonly link: Link; readonly records: { readonly salesforce: WireRecord; readonly hubspot: WireRecord } };

/** The answer of a platform, or the job fails in words. */
export function orFail<T>(
  answer: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: { readonly message: string } },
  what: string,
): T {
  if (answer.ok) return answer.value;
  throw new JobFailure(`${what} did not answer: ${answer.failure.message}`);
}

/** A draft's rules with the fields both platforms have now. */
export async function draftRulebook(view: ConnectionView, drafted: RuleSet): Promise<Rulebook> {
  const rules = withActivities(drafted);
  const gateways = gatewaysOf(view);
  const objects = objectsOf(rules);
  const [salesforce, hubspot] = await Promise.all([gateways.salesforce.schemas(objects.salesforce), gateways.hubspot.schemas(objects.hubspot)]);
  const owners = orFail(await readDirectory(gateways, rules), 'The directory of owners');
  return createRulebook(rules, new Map([...orFail(salesforce, 'Salesforce'), ...orFail(hubspot, 'HubSpot')]), owners);
}

async function readEnds(view: ConnectionView, rulebook: Rulebook, side: Side, links: readonly Link[]): Promise<ReadonlyMap<string, WireRecord>> {
  const found = new Map<string, WireRecord>();
  const ends = links.flatMap((link) => (link[side] === null ? [] : [{ ...link[side], linkId: link.id }]));
  for (const object of new Set(ends.map((end) => end.object))) {
    const mine = ends.filter((end) => end.object === object);
    const names = side === 'salesforce' && rulebook.schemas.get(`${side}:${object}`)?.fields.has('Name') === true ? ['Name'] : [];
    const fields = [...new Set([...rulebook.fieldsOf(side, object), ...names])];
    const ids = mine.map((end) => end.id);
    const read = orFail(await gatewaysOf(view)[side].read(object, ids, fields), side === 'salesforce' ? 'Salesforce' : 'HubSpot');
    for (const [index, one] of read.entries()) {
      const linkId = mine[index]?.linkId;
      if (one.kind === 'found' && linkId !== undefined) found.set(linkId, one.record);
    }
  }
  return found;
}

/** Active pairs of a mapping that can be compared now: both ends known and read, nothing in flight. */
async function pairsOf(view: ConnectionView, rulebook: Rulebook, mapping: ObjectMapping, limit: number): Promise<readonly Pair[]> {
  const page = await view.store.listLinks(view.id, { mapping: mapping.key, limit });
  const links = page.items.filter((link) => link.state === 'active' && link.salesforce !== null && link.hubspot !== null && link.attempts.length === 0);
  const [salesforce, hubspot] = await Promise.all([readEnds(view, rulebook, 'salesforce', links), readEnds(view, rulebook, 'hubspot', links)]);
  return links.flatMap((link) => {
    const records = { salesforce: salesforce.get(link.id), hubspot: hubspot.get(link.id) };
    return records.salesforce === undefined || records.hubspot === undefined
      ? []
      : [{ link, records: { salesforce: records.salesforce, hubspot: records.hubspot } }];
  });
}

/** Plans every pair; HubSpot's history is asked for where it could alter the plan, as the engine does. */
async function planAll(
  view: ConnectionView,
  rulebook: Rulebook,
  mapping: ObjectMapping,
  pairs: readonly Pair[],
): Promise<readonly { readonly pair: Pair; readonly plan: PairPlan }[]> {
  const gateways = gatewaysOf(view);
  const items = pairs.map((pair) => ({ ...pair, mapping }));
  const references = orFail(
    await resolveReferences({ connection: view.id, gateways, rulebook, store: view.store, fingerprint: view.fingerprint }, items),
    'HubSpot',
  );
  const inputs = items.map((item): PairInput => ({
    mapping,
    schemas: rulebook.schemas,
    salesforce: item.records.salesforce,
    hubspot: item.records.hubspot,
    baseline: item.link.baseline,
    changes: [],
    history: null,
    references: references.of(item),
    actors: { salesforce: gateways.salesforce.actor, hubspot: gateways.hubspot.actor },
    fingerprint: view.fingerprint,
    readAt: view.clock.now(),
    skewMs: 0,
  }));
  const first = inputs.map(planPair);
  const wanted = [...new Set(first.flatMap((plan) => plan.historyWanted))];
  const asking = items.filter((_item, index) => (first[index]?.historyWanted.length ?? 0) > 0).map((item) => item.records.hubspot.id);
  const told = asking.length === 0 ? [] : orFail(await gateways.hubspot.history(mapping.hubspotObject, asking, wanted), 'HubSpot');
  const histories = new Map(told.map((one) => [one.id, one.fields]));
  return items.flatMap((pair, index) => {
    const input = inputs[index];
    const plan = first[index];
    if (input === undefined || plan === undefined) return [];
    const history = histories.get(pair.records.hubspot.id);
    return [{ pair, plan: history === undefined ? plan : planPair({ ...input, history }) }];
  });
}

function endsOf({ records }: Pair): Ends {
  const name = records.salesforce.values['Name'];
  return {
    name: typeof name === 'string' && name !== '' ? name : `${records.salesforce.object} ${records.salesforce.id}`,
    salesforceObject: records.salesforce.object,
    salesforceId: records.salesforce.id,
    hubspotObject: records.hubspot.object,
    hubspotId: records.hubspot.id,
  };
}

function fieldOf(rule: FieldRule, mapping: ObjectMapping): PreviewField {
  const { key, salesforceField, hubspotProperty } = rule;
  return {
    rule: key,
    mapping: mapping.key,
    salesforceField,
    hubspotProperty,
    toSalesforce: 0,
    toHubSpot: 0,
    reviews: 0,
    issues: new Map(),
    examples: [],
    samples: [],
  };
}

function countWrite(field: PreviewField, pair: Pair, side: Side, intent: Pick<FieldIntent, 'before' | 'sent' | 'decision'>): void {
  if (side === 'salesforce') field.toSalesforce += 1;
  else field.toHubSpot += 1;
  if (field.examples.length < examplesMax)
    field.examples.push({ ...endsOf(pair), side, before: intent.before, after: intent.sent, reason: intent.decision?.reason ?? null });
}

function countIssue(field: PreviewField, issue: IssueDraft): void {
  const words = { side: issue.side, field: issue.field, ...(issue.option === undefined ? {} : { option: issue.option }) };
  const { code, cause, remedy } = describeIssue(issue.code, words);
  const known = field.issues.get(cause) ?? { code, cause, remedy, count: 0 };
  known.count += 1;
  field.issues.set(cause, known);
}

function countPlan(fields: ReadonlyMap<string, PreviewField>, pair: Pair, plan: PairPlan): void {
  for (const side of ['salesforce', 'hubspot'] as const) {
    for (const intent of plan.writes[side]) {
      const field = fields.get(intent.rule.key);
      if (field !== undefined) countWrite(field, pair, side, intent);
    }
  }
  for (const { rule, linkId, before, decision } of plan.associations) {
    const field = fields.get(rule.key);
    if (field !== undefined) countWrite(field, pair, 'hubspot', { before, sent: linkId, decision });
  }
  for (const issue of plan.issues) {
    const field = issue.rule === null ? undefined : fields.get(issue.rule.key);
    if (field !== undefined) countIssue(field, issue);
  }
  for (const { rule } of plan.reviews) {
    const field = fields.get(rule.key);
    if (field !== undefined) field.reviews += 1;
  }
}

function takeSamples(fields: ReadonlyMap<string, PreviewField>, mapping: ObjectMapping, pairs: readonly Pair[], limit: number): void {
  for (const rule of mapping.fields) {
    const field = fields.get(rule.key);
    if (field === undefined || rule.referenceMapping !== null) continue;
    const held = pairs
      .filter(({ records }) => rule.salesforceObjects.includes(records.salesforce.object))
      .map((pair) => ({
        ...endsOf(pair),
        salesforce: pair.records.salesforce.values[rule.salesforceField] ?? null,
        hubspot: pair.records.hubspot.values[rule.hubspotProperty] ?? null,
      }));
    // Filled pairs tell more than blank ones.
    const filled = held.filter(({ salesforce, hubspot }) => salesforce !== null || hubspot !== null);
    field.samples.push(...[...filled, ...held.filter((one) => !filled.includes(one))].slice(0, limit));
  }
}

const wire = ({ issues, ...field }: PreviewField): Omit<PreviewField, 'issues'> & { readonly issues: readonly unknown[] } => ({
  ...field,
  issues: [...issues.values()],
});

/**
 * Plans up to `pairs` linked pairs of every mapping under the given rules. Answers the values that would change on each side, per rule, with
 * examples and with what would stop a value. Reads both platforms, writes nothing.
 */
export async function previewRules(view: ConnectionView, { rules, pairs: limit, samples }: PreviewOptions): Promise<unknown> {
  const rulebook = await draftRulebook(view, rules);
  const fields: PreviewField[] = [];
  let looked = 0;
  let leaving = 0;
  for (const mapping of rulebook.rules.mappings) {
    const found = await pairsOf(view, rulebook, mapping, limit);
    const inside = found.filter(
      ({ records }) => inScope(mapping.salesforceScope, records.salesforce.values).isIn || inScope(mapping.hubspotScope, records.hubspot.values).isIn,
    );
    looked += found.length;
    leaving += found.length - inside.length;
    const ofMapping = new Map(mapping.fields.map((rule) => [rule.key, fieldOf(rule, mapping)]));
    for (const { pair, plan } of await planAll(view, rulebook, mapping, inside)) countPlan(ofMapping, pair, plan);
    takeSamples(ofMapping, mapping, inside, samples);
    fields.push(...ofMapping.values());
  }
  const sum = (of: (field: PreviewField) => number): number => fields.reduce((total, field) => total + of(field), 0);
  return {
    pairs: looked,
    leavingScope: leaving,
    toSalesforce: sum((field) => field.toSalesforce),
    toHubSpot: sum((field) => field.toHubSpot),
    reviews: sum((field) => field.reviews),
    blocked: sum((field) => [...field.issues.values()].reduce((total, { count }) => total + count, 0)),
    fields: fields.map(wire),
  };
}
