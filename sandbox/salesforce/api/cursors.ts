/** Query cursors: what `nextRecordsUrl` points at. A cursor belongs to one user and lives two days. */

import type { QueryRecord, QueryResult } from '../contract.ts';
import { to18 } from './ids.ts';

const CURSOR_LIFE_MS = 2 * 24 * 3_600_000;
/** A user's oldest cursor is dropped when an eleventh is opened (SOAP API Developer Guide, query locators). */
const CURSORS_PER_USER_MAX = 10;

type Cursor = { readonly userId: string; readonly result: QueryResult; readonly batchSize: number; readonly openedAt: number };
export type Page = {
  readonly records: readonly QueryRecord[];
  readonly columns: QueryResult['columns'];
  readonly totalSize: number;
  readonly next: string | null;
};

export class Cursors {
  readonly #open = new Map<string, Cursor>();
  #issued = 0;

  /** The first page; opens a cursor only when the result does not fit in it. */
  open(userId: string, result: QueryResult, batchSize: number, now: number): Page {
    const { records, columns, totalSize } = result;
    if (records.length <= batchSize) return { records, columns, totalSize, next: null };
    this.#makeRoom(userId);
    this.#issued += 1;
    const id = to18(`01g${this.#issued.toString(36).toUpperCase().padStart(12, '0')}`);
    this.#open.set(id, { userId, result, batchSize, openedAt: now });
    return this.#page(id, 0);
  }

  /** The page a locator such as `01g…AAA-2000` names; null when it is unknown, expired or another user's. */
  page(locator: string, userId: string, now: number): Page | null {
    const match = /^(\w{15,18})-(\d+)$/.exec(locator);
    const id = to18(match?.[1] ?? '');
    const cursor = this.#open.get(id);
    if (cursor === undefined || cursor.userId !== userId || now - cursor.openedAt > CURSOR_LIFE_MS) return null;
    return this.#page(id, Number(match?.[2]));
  }

  reset(): void {
    this.#open.clear();
  }

  #page(id: string, start: number): Page {
    const cursor = this.#open.get(id);
    if (cursor === undefined) return { records: [], columns: undefined, totalSize: 0, next: null };
    const { records, columns, totalSize } = cursor.result;
    const end = start + cursor.batchSize;
    return { records: records.slice(start, end), columns, totalSize, next: end < records.length ? `${id}-${end}` : null };
  }

  #makeRoom(userId: string): void {
    const mine = [...this.#open].filter(([, cursor]) => cursor.userId === userId);
    for (const [id] of mine.slice(0, Math.max(0, mine.length - CURSORS_PER_USER_MAX + 1))) this.#open.delete(id);
  }
}
