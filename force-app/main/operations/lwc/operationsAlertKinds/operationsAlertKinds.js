/** What can be watched, and how people can be told. Keys are the values of Alert_Setting__c. */
import { fillLabel } from 'c/syncFormat';
import { label } from 'c/operationsLabels';

export const KINDS = {
  Silence: { label: label.kindSilence, limit: label.limitSilence, sentence: label.sentenceSilence, suggested: 60 },
  Lag: { label: label.kindLag, limit: label.limitLag, sentence: label.sentenceLag, suggested: 60 },
  'Error rate': { label: label.kindErrorRate, limit: label.limitErrorRate, sentence: label.sentenceErrorRate, suggested: 5 },
  Budget: { label: label.kindBudget, limit: label.limitBudget, sentence: label.sentenceBudget, suggested: 20 },
  Credentials: { label: label.kindCredentials, limit: '', sentence: label.sentenceCredentials, suggested: null },
};
export const CHANNELS = {
  Email: { label: label.channelEmail, target: label.targetEmail },
  Webhook: { label: label.channelWebhook, target: label.targetWebhook },
  Notification: { label: label.channelNotification, target: label.targetNotification },
};

/** @param {string} kind @returns {string} what it watches, in words */
export const kindText = (kind) => KINDS[kind]?.label ?? kind;

/** @returns {object} a new setting as the form starts with it */
export const fresh = () => ({ kind: 'Lag', threshold: KINDS.Lag.suggested, channel: 'Email', target: '', enabled: true });

/** @param {object} setting @returns {string} "Changes take longer than 60 seconds" */
export const sentenceOf = ({ kind, threshold }) => fillLabel(KINDS[kind]?.sentence ?? kind, threshold);

/** The address of a webhook is a secret of the chat: its host is enough to recognise it. */
const hostOf = (address) => {
  try {
    return `${new URL(address).host}/…`;
  } catch {
    return address;
  }
};

/** @param {object} setting @param {{id: string, name: string}[]} people @returns {string} who or what is told */
export function targetOf({ channel, target }, people) {
  if (channel === 'Webhook') return hostOf(target);
  return channel === 'Notification' ? (people.find(({ id }) => id === target)?.name ?? target) : target;
}
