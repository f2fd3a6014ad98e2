import { LightningElement } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import LightningConfirm from 'lightning/confirm';
import { fillLabel } from 'c/syncFormat';
import { reduceErrors } from 'c/syncErrors';
import { label } from 'c/operationsLabels';
import { CHANNELS, fresh, KINDS, sentenceOf, targetOf } from 'c/operationsAlertKinds';
import getSettings from '@salesforce/apex/SyncAlertController.settings';
import saveSetting from '@salesforce/apex/SyncAlertController.saveSetting';
import deleteSetting from '@salesforce/apex/SyncAlertController.deleteSetting';
import sendTest from '@salesforce/apex/SyncAlertController.sendTest';
import reload from '@salesforce/apex/SyncAlertController.reload';

/** Alert settings: a table, and a form for one of them. */
export default class OperationsAlertSettings extends LightningElement {
  label = label;
  state = 'loading';
  errors;
  settings = [];
  people = [];
  /** The setting in the form; null while there is none. */
  draft = null;
  problems = [];
  isSaving = false;
  isTesting = false;
  /** What became of the test of the setting in the form. */
  outcome = '';

  connectedCallback() {
    this.load();
  }

  async load() {
    try {
      const { settings, people } = await getSettings();
      this.settings = settings;
      this.people = people;
      this.state = settings.length === 0 ? 'empty' : 'ready';
    } catch (error) {
      this.errors = error;
      this.state = 'error';
    }
  }

  handleRetryLoad() {
    this.state = 'loading';
    this.load();
  }
  handleNew() {
    this.open(fresh());
  }
  handleEdit(event) {
    this.open({ ...this.settings.find(({ id }) => id === event.target.dataset.id) });
  }
  open(draft) {
    this.draft = draft;
    this.outcome = '';
    this.problems = [];
  }
  handleCancel() {
    this.draft = null;
  }
  handleField(event) {
    const { name } = event.target;
    const value = event.target.type === 'toggle' ? event.detail.checked : event.detail.value;
    // What another kind or channel asks for is something else.
    const cleared = name === 'channel' ? { target: value === 'Notification' ? this.people[0]?.id : '' } : {};
    const limit = name === 'kind' ? { threshold: KINDS[value].suggested } : {};
    this.draft = { ...this.draft, ...cleared, ...limit, [name]: value };
  }

  async handleSave(event) {
    event.preventDefault();
    this.isSaving = true;
    this.problems = [];
    try {
      await saveSetting({ settingJson: JSON.stringify(this.draft) });
      this.draft = null;
      await this.tellBridge(label.settingSaved);
      await this.load();
    } catch (error) {
      this.problems = reduceErrors(error);
    } finally {
      this.isSaving = false;
    }
  }
  async handleDelete(event) {
    const settingId = event.target.dataset.id;
    if (!(await LightningConfirm.open({ label: label.deleteTitle, message: label.deleteQuestion, theme: 'warning' }))) return;
    try {
      await deleteSetting({ settingId });
      await this.tellBridge(label.settingDeleted);
    } catch (error) {
      this.toast(label.settingsTitle, reduceErrors(error).join(' '), 'error');
    }
    await this.load();
  }
  handleTest(event) {
    this.tryOut(this.settings.find(({ id }) => id === event.target.dataset.id));
  }
  async handleTestDraft() {
    this.outcome = '';
    this.outcome = await this.tryOut(this.draft);
  }
  async tryOut({ channel, target }) {
    this.isTesting = true;
    try {
      const delivery = await sendTest({ channel, target });
      const isSent = delivery === 'Sent.';
      const words = isSent ? targetOf({ channel, target }, this.people) : delivery;
      this.toast(isSent ? label.testSent : label.testNotSent, words, isSent ? 'success' : 'error');
      return delivery;
    } catch (error) {
      const words = reduceErrors(error).join(' ');
      this.toast(label.testNotSent, words, 'error');
      return words;
    } finally {
      this.isTesting = false;
    }
  }
  /** The setting is saved whatever comes of this. */
  async tellBridge(title) {
    try {
      await reload();
      this.toast(title, '', 'success');
    } catch (error) {
      this.toast(title, fillLabel(label.reloadFailed, reduceErrors(error).join(' ')), 'warning');
    }
  }
  toast(title, message, variant) {
    this.dispatchEvent(new ShowToastEvent({ title, message, variant }));
  }

  get rows() {
    return this.settings.map((setting) => {
      const sentence = sentenceOf(setting);
      return {
        id: setting.id,
        sentence,
        channel: CHANNELS[setting.channel]?.label ?? setting.channel,
        target: targetOf(setting, this.people),
        status: setting.enabled ? label.settingOn : label.settingOff,
        testName: fillLabel(label.actionsOf, label.sendTest, sentence),
        editName: fillLabel(label.actionsOf, label.edit, sentence),
        deleteName: fillLabel(label.actionsOf, label.remove, sentence),
      };
    });
  }
  get testText() {
    return this.isTesting ? label.sendingTest : label.sendTest;
  }
  get formTitle() {
    return this.draft.id ? label.editSetting : label.newSetting;
  }
  get hasProblems() {
    return this.problems.length > 0;
  }
  get problemRows() {
    return this.problems.map((text, index) => ({ key: index, text }));
  }
  get canCreate() {
    return this.draft === null && this.state !== 'loading' && this.state !== 'error';
  }
  get kinds() {
    return Object.entries(KINDS).map(([value, { label: text }]) => ({ label: text, value }));
  }
  get channels() {
    return Object.entries(CHANNELS).map(([value, { label: text }]) => ({ label: text, value }));
  }
  get hasLimit() {
    return this.draft.kind !== 'Credentials';
  }
  get limitLabel() {
    return KINDS[this.draft.kind].limit;
  }
  get isNotification() {
    return this.draft.channel === 'Notification';
  }
  get targetLabel() {
    return CHANNELS[this.draft.channel].target;
  }
  get targetHelp() {
    return this.draft.channel === 'Webhook' ? label.targetWebhookHelp : '';
  }
  get peopleOptions() {
    return this.people.map(({ id, name }) => ({ label: name, value: id }));
  }
}
