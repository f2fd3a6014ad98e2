import { describe, expect, test } from '@jest/globals';
import type { ConnectionId } from '../domain/index.ts';
import { createRulebook } from '../engine/index.ts';
import type { CrmGateway, Store, SweepPage } from '../engine/index.ts';
import { walkPage } from './walk.ts';
import type { Place, WalkPorts } from './walk.ts';

/** Pages as HubSpot's search gives them: the next one begins with the last instant of the one before; many of one instant are walked by id. */
const pages: Readonly<Record<string, readonly (readonly [id: string, at: number])[]>> = {
  first: [
    ['1', 10],
    ['2', 20],
    ['9', 20],
  ],
  second: [
    ['2', 20],
    ['9', 20],
    ['3', 20],
  ],
  sameInstant: [
    ['2', 20],
    ['3', 20],
    ['4', 20],
    ['9', 20],
  ],
  last: [['5', 30]],
};
const order = ['first', 'second', 'last'];

function portsOver(names: readonly string[]): WalkPorts {
  const sweep = (object: string, _since: number, _until: number, page: string | null): Promise<{ ok: true; value: SweepPage }> => {
    const at = page === null ? 0 : Number(page);
    const records = (pages[names[at] ?? ''] ?? []).map(([id, modifiedAt]) => ({
      ref: { side: 'hubspot' as const, object, id },
      modifiedAt,
      isDeleted: false,
      mergedInto: null,
    }));
    return Promise.resolve({ ok: true, value: { records, next: at + 1 < names.length ? String(at + 1) : null } });
  };
  // Only these are asked.
  const gateway = { side: 'hubspot', sweep } as unknown as CrmGateway;
  const rulebook = createRulebook({ version: 1, mappings: [], lifecycle: [], consent: [] }, new Map());
  return { connection: 'c' as ConnectionId, store: {} as unknown as Store, gateways: { salesforce: gateway, hubspot: gateway }, rulebook };
}

async function walked(names: readonly string[]): Promise<readonly string[]> {
  const ids: string[] = [];
  let place: Place = { until: 99, page: null };
  for (;;) {
    const page = await walkPage(portsOver(names), { kind: 'records', mapping: 'person', side: 'hubspot', object: 'contacts' }, place);
    if (!page.ok) throw new Error('not read');
    ids.push(...page.refs.map(({ id }) => id));
    if (page.next === null) return ids;
    place = { until: 99, page: page.next, seen: page.seen };
  }
}

describe('a walk', () => {
  test('meets a record once, though the next page begins with the last instant again', async () => {
    expect(await walked(order)).toEqual(['1', '2', '9', '3', '5']);
  });

  test('meets a record once, though many of one instant are walked by id from the beginning', async () => {
    expect(await walked(['first', 'sameInstant', 'last'])).toEqual(['1', '2', '9', '3', '4', '5']);
  });
});
