/** What happens at which confidence, in per cent and in words. Pure. */
import { fillLabel } from 'c/syncFormat';
import { label } from 'c/identityLabels';

/** What Fieldwise ships with, in per cent: Link_Threshold__c and Review_Threshold__c are blank then. */
export const DEFAULTS = Object.freeze({ linkThreshold: 90, reviewThreshold: 70 });

/** @param {number|null} share 0 to 1 @param {string} name @returns {number} in per cent */
export const percentOf = (share, name) => (share === null || share === undefined ? DEFAULTS[name] : Math.round(Number(share) * 100));

const isPercent = (value) => Number.isInteger(value) && value >= 0 && value <= 100;

/** @param {{linkThreshold: number, reviewThreshold: number}} limits in per cent @returns {string|null} why they cannot be */
export function wrongOf({ linkThreshold, reviewThreshold }) {
  if (!isPercent(linkThreshold) || !isPercent(reviewThreshold)) return label.notShare;
  return reviewThreshold > linkThreshold ? label.wrongOrder : null;
}

/** @param {object} limits in per cent, which can be @returns {object[]} one entry per band, the surest first */
export function bandWords({ linkThreshold: link, reviewThreshold: review }) {
  const band = (name, title, text) => ({ name, label: title, text, className: `swatch band_${name}` });
  return [
    band('link', label.bandLink, link === 100 ? label.wordsLinkSure : fillLabel(label.wordsLink, link, 100 - link)),
    band('review', label.bandReview, review === link ? label.wordsReviewNone : fillLabel(label.wordsReview, review, link)),
    band('apart', label.bandApart, review === 0 ? label.wordsApartNone : fillLabel(label.wordsApart, review)),
  ];
}

/** @param {number[]} tenths open questions per tenth of confidence @returns {object[]|null} for the chart; null when no question has a confidence */
export function seriesOf(tenths) {
  if (!tenths?.some((count) => count > 0)) return null;
  const first = tenths.findIndex((count) => count > 0);
  const points = tenths.map((value, index) => ({ label: fillLabel(label.histogramBar, index * 10, index * 10 + 10), value })).slice(first);
  return [{ name: label.histogramSeries, points }];
}
