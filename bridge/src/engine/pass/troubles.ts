/** Issues, reviews and decisions as they are stored. */
import { describeIssue } from '../../domain/index.ts';
import type { DecisionDraft, Fingerprinter, IssueDraft, Sided } from '../../domain/index.ts';
import type { Decision, Instant, Issue, Link, RecordRef, Review } from '../../domain/model.ts';
import { subjectOf } from './context.ts';
import type { Item, PassContext } from './context.ts';

type Titled = Pick<Item, 'work' | 'link' | 'mapping'>;

/** An issue of one subject. Its key is the field, so the same trouble in another guise replaces it. */
export function issueOf(context: Pick<PassContext, 'clock'>, item: Titled, draft: IssueDraft, ref: RecordRef, retryAt: Instant | null = null): Issue {
  const entry = describeIssue(draft.code, { side: draft.side, field: draft.field, ...(draft.option === undefined ? {} : { option: draft.option }) });
  const subject = subjectOf(item);
  return {
    key: `${subject}|${draft.rule?.key ?? draft.field ?? 'record'}`,
    subject,
    ref,
    mapping: item.mapping.key,
    field: draft.rule?.key ?? draft.field,
    category: entry.category,
    code: entry.code,
    cause: entry.cause,
    remedy: entry.remedy,
    occurredAt: context.clock.now(),
    retryAt,
  };
}

/** A review of one subject; met again, it is the same one. */
export function reviewOf(
  context: Pick<PassContext, 'clock'>,
  item: Titled,
  draft: Pick<Review, 'kind' | 'refs' | 'field' | 'explanation' | 'confidence' | 'evidence'> & { readonly isLasting?: boolean },
): Review {
  const subject = subjectOf(item);
  const { isLasting = false, ...rest } = draft;
  return {
    key: `${subject}|${draft.kind}|${draft.field ?? 'record'}${isLasting ? '|gap' : ''}`,
    subject,
    mapping: item.mapping.key,
    openedAt: context.clock.now(),
    ...rest,
  };
}

/**
 * A decision as it is logged. Its id follows from what was decided about which values under which attempt, so a crash can store it
 * twice without doubling it, and a conflict that waits for a person is logged once.
 */
export function decisionOf(input: {
  readonly link: Link;
  readonly draft: DecisionDraft;
  readonly fingerprint: Fingerprinter;
  readonly ruleVersion: number;
  readonly now: Instant;
  readonly tag: string;
}): Decision {
  const { link, draft, fingerprint } = input;
  const { rule, values } = draft;
  const tag = draft.reason === 'review' ? '' : input.tag;
  const id = fingerprint(
    'decision',
    [link.id, rule.key, draft.reason, tag, fingerprint(rule.key, values.salesforce), fingerprint(rule.key, values.hubspot)].join('|'),
  );
  const ref: Sided<string | null> = { salesforce: link.salesforce?.id ?? null, hubspot: link.hubspot?.id ?? null };
  return {
    id,
    linkId: link.id,
    ref,
    mapping: link.mapping,
    field: rule.key,
    ruleVersion: input.ruleVersion,
    reason: draft.reason,
    winner: draft.winner,
    values,
    times: draft.times,
    decidedAt: input.now,
  };
}
