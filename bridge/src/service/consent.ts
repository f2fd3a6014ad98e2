/** The consent lane of one connection, wired: its intake works from the first moment, its worker once both platforms are reached and rules loaded. */
import { randomBytes } from 'node:crypto';
import { createConsentGate, createConsentIntake, createConsentLane, EVIDENCE_FIELDS, sweepConsent } from '../consent/index.ts';
import type { LanePorts } from '../consent/index.ts';
import { normalAddress } from '../domain/index.ts';
import type { Fingerprinter } from '../domain/index.ts';
import type { Change, ConnectionId, Fingerprint } from '../domain/model.ts';
import type { Clock, ConsentGate, HubSpotConsent, Journal, Random, Rulebook, SalesforceConsent, Store } from '../engine/index.ts';

export type ConsentPartOptions = {
  readonly connection: ConnectionId;
  readonly worker: string;
  readonly store: Store;
  readonly hubspot: HubSpotConsent;
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  readonly fingerprint: Fingerprinter;
  readonly rulebook: () => Rulebook | null;
  readonly sweepEveryMs: number;
};
export type ConsentPart = {
  /** Queues what concerns consent; answers what is left for the ordinary pass. */
  readonly sort: (changes: readonly Change[]) => Promise<readonly Change[]>;
  /** What is left for the ordinary pass, without queueing anything. */
  readonly rest: (changes: readonly Change[]) => readonly Change[];
  readonly gate: ConsentGate;
  readonly hubspot: HubSpotConsent;
  /** The keyed fingerprint the log knows an address by; null for what is no address. */
  readonly print: (address: string) => Fingerprint | null;
  /** Serves and sweeps until the signal fires. Needs rules in force. */
  readonly run: (salesforce: SalesforceConsent, signal: AbortSignal) => Promise<void>;
  /** Looks at what changed since the last look now. */
  readonly sweep: () => void;
  /** Looks at everything again: rules changed, or an operator asked. */
  readonly sweepAll: () => void;
};

const saltBytes = 16;
const failedWaitMs = 30_000;
const printName = 'consent.address';

export function createConsentPart(options: ConsentPartOptions): ConsentPart {
  const { connection, worker, store, hubspot, clock, random, journal, fingerprint, rulebook } = options;
  let actor: string | null = null;
  let wake = (): void => undefined;
  let isFullAsked = false;
  let bell = Promise.withResolvers<void>();
  const print = (address: string): Fingerprint => fingerprint(printName, address);
  const rulesNow = (): Rulebook['rules'] => {
    const book = rulebook();
    if (book === null) throw new Error('the consent lane starts only after the rules are loaded');
    return book.rules;
  };
  const intake = createConsentIntake({
    connection,
    store,
    clock,
    journal,
    print,
    rules: () => rulebook()?.rules.consent ?? null,
    actors: () => ({ salesforce: actor, hubspot: hubspot.actor }),
    wake: () => wake(),
  });
  const gate = createConsentGate({ connection, store, clock, print, rules: rulesNow, wake: () => wake() });
  const evidenceFields = (object: string): readonly string[] => {
    const known = [...(rulebook()?.schemas.get(`salesforce:${object}`)?.fields.keys() ?? [])];
    const found = Object.values(EVIDENCE_FIELDS).flatMap((plain) => known.find((name) => name === plain || name.endsWith(`__${plain}`)) ?? []);
    return found.length === Object.keys(EVIDENCE_FIELDS).length ? found : [];
  };

  async function keepSweeping(ports: LanePorts, signal: AbortSignal): Promise<void> {
    let isFull = false;
    let version: number | null = null;
    while (!signal.aborted) {
      const current = rulesNow().version;
      if (version !== null && version !== current) isFull = true;
      let isDone = false;
      try {
        isDone = (await sweepConsent(ports, { isFull, wake, signal })).failure === null;
        if (isDone) version = current;
      } catch (error) {
        journal.event('consent.sweep.failed', { connection, reason: error instanceof Error ? error.message : 'unknown' });
      }
      const stop = new AbortController();
      await Promise.race([bell.promise, clock.sleep(isDone ? options.sweepEveryMs : failedWaitMs, AbortSignal.any([signal, stop.signal]))]);
      stop.abort();
      bell = Promise.withResolvers<void>();
      isFull = isFullAsked || (isFull && !isDone);
      isFullAsked = false;
    }
  }

  return {
    sort: intake.sort,
    rest: intake.rest,
    gate,
    hubspot,
    print: (address) => {
      const normal = normalAddress(address);
      return normal === null ? null : print(normal);
    },
    sweep: () => bell.resolve(),
    sweepAll: () => {
      isFullAsked = true;
      bell.resolve();
    },
    async run(salesforce, signal) {
      actor = salesforce.actor;
      const newSalt = (): string => randomBytes(saltBytes).toString('base64url');
      const ports: LanePorts = { connection, worker, store, salesforce, hubspot, clock, random, journal, print, newSalt, rules: rulesNow, evidenceFields };
      const lane = createConsentLane(ports);
      wake = lane.wake;
      await Promise.all([lane.run(signal), keepSweeping(ports, signal)]);
    },
  };
}
