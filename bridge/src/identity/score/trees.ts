/** Boosted regression trees as data: what a model file holds, and its score for one row of features. Reused with another file for each kind of pair. */

/**
 * All trees in one preorder list. Node i splits when `feature[i]` ≥ 0: values below `number[i]` go to i + 1, the others to i + `skip[i]`.
 * A leaf has feature −1 and its weight in `number`. `roots` are the first nodes; the score is `bias` plus one leaf of every tree: a log-odds.
 */
export type ForestFile = {
  readonly features: readonly string[];
  readonly bias: number;
  readonly roots: readonly number[];
  readonly feature: readonly number[];
  readonly number: readonly number[];
  readonly skip: readonly number[];
};

export type Forest = {
  readonly features: readonly string[];
  /** Log-odds of one row. `row` has a value per feature, in the order of `features`; no NaN. */
  readonly score: (row: Float64Array) => number;
};

/** Leaves a tree may have to be scored by masks: the bits of a number that JavaScript can shift. */
const leavesMax = 32;

/** Makes a model file ready to score. Throws when it is not whole. */
export function forest(file: ForestFile): Forest {
  const { feature, number, skip, features } = file;
  if (feature.length !== number.length || feature.length !== skip.length || feature.some((at) => at >= features.length)) {
    throw new Error('The model file is damaged: its lists do not belong together.');
  }
  return { features, score: byMasks(file) ?? byWalking(file) };
}

/** From the root to a leaf, tree by tree: for trees of any size. */
function byWalking({ feature, number, skip, roots, bias }: ForestFile): Forest['score'] {
  const features = Int16Array.from(feature);
  const numbers = Float64Array.from(number);
  const skips = Int32Array.from(skip);
  const starts = Int32Array.from(roots);
  return (row) => {
    let sum = bias;
    for (let tree = 0; tree < starts.length; tree += 1) {
      let node = starts[tree] as number;
      let at = features[node] as number;
      // Typed arrays are read inside their bounds: the file was checked above.
      while (at >= 0) {
        node += (row[at] as number) < (numbers[node] as number) ? 1 : (skips[node] as number);
        at = features[node] as number;
      }
      sum += numbers[node] as number;
    }
    return sum;
  };
}

type Split = { readonly tree: number; readonly limit: number; readonly mask: number };

/**
 * The same sum without walking ("QuickScorer"): a tree's leaves are bits, left to right. Every split the row's value reaches rules out the leaves
 * below the limit; the leftmost leaf that is left over is the one a walk ends in. Splits of a feature are sorted, so reading stops at the first
 * limit out of reach: straight runs over memory, where a walk jumps. Null when a tree has too many leaves.
 */
function byMasks({ feature, number, skip, roots, features, bias }: ForestFile): Forest['score'] | null {
  const splits: Split[][] = features.map(() => []);
  const leafAt = new Int32Array(roots.length);
  const leaves: number[] = [];
  const alive = new Int32Array(roots.length);
  /** Gathers the splits under a node; answers how many leaves are there. `first` is the number of its leftmost leaf. */
  const gather = (tree: number, node: number, first: number): number => {
    const at = feature[node] ?? -1;
    if (at < 0) {
      leaves.push(number[node] ?? 0);
      return 1;
    }
    const below = gather(tree, node + 1, first);
    const ruledOut = below >= leavesMax ? -1 : ((1 << below) - 1) << first;
    splits[at]?.push({ tree, limit: number[node] ?? 0, mask: ~ruledOut });
    return below + gather(tree, node + (skip[node] ?? 0), first + below);
  };
  for (let tree = 0; tree < roots.length; tree += 1) {
    leafAt[tree] = leaves.length;
    const count = gather(tree, roots[tree] ?? 0, 0);
    if (count > leavesMax) return null;
    alive[tree] = count === leavesMax ? -1 : (1 << count) - 1;
  }
  const sorted = splits.map((some) => some.sort((a, b) => a.limit - b.limit)).flat();
  const [limits, trees, masks] = [
    Float64Array.from(sorted, ({ limit }) => limit),
    Int32Array.from(sorted, ({ tree }) => tree),
    Int32Array.from(sorted, ({ mask }) => mask),
  ];
  const ends = new Int32Array(splits.length);
  splits.forEach((some, at) => (ends[at] = (ends[at - 1] ?? 0) + some.length));
  const weights = Float64Array.from(leaves);
  const left = new Int32Array(roots.length);
  return (row) => {
    left.set(alive);
    let split = 0;
    for (let at = 0; at < ends.length; at += 1) {
      const value = row[at] as number;
      const end = ends[at] as number;
      for (; split < end && value >= (limits[split] as number); split += 1) {
        const tree = trees[split] as number;
        left[tree] = (left[tree] as number) & (masks[split] as number);
      }
      split = end;
    }
    let sum = bias;
    for (let tree = 0; tree < left.length; tree += 1) {
      const bits = left[tree] as number;
      sum += weights[(leafAt[tree] as number) + 31 - Math.clz32(bits & -bits)] as number;
    }
    return sum;
  };
}

export const probability = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));
export const logOdds = (share: number): number => Math.log(share / (1 - share));
