/** Clients we did not write, unmodified: jsforce, @salesforce/core and the sf command line. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import jsforce from 'jsforce';
import { startTestOrg } from './testing/local-org.ts';
import type { TestOrg } from './testing/local-org.ts';

const FORCE_APP = fileURLToPath(new URL('../../../force-app', import.meta.url));
let org: TestOrg;
let home: string;

beforeAll(async () => {
  org = await startTestOrg(FORCE_APP, false);
  home = mkdtempSync(join(tmpdir(), 'sf-home-'));
});
afterAll(async () => {
  await org.stop();
  rmSync(home, { recursive: true, force: true });
});

describe('jsforce', () => {
  const connection = (): jsforce.Connection =>
    new jsforce.Connection({
      instanceUrl: org.url,
      accessToken: org.local.ready.personas.integration.accessToken,
      version: '68.0',
      callOptions: { client: 'Fieldwise/test' },
    });

  test('creates, reads, changes, upserts and deletes', async () => {
    const leads = connection().sobject('Lead');
    const made = await leads.create({ LastName: 'Js', Company: 'Force', Sync_Key__c: 'js-1' });
    expect(made).toMatchObject({ success: true });
    const id = made.id ?? '';
    expect(await leads.retrieve(id)).toMatchObject({ LastName: 'Js', Sync_Key__c: 'js-1' });
    expect(await leads.update({ Id: id, Company: 'Changed' })).toMatchObject({ id, success: true });
    expect(await leads.upsert({ Sync_Key__c: 'JS-1', Title: 'By key' }, 'Sync_Key__c')).toMatchObject({ id, success: true, created: false });
    expect(await leads.upsert({ Sync_Key__c: 'js-2', LastName: 'New', Company: 'Y' }, 'Sync_Key__c')).toMatchObject({ success: true, created: true });
    expect(await leads.retrieve(id)).toMatchObject({ Company: 'Changed', Title: 'By key' });
    expect(await leads.destroy(id)).toMatchObject({ id, success: true });
    await expect(leads.retrieve(id)).rejects.toMatchObject({ errorCode: 'ENTITY_IS_DELETED' });
  });

  test('writes and reads many at once, and pages through queries', async () => {
    const conn = connection();
    const rows = Array.from({ length: 450 }, (_, index) => ({ Name: `Js ${index}` }));
    const saved = await conn.sobject('Account').create(rows, { allowRecursive: true });
    expect(saved.filter((result) => result.success)).toHaveLength(450);
    const found = await conn.query("SELECT Id, Name FROM Account WHERE Name LIKE 'Js %' ORDER BY Name", {
      autoFetch: true,
      maxFetch: 1000,
      headers: { 'Sforce-Query-Options': 'batchSize=200' },
    });
    expect(found.records).toHaveLength(450);
    const first = await conn.query("SELECT Id FROM Account WHERE Name LIKE 'Js %'", { headers: { 'Sforce-Query-Options': 'batchSize=200' } });
    expect(first.done).toBe(false);
    const second = await conn.queryMore(first.nextRecordsUrl ?? '');
    expect(second.records).toHaveLength(200);
    const ids = saved.slice(0, 3).map((result) => result.id ?? '');
    const removed = await conn.sobject('Account').destroy(ids);
    expect(removed.map((result) => result.success)).toEqual([true, true, true]);
  });

  test('reports errors with their codes, describes objects, knows its limits and who it is', async () => {
    const conn = connection();
    await expect(conn.sobject('Lead').create({ LastName: 'No company' })).rejects.toMatchObject({ errorCode: 'REQUIRED_FIELD_MISSING' });
    await expect(conn.query('SELECT Nothing FROM Lead')).rejects.toMatchObject({ errorCode: 'INVALID_FIELD' });
    const described = await conn.describe('Lead');
    expect(described.fields.find((field) => field.name === 'Sync_Key__c')).toMatchObject({ externalId: true, unique: true, length: 100 });
    expect((await conn.describeGlobal()).sobjects.map((object) => object.name)).toContain('RecordChange__e');
    expect((await conn.limits())['DailyApiRequests']).toMatchObject({ Max: 115_000 });
    expect(conn.limitInfo.apiUsage?.limit).toBe(115_000);
    expect(await conn.identity()).toMatchObject({ user_id: org.local.ready.personas.integration.userId });
  });

  test('publishes a platform event', async () => {
    const result = await connection()
      .sobject('RecordChange__e')
      .create({ Object__c: 'Lead', Record_Count__c: 1, Schema_Version__c: 1, Payload__c: '{"v":1,"records":[]}' });
    expect(result).toMatchObject({ success: true, errors: [{ statusCode: 'OPERATION_ENQUEUED' }] });
    expect(org.local.org.eventsAfter('/event/RecordChange__e', 0n, 10_000).at(-1)?.values['Payload__c']).toBe('{"v":1,"records":[]}');
  });

  test('logs in by client credentials', async () => {
    const { clientId, clientSecret } = org.local.ready.oauth;
    const conn = new jsforce.Connection({ oauth2: { loginUrl: org.url, clientId, clientSecret }, version: '68.0' });
    await conn.authorize({ grant_type: 'client_credentials' });
    expect((await conn.query('SELECT COUNT() FROM User')).totalSize).toBeGreaterThan(3);
  });
});

describe('programs of their own', () => {
  const run = promisify(execFile);
  const environment = (): NodeJS.ProcessEnv => ({
    PATH: process.env['PATH'],
    HOME: home,
    USERPROFILE: home,
    SF_DISABLE_TELEMETRY: 'true',
    SF_DISABLE_LOG_FILE: 'true',
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    SF_AUTOUPDATE_DISABLE: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
  });

  test('@salesforce/core authorises by JWT, queries, and recovers from an expired session', async () => {
    const { clientId, privateKeyFile, username } = org.local.ready.oauth.jwt;
    const program = fileURLToPath(new URL('testing/core-client.ts', import.meta.url));
    const { stdout } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', program, org.url, clientId, privateKeyFile, username], {
      env: environment(),
    });
    expect(JSON.parse(stdout)).toEqual({ instanceUrl: org.url, username, newest: '68.0', afterExpiry: 1, orgId: org.local.ready.orgId });
  });

  test('the sf command line logs in, queries and changes a record', async () => {
    const { clientId, privateKeyFile, username } = org.local.ready.oauth.jwt;
    const sf = fileURLToPath(new URL('../../../node_modules/@salesforce/cli/bin/run.js', import.meta.url));
    const command = async (...words: string[]): Promise<unknown> => {
      const { stdout } = await run(process.execPath, [sf, ...words, '--json'], { env: environment(), maxBuffer: 10_000_000 });
      return JSON.parse(stdout);
    };
    expect(
      await command('org', 'login', 'jwt', '--client-id', clientId, '--jwt-key-file', privateKeyFile, '--username', username, '--instance-url', org.url),
    ).toMatchObject({ status: 0, result: { username, orgId: org.local.ready.orgId } });
    const made = await command('data', 'create', 'record', '--target-org', username, '--sobject', 'Lead', '--values', "LastName='Cli' Company='Sf'");
    expect(made).toMatchObject({ status: 0, result: { success: true } });
    const queried = await command('data', 'query', '--target-org', username, '--query', "SELECT LastName, Company FROM Lead WHERE LastName = 'Cli'");
    expect(queried).toMatchObject({ status: 0, result: { totalSize: 1, records: [{ LastName: 'Cli', Company: 'Sf' }] } });
  }, 120_000);
});
