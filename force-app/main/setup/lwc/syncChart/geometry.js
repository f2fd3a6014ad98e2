/** Where lines and bars lie, in a box of `width` by `height`. Pure. */
export const width = 300;
export const height = 80;
const air = 2;
const dot = 4;

/** The highest value of all series; at least a little, so that a chart of zeros is a line at the bottom. */
export function highest(series) {
  const values = series.flatMap(({ points }) => points.map(({ value }) => value)).filter(Number.isFinite);
  return Math.max(0, ...values);
}

const yOf = (value, top) => (top === 0 ? height - air : height - air - (value / top) * (height - 2 * air));

/** A value alone in its run is a short stroke, or it would not be seen; it stays inside the box. */
const stroke = ([x, y]) => `M${Math.min(x, width - dot).toFixed(1)},${y.toFixed(1)} h${dot}`;
const line = (run) => `M${run.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' L')}`;

/** One path per unbroken run of values: `M0.0,10.0 L5.0,12.0`. */
export function linePaths(points, top) {
  const step = points.length > 1 ? width / (points.length - 1) : 0;
  const runs = [[]];
  points.forEach(({ value }, index) => {
    if (Number.isFinite(value)) runs.at(-1).push([index * step, yOf(value, top)]);
    else if (runs.at(-1).length > 0) runs.push([]);
  });
  return runs.filter((run) => run.length > 0).map((run) => (run.length === 1 ? stroke(run[0]) : line(run)));
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
      const tall = top === 0 ? 0 : (value / top) * (height - air);
      const x = position * slot + slot * 0.15 + index * thickness;
      return [
        { key: `${index}-${position}`, series: index, x: x.toFixed(1), y: (height - tall).toFixed(1), width: thickness.toFixed(1), height: tall.toFixed(1) },
      ];
    }),
  );
}
