import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { at, startTestOrg } from '../testing/local-org.ts';
import type { Reply, Send, TestOrg } from '../testing/local-org.ts';
import { parseCsv, writeCsv } from './csv.ts';

let org: TestOrg;
let admin: Send;
beforeAll(async () => {
  org = await startTestOrg();
  admin = org.as('admin');
});
afterEach(() => org.control('PUT', 'bulk', { startAfterMs: 0, dailyQueryJobs: 10_000, dailyBatches: 15_000 }));
afterAll(() => org.stop());

const CSV = { 'Content-Type': 'text/csv' };
const idOf = (reply: Reply): string => String(at(reply.body, 'id'));
/** Asks for the job until it is over. */
async function finished(path: string): Promise<unknown> {
  let body: unknown = null;
  for (let look = 0; look < 500 && !['JobComplete', 'Failed', 'Aborted'].includes(String(at(body, 'state'))); look += 1) ({ body } = await admin('GET', path));
  return body;
}
async function ingest(job: Record<string, unknown>, rows: readonly (readonly string[])[]): Promise<{ path: string; info: unknown }> {
  const made = await admin('POST', 'jobs/ingest', { contentType: 'CSV', lineEnding: 'LF', ...job });
  const path = `jobs/ingest/${idOf(made)}`;
  expect((await admin('PUT', `/${String(at(made.body, 'contentUrl'))}`, writeCsv(rows), CSV)).status).toBe(201);
  await admin('PATCH', path, { state: 'UploadComplete' });
  return { path, info: await finished(path) };
}
const results = async (path: string, which: string): Promise<string[][]> => parseCsv(String((await admin('GET', `${path}/${which}`)).body));
async function queried(query: string, operation = 'query'): Promise<string> {
  const path = `jobs/query/${idOf(await admin('POST', 'jobs/query', { operation, query }))}`;
  expect(at(await finished(path), 'state')).toBe('JobComplete');
  return path;
}

describe('CSV', () => {
  test('quotes, line breaks and delimiters in values survive', () => {
    const rows = [
      ['a', 'b'],
      ['x "y", z', 'two\nlines'],
      ['', 'ü'],
    ];
    expect(parseCsv(writeCsv(rows, ';', '\r\n'), ';')).toEqual(rows);
    expect(() => parseCsv('"open')).toThrow('not closed');
  });
});

describe('ingest jobs', () => {
  test('rows that are saved and rows that are not, each in their results with what was uploaded', async () => {
    const { path, info } = await ingest({ object: 'Account', operation: 'insert' }, [
      ['Name', 'Phone'],
      ['Bulk A', '1'],
      ['', '2'],
    ]);
    expect(info).toMatchObject({ state: 'JobComplete', jobType: 'V2Ingest', numberRecordsProcessed: 2, numberRecordsFailed: 1, apiVersion: 68 });
    const [header, saved] = await results(path, 'successfulResults');
    expect([header, saved?.slice(1)]).toEqual([
      ['sf__Id', 'sf__Created', 'Name', 'Phone'],
      ['true', 'Bulk A', '1'],
    ]);
    expect(saved?.[0]).toMatch(/^001/);
    expect((await results(path, 'failedResults'))[1]).toEqual(['', 'REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --', '', '2']);
    expect(await results(path, 'unprocessedrecords')).toEqual([['Name', 'Phone']]);
    expect((await admin('DELETE', path)).status).toBe(204);
    expect((await admin('GET', path)).status).toBe(404);
  });
  test('#N/A empties a field, a blank cell leaves it alone; a delete takes ids', async () => {
    const { path } = await ingest({ object: 'Account', operation: 'insert' }, [
      ['Name', 'Phone', 'Fax'],
      ['Bulk B', '1', '2'],
    ]);
    const id = String((await results(path, 'successfulResults'))[1]?.[0]);
    await ingest({ object: 'Account', operation: 'update' }, [
      ['Id', 'Phone', 'Fax'],
      [id, '#N/A', ''],
    ]);
    expect((await admin('GET', `sobjects/Account/${id}?fields=Phone,Fax`)).body).toMatchObject({ Phone: null, Fax: '2' });
    const gone = await ingest({ object: 'Account', operation: 'delete' }, [['Id'], [id]]);
    expect(gone.info).toMatchObject({ numberRecordsFailed: 0 });
    expect((await admin('GET', `sobjects/Account/${id}`)).status).toBe(404);
  });
  test('a job with an unknown column fails as a whole; a second upload and a late word are refused', async () => {
    const { path, info } = await ingest({ object: 'Account', operation: 'insert' }, [['Nope'], ['x']]);
    expect(info).toMatchObject({ state: 'Failed', errorMessage: 'InvalidBatch : Field name not found : Nope' });
    expect(at((await admin('PUT', `${path}/batches`, 'Name\nx\n', CSV)).body, 0, 'errorCode')).toBe('INVALIDJOBSTATE');
    expect((await admin('PATCH', path, { state: 'UploadComplete' })).status).toBe(400);
  });
  test('an aborted job leaves its rows unprocessed', async () => {
    await org.control('PUT', 'bulk', { startAfterMs: 60_000 });
    const made = await admin('POST', 'jobs/ingest', { object: 'Account', operation: 'insert' });
    const path = `jobs/ingest/${idOf(made)}`;
    await admin('PUT', `${path}/batches`, 'Name\nNever\n', CSV);
    await admin('PATCH', path, { state: 'UploadComplete' });
    expect(at((await admin('PATCH', path, { state: 'Aborted' })).body, 'state')).toBe('Aborted');
    expect(await results(path, 'unprocessedrecords')).toEqual([['Name'], ['Never']]);
  });
});

describe('query jobs', () => {
  test('results come in sets, each with the locator of the next', async () => {
    const names = ['Set 1', 'Set 2', 'Set 3'];
    await ingest({ object: 'Account', operation: 'insert' }, [['Name'], ...names.map((name) => [name])]);
    const path = await queried("SELECT Id, Name, Owner.Username, CreatedDate FROM Account WHERE Name LIKE 'Set %' ORDER BY Name");
    const first = await admin('GET', `${path}/results?maxRecords=2`);
    expect([first.headers.get('sforce-numberofrecords'), first.headers.get('content-type')]).toEqual(['2', 'text/csv']);
    const rows = parseCsv(String(first.body));
    expect(rows[0]).toEqual(['Id', 'Name', 'Owner.Username', 'CreatedDate']);
    expect(rows[1]?.slice(1)).toEqual(['Set 1', 'admin@fieldwise.sandbox', expect.stringMatching(/Z$/)]);
    const locator = String(first.headers.get('sforce-locator'));
    const second = await admin('GET', `${path}/results?maxRecords=2&locator=${locator}`);
    expect([second.headers.get('sforce-locator'), parseCsv(String(second.body)).length]).toEqual(['null', 2]);
  });
  test('what bulk queries cannot do is refused when the job is made', async () => {
    const refused = async (query: string): Promise<unknown> => at((await admin('POST', 'jobs/query', { operation: 'query', query })).body, 0, 'errorCode');
    expect(await refused('SELECT COUNT(Id) FROM Account')).toBe('API_ERROR');
    expect(await refused('SELECT Id, (SELECT Id FROM Contacts) FROM Account')).toBe('API_ERROR');
    expect(await refused('SELECT Nope FROM Account')).toBe('INVALID_FIELD');
    await org.control('PUT', 'bulk', { dailyQueryJobs: 0 });
    expect(await refused('SELECT Id FROM Account')).toBe('EXCEEDEDQUOTA');
  });
  test('results are there when the job is complete; queryAll knows deleted rows; /limits counts', async () => {
    await org.control('PUT', 'bulk', { startAfterMs: 60_000 });
    const waiting = idOf(await admin('POST', 'jobs/query', { operation: 'query', query: 'SELECT Id FROM Account' }));
    expect(at((await admin('GET', `jobs/query/${waiting}/results`)).body, 0, 'errorCode')).toBe('INVALIDJOBSTATE');
    await org.control('PUT', 'bulk', { startAfterMs: 0 });
    const id = idOf(await admin('POST', 'sobjects/Account', { Name: 'Binned' }));
    await admin('DELETE', `sobjects/Account/${id}`);
    const path = await queried("SELECT Id, IsDeleted FROM Account WHERE Name = 'Binned'", 'queryAll');
    expect(parseCsv(String((await admin('GET', `${path}/results`)).body))[1]).toEqual([id, 'true']);
    expect(Number(at((await admin('GET', 'limits')).body, 'DailyBulkV2QueryJobs', 'Remaining'))).toBeLessThan(10_000);
  });
});
