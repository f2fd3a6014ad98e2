import type { Change, EventId, RecordRef, Subject } from '../domain/model.ts';
import type { Page } from '../engine/ports.ts';
import { explainRecord } from './explain.ts';
import { parseRecord } from './records.ts';
import { statusOf } from './status.ts';
import type { ConnectionView } from './view.ts';

export type OperationsResult<T> =
  { readonly ok: true; readonly value: T; readonly status?: 200 | 202 } | { readonly ok: false; readonly status: 400 | 404 | 409; readonly error: string };
type Paging = { readonly limit: number; readonly after?: string | undefined };
type Answer = Promise<OperationsResult<unknown>>;

/** What a person can ask and do while the bridge runs. Connections are named by id; with one connection the name may be left out. */
export type Operations = {
  status(connection: string | undefined): Answer;
  issues(connection: string | undefined, options: Paging & { readonly open: boolean; readonly code?: string | undefined }): Answer;
  issueGroups(connection: string | undefined): Answer;
  reviews(connection: string | undefined, options: Paging): Answer;
  decisions(connection: string | undefined, options: Paging & { readonly record?: string | undefined; readonly field?: string | undefined }): Answer;
  unlinked(connection: string | undefined, options: Paging & { readonly code?: string | undefined }): Answer;
  explain(connection: string | undefined, record: string, field: string | undefined): Answer;
  /** For each record, in order: linked, not linked and why, or never met. */
  records(connection: string | undefined, refs: readonly RecordRef[]): Answer;
  /** The rules in force. */
  rules(connection: string | undefined): Answer;
  sweep(connection: string | undefined, isFull: boolean): Answer;
  /** Looks at records again, as if they had just changed. */
  replay(connection: string | undefined, records: readonly string[]): Answer;
  /** Tries the subjects of open issues again: those named by key, those of one code, or all. */
  retry(connection: string | undefined, options: { readonly code?: string | undefined; readonly keys?: readonly string[] | undefined }): Answer;
};

const retryPage = 500;
const retryPagesMax = 200;

const fine = <T>(value: T): OperationsResult<T> => ({ ok: true, value });
const refused = (status: 400 | 404 | 409, error: string): OperationsResult<never> => ({ ok: false, status, error });
const present = <T extends object>(options: T): { [Key in keyof T]: Exclude<T[Key], undefined> } =>
  // Ports tell "absent" from "undefined" (exactOptionalPropertyTypes); parsed queries do not.
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as { [Key in keyof T]: Exclude<T[Key], undefined> };

function lookAgain(view: ConnectionView, text: string, serial: number): readonly Change[] {
  const now = view.clock.now();
  return parseRecord(text).map((ref) => ({
    eventId: `operator:${String(now)}:${String(serial)}:${ref.side}:${ref.object}:${ref.id}` as EventId,
    ref,
    kind: 'look',
    fields: {},
    occurredAt: now,
    lane: 'normal',
    origin: 'operator',
  }));
}

async function subjectsToRetry(
  view: ConnectionView,
  { code, keys }: { readonly code?: string | undefined; readonly keys?: readonly string[] | undefined },
): Promise<ReadonlySet<Subject>> {
  const subjects = new Set<Subject>();
  let after: string | null = null;
  for (let page = 0; page < retryPagesMax; page += 1) {
    const issues: Page<{ readonly key: string; readonly subject: Subject }> = await view.store.issues(
      view.id,
      present({ open: true, limit: retryPage, code, after: after ?? undefined }),
    );
    for (const issue of issues.items) if (keys === undefined || keys.includes(issue.key)) subjects.add(issue.subject);
    after = issues.next;
    if (after === null) break;
  }
  return subjects;
}

export type RecordState = {
  readonly id: string;
  readonly state: 'linked' | 'unlinked' | 'unknown';
  readonly reason: string | null;
  readonly explanation: string | null;
};

async function statesOf(view: ConnectionView, refs: readonly RecordRef[]): Promise<readonly RecordState[]> {
  const links = await view.store.linksOf(view.id, refs);
  return Promise.all(
    refs.map(async (ref, index) => {
      if ((links[index] ?? null) !== null) return { id: ref.id, state: 'linked', reason: null, explanation: null };
      const why = await view.store.unlinkedOf(view.id, ref);
      return why === null
        ? { id: ref.id, state: 'unknown', reason: null, explanation: null }
        : { id: ref.id, state: 'unlinked', reason: why.code, explanation: why.explanation };
    }),
  );
}

export function createOperations(views: readonly ConnectionView[]): Operations {
  async function on<T>(name: string | undefined, work: (view: ConnectionView) => Promise<OperationsResult<T>>): Promise<OperationsResult<T>> {
    const view = name === undefined ? views[0] : views.find((candidate) => candidate.id === name);
    const known = views.map((candidate) => candidate.id).join(', ');
    if (view === undefined) return refused(404, `there is no connection ${name ?? ''}; there is ${known}`);
    if (name === undefined && views.length > 1) return refused(400, `name the connection: ?connection= one of ${known}`);
    return work(view);
  }

  async function linkOf(view: ConnectionView, record: string): Promise<OperationsResult<Awaited<ReturnType<ConnectionView['store']['linksOf']>>[number]>> {
    const candidates = parseRecord(record);
    if (candidates.length === 0) return refused(400, `"${record}" names no record; say salesforce:Contact:<id>, hubspot:contacts:<id>, or a bare id`);
    const links = await view.store.linksOf(view.id, candidates);
    return fine(links.find((link) => link !== null) ?? null);
  }

  return {
    status: (name) => on(name, async (view) => fine(await statusOf(view))),
    issues: (name, options) => on(name, async (view) => fine(await view.store.issues(view.id, present(options)))),
    issueGroups: (name) => on(name, async (view) => fine(await view.store.issueGroups(view.id))),
    reviews: (name, options) => on(name, async (view) => fine(await view.store.reviews(view.id, present(options)))),
    unlinked: (name, options) => on(name, async (view) => fine(await view.store.listUnlinked(view.id, present(options)))),
    decisions: (name, { record, ...options }) =>
      on(name, async (view) => {
        if (record === undefined) return fine(await view.store.decisions(view.id, present(options)));
        const link = await linkOf(view, record);
        if (!link.ok) return link;
        if (link.value === null) return fine({ items: [], next: null });
        return fine(await view.store.decisions(view.id, { ...present(options), linkId: link.value.id }));
      }),
    records: (name, refs) => on(name, async (view) => fine(await statesOf(view, refs))),
    rules: (name) =>
      on(name, (view) => {
        const rulebook = view.rulebook();
        return Promise.resolve(rulebook === null ? refused(409, 'the rules are not loaded yet; see status') : fine(rulebook.rules));
      }),
    explain: (name, record, field) =>
      on(name, async (view) => {
        const candidates = parseRecord(record);
        if (candidates.length === 0) return refused(400, `"${record}" names no record; say salesforce:Contact:<id>, hubspot:contacts:<id>, or a bare id`);
        const explanation = await explainRecord(view, candidates, field);
        return explanation === null ? refused(404, `the bridge has never met ${record}; if it should be synced, replay it`) : fine(explanation);
      }),
    sweep: (name, isFull) =>
      on(name, (view) => Promise.resolve(view.sweep(isFull) ? fine({ started: true }) : refused(409, 'the platforms are not connected yet; see status'))),
    replay: (name, records) =>
      on(name, async (view) => {
        const changes = records.flatMap((text, serial) => lookAgain(view, text, serial));
        const unknown = records.filter((text) => parseRecord(text).length === 0);
        if (changes.length === 0) return refused(400, `none of these names a record: ${unknown.join(', ')}`);
        const { stored } = await view.store.append({ connection: view.id, changes, now: view.clock.now() });
        return fine({ looking: stored, unknown });
      }),
    retry: (name, options) =>
      on(name, async (view) => {
        const subjects = await subjectsToRetry(view, options);
        if (subjects.size > 0) await view.store.wake(view.id, [...subjects], 'normal', view.clock.now());
        return fine({ retried: subjects.size });
      }),
  };
}
