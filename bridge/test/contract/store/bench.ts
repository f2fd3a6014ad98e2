/**
 * How fast the store is: appends and claim+commit of whole passes, in batches of 100, per engine, with every commit durable.
 * Run: node bridge/test/contract/store/bench.ts [memory] [sqlite] [postgres]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Change, Link } from '../../../src/domain/model.ts';
import type { Store } from '../../../src/engine/ports.ts';
import { createMemoryStore, openStore } from '../../../src/store/index.ts';
import { change, connectionId, decision, decisionKeys, desk, lead, link, outcome } from './fixtures.ts';
import type { Desk } from './fixtures.ts';
import { startPostgres } from './postgres.ts';

const BATCH = 100;
const LEASE_MS = 3_600_000;

export type StoreFigures = {
  readonly engine: string;
  /** One caller that waits for each answer, batches of 100. */
  readonly appendsPerSecond: number;
  /** 32 callers with one change each, as webhooks arrive: how much they share a flush. */
  readonly singleAppendsPerSecond: number;
  /** Records linked for the first time. */
  readonly linkedPerSecond: number;
  /** Linked records: claim, attempts stored, outcome with a decision committed. */
  readonly passesPerSecond: number;
  readonly passesPerSecondFourWorkers: number;
};

const perSecond = (amount: number, startedAt: number): number => Math.round((amount / (performance.now() - startedAt)) * 1_000);

const changesOf = (prefix: string, records: number): readonly (readonly Change[])[] =>
  Array.from({ length: records / BATCH }, (_, batch) =>
    Array.from({ length: BATCH }, (_each, index) => {
      const number = batch * BATCH + index;
      return change(`${prefix}-${String(number)}`, lead(`00Q${String(number).padStart(12, '0')}AAA`), { at: number });
    }),
  );

const linkOf = (item: { readonly subject: string; readonly link: Link | null }): Link =>
  item.link ?? link(`link-${item.subject.slice(-18)}`, { salesforce: item.subject.slice(-18), hubspot: `1${item.subject.slice(-15, -3)}` });

let now = 1_800_000_000_000;
const tick = (): number => (now += 1);

/** Claims until nothing is due; every pass stores an attempt first and leaves a decision. */
const drain = async (worker: Desk): Promise<number> => {
  let passes = 0;
  for (;;) {
    const work = await worker.claim(tick(), { limit: BATCH, leaseMs: LEASE_MS });
    if (work.length === 0) return passes;
    const links = work.map((item) => ({ subject: item.subject, link: linkOf(item) }));
    await worker.save(tick(), ...links);
    const results = await worker.commit(
      tick(),
      ...work.map((item, index) =>
        outcome(item, { link: links[index]?.link ?? null, decisions: [decision(`d-${String(tick())}`, { linkId: linkOf(item).id, decidedAt: now })] }),
      ),
    );
    if (results.some((kind) => kind !== 'recorded')) throw new Error('a pass was refused');
    passes += work.length;
  }
};

const measure = async (engine: string, store: Store, records: number): Promise<StoreFigures> => {
  const connection = connectionId('bench');
  const workers = await Promise.all([0, 1, 2, 3].map(async (each) => desk(store, connection, await store.register(`bench-${String(each)}`, now, LEASE_MS))));
  const [worker] = workers;
  if (worker === undefined) throw new Error('there are four workers');
  const fill = async (prefix: string): Promise<number> => {
    const startedAt = performance.now();
    for (const changes of changesOf(prefix, records)) await worker.append(tick(), ...changes);
    return perSecond(records, startedAt);
  };
  const appendsPerSecond = await fill('first');
  const linking = performance.now();
  const linkedPerSecond = perSecond(await drain(worker), linking);
  await fill('second');
  const passing = performance.now();
  const passesPerSecond = perSecond(await drain(worker), passing);
  await fill('third');
  const sharing = performance.now();
  const passesPerSecondFourWorkers = perSecond(
    (await Promise.all(workers.map(drain))).reduce((sum, each) => sum + each, 0),
    sharing,
  );
  const singles = changesOf('single', Math.min(records, 5_000)).flat();
  const rest = singles[Symbol.iterator]();
  const trickling = performance.now();
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      for (const item of rest) await worker.append(tick(), item);
    }),
  );
  return {
    engine,
    appendsPerSecond,
    singleAppendsPerSecond: perSecond(singles.length, trickling),
    linkedPerSecond,
    passesPerSecond,
    passesPerSecondFourWorkers,
  };
};

/** Measures the engines named, each on an empty store. */
export const benchStores = async (options: { readonly engines: readonly string[]; readonly records: number }): Promise<readonly StoreFigures[]> => {
  const figures: StoreFigures[] = [];
  const run = async (engine: string, store: Store): Promise<void> => {
    figures.push(await measure(engine, store, options.records));
    await store.close();
  };
  if (options.engines.includes('memory')) await run('memory', createMemoryStore());
  if (options.engines.includes('sqlite')) {
    const folder = mkdtempSync(join(tmpdir(), 'fieldwise-bench-'));
    await run('sqlite', await openStore({ file: join(folder, 'store.db'), decisionKeys }));
    rmSync(folder, { recursive: true, force: true });
  }
  if (options.engines.includes('postgres')) {
    const server = await startPostgres({ isDurable: true });
    await run('postgres', await openStore({ url: await server.createDatabase(), decisionKeys }));
    await run('postgres, plans kept', await openStore({ url: await server.createDatabase(), decisionKeys, keepsPlans: true }));
    await server.stop();
  }
  return figures;
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const named = process.argv.slice(2);
  const figures = await benchStores({ engines: named.length === 0 ? ['memory', 'sqlite', 'postgres'] : named, records: 10_000 });
  process.stdout.write(figures.map((figure) => `${JSON.stringify(figure, null, 2)}\n`).join(''));
}
