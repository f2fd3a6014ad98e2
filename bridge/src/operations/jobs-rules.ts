/** What the Setup pages ask for while rules are made: schemas, previews, a round trip; the slow ones as jobs. */
import type { RuleSet, Side } from '../domain/model.ts';
import { createJobs, JobFailure } from './jobs.ts';
import type { Job } from './jobs.ts';
import { previewRules } from './preview.ts';
import { runRoundTrip } from './roundtrip.ts';
import { findInScope, lookAtScope } from './scopes.ts';
import { createSchemaDesk } from './schema.ts';
import type { OperationsResult } from './operations.ts';
import type { ConnectionView } from './view.ts';

/** Reads rules in the shape of the package's objects: `{version, mappings, rules, stages, consents, relations, …}` with plain field names. */
export type ParseRules = (raw: RawDraft) => { readonly ok: true; readonly rules: RuleSet } | { readonly ok: false; readonly problems: readonly string[] };
export type RawDraft = {
  readonly version: number;
  readonly mappings: readonly unknown[];
  readonly rules: readonly unknown[];
  readonly stages?: readonly unknown[] | undefined;
  readonly consents?: readonly unknown[] | undefined;
  readonly relations?: readonly unknown[] | undefined;
  readonly activities?: readonly unknown[] | undefined;
  readonly campaigns?: readonly unknown[] | undefined;
  readonly destinations?: readonly unknown[] | undefined;
};
type Answer = Promise<OperationsResult<unknown>>;

/** What the configuration says of a connection; no secrets. */
export type ConnectionFacts = { readonly id: string; readonly loginUrl: string; readonly share: number; readonly portalId: string };

export type RuleDesk = {
  /** Which org user and which portal the bridge works with, and its share of the org's calls. */
  identity(connection: string | undefined): Answer;
  schema(connection: string | undefined, side: Side, object: string): Answer;
  readSchemas(connection: string | undefined, objects: Readonly<Record<Side, readonly string[]>>): Answer;
  preview(connection: string | undefined, options: { readonly rules: RawDraft; readonly pairs: number; readonly samples: number }): Answer;
  roundTrip(connection: string | undefined): Answer;
  /** Who would take part under a draft; a job. */
  scope(connection: string | undefined, options: { readonly rules: RawDraft; readonly mapping: string; readonly samples: number }): Answer;
  /** Records by name, address or id, each with where it stands under a draft; a job. */
  scopeRecords(
    connection: string | undefined,
    options: { readonly rules: RawDraft; readonly mapping: string; readonly side: Side; readonly text: string },
  ): Answer;
  /** HubSpot's segments of an object, by name. */
  segments(connection: string | undefined, object: string): Answer;
  job(connection: string | undefined, id: string): Answer;
};

export type RuleDeskOptions = {
  readonly views: readonly ConnectionView[];
  readonly facts: readonly ConnectionFacts[];
  readonly parseRules: ParseRules;
  readonly newId: () => string;
};

const refused = (status: 400 | 404 | 409, error: string): OperationsResult<never> => ({ ok: false, status, error });

export function createRuleDesk({ views, facts, parseRules, newId }: RuleDeskOptions): RuleDesk {
  const [first] = views;
  const jobs = first === undefined ? null : createJobs({ clock: first.clock, newId });
  const schemas = createSchemaDesk();

  async function on(name: string | undefined, work: (view: ConnectionView) => Answer | OperationsResult<unknown>): Answer {
    const view = name === undefined ? first : views.find((candidate) => candidate.id === name);
    if (view === undefined) return refused(404, `there is no connection ${name ?? ''}`);
    if (name === undefined && views.length > 1) return refused(400, 'name the connection: ?connection=');
    return work(view);
  }

  /** Begins a job on a draft, if the draft is one. */
  function withDraft(view: ConnectionView, draft: RawDraft, start: (rules: RuleSet) => OperationsResult<Job>): OperationsResult<unknown> {
    const parsed = parseRules(draft);
    return parsed.ok ? start(parsed.rules) : refused(400, parsed.problems.join('\n'));
  }

  async function readSegments(view: ConnectionView, object: string): Answer {
    const source = view.gateways()?.hubspot.segments;
    if (source === undefined) return refused(409, 'HubSpot is not reached yet; try again in a moment');
    const answer = await source.all();
    return answer.ok
      ? { ok: true, value: { items: answer.value.filter((one) => one.object === object) } }
      : refused(409, `HubSpot did not answer: ${answer.failure.message}`);
  }

  function begin(view: ConnectionView, kind: string, work: () => Promise<unknown>): OperationsResult<Job> {
    const job = jobs?.start(view.id, kind, work) ?? null;
    return job === null ? refused(409, 'several tests and previews run already; try again in a moment') : { ok: true, status: 202, value: job };
  }

  return {
    identity: (name) =>
      on(name, (view) => {
        const { loginUrl = null, share = null, portalId = null } = facts.find(({ id }) => id === view.id) ?? {};
        const gateways = view.gateways();
        return {
          ok: true,
          value: {
            connection: view.id,
            loginUrl,
            share,
            portalId,
            salesforceUserId: gateways?.salesforce.actor ?? null,
            hubspotAppId: gateways?.hubspot.actor ?? null,
          },
        };
      }),
    schema: (name, side, object) =>
      on(name, async (view) => {
        try {
          const described = await schemas.describe(view, side, object);
          return described === null ? refused(404, `${object} is not known yet; POST schemas reads it`) : { ok: true, value: described };
        } catch (error) {
          if (error instanceof JobFailure) return refused(409, error.message);
          throw error;
        }
      }),
    readSchemas: (name, objects) => on(name, (view) => begin(view, 'schemas', () => schemas.refresh(view, objects))),
    preview: (name, { rules, ...options }) =>
      on(name, (view) => withDraft(view, rules, (parsed) => begin(view, 'preview', () => previewRules(view, { rules: parsed, ...options })))),
    scope: (name, { rules, ...options }) =>
      on(name, (view) => withDraft(view, rules, (parsed) => begin(view, 'scope', () => lookAtScope(view, { rules: parsed, ...options })))),
    scopeRecords: (name, { rules, ...options }) =>
      on(name, (view) => withDraft(view, rules, (parsed) => begin(view, 'scope-records', () => findInScope(view, { rules: parsed, ...options })))),
    segments: (name, object) => on(name, (view) => readSegments(view, object)),
    roundTrip: (name) => on(name, (view) => begin(view, 'roundtrip', () => runRoundTrip(view))),
    job: (name, id) =>
      on(name, (view) => {
        const job = jobs?.find(view.id, id) ?? null;
        return job === null ? refused(404, 'there is no such job; results are kept for ten minutes') : { ok: true, value: job };
      }),
  };
}
