import { LightningElement, api } from 'lwc';

/** Stands where a component is named that the package does not have. */
export default class MissingComponent extends LightningElement {
  @api state;
  @api recordId;
  @api objectApiName;
}
