/** One of the workers of a large run. It is told, in this order: load a side; look first at ranges of left records; look again at the pairs found. */
import { parentPort } from 'node:worker_threads';
import { decisions as decisionsOf } from '../decisions.ts';
import { bandOf, listedFrom } from '../model.ts';
import type { Thresholds } from '../model.ts';
import { rounded, shippedModel } from '../people.ts';
import { corpusOf } from '../person/corpus.ts';
import { evidenceOf } from '../person/evidence.ts';
import { CrowdCounter, isAsked } from '../person/crowd.ts';
import type { Crowd, CrowdCounts } from '../person/crowd.ts';
import { alikeOf, candidatesOf, firstLook, lastTie, secondFeatures, secondLook, secondRow } from '../person/matcher.ts';
import type { SecondLook } from '../person/matcher.ts';
import { rivalFloor } from '../person/rivals.ts';
import { readRecords } from './csv.ts';
import { PairWriter, rivalsIn, tieAt } from './pairs.ts';
import type { OrderedPairs, PairList } from './pairs.ts';
import { SideReader, SideWriter } from './side.ts';
import { SortedKeys } from './sorted-keys.ts';
import type { SharedSide } from './side.ts';

export type DecidedRow = { readonly leftId: string; readonly rightId: string; readonly verdict: 'same' | 'different' };
export type Order =
  | { readonly kind: 'load'; readonly file: string; readonly isIndexed: boolean; readonly decidedIds: ReadonlySet<string> }
  | { readonly kind: 'meet'; readonly left: SharedSide; readonly right: SharedSide | null }
  | { readonly kind: 'first'; readonly next: Int32Array<SharedArrayBuffer> }
  | { readonly kind: 'weigh'; readonly next: Int32Array<SharedArrayBuffer>; readonly pairs: OrderedPairs; readonly overlap: number }
  | {
      readonly kind: 'second';
      readonly next: Int32Array<SharedArrayBuffer>;
      readonly crowd: Crowd;
      readonly thresholds: Thresholds;
      readonly decisions: readonly DecidedRow[];
    };
export type Line = { readonly leftId: string; readonly rightId: string; readonly confidence: number; readonly band: string; readonly evidence: string };
export type Answer =
  /** `met`: which of the ids that people decided on are in the file. */
  | { readonly kind: 'loaded'; readonly side: SharedSide; readonly met: readonly string[] }
  | { readonly kind: 'met' }
  | { readonly kind: 'found'; readonly pairs: PairList }
  | { readonly kind: 'weighed'; readonly counts: CrowdCounts }
  | { readonly kind: 'scored'; readonly lines: readonly Line[] }
  | { readonly kind: 'failed'; readonly message: string; readonly isProblem: boolean };

/** Records taken at a time; small enough that the workers end together. */
export const chunk = 500;

let left: SideReader | null = null;
let right: SideReader | null = null;
let isOneSide = false;

function sides(): { readonly lefts: SideReader; readonly rights: SideReader } {
  if (left === null || right === null) throw new Error('The sides were not handed over.');
  return { lefts: left, rights: right };
}

/** Every left record once over all workers: each takes the next chunk. */
function* ranges(next: Int32Array<SharedArrayBuffer>, total: number, order?: SharedSide['order']): Generator<number> {
  for (let from = Atomics.add(next, 0, chunk); from < total; from = Atomics.add(next, 0, chunk))
    for (let at = from; at < Math.min(total, from + chunk); at += 1) yield order === undefined ? at : (order[at] ?? 0);
}

const corpus = (): ReturnType<typeof corpusOf> => (isOneSide ? corpusOf(sides().lefts.census) : corpusOf(sides().lefts.census, sides().rights.census));

function first(next: Int32Array<SharedArrayBuffer>): PairList {
  const { lefts, rights } = sides();
  if (rights.shared.index === null) throw new Error('The right side was not indexed.');
  const index = new SortedKeys(rights.shared.index);
  const known = corpus();
  const seen = new Int32Array(rights.shared.total).fill(-1);
  const pairs = new PairWriter();
  const found: number[] = [];
  const { keys, keysAt, limits, total, order } = lefts.shared;
  for (const record of ranges(next, total, order)) {
    const one = lefts.record(record);
    for (const slot of candidatesOf({ hashes: keys, limits, from: keysAt[record] ?? 0, until: keysAt[record + 1] ?? 0 }, index, seen, record, found)) {
      const other = rights.record(slot);
      // Inside one side a pair is met twice; the smaller id is its left end.
      if (isOneSide && one.id >= other.id) continue;
      const score = firstLook(shippedModel, one, other, known);
      if (score > rivalFloor) pairs.push(record, slot, score, lastTie());
    }
  }
  return pairs.list;
}

type Looking = { readonly pairs: OrderedPairs; readonly look: Omit<SecondLook, 'crowd'> };
let looking: Looking | null = null;

/** Makes ready for the second look, and says how crowded the set is. */
function weigh({ next, pairs, overlap }: Extract<Order, { kind: 'weigh' }>): CrowdCounts {
  const { lefts, rights } = sides();
  const known = corpus();
  const reader = { left: (record: number) => lefts.record(record), right: (record: number) => rights.record(record), isOneSide };
  const rivals = rivalsIn(pairs, { left: (record) => lefts.record(record).id, right: (record) => rights.record(record).id }, isOneSide);
  const alike = alikeOf(reader, known, shippedModel, pairs.length);
  looking = { pairs, look: { sides: reader, corpus: known, overlap, rivals, alike } };
  const counter = new CrowdCounter();
  const { total } = lefts.shared;
  for (const record of ranges(next, total + (isOneSide ? 0 : rights.shared.total))) {
    if (record < total) {
      if (isAsked(lefts.record(record).id, total)) counter.add(rivals.ofLeft(record), alike.right);
    } else if (isAsked(rights.record(record - total).id, rights.shared.total)) counter.add(rivals.ofRight(record - total), alike.left);
  }
  return counter.counts;
}

function second({ next, crowd, thresholds, decisions }: Extract<Order, { kind: 'second' }>): Line[] {
  const { lefts, rights } = sides();
  if (looking === null) throw new Error('The set was not weighed.');
  const { pairs } = looking;
  const look = { ...looking.look, crowd };
  const known = look.corpus;
  const decided = decisionsOf(decisions);
  const row = new Float64Array(secondFeatures.length);
  const lines: Line[] = [];
  for (const record of ranges(next, lefts.shared.total, lefts.shared.order)) {
    for (let at = pairs.leftAt[record] ?? 0; at < (pairs.leftAt[record + 1] ?? 0); at += 1) {
      const other = pairs.right[at] ?? 0;
      const [leftId, rightId] = [lefts.record(record).id, rights.record(other).id];
      const verdict = decisions.length === 0 ? undefined : decided.of(leftId, rightId);
      if (verdict !== undefined) continue;
      secondRow(row, { left: record, right: other, score: pairs.score[at] ?? 0, tie: tieAt(pairs, at) }, look);
      const confidence = rounded(secondLook(shippedModel, row));
      if (confidence < listedFrom) continue;
      lines.push({
        leftId,
        rightId,
        confidence,
        band: bandOf(confidence, thresholds),
        evidence: evidenceOf(lefts.record(record), rights.record(other), known),
      });
    }
  }
  return lines;
}

async function obey(order: Order): Promise<Answer> {
  switch (order.kind) {
    case 'load': {
      const writer = new SideWriter({ isIndexed: order.isIndexed });
      const met: string[] = [];
      await readRecords(order.file, (record) => {
        writer.add(record);
        if (order.decidedIds.has(record.id)) met.push(record.id);
      });
      return { kind: 'loaded', side: writer.shared, met };
    }
    case 'meet':
      left = new SideReader(order.left);
      isOneSide = order.right === null;
      right = order.right === null ? left : new SideReader(order.right);
      return { kind: 'met' };
    case 'first':
      return { kind: 'found', pairs: first(order.next) };
    case 'weigh':
      return { kind: 'weighed', counts: weigh(order) };
    case 'second':
      return { kind: 'scored', lines: second(order) };
  }
}

parentPort?.on('message', (order: Order) => {
  obey(order).then(
    (answer) => parentPort?.postMessage(answer),
    (error: unknown) =>
      parentPort?.postMessage({
        kind: 'failed',
        message: error instanceof Error ? error.message : String(error),
        isProblem: error instanceof Error && error.constructor.name === 'CsvProblem',
      } satisfies Answer),
  );
});
