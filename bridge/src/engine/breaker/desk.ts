/** What a person may ask of the breakers: how they stand, and the answer to a pause. */
import type { ConnectionId, Side } from '../../domain/model.ts';
import type { WriteKind } from '../ports.ts';
import type { Answer, BreakerKeeper, BreakerRow } from './keeper.ts';

export type BreakerPlace = { readonly id: ConnectionId; readonly keeper: BreakerKeeper };
type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly status: 400 | 404 | 409; readonly error: string };
export type BreakerDesk = {
  list(connection: string | undefined): Promise<Result<{ readonly items: readonly BreakerRow[] }>>;
  answer(
    connection: string | undefined,
    asked: { readonly side: Side; readonly kind: WriteKind; readonly answer: Answer; readonly by: string | null },
  ): Promise<Result<{ readonly items: readonly BreakerRow[] }>>;
};

export function createBreakerDesk(places: readonly BreakerPlace[]): BreakerDesk {
  function on<T>(name: string | undefined, work: (keeper: BreakerKeeper) => Promise<Result<T>>): Promise<Result<T>> {
    const [only, ...more] = places;
    const place = name === undefined && more.length === 0 ? only : places.find(({ id }) => id === name);
    if (place !== undefined) return work(place.keeper);
    return Promise.resolve({
      ok: false,
      status: name === undefined ? 400 : 404,
      error: `name a connection: ${places.map(({ id }) => id).join(', ')}`,
    });
  }
  return {
    list: (connection) => on(connection, async (keeper) => ({ ok: true, value: { items: await keeper.rows() } })),
    answer: (connection, { side, kind, answer, by }) =>
      on(connection, async (keeper) => {
        if (!(await keeper.answer({ side, kind }, answer, by))) return { ok: false, status: 409, error: `The writes (${kind}) in ${side} are not paused.` };
        return { ok: true, value: { items: await keeper.rows() } };
      }),
  };
}
