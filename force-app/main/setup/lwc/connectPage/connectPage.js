import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import readStatus from '@salesforce/apex/SyncConnectController.status';
import readUser from '@salesforce/apex/SyncConnectController.integrationUser';
import assignPermissionSet from '@salesforce/apex/SyncConnectController.assignPermissionSet';
import startRoundTrip from '@salesforce/apex/SyncConnectController.startRoundTrip';
import readJob from '@salesforce/apex/SyncConnectController.job';
import { reduceErrors } from 'c/syncErrors';
import { fillLabel, formatCount, formatDuration } from 'c/syncFormat';
import { pollJob } from 'c/syncPoll';
import { connect as label } from 'c/ownershipLabels';
import { endCards } from './cards';
import { permissionChecks } from './permissions';

const groupsShown = 5;

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
    return endCards(this.status);
  }

  get hasUser() {
    return Boolean(this.user?.user);
  }
  get userText() {
    const { name, username, profile } = this.user.user;
    return [name, username, profile].filter(Boolean).join(' · ');
  }
  get checks() {
    return permissionChecks(this.user, Boolean(this.status.identity?.salesforceUserId));
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
