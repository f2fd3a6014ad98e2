/** One look at one object: what is found now, and what counts as known from now on. Pure. */
import type { Instant } from '../domain/model.ts';
import { compareObject } from './compare.ts';
import type { Comparison } from './compare.ts';
import type { Finding, ObjectState, OpenFinding, Snapshot } from './model.ts';

/** The state after a look that answered. */
export function lookedAt(before: ObjectState | null, look: Omit<Comparison, 'known'>, now: Instant): ObjectState {
  const findings = compareObject({ ...look, known: before?.known ?? null });
  const since = new Map(before?.findings.map((one) => [one.id, one.since]));
  const open = findings.map((one): OpenFinding => ({ ...one, since: since.get(one.id) ?? now }));
  return { known: before === null ? look.seen : moved(before.known, look.seen, open), seen: look.seen, findings: open, checkedAt: now, trouble: null };
}

/** What is known follows what is seen, except where a finding tells of the difference. */
function moved(known: Snapshot, seen: Snapshot, findings: readonly Finding[]): Snapshot {
  const told = new Set(findings.flatMap(({ kind, field }) => (kind === 'save-rule' || field === null ? [] : [field])));
  const fields = { ...seen.fields };
  for (const field of told) {
    const before = known.fields[field];
    if (before === undefined) delete fields[field];
    else fields[field] = before;
  }
  return { fields, saveRules: movedRules(known.saveRules, seen.saveRules, findings) };
}

function movedRules(known: Snapshot['saveRules'], seen: Snapshot['saveRules'], findings: readonly Finding[]): Snapshot['saveRules'] {
  // Not told this time: what was known stays known.
  if (seen === null || known === null) return seen ?? known;
  const told = new Set(findings.flatMap(({ kind, id, field }) => (kind === 'save-rule' ? [id.slice(`save-rule:${field ?? ''}:`.length)] : [])));
  return Object.fromEntries(
    Object.entries(seen).flatMap(([name, rule]) => {
      if (!told.has(name)) return [[name, rule] as const];
      const before = known[name];
      return before === undefined ? [] : [[name, before] as const];
    }),
  );
}

/** The state once a person has said that a notice is seen: what it tells of is known now. */
export function acknowledged(state: ObjectState, id: string): ObjectState {
  const found = state.findings.find((one) => one.id === id);
  if (found === undefined) return state;
  const { kind, field } = found;
  const fields = { ...state.known.fields };
  const [before, now] = field === null ? [] : [fields[field], state.seen.fields[field]];
  if (field !== null && before !== undefined && now !== undefined) {
    const { options, inactive, names } = now;
    if (kind === 'type-changed') fields[field] = { ...now, options: before.options, inactive: before.inactive, names: before.names };
    if (kind === 'value-new')
      fields[field] = { ...before, options: [...new Set([...(before.options ?? []), ...(options ?? [])])], names: { ...before.names, ...names } };
    if (kind === 'value-retired')
      fields[field] = { ...before, options: (before.options ?? []).filter((value) => options?.includes(value) !== false), inactive };
  }
  const name = id.slice(`save-rule:${field ?? ''}:`.length);
  const rule = kind === 'save-rule' ? state.seen.saveRules?.[name] : undefined;
  const saveRules = rule === undefined ? state.known.saveRules : { ...state.known.saveRules, [name]: rule };
  return { ...state, known: { fields, saveRules }, findings: state.findings.filter((one) => one.id !== id) };
}
