/** From a model's log-odds to a probability that means what it says: a rising line through measured points. */

/** `at`: log-odds, rising; `to`: log-odds that were measured there, not falling. Same length, two at least. */
export type CalibrationFile = { readonly at: readonly number[]; readonly to: readonly number[] };

/** The calibrated log-odds; straight lines between the points, slope one outside them. */
export function calibrate({ at, to }: CalibrationFile, score: number): number {
  const last = at.length - 1;
  const [low = 0, high = 0] = [at[0], at[last]];
  if (score <= low) return (to[0] ?? 0) + (score - low);
  if (score >= high) return (to[last] ?? 0) + (score - high);
  let from = 0;
  let until = last;
  while (until - from > 1) {
    const middle = (from + until) >> 1;
    if ((at[middle] ?? 0) <= score) from = middle;
    else until = middle;
  }
  const [a = 0, b = 0, p = 0, q = 0] = [at[from], at[until], to[from], to[until]];
  return b === a ? q : p + ((score - a) / (b - a)) * (q - p);
}
