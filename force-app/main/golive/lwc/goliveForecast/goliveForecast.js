import { LightningElement, api } from 'lwc';
import { fillLabel, formatCount } from 'c/syncFormat';
import { label } from 'c/goliveLabels';

const FEW_MINUTES_HOURS = 0.1;
const REFUSED_MAX = 10;
const BOUNDS = {
  bridge: label.boundBridge,
  'salesforce-day': label.boundSalesforceDay,
  'hubspot-day': label.boundHubspotDay,
  'hubspot-seconds': label.boundHubspotSeconds,
};
const estimate = ({ count, margin }) => (margin === 0 ? formatCount(count) : fillLabel(label.estimateMargin, formatCount(count), formatCount(margin)));

/** What the dry run says: per mapping what would be made, matched and changed; the cost; what would be refused. */
export default class GoliveForecast extends LightningElement {
  label = label;
  /** The backfill as the bridge tells it. */
  @api job;

  get judged() {
    const count = this.job.forecast.reduce((sum, { salesforce, hubspot }) => sum + salesforce.judged + hubspot.judged, 0);
    return fillLabel(label.forecastIntro, formatCount(count));
  }
  get rows() {
    return this.job.forecast.map((row) => ({
      mapping: row.mapping,
      cells: [
        { key: 'salesforce', name: label.inSalesforce, text: formatCount(row.salesforce.records) },
        { key: 'hubspot', name: label.inHubspot, text: formatCount(row.hubspot.records) },
        { key: 'newHubspot', name: label.createsHubspot, text: estimate(row.creates.hubspot) },
        { key: 'newSalesforce', name: label.createsSalesforce, text: estimate(row.creates.salesforce) },
        { key: 'matches', name: label.matches, text: estimate(row.matches) },
        { key: 'updates', name: label.updates, text: estimate(row.updates) },
        { key: 'reviews', name: label.reviews, text: estimate(row.reviews) },
        { key: 'out', name: label.outOfScope, text: formatCount(row.outOfScope.salesforce.count + row.outOfScope.hubspot.count) },
      ],
    }));
  }
  get columns() {
    return this.rows[0]?.cells ?? [];
  }
  get cost() {
    const { cost } = this.job;
    if (!cost) return undefined;
    const hours = cost.hours < FEW_MINUTES_HOURS ? label.hoursFew : fillLabel(label.hours, cost.hours < 10 ? cost.hours.toFixed(1) : formatCount(cost.hours));
    return fillLabel(label.calls, formatCount(cost.calls.salesforce), formatCount(cost.calls.hubspot), hours, BOUNDS[cost.boundBy]);
  }
  get refused() {
    return this.job.forecast.flatMap(({ mapping, refused }) =>
      refused.slice(0, REFUSED_MAX).map(({ code, side, field, cause, remedy, count }) => ({
        key: `${mapping}:${code}:${side}:${field}`,
        what: fillLabel(label.refusedRow, formatCount(count), cause),
        remedy,
      })),
    );
  }
  get hasRefused() {
    return this.refused.length > 0;
  }
}
