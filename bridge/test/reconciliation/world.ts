/** Reconciliation over two calm systems in virtual time, beside the backfill that filled them. */
import type { RuleSet } from '../../src/domain/index.ts';
import { settingsSchema } from '../../src/backfill/index.ts';
import { createReconciliation, createReconciliationDesk } from '../../src/reconciliation/index.ts';
import type { Overview, Reconciliation, ReconciliationDesk, RunView } from '../../src/reconciliation/index.ts';
import { backfillWorld } from '../backfill/world.ts';
import type { BackfillWorld } from '../backfill/world.ts';
import { CONNECTION, FINGERPRINT } from '../sim/bridge.ts';

const never = <T>(): Promise<T> => new Promise(() => undefined);
const journal = { event: () => undefined, count: () => undefined, observe: () => undefined };

export type ReconciliationWorld = {
  readonly base: BackfillWorld;
  readonly desk: ReconciliationDesk;
  /** Lets everything both sides hold cross. */
  readonly golive: () => Promise<void>;
  /** Starts a check and waits for its end. */
  readonly check: () => Promise<RunView>;
  readonly untilIdle: () => Promise<RunView>;
  readonly overview: () => Promise<Overview>;
  /** Another process takes over; the one before is gone between two calls. */
  readonly restart: () => void;
};

export const ok = <T>(answer: { readonly ok: boolean; readonly value?: T; readonly error?: string }): T => {
  if (!answer.ok || answer.value === undefined) throw new Error(answer.error ?? 'no value');
  return answer.value;
};

export function reconciliationWorld({
  pageSize = 7,
  everyMs = null,
  rules,
}: { readonly pageSize?: number; readonly everyMs?: number | null; readonly rules?: RuleSet } = {}): ReconciliationWorld {
  const base = backfillWorld({ pageSize, ...(rules === undefined ? {} : { rules }) });
  const { clock, gateways, rulebook, wake } = base.ports;
  let serial = 0;
  let halt = new AbortController();
  /** A process: once it is killed, no call it makes comes back. */
  const launch = (): Reconciliation => {
    const mine = new AbortController();
    halt = mine;
    const mortal = <T extends object>(port: T): T =>
      new Proxy(port, {
        get: (target, name) => {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== 'function' || name === 'budget') return member;
          return async (...asked: unknown[]) => {
            if (mine.signal.aborted) return never();
            const result: unknown = await Reflect.apply(member, target, asked);
            return mine.signal.aborted ? never() : result;
          };
        },
      });
    const made = createReconciliation({
      ...{ connection: CONNECTION, worker: 'reconciler', store: mortal(base.store), clock, journal, fingerprint: FINGERPRINT, everyMs, share: 0.5, rulebook },
      newId: () => `run-${String((serial += 1))}`,
    });
    const ends = { salesforce: mortal(gateways.salesforce), hubspot: mortal(gateways.hubspot) };
    const work = { gateways: ends, receive: base.receive, wake, isCalm: () => base.backfill().isLive() };
    void made.run(work, mine.signal);
    return made;
  };
  let current = launch();
  // What people ask is answered by a process that lives on.
  const calm = createReconciliation({
    ...{ connection: CONNECTION, worker: 'desk', store: base.store, clock, journal, fingerprint: FINGERPRINT, everyMs, share: 0.5, rulebook },
    newId: () => `run-${String((serial += 1))}`,
  });
  const relay: Reconciliation = { ...calm, wake: () => current.wake() };
  const desk = createReconciliationDesk([{ id: CONNECTION, store: base.store, reconciliation: relay, rulebook, gateways: () => gateways }]);
  const overview = async (): Promise<Overview> => ok(await desk.overview(undefined));
  const untilIdle = async (): Promise<RunView> => {
    for (let waited = 0; waited < 3_600_000; waited += 1_000) {
      await base.untilTime(1_000);
      const { run } = await overview();
      if (run !== null && run.state !== 'working') return run;
    }
    throw new Error(`The run does not come to its end: ${JSON.stringify(await overview())}`);
  };
  return {
    ...{ base, desk, overview, untilIdle },
    async golive() {
      ok(await base.desk.start(undefined, { settings: settingsSchema.parse({}), by: null }));
      await base.untilIdle();
      ok(await base.desk.approve(undefined, { by: null, isAnyway: true }));
      await base.untilIdle();
    },
    async check() {
      ok(await desk.start(undefined, { by: '005ADMIN' }));
      return untilIdle();
    },
    restart() {
      halt.abort();
      current = launch();
    },
  };
}
