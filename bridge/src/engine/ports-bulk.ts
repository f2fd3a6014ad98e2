/** Reading whole objects by a platform's bulk interface. Part of the engine's ports: types only. */
import type { WireRecord } from './ports.ts';

/** One set of results, and how many API calls the whole reading has cost so far. */
export type BulkPage = { readonly records: readonly WireRecord[]; readonly calls: number };
