/** Who is to be forgotten, asked of the local org over the wire; and the watch that asks for their erasure. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fingerprinter, refusedNoticeMark } from '../../../src/domain/index.ts';
import type { Change } from '../../../src/domain/index.ts';
import { lookForForgotten } from '../../../src/engine/index.ts';
import type { ForgetPorts, ForgetSource } from '../../../src/engine/index.ts';
import { wallClock } from '../../../src/operations/index.ts';
import { openSalesforce } from '../../../src/salesforce/index.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';
import { api, createNotes, jwtOf, startPlatform } from './sandbox.ts';
import type { Platform, SalesforceReady } from './sandbox.ts';

const objects = ['Lead', 'Contact'];
const withinMs = 10_000;

describe('people who ask to be forgotten in Salesforce', () => {
  let platform: Platform<SalesforceReady>;
  let source: ForgetSource;
  const create = async (object: string, values: object): Promise<string> => {
    const { instanceUrl, personas } = platform.ready;
    return String((await api(instanceUrl, personas.admin.accessToken, 'POST', `/services/data/v68.0/sobjects/${object}`, values))['id']);
  };
  const change = (object: string, id: string, values: object) =>
    api(platform.ready.instanceUrl, platform.ready.personas.admin.accessToken, 'PATCH', `/services/data/v68.0/sobjects/${object}/${id}`, values);
  const found = async (since: number): Promise<readonly string[]> => {
    const answer = await source.forgotten(objects, since);
    if (!answer.ok) throw new Error(answer.failure.message);
    return (answer.value ?? []).map(({ object, id }) => `${object} ${id}`).toSorted();
  };
  beforeAll(async () => {
    platform = await startPlatform<SalesforceReady>('salesforce', (ready) => ready.instanceUrl);
    const options = { loginUrl: platform.ready.instanceUrl, apiVersion: '68.0', auth: jwtOf(platform.ready), namespace: null };
    const timing = { share: 1, readTimeoutMs: 5_000, writeTimeoutMs: 5_000, settleMs: 1_000 };
    const opened = await openSalesforce({ ...options, ...timing }, { clock: wallClock, journal: createNotes().journal });
    if (!opened.ok) throw new Error(opened.failure.message);
    source = opened.value.forgets;
  }, 60_000);
  afterAll(() => platform.stop());

  test('leads and contacts of an individual who said so, and one who is given such an individual later', async () => {
    const start = wallClock.now() - 1_000;
    const [ada, grace] = [await create('Individual', { LastName: 'Ada' }), await create('Individual', { LastName: 'Grace', ShouldForget: true })];
    const lead = await create('Lead', { LastName: 'Ada', Company: 'A', IndividualId: ada });
    const contact = await create('Contact', { LastName: 'Ada', IndividualId: ada });
    const other = await create('Contact', { LastName: 'Grace' });
    expect(await found(start)).toEqual([]);
    await change('Individual', ada, { ShouldForget: true });
    expect(await found(start)).toEqual([`Contact ${contact}`, `Lead ${lead}`].toSorted());
    await change('Contact', other, { IndividualId: grace });
    expect(await found(start)).toContain(`Contact ${other}`);
    expect(await found(wallClock.now() + 60_000)).toEqual([]);
  }, 30_000);

  test('are asked to be erased once, from when the bridge first looked; after a no not again', async () => {
    const heard: Change[] = [];
    const store = createMemoryStore();
    const fingerprint = fingerprinter(new Uint8Array(32).fill(7));
    const connection = 'one' as ForgetPorts['connection'];
    let now = wallClock.now() + 3_600_000;
    const ports: ForgetPorts = {
      ...{ connection, store, source, clock: { ...wallClock, now: () => now }, journal: createNotes().journal, fingerprint, objects },
      intake: {
        receive: async (changes, cursor) => {
          const fresh = changes.filter((one) => !heard.some(({ eventId }) => eventId === one.eventId));
          heard.push(...fresh);
          if (cursor !== undefined) await store.setCursor(connection, cursor);
          return { stored: fresh.length, duplicates: changes.length - fresh.length };
        },
      },
    };
    // Those of the test before said it long before this bridge looked for the first time.
    expect([await lookForForgotten(ports), heard]).toEqual([null, []]);
    now = wallClock.now() - 1_000;
    await store.setCursor(connection, { source: 'forgets:salesforce', position: new TextEncoder().encode(String(now)) });
    const individual = await create('Individual', { LastName: 'Edsger', ShouldForget: true });
    const contact = await create('Contact', { LastName: 'Edsger', IndividualId: individual });
    const mine = (): readonly Change[] => heard.filter(({ ref }) => ref.id === contact);
    for (const end = wallClock.now() + withinMs; mine().length === 0 && wallClock.now() < end; now = wallClock.now()) await lookForForgotten(ports);
    expect(mine()).toMatchObject([{ kind: 'erase', origin: 'sweep', lane: 'consent', ref: { side: 'salesforce', object: 'Contact', id: contact } }]);
    await change('Contact', contact, { LastName: 'Dijkstra' });
    await lookForForgotten(ports);
    expect(mine()).toHaveLength(1);
    const marks = mine().map(({ eventId }) => refusedNoticeMark(fingerprint, eventId));
    heard.length = 0;
    const proof = { cause: 'salesforce' as const, subject: 'hash', records: { salesforce: 0, hubspot: 0 }, marks };
    await store.erase({ connection, refs: [], matchKeys: [], now, proof });
    await lookForForgotten(ports);
    expect(mine()).toEqual([]);
    // Said anew, it is asked anew.
    await wallClock.sleep(1_100);
    await change('Individual', individual, { LastName: 'Dijkstra' });
    now = wallClock.now();
    await lookForForgotten(ports);
    expect(mine()).toHaveLength(1);
  }, 30_000);

  test('an org that does not show them is asked nothing more', async () => {
    const answer = await source.forgotten(['Nothing__c'], wallClock.now() - 60_000);
    expect(answer).toEqual({ ok: true, value: null });
  }, 30_000);
});
