import { LightningElement, api } from 'lwc';
import canView from '@salesforce/customPermission/Fieldwise_View';
import canManage from '@salesforce/customPermission/Fieldwise_Manage';
import { label } from 'c/engagementLabels';

const PEOPLE_OBJECTS = ['Account', 'Opportunity'];

/** HubSpot engagement on a record page: the person of a lead or contact, or the people of an account or opportunity. */
export default class EngagementPanel extends LightningElement {
  @api objectApiName;

  label = label;
  person = null;
  _recordId;

  @api
  get recordId() {
    return this._recordId;
  }
  set recordId(value) {
    if (value === this._recordId) return;
    this._recordId = value;
    this.person = null;
  }

  get isAllowed() {
    return canView === true || canManage === true;
  }
  get isPeople() {
    return PEOPLE_OBJECTS.includes(this.objectApiName);
  }
  /** The list stays while one of its people is looked at, so that going back is at once. */
  get listClass() {
    return this.person === null ? 'slds-show' : 'slds-hide';
  }

  handleRefresh() {
    const shown = this.isPeople && this.person === null ? 'c-engagement-people' : 'c-engagement-person';
    this.template.querySelector(shown)?.refresh();
  }
  handleChoose({ detail }) {
    this.person = detail;
  }
  handleBack() {
    const { recordId } = this.person;
    this.person = null;
    this.template.querySelector('c-engagement-people')?.focusOn(recordId);
  }
}
