/** What a set of scored pairs is worth, against the truth. Pure. */

export type Judged = { readonly leftId: string; readonly rightId: string; readonly confidence: number };
export type Truth = { readonly leftId: string; readonly rightId: string; readonly tags: readonly string[] };

export type Measures = {
  /** The best F1 over all thresholds, and the threshold that gives it. */
  readonly best: { readonly f1: number; readonly threshold: number; readonly precision: number; readonly recall: number };
  /** Of the pairs linked without asking (≥ 0.90). */
  readonly link: { readonly precision: number; readonly recall: number; readonly falseLinks: number };
  /** Share of right records with no link but a pair for a person to look at. */
  readonly reviewShare: number;
  /** Share of right records with a true partner that got neither link nor review, so that a duplicate of the partner is created. */
  readonly duplicateShare: number;
  /** Expected calibration error: mean distance of confidence and truth over equal-mass bins of the pairs ≥ 0.5. */
  readonly calibrationError: number;
  /** Per 1,000 right records: 20 × false link + 1 × review + 3 × duplicate created. */
  readonly cost: number;
  /** Share of the true pairs that were returned at all with ≥ 0.5. */
  readonly listedRecall: number;
  readonly tags: readonly TagRecall[];
  readonly truePairs: number;
  readonly rights: number;
};
export type TagRecall = { readonly tag: string; readonly pairs: number; readonly linked: number; readonly found: number };

export const linkFrom = 0.9;
export const reviewFrom = 0.7;
const binsMax = 15;

export type Given = { readonly pairs: readonly Judged[]; readonly truth: readonly Truth[]; readonly rights: number };

const keyOf = ({ leftId, rightId }: { readonly leftId: string; readonly rightId: string }): string => `${leftId}\u0000${rightId}`;

export function measure({ pairs, truth, rights }: Given): Measures {
  const trueKeys = new Set(truth.map(keyOf));
  const ranked = pairs.map((pair) => ({ ...pair, isTrue: trueKeys.has(keyOf(pair)) })).sort((one, other) => other.confidence - one.confidence);
  const linked = ranked.filter(({ confidence }) => confidence >= linkFrom);
  const falseLinks = linked.filter(({ isTrue }) => !isTrue).length;
  const linkedRights = new Set(linked.map(({ rightId }) => rightId));
  const reviewed = new Set(
    ranked.filter(({ confidence, rightId }) => confidence >= reviewFrom && confidence < linkFrom && !linkedRights.has(rightId)).map(({ rightId }) => rightId),
  );
  const partnered = new Set(truth.map(({ rightId }) => rightId));
  const lost = [...partnered].filter((rightId) => !linkedRights.has(rightId) && !reviewed.has(rightId)).length;
  return {
    best: bestOf(ranked, truth.length),
    link: { precision: share(linked.length - falseLinks, linked.length), recall: share(linked.length - falseLinks, truth.length), falseLinks },
    reviewShare: share(reviewed.size, rights),
    duplicateShare: share(lost, partnered.size),
    calibrationError: calibrationError(ranked.filter(({ confidence }) => confidence >= 0.5)),
    cost: (1000 * (20 * falseLinks + reviewed.size + 3 * lost)) / Math.max(1, rights),
    listedRecall: share(ranked.filter(({ isTrue, confidence }) => isTrue && confidence >= 0.5).length, truth.length),
    tags: tagRecalls(truth, new Map(ranked.map((pair) => [keyOf(pair), pair.confidence]))),
    truePairs: truth.length,
    rights,
  };
}

type Ranked = { readonly confidence: number; readonly isTrue: boolean };

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Ties stand or fall together: a threshold cannot part them. */
function bestOf(ranked: readonly Ranked[], truths: number): Measures['best'] {
  let [hits, best] = [0, { f1: 0, threshold: 1, precision: 0, recall: 0 }];
  ranked.forEach(({ isTrue, confidence }, index) => {
    if (isTrue) hits += 1;
    if (ranked[index + 1]?.confidence === confidence) return;
    const f1 = (2 * hits) / (index + 1 + truths);
    if (f1 > best.f1) best = { f1, threshold: confidence, precision: hits / (index + 1), recall: share(hits, truths) };
  });
  return best;
}

/** Example: ten pairs at 0.8 of which eight are true have no error; of which six are true, 0.2. */
export function calibrationError(ranked: readonly Ranked[]): number {
  const bins = Math.min(binsMax, ranked.length);
  let error = 0;
  for (let bin = 0; bin < bins; bin += 1) {
    const part = ranked.slice(Math.floor((bin * ranked.length) / bins), Math.floor(((bin + 1) * ranked.length) / bins));
    const said = part.reduce((sum, { confidence }) => sum + confidence, 0);
    error += Math.abs(said - part.filter(({ isTrue }) => isTrue).length);
  }
  return share(error, ranked.length);
}

function tagRecalls(truth: readonly Truth[], confidences: ReadonlyMap<string, number>): readonly TagRecall[] {
  const byTag = new Map<string, { pairs: number; linked: number; found: number }>();
  for (const pair of truth) {
    const confidence = confidences.get(keyOf(pair)) ?? 0;
    for (const tag of pair.tags.length === 0 ? ['(clean)'] : pair.tags) {
      const counts = byTag.get(tag) ?? { pairs: 0, linked: 0, found: 0 };
      byTag.set(tag, {
        pairs: counts.pairs + 1,
        linked: counts.linked + Number(confidence >= linkFrom),
        found: counts.found + Number(confidence >= reviewFrom),
      });
    }
  }
  return [...byTag]
    .map(([tag, { pairs, linked, found }]) => ({ tag, pairs, linked: linked / pairs, found: found / pairs }))
    .sort((one, other) => one.found - other.found);
}

const percent = (value: number): string => `${(100 * value).toFixed(2)} %`;

export function printed(measures: Measures, withTags: boolean): string {
  const { best, link } = measures;
  const lines = [
    `true pairs ${measures.truePairs}, right records ${measures.rights}`,
    `best F1 ${percent(best.f1)} at ${best.threshold.toFixed(3)} (precision ${percent(best.precision)}, recall ${percent(best.recall)})`,
    `linked (>= ${linkFrom}) precision ${percent(link.precision)}, recall ${percent(link.recall)}, false links ${link.falseLinks}`,
    `sent to review ${percent(measures.reviewShare)} of the right records; duplicates created ${percent(measures.duplicateShare)} of those with a partner`,
    `calibration error ${measures.calibrationError.toFixed(4)}; listed ${percent(measures.listedRecall)} of the true pairs; cost per 1,000 ${measures.cost.toFixed(1)}`,
  ];
  if (withTags)
    lines.push(
      ...measures.tags.map(
        ({ tag, pairs, linked, found }) =>
          `  ${tag.padEnd(16)} ${String(pairs).padStart(7)} pairs, linked ${percent(linked)}, linked or reviewed ${percent(found)}`,
      ),
    );
  return lines.join('\n');
}
