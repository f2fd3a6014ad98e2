import type { Dialect } from '../sql/dialect.ts';
import { ask, numberIn, statement } from '../sql/step.ts';
import type { Steps } from '../sql/step.ts';
import { tables } from './0001-tables.ts';
import { woken } from './0002-woken.ts';
import { identityVerdicts } from './0003-identity-verdicts.ts';
import { consent } from './0004-consent.ts';
import { deletionsAndErasures } from './0005-deletions-erasures.ts';
import { documents } from './0006-documents.ts';

/** Forward only: a published migration is never edited, a new number is added below. */
const MIGRATIONS: readonly { readonly version: number; readonly name: string; readonly statements: (sql: Dialect) => readonly string[] }[] = [
  { version: 1, name: 'tables', statements: tables },
  { version: 2, name: 'woken', statements: woken },
  { version: 3, name: 'identity-verdicts', statements: identityVerdicts },
  { version: 4, name: 'consent', statements: consent },
  { version: 5, name: 'deletions-erasures', statements: deletionsAndErasures },
  { version: 6, name: 'documents', statements: documents },
];

const createList = statement('migrations.create', () => 'create table if not exists store_migrations (version bigint primary key, name text not null)');
const lockList = statement('migrations.lock', (sql) => (sql.name === 'postgres' ? 'lock table store_migrations in exclusive mode' : 'select 1'));
const listApplied = statement('migrations.list', () => 'select version from store_migrations order by version');
const record = statement('migrations.record', () => 'insert into store_migrations (version, name) values (cast($1 as bigint), $2)');

/**
 * Brings the tables to the version this program knows, in one transaction; several processes may start at once. Throws when
 * the tables were made by a newer program, which would be misread.
 */
export const migrate = function* (sql: Dialect): Steps<number> {
  yield* ask(createList);
  yield* ask(lockList);
  const applied = (yield* ask(listApplied)).map((row) => numberIn(row, 'version'));
  const newest = MIGRATIONS.at(-1)?.version ?? 0;
  const ahead = applied.find((version) => version > newest);
  if (ahead !== undefined) throw new Error(`the store is at version ${String(ahead)}, this program knows ${String(newest)}: start a newer program`);
  const missing = MIGRATIONS.filter((migration) => !applied.includes(migration.version));
  for (const migration of missing) {
    for (const [index, text] of migration.statements(sql).entries())
      yield* ask(statement(`migration.${String(migration.version)}.${String(index)}`, () => text));
    yield* ask(record, migration.version, migration.name);
  }
  return missing.length;
};
