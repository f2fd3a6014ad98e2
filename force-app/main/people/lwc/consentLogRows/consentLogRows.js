/**
 * Words for what the consent log holds: rows, rules, faults, states. Pure.
 * Tests: __tests__ beside this file.
 */
import { fillLabel, formatDateTime } from 'c/syncFormat';
import { label } from 'c/consentLogLabels';

const KINDS = {
  withdrawn: label.kindWithdrawn,
  confirmed: label.kindConfirmed,
  inherited: label.kindInherited,
  written: label.kindWritten,
  'opt-in-written': label.kindOptInWritten,
  'taken-back': label.kindTakenBack,
  ended: label.kindEnded,
  refused: label.kindRefused,
  deferred: label.kindDeferred,
  'created-withdrawn': label.kindCreatedWithdrawn,
  erased: label.kindErased,
};
const BACK = { carried: label.backCarried, 'no-evidence': label.backNoEvidence, rule: label.backRule, 'withdrawn-again': label.backWithdrawnAgain };
const PLACES = { hubspot: label.placeHubSpot, address: label.placeAddress, log: label.placeLog };
const FAULTS = {
  'out-of-order': label.faultOrder,
  'chain-broken': label.faultBroken,
  'row-changed': label.faultRow,
  'person-changed': label.faultPerson,
  'end-missing': label.faultEnd,
};
const STATES = { out: label.stateOut, sent: label.stateSent, cleared: label.stateCleared, given: label.stateGiven };
const DIRECTIONS = { 'two-way': label.twoWay, 'to-hubspot': label.toHubSpot, 'to-salesforce': label.toSalesforce };

/** @returns {{label: string, value: string}[]} choices of the filter */
export const kindOptions = () => [
  { label: label.allKinds, value: '' },
  ...Object.entries(KINDS).map(([value, text]) => ({ label: fillLabel(text, '').replace(/[:\s]+$/, ''), value })),
];

/** @param {string} topic @returns {string} what somebody withdrew from */
export const topicText = (topic) => (topic === 'all' ? label.allEmail : fillLabel(label.subscription, topic));

const placeText = (place) => PLACES[place] ?? place.replace(/^salesforce\./, '').replace('.', ' · ');

/** @param {object} row of the log @returns {object} the same for the table */
export function logRow(row) {
  const { seq, at, kind, topic, place, result, evidence, person, refs } = row;
  const detail = kind === 'taken-back' ? BACK[result] : null;
  const actor = person?.actor && ['withdrawn', 'taken-back'].includes(kind) ? fillLabel(label.by, person.actor) : null;
  return {
    seq,
    when: formatDateTime(at),
    number: fillLabel(label.row, seq),
    what: fillLabel(KINDS[kind] ?? kind, result),
    detail: [detail, actor].filter(Boolean).join(', ') || null,
    topic: topicText(topic),
    place: placeText(place),
    refs: (refs ?? []).map((ref) => ({ ...ref, key: `${ref.side}:${ref.id}` })),
    isErased: person === null && kind !== 'erased',
    proof: evidence ? fillLabel(label.basis, evidence.basis, formatDateTime(evidence.at)) : null,
    explanation: person?.explanation ?? null,
  };
}

/** @param {object} fault of a check @returns {string} */
export const faultText = ({ seq, what }) => fillLabel(label.chainBroken, seq, FAULTS[what] ?? what);

/** @param {object} rule @returns {{key: string, text: string}} */
export const ruleLine = ({ key, salesforceObjects, salesforceField, subscription, direction }) => ({
  key,
  text: fillLabel(label.ruleLine, salesforceObjects.join(', '), salesforceField, topicText(subscription ?? 'all'), DIRECTIONS[direction]),
});

/** @param {object} topic of a person @returns {object} */
export function topicLine({ topic, isWithdrawn, since, places }) {
  const words = isWithdrawn ? fillLabel(label.personOut, topicText(topic), formatDateTime(since)) : fillLabel(label.personIn, topicText(topic));
  const lines = Object.entries(places).map(([place, state]) => ({
    key: place,
    text: fillLabel(label.personPlace, place === 'hubspot' ? label.placeHubSpot : place.replaceAll(':', ' · '), STATES[state] ?? state),
  }));
  return { key: `${topic}${since}`, words, isWithdrawn, lines };
}
