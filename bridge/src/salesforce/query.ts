import type { CallResult } from './faults.ts';
import type { SalesforceRecord } from './records.ts';
import type { Session } from './session.ts';

type QueryAnswer = { readonly done: boolean; readonly nextRecordsUrl?: string; readonly records: readonly SalesforceRecord[] };

/** Pages of one query, 2,000 rows each by default; more than this is asked in pieces by the callers. */
const pagesMax = 50;

/** All rows of a query; `all` includes deleted and merged ones. */
export async function queryAllPages(
  session: Session,
  options: { readonly name: string; readonly soql: string; readonly all?: boolean; readonly timeoutMs: number; readonly isUrgent?: boolean },
): Promise<CallResult<readonly SalesforceRecord[]>> {
  const { name, soql, all, timeoutMs, isUrgent = false } = options;
  const records: SalesforceRecord[] = [];
  let path: string | undefined = `/${all === true ? 'queryAll' : 'query'}?q=${encodeURIComponent(soql)}`;
  for (let page = 0; path !== undefined && page < pagesMax; page += 1) {
    const answer: CallResult<QueryAnswer> = await session.call<QueryAnswer>({ name, method: 'GET', path, timeoutMs, isUrgent });
    if (!answer.ok) return answer;
    records.push(...answer.value.records);
    path = answer.value.done ? undefined : answer.value.nextRecordsUrl;
  }
  return { ok: true, value: records };
}
