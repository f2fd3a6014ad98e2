import { afterEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { PortalReady } from '../index.ts';
import { cleanUp, newFolder, startRig, type Rig } from './harness.ts';

afterEach(cleanUp);

/** Everything a caller can see of one portal, as text. */
async function fingerprint(rig: Rig): Promise<string> {
  const looks = [
    '/crm/v3/objects/contacts?limit=50&properties=email,phone,hs_additional_emails&propertiesWithHistory=phone&associations=companies',
    '/crm/v3/objects/contacts?archived=true&limit=50',
    '/crm/v3/objects/companies',
    '/crm/v3/properties/contacts/tier',
    '/crm/v3/lists/100/memberships',
    '/communication-preferences/v3/status/email/a@x.example',
    '/crm/v4/associations/contacts/companies/labels',
    '/crm/v3/pipelines/deals',
  ];
  const answers = [];
  for (const path of looks) answers.push([path, (await rig.call('GET', path)).body]);
  return JSON.stringify(answers, null, 1);
}

async function furnish(rig: Rig): Promise<string> {
  const post = async (path: string, body: unknown): Promise<string> => String((await rig.call('POST', path, body)).body['id']);
  await rig.call('POST', '/crm/v3/properties/contacts', {
    name: 'tier',
    label: 'Tier',
    type: 'string',
    fieldType: 'text',
    groupName: 'contactinformation',
    hasUniqueValue: true,
  });
  const company = await post('/crm/v3/objects/companies', { properties: { name: 'X' } });
  const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 1 }];
  const ids = [];
  for (const name of ['a', 'b', 'c', 'd'])
    ids.push(
      await post('/crm/v3/objects/contacts', {
        properties: { email: `${name}@x.example`, phone: '1', tier: name },
        associations: [{ to: { id: company }, types }],
      }),
    );
  await rig.call('PATCH', `/crm/v3/objects/contacts/${ids[0] ?? ''}`, { properties: { phone: '2' } });
  await rig.call('POST', '/crm/v3/objects/contacts/merge', { primaryObjectId: ids[0], objectIdToMerge: ids[1] });
  await rig.call('DELETE', `/crm/v3/objects/contacts/${ids[2] ?? ''}`);
  await rig.call('POST', '/crm/v3/objects/contacts/gdpr-delete', { objectId: ids[3] });
  await rig.call('POST', '/crm/v4/associations/contacts/companies/labels', { label: 'Payer', name: 'payer' });
  await rig.call('POST', '/crm/v3/lists/', { name: 'Hot', objectTypeId: '0-1', processingType: 'MANUAL' });
  await rig.call('PUT', '/crm/v3/lists/100/memberships/add', [ids[0]]);
  await rig.control('POST', 'consent/opt-out', { email: 'a@x.example' });
  return ids[1] ?? '';
}

describe('restart', () => {
  test('everything is as it was, ids go on, a torn last write is forgotten', async () => {
    const dataDir = newFolder();
    const first = await startRig(dataDir);
    const mergedId = await furnish(first);
    const before = await fingerprint(first);
    await first.handle.stop();
    appendFileSync(join(dataDir, 'hubspot.jsonl'), '[{"op":"create","object":"contacts"');
    const second = await startRig(dataDir);
    expect(await fingerprint(second)).toBe(before);
    expect((await second.call('GET', `/crm/v3/objects/contacts/${mergedId}?properties=email`)).body).toMatchObject({ properties: { email: 'a@x.example' } });
    expect((await second.call('POST', '/crm/v3/objects/contacts', { properties: { email: 'b@x.example' } })).status).toBe(409);
    const fresh = await second.call('POST', '/crm/v3/objects/contacts', { properties: { email: 'e@x.example' } });
    expect(before).not.toContain(String(fresh.body['id']));
    expect(second.handle.ready.apps).toEqual(first.handle.ready.apps);
  });

  test('compaction keeps everything and shrinks the file', async () => {
    const dataDir = newFolder();
    const rig = await startRig(dataDir);
    await furnish(rig);
    const [first] = (await rig.call('GET', '/crm/v3/objects/contacts')).body['results'] as { id: string }[];
    const long = 'x'.repeat(60_000);
    for (let round = 0; round < 30; round += 1)
      await rig.call('PATCH', `/crm/v3/objects/contacts/${first?.id ?? ''}`, { properties: { message: `${long}${round}` } });
    for (let round = 0; round < 50; round += 1)
      await rig.call('PATCH', `/crm/v3/objects/contacts/${first?.id ?? ''}`, { properties: { message: `short ${round}` } });
    const before = await fingerprint(rig);
    await rig.handle.stop();
    const grown = statSync(join(dataDir, 'hubspot.jsonl')).size;
    expect(grown).toBeGreaterThan(1024 * 1024);
    const second = await startRig(dataDir); // compacts at its start
    expect(statSync(join(dataDir, 'hubspot.jsonl')).size).toBeLessThan(grown / 4);
    expect(await fingerprint(second)).toBe(before);
    await second.handle.stop();
    expect(await fingerprint(await startRig(dataDir))).toBe(before);
  });

  test('reset empties the records, on disk too; tokens and definitions stay', async () => {
    const dataDir = newFolder();
    const rig = await startRig(dataDir);
    await furnish(rig);
    await rig.control('POST', 'reset');
    await rig.handle.stop();
    const second = await startRig(dataDir);
    expect((await second.call('GET', '/crm/v3/objects/contacts')).body['results']).toEqual([]);
    expect((await second.call('GET', '/crm/v3/properties/contacts/tier')).status).toBe(200);
    expect(second.handle.ready.apps).toEqual(rig.handle.ready.apps);
  });
});

const program = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Starts the portal as a process of its own; its parsed ready line comes back. */
async function spawnPortal(dataDir: string, ...flags: string[]) {
  const child = spawn(process.execPath, [program, '--data-dir', dataDir, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, ready: JSON.parse(String(line)) as PortalReady };
}

describe('the program', () => {
  test('prints and writes its ready line, and ends cleanly on SIGTERM', async () => {
    const dataDir = newFolder();
    const { child, ready } = await spawnPortal(dataDir, '--fresh');
    expect(ready).toMatchObject({
      ready: true,
      baseUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      apps: { bridge: { appId: 3127001 }, marketer: {} },
    });
    expect(JSON.parse(readFileSync(join(dataDir, 'hubspot.json'), 'utf8'))).toEqual(ready);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('killed in a burst it has everything it answered for', async () => {
    const dataDir = newFolder();
    const { child, ready } = await spawnPortal(dataDir);
    const acknowledged: string[] = [];
    const exited = once(child, 'exit');
    const writer = async (name: number): Promise<void> => {
      for (let round = 0; round < 40; round += 1) {
        const email = `w${name}.${round}@x.example`;
        const answer = await fetch(`${ready.baseUrl}/crm/v3/objects/contacts`, {
          method: 'POST',
          body: JSON.stringify({ properties: { email } }),
          headers: { authorization: `Bearer ${ready.apps.bridge.accessToken}` },
        });
        if (answer.status === 201) acknowledged.push(email);
        if (acknowledged.length === 60) child.kill('SIGKILL');
      }
    };
    await Promise.allSettled([1, 2, 3, 4].map(writer));
    await exited;
    expect(acknowledged.length).toBeGreaterThanOrEqual(60);
    const again = await startRig(dataDir);
    const kept = new Set([...again.handle.portal.state.of('contacts').values()].map((record) => record.values['email']));
    expect(acknowledged.filter((email) => !kept.has(email))).toEqual([]);
  });
});
