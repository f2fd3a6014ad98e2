import { LightningElement, api } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import { fillLabel } from 'c/syncFormat';
import { label } from 'c/operationsLabels';

/** Names a record of either system; a Salesforce record is a link to its page. */
export default class OperationsRecordLink extends NavigationMixin(LightningElement) {
  /** Names of records by Salesforce id, where the user may see them. */
  @api names = {};

  url;
  #record;

  /** `{side, object, id}` as the bridge names records. */
  @api
  get record() {
    return this.#record;
  }
  set record(value) {
    this.#record = value;
    this.url = undefined;
    if (this.isConnected) this.findUrl(value);
  }

  /** Navigation is known only inside the page. */
  connectedCallback() {
    this.findUrl(this.#record);
  }

  async findUrl(record) {
    if (record?.side !== 'salesforce') return;
    const url = await this[NavigationMixin.GenerateUrl](this.page(record));
    if (record === this.#record) this.url = url;
  }

  page({ id, object }) {
    return { type: 'standard__recordPage', attributes: { recordId: id, actionName: 'view', ...(object ? { objectApiName: object } : {}) } };
  }

  get text() {
    const { side, object, id } = this.#record ?? {};
    if (!id) return '';
    if (side === 'hubspot') return fillLabel(label.hubspotRecord, object, id);
    return fillLabel(label.salesforceRecord, object, this.names?.[id] ?? id).trim();
  }

  handleClick(event) {
    event.preventDefault();
    this[NavigationMixin.Navigate](this.page(this.#record));
  }
}
