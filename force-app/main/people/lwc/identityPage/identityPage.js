import { LightningElement, api } from 'lwc';
import { label } from 'c/identityLabels';

const TABS = ['reviews', 'duplicates', 'confidence'];

/** The page Identity: questions that wait, duplicates, and the confidence Fieldwise acts on. Only the tab that is looked at asks the bridge. */
export default class IdentityPage extends LightningElement {
  /** URL state; c__tab, and c__review for the question to begin with. */
  @api state = {};

  label = label;

  get tab() {
    return TABS.includes(this.state?.c__tab) ? this.state.c__tab : TABS[0];
  }
  get isReviews() {
    return this.tab === 'reviews';
  }
  get isDuplicates() {
    return this.tab === 'duplicates';
  }
  get isThresholds() {
    return this.tab === 'confidence';
  }

  handleActive(event) {
    const { tab } = event.currentTarget.dataset;
    if (tab !== this.tab) this.go({ c__tab: tab });
  }
  handleNavigate(event) {
    event.stopPropagation();
    this.go(event.detail);
  }
  go(state) {
    this.dispatchEvent(new CustomEvent('navigate', { detail: { c__step: 'identity', ...state } }));
  }
}
