/**
 * A small trainer of gradient-boosted trees for two classes: Newton steps, histograms of at most 64 bins, best-first growth. Same rows, same seed, same forest.
 * In: rows of features and their truth. Out: a forest file (bridge/src/identity/score).
 */
import type { ForestFile } from '../../bridge/src/identity/score/index.ts';

export type BoostOptions = {
  readonly trees: number;
  readonly leavesMax: number;
  readonly rate: number;
  /** Least sum of hessians in a leaf: how much evidence a rule needs. */
  readonly leafWeightMin: number;
  readonly penalty: number;
  readonly rowShare: number;
  readonly featureShare: number;
  readonly seed: number;
};
export const usual: BoostOptions = { trees: 260, leavesMax: 20, rate: 0.07, leafWeightMin: 4, penalty: 4, rowShare: 0.6, featureShare: 0.6, seed: 1 };

/** Rows as columns of numbers; grows as rows are pushed. */
export class Rows {
  readonly width: number;
  length = 0;
  #values: Float32Array<ArrayBuffer>;
  #truth: Uint8Array<ArrayBuffer>;

  constructor(width: number) {
    this.width = width;
    this.#values = new Float32Array(width * 1024);
    this.#truth = new Uint8Array(1024);
  }

  push(row: Float64Array, truth: boolean): void {
    if (this.length === this.#truth.length) {
      const [values, truths] = [new Float32Array(this.#values.length * 2), new Uint8Array(this.#truth.length * 2)];
      values.set(this.#values);
      truths.set(this.#truth);
      [this.#values, this.#truth] = [values, truths];
    }
    this.#values.set(row, this.length * this.width);
    this.#truth[this.length] = truth ? 1 : 0;
    this.length += 1;
  }

  value(row: number, feature: number): number {
    return this.#values[row * this.width + feature] ?? 0;
  }
  truth(row: number): number {
    return this.#truth[row] ?? 0;
  }
}

function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const binsMax = 64;

/** Cut points between bins: every gap when values are few, else at equal shares. Rounded, because they are shipped as text. */
function cutsOf(rows: Rows, feature: number): number[] {
  const step = Math.max(1, Math.floor(rows.length / 60_000));
  const sample: number[] = [];
  for (let row = 0; row < rows.length; row += step) sample.push(rows.value(row, feature));
  sample.sort((a, b) => a - b);
  const distinct = [...new Set(sample)];
  const between = (low: number, high: number): number => {
    const middle = (low + high) / 2;
    const rounded = Number(middle.toPrecision(4));
    return rounded > low && rounded <= high ? rounded : middle;
  };
  const cuts: number[] = [];
  if (distinct.length <= binsMax) {
    for (let at = 1; at < distinct.length; at += 1) cuts.push(between(distinct[at - 1] ?? 0, distinct[at] ?? 0));
    return cuts;
  }
  for (let bin = 1; bin < binsMax; bin += 1) {
    const at = Math.floor((bin * sample.length) / binsMax);
    const value = sample[at] ?? 0;
    const before = distinct[Math.max(0, distinct.indexOf(value) - 1)] ?? value;
    const cut = before < value ? between(before, value) : value;
    if (cut > (cuts.at(-1) ?? -Infinity)) cuts.push(cut);
  }
  return cuts;
}

function binned(rows: Rows, cuts: readonly number[], feature: number): Uint8Array {
  const bins = new Uint8Array(rows.length);
  for (let row = 0; row < rows.length; row += 1) {
    const value = rows.value(row, feature);
    let low = 0;
    let high = cuts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value < (cuts[middle] ?? 0)) high = middle;
      else low = middle + 1;
    }
    bins[row] = low;
  }
  return bins;
}

type Leaf = { from: number; until: number; gradient: number; hessian: number; split: Split | null; node: Node };
type Split = { readonly gain: number; readonly feature: number; readonly bin: number };
type Node = { feature: number; bin: number; low: Node | null; high: Node | null; weight: number };

export function boost(rows: Rows, names: readonly string[], options: BoostOptions, progress: (text: string) => void = () => undefined): ForestFile {
  const random = seeded(options.seed);
  const cuts = names.map((_name, feature) => cutsOf(rows, feature));
  const bins = cuts.map((cut, feature) => binned(rows, cut, feature));
  const count = rows.length;
  let positives = 0;
  for (let row = 0; row < count; row += 1) positives += rows.truth(row);
  const bias = Math.log((positives + 1) / (count - positives + 1));
  const score = new Float64Array(count).fill(bias);
  const gradient = new Float64Array(count);
  const hessian = new Float64Array(count);
  const order = new Int32Array(count);
  const spare = new Int32Array(count);
  const file = { features: names, bias: round(bias), roots: [] as number[], feature: [] as number[], number: [] as number[], skip: [] as number[] };

  const histG = new Float64Array(binsMax);
  const histH = new Float64Array(binsMax);
  const bestSplit = (leaf: Leaf, chosen: readonly number[]): Split | null => {
    if (leaf.hessian < 2 * options.leafWeightMin) return null;
    const whole = (leaf.gradient * leaf.gradient) / (leaf.hessian + options.penalty);
    let best: Split | null = null;
    for (const feature of chosen) {
      const column = bins[feature];
      const last = cuts[feature]?.length ?? 0;
      if (column === undefined || last === 0) continue;
      histG.fill(0, 0, last + 1);
      histH.fill(0, 0, last + 1);
      for (let at = leaf.from; at < leaf.until; at += 1) {
        const row = order[at] ?? 0;
        const bin = column[row] ?? 0;
        histG[bin] = (histG[bin] ?? 0) + (gradient[row] ?? 0);
        histH[bin] = (histH[bin] ?? 0) + (hessian[row] ?? 0);
      }
      let [g, h] = [0, 0];
      for (let bin = 0; bin < last; bin += 1) {
        g += histG[bin] ?? 0;
        h += histH[bin] ?? 0;
        if (h < options.leafWeightMin || leaf.hessian - h < options.leafWeightMin) continue;
        const rest = leaf.gradient - g;
        const gain = (g * g) / (h + options.penalty) + (rest * rest) / (leaf.hessian - h + options.penalty) - whole;
        if (gain > (best?.gain ?? 1e-3)) best = { gain, feature, bin };
      }
    }
    return best;
  };

  for (let tree = 0; tree < options.trees; tree += 1) {
    let taken = 0;
    for (let row = 0; row < count; row += 1) {
      const p = 1 / (1 + Math.exp(-(score[row] ?? 0)));
      gradient[row] = rows.truth(row) - p;
      hessian[row] = Math.max(1e-6, p * (1 - p));
      if (random() < options.rowShare) order[taken++] = row;
    }
    const chosen = names.map((_name, feature) => feature).filter(() => random() < options.featureShare);
    const root: Node = { feature: -1, bin: 0, low: null, high: null, weight: 0 };
    const leaves: Leaf[] = [];
    const open = (from: number, until: number, node: Node): void => {
      let [g, h] = [0, 0];
      for (let at = from; at < until; at += 1) {
        g += gradient[order[at] ?? 0] ?? 0;
        h += hessian[order[at] ?? 0] ?? 0;
      }
      const leaf: Leaf = { from, until, gradient: g, hessian: h, split: null, node };
      leaf.split = bestSplit(leaf, chosen);
      node.weight = (options.rate * g) / (h + options.penalty);
      leaves.push(leaf);
    };
    open(0, taken, root);
    while (leaves.length < options.leavesMax) {
      let pick = -1;
      leaves.forEach((leaf, at) => {
        if (leaf.split !== null && leaf.split.gain > (leaves[pick]?.split?.gain ?? 0)) pick = at;
      });
      const [leaf] = pick < 0 ? [] : leaves.splice(pick, 1);
      if (leaf?.split === undefined || leaf.split === null) break;
      const { feature, bin } = leaf.split;
      const column = bins[feature] ?? new Uint8Array();
      let [low, high] = [leaf.from, 0];
      for (let at = leaf.from; at < leaf.until; at += 1) {
        const row = order[at] ?? 0;
        if ((column[row] ?? 0) <= bin) order[low++] = row;
        else spare[high++] = row;
      }
      for (let at = 0; at < high; at += 1) order[low + at] = spare[at] ?? 0;
      const lowNode: Node = { feature: -1, bin: 0, low: null, high: null, weight: 0 };
      const highNode: Node = { feature: -1, bin: 0, low: null, high: null, weight: 0 };
      Object.assign(leaf.node, { feature, bin, low: lowNode, high: highNode });
      open(leaf.from, low, lowNode);
      open(low, leaf.until, highNode);
    }
    for (let row = 0; row < count; row += 1) {
      let node = root;
      while (node.low !== null && node.high !== null) node = (bins[node.feature]?.[row] ?? 0) <= node.bin ? node.low : node.high;
      score[row] = (score[row] ?? 0) + node.weight;
    }
    file.roots.push(file.feature.length);
    write(root);
    if (tree % 50 === 49) progress(`${String(tree + 1)} trees`);
  }

  function write(node: Node): void {
    const here = file.feature.length;
    file.feature.push(node.low === null ? -1 : node.feature);
    file.number.push(node.low === null ? round(node.weight) : (cuts[node.feature]?.[node.bin] ?? 0));
    file.skip.push(0);
    if (node.low === null || node.high === null) return;
    write(node.low);
    file.skip[here] = file.feature.length - here;
    write(node.high);
  }
  return file;
}

const round = (value: number): number => Number(value.toFixed(4));

/** Points of an isotonic fit (pool adjacent violators) of truth over scores, as log-odds; bins of equal size first, so that no point rests on a few rows. */
export function isotonic(pairs: readonly { readonly score: number; readonly truth: boolean }[], binSize: number): { at: number[]; to: number[] } {
  const sorted = [...pairs].sort((a, b) => a.score - b.score);
  type Block = { sum: number; hits: number; count: number };
  const blocks: Block[] = [];
  for (let from = 0; from < sorted.length; from += binSize) {
    const part = sorted.slice(from, from + binSize);
    blocks.push({ sum: part.reduce((total, one) => total + one.score, 0), hits: part.filter((one) => one.truth).length, count: part.length });
    for (
      let last = blocks.at(-1), before = blocks.at(-2);
      last !== undefined && before !== undefined && last.hits / last.count <= before.hits / before.count;
      last = blocks.at(-1), before = blocks.at(-2)
    ) {
      blocks.pop();
      blocks[blocks.length - 1] = { sum: before.sum + last.sum, hits: before.hits + last.hits, count: before.count + last.count };
    }
  }
  const odds = ({ hits, count }: Block): number => Math.log((hits + 0.5) / (count - hits + 0.5));
  return { at: blocks.map((block) => round(block.sum / block.count)), to: blocks.map((block) => round(odds(block))) };
}
