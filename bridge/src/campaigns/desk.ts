/** What a person may ask of campaigns: the rules with how they stand, and who waits for a link. */
import type { CampaignRule, ConnectionId, Instant, RecordRef, RuleSet } from '../domain/model.ts';
import { AT_REST } from '../engine/index.ts';
import type { Page, Store } from '../engine/index.ts';
import { MEMBER, WAIT } from './ports.ts';

export type CampaignsPlace = {
  readonly id: ConnectionId;
  readonly store: Pick<Store, 'countDocuments' | 'listDocuments' | 'issueGroups'>;
  readonly rules: () => RuleSet | null;
};
type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly status: 400 | 404 | 409; readonly error: string };
export type CampaignRow = CampaignRule & {
  /** People the rule was looked at for. */
  readonly people: number;
  /** People who wait because they are not linked yet. */
  readonly waiting: number;
  readonly issues: number;
  /** When the next person is looked at; null = nobody is due. */
  readonly nextAt: Instant | null;
};
export type WaitingMember = { readonly rule: string; readonly record: RecordRef; readonly since: Instant };
export type CampaignsDesk = {
  list(connection: string | undefined): Promise<Result<{ readonly items: readonly CampaignRow[] }>>;
  waiting(
    connection: string | undefined,
    asked: { readonly rule?: string | undefined; readonly after?: string | undefined; readonly limit: number },
  ): Promise<Result<Page<WaitingMember>>>;
};

export function createCampaignsDesk(places: readonly CampaignsPlace[]): CampaignsDesk {
  function on<T>(name: string | undefined, work: (place: CampaignsPlace) => Promise<Result<T>>): Promise<Result<T>> {
    const [only, ...more] = places;
    const place = name === undefined && more.length === 0 ? only : places.find(({ id }) => id === name);
    if (place !== undefined) return work(place);
    const known = places.map(({ id }) => id).join(', ');
    return Promise.resolve({ ok: false, status: name === undefined ? 400 : 404, error: `name a connection: ${known}` });
  }
  return {
    list: (connection) =>
      on(connection, async ({ id, store, rules }) => {
        const known = rules()?.campaigns ?? [];
        if (known.length === 0) return { ok: true, value: { items: [] } };
        const [people, waiting, groups] = await Promise.all([store.countDocuments(id, MEMBER), store.countDocuments(id, WAIT), store.issueGroups(id)]);
        const items = await Promise.all(
          known.map(async (rule): Promise<CampaignRow> => {
            const [next] = (await store.listDocuments(id, MEMBER, { group: rule.key, until: AT_REST - 1, limit: 1 })).items;
            const issues = groups.reduce((sum, group) => (group.field === rule.key ? sum + group.count : sum), 0);
            return { ...rule, people: people[rule.key] ?? 0, waiting: waiting[rule.key] ?? 0, issues, nextAt: next?.rank ?? null };
          }),
        );
        return { ok: true, value: { items } };
      }),
    waiting: (connection, { rule, after, limit }) =>
      on(connection, async ({ id, store }) => {
        const options = { limit, ...(rule === undefined ? {} : { group: rule }), ...(after === undefined ? {} : { after }) };
        const { items, next } = await store.listDocuments(id, WAIT, options);
        const rows = items.map(({ group, body, rank }) => {
          const { ref } = JSON.parse(body) as { readonly ref: RecordRef }; // written by the lane
          return { rule: group, record: ref, since: rank };
        });
        return { ok: true, value: { items: rows, next } };
      }),
  };
}
