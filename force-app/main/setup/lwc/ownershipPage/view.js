/** What the page shows of a workspace and the edits laid over it. Pure. */
import { fillLabel, formatRelative } from 'c/syncFormat';
import { checkRule, sortTold } from 'c/ownershipChecks';
import { compareRules, editedRules, objectsOf } from 'c/ownershipRules';
import { compareParts } from 'c/ruleParts';
import { ownership as label } from 'c/ownershipLabels';

/** @param {object[]} mappings @param {string} shownKey @returns {object[]} one tab per mapping */
export const tabsOf = (mappings, shownKey) =>
  mappings.map((mapping) => ({
    key: mapping.key,
    label: `${objectsOf(mapping).join(', ')} ↔ ${mapping.hubspotObject}`,
    isShown: mapping.key === shownKey,
  }));

/** @param {object} workspace @returns {Map<string, object>} the live rules by key */
export const liveRulesOf = (workspace) => new Map((workspace?.live?.mappings ?? []).flatMap(({ rules }) => rules.map((rule) => [rule.key, rule])));

/** @returns {object[]} the draft with its unsaved edits, against the live rules */
export function differencesOf({ workspace, base, mappings, edits }) {
  const edited = mappings.map((mapping) => ({ ...mapping, rules: editedRules(mapping, edits) }));
  return [...compareRules(workspace?.live?.mappings, edited), ...compareParts(workspace?.live ?? undefined, base)];
}

/** @returns {string} "Version 3 is live · Draft by Ada, 5 minutes ago" */
export function versionText({ live, draft }) {
  const parts = [live ? fillLabel(label.liveVersion, live.version) : label.noLive];
  if (draft) parts.push(fillLabel(label.draftBy, draft.changedBy ?? '', formatRelative(draft.changedAt)));
  return parts.join(' · ');
}

/** @returns {number} rules that keep the draft from being activated, over all objects whose fields are known */
export function blockersOf({ base, mappings, edits, catalogs, liveRules }) {
  const { byRule } = sortTold(base.problems);
  const isBlocked = (rule, mapping) =>
    checkRule(rule, mapping, catalogs[mapping.key] ?? null, { live: liveRules.get(rule.key), told: byRule.get(rule.key) }).some(
      ({ level }) => level === 'error',
    );
  return mappings.reduce((total, mapping) => total + editedRules(mapping, edits).filter((rule) => isBlocked(rule, mapping)).length, 0);
}
