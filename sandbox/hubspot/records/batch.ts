import { invalid, PortalError } from '../errors.ts';
import type { JsonObject } from '../body.ts';
import type { Portal } from '../portal.ts';
import type { Answer } from '../routing.ts';

export const BATCH_MAX = 100;
/** With property history a read takes half as many. */
export const BATCH_WITH_HISTORY_MAX = 50;

export type BatchError = Readonly<Record<string, unknown>>;

export interface BatchOutcome {
  readonly results: readonly unknown[];
  readonly errors: readonly BatchError[];
}

/** The envelope of every batch answer. Results come in a shuffled order: none is promised, so nobody may lean on it. */
export function batchAnswer(portal: Portal, { results, errors }: BatchOutcome, success: number): Answer {
  const now = new Date(portal.clock.now()).toISOString();
  const body = { status: 'COMPLETE', results: results.length > 1 ? portal.random.shuffle(results) : results, startedAt: now, completedAt: now };
  return errors.length === 0 ? { status: success, body } : { status: 207, body: { ...body, numErrors: errors.length, errors } };
}

export function traceIdOf(input: JsonObject): string | undefined {
  const trace = input['objectWriteTraceId'];
  return typeof trace === 'string' && trace !== '' ? trace : undefined;
}

/** Answering input by input is opted into by a unique trace id on every input. */
function isMultiStatus(inputs: readonly JsonObject[]): boolean {
  const traces = new Set(inputs.map(traceIdOf));
  return traces.size === inputs.length && !traces.has(undefined);
}

export function refuseDuplicates(keys: readonly string[]): void {
  const seen = new Set<string>();
  const twice = keys.filter((key) => seen.size === seen.add(key).size);
  if (twice.length > 0) throw invalid(`Duplicate IDs found in batch input: [${[...new Set(twice)].join(', ')}]. IDs must be unique`);
}

/** Records that an input named but the portal does not have: these never fail the rest of the batch. */
export class MissingRecord {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

export function missingError(ids: readonly string[]): BatchError {
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    message: 'Could not get some objects, they may be deleted or not exist. Check that ids are valid.',
    context: { ids },
    errors: [],
    links: {},
  };
}

/**
 * Plans every input. With trace ids a bad input becomes one error of a 207 and the others go on; without, the first
 * refusal fails the whole call and nothing is written.
 */
export function planInputs<T>(
  inputs: readonly JsonObject[],
  plan: (input: JsonObject) => T | MissingRecord,
): { readonly planned: T[]; readonly errors: BatchError[] } {
  const multiStatus = isMultiStatus(inputs);
  const planned: T[] = [];
  const errors: BatchError[] = [];
  const missing: string[] = [];
  for (const input of inputs) {
    const trace = traceIdOf(input);
    try {
      const outcome = plan(input);
      if (!(outcome instanceof MissingRecord)) planned.push(outcome);
      else if (trace === undefined) missing.push(outcome.id);
      else errors.push({ ...missingError([outcome.id]), context: { ids: [outcome.id], objectWriteTraceId: [trace] } });
    } catch (error) {
      if (!multiStatus || trace === undefined || !(error instanceof PortalError)) throw error;
      errors.push(error.standard({ objectWriteTraceId: [trace] }));
    }
  }
  return { planned, errors: missing.length === 0 ? errors : [...errors, missingError(missing)] };
}
