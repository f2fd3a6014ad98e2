import type { Store } from '../engine/ports.ts';
import { openPostgresStore } from './postgres.ts';
import { DEFAULT_RETENTION } from './retention.ts';
import type { Retention } from './retention.ts';
import type { DecisionKey } from './sealing.ts';
import { openSqliteStore } from './sqlite.ts';

export type StoreOptions = {
  /** A PostgreSQL address; wins over `file`. */
  readonly url?: string;
  /** An SQLite file, made when missing; its folder must exist. */
  readonly file?: string;
  /** Encrypt the values of decisions: the first writes, all read. At least one. */
  readonly decisionKeys: readonly DecisionKey[];
  readonly retention?: Partial<Retention>;
  /** PostgreSQL only: connections at most. */
  readonly connectionsMax?: number;
  /** PostgreSQL only: keep query plans in the session; not behind a transaction pooler. */
  readonly keepsPlans?: boolean;
};

/** Opens the durable store these options name and brings its tables up to date. Throws `StoreError`, or an error that names what is wrong with the options. */
export const openStore = async (options: StoreOptions): Promise<Store> => {
  const { url, file, decisionKeys, connectionsMax, keepsPlans } = options;
  const retention = { ...DEFAULT_RETENTION, ...options.retention };
  if (url !== undefined) {
    return openPostgresStore({
      url,
      decisionKeys,
      retention,
      ...(connectionsMax === undefined ? {} : { connectionsMax }),
      ...(keepsPlans === undefined ? {} : { keepsPlans }),
    });
  }
  if (file === undefined) throw new Error('a store needs a PostgreSQL address or a file');
  return openSqliteStore({ file, decisionKeys, retention });
};
