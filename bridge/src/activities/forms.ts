/**
 * The forms lane: a submission of a form an admin selected becomes one Task of the person who sent it, on the lead or contact, owned by
 * whoever owns that. One way. The Task's key is made from the submission's id and creates are upserts on it, so a repeat makes no second one.
 */
import { codeOfFault, describeIssue, EVENT_KEY, formatStamp } from '../domain/index.ts';
import type { ActivityRule, ConnectionId, Instant, Issue, Subject } from '../domain/model.ts';
import type {
  Clock,
  CrmGateway,
  FormSubmission,
  GatewayFailure,
  HubSpotCampaigns,
  Journal,
  Rulebook,
  Store,
  WriteFault,
  WriteRequest,
} from '../engine/index.ts';
import type { ActivityCaps } from './caps.ts';

export type FormPorts = {
  readonly connection: ConnectionId;
  readonly store: Store;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly rulebook: () => Rulebook | null;
  readonly caps: Pick<ActivityCaps, 'letIn'>;
};
export type FormEnds = {
  readonly salesforce: Pick<CrmGateway, 'read' | 'write'>;
  readonly hubspot: Pick<CrmGateway, 'find'>;
  readonly forms: Pick<HubSpotCampaigns, 'submissions' | 'formName'>;
};
export type FormsLane = {
  /** Reads what came since the last look, of every form of every rule. */
  readonly look: (ends: FormEnds) => Promise<void>;
  readonly run: (ends: FormEnds, signal: AbortSignal) => Promise<void>;
};

const everyMs = 30_000;
/** Submissions appear in no strict order. */
const overlapMs = 5 * 60_000;
/** So long a submission waits for its person to be in step; then it is nobody's. */
const unknownMaxMs = 24 * 3_600_000;
const pagesMax = 20;
const seenMax = 1_000;
const sendWithinMs = 30_000;
/** How ids of queues begin; a Task belongs to a person. */
const QUEUE = '00G';
const cursorPrefix = 'activities.form:';

/** What came from `from` on counts. Read as far as `at`; `seen` are those around it that are done. */
type Position = { readonly from: Instant; readonly at: Instant; readonly seen: readonly string[] };
type Person = { readonly object: string; readonly id: string };
type Met = { readonly submission: FormSubmission; readonly person: Person };
type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: GatewayFailure };

/** Forms a rule names. */
export function formsOf({ activity, only }: ActivityRule): readonly string[] {
  return activity === 'form' && only?.property === 'form' ? only.values : [];
}

export function createFormsLane(ports: FormPorts): FormsLane {
  const { connection, store, clock, journal } = ports;

  async function position(source: string): Promise<Position | null> {
    const bytes = await store.cursor(connection, cursorPrefix + source);
    return bytes === null ? null : (JSON.parse(new TextDecoder().decode(bytes)) as Position); // written right below
  }
  const keep = (source: string, value: Position): Promise<void> =>
    store.setCursor(connection, { source: cursorPrefix + source, position: new TextEncoder().encode(JSON.stringify(value)) });

  /** New submissions, oldest first. */
  async function fresh(ends: FormEnds, form: string, known: Position): Promise<Answer<readonly FormSubmission[]>> {
    const found: FormSubmission[] = [];
    const since = Math.max(known.from, known.at - overlapMs);
    let page: string | null = null;
    for (let pages = 0; pages < pagesMax; pages += 1) {
      const answer = await ends.forms.submissions(form, page);
      if (!answer.ok) return answer;
      found.push(...answer.value.items.filter(({ id, at }) => at >= since && !known.seen.includes(id)));
      page = answer.value.next;
      const oldest = answer.value.items.at(-1);
      if (page === null || oldest === undefined || oldest.at < since) break;
    }
    return { ok: true, value: found.toSorted((left, right) => left.at - right.at) };
  }

  /** Whose they are, as far as those people are in step. */
  async function meet(ends: FormEnds, submissions: readonly FormSubmission[]): Promise<Answer<readonly Met[]>> {
    const emails = [...new Set(submissions.flatMap(({ email }) => email ?? []))];
    if (emails.length === 0) return { ok: true, value: [] };
    const found = await ends.hubspot.find('contacts', 'email', emails, []);
    if (!found.ok) return found;
    const contacts = found.value.flatMap(({ value, records: [record] }) => (record === undefined ? [] : [[value.toLowerCase(), record.id] as const]));
    const links = await store.linksOf(
      connection,
      contacts.map(([, id]) => ({ side: 'hubspot', object: 'contacts', id })),
    );
    const people = new Map(
      contacts.flatMap(([email], index) => {
        const link = links[index] ?? null;
        return link === null || link.state !== 'active' || link.salesforce === null ? [] : [[email, link.salesforce] as const];
      }),
    );
    return {
      ok: true,
      value: submissions.flatMap((submission) => {
        const person = submission.email === null ? undefined : people.get(submission.email);
        return person === undefined ? [] : [{ submission, person }];
      }),
    };
  }

  async function ownersOf({ salesforce }: FormEnds, people: readonly Person[]): Promise<Answer<ReadonlyMap<string, string>>> {
    const owners = new Map<string, string>();
    for (const [object, group] of Map.groupBy(people, (person) => person.object)) {
      const read = await salesforce.read(object, [...new Set(group.map(({ id }) => id))], ['OwnerId']);
      if (!read.ok) return read;
      for (const one of read.value) if (one.kind === 'found') owners.set(one.record.id, String(one.record.values['OwnerId'] ?? ''));
    }
    return { ok: true, value: owners };
  }

  function taskOf(rule: ActivityRule, { submission, person }: Met, owner: string, name: string): WriteRequest {
    const values = {
      ...{ Subject: `Form: ${name}`.slice(0, 255), WhoId: person.id, ActivityDate: new Date(submission.at).toISOString().slice(0, 10) },
      ...(owner === '' || owner.startsWith(QUEUE) ? {} : { OwnerId: owner }),
      ...(rule.status === null ? {} : { Status: rule.status }),
      ...(rule.type === null ? {} : { Type: rule.type }),
    };
    const stamp = formatStamp({ connection, attempt: 1, fields: Object.keys(values) }, 255);
    return { kind: 'create', object: 'Task', id: null, key: `${EVENT_KEY}form-${submission.id}`.slice(0, 100), stamp, values };
  }

  /** Makes Tasks; answers the submissions that are done with. What may or may not have landed is sent again: it is an upsert. */
  async function make(ends: FormEnds, rule: ActivityRule, form: string, met: readonly Met[]): Promise<Answer<readonly string[]>> {
    const room = await ports.caps.letIn(
      rule.key,
      met.map(({ submission }) => submission.id),
    );
    const taken = met.filter(({ submission }) => room.has(submission.id));
    if (taken.length === 0) return { ok: true, value: [] };
    const owners = await ownersOf(
      ends,
      taken.map(({ person }) => person),
    );
    if (!owners.ok) return owners;
    const named = await ends.forms.formName?.(form);
    const name = named?.ok === true ? named.value : form;
    const requests = taken.map((one) => taskOf(rule, one, owners.value.get(one.person.id) ?? '', name));
    const outcomes = await ends.salesforce.write(requests, { sendBy: clock.now() + sendWithinMs });
    const done: string[] = [];
    const refused: Issue[] = [];
    for (const [index, { submission }] of taken.entries()) {
      const outcome = outcomes[index];
      if (outcome?.kind === 'ok' || outcome?.kind === 'rejected') done.push(submission.id);
      if (outcome?.kind === 'rejected') refused.push(issueOf(rule, submission, outcome.fault));
    }
    if (refused.length > 0)
      await store.noteFindings(connection, [{ subject: subjectOf(rule), issues: refused, resolvedIssues: [], decisions: [] }], clock.now());
    journal.event('activities.forms.made', { connection, rule: rule.key, count: done.length - refused.length, refused: refused.length });
    return { ok: true, value: done };
  }

  const subjectOf = (rule: ActivityRule): Subject => `activity:${rule.key}:forms` as Subject; // a feature's own; no pass claims it

  function issueOf(rule: ActivityRule, { id }: FormSubmission, fault: WriteFault): Issue {
    const field = fault.fields[0] ?? null;
    const { category, code, cause, remedy } = describeIssue(codeOfFault(fault.code), { side: 'salesforce', field });
    return {
      ...{ key: `${subjectOf(rule)}|${id}`, subject: subjectOf(rule), ref: { side: 'hubspot', object: 'form', id }, mapping: rule.key, field },
      ...{ category, code, cause, remedy, occurredAt: clock.now(), retryAt: null },
    };
  }

  async function lookAt(ends: FormEnds, rule: ActivityRule, form: string): Promise<GatewayFailure | null> {
    const source = `${rule.key}:${form}`;
    const known = await position(source);
    // A rule is about what happens from its first look on: old submissions would fill the org at once.
    if (known === null) {
      await keep(source, { from: clock.now(), at: clock.now(), seen: [] });
      return null;
    }
    const submissions = await fresh(ends, form, known);
    if (!submissions.ok) return submissions.failure;
    const asked = submissions.value;
    if (asked.length === 0) return null;
    const met = await meet(ends, asked);
    if (!met.ok) return met.failure;
    const made = await make(ends, rule, form, met.value);
    if (!made.ok) return made.failure;
    const isMet = new Set(met.value.map(({ submission }) => submission.id));
    const isDone = new Set(made.value);
    const waits = asked.filter(({ id, at, email }) => !isDone.has(id) && (isMet.has(id) || (email !== null && clock.now() - at < unknownMaxMs)));
    const finished = asked.filter((one) => !waits.includes(one)).map(({ id }) => id);
    const at = Math.min(Math.max(known.at, ...asked.map((one) => one.at)), ...waits.map((one) => one.at));
    await keep(source, { from: known.from, at, seen: [...known.seen, ...finished].slice(-seenMax) });
    return null;
  }

  async function look(ends: FormEnds): Promise<void> {
    for (const rule of ports.rulebook()?.rules.activities ?? [])
      for (const form of formsOf(rule)) {
        const failure = await lookAt(ends, rule, form);
        if (failure !== null) journal.event('activities.forms.failed', { connection, rule: rule.key, code: failure.code });
      }
  }

  return {
    look,
    async run(ends, signal) {
      while (!signal.aborted) {
        await look(ends);
        await clock.sleep(everyMs, signal);
      }
    },
  };
}
