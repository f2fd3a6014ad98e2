import { LightningElement, api } from 'lwc';
import { fillLabel, formatCount } from 'c/syncFormat';
import { label } from 'c/reconciliationLabels';
import { driftText, fieldRows, historySeries, mappingRows, toggle } from 'c/reconciliationRows';
import readHistory from '@salesforce/apex/SyncReconciliationController.history';

/** The drift score: overall and of past checks, per object, and of the chosen object per field and record. Events: `repair`, `navigate`. */
export default class ReconciliationDrift extends LightningElement {
  /** The last finished check. */
  @api run;
  /** Key of the mapping whose fields are shown. */
  @api mapping;
  @api isBusy = false;

  label = label;
  series = [];

  connectedCallback() {
    this.loadHistory();
  }
  async loadHistory() {
    try {
      this.series = historySeries((await readHistory()).items);
    } catch {
      // The check itself is shown; a page that cannot read it says so above.
      this.series = [];
    }
  }

  handleShow(event) {
    const { mapping } = event.target.dataset;
    this.dispatchEvent(new CustomEvent('navigate', { detail: mapping === this.mapping ? {} : { c__mapping: mapping } }));
  }
  handleRepair(event) {
    this.dispatchEvent(new CustomEvent('repair', { detail: { mapping: event.target.dataset.mapping ?? null } }));
  }

  get score() {
    return driftText(this.run.drift);
  }
  get scoreText() {
    const { compared, disagree } = this.run.values;
    return compared === 0 ? label.scoreNone : fillLabel(label.scoreText, formatCount(disagree), formatCount(compared));
  }
  get moreText() {
    const { explained, pending } = this.run.values;
    return [explained > 0 ? fillLabel(label.explained, formatCount(explained)) : '', pending > 0 ? fillLabel(label.pending, formatCount(pending)) : '']
      .filter(Boolean)
      .join(' ');
  }
  get hasHistory() {
    return (this.series[0]?.points.length ?? 0) > 1;
  }
  get rows() {
    return mappingRows(this.run).map((row) => ({ ...row, ...toggle(row.key === this.mapping, [label.showFields, label.hideFields], row.mapping) }));
  }
  get canRepair() {
    return this.rows.some(({ canRepair }) => canRepair);
  }
  get shown() {
    return this.run.mappings.find(({ mapping }) => mapping === this.mapping) ?? null;
  }
  get fields() {
    return fieldRows(this.shown ?? {});
  }
  get fieldsTitle() {
    return fillLabel(label.fields, this.mapping);
  }
  get faultsTitle() {
    return fillLabel(label.faultsTitle, this.mapping);
  }
}
