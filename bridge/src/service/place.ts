import { join } from 'node:path';
import type { Config } from '../config.ts';

/** Where the state is: PostgreSQL when an address is given, else a file in the data directory. */
export function storePlace({ databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>): { readonly url: string } | { readonly file: string } {
  return databaseUrl === null ? { file: join(dataDir, 'fieldwise.db') } : { url: databaseUrl };
}
