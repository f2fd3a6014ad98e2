/**
 * Keeps pages coming. Level-triggered: a record is owed a page while it stands at one of the stages and its link field is blank, so nothing
 * waits in memory and a lost notice costs one look later.
 */
import type { DestinationRule, Instant, Issue, ObjectMapping, RuleSet, Subject } from '../domain/model.ts';
import type { Journal, Store } from '../engine/ports.ts';
import { deliver } from './deliver.ts';
import type { DeliverPorts, Delivery } from './deliver.ts';
import type { Destination, Reached } from '../engine/ports.ts';
import { pageOf, pathsOf, readTemplate } from './template.ts';
import type { PageTemplate } from './template.ts';

export type DestinationPorts = Omit<DeliverPorts, 'store' | 'destination'> & {
  readonly store: DeliverPorts['store'] & Pick<Store, 'noteFindings'>;
  readonly journal: Journal;
  /** By kind of rule; absent where the connection has no access to it. */
  readonly destinations: Readonly<Partial<Record<DestinationRule['kind'], Destination>>>;
  readonly rules: () => RuleSet;
};
export type DestinationLane = {
  run(signal: AbortSignal): Promise<void>;
  /** Something changed that may owe a page. */
  wake(): void;
};

const lookEveryMs = 60_000;
/** Several notices of one save become one look. */
const gatherMs = 250;
const batchMax = 50;
const SINCE_KIND = 'destination.since';
/** The org's clock and ours, and the moment between activating a rule and its first look. */
const leadMs = 60_000;
const stageFields: Readonly<Record<string, string>> = { Opportunity: 'StageName', Lead: 'Status', Case: 'Status' };
export const subjectOf = (key: string): Subject => `destination:${key}` as Subject; // no pass claims it

type Ready = {
  readonly rule: DestinationRule;
  readonly mapping: ObjectMapping;
  readonly object: string;
  readonly template: PageTemplate;
  readonly asked: Omit<Reached, 'since'>;
};
type Checked = { readonly ready: Ready } | { readonly problem: string; readonly remedy: string };

/** The field that tells how far a record has come: what the mapping's stage rule reads, or the platform's own. */
function stageFieldOf(mapping: ObjectMapping, object: string): string | null {
  const stage = mapping.fields.find(({ hubspotProperty }) => ['dealstage', 'hs_pipeline_stage', 'hs_lead_status'].includes(hubspotProperty));
  return stage?.salesforceField ?? stageFields[object] ?? null;
}

function check(rule: DestinationRule, { mappings }: RuleSet): Checked {
  const mapping = mappings.find(({ key }) => key === rule.mapping);
  const object = mapping?.salesforceObjects[0];
  if (mapping === undefined || object === undefined)
    return { problem: `The rule names the mapping ${rule.mapping}, which is not in force.`, remedy: 'Enable the mapping, or switch the rule off.' };
  const stageField = stageFieldOf(mapping, object);
  if (stageField === null)
    return { problem: `${object} has no stage the rule could wait for.`, remedy: 'Map its stage field, or choose another mapping for the rule.' };
  const read = readTemplate(rule.template);
  if (!read.ok) return { problem: read.problem, remedy: 'Correct the template of the destination rule.' };
  const { template } = read;
  const asked: Ready['asked'] = {
    object,
    stageField,
    stages: rule.stages,
    linkField: rule.linkField,
    paths: pathsOf(template),
    wantsPeople: template.people !== null,
    limit: batchMax,
  };
  return { ready: { rule, mapping, object, template, asked } };
}

export function createDestinationLane(ports: DestinationPorts): DestinationLane {
  const { connection, store, clock, source, journal, destinations, rules } = ports;
  let bell = Promise.withResolvers<void>();
  const told = new Map<string, string>();

  /** One issue per rule and record; what it said before is replaced. */
  async function tell(key: string, issue: Omit<Issue, 'key' | 'subject' | 'occurredAt' | 'category'> | null): Promise<void> {
    const subject = subjectOf(key);
    const said = issue === null ? '' : `${issue.code} ${issue.cause}`;
    // A trouble that is still the same is not news; the first look after a start clears what an earlier run left.
    if (told.get(key) === said) return;
    const issues = issue === null ? [] : [{ ...issue, key: `${subject}|page`, subject, category: 'configuration' as const, occurredAt: clock.now() }];
    await store.noteFindings(connection, [{ subject, issues, resolvedIssues: 'all', decisions: [] }], clock.now());
    told.set(key, said);
  }
  const issueOf = (
    rule: DestinationRule,
    ref: { readonly object: string; readonly id: string },
    about: { readonly code: string; readonly cause: string; readonly remedy: string; readonly retryAt: Instant | null },
  ) => ({
    ref: { side: 'salesforce' as const, ...ref },
    mapping: rule.mapping,
    field: rule.key,
    ...about,
  });

  /** When this rule, for these stages, was met first. */
  async function sinceOf({ key, stages }: DestinationRule): Promise<Instant> {
    const name = `${key}:${stages.join(';')}`;
    const at = clock.now() - leadMs;
    const isNew = await store.saveDocuments(connection, [{ kind: SINCE_KIND, key: name, group: '', rank: at, body: '{}', ifVersion: 0 }]);
    if (isNew) return at;
    const [held] = await store.documents(connection, SINCE_KIND, [name]);
    return held?.rank ?? at;
  }

  async function serve({ rule, object, template, asked }: Ready, destination: Destination): Promise<Instant | null> {
    const reached = await source.reached({ ...asked, since: await sinceOf(rule) });
    if (!reached.ok) {
      const { code, message, retryAt } = reached.failure;
      const remedy = `Check the fields of the template and that ${rule.linkField} is a URL field the integration user may read.`;
      await tell(rule.key, issueOf(rule, { object, id: rule.key }, { code: `destination-${code.toLowerCase()}`, cause: message, remedy, retryAt }));
      return retryAt;
    }
    await tell(rule.key, null);
    const ends: Instant[] = [];
    for (const record of reached.value) {
      const delivery: Delivery = await deliver(
        { connection, store, clock, source, destination },
        { rule, object, record, content: () => pageOf(template, record) },
      );
      const key = `${rule.key}:${record.id}`;
      if (delivery.kind !== 'done') ends.push(delivery.until);
      if (delivery.kind === 'busy') continue;
      const { code, cause, remedy } = delivery.kind === 'failed' ? delivery.failure : { code: '', cause: '', remedy: '' };
      await tell(
        key,
        delivery.kind === 'done' ? null : issueOf(rule, { object, id: record.id }, { code: `destination-${code}`, cause, remedy, retryAt: delivery.until }),
      );
      journal.count('destination_pages', 1, { outcome: delivery.kind });
    }
    // A full batch may leave more behind.
    if (reached.value.length === batchMax && ends.length < batchMax) ends.push(clock.now());
    return ends.length === 0 ? null : Math.min(...ends);
  }

  async function lookOnce(): Promise<Instant | null> {
    const next: Instant[] = [];
    for (const rule of rules().destinations ?? []) {
      const destination = destinations[rule.kind];
      const checked = check(rule, rules());
      if (destination === undefined || !('ready' in checked)) {
        const cause = 'ready' in checked ? `This connection has no access to ${rule.kind}.` : checked.problem;
        const remedy = 'ready' in checked ? `Give the bridge's configuration a token for ${rule.kind} (docs/operator-guide.md).` : checked.remedy;
        await tell(rule.key, issueOf(rule, { object: rule.mapping, id: rule.key }, { code: 'destination-not-ready', cause, remedy, retryAt: null }));
        continue;
      }
      const at = await serve(checked.ready, destination);
      if (at !== null) next.push(at);
    }
    return next.length === 0 ? null : Math.min(...next);
  }

  return {
    wake: () => bell.resolve(),
    async run(signal) {
      while (!signal.aborted) {
        const next = await lookOnce();
        const waitMs = Math.max(gatherMs, Math.min(lookEveryMs, (next ?? Infinity) - clock.now()));
        const stop = new AbortController();
        await Promise.race([bell.promise, clock.sleep(waitMs, AbortSignal.any([signal, stop.signal]))]);
        stop.abort();
        bell = Promise.withResolvers<void>();
        if (!signal.aborted) await clock.sleep(gatherMs, signal);
      }
    },
  };
}
