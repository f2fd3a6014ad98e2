import { LightningElement, api } from 'lwc';
import { label } from 'c/consentLogLabels';
import { topicLine } from 'c/consentLogRows';
import readPerson from '@salesforce/apex/SyncConsentLogController.person';

/** How the person of one record stands, on every topic and in every place. */
export default class ConsentLogPerson extends LightningElement {
  label = label;
  viewState = 'loading';
  errors;
  topics = [];

  #recordId;

  /** A Lead, a Contact, or a HubSpot contact. */
  @api
  get recordId() {
    return this.#recordId;
  }
  set recordId(value) {
    this.#recordId = value;
    if (this.isConnected) this.load();
  }

  connectedCallback() {
    this.load();
  }

  async load() {
    const asked = this.#recordId;
    this.viewState = 'loading';
    try {
      const { topics } = await readPerson({ recordId: asked });
      if (asked !== this.#recordId) return;
      this.topics = topics.map(topicLine);
      this.viewState = topics.length === 0 ? 'empty' : 'ready';
    } catch (error) {
      if (asked !== this.#recordId) return;
      this.errors = error;
      this.viewState = 'error';
    }
  }
}
