/** The three cards of the page: either end and the bridge between them. Pure. */
import { fillLabel, formatCount, formatDuration, formatPercent, formatRelative } from 'c/syncFormat';
import { connect as label } from 'c/ownershipLabels';

const unknown = '–';

function budgetOf(budget, help) {
  if (!budget) return null;
  return { percent: Math.round(budget.remaining * 100), text: fillLabel(label.budgetLeft, formatPercent(budget.remaining)), help };
}

/** @param {object} status as the server answered @returns {object[]} */
export function endCards(status) {
  const { org, bridge, identity } = status;
  // Without the bridge nothing is known of either system; that is not the same as not reached.
  const yes = (isOk, good, bad) => {
    if (!bridge) return { stateIcon: 'utility:info', variant: undefined, text: label.notKnown };
    return { stateIcon: isOk ? 'utility:success' : 'utility:error', variant: isOk ? 'success' : 'error', text: isOk ? good : bad };
  };
  const known = (value) => (bridge ? value() : unknown);
  return [
    {
      key: 'salesforce',
      title: label.salesforce,
      icon: 'standard:account',
      ...yes(Boolean(identity?.salesforceUserId), label.reached, label.notReached),
      facts: [
        { name: label.org, value: org.isSandbox ? fillLabel(label.sandboxOrg, org.name) : org.name },
        { name: label.orgId, value: org.id },
        {
          name: label.stream,
          value: known(() => (bridge.stream.isConnected ? fillLabel(label.streamOpen, formatRelative(bridge.stream.lastHeardAt)) : label.streamClosed)),
        },
      ],
      budget: budgetOf(bridge?.budgets?.salesforce, identity?.share ? fillLabel(label.shareOf, formatPercent(identity.share)) : label.shareSalesforce),
    },
    {
      key: 'hubspot',
      title: label.hubspot,
      icon: 'standard:connected_apps',
      ...yes(Boolean(identity?.hubspotAppId), label.reached, label.notReached),
      facts: [
        { name: label.portal, value: identity?.portalId ?? '–' },
        { name: label.app, value: identity?.hubspotAppId ?? '–' },
      ],
      budget: budgetOf(bridge?.budgets?.hubspot, label.shareHubSpot),
    },
    {
      key: 'bridge',
      title: label.bridge,
      icon: 'standard:data_streams',
      ...yes(!bridge?.trouble, label.working, bridge?.trouble),
      ...(bridge ? {} : { stateIcon: 'utility:error', variant: 'error', text: label.notReached }),
      facts: [
        { name: label.rules, value: known(() => (bridge.rulesVersion ? fillLabel(label.rulesVersion, bridge.rulesVersion) : label.noRules)) },
        { name: label.firstSync, value: known(() => (bridge.initialSync.done ? label.firstSyncDone : label.firstSyncRunning)) },
        { name: label.linked, value: formatCount(bridge?.counts?.links) },
        { name: label.waiting, value: known(() => fillLabel(label.waitingText, formatCount(bridge.counts.due), formatDuration(bridge.lagMs))) },
      ],
      budget: null,
    },
  ];
}
