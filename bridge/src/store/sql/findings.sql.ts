import type { Dialect } from './dialect.ts';
import { statement } from './step.ts';

const ISSUE = {
  issue_key: 'text',
  subject: 'text',
  code: 'text',
  category: 'text',
  mapping: 'text',
  field: 'text',
  cause: 'text',
  remedy: 'text',
  body: 'text',
} as const;
const ISSUE_COLUMNS = Object.keys(ISSUE);

/** $1 connection, $2 rows, $3 now: opens, or meets again and re-opens. */
export const putIssues = statement(
  'issues.put',
  (sql) => `
  insert into issues (connection_id, ${ISSUE_COLUMNS.join(', ')}, opened_at, resolved_at, times)
  select $1, ${ISSUE_COLUMNS.map((column) => `r.${column}`).join(', ')}, cast($3 as bigint), null, r.met from ${sql.rows('$2', { ...ISSUE, met: 'bigint' })} where true
  on conflict (connection_id, issue_key) do update set
    ${ISSUE_COLUMNS.slice(1)
      .map((column) => `${column} = excluded.${column}`)
      .join(', ')}, resolved_at = null, times = issues.times + excluded.times`,
);

const resolveAll =
  (table: string, key: string) =>
  (sql: Dialect): string => `
  update ${table} set resolved_at = cast($3 as bigint) where connection_id = $1 and resolved_at is null and subject ${sql.among('$2')}
  and not ${key} ${sql.among('$4')}`;
const resolveSome =
  (table: string, key: string) =>
  (sql: Dialect): string => `
  update ${table} set resolved_at = cast($3 as bigint) where connection_id = $1 and resolved_at is null and ${key} ${sql.among('$2')}`;
const moveAll =
  (table: string) =>
  (sql: Dialect): string => `
  update ${table} set subject = ${sql.under('$3', 'subject')} where connection_id = $1 and subject ${sql.among('$2')}`;

/** $1 connection, $2 subjects, $3 now, $4 keys still true. */
export const resolveIssuesOf = statement('issues.resolve_subjects', resolveAll('issues', 'issue_key'));
/** $1 connection, $2 keys, $3 now. */
export const resolveIssues = statement('issues.resolve', resolveSome('issues', 'issue_key'));
/** $1 connection, $2 subjects, $3 object of each one's new subject. */
export const moveIssues = statement('issues.move', moveAll('issues'));

/** $1 connection, $2 subjects, $3 now, $4 keys still true. */
export const resolveReviewsOf = statement('reviews.resolve_subjects', resolveAll('reviews', 'review_key'));
/** $1 connection, $2 keys, $3 now. */
export const resolveReviews = statement('reviews.resolve', resolveSome('reviews', 'review_key'));
/** $1 connection, $2 subjects, $3 object of each one's new subject. */
export const moveReviews = statement('reviews.move', moveAll('reviews'));

/** $1 connection, $2 rows: an open review keeps the time it was opened. */
export const putReviews = statement(
  'reviews.put',
  (sql) => `
  insert into reviews (connection_id, review_key, subject, opened_at, resolved_at, body)
  select $1, r.review_key, r.subject, r.opened_at, null, r.body
  from ${sql.rows('$2', { review_key: 'text', subject: 'text', opened_at: 'bigint', body: 'text' })} where true
  on conflict (connection_id, review_key) do update set subject = excluded.subject, body = excluded.body, resolved_at = null,
    opened_at = case when reviews.resolved_at is null then reviews.opened_at else excluded.opened_at end`,
);

const SHOWN = 'issue_key, subject, opened_at, resolved_at, times, body';
const issuePage = (where: string, state: string): string => `
  select ${SHOWN} from issues where connection_id = $1 and resolved_at ${state} and (opened_at, issue_key) < (cast($2 as bigint), $3) ${where}
  order by opened_at desc, issue_key desc limit cast($4 as bigint)`;

/** Pages of issues, newest first. $1 connection, $2 and $3 after, $4 limit, $5 code or subject, $6 subject when both are asked. */
export const issuePages = {
  open: statement('issues.open', () => issuePage('', 'is null')),
  openOfCode: statement('issues.open_code', () => issuePage('and code = $5', 'is null')),
  openOfSubject: statement('issues.open_subject', () => issuePage('and subject = $5', 'is null')),
  openOfBoth: statement('issues.open_both', () => issuePage('and code = $5 and subject = $6', 'is null')),
  closed: statement('issues.closed', () => issuePage('', 'is not null')),
  closedOfCode: statement('issues.closed_code', () => issuePage('and code = $5', 'is not null')),
  closedOfSubject: statement('issues.closed_subject', () => issuePage('and subject = $5', 'is not null')),
  closedOfBoth: statement('issues.closed_both', () => issuePage('and code = $5 and subject = $6', 'is not null')),
};

/** Open issues of one group, newest first. $1 connection, $2 and $3 after, $4 limit, $5 code, $6 mapping, $7 field, blank for none. */
export const issueGroupPage = statement('issues.open_group', () => issuePage("and code = $5 and mapping = $6 and coalesce(field, '') = $7", 'is null'));

/** $1 connection. Words of the newest issue of each group, found by one look into the index instead of a sort of everything. */
export const issueGroups = statement(
  'issues.groups',
  () => `
  with grouped as (select code, category, mapping, field, count(*) as amount from issues where connection_id = $1 and resolved_at is null group by code, category, mapping, field)
  select g.code, g.category, g.mapping, g.field, g.amount, i.cause, i.remedy from grouped g
  join issues i on i.connection_id = $1 and i.issue_key = (
    select x.issue_key from issues x where x.connection_id = $1 and x.resolved_at is null
    and x.code = g.code and x.category = g.category and x.mapping = g.mapping and coalesce(x.field, '') = coalesce(g.field, '')
    order by x.opened_at desc, x.issue_key desc limit 1)
  order by g.amount desc, g.code, g.category, g.mapping, coalesce(g.field, '')`,
);

/** $1 connection, $2 and $3 after, $4 limit; oldest first. */
export const reviewPage = statement(
  'reviews.page',
  () => `
  select review_key, subject, opened_at, body from reviews
  where connection_id = $1 and resolved_at is null and (opened_at, review_key) > (cast($2 as bigint), $3)
  order by opened_at, review_key limit cast($4 as bigint)`,
);

/** $1 resolved before. */
export const forgetIssues = statement('issues.forget', () => 'delete from issues where resolved_at < cast($1 as bigint) returning issue_key');
/** $1 resolved before. */
export const forgetReviews = statement('reviews.forget', () => 'delete from reviews where resolved_at < cast($1 as bigint) returning review_key');
