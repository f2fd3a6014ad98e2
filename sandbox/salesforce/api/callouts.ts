/** Callouts of Apex: kept out of the transaction, made here, answered when the work runs again. */

import type { CalloutAnswer, CalloutRequest, Callouts } from '../contract.ts';

/** Thrown out of a transaction that needs an answer first; nothing but `withCallouts` may catch it. */
export class CalloutPending extends Error {
  readonly request: CalloutRequest;
  constructor(request: CalloutRequest) {
    super(`a callout to ${request.endpoint} is waiting for its answer`);
    this.request = request;
  }
}

export type Perform = (request: CalloutRequest) => Promise<CalloutAnswer>;

/** All callouts of a transaction together (Apex Developer Guide, "Callout Limits and Limitations"). */
const TOGETHER_MAX_MS = 120_000;
/** Runs of one piece of work; a transaction has at most 100 callouts. */
const RUNS_MAX = 101;

type Made = { readonly request: CalloutRequest; readonly answer: CalloutAnswer };

/** The body may differ, as it may hold the time of the run. */
const isSame = (left: CalloutRequest, right: CalloutRequest): boolean => left.method === right.method && left.endpoint === right.endpoint;

/** Each answer is given once, to the first request of its kind; data that changed between two runs only adds requests. */
function journal(made: readonly Made[]): Callouts {
  const left = [...made];
  return {
    answerTo: (request) => {
      const index = left.findIndex((known) => isSame(known.request, request));
      const [known] = index < 0 ? [] : left.splice(index, 1);
      if (known === undefined) throw new CalloutPending(request);
      return known.answer;
    },
  };
}

/**
 * Runs `attempt` until it needs no further answer. Each run is a transaction of its own: one that stops at a callout has left no trace.
 * While a request is under way the org serves others, the one being called included, which may call this org back.
 */
export async function withCallouts<T>(perform: Perform, attempt: (callouts: Callouts) => T): Promise<T> {
  const made: Made[] = [];
  let spentMs = 0;
  for (let run = 0; run < RUNS_MAX; run += 1) {
    try {
      return attempt(journal(made));
    } catch (error) {
      if (!(error instanceof CalloutPending)) throw error;
      const { request } = error;
      const startedAt = performance.now();
      const leftMs = TOGETHER_MAX_MS - spentMs;
      const answer =
        leftMs <= 0
          ? { failure: `Exceeded maximum time allotted for callout (${TOGETHER_MAX_MS} ms)` }
          : await perform({ ...request, timeoutMs: Math.min(request.timeoutMs, leftMs) });
      spentMs += performance.now() - startedAt;
      made.push({ request, answer });
    }
  }
  throw new Error('Apex never stopped calling out');
}
