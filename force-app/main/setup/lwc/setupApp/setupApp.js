import { LightningElement, wire } from 'lwc';
import { CurrentPageReference, NavigationMixin } from 'lightning/navigation';
import CAN_MANAGE from '@salesforce/customPermission/Fieldwise_Manage';
import { pageOf, pageState, sections, urlState } from 'c/setupPages';
import appName from '@salesforce/label/c.Fieldwise_Shell_App';
import appEyebrow from '@salesforce/label/c.Fieldwise_Shell_Eyebrow';
import navigationLabel from '@salesforce/label/c.Fieldwise_Shell_Navigation';
import goToLabel from '@salesforce/label/c.Fieldwise_Shell_GoTo';
import noAccessTitle from '@salesforce/label/c.Fieldwise_Shell_NoAccessTitle';
import noAccessText from '@salesforce/label/c.Fieldwise_Shell_NoAccessText';

/**
 * The Setup app: page header, navigation, and the page that the URL names in c__step. Pages get `state` and ask for another one
 * with the event `navigate`, whose detail is the new state; c__step is kept when it is left out.
 */
export default class SetupApp extends NavigationMixin(LightningElement) {
  label = { appName, appEyebrow, navigationLabel, goToLabel, noAccessTitle, noAccessText };
  sections = sections();
  state = {};
  canManage = CAN_MANAGE === true;

  #reference;
  #movesFocus = false;

  @wire(CurrentPageReference)
  setReference(reference) {
    if (!reference) return;
    this.#reference = reference;
    this.state = Object.freeze(pageState(reference.state));
  }

  get page() {
    return pageOf(this.state.c__step);
  }
  get step() {
    return this.page.step;
  }
  get isConnect() {
    return this.step === 'connect';
  }
  get isModel() {
    return this.step === 'model';
  }
  get isOwnership() {
    return this.step === 'ownership';
  }
  get isLifecycle() {
    return this.step === 'lifecycle';
  }
  get isConsentRules() {
    return this.step === 'consent-rules';
  }
  get isConsent() {
    return this.step === 'consent-log';
  }
  get isHandoff() {
    return this.step === 'handoff';
  }
  get isIdentity() {
    return this.step === 'identity';
  }
  get isActivities() {
    return this.step === 'activities';
  }
  get isGolive() {
    return this.step === 'golive';
  }
  get isReconciliation() {
    return this.step === 'reconciliation';
  }
  get isDrift() {
    return this.step === 'drift';
  }
  get isOperations() {
    return this.step === 'operations';
  }
  get options() {
    return this.sections.flatMap(({ pages }) => pages.map(({ step, label }) => ({ label, value: step })));
  }

  /** Whoever moved by the navigation hears, and tabs on from, the page they went to. */
  renderedCallback() {
    if (!this.#movesFocus) return;
    this.#movesFocus = false;
    this.refs.heading?.focus();
  }

  handleSelect(event) {
    const step = event.detail.name ?? event.detail.value;
    // The navigation also tells of its first selection, which must not take a page's own state out of the URL.
    if (step !== this.step) this.go({ c__step: step });
  }

  handleNavigate(event) {
    event.stopPropagation();
    this.go({ c__step: this.step, ...event.detail });
  }

  go(state) {
    if (state.c__step === this.step && JSON.stringify(state) === JSON.stringify(this.state)) return;
    this.#movesFocus = state.c__step !== this.step;
    // The reference of this very page, so that no API name, which a namespace would change, is written here.
    const { type, attributes } = this.#reference;
    this[NavigationMixin.Navigate]({ type, attributes, state: urlState(state) });
  }
}
