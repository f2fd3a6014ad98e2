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

/** Makes a model file ready to score. Throws when it is not whole. */
export function forest(file: ForestFile): Forest {
  const { feature, number, skip, roots } = file;
  if (feature.length !== number.length || feature.length !== skip.length || feature.some((at) => at >= file.features.length)) {
    throw new Error('The model file is damaged: its lists do not belong together.');
  }
  const features = Int16Array.from(feature);
  const numbers = Float64Array.from(number);
  const skips = Int32Array.from(skip);
  const starts = Int32Array.from(roots);
  const { bias } = file;
  return {
    features: file.features,
    score: (row) => {
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
    },
  };
}

export const probability = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));
export const logOdds = (share: number): number => Math.log(share / (1 - share));
