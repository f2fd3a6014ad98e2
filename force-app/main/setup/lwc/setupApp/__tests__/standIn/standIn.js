import { LightningElement, api } from 'lwc';

/** Stands for a page: the app's spec is not about what pages show. */
export default class StandIn extends LightningElement {
  @api state;
}
