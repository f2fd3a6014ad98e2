/** `/composite`: up to 25 calls in one, each able to use the answers of earlier ones, in one transaction when all-or-none. */

import { objectBody } from './body.ts';
import { isRecord } from './call.ts';
import type { ApiAnswer, ApiCall, ApiServices, Transact } from './call.ts';
import type { ApiFailure } from './failure.ts';
import { methodNotAllowed, refuse, toFailure } from './failure.ts';

/** Limits of one composite request (REST API Developer Guide, "Composite"). */
const SUBREQUESTS_MAX = 25;
const COLLECTIONS_AND_QUERIES_MAX = 5;

export type Dispatch = (services: ApiServices, call: ApiCall) => ApiAnswer;

type Subrequest = {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
};
type Outcome = {
  readonly body: unknown;
  readonly httpHeaders: Readonly<Record<string, string>>;
  readonly httpStatusCode: number;
  readonly referenceId: string;
};
type Run = {
  readonly services: ApiServices;
  readonly call: ApiCall;
  readonly dispatch: Dispatch;
  readonly transact: Transact;
  readonly answers: Map<string, unknown>;
};

const HALTED = 'The transaction was rolled back since another operation in the same transaction failed.';

/** Ends the shared transaction of an all-or-none composite; the outcomes so far travel out with it. */
class Halt extends Error {
  readonly outcomes: readonly Outcome[];
  constructor(outcomes: readonly Outcome[]) {
    super('composite halted');
    this.outcomes = outcomes;
  }
}

function headersOf(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name.toLowerCase(), String(text)]));
}

function parseSubrequest(value: unknown, seen: Set<string>): Subrequest {
  if (!isRecord(value)) throw refuse(400, 'JSON_PARSER_ERROR', 'compositeRequest must be a list of objects.');
  const { method, url, referenceId } = value;
  if (typeof method !== 'string' || typeof url !== 'string') throw refuse(400, 'INVALID_INPUT', 'Provide a method and a url for each composite subrequest.');
  if (typeof referenceId !== 'string' || !/^[A-Za-z][A-Za-z0-9_]*$/.test(referenceId)) {
    throw refuse(
      400,
      'INVALID_INPUT',
      `Provided referenceId ('${String(referenceId)}') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_').`,
    );
  }
  if (seen.has(referenceId)) throw refuse(400, 'INVALID_INPUT', `Duplicate ReferenceId provided: ${referenceId}`);
  seen.add(referenceId);
  return { method: method.toUpperCase(), url, referenceId, body: value['body'], headers: headersOf(value['httpHeaders']) };
}

const HEAVY = /^\/services\/data\/v\d+\.\d+\/(?:composite\/sobjects|query|queryAll)(?:[/?]|$)/i;

function parse(body: Record<string, unknown>): Subrequest[] {
  const list = body['compositeRequest'];
  if (!Array.isArray(list)) throw refuse(400, 'JSON_PARSER_ERROR', 'Property "compositeRequest" is required.');
  if (list.length > SUBREQUESTS_MAX) throw refuse(400, 'LIMIT_EXCEEDED', `Limit reached: a composite request can have at most ${SUBREQUESTS_MAX} subrequests.`);
  const seen = new Set<string>();
  const subrequests = list.map((item) => parseSubrequest(item, seen));
  if (subrequests.filter((item) => HEAVY.test(item.url)).length > COLLECTIONS_AND_QUERIES_MAX) {
    throw refuse(
      400,
      'LIMIT_EXCEEDED',
      `Limit reached: a composite request can have at most ${COLLECTIONS_AND_QUERIES_MAX} sObject Collections and query operations.`,
    );
  }
  return subrequests;
}

function brokenReference(path: string): ApiFailure {
  const [reference = ''] = path.split(/[.[]/);
  return refuse(400, 'PROCESSING_HALTED', `Invalid reference specified. No value for ${path} found in ${reference}`);
}

/** The value of `refId.field`, `refId[0].id`, `refId.records[0].Id`. */
function lookUp(answers: ReadonlyMap<string, unknown>, path: string): unknown {
  const [reference = '', ...steps] = path.split(/[.[\]]+/).filter((step) => step !== '');
  let value: unknown = answers.get(reference);
  for (const step of steps) {
    if (Array.isArray(value)) value = value[Number(step)];
    else value = isRecord(value) ? value[step] : undefined;
  }
  if (value === undefined || value === null) throw brokenReference(path);
  return value;
}

const REFERENCE = /@\{([^}]+)\}/g;

function resolveText(answers: ReadonlyMap<string, unknown>, text: string): unknown {
  if (!text.includes('@{')) return text;
  const whole = /^@\{([^}]+)\}$/.exec(text)?.[1];
  if (whole !== undefined) return lookUp(answers, whole);
  return text.replaceAll(REFERENCE, (_, path: string) => String(lookUp(answers, path)));
}

function resolve(answers: ReadonlyMap<string, unknown>, value: unknown): unknown {
  if (typeof value === 'string') return resolveText(answers, value);
  if (Array.isArray(value)) return value.map((item) => resolve(answers, item));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolve(answers, item)]));
}

const INHERITED: readonly string[] = ['sforce-auto-assign', 'sforce-duplicate-rule-header', 'sforce-call-options', 'sforce-query-options'];

/** A subrequest as a call of its own. Only the outer request is counted, so it goes straight to the dispatcher. */
export function innerCall(call: ApiCall, method: string, url: string, body: unknown, headers: Readonly<Record<string, string>>, transact: Transact): ApiCall {
  const match = /^\/?(?:services\/data\/)?v(\d+\.\d+)\/([^?]*)(?:\?(.*))?$/.exec(url);
  if (match === null) throw refuse(400, 'INVALID_INPUT', `The url ${url} is not a REST resource of this org.`);
  const [, version = '', path = '', query = ''] = match;
  if (/^composite(?:$|\/(?!sobjects))/i.test(path)) throw refuse(400, 'INVALID_INPUT', `The url ${url} is not supported in a composite request.`);
  const inherited = Object.fromEntries(INHERITED.flatMap((name) => (call.headers[name] === undefined ? [] : [[name, call.headers[name]]])));
  const segments = path
    .split('/')
    .filter((segment) => segment !== '')
    .map(decodeURIComponent);
  return { ...call, method, version, path: segments, query: new URLSearchParams(query), headers: { ...inherited, ...headers }, body, transact };
}

const outcome = (referenceId: string, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Outcome => ({
  body,
  httpHeaders: headers,
  httpStatusCode: status,
  referenceId,
});

/** A failing item inside a collections answer counts as a failure of the whole, although its HTTP status is 200. */
function hasFailed({ httpStatusCode, body }: Outcome): boolean {
  if (httpStatusCode >= 300) return true;
  return Array.isArray(body) && body.some((item) => isRecord(item) && item['success'] === false);
}

function runOne(run: Run, subrequest: Subrequest): Outcome {
  const { referenceId } = subrequest;
  try {
    const url = String(resolveText(run.answers, subrequest.url));
    const inner = innerCall(run.call, subrequest.method, url, resolve(run.answers, subrequest.body), subrequest.headers, run.transact);
    const answer = run.dispatch(run.services, inner);
    const done = outcome(referenceId, answer.status, answer.body ?? null, answer.headers);
    if (!hasFailed(done) || Array.isArray(done.body)) run.answers.set(referenceId, done.body);
    return done;
  } catch (error) {
    const { status, items } = toFailure(error);
    return outcome(referenceId, status, items);
  }
}

const halted = (referenceId: string): Outcome => outcome(referenceId, 400, [{ errorCode: 'PROCESSING_HALTED', message: HALTED }]);

/**
 * What an all-or-none composite answers after a failure: the failed call keeps its error and the others are halted. A
 * collections answer stays as it was, "success": true included, although its rows were rolled back (REST API Developer
 * Guide, "allOrNone Parameters in Composite and Collections Requests").
 */
function afterHalt(subrequests: readonly Subrequest[], outcomes: readonly Outcome[]): Outcome[] {
  return subrequests.map(({ referenceId }, index) => {
    const done = outcomes[index];
    const keep = done !== undefined && (hasFailed(done) || Array.isArray(done.body));
    return keep ? done : halted(referenceId);
  });
}

function runAllOrNone(run: Run, subrequests: readonly Subrequest[]): Outcome[] {
  try {
    return run.call.transact((transaction) => {
      const written: Parameters<ApiServices['noteWrites']>[] = [];
      const services = { ...run.services, noteWrites: (...note: Parameters<ApiServices['noteWrites']>) => void written.push(note) };
      const shared: Run = { ...run, services, transact: (work) => work(transaction) };
      const outcomes: Outcome[] = [];
      for (const subrequest of subrequests) {
        const done = runOne(shared, subrequest);
        outcomes.push(done);
        if (hasFailed(done)) throw new Halt(outcomes);
      }
      for (const note of written) run.services.noteWrites(...note);
      return outcomes;
    });
  } catch (error) {
    if (error instanceof Halt) return afterHalt(subrequests, error.outcomes);
    throw error;
  }
}

/** Answers POST `/composite`. */
export function answerComposite(services: ApiServices, call: ApiCall, dispatch: Dispatch): ApiAnswer {
  if (call.method !== 'POST') throw methodNotAllowed(call.method, ['POST']);
  const body = objectBody(call.body);
  const subrequests = parse(body);
  const run: Run = { services, call, dispatch, transact: call.transact, answers: new Map() };
  const outcomes = body['allOrNone'] === true ? runAllOrNone(run, subrequests) : subrequests.map((subrequest) => runOne(run, subrequest));
  return { status: 200, body: { compositeResponse: outcomes } };
}

/** Answers POST `/composite/batch`: independent calls, each in its own transaction. */
export function answerBatch(services: ApiServices, call: ApiCall, dispatch: Dispatch): ApiAnswer {
  if (call.method !== 'POST') throw methodNotAllowed(call.method, ['POST']);
  const body = objectBody(call.body);
  const list = body['batchRequests'];
  if (!Array.isArray(list) || !list.every(isRecord)) throw refuse(400, 'JSON_PARSER_ERROR', 'Property "batchRequests" is required.');
  if (list.length > SUBREQUESTS_MAX) throw refuse(400, 'LIMIT_EXCEEDED', `A batch request can have at most ${SUBREQUESTS_MAX} subrequests.`);
  const results: { statusCode: number; result: unknown }[] = [];
  let failed = false;
  for (const item of list) {
    if (failed && body['haltOnError'] === true) {
      results.push({ statusCode: 412, result: [{ errorCode: 'BATCH_PROCESSING_HALTED', message: 'Batch processing halted per request option.' }] });
      continue;
    }
    const run: Run = { services, call, dispatch, transact: call.transact, answers: new Map() };
    const subrequest = { method: String(item['method']).toUpperCase(), url: String(item['url']), referenceId: '', body: item['richInput'], headers: {} };
    const done = runOne(run, subrequest);
    failed ||= done.httpStatusCode >= 400;
    results.push({ statusCode: done.httpStatusCode, result: done.body });
  }
  return { status: 200, body: { hasErrors: failed, results } };
}
