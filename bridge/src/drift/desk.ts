/** What a person may ask about schema drift: what was found, a look now, and to say that a notice is seen. */
import type { ConnectionId, Instant, Side } from '../domain/model.ts';
import type { OpenFinding } from './model.ts';
import type { Checked, DriftWatch } from './watch.ts';

export type DriftPlace = { readonly id: ConnectionId; readonly watch: DriftWatch };
type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly status: 400 | 404 | 409; readonly error: string };

export type DriftRow = OpenFinding & { readonly side: Side; readonly object: string };
export type DriftList = {
  /** A look is under way. */
  readonly isChecking: boolean;
  readonly items: readonly DriftRow[];
  readonly objects: readonly {
    readonly side: Side;
    readonly object: string;
    readonly checkedAt: Instant;
    /** Why the last look did not answer; null when it did. */
    readonly trouble: string | null;
    /** Salesforce: whether validation rules are told to the sync user; null on HubSpot, which has none. */
    readonly seesSaveRules: boolean | null;
  }[];
};
export type DriftDesk = {
  list(connection: string | undefined): Promise<Result<DriftList>>;
  /** Looks now; waits for the answer, or, for who must not wait on a call back into the org, only starts. */
  check(connection: string | undefined, asked: { readonly wait: boolean }): Promise<Result<Checked | { readonly isChecking: true }>>;
  acknowledge(
    connection: string | undefined,
    asked: { readonly side: Side; readonly object: string; readonly id: string },
  ): Promise<Result<{ readonly acknowledged: string }>>;
};

export function createDriftDesk(places: readonly DriftPlace[]): DriftDesk {
  function on<T>(name: string | undefined, work: (watch: DriftWatch) => Promise<Result<T>>): Promise<Result<T>> {
    const [only, ...more] = places;
    const place = name === undefined && more.length === 0 ? only : places.find(({ id }) => id === name);
    if (place !== undefined) return work(place.watch);
    return Promise.resolve({ ok: false, status: name === undefined ? 400 : 404, error: `name a connection: ${places.map(({ id }) => id).join(', ')}` });
  }
  return {
    list: (connection) =>
      on(connection, async (watch) => {
        const kept = await watch.kept();
        const items = kept.flatMap(({ side, object, state }) => state.findings.map((one): DriftRow => ({ side, object, ...one })));
        const objects = kept.map(({ side, object, state: { checkedAt, trouble, seen } }) => ({
          ...{ side, object, checkedAt, trouble },
          seesSaveRules: side === 'hubspot' ? null : seen.saveRules !== null,
        }));
        return { ok: true, value: { isChecking: watch.isChecking(), items: items.toSorted((left, right) => right.since - left.since), objects } };
      }),
    check: (connection, { wait }) =>
      on<Checked | { readonly isChecking: true }>(connection, async (watch) => {
        const checking = watch.check();
        if (!wait) {
          // Who asked looks at the list; a failure shows there as an old look.
          checking.catch(() => undefined);
          return { ok: true, value: { isChecking: true } };
        }
        const checked = await checking;
        return checked === null ? { ok: false, status: 409, error: 'The bridge has not reached both systems yet.' } : { ok: true, value: checked };
      }),
    acknowledge: (connection, { side, object, id }) =>
      on(connection, async (watch) => {
        const end = await watch.acknowledge({ side, object }, id);
        if (end === 'unknown') return { ok: false, status: 404, error: 'There is no such finding: it may be mended by now.' };
        if (end === 'no-notice') return { ok: false, status: 409, error: 'This breaks records, so it stays until it is mended.' };
        return { ok: true, value: { acknowledged: id } };
      }),
  };
}
