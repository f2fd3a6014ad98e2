import { LightningElement } from 'lwc';
import { formatCount, formatDateTime, fillLabel } from 'c/syncFormat';
import { label } from 'c/operationsLabels';
import getVersions from '@salesforce/apex/SyncAuditController.versions';
import getDifferences from '@salesforce/apex/SyncAuditController.differences';

/** Versions of the rules, newest first; the changes of one are read when asked for. */
export default class OperationsAudit extends LightningElement {
  label = label;
  state = 'loading';
  errors;
  versions = [];
  /** By version id: `{state, errors, rows}` */
  changes = {};

  connectedCallback() {
    this.load();
  }

  async load() {
    try {
      this.versions = await getVersions();
      this.state = this.versions.length === 0 ? 'empty' : 'ready';
    } catch (error) {
      this.errors = error;
      this.state = 'error';
    }
  }

  handleRetryLoad() {
    this.state = 'loading';
    this.load();
  }
  handleToggle(event) {
    const { id } = event.target.dataset;
    if (this.changes[id]) {
      const { [id]: _closed, ...others } = this.changes;
      this.changes = others;
      return undefined;
    }
    return this.open(id);
  }
  handleRetryChanges(event) {
    this.open(event.target.dataset.id);
  }

  async open(id) {
    const { previousId } = this.versions.find((version) => version.id === id);
    this.note(id, { state: 'loading', rows: [] });
    try {
      const rows = await getDifferences({ rulesetId: id, previousId });
      this.note(id, { state: rows.length === 0 ? 'empty' : 'ready', rows });
    } catch (errors) {
      this.note(id, { state: 'error', errors, rows: [] });
    }
  }
  note(id, change) {
    this.changes = { ...this.changes, [id]: change };
  }

  get rows() {
    return this.versions.map((version) => {
      const title = fillLabel(label.versionTitle, formatCount(version.version));
      const change = this.changes[version.id];
      const text = change ? label.hideChanges : label.showChanges;
      return {
        ...version,
        title,
        by: fillLabel(label.activatedBy, version.activatedBy ?? label.unknownAuthor, formatDateTime(version.activatedAt)),
        noteText: version.note || label.noNote,
        isOpen: change !== undefined,
        isFirst: version.previousId === null || version.previousId === undefined,
        text,
        textName: fillLabel(label.actionsOf, text, title),
        icon: change ? 'utility:chevrondown' : 'utility:chevronright',
        changesName: fillLabel(label.changesOf, formatCount(version.version)),
        change: change && { ...change, rows: change.rows.map((row, index) => this.row(row, index)) },
      };
    });
  }
  row({ rule, change, setting, before, after }, index) {
    const whole = { added: label.ruleAdded, removed: label.ruleRemoved }[change];
    return { key: index, rule, setting: whole ?? setting, before: whole ? '' : (before ?? label.blank), after: whole ? '' : (after ?? label.blank) };
  }
}
