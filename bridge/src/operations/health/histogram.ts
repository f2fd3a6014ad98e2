/** Counts of durations in steps that grow by an eighth: percentiles over any window, to within 6 %, from a few dozen numbers. */
const GROWTH = Math.log(1.125);

/** Bucket number → how many. */
export type Histogram = Map<number, number>;

/** Counts one duration in milliseconds. */
export function countInto(histogram: Histogram, durationMs: number): void {
  const bucket = Math.round(Math.log(Math.max(1, durationMs)) / GROWTH);
  histogram.set(bucket, (histogram.get(bucket) ?? 0) + 1);
}

/** The sum of several. */
export function merged(histograms: readonly Histogram[]): Histogram {
  const sum: Histogram = new Map();
  for (const histogram of histograms) for (const [bucket, count] of histogram) sum.set(bucket, (sum.get(bucket) ?? 0) + count);
  return sum;
}

/** The duration that `share` (0 to 1) of the counted ones do not exceed, in milliseconds; null when nothing was counted. Example: 0.95 → p95. */
export function percentile(histogram: Histogram, share: number): number | null {
  const total = [...histogram.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let seen = 0;
  for (const [bucket, count] of [...histogram].sort(([left], [right]) => left - right)) {
    seen += count;
    if (seen >= share * total) return Math.round(Math.exp(bucket * GROWTH));
  }
  return null;
}
