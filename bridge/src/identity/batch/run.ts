/** A large run: two workers read the files, find and score the pairs over shared memory; the answer comes back sorted by ids, whatever the order of rows. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { decidedWords, decisions as decisionsOf } from '../decisions.ts';
import type { Thresholds } from '../model.ts';
import { shippedModel } from '../people.ts';
import { added, crowdOf } from '../person/crowd.ts';
import { Overlap } from '../person/matcher.ts';
import { CsvProblem } from './csv.ts';
import { inOrder } from './pairs.ts';
import type { OrderedPairs } from './pairs.ts';
import type { SharedSide } from './side.ts';
import type { Answer, DecidedRow, Line, Order } from './worker.ts';

export type Run = {
  readonly left: string;
  /** Null: duplicates inside the left file. */
  readonly right: string | null;
  readonly thresholds: Thresholds;
  readonly decisions: readonly DecidedRow[];
  /** Called with a sentence now and then. */
  readonly progress: (text: string) => void;
  readonly workers?: number;
};
export type Outcome = { readonly lines: readonly Line[]; readonly left: number; readonly right: number; readonly looked: number; readonly overlap: number };

const workersMax = 8;

class Crew {
  readonly #workers: readonly Worker[];

  constructor(count: number) {
    this.#workers = Array.from(
      { length: count },
      () => new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: 1_400 } }),
    );
  }

  get size(): number {
    return this.#workers.length;
  }

  ask(at: number, order: Order): Promise<Answer> {
    const worker = this.#workers[at];
    if (worker === undefined) return Promise.reject(new Error(`There is no worker ${String(at)}.`));
    return new Promise((resolve, reject) => {
      const done = (): void => {
        worker.off('message', onMessage);
        worker.off('error', onError);
      };
      const onMessage = (answer: Answer): void => {
        done();
        if (answer.kind === 'failed') reject(answer.isProblem ? new CsvProblem(answer.message) : new Error(answer.message));
        else resolve(answer);
      };
      const onError = (error: Error): void => {
        done();
        reject(error);
      };
      worker.on('message', onMessage);
      worker.on('error', onError);
      worker.postMessage(order);
    });
  }

  askAll(order: Order): Promise<readonly Answer[]> {
    return Promise.all(this.#workers.map((_worker, at) => this.ask(at, order)));
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

type Loaded = { readonly side: SharedSide; readonly met: ReadonlySet<string> };
function loaded(answer: Answer): Loaded {
  if (answer.kind !== 'loaded') throw new Error('A worker answered out of turn.');
  return { side: answer.side, met: new Set(answer.met) };
}

/** What people called the same, whether or not a key brings it together, in the ends the files have. Inside one side the smaller id is left. */
function decidedLines(decisions: readonly DecidedRow[], left: ReadonlySet<string>, right: ReadonlySet<string> | null): Line[] {
  const theirs = right ?? left;
  return [...decisionsOf(decisions).pairs()].flatMap(({ leftId, rightId, verdict }) => {
    const isAsTold = right === null ? leftId < rightId : left.has(leftId) && theirs.has(rightId);
    const [one, other] = isAsTold ? [leftId, rightId] : [rightId, leftId];
    return verdict === 'same' && left.has(one) && theirs.has(other)
      ? [{ leftId: one, rightId: other, confidence: 1, band: 'link', evidence: decidedWords }]
      : [];
  });
}

function overlapIn(pairs: OrderedPairs, left: number, right: number): number {
  const overlap = new Overlap({ left, right });
  for (let at = 0; at < pairs.length; at += 1) overlap.add({ left: pairs.left[at] ?? 0, right: pairs.right[at] ?? 0, score: pairs.score[at] ?? 0 });
  return overlap.share();
}

const taken = (): Int32Array<SharedArrayBuffer> => new Int32Array(new SharedArrayBuffer(4));
const number = (count: number): string => count.toLocaleString('en');

/** Matches two files, or one with itself. Rejects with `CsvProblem` when a file cannot be understood. */
export async function run({ left, right, thresholds, decisions, progress, workers }: Run): Promise<Outcome> {
  const crew = new Crew(Math.min(workersMax, Math.max(2, workers ?? availableParallelism())));
  try {
    const decidedIds = new Set(decisions.flatMap(({ leftId, rightId }) => [leftId, rightId]));
    const load = async (at: number, file: string, isIndexed: boolean): Promise<Loaded> =>
      loaded(await crew.ask(at, { kind: 'load', file, isIndexed, decidedIds }));
    const [one, other] = await Promise.all([load(0, left, right === null), right === null ? null : load(1, right, true)]);
    const [mine, theirs] = [one.side, other?.side];
    const totals = { left: mine.total, right: (theirs ?? mine).total };
    progress(right === null ? `${number(totals.left)} records read` : `${number(totals.left)} and ${number(totals.right)} records read`);
    await crew.askAll({ kind: 'meet', left: mine, right: theirs ?? null });
    const lists = (await crew.askAll({ kind: 'first', next: taken() })).map((answer) => {
      if (answer.kind !== 'found') throw new Error('A worker answered out of turn.');
      return answer.pairs;
    });
    const pairs = inOrder(lists, totals);
    progress(`${number(pairs.length)} pairs worth a second look`);
    const overlap = overlapIn(pairs, totals.left, totals.right);
    const counts = (await crew.askAll({ kind: 'weigh', next: taken(), pairs, overlap })).flatMap((answer) =>
      answer.kind === 'weighed' ? [answer.counts] : [],
    );
    const answers = await crew.askAll({ kind: 'second', next: taken(), crowd: crowdOf(shippedModel.usual, added(counts)), thresholds, decisions });
    const lines = [...decidedLines(decisions, one.met, other?.met ?? null), ...answers.flatMap((answer) => (answer.kind === 'scored' ? answer.lines : []))];
    lines.sort((a, b) => (a.leftId < b.leftId ? -1 : a.leftId > b.leftId ? 1 : a.rightId < b.rightId ? -1 : a.rightId > b.rightId ? 1 : 0));
    return { lines, ...totals, looked: pairs.length, overlap };
  } finally {
    await crew.end();
  }
}
