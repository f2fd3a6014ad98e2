import { viewRecord } from '../records/view.ts';
import { kindOf, readScope, type Answer, type Call, type Route } from '../routing.ts';
import { parseSearch } from '../search/query.ts';

function search(call: Call): Answer {
  const { portal } = call;
  const kind = kindOf(call.portal, call.params['objectType'] ?? '');
  const query = parseSearch(portal, kind, call.body);
  const found = query.sort([...portal.index.all(kind.name)].filter(query.test));
  const results = found.slice(query.after, query.after + query.limit).flatMap((item) => {
    const record = portal.state.record(kind.name, item.id);
    // What is shown is the indexed past, not the record as it is by now.
    const updatedAt = Date.parse(item.values[kind.modifiedProperty] ?? '');
    return record === undefined ? [] : [viewRecord(portal, kind, { ...record, values: item.values, updatedAt }, { properties: query.properties })];
  });
  const next = query.after + query.limit;
  return { status: 200, body: { total: found.length, results, ...(found.length > next ? { paging: { next: { after: String(next) } } } : {}) } };
}

export const SEARCH_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/crm/v3/objects/:objectType/search', handler: search, scopes: readScope, bucket: 'search' },
];
