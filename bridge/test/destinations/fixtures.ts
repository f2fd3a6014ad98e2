/** A store, a clock that jumps, and records that are owed pages; Notion is the local workspace behind its real client. */
import { createNotion } from '../../src/destinations/index.ts';
import type { DestinationLane } from '../../src/destinations/index.ts';
import { createDestinationLane } from '../../src/destinations/index.ts';
import type { ConnectionId, DestinationRule, Instant, RuleSet, SalesforceId } from '../../src/domain/model.ts';
import type { Clock, Destination, DestinationSource, ReachedRecord, Store } from '../../src/engine/ports.ts';
import { createMemoryStore } from '../../src/store/index.ts';
import type { WorkspaceHandle } from '../../../sandbox/notion/index.ts';
import { mapping } from '../domain/samples.ts';

export const connection = 'c1' as ConnectionId;
export const idOf = (number: number): SalesforceId => `006${String(number).padStart(12, '0')}AAA` as SalesforceId;

/** Time stands still until somebody sleeps. */
export const jumpingClock = (): Clock & { readonly pass: (ms: number) => void } => {
  let now = 1_763_700_000_000;
  return {
    now: () => now,
    pass: (ms) => void (now += ms),
    async sleep(waitMs, signal) {
      if (signal?.aborted !== true) now += Math.max(0, waitMs);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
};

export type Desk = {
  readonly store: Store;
  readonly clock: ReturnType<typeof jumpingClock>;
  readonly records: Map<string, ReachedRecord>;
  readonly links: Map<string, string>;
  readonly rule: DestinationRule;
  readonly notion: Destination;
  /** `refuses`: the link cannot be written. */
  readonly source: DestinationSource & { refuses: boolean; askedSince: Instant[] };
  lane(destination?: Destination, rule?: Partial<DestinationRule>): DestinationLane;
};

export function newDesk(workspace: WorkspaceHandle, timeoutMs = 2_000): Desk {
  const clock = jumpingClock();
  const store = createMemoryStore();
  const records = new Map<string, ReachedRecord>();
  const links = new Map<string, string>();
  const rule: DestinationRule = {
    key: 'won',
    kind: 'notion',
    mapping: 'deal',
    stages: ['Closed Won'],
    database: workspace.ready.database,
    linkField: 'Handover__c',
    template: null,
  };
  const source: Desk['source'] = {
    refuses: false,
    askedSince: [],
    reached({ limit, since }) {
      source.askedSince.push(since);
      return Promise.resolve({ ok: true, value: [...records.values()].filter(({ id }) => !links.has(id)).slice(0, limit) });
    },
    setLink(_object, id, { url }) {
      if (source.refuses) return Promise.resolve({ kind: 'refused', code: 'INVALID_FIELD_FOR_INSERT_UPDATE', message: 'not writable' });
      links.set(id, url);
      return Promise.resolve({ kind: 'ok' });
    },
  };
  const notion = createNotion({ token: workspace.ready.token, baseUrl: workspace.ready.baseUrl, timeoutMs, settleMs: 5_000 }, clock);
  const journal = { event: () => undefined, count: () => undefined, observe: () => undefined };
  const rules = (more: Partial<DestinationRule>): RuleSet => ({
    version: 1,
    mappings: [mapping([], { key: 'deal', salesforceObjects: ['Opportunity'], salesforceCreateObject: 'Opportunity', hubspotObject: 'deals' })],
    lifecycle: [],
    consent: [],
    destinations: [{ ...rule, ...more }],
  });
  return {
    store,
    clock,
    records,
    links,
    rule,
    notion,
    source,
    lane: (destination = notion, more = {}) =>
      createDestinationLane({ connection, store, clock, source, journal, destinations: { notion: destination }, rules: () => rules(more) }),
  };
}

export const reached = (number: number, name = `Deal ${String(number)}`): ReachedRecord => ({
  id: idOf(number),
  values: { Name: name, 'Account.Name': 'Acme, Inc.', Amount: '1000', CloseDate: '2026-12-01' },
  people: [{ name: 'Ada Byte', role: 'Decision Maker', isPrimary: true }],
});

/** Runs a lane until the condition holds; virtual time flies. */
export async function runUntil(lane: DestinationLane, isDone: () => boolean | Promise<boolean>, turnsMax = 2_000): Promise<void> {
  const stop = new AbortController();
  const running = lane.run(stop.signal);
  for (let turn = 0; turn < turnsMax && !(await isDone()); turn += 1) await new Promise((resolve) => setTimeout(resolve, 1));
  stop.abort();
  lane.wake();
  await running;
  if (!(await isDone())) throw new Error('it did not come to that');
}
