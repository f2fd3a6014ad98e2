import { LightningElement, api } from 'lwc';
import { formatCount, formatDuration, formatPercent, fillLabel } from 'c/syncFormat';
import summaryText from '@salesforce/label/c.Fieldwise_Shell_ChartSummary';
import noDataText from '@salesforce/label/c.Fieldwise_Shell_ChartEmpty';
import { linePaths, barRects, highest, width, height } from './geometry';

const formats = { count: formatCount, duration: formatDuration, percent: formatPercent };

/**
 * A small line or bar chart of one to four series, with a table for screen readers.
 *
 *   <c-sync-chart chart-title="Lag" type="line" format="duration"
 *     series={[{ name: 'p50', points: [{ label: '10:05', value: 420 }, …] }, …]}></c-sync-chart>
 *
 * Every series has its points at the same labels, oldest first. A value of null is a gap.
 */
export default class SyncChart extends LightningElement {
  @api chartTitle = '';
  /** line or bar */
  @api type = 'line';
  /** How values read: count, duration (ms) or percent (0 to 1). */
  @api format = 'count';
  @api series = [];

  viewBox = `0 0 ${width} ${height}`;
  noData = noDataText;

  get hasData() {
    return this.drawn.some(({ points }) => points.some(({ value }) => Number.isFinite(value)));
  }
  get isLine() {
    return this.type !== 'bar';
  }
  /** At most four: more cannot be told apart at this size. */
  get drawn() {
    return (this.series ?? []).slice(0, 4);
  }
  get top() {
    return highest(this.drawn);
  }
  get topText() {
    return this.say(this.top);
  }
  get firstLabel() {
    return this.drawn[0]?.points[0]?.label;
  }
  get lastLabel() {
    return this.drawn[0]?.points.at(-1)?.label;
  }
  get lines() {
    return this.drawn.flatMap(({ name, points }, index) =>
      linePaths(points, this.top).map((path, part) => ({ key: `${name}-${part}`, path, className: `line tone-${index + 1}` })),
    );
  }
  get bars() {
    return barRects(this.drawn, this.top).map((bar) => ({ ...bar, className: `bar tone-${bar.series + 1}` }));
  }
  get legend() {
    return this.drawn.map(({ name, points }, index) => ({
      name,
      className: `swatch tone-${index + 1}`,
      last: this.say(points.findLast(({ value }) => Number.isFinite(value))?.value),
    }));
  }
  get summary() {
    const parts = this.legend.map(({ name, last }) => `${name} ${last}`).join(', ');
    return fillLabel(summaryText, this.chartTitle, parts);
  }
  get rows() {
    return (this.drawn[0]?.points ?? []).map(({ label }, index) => ({
      key: index,
      label,
      cells: this.drawn.map(({ name, points }) => ({ key: name, text: this.say(points[index]?.value) })),
    }));
  }

  say(value) {
    return (formats[this.format] ?? formatCount)(value);
  }
}
