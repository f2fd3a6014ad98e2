/** Likeness of two short texts, 0 to 1. */
import { distance } from 'fastest-levenshtein';

export { distance };

/** Share of letters that need no edit. Empty against anything is 0. */
export function levenshtein(left: string, right: string): number {
  if (left === right) return left === '' ? 0 : 1;
  const longest = Math.max(left.length, right.length);
  return left === '' || right === '' ? 0 : 1 - distance(left, right) / longest;
}

/** Edits between two texts, a swap of neighbours counting as one. */
export function edits(left: string, right: string): number {
  const plain = distance(left, right);
  if (plain !== 2 || left.length !== right.length) return plain;
  let at = 0;
  while (left[at] === right[at]) at += 1;
  return left[at] === right[at + 1] && left[at + 1] === right[at] && left.slice(at + 2) === right.slice(at + 2) ? 1 : 2;
}

const flags = { left: new Uint8Array(64), right: new Uint8Array(64) };

/** Jaro-Winkler, prefix weight 0.1 over at most 4 letters; texts are cut at 64 letters. */
export function jaroWinkler(one: string, other: string): number {
  if (one === other) return one === '' ? 0 : 1;
  const left = one.length > 64 ? one.slice(0, 64) : one;
  const right = other.length > 64 ? other.slice(0, 64) : other;
  const [m, n] = [left.length, right.length];
  if (m === 0 || n === 0) return 0;
  const reach = Math.max(0, (Math.max(m, n) >> 1) - 1);
  const { left: inLeft, right: inRight } = flags;
  inLeft.fill(0, 0, m);
  inRight.fill(0, 0, n);
  let matches = 0;
  for (let i = 0; i < m; i += 1) {
    const end = Math.min(n, i + reach + 1);
    for (let j = Math.max(0, i - reach); j < end; j += 1) {
      if (inRight[j] === 1 || left.charCodeAt(i) !== right.charCodeAt(j)) continue;
      inLeft[i] = 1;
      inRight[j] = 1;
      matches += 1;
      break;
    }
  }
  if (matches === 0) return 0;
  let swaps = 0;
  for (let i = 0, j = 0; i < m; i += 1) {
    if (inLeft[i] !== 1) continue;
    while (inRight[j] !== 1) j += 1;
    if (left.charCodeAt(i) !== right.charCodeAt(j)) swaps += 1;
    j += 1;
  }
  const jaro = (matches / m + matches / n + (matches - swaps / 2) / matches) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < m && prefix < n && left.charCodeAt(prefix) === right.charCodeAt(prefix)) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}
