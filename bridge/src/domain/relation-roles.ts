/** Roles in Salesforce ↔ association labels in HubSpot, by the pairs of a relation rule. Blank stands for a relation without role or label. */
import type { Side, ValuePair } from './model.ts';

/** The names of one relation on its side; without any, the blank one. */
const named = (names: readonly string[]): readonly string[] => (names.length === 0 ? [''] : names);
const far = (side: Side): Side => (side === 'salesforce' ? 'hubspot' : 'salesforce');

/** Names the rule knows, in its order, once each; and those it does not know. */
export function sortRoles(
  labels: readonly ValuePair[],
  side: Side,
  names: readonly string[],
): { readonly known: readonly string[]; readonly unknown: readonly string[] } {
  const rule = [...new Set(labels.map((pair) => pair[side]))].filter((name) => name !== '');
  return { known: rule.filter((name) => names.includes(name)), unknown: labels.length === 0 ? [] : names.filter((name) => !rule.includes(name)) };
}

/** What roles of one side are called on the other: the first pair of each counts. Example: `Decision Maker` → `Decision maker`. */
export function translateRoles(labels: readonly ValuePair[], from: Side, names: readonly string[]): readonly string[] {
  const to = far(from);
  const found = named(names).flatMap((name) => labels.find((pair) => pair[from] === name)?.[to] ?? []);
  return [...new Set(found)].filter((name) => name !== '');
}

const isSame = (left: readonly string[], right: readonly string[]): boolean => left.length === right.length && left.every((name) => right.includes(name));

/** Whether the known roles of a relation mean the same on both sides; read either way, because several roles may share a label. */
export function areAlike(labels: readonly ValuePair[], salesforce: readonly string[], hubspot: readonly string[]): boolean {
  return isSame(translateRoles(labels, 'salesforce', salesforce), hubspot) || isSame(translateRoles(labels, 'hubspot', hubspot), salesforce);
}
