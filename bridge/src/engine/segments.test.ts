import { describe, expect, test } from '@jest/globals';
import type { Change, ConnectionId } from '../domain/model.ts';
import type { CursorWrite, GatewayResult, SegmentSighting, SegmentSource } from './ports.ts';
import { lookOnce } from './segments.ts';
import type { SegmentPorts } from './segments.ts';

/** A portal of segments, and a bridge's memory of them. */
function world(members: Record<string, string[]>, pageSize = 250) {
  let now = 1_000_000;
  let cursors = new Map<string, Uint8Array>();
  const calls = { sizes: 0, members: 0 };
  let failure: GatewayResult<never> | null = null;
  const told: Change[] = [];
  let seen: readonly SegmentSighting[] = [];
  const source: SegmentSource = {
    pageSize,
    all: async () => ({ ok: true, value: [] }),
    sizes: async (ids) => {
      calls.sizes += 1;
      return failure ?? { ok: true, value: new Map(ids.flatMap((id) => (members[id] === undefined ? [] : [[id, members[id].length] as const]))) };
    },
    members: async (id) => {
      calls.members += 1;
      return { ok: true, value: new Set(members[id] ?? []) };
    },
    sightings: () => {
      const taken = seen;
      seen = [];
      return taken;
    },
  };
  const receive = async (changes: readonly Change[], cursor?: CursorWrite) => {
    told.push(...changes);
    if (cursor !== undefined) cursors = new Map(cursors).set(cursor.source, cursor.position);
    return { stored: changes.length, duplicates: 0 };
  };
  const ports: SegmentPorts = {
    connection: 'c1' as ConnectionId,
    store: { cursor: async (_, name) => cursors.get(name) ?? null },
    source,
    clock: { now: () => now, sleep: async () => undefined },
    journal: { event: () => undefined, count: () => undefined, observe: () => undefined },
    intake: { receive },
    wanted: () => Object.keys(members).map((id) => ({ id, object: 'contacts' })),
  };
  const known: Parameters<typeof lookOnce>[1] = new Map();
  return {
    calls,
    look: () => lookOnce(ports, known),
    read: (id: string, segments: readonly string[]) => (seen = [...seen, { object: 'contacts', id, segments }]),
    restart: () => known.clear(),
    pass: (ms: number) => (now += ms),
    fail: () => (failure = { ok: false, failure: { kind: 'transient', code: 'HTTP_503', message: '', retryAt: null } }),
    moved: () => told.splice(0).map(({ eventId, lane }) => [eventId.split(':').slice(1, 5).join(' '), lane]),
  };
}

describe('watching segments', () => {
  test('who was in it for a moment between two looks, and was read in it, is looked at again', async () => {
    const members: Record<string, string[]> = { '17': ['1', '2'] };
    const { look, moved, read, calls } = world(members);
    await look();
    read('3', ['17']);
    read('2', ['17', '18']);
    await look();
    expect([moved(), calls.members]).toEqual([[['17 contacts 3 out', 'handoff']], 2]);
    // Read out of it while another took the place: the size does not tell, the reading does.
    read('1', []);
    await look();
    expect(moved()).toEqual([['17 contacts 1 in', 'handoff']]);
    await look();
    expect([moved(), calls.members]).toEqual([[], 3]);
  });

  test('who comes and who goes is looked at, at the next round', async () => {
    const members: Record<string, string[]> = { '17': ['1', '2'] };
    const { look, moved } = world(members);
    await look();
    expect(moved()).toEqual([]);
    members['17'] = ['1', '2', '3'];
    await look();
    expect(moved()).toEqual([['17 contacts 3 in', 'handoff']]);
    members['17'] = ['3'];
    await look();
    expect(moved()).toEqual([
      ['17 contacts 1 out', 'handoff'],
      ['17 contacts 2 out', 'handoff'],
    ]);
  });
  test('nothing new costs one call a round for all segments', async () => {
    const { look, calls, moved } = world({ '17': ['1'], '18': ['2'] });
    for (let round = 0; round < 5; round += 1) await look();
    expect(calls).toEqual({ sizes: 5, members: 2 });
    expect(moved()).toEqual([]);
  });
  test('one in and one out is found by the comparison a quiet segment gets anyway', async () => {
    const members: Record<string, string[]> = { '17': ['1', '2'] };
    const { look, moved, pass } = world(members);
    await look();
    members['17'] = ['1', '3'];
    await look();
    expect(moved()).toEqual([]);
    pass(60_000);
    await look();
    expect(moved().map(([what]) => what)).toEqual(['17 contacts 3 in', '17 contacts 2 out']);
  });
  test('a long segment that moves all the time is compared at the pace of its pages', async () => {
    const members: Record<string, string[]> = { '17': ['1', '2', '3', '4'] };
    const { look, moved, pass, calls } = world(members, 2);
    await look();
    members['17'] = ['1', '2', '3', '4', '5'];
    await look();
    expect(calls.members).toBe(1);
    pass(1_000);
    await look();
    expect(moved()).toHaveLength(1);
  });
  test('what happened while the bridge was away is found when it is back', async () => {
    const members: Record<string, string[]> = { '17': ['1', '2'] };
    const { look, moved, restart } = world(members);
    await look();
    restart();
    members['17'] = ['2', '3'];
    await look();
    expect(moved().map(([what]) => what)).toEqual(['17 contacts 3 in', '17 contacts 1 out']);
  });
  test('thousands who enter do not go before everybody else', async () => {
    const members: Record<string, string[]> = { '17': [] };
    const { look, moved, pass } = world(members);
    await look();
    members['17'] = Array.from({ length: 2_500 }, (_, index) => String(index));
    pass(10_000);
    await look();
    const rows = moved();
    expect(rows).toHaveLength(2_500);
    expect(new Set(rows.map(([, lane]) => lane))).toEqual(new Set(['normal']));
  });
  test('a segment that was deleted has nobody in it any more', async () => {
    const members: Record<string, string[]> = { '17': ['1'], '18': [] };
    const { look, moved } = world(members);
    await look();
    members['17'] = [];
    await look();
    expect(moved()).toEqual([['17 contacts 1 out', 'handoff']]);
  });
  test('a platform that does not answer changes nothing', async () => {
    const { look, fail, moved } = world({ '17': ['1'] });
    await look();
    fail();
    expect((await look())?.code).toBe('HTTP_503');
    expect(moved()).toEqual([]);
  });
});
