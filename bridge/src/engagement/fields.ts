/**
 * Why each field holds what it holds, for somebody who looks at the record. The Salesforce values come with the question, read by the
 * asker in their own name: so no call goes back into the org that is waiting for this very answer, no API call of the org is spent,
 * and fields the asker may not see are neither compared nor named.
 */
import type { FieldRule, Instant, Link, RecordRef } from '../domain/model.ts';
import type { FieldTime, WireRecord, WireValue } from '../engine/index.ts';
import { readHistory, readRecords } from '../hubspot/index.ts';
import type { CallFailure, Calls } from '../hubspot/index.ts';
import { explainRecord } from '../operations/index.ts';
import type { ConnectionView, ExplainedField } from '../operations/index.ts';

/** Who wrote the value last, as far as HubSpot's history and our own writes tell. `fieldwise` in HubSpot means: the value came from Salesforce. */
export type LastWrite = { readonly side: 'salesforce' | 'hubspot'; readonly by: 'fieldwise' | 'person' | 'other'; readonly at: Instant };
export type FieldStanding = Pick<
  ExplainedField,
  'rule' | 'state' | 'words' | 'salesforceField' | 'hubspotProperty' | 'owner' | 'direction' | 'lastDecision'
> & {
  readonly policy: string;
  readonly lastWrite: LastWrite | null;
};
export type FieldsAnswer = { readonly fields: readonly FieldStanding[]; readonly failure: CallFailure | null };

type Asked = {
  readonly view: ConnectionView;
  readonly calls: Calls;
  readonly appId: string;
  readonly ref: RecordRef;
  readonly values: Readonly<Record<string, WireValue>>;
};

function rulesFor({ view, ref, values }: Asked, link: Link): readonly FieldRule[] {
  const mapping = view.rulebook()?.rules.mappings.find((candidate) => candidate.key === link.mapping);
  return (mapping?.fields ?? []).filter((rule) => rule.salesforceObjects.includes(ref.object) && Object.hasOwn(values, rule.salesforceField));
}

function writerOf(actor: string | null, appId: string): LastWrite['by'] {
  if (actor === appId) return 'fieldwise';
  return actor?.startsWith('userId:') === true ? 'person' : 'other';
}

/** The later of HubSpot's newest entry and our newest write to Salesforce; a write of ours to HubSpot is in HubSpot's history already. */
function lastWrite(rule: FieldRule, link: Link, history: readonly FieldTime[], appId: string): LastWrite | null {
  const newest = history[0];
  const inHubSpot: readonly LastWrite[] = newest === undefined ? [] : [{ side: 'hubspot', by: writerOf(newest.actor, appId), at: newest.at }];
  const ours = (link.baseline[rule.key]?.writes ?? [])
    .filter(({ side }) => side === 'salesforce')
    .map(({ landedAt }): LastWrite => ({ side: 'salesforce', by: 'fieldwise', at: landedAt }));
  return [...inHubSpot, ...ours].toSorted((left, right) => right.at - left.at)[0] ?? null;
}

const isProperty = (name: string): boolean => !name.startsWith('associations.');

async function hubspotEnd(asked: Asked, link: Link, properties: readonly string[]) {
  if (link.hubspot === null) return { ok: true as const, record: null, history: {} };
  const { object, id } = link.hubspot;
  const [read, past] = await Promise.all([readRecords(asked.calls, object, [id], properties), readHistory(asked.calls, object, [id], properties)]);
  if (!read.ok) return read;
  const outcome = read.value[0];
  const record = outcome?.kind === 'found' || outcome?.kind === 'merged' ? outcome.record : null;
  // Without its history a field is explained all the same, only not who wrote last.
  return { ok: true as const, record, history: past.ok ? (past.value[0]?.fields ?? {}) : {} };
}

/** Fields in the order of the rules; none for a record without link. `failure` says that HubSpot could not be read. */
export async function fieldStandings(asked: Asked): Promise<FieldsAnswer> {
  const { view, ref, values, appId } = asked;
  const [link] = await view.store.linksOf(view.id, [ref]);
  if (link === null || link === undefined) return { fields: [], failure: null };
  const rules = rulesFor(asked, link);
  const end = await hubspotEnd(asked, link, rules.map(({ hubspotProperty }) => hubspotProperty).filter(isProperty));
  if (!end.ok) return { fields: [], failure: end.failure };
  const salesforce: WireRecord = { object: ref.object, id: ref.id, values, modifiedAt: view.clock.now(), modifiedBy: null, convertedTo: null };
  const told = await explainRecord(view, [ref], undefined, () => Promise.resolve({ salesforce, hubspot: end.record }));
  const byRule = new Map((told?.fields ?? []).map((field) => [field.rule, field]));
  const fields = rules.flatMap((rule): readonly FieldStanding[] => {
    const field = byRule.get(rule.key);
    if (field === undefined) return [];
    const { state, words, salesforceField, hubspotProperty, owner, direction, lastDecision } = field;
    return [
      {
        rule: rule.key,
        state,
        words,
        salesforceField,
        hubspotProperty,
        owner,
        direction,
        lastDecision,
        policy: rule.policy,
        lastWrite: lastWrite(rule, link, end.history[rule.hubspotProperty] ?? [], appId),
      },
    ];
  });
  return { fields, failure: null };
}
