/** What the sync says of a record now, as lines of text. */
import { formatDateTime, fillLabel } from 'c/syncFormat';
import { label } from 'c/operationsLabels';

const STATES = {
  'in-sync': label.standingInSync,
  pending: label.standingPending,
  issue: label.standingIssue,
  review: label.standingReview,
  'out-of-scope': label.standingOutOfScope,
  deleted: label.standingDeleted,
  'not-linked': label.standingNotLinked,
  'never-met': label.standingNeverMet,
};

/** @param {object} standing as the bridge tells it @returns {{key: string, text: string, className: string}[]} the state first, then why */
export function standingWords({ state, explanation, hubspot, issues, reviews, trouble, lastSyncedAt }) {
  const line = (key, text, className = '') => (text ? [{ key, text, className }] : []);
  return [
    ...line('state', STATES[state] ?? state, 'slds-text-title_bold'),
    ...line('explanation', explanation),
    ...line('link', hubspot ? fillLabel(label.linkedTo, hubspot.object, hubspot.id) : ''),
    ...line('synced', Number.isFinite(lastSyncedAt) ? fillLabel(label.asOf, formatDateTime(lastSyncedAt)) : ''),
    ...line('trouble', trouble, 'slds-text-color_error'),
    ...(issues ?? []).flatMap((issue) => line(issue.key, `${issue.label ?? issue.field ?? label.wholeRecord}: ${issue.cause} ${issue.remedy}`)),
    ...(reviews ?? []).flatMap((review) => line(review.key, review.explanation)),
  ];
}
