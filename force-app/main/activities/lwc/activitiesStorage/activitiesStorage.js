import { LightningElement, api } from 'lwc';
import { fillLabel } from 'c/syncFormat';
import { label } from 'c/activitiesLabels';

/** What the kinds that are switched on would fill, against the space the org has. Event: `estimate`. */
export default class ActivitiesStorage extends LightningElement {
  /** As the bridge answers; null until it was asked. */
  @api estimate = null;
  /** The rules changed since. */
  @api isStale = false;
  @api isBusy = false;

  label = label;

  get buttonText() {
    return this.isBusy ? label.estimating : label.estimate;
  }
  get space() {
    return this.estimate?.space ?? null;
  }
  get usedMb() {
    return this.space === null ? 0 : this.space.maxMb - this.space.leftMb;
  }
  get afterMb() {
    return this.space === null ? 0 : Math.min(this.space.maxMb, this.usedMb + this.estimate.allMb);
  }
  get sentences() {
    const { space, estimate } = this;
    if (estimate === null) return [];
    const used = space === null ? label.unknown : fillLabel(label.used, this.usedMb, space.maxMb);
    if (!estimate.items.some(({ fillsSalesforce }) => fillsSalesforce)) return [used, label.nothingOn];
    const full = estimate.fullInMonth === null ? label.neverFull : fillLabel(label.fullIn, estimate.fullInMonth);
    return [used, fillLabel(label.after, estimate.allMb, estimate.monthlyMb), ...(space === null ? [] : [full]), label.upperBound];
  }

  handleEstimate() {
    this.dispatchEvent(new CustomEvent('estimate'));
  }
}
