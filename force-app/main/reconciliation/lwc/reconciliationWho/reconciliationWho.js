import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { fillLabel } from 'c/syncFormat';
import { reduceErrors } from 'c/syncErrors';
import { label } from 'c/reconciliationLabels';
import { filterOf, filterWords, formOf } from 'c/reconciliationRows';
import define from '@salesforce/apex/SyncReconciliationController.define';

const OBJECTS = ['Lead', 'Contact'];
const blank = { field: '', values: '' };

/** Whom each side counts: in words, and a form of one condition per side and object. Event: `defined`. */
export default class ReconciliationWho extends LightningElement {
  /** `{hubspot, salesforce, accepted, refused}` */
  @api definition;
  @api isOwn = false;

  label = label;
  form = null;
  isSaving = false;

  get originText() {
    return this.isOwn ? label.whoOwn : label.whoRules;
  }
  get hubspotWords() {
    return filterWords(this.definition?.hubspot ?? null);
  }
  get salesforceWords() {
    return OBJECTS.map((object) => {
      const filter = this.definition?.salesforce?.[object];
      return { key: object, text: fillLabel(label.whoObject, object, filter === undefined ? label.notCounted : filterWords(filter)) };
    });
  }
  get parts() {
    return ['hubspot', ...OBJECTS].map((key) => ({
      key,
      legend: key === 'hubspot' ? label.whoHubSpot : key,
      isObject: key !== 'hubspot',
      countText: fillLabel(label.whoCounts, key),
      ...this.form[key],
    }));
  }

  handleChange() {
    const { hubspot = null, salesforce = {} } = this.definition ?? {};
    const ofObject = (object) => ({ ...(formOf(salesforce[object] ?? null) ?? blank), isCounted: salesforce[object] !== undefined });
    this.form = { hubspot: { ...(formOf(hubspot) ?? blank), isCounted: true }, ...Object.fromEntries(OBJECTS.map((object) => [object, ofObject(object)])) };
  }
  handleClose() {
    this.form = null;
  }
  handleInput(event) {
    const { part, name } = event.target.dataset;
    const value = name === 'isCounted' ? event.detail.checked : event.detail.value;
    this.form = { ...this.form, [part]: { ...this.form[part], [name]: value } };
  }
  handleSave() {
    const salesforce = Object.fromEntries(OBJECTS.filter((object) => this.form[object].isCounted).map((object) => [object, filterOf(this.form[object])]));
    const { accepted = null, refused = null } = this.definition ?? {};
    return this.save(JSON.stringify({ hubspot: filterOf(this.form.hubspot), salesforce, accepted, refused }));
  }
  handleBack() {
    return this.save(null);
  }
  async save(definition) {
    this.isSaving = true;
    try {
      await define({ definition });
      this.form = null;
      this.dispatchEvent(new ShowToastEvent({ title: label.whoTitle, message: label.saved, variant: 'success' }));
      this.dispatchEvent(new CustomEvent('defined'));
    } catch (error) {
      this.dispatchEvent(new ShowToastEvent({ title: label.whoTitle, message: reduceErrors(error).join(' '), variant: 'error', mode: 'sticky' }));
    } finally {
      this.isSaving = false;
    }
  }
}
