import { LightningElement, api } from 'lwc';
import { label } from 'c/engagementLabels';
import { subscriptionText, touchOf, when } from 'c/engagementWords';
import { fillLabel, formatCount } from 'c/syncFormat';

const LISTS_SHOWN = 5;

/** The head of a person: what HubSpot says at a glance. Only shows; `person` is as the bridge sent it. */
export default class EngagementSummary extends LightningElement {
  @api person;
  @api readAt;
  @api gaps = [];

  label = label;

  get read() {
    return fillLabel(label.readAt, when(this.readAt)?.relative ?? '');
  }
  get lifecycle() {
    return this.person.lifecycle?.label ?? label.none;
  }
  get lifecycleSince() {
    const since = when(this.person.lifecycle?.since);
    return since && { ...since, text: fillLabel(label.since, since.relative) };
  }
  get score() {
    return Number.isFinite(this.person.score) ? formatCount(this.person.score) : label.none;
  }
  get source() {
    return this.person.source?.label ?? label.none;
  }
  get sourceDetails() {
    return this.person.source?.details?.join(' · ');
  }
  get firstTouch() {
    return touchOf(this.person.firstTouch);
  }
  get lastTouch() {
    return touchOf(this.person.lastTouch);
  }
  get subscription() {
    if (this.gaps?.includes('subscription')) return label.notShown;
    return subscriptionText(this.person.subscription?.state);
  }
  get subscriptionTypes() {
    const { state, types = [] } = this.person.subscription ?? {};
    return state === 'partly'
      ? types
          .filter(({ isSubscribed }) => isSubscribed)
          .map(({ name }) => name)
          .join(', ')
      : null;
  }
  get isUnsubscribed() {
    return this.person.subscription?.state === 'unsubscribed';
  }
  get totals() {
    const { opens, clicks, visits, forms } = this.person.totals;
    return fillLabel(label.totalsText, ...[opens, clicks, visits, forms].map(formatCount));
  }
  get lists() {
    return this.person.lists.slice(0, LISTS_SHOWN);
  }
  get hasLists() {
    return this.lists.length > 0;
  }
  get noListsText() {
    return this.gaps?.includes('lists') ? label.notShown : label.noLists;
  }
  get moreLists() {
    const more = this.person.lists.length - LISTS_SHOWN;
    return more > 0 ? fillLabel(label.moreLists, more) : null;
  }
}
