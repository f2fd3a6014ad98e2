/** `/services/apexrest/…`: REST resources written in Apex. */

import type { ApexRestRequest } from '../contract.ts';
import type { ApiAnswer, ApiServices, Headers, Session, Transact } from './call.ts';
import { CalloutPending } from './callouts.ts';
import { refuse, toFailure } from './failure.ts';

export type ApexCall = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly session: Session;
  readonly transact: Transact;
};

function requestOf(call: ApexCall): ApexRestRequest {
  const headers = Object.fromEntries(Object.entries(call.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  return { method: call.method, path: call.path, params: Object.fromEntries(call.query), headers, body: call.bytes };
}

const isApexException = (error: unknown): error is Error & { readonly typeName?: unknown } => error instanceof Error && error.name === 'ApexException';

/** Answers a call to Apex; `path` is what follows `/services/apexrest`. An uncaught exception is a 500 with APEX_ERROR. */
export function answerApexRest(services: ApiServices, call: ApexCall): ApiAnswer {
  const resource = services.apex?.findRest(call.method, call.path) ?? null;
  if (resource === null) throw refuse(404, 'NOT_FOUND', `Could not find a match for URL ${call.path}`);
  const { className } = resource;
  if (className !== undefined && !services.org.hasClassAccess(call.session.userId, className)) {
    throw refuse(403, 'FORBIDDEN', `You do not have access to the Apex class named: ${className}`);
  }
  try {
    const response = call.transact((transaction) => resource.invoke(transaction, requestOf(call)));
    const named = Object.keys(response.headers).some((name) => name.toLowerCase() === 'content-type');
    return { status: response.status, body: response.body, headers: named ? response.headers : { 'Content-Type': 'application/json', ...response.headers } };
  } catch (error) {
    if (error instanceof CalloutPending) throw error;
    if (!isApexException(error)) throw toFailure(error);
    throw refuse(500, 'APEX_ERROR', `${typeof error.typeName === 'string' ? `${error.typeName}: ` : ''}${error.message}`);
  }
}
