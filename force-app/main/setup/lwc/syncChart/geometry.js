/** Where lines and bars lie, in a box of `width` by `height`. Pure. */
export const width = 300;
export const height = 80;
const air = 2;

/** The highest value of all series; at least a little, so that a chart of zeros is a line at the bottom. */
export function highest(series) {
  const values = series.flatMap(({ points }) => points.map(({ value }) => value)).filter(Number.isFinite);
  return Math.max(0, ...values);
}

const yOf = (value, top) => (top === 0 ? height - air : height - air - (value / top) * (height - 2 * air));

/** One path per unbroken run of values: `M0,10 L5,12`. A single value is a short stroke, or it would not be seen. */
export function linePaths(points, top) {
  const step = points.length > 1 ? width / (points.length - 1) : 0;
  const runs = [[]];
  points.forEach(({ value }, index) => {
    if (Number.isFinite(value)) runs.at(-1).push(`${(index * step).toFixed(1)},${yOf(value, top).toFixed(1)}`);
    else if (runs.at(-1).length > 0) runs.push([]);
  });
  return runs.filter((run) => run.length > 0).map((run) => (run.length === 1 ? `M${run[0]} h3` : `M${run.join(' L')}`));
}

/** Bars side by side per label: `{key, series, x, y, width, height}`. */
export function barRects(series, top) {
  const slots = series[0]?.points.length ?? 0;
  if (slots === 0) return [];
  const slot = width / slots;
  const thickness = (slot * 0.7) / series.length;
  return series.flatMap(({ points }, index) =>
    points.flatMap(({ value }, position) => {
      if (!Number.isFinite(value)) return [];
      const y = yOf(value, top);
      const x = position * slot + slot * 0.15 + index * thickness;
      return [{ key: `${index}-${position}`, series: index, x: x.toFixed(1), y: y.toFixed(1), width: thickness.toFixed(1), height: (height - y).toFixed(1) }];
    }),
  );
}
