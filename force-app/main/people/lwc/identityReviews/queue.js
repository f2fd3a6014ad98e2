/** The queue of questions: what each one says, which may be answered together, and which comes next. Pure. */
import { fillLabel, formatDateTime, formatPercent } from 'c/syncFormat';
import { label } from 'c/identityLabels';

const KINDS = { match: label.kindMatch, cluster: label.kindCluster };

/** @param {object} review @param {object} names by Salesforce id @returns {string} whom it is about */
export function titleOf({ refs }, names) {
  const named = refs.find(({ id }) => names[id]);
  if (named) return names[named.id];
  const [first] = refs;
  return first ? fillLabel(label.nameless, first.object, first.id) : '';
}

/** @param {object} review @param {object} names by Salesforce id @returns {object} the same in words */
export function wordsOf(review, names) {
  const { kind, refs, confidence, evidence, explanation, openedAt } = review;
  const kindText = KINDS[kind] ?? kind;
  const confidenceText = Number.isFinite(confidence) ? fillLabel(label.confidence, formatPercent(confidence)) : null;
  return {
    ...review,
    title: titleOf(review, names),
    kindText,
    confidenceText,
    // The explanation of some questions names the evidence already.
    evidenceText: evidence && !explanation.includes(evidence) ? fillLabel(label.evidence, evidence) : null,
    about: [kindText, fillLabel(label.records, refs.length), confidenceText].filter(Boolean).join(' · '),
    since: fillLabel(label.since, formatDateTime(openedAt)),
  };
}

/** @param {object} review @returns {boolean} whether its records are one of each system: then nobody has to choose which one is kept */
export const isPair = ({ refs }) => refs.length === 2 && refs[0].side !== refs[1].side;

/** @param {object[]} items @param {string|null} key @param {number} step @returns {string|null} the key so many places on, from the other end after the last */
export function keyBeside(items, key, step) {
  if (items.length === 0) return null;
  const place = items.findIndex((item) => item.key === key);
  return items[(place + step + items.length) % items.length].key;
}

/** @param {object[]} items @param {string[]} gone @param {string|null} key @returns {string|null} where to go on once some are answered */
export function keyAfter(items, gone, key) {
  const place = Math.max(
    0,
    items.findIndex((item) => item.key === key),
  );
  const rest = [...items.slice(place), ...items.slice(0, place)].filter((item) => !gone.includes(item.key));
  return rest[0]?.key ?? null;
}
