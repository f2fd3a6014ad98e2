/** Two small CRMs that know relations alone: rows and a lookup on one side, associations on the other. People and the bridge write them alike. */
import type { Side } from '../../src/domain/index.ts';
import type { AssociationKind, AssociationPut, RelationRow, RelationTable, RowWrite } from '../../src/engine/index.ts';

export const PLAIN: AssociationKind = { category: 'HUBSPOT_DEFINED', typeId: 3, label: null };
export const PRIMARY: AssociationKind = { category: 'USER_DEFINED', typeId: 1, label: 'Primary' };
export const PARENT: AssociationKind = { category: 'HUBSPOT_DEFINED', typeId: 14, label: 'Parent company' };
export const COMPANIES: AssociationKind = { category: 'HUBSPOT_DEFINED', typeId: 450, label: null };
export const LABELS: readonly AssociationKind[] = ['Decision maker', 'Champion', 'Private'].map((label, at) => ({
  category: 'USER_DEFINED',
  typeId: at + 2,
  label,
}));
export const ROLES = [
  { salesforce: 'Decision Maker', hubspot: 'Decision maker' },
  { salesforce: 'Evaluator', hubspot: 'Champion' },
];

export type Row = { readonly id: string; from: string; to: string; role: string | null; isPrimary: boolean; isDeleted: boolean; modifiedAt: number };
/** Who wrote. `cascade`: a record went and took its relations along. */
export type Author = 'person' | 'bridge' | 'cascade';
/** A relation that came or went on a side. Ends are numbers shared by both sides. */
export type Turn = { readonly side: Side; readonly from: number; readonly to: number; readonly isThere: boolean; readonly by: Author };

export const sf = (kind: 'deal' | 'person' | 'company', at: number): string =>
  `${{ deal: '006', person: '003', company: '001' }[kind]}${String(at).padStart(3, '0')}`;
export const hs = (at: number): string => String(at + 100);
const numberOf = (id: string): number => (id.startsWith('0') ? Number(id.slice(3)) : Number(id) - 100);

export function createCrm(now: () => number, onTurn: (turn: Turn) => void) {
  const rows = new Map<string, Row>();
  const associations = new Map<string, readonly AssociationKind[]>();
  const parents = new Map<string, string>();
  const modified = new Map<string, number>();
  const gone = new Set<string>();
  let ids = 0;
  let writes = 0;

  const live = (from?: string): Row[] => [...rows.values()].filter((row) => !row.isDeleted && (from === undefined || row.from === from));
  const turn = (side: Side, from: string, to: string, isThere: boolean, by: Author): void =>
    onTurn({ side, from: numberOf(from), to: numberOf(to), isThere, by });
  const stamp = (row: Row): void => void (row.modifiedAt = now());
  function drop(row: Row, by: Author): void {
    row.isDeleted = true;
    stamp(row);
    if (live(row.from).every(({ to }) => to !== row.to)) turn('salesforce', row.from, row.to, false, by);
  }
  function makePrimary(row: Row): void {
    for (const other of live(row.from)) if (other.isPrimary && other !== row) Object.assign(other, { isPrimary: false, modifiedAt: now() });
    row.isPrimary = true;
  }
  /** One write to Salesforce; the code it is refused with, null when it is done. */
  function write(change: RowWrite, by: Author): string | null {
    writes += by === 'bridge' ? 1 : 0;
    if (change.kind === 'point') {
      if (gone.has(change.from) || (change.to !== null && gone.has(change.to))) return 'ENTITY_IS_DELETED';
      for (let above = change.to ?? undefined; above !== undefined; above = parents.get(above)) if (above === change.from) return 'CIRCULAR_DEPENDENCY';
      const before = parents.get(change.from);
      if (change.to === null) parents.delete(change.from);
      else parents.set(change.from, change.to);
      modified.set(change.from, now());
      if (before !== undefined && before !== change.to) turn('salesforce', change.from, before, false, by);
      if (change.to !== null && before !== change.to) turn('salesforce', change.from, change.to, true, by);
      return null;
    }
    if (change.kind === 'create') {
      if (gone.has(change.from) || gone.has(change.to)) return 'ENTITY_IS_DELETED';
      const wasThere = live(change.from).some(({ to }) => to === change.to);
      const id = `00K${String((ids += 1)).padStart(4, '0')}`;
      const row: Row = { id, from: change.from, to: change.to, role: change.roles[0] ?? null, isPrimary: false, isDeleted: false, modifiedAt: now() };
      rows.set(id, row);
      if (change.isPrimary) makePrimary(row);
      if (!wasThere) turn('salesforce', row.from, row.to, true, by);
      return null;
    }
    const row = rows.get(change.id);
    if (row === undefined || row.isDeleted) return 'ENTITY_IS_DELETED';
    if (change.kind === 'delete') drop(row, by);
    else {
      if (change.roles !== undefined) row.role = change.roles[0] ?? null;
      if (change.isPrimary === true) makePrimary(row);
      else if (change.isPrimary === false) row.isPrimary = false;
      stamp(row);
    }
    return null;
  }
  const key = (object: string, from: string, to: string): string => `${object}|${from}|${to}`;
  function put(object: string, { fromId, toId, kinds }: AssociationPut, by: Author): string | null {
    writes += by === 'bridge' ? 1 : 0;
    if (kinds.length > 0 && (gone.has(`${object}:${fromId}`) || gone.has(`far:${object}:${toId}`))) return 'OBJECT_NOT_FOUND';
    if (object === 'companies' && kinds.length > 0)
      for (let above: string | undefined = toId; above !== undefined; above = targetsOf(object, above).find(({ kinds: held }) => shows(object, held))?.id)
        if (above === fromId) return 'CIRCULAR_HIERARCHY';
    const before = associations.get(key(object, fromId, toId));
    const one = object === 'deals' ? PRIMARY : PARENT;
    if (kinds.some(({ typeId }) => typeId === one.typeId))
      for (const { id, kinds: held } of targetsOf(object, fromId)) {
        if (id === toId || held.every(({ typeId }) => typeId !== one.typeId)) continue;
        const left = held.filter(({ typeId }) => typeId !== one.typeId);
        setKinds(key(object, fromId, id), left);
        if (!shows(object, left)) turn('hubspot', fromId, id, false, by);
      }
    setKinds(key(object, fromId, toId), kinds);
    const isThere = shows(object, kinds);
    if (shows(object, before ?? []) !== isThere) turn('hubspot', fromId, toId, isThere, by);
    return null;
  }
  /** Whether these kinds are the relation the rule means. */
  const shows = (object: string, kinds: readonly AssociationKind[]): boolean =>
    object === 'deals' ? kinds.length > 0 : kinds.some(({ typeId }) => typeId === PARENT.typeId);
  function setKinds(name: string, kinds: readonly AssociationKind[]): void {
    if (kinds.length === 0) associations.delete(name);
    else associations.set(name, kinds);
  }

  const targetsOf = (object: string, from: string) =>
    [...associations].flatMap(([name, kinds]) => (name.startsWith(`${object}|${from}|`) ? [{ id: name.split('|')[2] ?? '', kinds }] : []));

  return {
    write,
    put,
    writes: () => writes,
    live,
    parentOf: (id: string) => parents.get(id),
    kindsOf: (object: string, from: string, to: string) => associations.get(key(object, from, to)) ?? [],
    targetsOf,
    isGone: (id: string) => gone.has(id),
    /** A person goes on one side, and with it their relations there. */
    goPerson(side: Side, at: number): void {
      if (side === 'salesforce') {
        gone.add(sf('person', at));
        for (const row of live()) if (row.to === sf('person', at)) drop(row, 'cascade');
        return;
      }
      gone.add(`contacts:${hs(at)}`).add(`far:deals:${hs(at)}`);
      for (const name of [...associations.keys()])
        if (name.startsWith('deals|') && name.endsWith(`|${hs(at)}`)) {
          associations.delete(name);
          turn('hubspot', name.split('|')[1] ?? '', hs(at), false, 'cascade');
        }
    },
    rowsOf(table: RelationTable, from: readonly string[]): readonly RelationRow[] {
      if (table.fromField === 'Id')
        return from.flatMap((id) => {
          const to = parents.get(id);
          return to === undefined ? [] : [{ id, from: id, to, roles: [], isPrimary: false, isFixed: false }];
        });
      return live()
        .filter((row) => from.includes(row.from))
        .map(({ id, from: near, to, role, isPrimary }) => ({ id, from: near, to, roles: role === null ? [] : [role], isPrimary, isFixed: false }));
    },
    changed: (table: RelationTable, since: number) =>
      table.fromField === 'Id'
        ? [...modified].flatMap(([from, at]) => (at >= since ? [{ from, to: parents.get(from) ?? null, at }] : []))
        : [...rows.values()].flatMap(({ from, to, modifiedAt }) => (modifiedAt >= since ? [{ from, to, at: modifiedAt }] : [])),
    fromOf: (ids: readonly string[]) => ids.flatMap((id) => rows.get(id)?.from ?? []),
  };
}
export type Crm = ReturnType<typeof createCrm>;
