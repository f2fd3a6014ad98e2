import type { Ref } from './model.ts';

/** Type ids by record on the far side. */
type Row = Map<string, readonly number[]>;

/** Who is associated with whom, seen from both ends. */
export class LinkStore {
  /** `object:id` → far object → far id → type ids. */
  readonly #rows = new Map<string, Map<string, Row>>();

  /** Far ids and their type ids, in the order they were linked. */
  of(from: Ref, toObject: string): ReadonlyMap<string, readonly number[]> {
    return this.#rows.get(`${from.object}:${from.id}`)?.get(toObject) ?? new Map();
  }

  types(from: Ref, to: Ref): readonly number[] {
    return this.of(from, to.object).get(to.id) ?? [];
  }

  /** Replaces the types of one pair, both ways; none removes the pair. */
  set(from: Ref, to: Ref, types: readonly number[], inverse: (typeId: number) => number): void {
    this.#setOneWay(from, to, types);
    if (from.object !== to.object || from.id !== to.id) this.#setOneWay(to, from, types.map(inverse));
  }

  /** Every pair of one record. */
  allOf(from: Ref): { readonly to: Ref; readonly types: readonly number[] }[] {
    const byObject = this.#rows.get(`${from.object}:${from.id}`) ?? new Map<string, Row>();
    return [...byObject].flatMap(([object, row]) => [...row].map(([id, types]) => ({ to: { object, id }, types })));
  }

  /** Every stored row; each pair appears twice, once from each end. */
  *all(): Iterable<{ readonly from: Ref; readonly to: Ref; readonly types: readonly number[] }> {
    for (const [key, byObject] of this.#rows) {
      const at = key.indexOf(':');
      const from = { object: key.slice(0, at), id: key.slice(at + 1) };
      for (const [object, row] of byObject) for (const [id, types] of row) yield { from, to: { object, id }, types };
    }
  }

  clear(): void {
    this.#rows.clear();
  }

  #setOneWay(from: Ref, to: Ref, types: readonly number[]): void {
    const key = `${from.object}:${from.id}`;
    const byObject = this.#rows.get(key) ?? new Map<string, Row>();
    this.#rows.set(key, byObject);
    const row: Row = byObject.get(to.object) ?? new Map();
    byObject.set(to.object, row);
    if (types.length === 0) row.delete(to.id);
    else row.set(to.id, types);
  }
}
