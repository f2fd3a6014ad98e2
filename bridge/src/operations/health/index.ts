/**
 * Figures of the last day, minute by minute, for the health page and for alerts.
 * In: what the journal is told, what the store is given, the clock.
 * Out: even series with percentiles, a budget forecast, the last event and the credentials' state per side.
 * It must never hold a customer's value, or slow down what it watches.
 * Tests: beside the files.
 */
export { createFigures, MINUTE_MS } from './figures.ts';
export type { Credentials, Figures, Minute } from './figures.ts';
export { healthSeries, lagOf } from './series.ts';
export type { HealthSeries, Span } from './series.ts';
