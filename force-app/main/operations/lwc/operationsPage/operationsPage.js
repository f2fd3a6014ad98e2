import { LightningElement, api } from 'lwc';
import { label } from 'c/operationsLabels';

const TABS = ['health', 'issues', 'decisions', 'reviews', 'problems', 'alerts', 'audit'];

/**
 * The page Operations: one tab per question, named in the URL by c__tab. Only the tab that is looked at asks the bridge.
 */
export default class OperationsPage extends LightningElement {
  /** URL state; c__tab, and for decisions c__field, c__record and c__fills. */
  @api state = {};

  label = label;

  get tab() {
    return TABS.includes(this.state?.c__tab) ? this.state.c__tab : TABS[0];
  }
  get isHealth() {
    return this.tab === 'health';
  }
  get isIssues() {
    return this.tab === 'issues';
  }
  get isDecisions() {
    return this.tab === 'decisions';
  }
  get isReviews() {
    return this.tab === 'reviews';
  }
  get isProblems() {
    return this.tab === 'problems';
  }
  get isAlerts() {
    return this.tab === 'alerts';
  }
  get isAudit() {
    return this.tab === 'audit';
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
    this.dispatchEvent(new CustomEvent('navigate', { detail: { c__step: 'operations', ...state } }));
  }
}
