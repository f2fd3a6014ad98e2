import { describe, expect, test } from '@jest/globals';
import type { Change, ConnectionId } from '../../domain/model.ts';
import { parseDelivery } from '../webhook/changes.ts';
import { entriesToChanges } from './entries.ts';
import { createJournalReader } from './reader.ts';
import type { JournalRead, JournalReader } from './reader.ts';
import { JOURNAL_SOURCE, LOOK_ABSENT_EVERY_MS, LOOK_EVERY_MS, LOOK_SILENT_EVERY_MS, readJournal, watchJournal } from './watch.ts';

const at = '2026-03-01T10:00:00.123Z';
const occurredAt = Date.parse(at);
const entry = (extra: object): object => ({ type: 'OBJECT', portalId: 42, occurredAt: at, objectTypeId: '0-1', objectId: '51', ...extra });
const pushed = (...events: readonly object[]): readonly Change[] =>
  [
    ...(parseDelivery(
      Buffer.from(JSON.stringify(events.map((event) => ({ eventId: 9, subscriptionId: 3, portalId: 42, occurredAt, objectId: 51, ...event })))),
    )?.byPortal.values() ?? []),
  ].flat();
const pulled = (...entries: readonly object[]): readonly Change[] => entriesToChanges(entries, '42').changes;

describe('entries', () => {
  test.each([
    ['a creation', { action: 'CREATE' }, { subscriptionType: 'contact.creation' }],
    [
      'a value',
      { action: 'UPDATE', propertyChanges: { phone: '+1' } },
      { subscriptionType: 'contact.propertyChange', propertyName: 'phone', propertyValue: '+1' },
    ],
    [
      'a cleared value',
      { action: 'UPDATE', propertyChanges: { phone: '' } },
      { subscriptionType: 'object.propertyChange', objectTypeId: '0-1', propertyName: 'phone', propertyValue: '' },
    ],
    ['a deletion', { action: 'DELETE' }, { subscriptionType: 'contact.deletion' }],
    [
      'a merge',
      { action: 'MERGE', mergedObjectIds: ['51', '52'] },
      { subscriptionType: 'contact.merge', primaryObjectId: 51, mergedObjectIds: [52], newObjectId: 51 },
    ],
    ['an erasure', { type: 'GDPR_PRIVACY_DELETION', action: 'GDPR_DELETE' }, { subscriptionType: 'contact.privacyDeletion' }],
    [
      'an association',
      { type: 'ASSOCIATION', action: 'ASSOCIATION_ADDED', fromObjectId: '51', toObjectId: '7', toObjectTypeId: '0-2' },
      { objectId: undefined, subscriptionType: 'contact.associationChange', fromObjectId: 51, toObjectId: 7, associationType: 'CONTACT_TO_COMPANY' },
    ],
  ])('%s is the same change, under the same id, whichever way it is told', (_name, told, event) => {
    const [pull, push] = [pulled(entry(told)), pushed(event)];
    expect(pull.map(({ eventId, ref, kind, fields, survivorId, associated, lane }) => ({ eventId, ref, kind, fields, survivorId, associated, lane }))).toEqual(
      push.map(({ eventId, ref, kind, fields, survivorId, associated, lane }) => ({ eventId, ref, kind, fields, survivorId, associated, lane })),
    );
    expect(pull).not.toHaveLength(0);
  });

  test('two values of one millisecond are two changes; one entry with two properties is two', () => {
    const ids = pulled(
      entry({ action: 'UPDATE', propertyChanges: { phone: '1', city: 'A' } }),
      entry({ action: 'UPDATE', propertyChanges: { phone: '2' } }),
    ).map((change) => change.eventId);
    expect(new Set(ids).size).toBe(3);
  });

  test('other portals are left out, what cannot be read is counted', () => {
    const read = entriesToChanges(
      [entry({ action: 'CREATE', portalId: 43 }), { nonsense: true }, entry({ action: 'DANCE' }), entry({ action: 'CREATE' })],
      '42',
    );
    expect([read.changes.length, read.ignored]).toEqual([1, 2]);
  });
});

/** A reader that tells what the script says, and remembers what it was asked. */
function scripted(script: Readonly<Record<string, JournalRead>>, subscribing: 'done' | 'absent' | 'failed' = 'done') {
  const asked: (string | null)[] = [];
  const reader: JournalReader = {
    next: (offset) => {
      asked.push(offset);
      return Promise.resolve(script[offset ?? 'start'] ?? { kind: 'empty' });
    },
    subscribe: () => Promise.resolve(subscribing),
  };
  return { reader, asked };
}

function ports(reader: JournalReader, { cursor = null as string | null, lastWebhookAt = 0, sleeps = 1 } = {}) {
  const stored: { changes: number; offset: string }[] = [];
  const gaps: string[] = [];
  const slept: number[] = [];
  const stop = new AbortController();
  let now = 10_000_000;
  return {
    stored,
    gaps,
    slept,
    signal: stop.signal,
    ports: {
      connection: 'c' as ConnectionId,
      store: {
        cursor: (_connection: ConnectionId, source: string) =>
          Promise.resolve(source === JOURNAL_SOURCE && cursor !== null ? new TextEncoder().encode(cursor) : null),
      },
      clock: {
        now: () => now,
        sleep: (ms: number) => {
          slept.push(ms);
          now += ms;
          if (slept.length >= sleeps) stop.abort();
          return Promise.resolve();
        },
      },
      journal: { event: () => undefined, count: () => undefined, observe: () => undefined },
      reader,
      receive: (changes: readonly Change[], { position }: { readonly position: Uint8Array }) => {
        stored.push({ changes: changes.length, offset: new TextDecoder().decode(position) });
        return Promise.resolve({ stored: changes.length, duplicates: 0 });
      },
      wanted: () => [{ object: 'contacts', properties: ['phone'] }],
      lastWebhookAt: () => lastWebhookAt,
      onGap: (reason: string) => void gaps.push(reason),
    },
  };
}
const file = (offset: string, count = 1): JournalRead => ({
  kind: 'file',
  offset,
  changes: pulled(...Array.from({ length: count }, () => entry({ action: 'CREATE' }))),
  ignored: 0,
});

describe('reading on', () => {
  test('from the stored offset to the end, each file stored with its own', async () => {
    const { reader, asked } = scripted({ a: file('b'), b: file('c', 2) });
    const rig = ports(reader, { cursor: 'a' });
    expect(await readJournal(rig.ports, rig.signal)).toBe('read');
    expect([asked, rig.stored]).toEqual([
      ['a', 'b', 'c'],
      [
        { changes: 1, offset: 'b' },
        { changes: 2, offset: 'c' },
      ],
    ]);
  });

  test('an offset that is gone is told once, and the earliest there is comes next', async () => {
    const { reader, asked } = scripted({ old: { kind: 'gone' }, start: file('x') });
    const rig = ports(reader, { cursor: 'old' });
    await readJournal(rig.ports, rig.signal);
    expect([asked, rig.gaps.length, rig.stored.length]).toEqual([['old', null, 'x'], 1, 1]);
  });

  test('trouble ends the round and nothing more; what was stored stays', async () => {
    const { reader } = scripted({ start: file('a'), a: { kind: 'failed', code: 'HTTP_500' } });
    const rig = ports(reader);
    expect(await readJournal(rig.ports, rig.signal)).toBe('failed');
    expect(rig.stored).toHaveLength(1);
  });

  test.each([
    ['webhooks are silent', 0, {}, 'done', LOOK_SILENT_EVERY_MS],
    ['webhooks come', 9_999_000, {}, 'done', LOOK_EVERY_MS],
    ['there is no journal', 0, {}, 'absent', LOOK_ABSENT_EVERY_MS],
    ['it is refused when read', 0, { start: { kind: 'absent' } }, 'done', LOOK_ABSENT_EVERY_MS],
  ] as const)('how soon it is looked at again when %s', async (_name, lastWebhookAt, script, subscribing, expected) => {
    const { reader } = scripted(script, subscribing);
    const rig = ports(reader, { lastWebhookAt });
    await watchJournal(rig.ports, rig.signal);
    expect(rig.slept).toEqual([expected]);
  });
});

describe('over the wire', () => {
  type Sent = { readonly method: string; readonly url: string; readonly authorization: string | null };
  function wire(answers: (method: string, url: string) => Response) {
    const sent: Sent[] = [];
    const fetcher: typeof fetch = (url, init) => {
      const method = init?.method ?? 'GET';
      sent.push({ method, url: String(url), authorization: new Headers(init?.headers).get('authorization') });
      return Promise.resolve(String(url).includes('/oauth/') ? Response.json({ access_token: 'T', expires_in: 1_800 }) : answers(method, String(url)));
    };
    const options = { baseUrl: 'https://api.example.com', portalId: '42', clientId: 'id', clientSecret: 'secret', timeoutMs: 1_000 };
    return { sent, reader: createJournalReader(options, { now: () => 0 }, fetcher) };
  }

  test('one token for many reads, and none for the presigned link', async () => {
    const { sent, reader } = wire((_method, url) =>
      url.startsWith('https://files.')
        ? Response.json({ journalEvents: [entry({ action: 'CREATE' })] })
        : Response.json({ url: 'https://files.example.com/1?sig=x', currentOffset: 'o-1' }),
    );
    expect(await reader.next(null)).toMatchObject({ kind: 'file', offset: 'o-1', changes: [{ kind: 'create' }] });
    await reader.next('o-1');
    expect(sent.filter(({ url }) => url.includes('/oauth/'))).toHaveLength(1);
    expect(sent.filter(({ url }) => url.startsWith('https://files.')).map(({ authorization }) => authorization)).toEqual([null, null]);
    expect(sent.at(-2)?.url).toBe('https://api.example.com/webhooks-journal/journal/2026-03/offset/o-1/next');
  });

  test.each([
    [204, null, 'empty'],
    [404, null, 'absent'],
    [403, null, 'absent'],
    [404, 'o', 'gone'],
    [500, 'o', 'failed'],
    [429, null, 'failed'],
  ])('%i for offset %s is %s', async (status, offset, kind) => {
    expect((await wire(() => new Response(null, { status })).reader.next(offset)).kind).toBe(kind);
  });

  test('subscribes to what is missing alone, and to properties that were added', async () => {
    const results = [
      { portalId: 42, subscriptionType: 'OBJECT', objectTypeId: '0-1', properties: ['phone'] },
      { portalId: 42, subscriptionType: 'ASSOCIATION', objectTypeId: '0-1' },
      { portalId: 42, subscriptionType: 'GDPR_PRIVACY_DELETION' },
      { portalId: 43, subscriptionType: 'OBJECT', objectTypeId: '0-2', properties: [] },
    ];
    const orders = async (...wanted: { object: string; properties: string[] }[]) => {
      const { sent, reader } = wire((method) => (method === 'GET' ? Response.json({ results }) : Response.json({}, { status: 201 })));
      expect(await reader.subscribe(wanted)).toBe('done');
      return sent.filter(({ method, url }) => method === 'POST' && url.includes('/subscriptions/')).length;
    };
    expect(await orders({ object: 'contacts', properties: ['phone'] })).toBe(0);
    expect(await orders({ object: 'contacts', properties: ['phone', 'city'] })).toBe(1);
    expect(await orders({ object: 'companies', properties: [] })).toBe(2);
  });
});
