/** What the bridge says about itself: JSON log lines and Prometheus metrics behind the engine's Journal port. Never a field value. */
import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { Journal } from '../engine/ports.ts';

export type JournalOptions = {
  readonly level: string;
  /** Where lines go; standard error when absent, so that standard output stays free for the program's own words. */
  readonly stream?: DestinationStream;
  /** Also hand each event to this listener (the local stack prints them). */
  readonly onEvent?: (name: string, details: Readonly<Record<string, string | number | boolean | null>>) => void;
};
export type BridgeJournal = Journal & { readonly registry: Registry; readonly log: Logger };

/** Events a person should look at, by the verb they end in; everything else is news. */
const errorVerbs: ReadonlySet<string> = new Set(['crashed', 'corrupted', 'lost']);
const warningVerbs: ReadonlySet<string> = new Set(['failed', 'refused', 'rejected', 'fenced', 'unknown', 'exceeded', 'disconnected', 'throttled']);

const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
const sizeBuckets = [1, 2, 5, 10, 25, 50, 100, 200, 500, 1_000, 5_000];
/** Observations that count things; all others are durations in milliseconds. */
const sizeName = /(size|depth|records|subjects|changes|calls|events)$/;

function levelOf(name: string): 'error' | 'warn' | 'info' {
  const verb = name.slice(name.lastIndexOf('.') + 1);
  if (errorVerbs.has(verb)) return 'error';
  return warningVerbs.has(verb) ? 'warn' : 'info';
}

function metricName(name: string, suffix: string): string {
  return `fieldwise_${name.replace(/[^A-Za-z0-9]+/g, '_')}${suffix}`;
}

type Labels = Readonly<Record<string, string>>;
/** A metric has the label names of its first use for ever: unknown ones are dropped, missing ones are empty. */
function fitLabels(names: readonly string[], labels: Labels): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, labels[name] ?? '']));
}

export function createJournal(options: JournalOptions): BridgeJournal {
  // Written without waiting: a reader that is slow would stop the bridge at every line. What is not out yet is written when the process ends.
  const log = pino(
    { level: options.level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    options.stream ?? pino.destination({ dest: 2, sync: false }),
  );
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counters = new Map<string, { readonly metric: Counter; readonly names: readonly string[] }>();
  const histograms = new Map<string, { readonly metric: Histogram; readonly names: readonly string[]; readonly divisor: number }>();

  const counterOf = (name: string, labels: Labels) => {
    const known = counters.get(name);
    if (known !== undefined) return known;
    const names = Object.keys(labels);
    const made = { names, metric: new Counter({ name: metricName(name, '_total'), help: name, labelNames: names, registers: [registry] }) };
    counters.set(name, made);
    return made;
  };
  const histogramOf = (name: string, labels: Labels) => {
    const known = histograms.get(name);
    if (known !== undefined) return known;
    const names = Object.keys(labels);
    const isSize = sizeName.test(name);
    const metric = new Histogram({
      name: metricName(name, isSize ? '' : '_seconds'),
      help: name,
      labelNames: names,
      buckets: isSize ? sizeBuckets : secondsBuckets,
      registers: [registry],
    });
    const made = { names, metric, divisor: isSize ? 1 : 1_000 };
    histograms.set(name, made);
    return made;
  };
  /** Observation must never stop the work it observes (port contract); what goes wrong is said once per line. */
  const safely = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      log.warn({ event: 'journal.failed', reason: error instanceof Error ? error.message : 'unknown' });
    }
  };

  return {
    registry,
    log,
    event: (name, details) =>
      safely(() => {
        log[levelOf(name)]({ event: name, ...details });
        options.onEvent?.(name, details);
      }),
    count: (name, amount, labels = {}) =>
      safely(() => {
        const { metric, names } = counterOf(name, labels);
        metric.inc(fitLabels(names, labels), amount);
      }),
    observe: (name, value, labels = {}) =>
      safely(() => {
        const { metric, names, divisor } = histogramOf(name, labels);
        metric.observe(fitLabels(names, labels), value / divisor);
      }),
  };
}
