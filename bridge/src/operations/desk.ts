/** What the operations page asks and does, per connection. */
import type { Approval, Instant, LinkId, RecordRef, Side, Subject } from '../domain/model.ts';
import type { IssueGroup, IssueRow, Page } from '../engine/ports.ts';
import type { AlertWatcher } from './alerts/index.ts';
import { answerApproval, approvalsOf } from './approvals.ts';
import { duplicatesOf } from './duplicates.ts';
import { allowAddress, askErasure, verifyErasures } from './erasures.ts';
import { conflictFields, decisionLog } from './decision-log.ts';
import { healthSeries } from './health/index.ts';
import type { Figures, Span } from './health/index.ts';
import type { OperationsResult } from './operations.ts';
import { parseRecord } from './records.ts';
import { forgetVerdict, identityState, settleIdentity, verdicts } from './identity-reviews.ts';
import type { Settled } from './identity-reviews.ts';
import { reviewDetail } from './review-detail.ts';
import { chooseInReview, openReviews } from './reviews.ts';
import { reverseDecision, settlementState } from './settle.ts';
import type { Receive } from './settle.ts';
import { statusOf } from './status.ts';
import type { ConnectionView } from './view.ts';

export type DeskPlace = {
  readonly view: ConnectionView;
  readonly figures: Figures;
  readonly alerts: Pick<AlertWatcher, 'reload' | 'test'>;
  readonly receive: Receive;
  readonly wake: () => void;
};
type Paging = { readonly limit: number; readonly after?: string | undefined };
type Group = Pick<IssueGroup, 'code' | 'mapping' | 'field'>;
type Answer = Promise<OperationsResult<unknown>>;

type LogOptions = Paging & { readonly record?: string | undefined; readonly field?: string | undefined; readonly hidesFills?: boolean | undefined };

export type OperationsDesk = {
  health(connection: string | undefined, span: Span): Answer;
  issuesOfGroup(connection: string | undefined, options: Paging & Group): Answer;
  /** Looks again at the records of one group, of the named subjects, or of every open issue. */
  retryIssues(connection: string | undefined, what: { readonly group?: Group | undefined; readonly subjects?: readonly string[] | undefined }): Answer;
  decisions(connection: string | undefined, options: LogOptions): Answer;
  reverse(connection: string | undefined, id: string): Answer;
  settlement(connection: string | undefined, asked: { readonly link: string; readonly field: string; readonly since: Instant }): Answer;
  conflictFields(connection: string | undefined, options: { readonly days: number; readonly limit: number }): Answer;
  reviews(connection: string | undefined, options: Paging): Answer;
  choose(connection: string | undefined, choice: { readonly key: string; readonly side: Side }): Answer;
  /** One review with its records side by side. */
  review(connection: string | undefined, key: string): Answer;
  /** A person's answer: a side of a conflict, records that are one, or records that are not. */
  settle(connection: string | undefined, answer: ReviewAnswer): Answer;
  reviewState(connection: string | undefined, settled: Settled): Answer;
  verdicts(connection: string | undefined, options: Paging): Answer;
  forgetVerdict(connection: string | undefined, refs: readonly [RecordRef, RecordRef]): Answer;
  /** Records of one system that stand for one person or company, with the one to keep. */
  duplicates(connection: string | undefined, options: Paging): Answer;
  approvals(connection: string | undefined, options: Paging & { readonly state?: Approval['state'] | undefined }): Answer;
  /** Answers deletions that wait; each is told of by itself. */
  answerApprovals(
    connection: string | undefined,
    answer: { readonly keys: readonly string[]; readonly isApproved: boolean; readonly by: string | null },
  ): Answer;
  erase(connection: string | undefined, what: { readonly record?: string | undefined; readonly address?: string | undefined }): Answer;
  erasures(connection: string | undefined, options: Paging): Answer;
  verifyErasures(connection: string | undefined, record: string | undefined): Answer;
  allowErased(connection: string | undefined, address: string): Answer;
  reloadAlerts(connection: string | undefined): Answer;
  /** Posts a test message to a chat address. */
  testAlert(connection: string | undefined, target: string): Answer;
};

export type ReviewAnswer = { readonly key: string; readonly by: string | null } & (
  { readonly action: 'choose'; readonly side: Side } | { readonly action: 'link'; readonly refs: readonly RecordRef[] } | { readonly action: 'apart' }
);

const DAY_MS = 86_400_000;
const RETRY_PAGE = 1_000;
/** As many as the store can hold in any reasonable portal; a bound all the same. */
const RETRY_PAGES_MAX = 500;

const fine = <T>(value: T): OperationsResult<T> => ({ ok: true, value });
const refused = (status: 400 | 404 | 409, error: string): OperationsResult<never> => ({ ok: false, status, error });
const paging = ({ limit, after }: Paging): { readonly limit: number; readonly after?: string } => ({ limit, ...(after === undefined ? {} : { after }) });

async function health({ view, figures }: DeskPlace, span: Span): Promise<unknown> {
  const status = await statusOf(view);
  for (const side of ['salesforce', 'hubspot'] as const) {
    const budget = status.budgets[side];
    if (budget !== null) figures.noteBudget(side, budget.remaining);
  }
  return { ...healthSeries(figures, span, view.clock.now()), status };
}

type ReadPage = (after: string | undefined) => Promise<Page<IssueRow>>;

/** Wakes the subjects of all issues a read tells of; answers how many. */
async function wakeAll({ view, wake }: DeskPlace, read: ReadPage): Promise<number> {
  const seen = new Set<Subject>();
  let after: string | undefined;
  for (let pages = 0; pages < RETRY_PAGES_MAX; pages += 1) {
    const page = await read(after);
    const fresh = [...new Set(page.items.map((issue) => issue.subject))].filter((subject) => !seen.has(subject));
    for (const subject of fresh) seen.add(subject);
    if (fresh.length > 0) await view.store.wake(view.id, fresh, 'normal', view.clock.now());
    if (page.next === null) break;
    after = page.next;
  }
  wake();
  return seen.size;
}

async function wakeNamed({ view, wake }: DeskPlace, named: readonly string[]): Promise<number> {
  // Only subjects that have an open issue: a retry must not make records due that nobody ever met.
  const open = await Promise.all(
    [...new Set(named)].map(async (text) => {
      const subject = text as Subject; // the queue's own text, as the issue list gave it out
      const { items } = await view.store.issues(view.id, { open: true, subject, limit: 1 });
      return items.length > 0 ? [subject] : [];
    }),
  );
  await view.store.wake(view.id, open.flat(), 'normal', view.clock.now());
  wake();
  return open.flat().length;
}

async function logOf({ view }: DeskPlace, options: LogOptions): Promise<OperationsResult<unknown>> {
  const query = { ...paging(options), hidesFills: options.hidesFills === true, ...(options.field === undefined ? {} : { field: options.field }) };
  if (options.record === undefined) return fine(await decisionLog(view, query));
  const candidates = parseRecord(options.record);
  if (candidates.length === 0) return refused(400, `"${options.record}" names no record. Give its Salesforce or HubSpot id.`);
  const link = (await view.store.linksOf(view.id, candidates)).find((one) => one !== null);
  return fine(link === undefined || link === null ? { items: [], next: null } : await decisionLog(view, { ...query, linkId: link.id }));
}

export function createOperationsDesk(places: readonly DeskPlace[]): OperationsDesk {
  async function at(name: string | undefined, work: (place: DeskPlace) => Promise<OperationsResult<unknown>>): Answer {
    const place = name === undefined ? places[0] : places.find(({ view }) => view.id === name);
    const known = places.map(({ view }) => view.id).join(', ');
    if (place === undefined) return refused(404, `there is no connection ${name ?? ''}; there is ${known}`);
    if (name === undefined && places.length > 1) return refused(400, `name the connection: ?connection= one of ${known}`);
    return work(place);
  }
  return {
    health: (name, span) => at(name, async (place) => fine(await health(place, span))),
    issuesOfGroup: (name, { code, mapping, field, ...page }) =>
      at(name, async ({ view }) => fine(await view.store.issuesOfGroup(view.id, { code, mapping, field, ...paging(page) }))),
    retryIssues: (name, { group, subjects }) =>
      at(name, async (place) => {
        const { view } = place;
        if (subjects !== undefined) return fine({ retried: await wakeNamed(place, subjects) });
        const read: ReadPage = (after) =>
          group === undefined
            ? view.store.issues(view.id, { open: true, ...paging({ limit: RETRY_PAGE, after }) })
            : view.store.issuesOfGroup(view.id, { ...group, ...paging({ limit: RETRY_PAGE, after }) });
        return fine({ retried: await wakeAll(place, read) });
      }),
    decisions: (name, options) => at(name, (place) => logOf(place, options)),
    reverse: (name, id) => at(name, ({ view, receive }) => reverseDecision(view, receive, id)),
    // The link's id is the one `reverse` or `choose` gave out.
    settlement: (name, { link, field, since }) => at(name, async ({ view }) => fine(await settlementState(view, { link: link as LinkId, field, since }))),
    conflictFields: (name, { days, limit }) =>
      at(name, async ({ view }) => fine({ items: await conflictFields(view, { since: view.clock.now() - days * DAY_MS, limit }) })),
    reviews: (name, options) => at(name, async ({ view }) => fine(await openReviews(view, paging(options)))),
    choose: (name, choice) => at(name, ({ view, receive }) => chooseInReview(view, receive, choice)),
    review: (name, key) => at(name, ({ view }) => reviewDetail(view, key)),
    settle: (name, { key, by, ...choice }) =>
      at(name, ({ view, receive, wake }) =>
        choice.action === 'choose' ? chooseInReview(view, receive, { key, side: choice.side }) : settleIdentity(view, wake, { key, choice, by }),
      ),
    reviewState: (name, settled) => at(name, async ({ view }) => fine(await identityState(view, settled))),
    verdicts: (name, options) => at(name, async ({ view }) => fine(await verdicts(view, paging(options)))),
    forgetVerdict: (name, refs) => at(name, ({ view, wake }) => forgetVerdict(view, wake, refs)),
    testAlert: (name, target) =>
      at(name, async ({ alerts }) => {
        const { words, isSent } = await alerts.test(target);
        return fine({ sent: isSent, delivery: words });
      }),
    duplicates: (name, options) => at(name, ({ view }) => duplicatesOf(view, paging(options))),
    approvals: (name, { state, ...options }) =>
      at(name, async ({ view }) => fine(await approvalsOf(view, { ...paging(options), ...(state === undefined ? {} : { state }) }))),
    answerApprovals: (name, { keys, isApproved, by }) =>
      at(name, async ({ view, wake }) => {
        const answers = [];
        for (const key of keys) answers.push({ key, result: await answerApproval(view, key, { isApproved, by }) });
        wake();
        const [only] = answers;
        if (only !== undefined && answers.length === 1 && !only.result.ok) return only.result;
        return fine({ answers: answers.map(({ key, result }) => ({ key, ...(result.ok ? { state: result.value.state } : { error: result.error }) })) });
      }),
    erase: (name, what) =>
      at(name, async ({ view, receive, wake }) => {
        const answer = await askErasure(view, receive, what);
        wake();
        return answer;
      }),
    erasures: (name, options) => at(name, async ({ view }) => fine(await view.store.erasures(view.id, paging(options)))),
    verifyErasures: (name, record) => at(name, ({ view }) => verifyErasures(view, record)),
    allowErased: (name, address) => at(name, ({ view }) => allowAddress(view, address)),
    reloadAlerts: (name) =>
      at(name, ({ alerts }) => {
        alerts.reload();
        return Promise.resolve(fine({ reloads: true }));
      }),
  };
}
