/** What people ask of reconciliations, and say: check now, repair, count others. */
import type { ConnectionId, RecordRef, Sided } from '../domain/index.ts';
import type { CrmGateway, Page, Rulebook, Store } from '../engine/index.ts';
import { groupOf } from '../backfill/index.ts';
import { partsOf, reportOf, wordsOf } from './buckets.ts';
import { csvOf, instantText } from './csv.ts';
import { ENTRY, entrySchema, FAULT, faultSchema, handoffStates, LEDGER, ledgerSchema } from './model.ts';
import type { Definition, Entry, FoundFault, HandoffState, LedgerRow, Run } from './model.ts';
import { nameKey, namesOf } from './names.ts';
import { pointOf, viewOf } from './view.ts';
import type { RunPoint, RunView } from './view.ts';
import { newCheck, newRepair } from './worker.ts';
import type { Reconciliation } from './worker.ts';

type Result<T> =
  { readonly ok: true; readonly value: T; readonly status?: 202 } | { readonly ok: false; readonly status: 400 | 404 | 409; readonly error: string };
type Answer<T> = Promise<Result<T>>;
type Paging = { readonly after?: string | undefined; readonly limit: number };
/** Which platforms are asked for names: a page in Salesforce asks Salesforce itself, in its user's name. */
type Naming = { readonly names: 'hubspot' | 'both' | 'none' };

export type ReconciliationPlace = {
  readonly id: ConnectionId;
  readonly store: Store;
  readonly reconciliation: Reconciliation;
  readonly rulebook: () => Rulebook | null;
  readonly gateways: () => Sided<CrmGateway> | null;
};
export type Overview = {
  /** The open run, or the last one. */
  readonly run: RunView | null;
  /** The last check that came to its end. */
  readonly last: RunView | null;
  /** When the next one begins by itself; null = only when asked. */
  readonly nextAt: number | null;
  readonly definition: Definition | null;
  /** Whether a person set it. */
  readonly isOwn: boolean;
  /** What the handoff rules say whom to count. */
  readonly ledger: Readonly<Record<HandoffState, number>>;
};
type Names = Readonly<Record<string, string>>;
export type EntryRow = Entry & { readonly refs: readonly RecordRef[]; readonly words: string };
export type FaultRow = FoundFault;
export type Export = { readonly text: string; readonly next: string | null };
export const exports = ['report', 'faults', 'ledger'] as const;

export type ReconciliationDesk = {
  overview(connection: string | undefined): Answer<Overview>;
  history(connection: string | undefined, options: Paging): Answer<Page<RunPoint>>;
  run(connection: string | undefined, id: string): Answer<RunView>;
  start(connection: string | undefined, options: { readonly by: string | null }): Answer<RunView>;
  cancel(connection: string | undefined): Answer<RunView>;
  repair(connection: string | undefined, options: { readonly by: string | null; readonly mapping?: string | undefined }): Answer<RunView>;
  define(connection: string | undefined, definition: Definition | null): Answer<{ readonly definition: Definition | null; readonly isOwn: boolean }>;
  records(connection: string | undefined, options: Paging & Naming & { readonly bucket: string }): Answer<Page<EntryRow> & { readonly names: Names }>;
  faults(connection: string | undefined, options: Paging & Naming & { readonly mapping: string }): Answer<Page<FaultRow> & { readonly names: Names }>;
  ledger(
    connection: string | undefined,
    options: Paging & Naming & { readonly state?: HandoffState | undefined },
  ): Answer<Page<HandoffRow> & { readonly names: Names }>;
  export(connection: string | undefined, options: { readonly what: (typeof exports)[number]; readonly after?: string | undefined }): Answer<Export>;
};

const refused = (status: 400 | 404 | 409, error: string): Result<never> => ({ ok: false, status, error });
const noCheck = 'nothing was checked yet; start a check first';
const exportPage = 500;

export function createReconciliationDesk(places: readonly ReconciliationPlace[]): ReconciliationDesk {
  async function on<T>(name: string | undefined, work: (place: ReconciliationPlace) => Answer<T>): Answer<T> {
    const place = name === undefined ? places[0] : places.find(({ id }) => id === name);
    if (place === undefined) return refused(404, `there is no connection ${name ?? ''}`);
    if (name === undefined && places.length > 1) return refused(400, 'name the connection: ?connection=');
    return work(place);
  }
  const shown = (place: ReconciliationPlace, run: Run): RunView => viewOf(run, place.rulebook()?.rules ?? null);

  /** Begins a run, unless one is open. */
  async function begin(place: ReconciliationPlace, run: Run): Answer<RunView> {
    if (!(await place.reconciliation.book.begin(run))) return refused(409, 'a check or repair is under way already');
    place.reconciliation.wake();
    return { ok: true, status: 202, value: shown(place, run) };
  }

  return {
    overview: (name) =>
      on(name, async (place) => {
        const { reconciliation } = place;
        const [run, last, nextAt, definition, counts] = await Promise.all([
          reconciliation.book.current(),
          lastCheck(place),
          reconciliation.nextAt(),
          reconciliation.definition(),
          place.store.countDocuments(place.id, LEDGER),
        ]);
        return {
          ok: true,
          value: {
            run: run === null ? null : shown(place, run),
            last: last === null ? null : shown(place, last),
            nextAt,
            definition: definition?.definition ?? null,
            isOwn: definition?.isOwn ?? false,
            ledger: ledgerCounts(counts),
          },
        };
      }),
    history: (name, options) =>
      on(name, async ({ reconciliation }) => {
        const { items, next } = await reconciliation.book.list(options);
        return { ok: true, value: { items: items.filter(({ kind }) => kind === 'check').map(pointOf), next } };
      }),
    run: (name, id) =>
      on<RunView>(name, async (place) => {
        const run = await place.reconciliation.book.find(id);
        return run === null ? refused(404, 'there is no such run; the last forty are kept') : { ok: true, value: shown(place, run) };
      }),
    start: (name, { by }) =>
      on<RunView>(name, async (place) => {
        const { reconciliation } = place;
        const made = await newCheck(reconciliation.options, { definition: await reconciliation.definition(), by });
        return made === null ? refused(409, 'the platforms are not connected yet; see status') : begin(place, made);
      }),
    cancel: (name) =>
      on<RunView>(name, async (place) => {
        const { book, options } = place.reconciliation;
        const run = await book.current();
        if (run?.state !== 'working') return refused(409, 'no check or repair is under way');
        const now = options.clock.now();
        const stored = await book.update(run.id, (one) => (one.state === 'working' ? { ...one, state: 'cancelled', finishedAt: now, trouble: null } : null));
        place.reconciliation.wake();
        return { ok: true, value: shown(place, stored ?? run) };
      }),
    repair: (name, { by, mapping = null }) =>
      on<RunView>(name, async (place) => {
        const last = await lastCheck(place);
        if (last === null) return refused(409, noCheck);
        if (mapping !== null && last.checks[mapping] === undefined) return refused(404, `there is no mapping ${mapping} in the last check`);
        return begin(place, newRepair(place.reconciliation.options, { of: last.id, mapping, by, rulesVersion: last.rulesVersion }));
      }),
    define: (name, given) =>
      on(name, async ({ reconciliation }) => {
        await reconciliation.define(given);
        const answer = await reconciliation.definition();
        return { ok: true, value: { definition: answer?.definition ?? null, isOwn: answer?.isOwn ?? false } };
      }),
    records: (name, { bucket, names, ...paging }) =>
      on<Page<EntryRow> & { readonly names: Names }>(name, async (place) => {
        const last = await lastCheck(place);
        if (last === null) return refused(409, noCheck);
        const page = await pageOf(place, ENTRY, { group: groupOf(last, bucket), ...paging });
        const items = page.items.map((body) => entryRow(entrySchema.parse(body)));
        return named(place, items, { next: page.next, names });
      }),
    faults: (name, { mapping, names, ...paging }) =>
      on<Page<FaultRow> & { readonly names: Names }>(name, async (place) => {
        const last = await lastCheck(place);
        if (last === null) return refused(409, noCheck);
        const page = await pageOf(place, FAULT, { group: groupOf(last, mapping), ...paging });
        const items = page.items.map((body) => faultSchema.parse(body));
        return named(place, items, { next: page.next, names });
      }),
    ledger: (name, { state, names, ...paging }) =>
      on(name, async (place) => {
        const page = await pageOf(place, LEDGER, { ...(state === undefined ? {} : { group: state }), ...paging, isDescending: true });
        const items = page.items.map((body) => ledgerRow(ledgerSchema.parse(body)));
        return named(place, items, { next: page.next, names });
      }),
    export: (name, { what, after }) =>
      on<Export>(name, async (place) => {
        const last = await lastCheck(place);
        if (last === null) return refused(409, noCheck);
        if (what === 'ledger') return { ok: true, value: await ledgerText(place, after) };
        return { ok: true, value: what === 'report' ? await reportText(place, last, after) : await faultText(place, last, after) };
      }),
  };
}

const entryRow = (entry: Entry): EntryRow => ({
  ...entry,
  refs: entry.other === null ? [entry.ref] : [entry.ref, entry.other],
  words: wordsOf(partsOf(entry.bucket)).words,
});
export type HandoffRow = LedgerRow & { readonly refs: readonly RecordRef[]; /** Why it is not handed over; null otherwise. */ readonly words: string | null };
const ledgerRow = (row: LedgerRow): HandoffRow => ({
  ...row,
  refs: row.salesforce === null ? [row.hubspot] : [row.hubspot, row.salesforce],
  words: row.reason === null ? null : wordsOf(partsOf(row.reason)).words,
});
const ledgerCounts = (counts: Readonly<Record<string, number>>): Overview['ledger'] => {
  const of = (state: HandoffState): number => counts[state] ?? 0;
  return { 'not-handed': of('not-handed'), received: of('received'), accepted: of('accepted'), refused: of('refused') };
};

/** The last check that came to its end. */
async function lastCheck({ reconciliation }: ReconciliationPlace): Promise<Run | null> {
  let after: string | null = null;
  do {
    const page: Page<Run> = await reconciliation.book.list({ limit: 50, ...(after === null ? {} : { after }) });
    const found = page.items.find(({ kind, state }) => kind === 'check' && state === 'done');
    if (found !== undefined) return found;
    after = page.next;
  } while (after !== null);
  return null;
}

type Listing = Paging & { readonly group?: string; readonly isDescending?: boolean };
async function pageOf({ store, id }: ReconciliationPlace, kind: string, { after, ...listing }: Listing): Promise<Page<unknown>> {
  const { items, next } = await store.listDocuments(id, kind, { ...listing, ...(after === undefined ? {} : { after }) });
  return { items: items.map(({ body }): unknown => JSON.parse(body)), next };
}

/** A page of rows, with the names of the records on it. */
async function named<Row extends { readonly refs: readonly RecordRef[] }>(
  place: ReconciliationPlace,
  items: readonly Row[],
  { next, names }: { readonly next: string | null } & Pick<Naming, 'names'>,
): Answer<Page<Row> & { readonly names: Names }> {
  const refs = items.flatMap((row) => row.refs);
  return { ok: true, value: { items, next, names: await nameAll(place, refs, names) } };
}

async function nameAll(place: ReconciliationPlace, refs: readonly RecordRef[], names: Naming['names']): Promise<Names> {
  const [gateways, rulebook] = [place.gateways(), place.rulebook()];
  if (names === 'none' || gateways === null || rulebook === null) return {};
  const asked = names === 'both' ? refs : refs.filter(({ side }) => side === 'hubspot');
  const found = await namesOf({ gateways, rulebook }, asked);
  // As the pages know them: by id.
  return Object.fromEntries(
    asked.flatMap((ref) => {
      const name = found[nameKey(ref)];
      return name === undefined ? [] : [[ref.id, name]];
    }),
  );
}

// --- exports ---------------------------------------------------------------------------------------------------------

const idOf = (refs: readonly RecordRef[], side: RecordRef['side']): RecordRef | undefined => refs.find((ref) => ref.side === side);
const ends = (refs: readonly RecordRef[], names: Names): readonly (string | null)[] => {
  const [hubspot, salesforce] = [idOf(refs, 'hubspot'), idOf(refs, 'salesforce')];
  return [
    hubspot?.id ?? null,
    hubspot === undefined ? null : (names[hubspot.id] ?? null),
    salesforce?.object ?? null,
    salesforce?.id ?? null,
    salesforce === undefined ? null : (names[salesforce.id] ?? null),
  ];
};
const endTitles = ['HubSpot id', 'HubSpot name', 'Salesforce object', 'Salesforce id', 'Salesforce name'] as const;

/** Record by record, a bucket after the other; the page's name is the bucket's place and the store's page within it. */
async function reportText(place: ReconciliationPlace, last: Run, after: string | undefined): Promise<Export> {
  const report = reportOf(last.report?.counts ?? {});
  const ids = ['both', ...report.buckets.map(({ id }) => id)];
  const [index = '0', ...rest] = (after ?? '0').split('|');
  const bucket = ids[Number(index)];
  if (bucket === undefined) return { text: '', next: null };
  const within = rest.join('|');
  const page = await pageOf(place, ENTRY, { group: groupOf(last, bucket), limit: exportPage, after: within === '' ? undefined : within });
  const rows = page.items.map((body) => entryRow(entrySchema.parse(body)));
  const names = await nameAll(
    place,
    rows.flatMap(({ refs }) => refs),
    'both',
  );
  const { only, code } = partsOf(bucket);
  const head = after === undefined ? [['Counted by', 'Reason', 'Why', ...endTitles]] : [];
  const by = only === null ? 'both' : only === 'hubspot' ? 'HubSpot only' : 'Salesforce only';
  const text = csvOf([...head, ...rows.map(({ refs, words }) => [by, code, words, ...ends(refs, names)])]);
  const next = page.next === null ? (Number(index) + 1 < ids.length ? String(Number(index) + 1) : null) : `${index}|${page.next}`;
  return { text, next };
}

async function faultText(place: ReconciliationPlace, last: Run, after: string | undefined): Promise<Export> {
  const mappings = Object.keys(last.checks);
  const [index = '0', ...rest] = (after ?? '0').split('|');
  const mapping = mappings[Number(index)];
  if (mapping === undefined) return { text: '', next: null };
  const within = rest.join('|');
  const page = await pageOf(place, FAULT, { group: groupOf(last, mapping), limit: exportPage, after: within === '' ? undefined : within });
  const rows = page.items.map((body) => faultSchema.parse(body));
  const names = await nameAll(
    place,
    rows.flatMap(({ refs }) => refs),
    'both',
  );
  const head = after === undefined ? [['Mapping', 'What', 'Fields', ...endTitles]] : [];
  const fieldsOf = ({ fields }: FoundFault): string => fields.map(({ side, field }) => `${side}.${field}`).join(' ');
  const text = csvOf([...head, ...rows.map((row) => [row.mapping, row.kind, fieldsOf(row), ...ends(row.refs, names)])]);
  const next = page.next === null ? (Number(index) + 1 < mappings.length ? String(Number(index) + 1) : null) : `${index}|${page.next}`;
  return { text, next };
}

async function ledgerText(place: ReconciliationPlace, after: string | undefined): Promise<Export> {
  const page = await pageOf(place, LEDGER, { limit: exportPage, after, isDescending: true });
  const rows = page.items.map((body) => ledgerRow(ledgerSchema.parse(body)));
  const names = await nameAll(
    place,
    rows.flatMap(({ refs }) => refs),
    'both',
  );
  const titles = ['State', 'Counted now', 'Counted', 'Counted by', 'Handed over', 'How', 'Received', 'Accepted or refused', 'That time is', 'Reason'];
  const head = after === undefined ? [[...titles, ...endTitles]] : [];
  const line = (row: (typeof rows)[number]): readonly (string | null)[] => [
    ...[row.state, row.isCounted ? 'yes' : 'no', instantText(row.countedAt), row.countedBy, instantText(row.handedAt), row.handedBy],
    ...[instantText(row.receivedAt), instantText(row.decidedAt), row.decidedBy, row.reason === null ? null : partsOf(row.reason).code],
    ...ends(row.refs, names),
  ];
  return { text: csvOf([...head, ...rows.map(line)]), next: page.next };
}

export { handoffStates };
