/**
 * How quick the operations page's calls are on a full store: SQLite on disk, as many issues and as many decisions as asked, over HTTP.
 * Run: node bridge/test/operations/load.ts [rows]
 */
import { createActivitiesDesk } from '../../src/activities/index.ts';
import { createCampaignsDesk } from '../../src/campaigns/index.ts';
import { createRelationsDesk } from '../../src/relations/index.ts';
import { createBackfillDesk } from '../../src/backfill/index.ts';
import { createReconciliationDesk } from '../../src/reconciliation/index.ts';
import { createPreflightDesk } from '../../src/preflight/index.ts';
import { createDriftDesk } from '../../src/drift/index.ts';
import { createBreakerDesk } from '../../src/engine/index.ts';
import { createConsentDesk } from '../../src/consent/index.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DEFAULT_POLICIES, fingerprinter } from '../../src/domain/index.ts';
import type { FieldRule } from '../../src/domain/index.ts';
import { createApp, startServer } from '../../src/http/index.ts';
import type { AppServices } from '../../src/http/app.ts';
import { createFigures, createOperations, createOperationsDesk } from '../../src/operations/index.ts';
import type { ConnectionView } from '../../src/operations/index.ts';
import { openStore } from '../../src/store/index.ts';
import type { Store } from '../../src/engine/index.ts';
import { change, connectionId, decision, decisionKeys, issue, lead, link, linkId, outcome, subjectFor } from '../contract/store/fixtures.ts';

const connection = connectionId('main');
const BATCH = 1_000;
const LEASE_MS = 3_600_000;
const ROUNDS = 15;
const NOW = Date.UTC(2026, 10, 21, 12);
const TOKEN = 'load';
const rule: FieldRule = {
  key: 'person.phone',
  salesforceObjects: ['Lead'],
  salesforceField: 'Phone',
  hubspotProperty: 'phone',
  owner: 'salesforce',
  direction: 'two-way',
  policy: 'latest',
  windowMs: 300_000,
  isProtected: false,
  blank: 'propagate',
  nonOwnerEdit: 'enforce',
  valueMap: [],
  referenceMapping: null,
};

/** Milliseconds; the median and the slowest of the rounds. */
export type Timing = { readonly call: string; readonly medianMs: number; readonly slowestMs: number };

/** One record in fifty has an issue of its own kind, so that there is a small group among large ones. */
async function fill(store: Store, rows: number): Promise<void> {
  const lease = await store.register('filler', NOW, LEASE_MS);
  for (let from = 0; from < rows; from += BATCH) {
    const ids = Array.from({ length: BATCH }, (_, index) => `00Q${String(from + index).padStart(12, '0')}AAA`);
    await store.append({ connection, changes: ids.map((id) => change(`e-${id}`, lead(id))), now: NOW });
    const works = await store.claim({ connection, lease, limit: BATCH, now: NOW, leaseMs: LEASE_MS });
    const outcomes = works.map((work, index) => {
      const number = from + index;
      const id = ids[index] ?? '';
      const mine = link(`link-${id}`, { salesforce: id, hubspot: String(number) });
      const isRare = number % 50 === 0;
      return outcome(work, {
        link: mine,
        issues: [issue(`i-${id}`, subjectFor(lead(id)), { ref: lead(id), ...(isRare ? { code: 'option-unmapped', field: 'person.status' } : {}) })],
        decisions: [decision(`d-${id}`, { linkId: linkId(`link-${id}`), decidedAt: NOW - number * 1_000, field: isRare ? 'person.status' : 'person.phone' })],
      });
    });
    await store.commit({ connection, lease, outcomes, now: NOW - rows + from });
  }
}

function viewOf(store: Store): ConnectionView {
  const mapping = {
    key: 'person',
    salesforceObjects: ['Lead'],
    salesforceCreateObject: 'Lead',
    hubspotObject: 'contacts',
    createInSalesforce: 'always' as const,
    createInHubSpot: 'always' as const,
    salesforceScope: null,
    hubspotScope: null,
    policies: DEFAULT_POLICIES,
    order: 1,
    fields: [rule],
  };
  return {
    id: connection,
    store,
    clock: { now: () => NOW, sleep: () => Promise.resolve() },
    fingerprint: fingerprinter(new Uint8Array(32).fill(7)),
    gateways: () => null,
    rulebook: () => ({ rules: { version: 1, lifecycle: [], consent: [], mappings: [mapping] }, schemas: new Map() }),
    progress: () => ({ initialSync: { done: true }, stream: { isConnected: true, lastHeardAt: NOW, trouble: null }, trouble: null }),
    sweep: () => true,
  };
}

function appOver(store: Store) {
  const view = viewOf(store);
  const journal = { event: () => undefined, count: () => undefined, observe: () => undefined };
  const desk = createOperationsDesk([
    {
      view,
      figures: createFigures({ clock: view.clock }),
      alerts: { reload: () => undefined, test: () => Promise.resolve({ words: 'Sent.', isSent: true, isWorthRetry: false }) },
      receive: (changes) => store.append({ connection, changes, now: NOW }),
      wake: () => undefined,
    },
  ]);
  const nothing = {} as unknown; // the calls of other pages are not made here
  return createApp({
    webhooks: { accept: () => Promise.resolve({ status: 204, reason: '' }) },
    health: { readiness: () => Promise.resolve([]), metrics: () => Promise.resolve({ contentType: '', text: '' }) },
    journal,
    api: {
      operations: createOperations([view]),
      desk,
      engagement: nothing as AppServices['api']['engagement'],
      relations: createRelationsDesk([]),
      campaigns: createCampaignsDesk([]),
      activities: createActivitiesDesk([]),
      backfill: createBackfillDesk([]),
      reconciliation: createReconciliationDesk([]),
      preflight: createPreflightDesk([], createBackfillDesk([])),
      breakers: createBreakerDesk([]),
      drift: createDriftDesk([]),
      consent: createConsentDesk([]),
      ruleDesk: nothing as AppServices['api']['ruleDesk'],
      tokens: [{ token: TOKEN, connection: null }],
      clock: view.clock,
      callsPerMinute: 100_000,
    },
  });
}

type Call = { readonly name: string; readonly method?: 'POST'; readonly path: string; readonly body?: unknown; readonly rounds?: number };

async function time(url: string, { name, method = undefined, path, body, rounds = ROUNDS }: Call): Promise<Timing> {
  const took: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    const response = await fetch(`${url}/api/v1/${path}`, {
      method: method ?? 'GET',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    took.push(performance.now() - startedAt);
    if (response.status >= 400) throw new Error(`${path} answered ${String(response.status)}: ${text}`);
  }
  const sorted = took.toSorted((left, right) => left - right);
  return { call: name, medianMs: sorted[Math.floor(sorted.length / 2)] ?? 0, slowestMs: sorted.at(-1) ?? 0 };
}

async function deepCursor(url: string, path: string, pages: number): Promise<string> {
  let after = '';
  for (let page = 0; page < pages; page += 1) {
    const response = await fetch(`${url}/api/v1/${path}&limit=1000${after === '' ? '' : `&after=${after}`}`, { headers: { authorization: `Bearer ${TOKEN}` } });
    after = ((await response.json()) as { readonly next: string | null }).next ?? after; // our own API
  }
  return after;
}

/** Fills a store and times each call the page makes. */
export async function measure(rows: number): Promise<readonly Timing[]> {
  const folder = mkdtempSync(join(tmpdir(), 'fieldwise-load-'));
  const store = await openStore({ file: join(folder, 'store.db'), decisionKeys });
  try {
    await fill(store, rows);
    const server = await startServer(appOver(store), { host: '127.0.0.1', port: 0 });
    const large = 'code=value-too-long&mapping=person&field=person.phone';
    const small = 'code=option-unmapped&mapping=person&field=person.status';
    const pages = Math.floor((rows * 0.9) / 1_000);
    const [deepIssues, deepDecisions] = [await deepCursor(server.url, `issues/group?${large}`, pages), await deepCursor(server.url, 'decisions/log?', pages)];
    const calls: readonly Call[] = [
      { name: 'health, last day', path: 'health/series?span=day' },
      { name: 'issues by cause', path: 'issues/groups' },
      { name: 'records of a large group', path: `issues/group?${large}&limit=25` },
      { name: 'the same, at its end', path: `issues/group?${large}&limit=25&after=${deepIssues}` },
      { name: 'records of a small group', path: `issues/group?${small}&limit=25` },
      { name: 'decisions', path: 'decisions/log?limit=25' },
      { name: 'the same, at their end', path: `decisions/log?limit=25&after=${deepDecisions}` },
      { name: 'decisions of a rare field', path: 'decisions/log?limit=25&field=person.status' },
      { name: 'decisions of one record', path: `decisions/log?limit=25&record=00Q${'0'.repeat(12)}AAA` },
      { name: 'fields of most conflicts', path: 'conflicts/fields?days=30' },
      {
        name: 'retry a small group',
        method: 'POST',
        path: 'issues/retry',
        body: { group: { code: 'option-unmapped', mapping: 'person', field: 'person.status' } },
        rounds: 1,
      },
      { name: 'retry all', method: 'POST', path: 'issues/retry', body: {}, rounds: 1 },
    ];
    const timings: Timing[] = [];
    for (const call of calls) timings.push(await time(server.url, call));
    await server.close(1_000);
    return timings;
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const rows = Number(process.argv[2] ?? 50_000);
  const timings = await measure(rows);
  process.stdout.write(`${rows} open issues and ${rows} decisions, SQLite, over HTTP: median / slowest in ms\n`);
  for (const { call, medianMs, slowestMs } of timings)
    process.stdout.write(`${call.padEnd(28)} ${medianMs.toFixed(1).padStart(8)} / ${slowestMs.toFixed(1)}\n`);
}
