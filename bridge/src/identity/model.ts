/** The words of identity resolution: a record as the matcher sees it, a scored pair, the bands, and what is known of the whole set. */

/** Text columns a record may have, in the order they are documented. Any may be missing or empty. */
export const fields = ['firstname', 'lastname', 'email', 'other_emails', 'phone', 'mobile', 'company', 'domain', 'title', 'city', 'state', 'country'] as const;
export type Field = (typeof fields)[number];

/** One person (or, with `company` as its name, one company) of one system. `other_emails` holds several addresses separated by `;`. */
export type IdentityRecord = { readonly id: string } & { readonly [field in Field]?: string | undefined };

export type Kind = 'person' | 'company';

/** `link`: the same, act on it. `review`: a person must look. `weak`: listed for the curious, treated as different. */
export type Band = 'link' | 'review' | 'weak';

export type Thresholds = { readonly link: number; readonly review: number };
export const defaultThresholds: Thresholds = { link: 0.9, review: 0.7 };
/** Pairs below this confidence are not listed at all. */
export const listedFrom = 0.5;

/** `confidence` is a calibrated probability, 0 to 1; `evidence` says in words what speaks for and against. */
export type ScoredPair = {
  readonly leftId: string;
  readonly rightId: string;
  readonly confidence: number;
  readonly band: Band;
  readonly evidence: string;
};

/** The band of a confidence. Example: `bandOf(0.8)` → `review`. */
export function bandOf(confidence: number, { link, review }: Thresholds = defaultThresholds): Band {
  if (confidence >= link) return 'link';
  return confidence >= review ? 'review' : 'weak';
}
