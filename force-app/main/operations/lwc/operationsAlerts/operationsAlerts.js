import { LightningElement } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { formatDateTime, formatDuration, fillLabel } from 'c/syncFormat';
import { reduceErrors } from 'c/syncErrors';
import { label } from 'c/operationsLabels';
import { kindText } from 'c/operationsAlertKinds';
import getAlerts from '@salesforce/apex/SyncAlertController.alerts';
import acknowledge from '@salesforce/apex/SyncAlertController.acknowledge';

/** What went wrong and when it was over, and below it the settings. */
export default class OperationsAlerts extends LightningElement {
  label = label;
  state = 'loading';
  errors;
  alerts = [];

  connectedCallback() {
    this.load();
  }

  async load() {
    try {
      this.alerts = await getAlerts();
      this.state = this.alerts.length === 0 ? 'empty' : 'ready';
    } catch (error) {
      this.errors = error;
      this.state = 'error';
    }
  }

  handleRetryLoad() {
    this.state = 'loading';
    this.load();
  }
  async handleAcknowledge(event) {
    this.state = 'refreshing';
    try {
      await acknowledge({ alertId: event.target.dataset.id });
    } catch (error) {
      this.dispatchEvent(new ShowToastEvent({ title: label.acknowledge, message: reduceErrors(error).join(' '), variant: 'error' }));
    }
    await this.load();
  }

  get rows() {
    return this.alerts.map((alert) => {
      const lasts = !alert.endedAt;
      const duration = lasts ? label.stillLasts : formatDuration(Date.parse(alert.endedAt) - Date.parse(alert.openedAt));
      return {
        id: alert.id,
        kind: kindText(alert.kind),
        message: alert.message,
        status: lasts ? label.lasts : label.over,
        badge: lasts ? 'slds-badge slds-theme_error' : 'slds-badge',
        began: formatDateTime(alert.openedAt),
        duration,
        delivery: alert.delivery,
        isUndelivered: (alert.delivery ?? '').startsWith('Not sent'),
        taken: alert.acknowledgedAt ? fillLabel(label.acknowledgedBy, alert.acknowledgedBy ?? label.unknownAuthor, formatDateTime(alert.acknowledgedAt)) : '',
        canTake: !alert.acknowledgedAt && lasts,
        takeName: fillLabel(label.actionsOf, label.acknowledge, alert.message),
      };
    });
  }
}
