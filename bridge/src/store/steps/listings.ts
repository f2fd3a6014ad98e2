import type { ConnectionId, Decision, DecisionReason, Link, LinkId, RecordRef, Review, UnlinkedReason } from '../../domain/model.ts';
import type { DecisionTotal, IssueGroup, IssueRow, Page, Store, StoreCounts } from '../../engine/ports.ts';
import { endKey, refOfEnd } from '../keys.ts';
import { decodePosition, pageOf } from '../paging.ts';
import type { Sealing } from '../sealing.ts';
import { endsToErase } from '../sql/erasure.sql.ts';
import { decisionPages, getDecision, totalDecisions } from '../sql/decisions.sql.ts';
import { issueGroupPage, issueGroups as groupsStatement, issuePages, reviewPage } from '../sql/findings.sql.ts';
import {
  getUnlinked,
  linksByEnd,
  linksById,
  linksNaming,
  listLinks as linkPage,
  listLinksOfMapping,
  listUnlinked as unlinkedPage,
  listUnlinkedOfCode,
} from '../sql/links.sql.ts';
import { ask, askFor, numberIn, numberOrNullIn, storedIn, textIn, textOrNullIn } from '../sql/step.ts';
import type { Row, SqlValue, Statement, Steps } from '../sql/step.ts';
import { backlog, readTallies, unlinkedByCode } from '../sql/totals.sql.ts';
import { sealContext } from './findings.ts';
import { linkIn, refIn } from './rows.ts';

type Options<Name extends 'listLinks' | 'listUnlinked' | 'issues' | 'issuesOfGroup' | 'reviews' | 'decisions'> = Parameters<Store[Name]>;
type Start = readonly [SqlValue, SqlValue];

/** Before everything when newest come first; times are below it. */
const NEWEST: Start = [Number.MAX_SAFE_INTEGER, ''];
const OLDEST: Start = [-1, ''];

const startAt = (after: string | undefined, start: Start): Start => {
  const [time, key] = decodePosition(after) ?? [];
  return typeof time === 'number' && typeof key === 'string' ? [time, key] : start;
};
const startText = (after: string | undefined): string => {
  const [key] = decodePosition(after) ?? [];
  return typeof key === 'string' ? key : '';
};

export const links = function* (...[connection, ids]: Parameters<Store['links']>): Steps<readonly Link[]> {
  const found = new Map((yield* askFor(linksById, ids, connection)).map((row) => [textIn(row, 'id'), row]));
  return ids.flatMap((id: LinkId) => {
    const row = found.get(id);
    return row === undefined ? [] : [linkIn(row)];
  });
};

export const endsOf = function* (...[connection, id]: Parameters<Store['endsOf']>): Steps<readonly RecordRef[]> {
  return (yield* askFor(endsToErase, [id], connection)).map((row) => refOfEnd(textIn(row, 'end_key')));
};

export const cededTo = function* (...[connection, id]: Parameters<Store['cededTo']>): Steps<readonly Link[]> {
  // Link ids hold no wildcard of LIKE but the underscore, which at worst finds more than it should: hence the second look.
  const rows = yield* ask(linksNaming, connection, `%"successor":${JSON.stringify(id)}%`);
  return rows.map(linkIn).filter((link) => link.successor === id);
};

export const linksOf = function* (...[connection, refs]: Parameters<Store['linksOf']>): Steps<readonly (Link | null)[]> {
  const found = new Map((yield* askFor(linksByEnd, refs.map(endKey), connection)).map((row) => [textIn(row, 'end_key'), row]));
  return refs.map((ref) => {
    const row = found.get(endKey(ref));
    return row === undefined ? null : linkIn(row);
  });
};

export const listLinks = function* (...[connection, { mapping, after, limit }]: Options<'listLinks'>): Steps<Page<Link>> {
  const rows =
    mapping === undefined
      ? yield* ask(linkPage, connection, startText(after), limit + 1)
      : yield* ask(listLinksOfMapping, connection, startText(after), limit + 1, mapping);
  return pageOf(rows, { limit, item: linkIn, position: (row) => [textIn(row, 'id')] });
};

/** Codes are only written from an `UnlinkedReason`. */
const reasonIn = (row: Row): UnlinkedReason => ({ code: textIn(row, 'code') as UnlinkedReason['code'], explanation: textIn(row, 'explanation') });

export const unlinkedOf = function* (...[connection, ref]: Parameters<Store['unlinkedOf']>): Steps<UnlinkedReason | null> {
  const [row] = yield* ask(getUnlinked, connection, endKey(ref));
  return row === undefined ? null : reasonIn(row);
};

export const listUnlinked = function* (...[connection, { code, after, limit }]: Options<'listUnlinked'>): Steps<Awaited<ReturnType<Store['listUnlinked']>>> {
  const rows =
    code === undefined
      ? yield* ask(unlinkedPage, connection, startText(after), limit + 1)
      : yield* ask(listUnlinkedOfCode, connection, startText(after), limit + 1, code);
  return pageOf(rows, { limit, item: (row) => ({ ref: refIn(row), reason: reasonIn(row) }), position: (row) => [textIn(row, 'end_key')] });
};

const issueIn = (row: Row): IssueRow => ({
  ...storedIn<Omit<IssueRow, 'key' | 'subject' | 'openedAt' | 'resolvedAt' | 'times'>>(row, 'body'),
  // Only subjects are ever written to this column.
  key: textIn(row, 'issue_key'),
  subject: textIn(row, 'subject') as IssueRow['subject'],
  openedAt: numberIn(row, 'opened_at'),
  resolvedAt: numberOrNullIn(row, 'resolved_at'),
  times: numberIn(row, 'times'),
});

const issueStatement = (options: { readonly open: boolean; readonly hasCode: boolean; readonly hasSubject: boolean }): Statement => {
  if (options.hasCode && options.hasSubject) return options.open ? issuePages.openOfBoth : issuePages.closedOfBoth;
  if (options.hasCode) return options.open ? issuePages.openOfCode : issuePages.closedOfCode;
  if (options.hasSubject) return options.open ? issuePages.openOfSubject : issuePages.closedOfSubject;
  return options.open ? issuePages.open : issuePages.closed;
};

export const issues = function* (...[connection, { open, subject, code, after, limit }]: Options<'issues'>): Steps<Page<IssueRow>> {
  const asked = issueStatement({ open, hasCode: code !== undefined, hasSubject: subject !== undefined });
  const filters = [code, subject].filter((filter) => filter !== undefined);
  const rows = yield* ask(asked, connection, ...startAt(after, NEWEST), limit + 1, ...filters);
  return pageOf(rows, { limit, item: issueIn, position: (row) => [numberIn(row, 'opened_at'), textIn(row, 'issue_key')] });
};

export const issuesOfGroup = function* (...[connection, { code, mapping, field, after, limit }]: Options<'issuesOfGroup'>): Steps<Page<IssueRow>> {
  const rows = yield* ask(issueGroupPage, connection, ...startAt(after, NEWEST), limit + 1, code, mapping, field ?? '');
  return pageOf(rows, { limit, item: issueIn, position: (row) => [numberIn(row, 'opened_at'), textIn(row, 'issue_key')] });
};

export const issueGroups = function* (...[connection]: Parameters<Store['issueGroups']>): Steps<readonly IssueGroup[]> {
  return (yield* ask(groupsStatement, connection)).map((row) => ({
    code: textIn(row, 'code'),
    category: textIn(row, 'category'),
    mapping: textIn(row, 'mapping'),
    field: textOrNullIn(row, 'field'),
    count: numberIn(row, 'amount'),
    cause: textIn(row, 'cause'),
    remedy: textIn(row, 'remedy'),
  }));
};

export const reviews = function* (...[connection, { after, limit }]: Options<'reviews'>): Steps<Page<Review>> {
  const rows = yield* ask(reviewPage, connection, ...startAt(after, OLDEST), limit + 1);
  const item = (row: Row): Review => ({
    ...storedIn<Omit<Review, 'key' | 'subject' | 'openedAt'>>(row, 'body'),
    key: textIn(row, 'review_key'),
    subject: textIn(row, 'subject') as Review['subject'],
    openedAt: numberIn(row, 'opened_at'),
  });
  return pageOf(rows, { limit, item, position: (row) => [numberIn(row, 'opened_at'), textIn(row, 'review_key')] });
};

const decisionStatement = (hasLink: boolean, hasField: boolean): Statement => {
  if (hasLink) return hasField ? decisionPages.ofBoth : decisionPages.ofLink;
  return hasField ? decisionPages.ofField : decisionPages.all;
};

const decisionIn = (sealing: Sealing, connection: ConnectionId, row: Row): Decision => {
  const sealed = textOrNullIn(row, 'sealed');
  const opened = sealed === null ? null : sealing.open(sealed, sealContext(connection, textIn(row, 'id')));
  // Sealed text is only ever made from a decision's values.
  return { ...storedIn<Omit<Decision, 'values'>>(row, 'body'), values: opened === null ? null : (JSON.parse(opened) as Decision['values']) };
};

export const decisions = function* (sealing: Sealing, ...[connection, { linkId, field, after, limit }]: Options<'decisions'>): Steps<Page<Decision>> {
  const filters = [linkId, field].filter((filter) => filter !== undefined);
  const rows = yield* ask(decisionStatement(linkId !== undefined, field !== undefined), connection, ...startAt(after, NEWEST), limit + 1, ...filters);
  return pageOf(rows, { limit, item: (row) => decisionIn(sealing, connection, row), position: (row) => [numberIn(row, 'decided_at'), textIn(row, 'id')] });
};

export const decision = function* (sealing: Sealing, ...[connection, id]: Parameters<Store['decision']>): Steps<Decision | null> {
  const [row] = yield* ask(getDecision, connection, id);
  return row === undefined ? null : decisionIn(sealing, connection, row);
};

export const decisionTotals = function* (...[connection, since]: Parameters<Store['decisionTotals']>): Steps<readonly DecisionTotal[]> {
  // Reasons are only ever written from decisions.
  return (yield* ask(totalDecisions, connection, since)).map((row) => ({
    field: textIn(row, 'field'),
    reason: textIn(row, 'reason') as DecisionReason,
    count: numberIn(row, 'amount'),
  }));
};

const labelled = (rows: readonly Row[]): Readonly<Record<string, number>> =>
  Object.fromEntries(rows.map((row) => [textIn(row, 'label'), numberIn(row, 'amount')]));
const total = (byLabel: Readonly<Record<string, number>>): number => Object.values(byLabel).reduce((sum, amount) => sum + amount, 0);

export const counts = function* (...[connection]: Parameters<Store['counts']>): Steps<StoreCounts> {
  const [now] = yield* ask(backlog, connection);
  if (now === undefined) throw new Error('the backlog query answered no row');
  const tallies = yield* ask(readTallies, connection);
  const of = (name: string) => labelled(tallies.filter((row) => row['name'] === name));
  const linksByMapping = of('links');
  const decisionsByReason = of('decisions');
  return {
    inbox: numberIn(now, 'inbox'),
    due: numberIn(now, 'due'),
    leased: numberIn(now, 'leased'),
    links: total(linksByMapping),
    linksByMapping,
    openIssues: numberIn(now, 'issues'),
    openReviews: numberIn(now, 'reviews'),
    decisions: total(decisionsByReason),
    decisionsByReason,
    unlinkedByCode: labelled(yield* ask(unlinkedByCode, connection)),
    oldestDueAt: numberOrNullIn(now, 'oldest'),
  };
};
