/** Decides, record by record, which kinds of dirt strike, and remembers them as the tags of the truth. */
import type { Family, Rates } from '../families.ts';
import type { Random } from '../random.ts';

export type Strike = {
  /** Whether the family strikes here, `share` of its usual rate; if so it is marked. */
  readonly hits: (family: Family, share?: number) => boolean;
  readonly mark: (family: Family) => void;
  readonly tags: ReadonlySet<Family>;
};

export function strikeOf(random: Random, rates: Rates): Strike {
  const tags = new Set<Family>();
  return {
    hits: (family, share = 1) => {
      const isHit = random.chance(rates[family] * share);
      if (isHit) tags.add(family);
      return isHit;
    },
    mark: (family) => void tags.add(family),
    tags,
  };
}
