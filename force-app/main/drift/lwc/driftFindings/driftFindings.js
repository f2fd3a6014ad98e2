import { LightningElement, api } from 'lwc';
import { fillLabel, formatRelative } from 'c/syncFormat';
import { label } from 'c/driftLabels';

/** Findings of one object: what changed, before and after, since when, the rules it concerns, and the fix. Events: `acknowledge` (a finding), `rule` (a rule). */
export default class DriftFindings extends LightningElement {
  /** `[{id, kind, field, label, before, after, rules, isNotice, cause, remedy, since}]` */
  @api findings = [];
  /** No answer is taken at the moment. */
  @api isBusy = false;

  label = label;

  handleAcknowledge(event) {
    this.dispatchEvent(new CustomEvent('acknowledge', { detail: this.findings[Number(event.currentTarget.dataset.index)] }));
  }
  handleRule(event) {
    const { index, rule } = event.currentTarget.dataset;
    this.dispatchEvent(new CustomEvent('rule', { detail: this.findings[Number(index)].rules[Number(rule)] }));
  }

  get rows() {
    return this.findings.map((finding, index) => ({
      ...finding,
      index,
      badge: finding.isNotice ? label.notice : label.breaks,
      badgeClass: finding.isNotice ? 'slds-badge' : 'slds-badge slds-theme_error',
      change: finding.before === null ? fillLabel(label.after, finding.after) : fillLabel(label.beforeAfter, finding.before, finding.after),
      found: fillLabel(label.since, formatRelative(finding.since)),
      ackName: fillLabel(label.acknowledgeOf, finding.cause),
      rules: finding.rules.map(({ key, mapping }, rule) => ({ key: `${mapping}|${key}`, rule, text: key, name: fillLabel(label.openRule, key) })),
    }));
  }
}
