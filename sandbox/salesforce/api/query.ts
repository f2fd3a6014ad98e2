/** `/query`, `/queryAll` and their further pages. */

import { dataPath } from './call.ts';
import type { ApiAnswer, ApiCall, ApiServices } from './call.ts';
import { columnMetadata } from './columns.ts';
import type { Page } from './cursors.ts';
import { methodNotAllowed, refuse } from './failure.ts';
import { queryBatchSize } from './headers.ts';
import { recordWriter } from './read.ts';

/** SOQL statement length (Developer Limits and Allocations Quick Reference, "SOQL and SOSL Limits for Search Queries"). */
const SOQL_CHARACTERS_MAX = 100_000;

function pageAnswer(services: ApiServices, call: ApiCall, page: Page): ApiAnswer {
  const write = recordWriter(services.org, call.version, page.columns);
  const next = page.next === null ? {} : { nextRecordsUrl: `${dataPath(call.version)}/query/${page.next}` };
  return { status: 200, body: { totalSize: page.totalSize, done: page.next === null, ...next, records: page.records.map((record) => write(record)) } };
}

function first(services: ApiServices, call: ApiCall, includeDeleted: boolean): ApiAnswer {
  const soql = call.query.get('q');
  if (soql === null || soql.trim() === '') throw refuse(400, 'MALFORMED_QUERY', 'A query string has to be specified');
  if (soql.length > SOQL_CHARACTERS_MAX) throw refuse(400, 'MALFORMED_QUERY', `SOQL statements cannot be longer than ${SOQL_CHARACTERS_MAX} characters.`);
  const result = call.transact((transaction) => transaction.query(soql, {}, { access: 'user', sharing: true, includeDeleted }));
  if (call.query.get('columns') === 'true') {
    const object = /\sfrom\s+(\w+)/i.exec(soql)?.[1] ?? '';
    return { status: 200, body: columnMetadata(soql, services.org.object(object)?.keyPrefix ?? null) };
  }
  const page = services.cursors.open(call.session.userId, result, queryBatchSize(call.headers), services.org.now());
  return pageAnswer(services, call, page);
}

/** Answers `/query?q=`, `/queryAll?q=` and `/query/{locator}`. */
export function answerQuery(services: ApiServices, call: ApiCall): ApiAnswer {
  if (call.method !== 'GET' && call.method !== 'HEAD') throw methodNotAllowed(call.method, ['HEAD', 'GET']);
  const [resource = '', locator = ''] = call.path;
  if (locator === '') return first(services, call, resource.toLowerCase() === 'queryall');
  const page = services.cursors.page(locator, call.session.userId, services.org.now());
  if (page === null) throw refuse(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  return pageAnswer(services, call, page);
}
