/** Preflight of each connection: a look is begun, goes on by itself, and its report is kept until the next. */
import { z } from 'zod';
import { SIDES } from '../domain/index.ts';
import type { ConnectionId, Schemas, Sided } from '../domain/index.ts';
import type { BackfillDesk, CanaryState, JobView } from '../backfill/index.ts';
import { objectsOf } from '../engine/index.ts';
import type { Clock, CrmGateway, Rulebook, SalesforceReadiness, Store } from '../engine/index.ts';
import { headroomCheck, reachedCheck } from './checks-reach.ts';
import { canaryCheck, dryRunCheck, duplicateCheck, guardCheck, qualityCheck } from './checks-records.ts';
import type { Refused } from './checks-records.ts';
import { permissionCheck, picklistCheck, requiredCheck } from './checks-schema.ts';
import { preflightSchema, scoreOf, systemNames } from './model.ts';
import type { Check, Preflight } from './model.ts';

export type PreflightPlace = {
  readonly id: ConnectionId;
  readonly store: Store;
  readonly clock: Clock;
  readonly rulebook: () => Rulebook | null;
  readonly gateways: () => Sided<CrmGateway> | null;
  readonly readiness: () => SalesforceReadiness | null;
  /** Why the connection does not work; null when it does. */
  readonly trouble: () => string | null;
};
export type PreflightView = {
  /** A look is under way; ask again. */
  readonly isLooking: boolean;
  /** Why the last look could not be finished; null when it could. */
  readonly trouble: string | null;
  readonly report: Preflight | null;
};
type Result<T> =
  { readonly ok: true; readonly value: T; readonly status?: 202 } | { readonly ok: false; readonly status: 400 | 404 | 409; readonly error: string };
type Answer = Promise<Result<PreflightView>>;
export type PreflightDesk = {
  /** The last report, and whether a look is under way. */
  last(connection: string | undefined): Answer;
  /** Begins a look; one that is under way goes on. */
  look(connection: string | undefined): Answer;
};

const KIND = 'preflight';
const onlyKey = 'last';
const storedSchema = z.object({ beganAt: z.number(), endedAt: z.number().nullable(), trouble: z.string().nullable(), report: preflightSchema.nullable() });
type Stored = z.infer<typeof storedSchema>;
/** A look another bridge began, and nobody ended, is over by then. */
const lookMaxMs = 5 * 60_000;
const examplesMax = 5;
const refusedMax = 10;

export function createPreflightDesk(places: readonly PreflightPlace[], backfill: Pick<BackfillDesk, 'status' | 'canaryRecords'>): PreflightDesk {
  async function on(name: string | undefined, work: (place: PreflightPlace) => Answer): Answer {
    const place = name === undefined ? places[0] : places.find(({ id }) => id === name);
    if (place === undefined) return { ok: false, status: 404, error: `there is no connection ${name ?? ''}` };
    if (name === undefined && places.length > 1) return { ok: false, status: 400, error: 'name the connection: ?connection=' };
    return work(place);
  }
  async function stored({ store, id }: PreflightPlace): Promise<Stored | null> {
    const [found] = await store.documents(id, KIND, [onlyKey]);
    const parsed = found === undefined ? null : storedSchema.safeParse(JSON.parse(found.body));
    // A report of another version of the bridge is looked at anew.
    return parsed?.success === true ? parsed.data : null;
  }
  async function keep({ store, id }: PreflightPlace, body: Stored): Promise<void> {
    await store.saveDocuments(id, [{ kind: KIND, key: onlyKey, group: '', rank: body.beganAt, body: JSON.stringify(body) }]);
  }
  const isLooking = ({ clock }: PreflightPlace, state: Stored | null): boolean =>
    state !== null && state.endedAt === null && clock.now() - state.beganAt < lookMaxMs;
  const viewOf = (place: PreflightPlace, state: Stored | null): PreflightView => ({
    isLooking: isLooking(place, state),
    trouble: state?.trouble ?? null,
    report: state?.report ?? null,
  });

  async function carryOut(place: PreflightPlace, begun: Stored): Promise<void> {
    const end = (rest: Partial<Stored>): Promise<void> => keep(place, { ...begun, endedAt: place.clock.now(), ...rest });
    try {
      await end({ report: await examine(place, backfill), trouble: null });
    } catch (error) {
      // Told to whoever asks: the report before it stays.
      await end({ trouble: error instanceof Error ? error.message : 'The look did not end.' }).catch(() => undefined);
    }
  }

  return {
    last: (name) => on(name, async (place) => ({ ok: true, value: viewOf(place, await stored(place)) })),
    look: (name) =>
      on(name, async (place) => {
        const before = await stored(place);
        if (isLooking(place, before)) return { ok: true, status: 202, value: viewOf(place, before) };
        const begun: Stored = { beganAt: place.clock.now(), endedAt: null, trouble: null, report: before?.report ?? null };
        await keep(place, begun);
        void carryOut(place, begun);
        return { ok: true, status: 202, value: viewOf(place, begun) };
      }),
  };
}

/** One look: everything is asked anew. Throws in words when a platform does not answer. */
async function examine(place: PreflightPlace, backfill: Pick<BackfillDesk, 'status' | 'canaryRecords'>): Promise<Preflight> {
  const [rulebook, gateways, readiness] = [place.rulebook(), place.gateways(), place.readiness()];
  const checkedAt = place.clock.now();
  if (rulebook === null || gateways === null || readiness === null) {
    const checks = [reachedCheck(place.trouble() ?? 'The bridge has not reached both systems yet.', 0)];
    return { score: 0, isReady: false, checkedAt, rulesVersion: null, checks };
  }
  const { rules } = rulebook;
  const objects = objectsOf(rules);
  const schemas = await freshSchemas(gateways, objects);
  const access = await readiness.access(objects.salesforce);
  if (!access.ok) throw new Error(`Salesforce did not answer: ${access.failure.message}`);
  const set = await readiness.hasPermissionSet();
  const guards = await readiness.guards(objects.salesforce);
  const { job, canary } = await jobOf(place, backfill);
  const budgets = { salesforce: gateways.salesforce.budget(), hubspot: gateways.hubspot.budget() };
  const fields = rules.mappings.reduce((sum, mapping) => sum + mapping.fields.filter(({ direction }) => direction !== 'off').length, 0);
  const checks: readonly Check[] = [
    reachedCheck(place.trouble(), fields),
    permissionCheck(rules, schemas, { access: access.value, hasPermissionSet: set.ok ? set.value : null }),
    headroomCheck(budgets, job),
    picklistCheck(rules, schemas),
    requiredCheck(rules, schemas),
    guardCheck({ guards: guards.ok ? guards.value : null, why: guards.ok ? null : guards.failure.code, refused: await refusedBy(place, 'validation-rule') }),
    duplicateCheck({ ...(await clustersOf(place)), refused: await refusedBy(place, 'duplicate-record'), job }),
    qualityCheck(job),
    dryRunCheck(job),
    canaryCheck(canary),
  ];
  return { score: scoreOf(checks), isReady: checks.every(({ state }) => state !== 'fail'), checkedAt, rulesVersion: rules.version, checks: [...checks] };
}

async function freshSchemas(gateways: Sided<CrmGateway>, objects: Readonly<Sided<readonly string[]>>): Promise<Schemas> {
  const all = new Map<string, Schemas extends ReadonlyMap<string, infer S> ? S : never>();
  for (const side of SIDES) {
    const answer = await gateways[side].schemas(objects[side]);
    if (!answer.ok) throw new Error(`${systemNames[side]} did not describe ${objects[side].join(', ')}: ${answer.failure.message}`);
    for (const [key, schema] of answer.value) all.set(key, schema);
  }
  return all;
}

type Crossing = { readonly job: JobView | null; readonly canary: readonly CanaryState[] };

/** The last backfill with a dry run, and what became of its first few. */
async function jobOf({ id }: PreflightPlace, backfill: Pick<BackfillDesk, 'status' | 'canaryRecords'>): Promise<Crossing> {
  const status = await backfill.status(id);
  const job = status.ok ? status.value.job : null;
  if (job === null || job.forecast.length === 0) return { job: null, canary: [] };
  const first = await backfill.canaryRecords(id, { job: job.id });
  return { job, canary: first.ok ? first.value.items : [] };
}

async function refusedBy({ store, id }: PreflightPlace, code: string): Promise<readonly Refused[]> {
  const groups = (await store.issueGroups(id)).filter((group) => group.code === code).slice(0, refusedMax);
  return Promise.all(
    groups.map(async ({ mapping, field, cause, count }) => {
      const { items } = await store.issuesOfGroup(id, { code, mapping, field, limit: examplesMax });
      return { cause: `${mapping}: ${cause}`, count, records: items.map(({ ref }) => ref) };
    }),
  );
}

async function clustersOf({ store, id }: PreflightPlace) {
  const [counts, page] = await Promise.all([store.clusterCounts(id), store.clusters(id, { limit: examplesMax })]);
  return { ...counts, examples: page.items.map(({ refs }) => refs) };
}
