/** What a person may ask of activities: how the rules stand this month, and what rules would cost. */
import { activityObject } from '../domain/index.ts';
import type { ActivityKind, ActivityRule, ConnectionId, FilterCondition, Instant, ObjectSchema, ScopeFilter } from '../domain/model.ts';
import type { Clock, CrmGateway, GatewayResult, Rulebook } from '../engine/index.ts';
import type { ActivityCaps } from './caps.ts';
import { estimateOf } from './estimate.ts';
import type { Estimate, Space, Totals } from './estimate.ts';

/** What counts HubSpot's records. */
type Counting = Pick<CrmGateway, 'schemas'> & Required<Pick<CrmGateway, 'survey'>>;
export type ActivitiesPlace = {
  readonly id: ConnectionId;
  readonly clock: Clock;
  readonly caps: Pick<ActivityCaps, 'use'>;
  readonly rulebook: () => Rulebook | null;
  /** Null until both platforms were reached. */
  readonly hubspot: () => Counting | null;
  readonly space: () => Promise<GatewayResult<Space | null>>;
};
type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly status: 400 | 404 | 409; readonly error: string };

export type ActivityRow = ActivityRule & {
  /** Records made in Salesforce this month. */
  readonly made: number;
  /** Records that wait for the next. */
  readonly waiting: number;
  /** When the count begins anew. */
  readonly resetsAt: Instant;
};
/** A rule as a person thinks of it, saved or not. */
export type AskedRule = Pick<ActivityRule, 'key' | 'activity' | 'direction' | 'only' | 'monthlyMax'> & { readonly isOn?: boolean | undefined };
export type ActivitiesDesk = {
  list(connection: string | undefined): Promise<Result<{ readonly items: readonly ActivityRow[] }>>;
  /** Three searches per rule and one look at the org's limits. No rules given: one per kind HubSpot keeps as records. */
  estimate(connection: string | undefined, asked: { readonly rules?: readonly AskedRule[] | undefined }): Promise<Result<Estimate>>;
};

const dayMs = 86_400_000;
const CREATED = 'hs_createdate';
const kinds: readonly ActivityKind[] = ['call', 'email', 'meeting', 'note', 'task'];

export function createActivitiesDesk(places: readonly ActivitiesPlace[]): ActivitiesDesk {
  function on<T>(name: string | undefined, work: (place: ActivitiesPlace) => Promise<Result<T>>): Promise<Result<T>> {
    const [only, ...more] = places;
    const place = name === undefined && more.length === 0 ? only : places.find(({ id }) => id === name);
    if (place !== undefined) return work(place);
    return Promise.resolve({ ok: false, status: name === undefined ? 400 : 404, error: `name a connection: ${places.map(({ id }) => id).join(', ')}` });
  }
  return {
    list: (connection) =>
      on(connection, async ({ caps, rulebook }) => {
        const use = new Map((await caps.use()).map((one) => [one.rule, one]));
        const items = (rulebook()?.rules.activities ?? []).flatMap((rule) => {
          const { made, waiting, resetsAt } = use.get(rule.key) ?? { made: 0, waiting: 0, resetsAt: 0 };
          return [{ ...rule, made, waiting, resetsAt }];
        });
        return { ok: true, value: { items } };
      }),
    estimate: (connection, { rules }) =>
      on<Estimate>(connection, async (place) => {
        const asked = rules ?? kinds.map((activity) => everyOf(activity, place.rulebook()));
        const totals: (Totals | null)[] = [];
        for (const rule of asked) {
          const counted = await totalsOf(place, rule);
          if (!counted.ok) return counted;
          totals.push(counted.value);
        }
        const space = await place.space();
        return { ok: true, value: estimateOf(asked, totals, space.ok ? space.value : null) };
      }),
  };
}

/** The rule in force about a kind, or one that takes all of it. */
function everyOf(activity: ActivityKind, rulebook: Rulebook | null): AskedRule {
  const inForce = rulebook?.rules.activities?.find((rule) => rule.activity === activity);
  return inForce ?? { key: activity, activity, direction: 'to-salesforce', only: null, monthlyMax: null };
}

async function totalsOf(place: ActivitiesPlace, { activity, only }: AskedRule): Promise<Result<Totals | null>> {
  const object = activityObject(activity);
  if (object === null) return { ok: true, value: null };
  const hubspot = place.hubspot();
  if (hubspot === null) return { ok: false, status: 409, error: 'The bridge is still starting; ask again in a moment.' };
  const schema = await schemaOf(place, hubspot, object);
  if (!schema.ok) return schema;
  const selected: readonly FilterCondition[] = only === null ? [] : [{ field: only.property, op: 'in', values: only.values }];
  const since = (days: number): ScopeFilter => ({
    all: [...selected, { field: CREATED, op: 'at_least', values: [String(place.clock.now() - days * dayMs)] }],
  });
  const counts: number[] = [];
  let isExact = true;
  for (const filter of [selected.length === 0 ? null : { all: selected }, since(365), since(30)]) {
    const answer = await hubspot.survey({ object, filter, text: null, fields: [], limit: 1, schema: schema.value });
    if (!answer.ok) return { ok: false, status: 409, error: `HubSpot did not count ${object}: ${answer.failure.message}` };
    counts.push(answer.value.total);
    isExact &&= answer.value.isExact;
  }
  const [all = 0, year = 0, month = 0] = counts;
  return { ok: true, value: { all, year, month, isExact } };
}

async function schemaOf({ rulebook }: ActivitiesPlace, hubspot: Counting, object: string): Promise<Result<ObjectSchema>> {
  const key = `hubspot:${object}`;
  const known = rulebook()?.schemas.get(key);
  if (known !== undefined) return { ok: true, value: known };
  const read = await hubspot.schemas([object]);
  const schema = read.ok ? read.value.get(key) : undefined;
  const why = read.ok ? 'it knows no such object' : read.failure.message;
  return schema === undefined ? { ok: false, status: 409, error: `HubSpot did not describe ${object}: ${why}` } : { ok: true, value: schema };
}
