/** Which records a sample takes: told by their ids, so that a repeated or resumed walk takes the same ones. */

/** A number in [0, 1) that depends on seed and text alone and is spread evenly (FNV-1a, finished with murmur3's mixer). */
export function drawOf(seed: number, text: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** The part of `total` to take so that about `wanted` are taken; 1 where all are wanted or nobody knows how many there are. */
export function shareFor(wanted: number | 'all', total: number | null): number {
  return wanted === 'all' || total === null || total <= wanted ? 1 : wanted / total;
}
