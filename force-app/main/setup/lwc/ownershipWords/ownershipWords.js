/** A rule in words: what happens to edits, to blanks, to values. Pure. */
import { fillLabel } from 'c/syncFormat';
import { pairsOf } from 'c/ownershipRules';
import { ownership as label } from 'c/ownershipLabels';

/** @param {object} rule as the matrix has it @returns {string} what the rule does, as sentences */
export function ruleSentence(rule) {
  if (rule.isEnabled === false || rule.direction === 'Off') return label.sentenceOff;
  const other = rule.owner === 'Salesforce' ? 'HubSpot' : 'Salesforce';
  const isTwoWay = rule.direction === 'Two-way';
  const edits = isTwoWay
    ? [label.sentenceTwoWay, fillLabel(label[`sentence_${(rule.policy ?? '').replace(' ', '')}`] ?? '', rule.owner, rule.windowMinutes ?? 0)]
    : [
        fillLabel(label.sentenceOneWay, rule.owner, other),
        fillLabel(rule.nonOwnerEdit === 'Tolerate' ? label.sentenceTolerate : label.sentenceEnforce, other, rule.owner),
      ];
  return [...edits, ...(rule.isProtected ? [label.sentenceProtected] : []), rule.blank === 'Ignore' ? label.sentenceIgnore : label.sentencePropagate].join(' ');
}

/**
 * What a changed rule means for edits to come, when no value changes now.
 * @param {{rule: object, fields: {name: string, before: *, after: *}[]}} change as `compareRules` answers
 * @returns {string}
 */
export function fromNowOn({ rule, fields }) {
  const map = fields.find(({ name }) => name === 'valueMap');
  const known = new Set(pairsOf(map?.before).map(({ salesforce, hubspot }) => `${salesforce} = ${hubspot}`));
  const fresh = pairsOf(map?.after)
    .map(({ salesforce, hubspot }) => `${salesforce} = ${hubspot}`)
    .filter((pair) => !known.has(pair));
  return [ruleSentence(rule), ...(fresh.length > 0 ? [fillLabel(label.previewMapNow, fresh.join('; '))] : [])].join(' ');
}
