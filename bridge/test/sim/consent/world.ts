/**
 * One seed of people who withdraw: in either system, by several records of one address, while notices are lost, doubled and reordered, calls
 * fail, processes die, addresses change, records merge, are converted, deleted and made. The ordinary pass runs beside the lane.
 * Judged at the end, and at every write: consent is never lost.
 */
import { CHECK_START, checkChain, concernsConsent, endOfCheck, normalAddress } from '../../../src/domain/index.ts';
import type { Change, RuleSet, Side } from '../../../src/domain/index.ts';
import type { LaneParts } from '../../../src/consent/index.ts';
import type { ConsentGate } from '../../../src/engine/index.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';
import { CONNECTION, FINGERPRINT, startBridge } from '../bridge.ts';
import type { Bridge } from '../bridge.ts';
import { createCrm } from '../crm.ts';
import type { SimRecord } from '../crm.ts';
import { CALL_LIFE_MS, CALM, createGateway } from '../gateway.ts';
import type { Wire } from '../gateway.ts';
import { createDice } from '../random.ts';
import { RULES } from '../rules.ts';
import { createTime } from '../time.ts';
import { createEnds, OPT_OUT } from './ends.ts';
import type { Statuses } from './ends.ts';

/** Ways to break the lane on purpose; the simulator must notice each. */
export type ConsentSabotage = {
  readonly parts?: Partial<LaneParts>;
  readonly gate?: ConsentGate;
  readonly hasNoSweep?: boolean;
  /** Only people the ordinary pass has written to are served. */ readonly skipsUnlinked?: boolean;
};
export type ConsentResult = { readonly seed: number; readonly problems: readonly string[]; readonly marks: ReadonlyMap<string, number>; readonly rows: number };

const START = 1_763_700_000_000;
const ACTIVE_MS = 600_000;
const HOUR_MS = 3_600_000;
/** A process may stand still between looking and telling. */
const IN_FLIGHT_MS = 100_000;
const person = 'user-9';
const rep = '005REP1';

export const CONSENT_RULES: RuleSet = {
  ...RULES,
  mappings: RULES.mappings.map((mapping) => ({ ...mapping, fields: mapping.fields.filter((rule) => rule.key !== 'person.optout') })),
  consent: [
    {
      key: 'consent.email',
      salesforceObjects: ['Lead', 'Contact'],
      salesforceField: OPT_OUT,
      meaning: 'opt-out',
      subscription: null,
      direction: 'two-way',
      carriesOptIn: true,
    },
  ],
};

type Withdrawal = { readonly at: number; readonly email: string; readonly side: Side; readonly id: string | null };
type TakenBack = { readonly at: number; readonly place: string; readonly hasEvidence: boolean; readonly email: string };

/** Runs one seed and answers what went wrong. */
export async function runConsentSeed(seed: number, sabotage: ConsentSabotage = {}, trace?: (line: string) => void): Promise<ConsentResult> {
  const dice = createDice(seed);
  const time = createTime(START);
  const marks = new Map<string, number>();
  const mark = (name: string): void => void marks.set(name, (marks.get(name) ?? 0) + 1);
  const problems: string[] = [];
  const say = (text: () => string): void => trace?.(`${((time.now() - START) / 1000).toFixed(3)} ${text()}`);
  const problem = (text: string): void => {
    say(() => `!! ${text}`);
    if (problems.length < 10) problems.push(text);
  };
  const mood = {
    drop: dice.chance(0.5) ? dice.next() * 0.3 : 0,
    repeat: dice.next() * 0.3,
    late: dice.next() * 0.4,
    crash: dice.chance(0.7) ? 0.01 : 0,
    broken: dice.next() * 0.15,
    lost: dice.next() * 0.15,
  };
  let isActive = true;
  const bridges: Bridge[] = [];

  const dropped = new Set<string>();
  const postDice = dice.fork('post');
  const deliver = (change: Change): void => {
    const alive = bridges.filter((bridge) => bridge.isAlive() && !bridge.isStalled());
    let isStored = false;
    if (alive.length > 0)
      void postDice
        .pick(alive)
        .receive([change])
        .then(() => (isStored = true));
    time.at(time.now() + 5_000, () => {
      if (!isStored) deliver(change);
    });
  };
  const notify = (change: Change): void => {
    say(() => `notice ${change.kind} ${change.ref.side} ${change.ref.id} ${JSON.stringify(change.fields)} by ${change.actor ?? '?'}`);
    if (isActive && postDice.chance(mood.drop)) {
      mark('notice-dropped');
      dropped.add(change.ref.id);
      return;
    }
    for (let copies = isActive && postDice.chance(mood.repeat) ? 2 : 1; copies > 0; copies -= 1) {
      const waitMs = isActive && postDice.chance(mood.late) ? postDice.between(2_000, 60_000) : postDice.between(30, 900);
      time.at(time.now() + waitMs, () => deliver(change));
    }
  };
  const calm = {
    isForwardOnly: false,
    rewrite: (field: string, value: unknown) => (field === 'email' ? String(value).toLowerCase() : value) as never,
    automate: () => ({}),
  };
  const crms = {
    salesforce: createCrm({ side: 'salesforce', now: time.now, behaviour: calm, notify }),
    hubspot: createCrm({ side: 'hubspot', now: time.now, behaviour: calm, notify }),
  };
  const statuses: Statuses = new Map();
  const withdrawals: Withdrawal[] = [];
  const takenBack: TakenBack[] = [];
  const addressOf = (record: SimRecord): string | null => normalAddress(record.values[record.side === 'salesforce' ? 'Email' : 'email']);

  /** HubSpot shows the status of the primary address on the contact, and tells of it. */
  const mirror = (email: string, actor: string): void => {
    const contact = crms.hubspot.find('contacts', 'email', email).find((record) => addressOf(record) === email && !record.isDeleted);
    if (contact !== undefined) crms.hubspot.edit(contact.id, { hs_email_optout: String(statuses.get(email)?.isOut === true) }, actor);
  };
  const makeEnds = (name: string) =>
    createEnds({
      crms,
      statuses,
      time,
      dice: dice.fork(`ends${name}${time.now()}`),
      trouble: () => (isActive ? mood : { broken: 0, lost: 0 }),
      told: ({ side, to, email, id }) => {
        say(() => `told ${side} ${to} ${email} ${id ?? ''}`);
        mark(`told-${side}-${to}`);
        if (side === 'hubspot') mirror(email, 'app-1');
        if (to === 'out') return;
        // A yes may only cross on record, and later than every no of this address.
        // A no said while the call was on its way is met by the next look; the end is judged by itself.
        const last = Math.max(0, ...withdrawals.filter((one) => one.email === email && one.at < time.now() - IN_FLIGHT_MS).map(({ at }) => at));
        if (!takenBack.some((one) => one.hasEvidence && one.email === email && one.at >= last))
          problem(`a yes crossed to ${side} ${id ?? email} without a later one on record`);
      },
    });
  const wire: Wire = {
    weather: () => CALM,
    calls: { reads: 0, writes: 0, finds: 0, histories: 0, written: 0, created: 0 },
    beforeLanding: () => undefined,
    found: () => undefined,
    removed: () => undefined,
    cleared: new Set(),
    mark,
    sending: () => ({ done: () => undefined }),
    landed: (side, request, _readAt, before, record, created) => {
      if (side === 'salesforce' && OPT_OUT in request.values && before[OPT_OUT] === true && request.values[OPT_OUT] !== true)
        problem(`the ordinary pass reverted ${record.id}`);
      inStep.add(record.id);
      if (created) mark(`created-${side}`);
      const email = addressOf(record);
      // The contact shows what was chosen under the address it has now.
      if (side === 'hubspot' && 'email' in request.values && email !== null) mirror(email, 'app-1');
      if (!created || email === null) return;
      // Nobody becomes mailable by being made: a contact's address is off before it, a lead starts with its box ticked.
      const source = withdrawals.filter((one) => one.email === email && one.at < time.now() - 60_000);
      if (side === 'hubspot' && source.some((one) => one.side === 'salesforce') && isStanding(email, source) && statuses.get(email)?.isOut !== true)
        madeMailable.push({ id: record.id, email, source: source.filter((one) => one.side === 'salesforce') });
    },
  };
  /** Nobody took back anything of this address since. */
  const isStanding = (email: string, since: readonly Withdrawal[]): boolean => {
    const first = Math.max(...since.map(({ at }) => at));
    return !takenBack.some((one) => one.email === email && one.at >= first);
  };

  const madeMailable: { readonly id: string; readonly email: string; readonly source: readonly Withdrawal[] }[] = [];
  const store = createMemoryStore();
  const inStep = new Set<string>();
  const parts: Partial<LaneParts> | undefined =
    sabotage.skipsUnlinked === true ? { concerns: (rules, change) => inStep.has(change.ref.id) && concernsConsent(rules, change) } : sabotage.parts;
  const start = (name: string): void => {
    const bridge = startBridge({
      name,
      time,
      dice: dice.fork(name + String(time.now())),
      store,
      gateways: {
        salesforce: createGateway({ crm: crms.salesforce, time, dice: dice.fork(`s${name}`), wire, lagMs: 3_000 }),
        hubspot: createGateway({ crm: crms.hubspot, time, dice: dice.fork(`h${name}`), wire, lagMs: 3_000 }),
      },
      rules: CONSENT_RULES,
      settings: { callLifeMs: CALL_LIFE_MS },
      consent: { ...makeEnds(name), ...(parts === undefined ? {} : { parts }), ...(sabotage.gate === undefined ? {} : { gate: sabotage.gate }) },
      journal: (event, details) => {
        if (event === 'consent.batch.failed' || event === 'consent.lane.failed') problem(`the lane threw: ${JSON.stringify(details)}`);
        say(() => `${name} ${event} ${JSON.stringify(details)}`);
      },
      fate: {
        crash: () => (isActive ? mood.crash : 0),
        stall: () => (isActive ? mood.crash / 4 : 0),
        onStall: () => mark('stall'),
        onCrash: () => {
          mark('crash');
          time.at(time.now() + dice.between(500, 20_000), () => start(name));
        },
      },
    });
    const place = bridges.findIndex((one) => one.name === name);
    if (place < 0) bridges.push(bridge);
    else bridges[place] = bridge;
  };
  start('w1');
  if (dice.chance(0.5)) start('w2');

  // --- what people do ---
  const living = (side: Side): SimRecord[] =>
    [...crms[side].records.values()].filter(
      (record) => ['Lead', 'Contact', 'contacts'].includes(record.object) && !record.isDeleted && record.mergedInto === null && record.convertedTo === null,
    );
  const some = (side: Side): SimRecord | null => {
    const all = living(side);
    return all.length === 0 ? null : dice.pick(all);
  };
  let serial = 0;
  const newAddress = (): string => `p${++serial}@corp${dice.between(1, 4)}.example.com`;
  const knownAddress = (): string => {
    const all = [...living('salesforce'), ...living('hubspot')].flatMap((record) => addressOf(record) ?? []);
    return all.length === 0 || dice.chance(0.4) ? newAddress() : dice.pick(all);
  };
  const acts: Readonly<Record<string, () => void>> = {
    lead: () => {
      const email = knownAddress();
      const isOut = dice.chance(0.2);
      const made = crms.salesforce.create(dice.chance(0.7) ? 'Lead' : 'Contact', { LastName: 'Doe', Email: email, [OPT_OUT]: isOut }, rep);
      if (isOut && 'id' in made) withdrawals.push({ at: time.now(), email, side: 'salesforce', id: made.id });
    },
    contact: () => {
      // In scope or not: the lane must not care.
      const made = crms.hubspot.create(
        'contacts',
        { email: knownAddress(), lastname: 'Doe', lifecyclestage: dice.chance(0.5) ? 'lead' : 'subscriber' },
        person,
      );
      if ('id' in made) mark('contact');
    },
    withdraw: () => {
      const record = some('salesforce');
      const email = record === null ? null : addressOf(record);
      if (record === null || email === null || record.values[OPT_OUT] === true) return;
      crms.salesforce.edit(record.id, { [OPT_OUT]: true }, rep);
      withdrawals.push({ at: time.now(), email, side: 'salesforce', id: record.id });
      mark('withdrawn-salesforce');
    },
    unsubscribe: () => {
      const record = some('hubspot');
      const email = record === null ? null : addressOf(record);
      if (record === null || email === null || statuses.get(email)?.isOut === true) return;
      statuses.set(email, { isOut: true, at: time.now(), byPerson: true, evidence: null });
      withdrawals.push({ at: time.now(), email, side: 'hubspot', id: record.id });
      mirror(email, person);
      mark('withdrawn-hubspot');
    },
    untick: () => {
      const record = living('salesforce').find((one) => one.values[OPT_OUT] === true && dice.chance(0.5));
      const email = record === undefined ? null : addressOf(record);
      if (record === undefined || email === null) return;
      const hasEvidence = dice.chance(0.4);
      const proof = hasEvidence
        ? {
            Consent_Basis__c: 'CONSENT_WITH_NOTICE',
            Consent_Explanation__c: 'Asked for it by phone',
            Consent_Given_At__c: new Date(time.now() + 1).toISOString(),
          }
        : {};
      crms.salesforce.edit(record.id, { [OPT_OUT]: false, ...proof }, rep);
      takenBack.push({ at: time.now(), place: record.id, hasEvidence, email });
      mark(hasEvidence ? 'taken-back-on-record' : 'taken-back');
    },
    resubscribe: () => {
      const out = [...statuses].filter(([, choice]) => choice.isOut);
      if (out.length === 0) return;
      const [email] = dice.pick(out);
      const hasEvidence = dice.chance(0.6);
      const evidence = hasEvidence
        ? { side: 'hubspot' as const, basis: 'CONSENT_WITH_NOTICE', explanation: 'Preferences page', at: time.now() + 1, by: 'Preferences page' }
        : null;
      statuses.set(email, { isOut: false, at: time.now(), byPerson: true, evidence });
      takenBack.push({ at: time.now(), place: `hubspot:${email}`, hasEvidence, email });
      mirror(email, person);
      mark(hasEvidence ? 'resubscribed-on-record' : 'resubscribed');
    },
    move: () => {
      const side: Side = dice.chance(0.5) ? 'salesforce' : 'hubspot';
      const record = some(side);
      const email = newAddress();
      if (record === null || crms[side].edit(record.id, { [side === 'salesforce' ? 'Email' : 'email']: email }, side === 'salesforce' ? rep : person) !== null)
        return;
      if (side === 'hubspot') mirror(email, person);
      mark(`moved-${side}`);
    },
    merge: () => {
      const side: Side = dice.chance(0.5) ? 'salesforce' : 'hubspot';
      const all = living(side);
      const kept = some(side);
      const gone = all.find((record) => record.id !== kept?.id && record.object === kept?.object && dice.chance(0.5));
      if (kept === null || gone === undefined) return;
      crms[side].merge(kept.id, gone.id, side === 'salesforce' ? rep : person);
      mark(`merged-${side}`);
    },
    convert: () => {
      const lead = living('salesforce').find((record) => record.object === 'Lead' && dice.chance(0.4));
      if (lead !== undefined && crms.salesforce.convert(lead.id, null, rep) !== null) mark('converted');
    },
    remove: () => {
      const record = some('salesforce');
      if (record === null) return;
      crms.salesforce.remove(record.id, rep);
      mark('deleted');
    },
  };
  const mix = [
    'lead',
    'lead',
    'contact',
    'contact',
    'withdraw',
    'withdraw',
    'withdraw',
    'unsubscribe',
    'unsubscribe',
    'untick',
    'resubscribe',
    'move',
    'move',
    'merge',
    'convert',
    'remove',
  ];
  for (let count = 0; count < 8; count += 1) time.at(START + dice.between(0, 20_000), () => acts[dice.chance(0.5) ? 'lead' : 'contact']?.());
  for (let count = 0; count < dice.between(20, 45); count += 1) time.at(START + dice.between(20_000, ACTIVE_MS), () => acts[dice.pick(mix)]?.());

  const sweep = (isFull: boolean): void => {
    if (sabotage.hasNoSweep !== true && sabotage.skipsUnlinked !== true) void bridges.find((bridge) => bridge.isAlive())?.sweepConsent?.(isFull);
  };
  for (let at = START + 120_000; at < START + ACTIVE_MS; at += 120_000) time.at(at, () => sweep(false));
  await time.run({ until: START + ACTIVE_MS });
  isActive = false;
  say(() => '--- quiet ---');
  for (const waitMs of [120_000, 300_000, HOUR_MS]) {
    await time.run({ until: time.now() + waitMs });
    sweep(waitMs === HOUR_MS);
    void bridges.find((bridge) => bridge.isAlive())?.sweep(false);
  }
  await time.run({ until: time.now() + 600_000 });

  // --- consent never lost ---
  const clearedAt = (place: string, since: number): boolean => takenBack.some((one) => one.place === place && one.at >= since);
  const carriedAt = (emails: readonly string[], since: number): boolean =>
    takenBack.some((one) => one.hasEvidence && emails.includes(one.email) && one.at >= since);
  const wasSeen = async (email: string, since: number, until: number): Promise<boolean> =>
    (await store.consentLog(CONNECTION, { address: FINGERPRINT('consent.address', email), since, until, limit: 1 })).items.length > 0;
  /** People took it back in every place there was. */
  const isEnded = async (email: string, since: number): Promise<boolean> =>
    (await store.consentLog(CONNECTION, { address: FINGERPRINT('consent.address', email), since, kind: 'ended', limit: 1 })).items.length > 0;
  /** When the record moved to another address, before anybody looked: Salesforce tells the new one alone. */
  const movedUnseen = async ({ at, email, id }: Withdrawal): Promise<boolean> => {
    const moves = (crms.salesforce.records.get(id ?? '')?.history.get('Email') ?? []).filter((touch) => touch.at > at);
    return moves.length > 0 && !(await wasSeen(email, at, Math.min(...moves.map((touch) => touch.at))));
  };
  for (const { id, email, source } of madeMailable) {
    const known = await Promise.all(source.map(async (one) => !(await movedUnseen(one))));
    if (known.includes(true)) problem(`${id} was made mailable for ${email}`);
  }
  for (const withdrawal of withdrawals) {
    const { at, email, side, id } = withdrawal;
    // The contact got another address, and neither the opt-out nor the move was ever told: it shows nothing any more, and no search finds it.
    const before =
      side === 'hubspot' && id !== null && dropped.has(id) ? (crms.hubspot.records.get(id)?.history.get('email') ?? []).filter((touch) => touch.at > at) : [];
    if (before.length > 0 && !(await wasSeen(email, at, Math.min(...before.map((touch) => touch.at))))) {
      mark('unknowable');
      continue;
    }
    if (await isEnded(email, at)) {
      mark('ended');
      continue;
    }
    const current = id === null ? null : crms[side].resolve(id);
    const now = current === null || current.isDeleted ? null : addressOf(current);
    for (const address of new Set([email, ...(now === null ? [] : [now])])) {
      const kin = [
        email,
        address,
        ...crms.hubspot
          .find('contacts', 'email', address)
          .flatMap((record) => [addressOf(record) ?? '', ...String(record.values['hs_additional_emails'] ?? '').split(';')]),
      ];
      if (carriedAt(kin, at)) continue;
      // Undone at the very place where it was said before anybody looked: the lane goes by what stands, and nothing stood.
      const own = side === 'salesforce' ? (id ?? '') : `hubspot:${email}`;
      // Taken back where it was said, before or after the move: the other address has nothing to take over.
      if (address !== email && clearedAt(own, at)) continue;
      // Taken back and said again at one place between two looks: it shows what it showed before, and no state tells that it was said anew.
      const before = takenBack.findLast((one) => one.place === own && one.at < at);
      if (before !== undefined && !(await wasSeen(email, before.at, at))) {
        mark('again-unseen');
        continue;
      }
      const undone = takenBack.find((one) => one.place === own && one.at >= at);
      if (undone !== undefined && !(await wasSeen(email, at, undone.at))) {
        mark('undone-unseen');
        continue;
      }
      // A record that moved before anybody looked: Salesforce tells the new address alone, so nobody can know that the old one said no.
      const moves = side === 'salesforce' ? (crms.salesforce.records.get(id ?? '')?.history.get('Email') ?? []).filter((touch) => touch.at > at) : [];
      const movedAt = moves.length === 0 ? null : Math.min(...moves.map((touch) => touch.at));
      if (address === email && movedAt !== null && !(await wasSeen(email, at, movedAt))) {
        mark('unknowable');
        continue;
      }
      if (statuses.get(address)?.isOut !== true && !clearedAt(`hubspot:${address}`, at))
        problem(`lost: ${email} withdrew in ${side} at +${at - START}, yet HubSpot may mail ${address}`);
      for (const record of living('salesforce').filter((one) => addressOf(one) === address))
        if (record.values[OPT_OUT] !== true && !clearedAt(record.id, at))
          problem(`lost: ${email} withdrew in ${side} at +${at - START}, yet ${record.object} ${record.id} (${address}) is not opted out`);
    }
  }
  const { waiting } = await store.consentCounts(CONNECTION);
  if (waiting > 0) problem(`${waiting} records still wait in the lane`);
  const log = (await store.consentLog(CONNECTION, { isForward: true, limit: 100_000 })).items;
  const check = endOfCheck(checkChain(CHECK_START, log), await store.consentHead(CONNECTION));
  if (check.fault !== null) problem(`the log's chain is broken at ${check.fault.seq}: ${check.fault.what}`);
  for (const row of log) mark(`log:${row.kind}`);
  for (const bridge of bridges) bridge.stop();
  return { seed, problems, marks, rows: log.length };
}
