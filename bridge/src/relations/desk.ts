/** What a person may ask of relations: the rules with how they stand, and the sets of one rule that wait. */
import type { ConnectionId, Instant, RecordRef, RelationRule, RuleSet } from '../domain/model.ts';
import type { Page, Store } from '../engine/ports.ts';
import { tableOf } from './place.ts';
import { RESTING, UNIT, WAIT } from './units.ts';

export type RelationsPlace = {
  readonly id: ConnectionId;
  readonly store: Pick<Store, 'countDocuments' | 'listDocuments' | 'issueGroups'>;
  readonly rules: () => RuleSet | null;
  readonly retry: (subjects: readonly string[]) => Promise<number>;
};
type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly status: 400 | 404 | 409; readonly error: string };

export type RelationRow = Pick<RelationRule, 'key' | 'from' | 'to' | 'kind' | 'owner' | 'direction' | 'carriesRemovals' | 'labels'> & {
  /** Where Salesforce keeps it: `OpportunityContactRole`, `Account.ParentId`. */
  readonly place: string;
  /** Records whose sets are kept. */
  readonly sets: number;
  /** Relations that wait because a record is not linked yet. */
  readonly waiting: number;
  /** Open issues of the rule. */
  readonly issues: number;
  /** Sets that are to be looked at, and when the next one is; null = none. */
  readonly nextAt: Instant | null;
};
export type WaitingRelation = { readonly record: RecordRef; readonly set: string; readonly since: Instant };
export type RelationsDesk = {
  list(connection: string | undefined): Promise<Result<{ readonly items: readonly RelationRow[] }>>;
  waiting(
    connection: string | undefined,
    asked: { readonly rule?: string | undefined; readonly after?: string | undefined; readonly limit: number },
  ): Promise<Result<Page<WaitingRelation>>>;
  /** Looks again at every set of a rule. */
  retry(connection: string | undefined, rule: string): Promise<Result<{ readonly looking: number }>>;
};

const retryPage = 500;

export function createRelationsDesk(places: readonly RelationsPlace[]): RelationsDesk {
  function on<T>(name: string | undefined, work: (place: RelationsPlace) => Promise<Result<T>>): Promise<Result<T>> {
    const [only, ...more] = places;
    const place = name === undefined && more.length === 0 ? only : places.find(({ id }) => id === name);
    if (place !== undefined) return work(place);
    const known = places.map(({ id }) => id).join(', ');
    return Promise.resolve({ ok: false, status: name === undefined ? 400 : 404, error: `name a connection: ${known}` });
  }
  return {
    list: (connection) => on(connection, async (place) => ({ ok: true, value: { items: await rowsOf(place) } })),
    waiting: (connection, { rule, after, limit }) =>
      on(connection, async ({ id, store }) => {
        const options = { limit, ...(rule === undefined ? {} : { group: rule }), ...(after === undefined ? {} : { after }) };
        const { items, next } = await store.listDocuments(id, WAIT, options);
        const rows = items.map(({ key, body, rank }) => {
          const record = JSON.parse(body) as RecordRef; // written by the lane
          return { record, set: key.slice(key.indexOf('|') + 1), since: rank };
        });
        return { ok: true, value: { items: rows, next } };
      }),
    retry: (connection, rule) =>
      on(connection, async (place) => {
        if (!(place.rules()?.relations ?? []).some(({ key }) => key === rule)) return { ok: false, status: 404, error: `there is no relation rule ${rule}` };
        return { ok: true, value: { looking: await retryAll(place, rule) } };
      }),
  };
}

async function rowsOf({ id, store, rules }: RelationsPlace): Promise<readonly RelationRow[]> {
  const known = rules()?.relations ?? [];
  if (known.length === 0) return [];
  const [sets, waiting, groups] = await Promise.all([store.countDocuments(id, UNIT), store.countDocuments(id, WAIT), store.issueGroups(id)]);
  return Promise.all(
    known.map(async (rule) => {
      const { key, from, to, kind, owner, direction, carriesRemovals, labels } = rule;
      const { object, toField } = tableOf(rule);
      const [next] = (await store.listDocuments(id, UNIT, { group: key, until: RESTING - 1, limit: 1 })).items;
      return {
        ...{ key, from, to, kind, owner, direction, carriesRemovals, labels },
        place: kind === 'lookup' ? `${object}.${toField}` : object,
        sets: sets[key] ?? 0,
        waiting: waiting[key] ?? 0,
        issues: groups.reduce((sum, group) => (group.field === key ? sum + group.count : sum), 0),
        nextAt: next?.rank ?? null,
      };
    }),
  );
}

async function retryAll({ id, store, retry }: RelationsPlace, rule: string): Promise<number> {
  let looking = 0;
  for (let after: string | undefined; ;) {
    const page = await store.listDocuments(id, UNIT, { group: rule, limit: retryPage, ...(after === undefined ? {} : { after }) });
    looking += await retry(page.items.map(({ key }) => `relation:${key}`));
    // Pages go by rank, and what was touched moved to the front: only what rests is left to come.
    const last = page.items.at(-1);
    if (page.next === null || last === undefined) return looking;
    after = page.next;
  }
}
