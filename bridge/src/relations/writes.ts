/** From plans to calls: rows and associations of many sets together, each answer given back to what it was for. */
import { sortRoles } from '../domain/index.ts';
import type { Instant, LinkId } from '../domain/model.ts';
import type { AssociationKind, AssociationPut, RelationOutcome, RowWrite } from '../engine/ports.ts';
import { isKind } from './place.ts';
import type { Place } from './place.ts';
import type { PairPlan, SetPlan } from './plan.ts';
import type { RelationPorts } from './ports.ts';

/** What a write is for: a pair of a set, or its one value. */
type Purpose = { readonly set: SetPlan; readonly of: LinkId | 'single' };
type Row = { readonly purposes: readonly Purpose[]; readonly write: RowWrite };
type Put = { readonly purposes: readonly Purpose[]; readonly put: AssociationPut };
/** By set and by pair (or `single`): the worst outcome of what was sent for it. Absent = nothing had to be sent. */
export type Outcomes = ReadonlyMap<SetPlan, ReadonlyMap<LinkId | 'single', RelationOutcome>>;

const severity: Readonly<Record<RelationOutcome['kind'], number>> = { ok: 0, later: 1, refused: 2, unknown: 3 };

/** Sends everything the plans ask for. What is taken away goes first, on each side, so that a set has room for what comes. */
export async function send(ports: RelationPorts, place: Place, plans: readonly SetPlan[], sendBy: Instant): Promise<Outcomes> {
  const rows = plans.flatMap((set) => rowsOf(place, set));
  const puts = plans.flatMap((set) => putsOf(place, set));
  const first = (write: RowWrite): number => (write.kind === 'delete' || (write.kind === 'point' && write.to === null) ? 0 : 1);
  const ordered = rows.toSorted((left, right) => first(left.write) - first(right.write));
  const [inSalesforce, inHubSpot] = await Promise.all([
    ordered.length === 0
      ? []
      : ports.salesforce.write(
          place.table,
          ordered.map(({ write }) => write),
          sendBy,
        ),
    puts.length === 0
      ? []
      : ports.hubspot.write(
          { from: place.from.hubspotObject, to: place.to.hubspotObject },
          puts.map(({ put }) => put),
          sendBy,
        ),
  ]);
  const outcomes = new Map<SetPlan, Map<LinkId | 'single', RelationOutcome>>(plans.map((set) => [set, new Map()]));
  const note = (purposes: readonly Purpose[], outcome: RelationOutcome | undefined): void => {
    if (outcome === undefined) throw new Error('a platform answered fewer writes than it was asked for');
    for (const { set, of } of purposes) {
      const before = outcomes.get(set)?.get(of);
      if (before === undefined || severity[outcome.kind] > severity[before.kind]) outcomes.get(set)?.set(of, outcome);
    }
  };
  for (const [at, { purposes }] of ordered.entries()) note(purposes, inSalesforce[at]);
  for (const [at, { purposes }] of puts.entries()) note(purposes, inHubSpot[at]);
  return outcomes;
}

// --- Salesforce ----------------------------------------------------------------------------------------------------------

function rowsOf(place: Place, set: SetPlan): readonly Row[] {
  const { single, look } = set;
  const from = look.link.salesforce?.id ?? '';
  const toSalesforce = single.target?.side === 'salesforce' ? single.target : null;
  if (place.rule.kind === 'lookup')
    return toSalesforce === null ? [] : [{ purposes: [{ set, of: 'single' }], write: { kind: 'point', from, to: toSalesforce.to?.salesforce?.id ?? null } }];
  const rows = set.pairs.flatMap((pair) =>
    rowsOfPair(place, from, pair).map((write): Row => {
      const isPrimary = toSalesforce !== null && toSalesforce.to?.id === pair.link.id;
      const purposes: Purpose[] = [{ set, of: pair.link.id }];
      return write.kind === 'create' && isPrimary ? { purposes: [...purposes, { set, of: 'single' }], write: { ...write, isPrimary } } : { purposes, write };
    }),
  );
  return toSalesforce === null ? rows : withPrimary(set, rows, toSalesforce);
}

/** The row that becomes the primary one; Salesforce takes it from the former by itself. */
function withPrimary(
  set: SetPlan,
  rows: readonly Row[],
  { to, from }: { readonly to: SetPlan['look']['link'] | null; readonly from: SetPlan['look']['link'] | null },
): readonly Row[] {
  const of = 'single' as const;
  if (rows.some(({ purposes }) => purposes.some((purpose) => purpose.of === of))) return rows;
  const link = to ?? from;
  const held = set.look.members.find((member) => member.link.id === link?.id)?.rows[0];
  if (held === undefined || rows.some(({ write }) => write.kind === 'delete' && write.id === held.id)) return rows;
  const isPrimary = to !== null;
  const same = rows.findIndex(({ write }) => write.kind === 'update' && write.id === held.id);
  if (same < 0) return [...rows, { purposes: [{ set, of }], write: { kind: 'update', id: held.id, isPrimary } }];
  return rows.map((row, at) =>
    at === same && row.write.kind === 'update' ? { purposes: [...row.purposes, { set, of }], write: { ...row.write, isPrimary } } : row,
  );
}

function rowsOfPair(place: Place, from: string, { target, member, link }: PairPlan): readonly RowWrite[] {
  if (target?.side !== 'salesforce') return [];
  const { roles } = target;
  if (roles === null) return member.rows.filter(({ isFixed }) => !isFixed).map(({ id }) => ({ kind: 'delete', id }));
  if (member.rows.length === 0) return [{ kind: 'create', from, to: link.salesforce?.id ?? '', roles, isPrimary: false }];
  const known = (names: readonly string[]): readonly string[] => sortRoles(place.rule.labels, 'salesforce', names).known;
  const [first] = member.rows;
  if (place.holdsSeveral && first !== undefined) {
    const own = first.roles.filter((role) => !known([role]).includes(role));
    return [{ kind: 'update', id: first.id, roles: [...roles, ...own] }];
  }
  // One role a row: rows that hold a wanted one stay, the others take what is left, and those beyond it go.
  const left = roles.filter((role) => !member.rows.some((row) => row.roles.includes(role)));
  const open = member.rows.filter((row) => (row.roles.length === 0 || known(row.roles).length > 0) && !row.roles.some((role) => roles.includes(role)));
  return open.flatMap((row, at): readonly RowWrite[] => {
    const role = left[at];
    if (role !== undefined) return [{ kind: 'update', id: row.id, roles: [role] }];
    const isLast = at === 0 && member.rows.length === open.length;
    if (isLast || row.isFixed || !place.rule.carriesRemovals) return row.roles.length === 0 ? [] : [{ kind: 'update', id: row.id, roles: [] }];
    return [{ kind: 'delete', id: row.id }];
  });
}

// --- HubSpot -------------------------------------------------------------------------------------------------------------

const without = (kinds: readonly AssociationKind[], gone: AssociationKind | null): readonly AssociationKind[] => kinds.filter((kind) => !isKind(kind, gone));
const withKind = (kinds: readonly AssociationKind[], more: AssociationKind | null): readonly AssociationKind[] =>
  more === null || kinds.some((kind) => isKind(kind, more)) ? kinds : [...kinds, more];

function putsOf(place: Place, set: SetPlan): readonly Put[] {
  const { look, single } = set;
  const fromId = look.link.hubspot?.id ?? '';
  const mark = place.rule.kind === 'lookup' ? place.pointing : place.primary;
  const kindsNow = (id: string): readonly AssociationKind[] => look.associations.get(id) ?? [];
  const puts = new Map<string, { purposes: Purpose[]; kinds: readonly AssociationKind[] }>();
  for (const { target, link } of set.pairs) {
    const id = link.hubspot?.id ?? '';
    if (target?.side !== 'hubspot') continue;
    const purposes: Purpose[] = [{ set, of: link.id }];
    puts.set(id, { purposes, kinds: target.roles === null ? [] : kindsFor(place, kindsNow(id), target.roles) });
  }
  if (single.target?.side === 'hubspot') {
    const change = (id: string | undefined, to: (kinds: readonly AssociationKind[]) => readonly AssociationKind[]): void => {
      if (id === undefined) return;
      const put = puts.get(id);
      // Nothing is left to mark where the pair itself is taken apart.
      if (put !== undefined && put.kinds.length === 0) return;
      puts.set(id, { purposes: [...(put?.purposes ?? []), { set, of: 'single' }], kinds: to(put?.kinds ?? kindsNow(id)) });
    };
    const { to, from } = single.target;
    change(from?.hubspot?.id, (kinds) => remainder(place, without(kinds, mark)));
    change(to?.hubspot?.id, (kinds) => withKind(withKind(kinds, place.plain), mark));
  }
  return [...puts].map(([toId, { purposes, kinds }]) => ({ purposes, put: { fromId, toId, kinds } }));
}

/** Of a pointer that moved away: nothing, where only the unlabelled association is left that HubSpot added to it. */
function remainder({ rule, plain }: Place, kinds: readonly AssociationKind[]): readonly AssociationKind[] {
  return rule.kind === 'lookup' && kinds.every((kind) => isKind(kind, plain)) ? [] : kinds;
}

/** All labels the pair is to have: what the rule does not know stays. */
function kindsFor({ rule, byLabel, plain }: Place, held: readonly AssociationKind[], labels: readonly string[]): readonly AssociationKind[] {
  const ruled = new Set(rule.labels.map(({ hubspot }) => hubspot));
  const kept = held.filter(({ label }) => label === null || !ruled.has(label));
  return labels.reduce((kinds, label) => withKind(kinds, byLabel.get(label) ?? null), withKind(kept, plain));
}
