/** One batch of one rule from look to memory. What a call would agree on is stored before the call; what came of it, after. */
import { describeIssue, codeOfFault, otherSide } from '../domain/index.ts';
import type { PairMemory } from '../domain/index.ts';
import type { CampaignRule, Decision, Instant, Issue, RecordRef, Side, Subject } from '../domain/model.ts';
import type { Agenda, AgendaItem, CampaignMemberWrite, Findings, GatewayFailure, RelationOutcome } from '../engine/index.ts';
import { aliveAmong, lookAt } from './look.ts';
import type { PersonLook } from './look.ts';
import { planMember } from './plan.ts';
import type { MemberPlan } from './plan.ts';
import type { CampaignPorts, MemberBody } from './ports.ts';

export type Place = {
  readonly rule: CampaignRule;
  /** A manual segment takes members. */
  readonly canWrite: boolean;
  /** Contacts a HubSpot campaign reached, as last read. */
  readonly isReached: (contact: string) => boolean;
};
type Planned = PersonLook & { readonly plan: MemberPlan };

const sendWithinMs = 20_000;
const refusedRetryMs = 3_600_000;
const retryMinMs = 2_000;
const retryMaxMs = 900_000;
/** What seems to have left with a record that is gone is looked at again once the ordinary pass has met that. */
const unprovenMs = 60_000;
/** Somebody else made the row, or a record is just going: the next look shows which. */
const passing: ReadonlySet<string> = new Set(['DUPLICATE_VALUE', 'ENTITY_IS_DELETED', 'OBJECT_NOT_FOUND', 'NOT_FOUND', 'MISSING_MEMBER']);
const telling: ReadonlySet<string> = new Set(['permission', 'validation-rule', 'field-missing', 'field-read-only', 'option-unknown', 'limit-reached']);

/** Serves claimed people of one rule. Answers the failure of a platform that did not answer; then nothing was written. */
export async function carry(
  ports: CampaignPorts,
  agenda: Agenda<MemberBody>,
  place: Place,
  items: readonly AgendaItem<MemberBody>[],
): Promise<GatewayFailure | null> {
  const looked = await lookAt(ports, place.rule, { items, isReached: place.isReached });
  if (!looked.ok) return looked.failure;
  const planned = looked.people.map((person) => ({
    ...person,
    plan: planMember(place.rule, person.item.body, { now: person.now, canWrite: place.canWrite, parts: ports.parts }),
  }));
  const leaving = planned.filter(({ plan }) => plan.step?.kind === 'leave');
  const alive = ports.parts?.provesRemovals === false ? null : await aliveAmong(ports, leaving.flatMap(witness));
  if (alive !== null && 'kind' in alive) return alive;
  const isProven = (one: Planned): boolean => alive === null || witness(one).every(({ side, id }) => alive.has(`${side}:${id}`));
  const unproven = leaving.filter((one) => !isProven(one));
  const idle = planned.filter(({ plan }) => plan.step === null);
  const sending = planned.filter((one) => one.plan.step !== null && !unproven.includes(one));
  const until = ports.clock.now() + ports.callLifeMs;
  const held = await agenda.write(sending.map(({ item, plan }) => ({ item, body: { ...item.body, memory: sentOf(ports, plan) }, at: until, until })));
  const going = sending.flatMap((one) => {
    const item = held.get(one.item.key);
    return item === undefined ? [] : [{ ...one, item }];
  });
  const outcomes = await send(ports, place, going, until - ports.callLifeMs + sendWithinMs);
  const now = ports.clock.now();
  const stored = await agenda.write([
    ...looked.resting.map((item) => ({ item, body: item.body, at: null })),
    ...unproven.map(({ item, plan }) => ({ item, body: { ...item.body, memory: plan.base }, at: now + unprovenMs })),
    ...idle.map(({ item, plan }) => ({ item, body: { ...item.body, memory: plan.agree, countedAt: item.body.submittedAt, tries: 0 }, at: null })),
    ...going.map((one) => endOf(ports, one, outcomes.get(one.item.key) ?? { kind: 'later', code: 'NOT_SENT', retryAt: now + retryMinMs })),
  ]);
  const findings = [...idle, ...going]
    .filter(({ item }) => stored.has(item.key))
    .flatMap((one) => {
      const found = findingsOf(ports, place, one, outcomes.get(one.item.key) ?? null);
      return found.issues.length + found.decisions.length > 0 || one.item.body.tries > 0 ? [found] : [];
    });
  if (findings.length > 0) await ports.store.noteFindings(ports.connection, findings, now);
  ports.journal.count('campaigns.looked', planned.length);
  ports.journal.count('campaigns.written', going.length);
  return null;
}

/** The record that must be there for a leaving to be somebody's will. */
function witness({ plan, link }: Planned): readonly RecordRef[] {
  if (plan.step?.kind !== 'leave') return [];
  const side: Side = otherSide(plan.step.side);
  const end = link[side];
  return end === null ? [] : [{ side, object: end.object, id: end.id }];
}

function sentOf({ parts }: CampaignPorts, { base, agree, step }: MemberPlan): PairMemory {
  if (step === null || step.kind === 'status' || parts?.storesBefore === false) return base;
  return { ...base, sent: { side: step.side, agree } };
}

function endOf({ clock, random }: CampaignPorts, { item, plan }: Planned, outcome: RelationOutcome) {
  const now = clock.now();
  const { tries } = item.body;
  const backoff = Math.min(retryMaxMs, retryMinMs * 2 ** Math.min(tries, 10)) * (0.75 + random() / 2);
  if (outcome.kind === 'ok') return { item, body: { ...item.body, memory: plan.agree, countedAt: item.body.submittedAt, tries: 0 }, at: null };
  if (outcome.kind === 'unknown') return { item, body: item.body, at: outcome.settleAt, until: outcome.settleAt };
  const at: Instant = outcome.kind === 'later' ? Math.max(outcome.retryAt, now + backoff) : now + (passing.has(outcome.fault.code) ? backoff : refusedRetryMs);
  return { item, body: { ...item.body, memory: plan.base, tries: tries + 1 }, at };
}

/** All of a batch: rows in Salesforce in one go, memberships of the segment in one call. */
async function send(ports: CampaignPorts, { rule }: Place, going: readonly Planned[], sendBy: Instant): Promise<ReadonlyMap<string, RelationOutcome>> {
  const outcomes = new Map<string, RelationOutcome>();
  const rows = going.flatMap((one) => {
    const write = rowOf(one);
    return write === null ? [] : [{ one, write }];
  });
  const inHubSpot = going.filter(({ plan }) => plan.step?.kind !== 'status' && plan.step?.side === 'hubspot');
  const idsOf = (kind: 'join' | 'leave'): readonly string[] =>
    inHubSpot.flatMap(({ plan, link }) => (plan.step?.kind === kind ? (link.hubspot?.id ?? []) : []));
  const [answers, answer] = await Promise.all([
    rows.length === 0
      ? []
      : ports.salesforce.write(
          rule.campaign,
          rows.map(({ write }) => write),
          sendBy,
        ),
    inHubSpot.length === 0 ? null : ports.hubspot.change(rule.source.id, { add: idsOf('join'), remove: idsOf('leave') }, sendBy),
  ]);
  for (const [at, { one }] of rows.entries()) {
    const outcome = answers[at];
    if (outcome !== undefined) outcomes.set(one.item.key, outcome);
  }
  if (answer !== null) for (const { item } of inHubSpot) outcomes.set(item.key, answer);
  return outcomes;
}

function rowOf({ plan, now, link }: Planned): CampaignMemberWrite | null {
  const { step, status } = plan;
  if (step === null) return null;
  if (step.kind === 'status') return now.row === null ? null : { kind: 'update', id: now.row.id, status: step.status };
  if (step.side !== 'salesforce') return null;
  const end = link.salesforce;
  if (step.kind === 'leave') return now.row === null ? null : status === null ? { kind: 'delete', id: now.row.id } : { kind: 'update', id: now.row.id, status };
  if (now.row !== null) return { kind: 'update', id: now.row.id, status };
  return end === null ? null : { kind: 'create', person: { object: end.object === 'Lead' ? 'Lead' : 'Contact', id: end.id }, status };
}

// --- what is to be seen ----------------------------------------------------------------------------------------------------

function findingsOf(ports: CampaignPorts, { rule }: Place, { item, plan, link }: Planned, outcome: RelationOutcome | null): Findings {
  const subject = `campaign:${item.key}` as Subject; // a subject of our own: no pass claims it
  const at = ports.clock.now();
  const { step } = plan;
  const isShown = outcome?.kind === 'refused' && (!passing.has(outcome.fault.code) || item.body.tries > 2);
  const side: Side = step === null || step.kind === 'status' ? 'salesforce' : step.side;
  const code = outcome?.kind !== 'refused' ? '' : telling.has(codeOfFault(outcome.fault.code)) ? codeOfFault(outcome.fault.code) : 'campaign-refused';
  const issues: Issue[] = [];
  if (isShown && outcome.kind === 'refused') {
    const { category, cause, remedy } = describeIssue(code, { side, field: 'Status', option: outcome.fault.code });
    const ref: RecordRef = { side: 'salesforce', object: link.salesforce?.object ?? '', id: link.salesforce?.id ?? '' };
    issues.push({
      key: `${subject}:${code}`,
      subject,
      ref,
      mapping: link.mapping,
      field: rule.key,
      category,
      code,
      cause,
      remedy,
      occurredAt: at,
      retryAt: at + refusedRetryMs,
    });
  }
  const reason = step === null || step.kind === 'status' || outcome?.kind !== 'ok' ? undefined : step.reason;
  const decisions: readonly Decision[] =
    reason === undefined
      ? []
      : [
          {
            id: `${subject}:${String(at)}`,
            linkId: link.id,
            ref: { salesforce: link.salesforce?.id ?? null, hubspot: link.hubspot?.id ?? null },
            mapping: link.mapping,
            field: rule.key,
            ruleVersion: ports.rules().version,
            reason,
            winner: otherSide(side),
            values: null,
            times: { salesforce: null, hubspot: null },
            decidedAt: at,
          },
        ];
  return { subject, issues, resolvedIssues: 'all', decisions };
}
