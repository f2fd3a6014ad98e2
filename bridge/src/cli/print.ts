/** Answers of the API as a person reads them. The shapes are those of operations; the API's own tests hold them together. */
import type { Decision, Review } from '../domain/model.ts';
import type { IssueGroup, IssueRow, Page } from '../engine/index.ts';
import type { Explanation, Status } from '../operations/index.ts';
import { span, table, when } from './tables.ts';

const percent = (share: number): string => `${String(Math.round(share * 100))} %`;
const more = (page: { readonly next: string | null }): string => (page.next === null ? '' : `\n… more: --after ${page.next}`);
const refText = ({ side, object, id }: { readonly side: string; readonly object: string; readonly id: string }): string => `${side}:${object}:${id}`;
const counted = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${String(count)}`)
    .join(', ') || 'none';

const streamWords = ({ isConnected, lastHeardAt, trouble, polling }: Status['stream']): string =>
  polling !== undefined
    ? `Salesforce is asked every few minutes (${polling})`
    : isConnected
      ? `connected, last heard ${when(lastHeardAt)}`
      : `not connected (${trouble ?? 'starting'})`;

export function printStatus({ connection, counts, lagMs, rulesVersion, budgets, stream, initialSync, trouble }: Status): string {
  const rows: readonly (readonly [string, string])[] = [
    ['connection', connection],
    ['state', trouble ?? (initialSync.done ? 'in step' : 'first sync under way')],
    ['change stream', streamWords(stream)],
    ['rules', rulesVersion === null ? 'not loaded' : `version ${String(rulesVersion)}`],
    [
      'waiting',
      `${String(counts.inbox)} changes for ${String(counts.due)} records${lagMs > 0 ? `, oldest for ${span(lagMs)}` : ''}; ${String(counts.leased)} in work`,
    ],
    ['links', `${String(counts.links)} (${counted(counts.linksByMapping)})`],
    ['not linked', counted(counts.unlinkedByCode)],
    ['issues, reviews', `${String(counts.openIssues)} open, ${String(counts.openReviews)} to settle`],
    ['decisions', `${String(counts.decisions)} (${counted(counts.decisionsByReason)})`],
    [
      'calls left',
      `Salesforce ${budgets.salesforce === null ? '?' : percent(budgets.salesforce.remaining)}, HubSpot ${budgets.hubspot === null ? '?' : percent(budgets.hubspot.remaining)}`,
    ],
  ];
  return rows.map(([name, value]) => `${name.padEnd(16)}${value}`).join('\n');
}

export function printIssues(page: Page<IssueRow>): string {
  if (page.items.length === 0) return 'No issues.';
  const text = table(page.items, [
    { title: 'SINCE', of: (row) => when(row.openedAt) },
    { title: 'RECORD', of: (row) => refText(row.ref) },
    { title: 'FIELD', of: (row) => row.field },
    { title: 'CODE', of: (row) => row.code },
    { title: 'TIMES', of: (row) => row.times, isRight: true },
    { title: 'NEXT TRY', of: (row) => (row.retryAt === null ? 'after a change' : when(row.retryAt)) },
    { title: 'CAUSE', of: (row) => row.cause },
  ]);
  return text + more(page);
}

export function printIssueGroups(groups: readonly IssueGroup[]): string {
  if (groups.length === 0) return 'No open issues.';
  return groups
    .map(
      (group) =>
        `${String(group.count).padStart(5)} × ${group.code} (${group.mapping}${group.field === null ? '' : `, ${group.field}`})\n        ${group.cause}\n        → ${group.remedy}`,
    )
    .join('\n');
}

export function printDecisions(page: Page<Decision>): string {
  if (page.items.length === 0) return 'No decisions.';
  const text = table(page.items, [
    { title: 'AT', of: (row) => when(row.decidedAt) },
    { title: 'SALESFORCE', of: (row) => row.ref.salesforce },
    { title: 'HUBSPOT', of: (row) => row.ref.hubspot },
    { title: 'FIELD', of: (row) => row.field },
    { title: 'WHY', of: (row) => row.reason },
    { title: 'WINNER', of: (row) => row.winner },
    { title: 'SALESFORCE SAID', of: (row) => row.values?.salesforce ?? null },
    { title: 'HUBSPOT SAID', of: (row) => row.values?.hubspot ?? null },
  ]);
  return text + more(page);
}

export function printReviews(page: Page<Review>): string {
  if (page.items.length === 0) return 'No reviews.';
  const text = table(page.items, [
    { title: 'SINCE', of: (row) => when(row.openedAt) },
    { title: 'KIND', of: (row) => row.kind },
    { title: 'RECORDS', of: (row) => row.refs.map(refText).join(' ') },
    { title: 'WHY', of: (row) => row.explanation },
  ]);
  return text + more(page);
}

export function printExplanation({ record, words, fields, issues }: Explanation): string {
  const fieldLines = fields.map(
    (field) =>
      `  ${field.salesforceField} ↔ ${field.hubspotProperty}  [${field.state}]\n      ${field.words}${field.lastDecision === null ? '' : ` (${when(field.lastDecision.decidedAt)})`}`,
  );
  const issueLines = issues.map((issue) => `  ! ${issue.cause}\n      → ${issue.remedy}`);
  return [
    refText(record),
    ...words.map((line) => `  ${line}`),
    ...(issueLines.length > 0 ? ['Issues:', ...issueLines] : []),
    ...(fieldLines.length > 0 ? ['Fields:', ...fieldLines] : []),
  ].join('\n');
}
