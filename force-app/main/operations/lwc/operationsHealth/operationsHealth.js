import { LightningElement } from 'lwc';
import { formatCount, formatDateTime, formatDuration, formatPercent, formatRelative, formatTime, fillLabel } from 'c/syncFormat';
import { pollEvery } from 'c/syncPoll';
import { label } from 'c/operationsLabels';
import getHealth from '@salesforce/apex/SyncOperationsController.health';

const REFRESH_MS = 15000;
const MINUTE_MS = 60000;
const SIDES = ['salesforce', 'hubspot'];

/** How the sync does now and did in the last hour or day. Event: `navigate`. */
/** Asked instead of told, and why; or neither told nor asked. */
function streamTroubles({ stream, trouble }) {
  const reasons = { configured: label.streamConfigured, allocation: label.streamSpent, 'no-stream': label.streamNone };
  if (stream.polling) return [fillLabel(label.streamAsked, reasons[stream.polling] ?? stream.polling)];
  return stream.isConnected || trouble ? [] : [fillLabel(label.streamDown, stream.trouble ?? '–')];
}

export default class OperationsHealth extends LightningElement {
  label = label;
  span = 'hour';
  state = 'loading';
  errors;
  health;

  #poll;

  connectedCallback() {
    this.load();
    this.#poll = pollEvery(() => this.load(), { everyMs: REFRESH_MS });
  }
  disconnectedCallback() {
    this.#poll?.stop();
  }

  async load() {
    const { span } = this;
    try {
      const health = await getHealth({ span });
      if (span !== this.span) return;
      this.health = health;
      this.errors = this.troubles;
      this.state = this.errors.length > 0 ? 'partial' : 'ready';
    } catch (error) {
      this.errors = error;
      this.state = 'error';
    }
  }

  handleRetry() {
    this.state = 'loading';
    this.load();
  }
  handleSpan(event) {
    this.span = event.detail.value;
    this.state = this.health ? 'refreshing' : 'loading';
    this.load();
  }
  handleRefresh() {
    this.state = 'refreshing';
    this.load();
  }
  handleIssues(event) {
    event.preventDefault();
    this.go('issues');
  }
  handleReviews(event) {
    event.preventDefault();
    this.go('reviews');
  }
  go(tab) {
    this.dispatchEvent(new CustomEvent('navigate', { detail: { c__tab: tab } }));
  }

  get spans() {
    return [
      { label: label.lastHour, value: 'hour' },
      { label: label.lastDay, value: 'day' },
    ];
  }
  /** What an admin must know before reading any figure. */
  get troubles() {
    const { status, credentials } = this.health;
    const refused = SIDES.filter((side) => credentials[side].isRefused).map((side) =>
      fillLabel(label.credentialsRefused, label[side], formatDateTime(credentials[side].since)),
    );
    return [
      ...refused,
      ...(status.trouble ? [fillLabel(label.syncTrouble, status.trouble)] : []),
      ...streamTroubles(status),
      ...(status.initialSync.done ? [] : [label.firstSync]),
    ];
  }
  get asOf() {
    return fillLabel(label.asOf, formatTime(this.health.now));
  }
  get note() {
    return fillLabel(label.memoryNote, formatDateTime(this.health.since));
  }

  get lagTiles() {
    const { lag } = this.health;
    return [
      { key: 'p50', name: label.lagP50, value: formatDuration(lag.p50) },
      { key: 'p95', name: label.lagP95, value: formatDuration(lag.p95) },
      { key: 'p99', name: label.lagP99, value: formatDuration(lag.p99) },
    ];
  }
  get written() {
    return formatCount(this.health.totals.written);
  }
  get perMinute() {
    const { now, since, stepMs, points, totals } = this.health;
    const minutes = Math.max(1, Math.min(now - since, points.length * stepMs) / MINUTE_MS);
    const rate = totals.written / minutes;
    return fillLabel(label.perMinute, rate > 0 && rate < 10 ? rate.toFixed(1) : formatCount(rate));
  }
  get waiting() {
    const { counts } = this.health.status;
    return formatCount(counts.due + counts.leased);
  }
  get waitingText() {
    const { lagMs } = this.health.status;
    return lagMs > 0 ? fillLabel(label.oldestWaits, formatDuration(lagMs)) : label.nothingWaits;
  }
  get issues() {
    return formatCount(this.health.status.counts.openIssues);
  }
  get reviews() {
    return formatCount(this.health.status.counts.openReviews);
  }
  get troubledText() {
    const { looks, troubled } = this.health.totals;
    return looks > 0 ? fillLabel(label.percentTroubled, formatPercent(troubled / looks)) : '';
  }
  get sides() {
    return SIDES.map((side) => {
      const { remaining, emptyAt } = this.health.budget[side];
      const at = this.health.lastEventAt[side];
      const ends = emptyAt === null ? label.budgetLasts : fillLabel(label.budgetEnds, formatRelative(emptyAt));
      return {
        key: side,
        name: label[side],
        budget: formatPercent(remaining),
        forecast: remaining === null ? label.budgetUnknown : ends,
        isShort: remaining !== null && emptyAt !== null,
        lastEvent: at === null ? label.neverHeard : formatRelative(at),
        lastEventTime: at === null ? '' : formatDateTime(at),
      };
    });
  }

  series(names, valueOf) {
    return names.map(({ name, key }) => ({
      name,
      points: this.health.points.map((point) => ({ label: formatTime(point.at), value: valueOf(point, key) })),
    }));
  }
  get lagSeries() {
    const names = [
      { name: 'p50', key: 'p50' },
      { name: 'p95', key: 'p95' },
      { name: 'p99', key: 'p99' },
    ];
    return this.series(names, (point, key) => point.lag[key]);
  }
  get throughputSeries() {
    const names = [
      { name: label.received, key: 'received' },
      { name: label.written, key: 'written' },
    ];
    return this.series(names, (point, key) => point[key]);
  }
  get budgetSeries() {
    return this.series(
      SIDES.map((side) => ({ name: label[side], key: side })),
      (point, key) => point.budget[key],
    );
  }
}
