/** What the platforms' refusals mean for relations: how long to wait, and the issue that tells. */
import { codeOfFault, describeIssue } from '../domain/index.ts';
import type { Instant, Issue, Link, Side, Subject } from '../domain/model.ts';
import type { RelationOutcome, WriteFault } from '../engine/ports.ts';
import { endOf } from './look.ts';
import type { Place } from './place.ts';
import type { SetPlan, Trouble } from './plan.ts';

/** What is refused for good is tried again this often: a rule or a limit may be mended. */
const refusedRetryMs = 3_600_000;
const retryMinMs = 2_000;
const retryMaxMs = 900_000;
/** Somebody else made the row, or a record is just going: the next look shows which. */
const passingCodes: ReadonlySet<string> = new Set(['DUPLICATE_VALUE', 'ENTITY_IS_DELETED', 'INVALID_CROSS_REFERENCE_KEY', 'OBJECT_NOT_FOUND', 'NOT_FOUND']);
/** Tries after which what keeps passing by is shown. */
const shownAfterTries = 3;
/** Codes of the issue table that say more than "refused". */
const telling: ReadonlySet<string> = new Set([
  'permission',
  'validation-rule',
  'field-missing',
  'field-read-only',
  'option-unknown',
  'record-locked',
  'limit-reached',
]);

const isPassing = ({ code }: WriteFault): boolean => passingCodes.has(code);

function codeOf({ code, message }: WriteFault): string {
  if (/CIRCULAR|\bcircular|\bcycle|hierarchy/i.test(`${code} ${message}`)) return 'relation-cycle';
  if (/LIMIT_EXCEEDED|\blimit\b|maximum number|cannot have more than|at most \d+/i.test(`${code} ${message}`)) return 'relation-limit';
  const ours = codeOfFault(code);
  return telling.has(ours) ? ours : 'relation-refused';
}

/** When to look again because of what was not done; null when all was. */
export function patienceOf(
  outcomes: readonly RelationOutcome[],
  { now, tries, random }: { readonly now: Instant; readonly tries: number; readonly random: number },
): Instant | null {
  const backoff = Math.min(retryMaxMs, retryMinMs * 2 ** Math.min(tries, 10)) * (0.75 + random / 2);
  const times = outcomes.flatMap((outcome) => {
    if (outcome.kind === 'later') return [Math.max(outcome.retryAt, now + backoff)];
    if (outcome.kind === 'refused') return [now + (isPassing(outcome.fault) ? backoff : refusedRetryMs)];
    return [];
  });
  return times.length === 0 ? null : Math.min(...times);
}

/** What of an outcome is to be shown. */
export function troubleOf(
  outcome: RelationOutcome,
  { side, link, tries }: { readonly side: Side; readonly link: Link; readonly tries: number },
): Trouble | null {
  if (outcome.kind === 'refused' && (!isPassing(outcome.fault) || tries >= shownAfterTries))
    return { code: codeOf(outcome.fault), side, field: null, option: outcome.fault.code, link };
  return null;
}

/** The same trouble of the same relation is one issue however often it is met. */
export function issueOf(
  { rule }: Place,
  { look }: SetPlan,
  { trouble, subject, at, retryAt }: { readonly trouble: Trouble; readonly subject: Subject; readonly at: Instant; readonly retryAt: Instant | null },
): Issue {
  const { code, side, field, option, link } = trouble;
  const words = describeIssue(code, { side, field, ...(option === undefined ? {} : { option }) });
  const near = endOf(look.link, 'salesforce') ?? { side: 'salesforce', object: '', id: '' };
  const far = link.salesforce === null || link.id === look.link.id ? '' : ` The other record is ${link.salesforce.object} ${link.salesforce.id}.`;
  return {
    key: `${subject}:${link.id}:${code}:${option ?? ''}`,
    subject,
    ref: near,
    mapping: rule.from,
    field: rule.key,
    category: words.category,
    code: words.code,
    cause: words.cause + far,
    remedy: words.remedy,
    occurredAt: at,
    retryAt,
  };
}
