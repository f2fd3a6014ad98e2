import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import readStatus from '@salesforce/apex/SyncConnectController.status';
import readUser from '@salesforce/apex/SyncConnectController.integrationUser';
import assignPermissionSet from '@salesforce/apex/SyncConnectController.assignPermissionSet';
import startRoundTrip from '@salesforce/apex/SyncConnectController.startRoundTrip';
import readJob from '@salesforce/apex/SyncConnectController.job';
import { reduceErrors } from 'c/syncErrors';
import { fillLabel, formatCount, formatDuration, formatPercent, formatRelative } from 'c/syncFormat';
import { pollJob } from 'c/syncPoll';
import { connect as label } from 'c/ownershipLabels';
import { fieldAccess } from './permissions';

const groupsShown = 5;
const unknown = '–';
const ICONS = { ok: ['utility:success', 'success'], missing: ['utility:error', 'error'], unknown: ['utility:info', undefined] };

/** Whether both ends are reached, who the bridge signs in as and what that user lacks, and a test of the whole way. */
export default class ConnectPage extends LightningElement {
  @api state = {};

  label = label;
  load = 'loading';
  errors = [];
  status = null;
  user = null;
  userState = 'loading';
  userErrors = [];
  isAssigning = false;
  trip = null;
  tripState = 'idle';
  tripErrors = [];
  #poll = null;

  connectedCallback() {
    this.read();
  }
  disconnectedCallback() {
    this.#poll?.stop();
  }

  async read() {
    this.load = this.status === null ? 'loading' : 'refreshing';
    try {
      this.status = await readStatus();
      this.errors = this.status.trouble ? [this.status.trouble] : [];
      this.load = this.status.trouble ? 'partial' : 'ready';
      await this.readUser();
    } catch (error) {
      this.errors = reduceErrors(error);
      this.load = 'error';
    }
  }
  async readUser() {
    const userId = this.status.identity?.salesforceUserId;
    if (!userId) {
      this.userState = 'empty';
      return;
    }
    this.userState = this.user === null ? 'loading' : 'refreshing';
    try {
      this.user = await readUser({ userId });
      this.userErrors = this.user.trouble ? [this.user.trouble] : [];
      this.userState = this.user.trouble ? 'partial' : 'ready';
    } catch (error) {
      this.userErrors = reduceErrors(error);
      this.userState = 'error';
    }
  }

  get ends() {
    const { org, bridge, identity } = this.status;
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
        budget: this.budgetOf(bridge?.budgets?.salesforce, identity?.share ? fillLabel(label.shareOf, formatPercent(identity.share)) : label.shareSalesforce),
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
        budget: this.budgetOf(bridge?.budgets?.hubspot, label.shareHubSpot),
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
  budgetOf(budget, help) {
    if (!budget) return null;
    return { percent: Math.round(budget.remaining * 100), text: fillLabel(label.budgetLeft, formatPercent(budget.remaining)), help };
  }

  get hasUser() {
    return Boolean(this.user?.user);
  }
  get userText() {
    const { name, username, profile } = this.user.user;
    return [name, username, profile].filter(Boolean).join(' · ');
  }
  get checks() {
    const person = this.user?.user;
    const access = fieldAccess(this.user?.mappings ?? [], this.user?.seen);
    const rows = [
      {
        key: 'active',
        name: label.checkActive,
        why: label.whyActive,
        state: person ? (person.isActive ? 'ok' : 'missing') : 'unknown',
        steps: label.stepsActive,
      },
      {
        key: 'set',
        name: label.checkSet,
        why: label.whySet,
        state: person ? (person.hasPermissionSet ? 'ok' : 'missing') : 'unknown',
        steps: label.stepsSet,
        canAssign: person && !person.hasPermissionSet,
      },
      ...access.map(({ object, fields, hidden, locked }) => ({
        key: object,
        name: fillLabel(label.checkFields, object),
        why: fillLabel(label.whyFields, fields),
        state: hidden.length + locked.length === 0 ? 'ok' : 'missing',
        details: [
          hidden.length > 0 ? fillLabel(label.hidden, hidden.join(', ')) : '',
          locked.length > 0 ? fillLabel(label.locked, locked.join(', ')) : '',
        ].filter(Boolean),
        steps: fillLabel(label.stepsFields, object),
      })),
      { key: 'api', name: label.checkApi, why: label.whyApi, state: this.status.identity?.salesforceUserId ? 'ok' : 'unknown', steps: label.stepsApi },
      { key: 'all', name: label.checkAll, why: label.whyAll, state: 'unknown', steps: label.stepsAll },
      { key: 'convert', name: label.checkConvert, why: label.whyConvert, state: 'unknown', steps: label.stepsConvert },
    ];
    return rows.map((row) => ({
      details: [],
      ...row,
      icon: ICONS[row.state][0],
      variant: ICONS[row.state][1],
      stateText: label[`state_${row.state}`],
      showsSteps: row.state !== 'ok',
    }));
  }

  get hasTrip() {
    return this.tripState !== 'idle';
  }
  get isTesting() {
    return this.tripState === 'loading';
  }
  get legs() {
    const leg = (key, name, { isOk, tookMs, problem }) => ({
      key,
      name,
      icon: isOk ? 'utility:success' : 'utility:error',
      variant: isOk ? 'success' : 'error',
      time: formatDuration(tookMs),
      problem,
      stateText: isOk ? label.state_ok : label.failed,
    });
    const { salesforce, hubspot, event } = this.trip;
    return [leg('salesforce', label.legSalesforce, salesforce), leg('hubspot', label.legHubSpot, hubspot), leg('event', label.legEvent, event)];
  }
  get tripText() {
    const isFine = this.legs.every(({ variant }) => variant === 'success');
    return fillLabel(isFine ? label.tripFine : label.tripTrouble, formatDuration(this.trip.tookMs));
  }

  get troubles() {
    const groups = Array.isArray(this.status.groups) ? this.status.groups : (this.status.groups?.items ?? []);
    return groups.slice(0, groupsShown).map(({ code, mapping, field, count, cause, remedy }) => ({
      key: `${code}${mapping}${field}`,
      count: fillLabel(label.troubleCount, formatCount(count)),
      cause,
      remedy,
    }));
  }
  get hasTroubles() {
    return this.troubles.length > 0;
  }
  get knowsTroubles() {
    return Boolean(this.status.groups);
  }

  async handleAssign() {
    this.isAssigning = true;
    try {
      await assignPermissionSet({ userId: this.user.user.id });
      this.dispatchEvent(new ShowToastEvent({ title: label.assigned, variant: 'success' }));
      await this.readUser();
    } catch (error) {
      this.userErrors = reduceErrors(error);
      this.userState = 'partial';
    } finally {
      this.isAssigning = false;
    }
  }
  async handleTest() {
    this.tripState = 'loading';
    this.tripErrors = [];
    try {
      const { id } = await startRoundTrip();
      this.#poll = pollJob(() => readJob({ id }), { everyMs: 250 });
      this.trip = (await this.#poll).result;
      this.tripState = 'ready';
    } catch (error) {
      this.tripErrors = reduceErrors(error);
      this.tripState = 'error';
    }
  }
  handleOperations() {
    this.dispatchEvent(new CustomEvent('navigate', { detail: { c__step: 'operations' } }));
  }
}
