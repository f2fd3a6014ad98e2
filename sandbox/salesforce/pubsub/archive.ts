/** Schemas ever served, in a file, so that a subscriber may still read an old one after a restart. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** `schemas`: text by schema id. `versions`: schema id by `Object@version` of the definition an event was published under. */
export type ArchivedSchemas = { readonly schemas: Readonly<Record<string, string>>; readonly versions: Readonly<Record<string, string>> };
export type SchemaArchive = { readonly load: () => ArchivedSchemas; readonly save: (archived: ArchivedSchemas) => void };

export const emptyArchive: SchemaArchive = { load: () => ({ schemas: {}, versions: {} }), save: () => undefined };

export function schemaArchive(file: string): SchemaArchive {
  return {
    load: () => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ArchivedSchemas) : emptyArchive.load()), // written below
    save: (archived) => writeFileSync(file, JSON.stringify(archived)),
  };
}
