/**
 * Stage 3c: what is still to be logged when a link closes. A write whose answer never came may have overruled somebody, and a notice that
 * comes late may tell of an edit a write of ours covered: once the link is closed nobody asks again.
 */
import { planClosing } from '../../domain/index.ts';
import type { Decision } from '../../domain/model.ts';
import type { PassOutcome } from '../ports.ts';
import type { PassContext } from './context.ts';
import type { Departure } from './depart.ts';
import { hasLanded } from './settle.ts';
import type { Superseded } from './supersede.ts';
import { decisionOf } from './troubles.ts';

type Closing = Departure | Superseded;

/** The outcomes of links that close, with what is to be logged about them. */
export function withLastWords(context: PassContext, closing: readonly Closing[], outcomes: readonly PassOutcome[]): readonly PassOutcome[] {
  const before = new Map(closing.map((one) => [one.work.subject, one]));
  return outcomes.map((one) => {
    const was = before.get(one.subject);
    if (was === undefined || one.link?.state !== 'deleted') return one;
    const words = [...ofAttempts(context, was, one), ...(one.consumed.length === 0 ? [] : ofNotices(context, was))];
    return words.length === 0 ? one : { ...one, decisions: [...one.decisions, ...words] };
  });
}

/** What writes that are given up may have decided. Where the record shows that one did not land, it decided nothing. */
function ofAttempts(context: PassContext, was: Closing, { link }: PassOutcome): readonly Decision[] {
  const left = was.kind === 'departure' ? was.left : null;
  return was.link.attempts
    .filter((attempt) => link?.attempts.every((kept) => kept.side !== attempt.side || kept.number !== attempt.number) === true)
    .filter((attempt) => left?.ref.side !== attempt.side || hasLanded(context, left.record, attempt))
    .flatMap((attempt) => attempt.decisions ?? []);
}

function ofNotices(context: PassContext, was: Closing): readonly Decision[] {
  const { gateways, fingerprint, rulebook, settings, clock } = context;
  const { link, work, mapping } = was;
  const left = was.kind === 'departure' ? was.left : null;
  const drafts = planClosing({
    mapping,
    schemas: rulebook.schemas,
    // A write that may still land covers what it covers.
    baseline: link.attempts.reduce((known, attempt) => ({ ...known, ...attempt.agree }), link.baseline),
    changes: work.changes,
    actors: { salesforce: gateways.salesforce.actor, hubspot: gateways.hubspot.actor },
    fingerprint,
    skewMs: settings.skewMs,
    objects: { salesforce: link.salesforce?.object ?? '', hubspot: link.hubspot?.object ?? '' },
    records: { salesforce: left?.ref.side === 'salesforce' ? left.record : null, hubspot: left?.ref.side === 'hubspot' ? left.record : null },
  });
  return drafts.map((draft) => decisionOf({ link, draft, fingerprint, ruleVersion: rulebook.rules.version, now: clock.now(), tag: `${work.version}` }));
}
