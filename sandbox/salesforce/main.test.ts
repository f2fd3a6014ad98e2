import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import avro from 'avsc';
import { connect } from './pubsub/testing/client.ts';
import type { PubSubClient } from './pubsub/testing/client.ts';
import type { ReadyFile } from './start.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const TOPIC = '/event/RecordChange__e';
let dataDir: string;
/** Ended by force if a test fails half-way. */
const running = new Set<ChildProcess>();

type Running = { readonly ready: ReadyFile; readonly process: ChildProcess; readonly ended: Promise<number | null>; readonly startedInMs: number };

async function start(): Promise<Running> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, '--data-dir', dataDir, '--port', '0', '--pubsub-port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  void ended.then(() => running.delete(child));
  const ready = await new Promise<ReadyFile>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line) as ReadyFile));
    void ended.then((code) => reject(new Error(`ended with ${code}`)));
  });
  return { ready, process: child, ended, startedInMs: performance.now() - startedAt };
}

async function api(ready: ReadyFile, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${ready.instanceUrl}/services/data/v68.0/${path}`, {
    method,
    headers: { Authorization: `Bearer ${ready.personas.rep1.accessToken}`, 'Content-Type': 'application/json', 'Sforce-Auto-Assign': 'FALSE' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.status === 204 ? null : response.json();
}

const subscriber = ({ instanceUrl, orgId, pubsub, personas }: ReadyFile): PubSubClient =>
  connect(pubsub.endpoint, readFileSync(pubsub.caFile, 'utf8'), { accesstoken: personas.integration.accessToken, instanceurl: instanceUrl, tenantid: orgId });

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'salesforce-'));
});
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

describe('the program', () => {
  test('starts quickly, says where it is, remembers over a restart, and ends cleanly', async () => {
    const first = await start();
    expect(first.startedInMs).toBeLessThan(15_000); // about 3 s on a quiet machine
    expect(JSON.parse(readFileSync(join(dataDir, 'salesforce.json'), 'utf8'))).toEqual(first.ready);
    expect(first.ready).toMatchObject({ ready: true, apiVersion: '68.0', oauth: { jwt: { username: first.ready.personas.integration.username } } });
    const { id } = (await api(first.ready, 'POST', 'sobjects/Lead', { LastName: 'Kept', Company: 'X' })) as { id: string };

    const client = subscriber(first.ready);
    const stream = client.subscribe();
    stream.fetch({ topicName: TOPIC, numRequested: 10, replayPreset: 1 });
    const admin = { Authorization: `Bearer ${first.ready.personas.admin.accessToken}`, 'Content-Type': 'application/json' };
    const event = { Object__c: 'Test', Record_Count__c: 1, Schema_Version__c: 1, Payload__c: '{}' };
    await fetch(`${first.ready.instanceUrl}/services/data/v68.0/sobjects/RecordChange__e`, { method: 'POST', headers: admin, body: JSON.stringify(event) });
    let response = await stream.next();
    const { schemaJson } = await client.getSchema(response.events[0]?.event.schemaId ?? '');
    const objects: unknown[] = [];
    for (;;) {
      for (const item of response.events)
        objects.push(Reflect.get(Object(avro.Type.forSchema(JSON.parse(schemaJson)).fromBuffer(item.event.payload)), 'Object__c'));
      if (objects.includes('Test')) break;
      response = await stream.next();
    }
    const replayId = response.latestReplayId;
    stream.cancel();
    client.close();
    first.process.kill('SIGTERM');
    expect(await first.ended).toBe(0);

    const second = await start();
    expect(second.ready.personas).toEqual(first.ready.personas);
    expect(second.ready.orgId).toBe(first.ready.orgId);
    expect(await api(second.ready, 'GET', `sobjects/Lead/${id}?fields=LastName`)).toMatchObject({ LastName: 'Kept' });
    const again = subscriber(second.ready);
    const resumed = again.subscribe();
    resumed.fetch({ topicName: TOPIC, numRequested: 10, replayPreset: 2, replayId });
    await fetch(`${second.ready.instanceUrl}/services/data/v68.0/sobjects/RecordChange__e`, { method: 'POST', headers: admin, body: JSON.stringify(event) });
    expect((await resumed.next()).events).toHaveLength(1);
    resumed.cancel();
    again.close();
    second.process.kill('SIGINT');
    expect(await second.ended).toBe(0);
  }, 90_000);
});
