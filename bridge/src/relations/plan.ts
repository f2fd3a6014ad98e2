/** From what was seen of a set to what is to be done: pure. */
import { areAlike, mergePair, mergeSingle, NEVER_MET, otherSide, settlePair, sortRoles, translateRoles } from '../domain/index.ts';
import type { Fingerprinter, PairMemory, PairState, PairStep, Presence, RelationPolicy, StepReason } from '../domain/index.ts';
import type { Link, LinkId, Side } from '../domain/model.ts';
import type { Member, SetLook } from './look.ts';
import { isKind } from './place.ts';
import type { Place } from './place.ts';
import type { RelationParts } from './ports.ts';

/** What one side is to hold of a relation; null = nothing. */
export type Target = { readonly side: Side; readonly roles: readonly string[] | null; readonly reason?: StepReason };
export type PairPlan = {
  readonly link: Link;
  readonly member: Member;
  /** What was agreed before, once it is known what landed. */
  readonly base: PairState;
  /** Null: nothing to write. */
  readonly target: Target | null;
  /** What the two agree on: at once without a target, else when it landed. */
  readonly agree: PairState;
};
export type SinglePlan = {
  readonly base: PairState;
  readonly agree: PairState;
  /** `to` null: cleared. `from`: what the side points to now. */
  readonly target: { readonly side: Side; readonly to: Link | null; readonly from: Link | null; readonly reason?: StepReason } | null;
};
export type Trouble = { readonly code: string; readonly side: Side; readonly field: string | null; readonly option?: string; readonly link: Link };
export type SetPlan = {
  readonly look: SetLook;
  readonly pairs: readonly PairPlan[];
  readonly single: SinglePlan;
  readonly troubles: readonly Trouble[];
};
export type PlanPorts = { readonly fingerprint: Fingerprinter; readonly parts?: Partial<RelationParts> | undefined };

const both = <T>(salesforce: T, hubspot: T) => ({ salesforce, hubspot });

/** Names of a member's roles, known ones in the rule's order; null where the side does not have it. */
export function rolesOf(place: Place, member: Member, side: Side): { readonly known: readonly string[]; readonly unknown: readonly string[] } | null {
  const { labels } = place.rule;
  if (side === 'salesforce') return member.rows.length === 0 ? null : sortRoles(labels, side, [...new Set(member.rows.flatMap(({ roles }) => roles))]);
  if (member.kinds === null) return null;
  // HubSpot's own labels (a primary, a parent) are no roles, unless the rule says so.
  const isRole = (label: string, category: string): boolean => category !== 'HUBSPOT_DEFINED' || labels.some((pair) => pair.hubspot === label);
  const own = member.kinds.flatMap((kind) => (kind.label === null || isKind(kind, place.primary) || !isRole(kind.label, kind.category) ? [] : [kind.label]));
  return sortRoles(labels, side, own);
}

/** Kept by the platforms themselves: the contact's own account, HubSpot's primary company. */
export function isFixed(place: Place, member: Member, side: Side): boolean {
  if (place.table.fixedField === null) return false;
  return side === 'salesforce' ? member.rows.some((row) => row.isFixed) : (member.kinds ?? []).some((kind) => isKind(kind, place.primary));
}

export function planSet(ports: PlanPorts, place: Place, look: SetLook): SetPlan {
  const { rule } = place;
  const memories = new Map(look.pairs.map(({ link, memory }) => [link, memory]));
  if (rule.kind === 'lookup') return { look, pairs: [], single: planPointer(ports, place, look), troubles: [] };
  const planned = look.members.map((member) => planPair(ports, place, { member, memory: memories.get(member.link.id) ?? NEVER_MET }));
  const pairs = planned.map(({ pair }) => pair);
  return { look, pairs, single: planPrimary(ports, place, look), troubles: planned.flatMap(({ troubles }) => troubles) };
}

/** Pairs of the memory that neither side shows any more. */
export function forgotten(look: SetLook): readonly LinkId[] {
  const shown = new Set(look.members.map(({ link }) => link.id));
  return look.pairs.map(({ link }) => link).filter((link) => !shown.has(link) && !look.frozen.has(link));
}

type Met = { readonly member: Member; readonly memory: PairMemory };

function planPair(ports: PlanPorts, place: Place, { member, memory }: Met): { readonly pair: PairPlan; readonly troubles: readonly Trouble[] } {
  const { rule } = place;
  const { link } = member;
  const [inSalesforce, inHubSpot] = [rolesOf(place, member, 'salesforce'), rolesOf(place, member, 'hubspot')];
  const print = (roles: readonly string[]): Presence => ports.fingerprint(`relation.${rule.key}`, roles.join(';'));
  const now = both(inSalesforce === null ? null : print(inSalesforce.known), inHubSpot === null ? null : print(inHubSpot.known));
  const base = (ports.parts?.settlePair ?? settlePair)(memory, now);
  const isAlike = areAlike(rule.labels, inSalesforce?.known ?? [], inHubSpot?.known ?? []);
  const step = (ports.parts?.mergePair ?? mergePair)(rule, { base, now, isAlike });
  const shown = both(inSalesforce?.known ?? [], inHubSpot?.known ?? []);
  const troubles = unknownRoles(place, member, both(inSalesforce?.unknown ?? [], inHubSpot?.unknown ?? []));
  const leave = (state: PairState) => ({ pair: { link, member, base, target: null, agree: state }, troubles });
  if (step.kind === 'keep') return leave(step.state);
  const other = otherSide(step.side);
  // The contact's own account is no relation of ours to make or take away; only its roles are.
  if (isFixed(place, member, step.side) && step.kind === 'remove') return leave(base);
  if (isFixed(place, member, other) && now[step.side] === null) return leave(base);
  const why = step.reason === undefined ? {} : { reason: step.reason };
  if (step.kind === 'remove') return { pair: { link, member, base, target: { side: step.side, roles: null, ...why }, agree: NEVER_MET }, troubles };
  const wanted = translateRoles(rule.labels, other, shown[other]);
  const roles = step.side === 'hubspot' ? wanted.filter((label) => !place.missing.includes(label)) : inRoom(place, member, wanted);
  const lost = step.side === 'salesforce' ? wanted.filter((role) => !roles.includes(role)) : [];
  const several: readonly Trouble[] = lost.map((option) => ({
    code: 'relation-several-roles',
    side: 'salesforce',
    field: place.table.roleField,
    option,
    link,
  }));
  const agree = { ...now, [step.side]: print(sortRoles(rule.labels, step.side, roles).known) };
  if (now[step.side] === agree[step.side]) return { ...leave(agree), troubles: [...troubles, ...several] };
  return { pair: { link, member, base, target: { side: step.side, roles, ...why }, agree }, troubles: [...troubles, ...several] };
}

/** A row holds one role, unless the field is a multi-select: what is there already and wanted stays, the first others fill the rest. */
function inRoom({ holdsSeveral, table, rule }: Place, { rows }: Member, wanted: readonly string[]): readonly string[] {
  if (table.roleField === null) return [];
  if (holdsSeveral) return wanted;
  // A role the rule does not know is the org's own: it is not overwritten.
  const isOwn = (roles: readonly string[]): boolean => roles.length > 0 && sortRoles(rule.labels, 'salesforce', roles).known.length === 0;
  const room = rows.length === 0 ? 1 : rows.filter(({ roles }) => !isOwn(roles)).length;
  const held = wanted.filter((role) => rows.some(({ roles }) => roles.includes(role)));
  return [...held, ...wanted.filter((role) => !held.includes(role))].slice(0, room);
}

function unknownRoles(
  { rule, table, missing }: Place,
  { link }: Member,
  unknown: { readonly salesforce: readonly string[]; readonly hubspot: readonly string[] },
): readonly Trouble[] {
  const far = (side: Side): Side => otherSide(side);
  const unmapped = (['salesforce', 'hubspot'] as const).flatMap((side) =>
    unknown[side].map((option): Trouble => ({ code: 'relation-role-unmapped', side: far(side), field: table.roleField, option, link })),
  );
  const absent = missing.filter((label) => rule.labels.some((pair) => pair.hubspot === label && pair.salesforce !== ''));
  return [...unmapped, ...absent.map((option): Trouble => ({ code: 'relation-label-missing', side: 'hubspot', field: table.roleField, option, link }))];
}

// --- one of a set ------------------------------------------------------------------------------------------------------

type Shown = { readonly salesforce: Link | null; readonly hubspot: Link | null };

/** The pair of a value of which there is one. `isBlind`: what a side shows cannot be named yet, so nothing is decided. */
function planOne(
  ports: PlanPorts,
  policy: RelationPolicy,
  { memory, shown, isBlind }: { readonly memory: PairMemory; readonly shown: Shown; readonly isBlind: boolean },
): SinglePlan {
  const print = (link: Link | null): Presence => (link === null ? null : ports.fingerprint('relation.link', link.id));
  const now = both(print(shown.salesforce), print(shown.hubspot));
  if (isBlind) return { base: memory, agree: memory, target: null };
  const base = (ports.parts?.settlePair ?? settlePair)(memory, now);
  const step: PairStep = (ports.parts?.mergeSingle ?? mergeSingle)(policy, { base, now });
  if (step.kind === 'keep') return { base, agree: step.state, target: null };
  const why = step.reason === undefined ? {} : { reason: step.reason };
  const to = step.kind === 'put' ? shown[otherSide(step.side)] : null;
  return { base, agree: both(print(to), print(to)), target: { side: step.side, to, from: shown[step.side], ...why } };
}

function planPointer(ports: PlanPorts, { rule }: Place, look: SetLook): SinglePlan {
  const pointed = (has: (member: Member) => boolean): Link | null => look.members.find(has)?.link ?? null;
  const shown = { salesforce: pointed(({ rows }) => rows.length > 0), hubspot: pointed(({ kinds }) => kinds !== null) };
  return planOne(ports, rule, { memory: look.unit.body.single, shown, isBlind: look.waiting.length > 0 || look.frozen.size > 0 });
}

function planPrimary(ports: PlanPorts, { rule, table, primary }: Place, look: SetLook): SinglePlan {
  const memory = look.unit.body.single;
  if (table.primaryField === null || primary === null) return { base: memory, agree: memory, target: null };
  const shown = {
    salesforce: look.members.find(({ rows }) => rows.some(({ isPrimary }) => isPrimary))?.link ?? null,
    hubspot: look.members.find(({ kinds }) => kinds?.some((kind) => isKind(kind, primary)) === true)?.link ?? null,
  };
  const isBlind = (shown.salesforce === null || shown.hubspot === null) && (look.waiting.length > 0 || look.frozen.size > 0);
  // A primary that was given up is nobody's any more, whatever the rule says of removals.
  return planOne(ports, { ...rule, carriesRemovals: true }, { memory, shown, isBlind });
}
