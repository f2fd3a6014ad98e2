/** API versions: which exist, and what their releases are called. */

import { refuse } from './failure.ts';

/** Winter '27 is the newest; versions before 31 are retired (REST API Developer Guide, "API End-of-Life Policy"). */
export const NEWEST = 68;
const OLDEST = 31;
const SEASONS: readonly string[] = ['Winter', 'Spring', 'Summer'];

/** v32 was Winter '15, and there are three releases a year. */
function labelOf(version: number): string {
  const step = version - 32;
  return `${SEASONS[((step % 3) + 3) % 3] ?? ''} '${15 + Math.floor(step / 3)}`;
}

/** Body of GET `/services/data`. */
export function versionList(): readonly { readonly label: string; readonly url: string; readonly version: string }[] {
  return Array.from({ length: NEWEST - OLDEST + 1 }, (_, index) => {
    const version = OLDEST + index;
    return { label: labelOf(version), url: `/services/data/v${version}.0`, version: `${version}.0` };
  });
}

/** The version of a path segment such as `v68.0`; retired ones answer 410, unknown ones 404. */
export function versionOf(segment: string): string {
  const match = /^v(\d+)\.0$/.exec(segment);
  const version = Number(match?.[1]);
  if (match === null || version > NEWEST) throw refuse(404, 'NOT_FOUND', 'The requested resource does not exist');
  if (version < OLDEST) throw refuse(410, 'UNSUPPORTED_API_VERSION', `The requested API version ${version}.0 is retired.`);
  return `${version}.0`;
}
