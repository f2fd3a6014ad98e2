/** One bridge process of the simulation: the production engine behind ports that can stall or die at every step. */
import { fingerprinter } from '../../src/domain/index.ts';
import type { Change, ConnectionId } from '../../src/domain/index.ts';
import { createConsentGate, createConsentIntake, createConsentLane, sweepConsent } from '../../src/consent/index.ts';
import type { LaneParts, LanePorts } from '../../src/consent/index.ts';
import {
  createBreakerKeeper,
  createIntake,
  createRulebook,
  createRunner,
  createStormWatch,
  indexMapping,
  sweepAll,
  watchSegments,
} from '../../src/engine/index.ts';
import type {
  BreakerKeeper,
  BreakerSettings,
  ConsentGate,
  CrmGateway,
  HubSpotConsent,
  SalesforceConsent,
  SegmentSource,
  Store,
  WatchedSegment,
} from '../../src/engine/index.ts';
import type { PassParts } from '../../src/engine/pass/pass.ts';
import type { EngineSettings } from '../../src/engine/settings.ts';
import type { RuleSet } from '../../src/domain/index.ts';
import type { Dice } from './random.ts';
import { OWNERS, SCHEMAS } from './rules.ts';
import type { Time } from './time.ts';

export const CONNECTION = 'c1' as ConnectionId;
export const FINGERPRINT = fingerprinter(new Uint8Array(32).fill(7));
export const LEASE_MS = 45_000;

export type Fate = { readonly crash: () => number; readonly stall: () => number; readonly onCrash: () => void; readonly onStall: () => void };
export type Bridge = {
  readonly name: string;
  readonly isAlive: () => boolean;
  readonly isStalled: () => boolean;
  readonly receive: (changes: readonly Change[]) => Promise<unknown>;
  readonly sweep: (isInitial: boolean) => Promise<unknown>;
  readonly breakers?: BreakerKeeper;
  readonly sweepConsent?: (isFull: boolean) => Promise<unknown>;
  readonly kill: () => void;
  readonly stop: () => void;
};
export type BridgePorts = {
  readonly name: string;
  readonly time: Time;
  readonly dice: Dice;
  readonly store: Store;
  readonly gateways: { readonly salesforce: CrmGateway; readonly hubspot: CrmGateway };
  readonly fate: Fate;
  readonly rules: RuleSet;
  readonly settings: Partial<EngineSettings>;
  readonly parts?: PassParts;
  readonly journal?: (name: string, details: object) => void;
  /** With them, there are breakers, and a storm is taken in behind what people do. */
  readonly breakers?: Partial<BreakerSettings> & { readonly isLearning: () => boolean };
  /** Segments the scope asks for; without them there is no watch. */
  readonly segments?: { readonly source: SegmentSource; readonly wanted: readonly WatchedSegment[] };
  /** Both ends of the consent lane; without them there is none. */
  readonly consent?: {
    readonly salesforce: SalesforceConsent;
    readonly hubspot: HubSpotConsent;
    readonly parts?: Partial<LaneParts>;
    readonly gate?: ConsentGate;
  };
};

const never = <T>(): Promise<T> => new Promise(() => undefined);

/** Starts a process; it serves until killed or stopped. */
export function startBridge(ports: BridgePorts): Bridge {
  const { time, dice, fate } = ports;
  let isAlive = true;
  let stalledUntil = 0;
  const die = (): void => {
    if (isAlive) {
      isAlive = false;
      fate.onCrash();
    }
  };

  /** Every await on a port may be the process's last, before the effect or after it. */
  const step = async <T>(act: () => Promise<T>): Promise<T> => {
    if (!isAlive) return never();
    if (dice.chance(fate.crash())) {
      die();
      return never();
    }
    if (dice.chance(fate.stall())) {
      stalledUntil = time.now() + dice.between(1_000, 90_000);
      fate.onStall();
    }
    const result = await act();
    while (isAlive && time.now() < stalledUntil) await time.wait(stalledUntil - time.now());
    if (!isAlive) return never();
    if (dice.chance(fate.crash())) {
      die();
      return never();
    }
    return result;
  };
  const fragile = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function' || name === 'budget') return member;
        return (...given: unknown[]) => step(async () => Reflect.apply(member, target, given) as unknown);
      },
    });
  const store = fragile(ports.store);
  const gateways = { salesforce: fragile(ports.gateways.salesforce), hubspot: fragile(ports.gateways.hubspot) };
  const clock = {
    now: time.now,
    sleep: async (ms: number, signal?: AbortSignal): Promise<void> => {
      await time.clock.sleep(ms, signal);
      if (!isAlive) await never();
    },
  };
  const journal = { event: (name: string, details: object) => ports.journal?.(name, details), count: () => undefined, observe: () => undefined };
  const rulebook = createRulebook(ports.rules, SCHEMAS, OWNERS);
  const stop = new AbortController();
  const lane = ports.consent === undefined ? null : startLane(ports, ports.consent, { store, fragile, clock, journal, signal: stop.signal });
  const breakers =
    ports.breakers === undefined
      ? null
      : createBreakerKeeper({
          ...{ connection: CONNECTION, store, clock, journal, settings: ports.breakers },
          ...{ isLearning: ports.breakers.isLearning, isJobRunning: () => false, wake: () => runner.wake() },
        });
  const storms = createStormWatch(clock);
  void breakers?.run(stop.signal);
  const runner = createRunner({
    connection: CONNECTION,
    worker: ports.name,
    store,
    gateways,
    clock,
    random: dice.next,
    journal,
    fingerprint: FINGERPRINT,
    rulebook: () => rulebook,
    settings: { leaseMs: LEASE_MS, concurrency: 2, idleMaxMs: 20_000, batchMin: 3, batchMax: 8, skewMs: 0, ...ports.settings },
    ...(ports.parts === undefined ? {} : { parts: ports.parts }),
    ...(lane === null ? {} : { consent: lane.gate }),
    ...(breakers === null ? {} : { writes: breakers.gate, isCrowded: storms.isOn }),
  });
  void runner.run(stop.signal);
  const index = { fingerprint: FINGERPRINT, rulebook, wake: runner.wake };
  const lookThrough = async (): Promise<void> => {
    for (const mapping of rulebook.rules.mappings)
      while ((await indexMapping({ connection: CONNECTION, store, gateways, clock, ...index }, mapping, stop.signal)) !== null) await clock.sleep(2_000);
  };
  void lookThrough();
  const isSorted = breakers === null ? {} : { laneOf: (change: Change) => storms.laneOf(change, change.lane) };
  const intake = createIntake({ connection: CONNECTION, store, clock, journal, wake: runner.wake, ...isSorted });
  if (ports.segments !== undefined) {
    const { source, wanted } = ports.segments;
    const asked: SegmentSource = { ...source, sizes: (ids) => step(() => source.sizes(ids)), members: (id) => step(() => source.members(id)) };
    void watchSegments({ connection: CONNECTION, store, source: asked, clock, journal, intake, wanted: () => wanted }, stop.signal);
  }
  return {
    name: ports.name,
    isAlive: () => isAlive,
    isStalled: () => time.now() < stalledUntil,
    // As the service does for a sender that repeats what was not acknowledged.
    receive: async (changes) => (lane === null ? intake.receive(changes) : (await Promise.all([intake.receive(lane.rest(changes)), lane.sort(changes)]))[0]),
    ...(lane === null ? {} : { sweepConsent: lane.sweep }),
    ...(breakers === null ? {} : { breakers }),
    sweep: (isInitial) => sweepAll({ connection: CONNECTION, store, gateways, clock, journal, intake, index }, ports.rules.mappings, { isInitial }),
    kill: die,
    stop: () => {
      stop.abort();
    },
  };
}

type LaneWorld = {
  readonly store: Store;
  readonly fragile: <T extends object>(port: T) => T;
  readonly clock: LanePorts['clock'];
  readonly journal: LanePorts['journal'];
  readonly signal: AbortSignal;
};
let salts = 0;

/** The consent lane of one process. */
function startLane({ name, dice, rules }: BridgePorts, ends: NonNullable<BridgePorts['consent']>, { store, fragile, clock, journal, signal }: LaneWorld) {
  const print = (address: string): string => FINGERPRINT('consent.address', address);
  const ports: LanePorts = {
    connection: CONNECTION,
    worker: name,
    store,
    salesforce: fragile(ends.salesforce),
    hubspot: fragile(ends.hubspot),
    clock,
    random: dice.next,
    journal,
    print,
    newSalt: () => `salt-${++salts}`,
    rules: () => rules,
    evidenceFields: () => ['Consent_Basis__c', 'Consent_Explanation__c', 'Consent_Given_At__c'],
    idleMs: 5_000,
    ...(ends.parts === undefined ? {} : { parts: ends.parts }),
  };
  const lane = createConsentLane(ports);
  void lane.run(signal);
  const { sort, rest } = createConsentIntake({
    ...ports,
    rules: () => rules.consent,
    actors: () => ({ salesforce: ends.salesforce.actor, hubspot: ends.hubspot.actor }),
    wake: lane.wake,
  });
  const gate = ends.gate ?? createConsentGate({ ...ports, wake: lane.wake });
  return { sort, rest, gate, sweep: (isFull: boolean) => sweepConsent(ports, { isFull, wake: lane.wake }) };
}
