/** What the Setup pages ask for while rules are made: schemas, previews, a round trip; the slow ones as jobs. */
import type { RuleSet, Side } from '../domain/model.ts';
import { createJobs, JobFailure } from './jobs.ts';
import type { Job } from './jobs.ts';
import { previewRules } from './preview.ts';
import { runRoundTrip } from './roundtrip.ts';
import { createSchemaDesk } from './schema.ts';
import type { OperationsResult } from './operations.ts';
import type { ConnectionView } from './view.ts';

/** Reads rules in the shape of the package's objects: `{version, mappings, rules, stages, consents}` with plain field names. */
export type ParseRules = (raw: RawDraft) => { readonly ok: true; readonly rules: RuleSet } | { readonly ok: false; readonly problems: readonly string[] };
export type RawDraft = {
  readonly version: number;
  readonly mappings: readonly unknown[];
  readonly rules: readonly unknown[];
  readonly stages?: readonly unknown[] | undefined;
  readonly consents?: readonly unknown[] | undefined;
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
      on(name, (view) => {
        const parsed = parseRules(rules);
        return parsed.ok ? begin(view, 'preview', () => previewRules(view, { rules: parsed.rules, ...options })) : refused(400, parsed.problems.join('\n'));
      }),
    roundTrip: (name) => on(name, (view) => begin(view, 'roundtrip', () => runRoundTrip(view))),
    job: (name, id) =>
      on(name, (view) => {
        const job = jobs?.find(view.id, id) ?? null;
        return job === null ? refused(404, 'there is no such job; results are kept for ten minutes') : { ok: true, value: job };
      }),
  };
}
