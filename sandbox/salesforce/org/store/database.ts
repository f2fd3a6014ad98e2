import type { BusEvent, Row } from '../../contract.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { makeId, sequenceOf } from '../ids.ts';
import { OrgError } from '../errors.ts';
import { openLog } from './log.ts';
import type { Entry } from './log.ts';
import { createTable } from './table.ts';
import type { Table } from './table.ts';

const ACCESS_OBJECTS: ReadonlySet<string> = new Set([
  'User',
  'PermissionSet',
  'PermissionSetAssignment',
  'ObjectPermissions',
  'FieldPermissions',
  'SetupEntityAccess',
  'CustomPermission',
  'ApexClass',
  'GroupMember',
]);

type Change = { readonly object: string; readonly id: string; readonly before: Row | null; readonly after: Row | null };

/** All rows of the org, with an undo list for the running transaction and a journal of committed ones. */
export type Database = {
  table(object: string): Table;
  write(object: string, id: string, row: Row | null): void;
  /** Changes whenever a row that decides permissions or sharing was written or undone. */
  accessVersion(): number;
  nextId(object: string): string;
  nextNumber(sequence: string): number;
  /** The place in the undo list; `undoTo` goes back to it. */
  mark(): number;
  undoTo(mark: number): void;
  /** Writes everything since the transaction began to the journal, in one line, and forgets how to undo it. */
  commit(events: readonly BusEvent[]): void;
  /** Journals events that do not wait for the running transaction. */
  appendEvents(events: readonly BusEvent[]): void;
  /** Events found on disk at the start. Read once. */
  takeEvents(): readonly BusEvent[];
  /** Forgets all rows, here and on disk. */
  clear(): void;
  close(): void;
};

/** Opens the database: replays the journal of `dataDir` (null = memory only) and compacts it. */
export function openDatabase(options: {
  readonly dataDir: string | null;
  readonly registry: (prefixes: Map<string, string>) => SchemaRegistry;
  readonly keepEvent: (event: BusEvent) => boolean;
}): { database: Database; registry: SchemaRegistry } {
  const log = openLog(options.dataDir);
  const prefixes = new Map<string, string>();
  const history = log.takeHistory();
  for (const entry of history) if (entry.kind === 'prefix') prefixes.set(entry.object, entry.prefix);
  const registry = options.registry(prefixes);
  const tables = new Map<string, Table>();
  const counters = new Map<string, number>();
  let accessVersion = 0;
  let undo: Change[] = [];
  let events: BusEvent[] = [];

  const table = (object: string): Table => {
    const known = tables.get(object);
    if (known !== undefined) return known;
    const schema = registry.find(object);
    if (schema === undefined) throw new OrgError('INVALID_TYPE', `sObject type '${object}' is not supported.`);
    const created = createTable(schema);
    tables.set(object, created);
    return created;
  };
  const replay = (entry: Entry): void => {
    if (entry.kind === 'event') events.push(entry.event);
    if (entry.kind === 'counter') counters.set(entry.name, entry.value);
    if (entry.kind !== 'row' || registry.find(entry.object) === undefined) return;
    const t = table(entry.object);
    if (entry.values === null) return t.write(entry.id, null);
    const row = { ...(t.get(entry.id) ?? t.blank()) };
    for (const [name, value] of Object.entries(entry.values)) if (t.object.fields.has(name.toLowerCase())) row[name] = value;
    t.write(entry.id, row);
    const prefix = t.object.keyPrefix;
    counters.set(prefix, Math.max(counters.get(prefix) ?? 0, sequenceOf(entry.id)));
  };
  for (const entry of history) replay(entry);
  events = events.filter(options.keepEvent);

  /** Auto numbers and the like; numbers of ids are known from the rows. */
  const numbers = (): readonly Entry[] =>
    [...counters].filter(([name]) => name.startsWith('#')).map(([name, value]): Entry => ({ kind: 'counter', name, value }));

  function* snapshot(): Generator<readonly Entry[]> {
    yield [...prefixes].map(([object, prefix]): Entry => ({ kind: 'prefix', object, prefix }));
    yield [...counters].map(([name, value]): Entry => ({ kind: 'counter', name, value }));
    for (const t of tables.values()) for (const [id, row] of t.rows) yield [{ kind: 'row', object: t.object.name, id, values: filled(row) }];
    for (const event of events) yield [{ kind: 'event', event }];
  }
  if (options.dataDir !== null) log.compact(snapshot());

  const database: Database = {
    table,
    write: (object, id, row) => {
      const t = table(object);
      undo.push({ object, id, before: t.get(id) ?? null, after: row });
      t.write(id, row);
      if (ACCESS_OBJECTS.has(object)) accessVersion += 1;
    },
    accessVersion: () => accessVersion,
    nextId: (object) => makeId(table(object).object.keyPrefix, bump(counters, table(object).object.keyPrefix)),
    nextNumber: (sequence) => bump(counters, `#${sequence}`),
    mark: () => undo.length,
    undoTo: (mark) => {
      for (let i = undo.length - 1; i >= mark; i -= 1) {
        const change = undo[i];
        if (change !== undefined) table(change.object).write(change.id, change.before);
      }
      undo.length = mark;
      accessVersion += 1;
    },
    commit: (committed) => {
      const rows = netChanges(undo);
      if (rows.length + committed.length > 0) log.append([...rows, ...numbers(), ...committed.map((event): Entry => ({ kind: 'event', event }))]);
      undo = [];
    },
    appendEvents: (added) => log.append([...numbers(), ...added.map((event): Entry => ({ kind: 'event', event }))]),
    takeEvents: () => {
      const found = events;
      events = [];
      return found;
    },
    clear: () => {
      for (const t of tables.values()) for (const id of [...t.rows.keys()]) t.write(id, null);
      undo = [];
      // Replay ids go on growing: a subscriber's position from before must not point into the new stream.
      for (const name of [...counters.keys()]) if (name !== '#replay') counters.delete(name);
      log.compact([[...prefixes].map(([object, prefix]): Entry => ({ kind: 'prefix', object, prefix })), numbers()]);
    },
    close: () => log.close(),
  };
  return { database, registry };
}

function bump(counters: Map<string, number>, name: string): number {
  const next = (counters.get(name) ?? 0) + 1;
  counters.set(name, next);
  return next;
}

/** One entry per row, with only the fields that differ from the image before the transaction. */
function netChanges(undo: readonly Change[]): readonly Entry[] {
  const net = new Map<string, Change>();
  for (const change of undo) {
    const first = net.get(change.id);
    net.set(change.id, first === undefined ? change : { ...first, after: change.after });
  }
  return [...net.values()].flatMap((c): readonly Entry[] => {
    if (c.after === null) return c.before === null ? [] : [{ kind: 'row', object: c.object, id: c.id, values: null }];
    return [{ kind: 'row', object: c.object, id: c.id, values: c.before === null ? filled(c.after) : difference(c.before, c.after) }];
  });
}

const filled = (row: Row): Row => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));

/** The fields of `after` that differ. Every commit asks this of every changed row, so it makes no list of all fields. */
function difference(before: Row, after: Row): Row {
  const changed: Row = {};
  for (const name in after) if (before[name] !== after[name]) changed[name] = after[name] ?? null;
  return changed;
}
