/**
 * Stage 3c: what is still to be logged when a link closes. A write whose answer never came may have overruled somebody, and a notice that
 * comes late may tell of an edit a write of ours covered: once the link is closed nobody asks again. Where the notice was lost HubSpot's
 * history tells, as long as its record is there.
 */
import { fieldOn, planClosing } from '../../domain/index.ts';
import type { PropertyHistory } from '../../domain/index.ts';
import type { Baseline, Decision, RecordRef } from '../../domain/model.ts';
import type { PassOutcome } from '../ports.ts';
import { endOf } from './context.ts';
import type { PassContext, StageResult } from './context.ts';
import type { Departure } from './depart.ts';
import { hasLanded } from './settle.ts';
import type { Superseded } from './supersede.ts';
import { decisionOf } from './troubles.ts';

type Closing = Departure | Superseded;

/** The outcomes of links that close, with what is to be logged about them. */
export async function withLastWords(
  context: PassContext,
  closing: readonly Closing[],
  outcomes: readonly PassOutcome[],
): Promise<StageResult<readonly PassOutcome[]>> {
  const before = new Map(closing.map((one) => [one.work.subject, one]));
  const told: PassOutcome[] = [];
  for (const one of outcomes) {
    const was = before.get(one.subject);
    if (was === undefined || one.link?.state !== 'deleted') {
      told.push(one);
      continue;
    }
    // A link that was closed before has been asked about then.
    const history = was.link.state === 'deleted' ? nothingTold : await historyOf(context, was);
    if (!history.ok) return history;
    const isTold = one.consumed.length > 0 || history.value !== null;
    const words = [...ofAttempts(context, was, one), ...(isTold ? ofEdits(context, was, history.value) : [])];
    told.push(words.length === 0 ? one : { ...one, decisions: [...one.decisions, ...words] });
  }
  return { ok: true, value: told };
}

const nothingTold = { ok: true, value: null } as const;

/** What HubSpot remembers of the properties we wrote, where the record that stays is HubSpot's. */
async function historyOf(context: PassContext, was: Closing): Promise<StageResult<PropertyHistory | null>> {
  const ref = stayingInHubSpot(was);
  const baseline = known(was);
  const fields = was.mapping.fields
    .filter((rule) => rule.referenceMapping === null && baseline[rule.key]?.writes?.some(({ side }) => side === 'hubspot') === true)
    .map((rule) => fieldOn(rule, 'hubspot'));
  if (ref === null || fields.length === 0) return nothingTold;
  const history = await context.gateways.hubspot.history(ref.object, [ref.id], fields);
  return history.ok ? { ok: true, value: history.value[0]?.fields ?? null } : history;
}

function stayingInHubSpot(was: Closing): RecordRef | null {
  if (was.kind === 'departure') return was.left?.ref.side === 'hubspot' ? was.left.ref : null;
  return was.ref.side === 'hubspot' ? null : endOf(was.link, 'hubspot');
}

/** What is known of writes to the link's ends. A write that may still land covers what it covers. */
function known({ link }: Closing): Baseline {
  return link.attempts.reduce((all, attempt) => ({ ...all, ...attempt.agree }), link.baseline);
}

/** What writes that are given up may have decided. Where the record shows that one did not land, it decided nothing. */
function ofAttempts(context: PassContext, was: Closing, { link }: PassOutcome): readonly Decision[] {
  const left = was.kind === 'departure' ? was.left : null;
  return was.link.attempts
    .filter((attempt) => link?.attempts.every((kept) => kept.side !== attempt.side || kept.number !== attempt.number) === true)
    .filter((attempt) => left?.ref.side !== attempt.side || hasLanded(context, left.record, attempt))
    .flatMap((attempt) => attempt.decisions ?? []);
}

function ofEdits(context: PassContext, was: Closing, history: PropertyHistory | null): readonly Decision[] {
  const { gateways, fingerprint, rulebook, settings, clock } = context;
  const { link, work, mapping } = was;
  const left = was.kind === 'departure' ? was.left : null;
  const drafts = planClosing({
    mapping,
    schemas: rulebook.schemas,
    baseline: known(was),
    changes: work.changes,
    history,
    actors: { salesforce: gateways.salesforce.actor, hubspot: gateways.hubspot.actor },
    fingerprint,
    skewMs: settings.skewMs,
    objects: { salesforce: link.salesforce?.object ?? '', hubspot: link.hubspot?.object ?? '' },
    records: { salesforce: left?.ref.side === 'salesforce' ? left.record : null, hubspot: left?.ref.side === 'hubspot' ? left.record : null },
  });
  return drafts.map((draft) => decisionOf({ link, draft, fingerprint, ruleVersion: rulebook.rules.version, now: clock.now(), tag: `${work.version}` }));
}
