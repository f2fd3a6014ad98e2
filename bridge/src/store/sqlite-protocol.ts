import type { OperationName } from './operations.ts';
import type { Retention } from './retention.ts';
import type { DecisionKey } from './sealing.ts';
import type { StoreErrorCode } from './errors.ts';

/** What the worker thread is started with. */
export type WorkerOptions = {
  readonly file: string;
  readonly decisionKeys: readonly DecisionKey[];
  readonly retention: Retention;
  readonly busyTimeoutMs: number;
};

export type Call = { readonly id: number; readonly name: OperationName; readonly input: readonly unknown[] };
export type Failure = { readonly code: StoreErrorCode; readonly kind: 'transient' | 'permanent'; readonly message: string };
export type Reply = { readonly id: number; readonly answer?: unknown; readonly failure?: Failure };

/** To the worker: calls that share one transaction, as many as it begins within a time; or the end. */
export type ToWorker = { readonly kind: 'calls'; readonly calls: readonly Call[]; readonly sliceMs: number } | { readonly kind: 'close' };
export type FromWorker =
  | { readonly kind: 'opened' }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'replies'; readonly replies: readonly Reply[] }
  | { readonly kind: 'closed' };
