/** One served call. `route` is the pattern that served it; `note` is free for the platform (fault rules that hit, rows written). */
export interface LoggedRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
  readonly actor?: string;
  readonly note?: string;
}

export interface RequestLog {
  readonly record: (entry: LoggedRequest) => void;
  /** Adds to a named counter, for example `write.contacts.bridge`. */
  readonly count: (name: string, by?: number) => void;
  /** The newest entries, oldest first; at most `limit`. */
  readonly recent: (limit?: number) => LoggedRequest[];
  /** Calls per `METHOD route`, and the platform's own counters; both only grow until `clear`. */
  readonly counters: () => { readonly routes: Readonly<Record<string, number>>; readonly custom: Readonly<Record<string, number>> };
  readonly clear: () => void;
}

export const LOG_ENTRIES_MAX = 2_000;

/** Remembers the last calls in a ring of `entriesMax`, and counts all of them. */
export function createRequestLog(entriesMax: number = LOG_ENTRIES_MAX): RequestLog {
  let ring: LoggedRequest[] = [];
  let head = 0;
  const routes = new Map<string, number>();
  const custom = new Map<string, number>();
  const add = (counters: Map<string, number>, name: string, by: number): void => {
    counters.set(name, (counters.get(name) ?? 0) + by);
  };
  return {
    record: (entry) => {
      add(routes, `${entry.method} ${entry.route}`, 1);
      if (ring.length < entriesMax) {
        ring.push(entry);
        return;
      }
      ring[head] = entry;
      head = (head + 1) % entriesMax;
    },
    count: (name, by = 1) => add(custom, name, by),
    recent: (limit = entriesMax) => {
      const ordered = [...ring.slice(head), ...ring.slice(0, head)];
      return limit >= ordered.length ? ordered : ordered.slice(ordered.length - limit);
    },
    counters: () => ({ routes: Object.fromEntries(routes), custom: Object.fromEntries(custom) }),
    clear: () => {
      ring = [];
      head = 0;
      routes.clear();
      custom.clear();
    },
  };
}
