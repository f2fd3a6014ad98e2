/** One seed: two CRMs, people, a bad network, bridge processes that die; then quiet, and the questions of checks.ts. */
import type { Change, EventId, RecordRef, RuleSet, Side } from '../../src/domain/index.ts';
import { SIDES } from '../../src/domain/index.ts';
import { recordSubjectOf } from '../../src/engine/index.ts';
import type { CrmGateway, SegmentSource, Store } from '../../src/engine/index.ts';
import type { PassParts } from '../../src/engine/pass/pass.ts';
import type { EngineSettings } from '../../src/engine/settings.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import { CONNECTION, LEASE_MS, startBridge } from './bridge.ts';
import type { Bridge } from './bridge.ts';
import { checkEnd } from './checks.ts';
import { BRIDGE_ACTOR, createCrm } from './crm.ts';
import type { Behaviour, Crm, SimRecord } from './crm.ts';
import { CALL_LIFE_MS, CALM, createGateway } from './gateway.ts';
import type { Weather, Wire } from './gateway.ts';
import { createDealings, DEALING_MIX } from './dealings.ts';
import type { Dealings } from './dealings.ts';
import { createDepartures, DEPARTURE_MIX, withDeletePolicies } from './departures.ts';
import type { Departures } from './departures.ts';
import { plantLookalikes } from './lookalikes.ts';
import type { Lookalikes } from './lookalikes.ts';
import { createOffice } from './office.ts';
import type { Office } from './office.ts';
import { createPeople, TEXTS } from './people.ts';
import type { Action, People } from './people.ts';
import { createDice } from './random.ts';
import type { Dice } from './random.ts';
import { RULES } from './rules.ts';
import { createSegments, hasSegments, planSegments, SEGMENT, withSegmentScope } from './segments.ts';
import { createTime } from './time.ts';
import type { Time } from './time.ts';

/** Ways to break the engine on purpose; the simulator must notice each. */
export type Sabotage = {
  readonly store?: (store: Store) => Store;
  readonly gateway?: (gateway: CrmGateway) => CrmGateway;
  readonly settings?: Partial<EngineSettings>;
  readonly rules?: RuleSet;
  readonly parts?: PassParts;
  readonly segments?: (source: SegmentSource) => SegmentSource;
  /** Mostly no value follows a clearing in its own pass. */
  readonly isCut?: boolean;
  /** Not broken, only hard: nearly every write of ours covers an edit, and most notices come late. */
  readonly isCrowded?: boolean;
};
export type SeedResult = {
  readonly seed: number;
  readonly problems: readonly string[];
  readonly marks: ReadonlyMap<string, number>;
  readonly calls: Wire['calls'];
  readonly edits: number;
  readonly steps: number;
};
/** What the end is judged by. */
export type World = {
  readonly time: Time;
  readonly store: Store;
  readonly crms: { readonly salesforce: Crm; readonly hubspot: Crm };
  readonly people: People;
  readonly wire: Wire;
  /** As the customer made them, whatever a broken engine runs. */
  readonly rules: RuleSet;
  readonly problems: string[];
  readonly mark: (name: string) => void;
  /** Edits nobody can know of: covered in a Salesforce gap, and the platform lost their notice. */
  readonly unknowable: ReadonlySet<string>;
  /** When an erasure last took along what was stored of a record, `side:id`: its log, its baseline and the notices that waited. */
  readonly forgotten: ReadonlyMap<string, number>;
  /** Where the trace goes. */
  readonly explain: (line: () => string) => void;
};

const START = 1_763_700_000_000;
const ACTIVE_MS = 1_500_000;
const MIX: readonly Action[] = [
  'edit',
  'edit',
  'edit',
  'edit',
  'edit',
  'edit',
  'edit',
  'edit',
  'both',
  'both',
  'both',
  'create-salesforce',
  'create-hubspot',
  'twins',
  'optout',
  'optout',
  'stage',
  'stage',
  'stage',
  'company',
  'duplicate',
  'convert',
  'merge',
  'delete',
];

/** Runs one seed and answers what went wrong; nothing means all invariants held. */
export async function runSeed(seed: number, sabotage: Sabotage = {}, trace?: (line: string) => void): Promise<SeedResult> {
  const dice = createDice(seed);
  const time = createTime(START);
  const marks = new Map<string, number>();
  const mark = (name: string): void => {
    marks.set(name, (marks.get(name) ?? 0) + 1);
  };
  const problems: string[] = [];
  const problem = (text: string): void => {
    if (problems.length < 12) problems.push(text);
    trace?.(`!! ${text}`);
  };
  const say = (text: () => string): void => trace?.(`${((time.now() - START) / 1000).toFixed(3)} ${text()}`);
  const usual = moodOf(dice.fork('mood'));
  const mood = sabotage.isCrowded === true ? { ...usual, gap: 0.8, post: { ...usual.post, late: 0.7 } } : usual;
  const dropped = new Set<string>();
  const unknowable = new Set<string>();
  const forgotten = new Map<string, number>();
  let isActive = true;

  const bridges: Bridge[] = [];
  const post = createPost({
    time,
    dice: dice.fork('post'),
    mood: () => (isActive ? mood.post : { drop: 0, repeat: 0, late: 0 }),
    bridges,
    mark,
    onDrop: (change) => {
      for (const [field, told] of Object.entries(change.fields)) dropped.add(`${change.ref.side}:${change.ref.id}:${field}:${told.at}`);
    },
  });
  const notify = (change: Change): void => {
    say(() => `notice ${change.eventId} ${change.kind} ${change.ref.object} ${change.ref.id} ${JSON.stringify(change.fields)}`);
    post(change);
  };
  const crms = {
    salesforce: createCrm({ side: 'salesforce', now: time.now, behaviour: mood.salesforce, notify }),
    hubspot: createCrm({ side: 'hubspot', now: time.now, behaviour: mood.hubspot, notify }),
  };
  const people = createPeople({ crms, dice: dice.fork('people'), now: time.now, mark });
  const memory = createMemoryStore();
  const plainStore = sabotage.store?.(memory) ?? memory;
  const plainRules = withDeletePolicies(sabotage.rules ?? RULES, dice.fork('policies'));
  const rules = hasSegments(seed) ? withSegmentScope(plainRules) : plainRules;
  const meant = hasSegments(seed) ? withSegmentScope(RULES) : RULES;
  const segments = hasSegments(seed)
    ? createSegments({ hubspot: crms.hubspot, time, dice: dice.fork('segments'), isActive: () => isActive, mark, say, problem })
    : null;
  const departures = createDepartures({
    store: memory,
    view: { id: CONNECTION, store: plainStore, clock: time.clock },
    time,
    dice: dice.fork('departures'),
    crms,
    rules,
    mark,
    say,
    problem,
  });
  const dealings = createDealings({
    store: memory,
    time,
    dice: dice.fork('dealings'),
    crms,
    mark,
    // What was typed into the lead lives on in the contact.
    moved: (lead, contact) => {
      for (const edit of people.edits.filter((one) => one.side === 'salesforce' && one.id === lead)) people.edits.push({ ...edit, id: contact, lead });
    },
  });
  const officeDice = dice.fork('office');
  const office = createOffice({
    store: plainStore,
    time,
    dice: officeDice,
    rules,
    crms,
    mark,
    say,
    wake: () => undefined,
    receive: (changes) => {
      const alive = bridges.filter((bridge) => bridge.isAlive() && !bridge.isStalled());
      return alive.length === 0 ? new Promise(() => undefined) : officeDice.pick(alive).receive(changes);
    },
  });
  const lookalikes = plantLookalikes({ crms, dice: dice.fork('lookalikes'), store: memory, mark, problem, isKeptApart: office.isKeptApart });
  const plainWire = createWire({
    office,
    lookalikes,
    departures,
    mood,
    isActive: () => isActive,
    dice: dice.fork('gap'),
    people,
    crms,
    problem,
    mark,
    say,
    dropped,
    unknowable,
  });
  const wire: Wire = {
    ...plainWire,
    landed: (...told) => {
      segments?.landed(...told);
      plainWire.landed(...told);
    },
  };
  const holders = createHolders({ problem, time, forgotten });
  const processDice = dice.fork('process');
  const cutDice = dice.fork('cut');
  const gatewayFor = (side: Side): CrmGateway => {
    const gateway = createGateway({
      crm: crms[side],
      time,
      dice: processDice.fork(`${side}${bridges.length}`),
      wire,
      lagMs: mood.lagMs,
      cut: () => sabotage.isCut === true && cutDice.chance(0.5),
    });
    return sabotage.gateway?.(gateway) ?? gateway;
  };
  const start = (name: string): void => {
    const place = bridges.findIndex((bridge) => bridge.name === name);
    const hubspot = gatewayFor('hubspot');
    const watched = segments?.watched(hubspot, processDice.fork(`segments${name}${String(time.now())}`));
    const bridge = startBridge({
      name,
      time,
      dice: processDice.fork(name + String(time.now())),
      store: holders.watch(plainStore, () => bridge),
      gateways: { salesforce: gatewayFor('salesforce'), hubspot: watched?.gateway ?? hubspot },
      ...(watched === undefined
        ? {}
        : { segments: { source: sabotage.segments?.(watched.source) ?? watched.source, wanted: [{ id: SEGMENT, object: 'contacts' }] } }),
      rules,
      settings: { callLifeMs: CALL_LIFE_MS, ...sabotage.settings },
      ...(sabotage.parts === undefined ? {} : { parts: sabotage.parts }),
      journal: (event, details) => {
        if (event === 'pass.failed') problem(`a pass threw: ${JSON.stringify(details)}`);
        say(() => `${name} ${event} ${JSON.stringify(details)}`);
      },
      fate: {
        crash: () => (isActive ? mood.crash : 0),
        stall: () => (isActive ? mood.stall : 0),
        onStall: () => {
          mark('stall');
          say(() => `${name} stalls`);
        },
        onCrash: () => {
          mark('crash');
          say(() => `${name} dies`);
          time.at(time.now() + processDice.between(500, 30_000), () => {
            start(name);
          });
        },
      },
    });
    if (place < 0) bridges.push(bridge);
    else bridges[place] = bridge;
    say(() => `${name} starts`);
  };
  for (let worker = 1; worker <= mood.workers; worker += 1) start(`w${worker}`);

  plan(dice.fork('plan'), { time, people, mood });
  planOffice(dice.fork('planOffice'), { time, office });
  planDepartures(dice.fork('planDepartures'), { time, departures });
  planDealings(dice.fork('planDealings'), { time, dealings });
  if (segments !== null) planSegments(dice.fork('planSegments'), { time, segments, span: [START, START + ACTIVE_MS] });
  const sweepers = (every: number, until: number): void => {
    for (let at = START + every; at < until; at += every)
      time.at(at, () => {
        mark('sweep');
        void bridges.find((bridge) => bridge.isAlive())?.sweep(false);
      });
  };
  sweepers(240_000, START + ACTIVE_MS);
  await time.run({ until: START + ACTIVE_MS });
  isActive = false;
  say(() => '--- quiet ---');
  await time.run({ until: time.now() + 600_000 });
  // The last sweeps see what the last lost notices told.
  void bridges.find((bridge) => bridge.isAlive())?.sweep(false);
  await time.run({ until: time.now() + 1_200_000 });
  void bridges.find((bridge) => bridge.isAlive())?.sweep(false);
  await time.run({ until: time.now() + 7_200_000 });
  await departures.answerAll();
  await time.run({ until: time.now() + 600_000 });
  // Before everything is looked at again: that would find what nobody was told of.
  await segments?.check(memory, meant);
  for (const round of [1, 2]) {
    const before = { written: wire.calls.written, created: wire.calls.created, pairs: await pairsOf(memory) };
    say(() => '--- look at everything again ---');
    await plainStore.append({ connection: CONNECTION, now: time.now(), changes: lookAtAll(crms, round) });
    await time.run({ until: time.now() + 600_000 });
    // A record may get or meet its counterpart only now because its double went away and nobody told; nothing else may move.
    const writes = wire.calls.written - before.written;
    const created = wire.calls.created - before.created;
    const isMet = created === 0 && [...(await pairsOf(memory))].some((pair) => !before.pairs.has(pair));
    if (created > 0) mark('created-on-second-look');
    if (isMet) mark('met-on-second-look');
    if (round === 1 ? writes > 0 && created === 0 && !isMet : writes > 0) problem(`not quiet: ${writes} writes when nothing had changed`);
  }
  await checkEnd({ time, store: memory, crms, people, wire, rules: meant, problems, mark, unknowable, forgotten, explain: say }, problem);
  await lookalikes.check();
  await office.check(problem);
  await departures.check(problem);
  await dealings.check(problem);
  for (const bridge of bridges) bridge.stop();
  return { seed, problems, marks, calls: wire.calls, edits: people.edits.length, steps: time.steps() };
}

/** Which two records each link in step joins. */
async function pairsOf(store: Store): Promise<ReadonlySet<string>> {
  const { items } = await store.listLinks(CONNECTION, { limit: 100_000 });
  return new Set(items.filter(({ state }) => state === 'active').map(({ salesforce, hubspot }) => `${salesforce?.id ?? ''}|${hubspot?.id ?? ''}`));
}

type Mood = {
  readonly weather: Weather;
  readonly post: { readonly drop: number; readonly repeat: number; readonly late: number };
  readonly crash: number;
  readonly stall: number;
  readonly gap: number;
  readonly workers: number;
  readonly lagMs: number;
  readonly actions: number;
  readonly salesforce: Behaviour;
  readonly hubspot: Behaviour;
};

/** Each seed has its own kind of bad day. */
function moodOf(dice: Dice): Mood {
  const some = (share: number, worst: number): number => (dice.chance(share) ? dice.next() * worst : 0);
  const rewrites = dice.chance(0.5);
  const automates = dice.chance(0.3);
  const salesforce: Behaviour = {
    isForwardOnly: false,
    rewrite: (field, value) =>
      rewrites && field === 'FirstName' ? String(value).toUpperCase() : rewrites && field === 'Phone' ? String(value).replaceAll('-', '') : value,
    automate: (record, changed) => (automates && changed.includes('Title') ? { City: `auto${record.id.slice(9, 15)}${record.automations}` } : {}),
  };
  const hubspot: Behaviour = {
    isForwardOnly: true,
    // Somebody's workflow makes a customer of every lead, which is not for HubSpot to say.
    ...(dice.chance(0.12) ? { insists: (stage: unknown) => (stage === 'lead' ? 'customer' : undefined) } : {}),
    rewrite: (field, value) => (field === 'email' ? String(value).toLowerCase() : rewrites && field === 'jobtitle' ? String(value).toUpperCase() : value),
    automate: (record, changed) => (automates && changed.includes('phone') ? { city: `flow${record.id}${record.automations}` } : {}),
  };
  return {
    weather: {
      throttled: some(0.5, 0.15),
      broken: some(0.5, 0.15),
      lost: some(0.6, 0.2),
      late: some(0.6, 0.2),
      partial: some(0.5, 0.15),
      slow: some(0.5, 0.3),
    },
    post: { drop: some(0.5, 0.3), repeat: some(0.6, 0.3), late: some(0.6, 0.4) },
    crash: some(0.7, 0.02),
    stall: some(0.3, 0.004),
    gap: some(0.8, 0.4),
    workers: dice.between(1, 2),
    lagMs: dice.between(1_000, 20_000),
    actions: dice.between(25, 60),
    salesforce,
    hubspot,
  };
}

function plan(dice: Dice, { time, people, mood }: { readonly time: Time; readonly people: People; readonly mood: Mood }): void {
  const first: readonly Action[] = ['company', 'company', 'twins', 'create-salesforce', 'create-hubspot', 'create-salesforce', 'create-hubspot'];
  for (const action of first)
    time.at(START + dice.between(0, 20_000), () => {
      people.act(action);
    });
  for (let count = 0; count < mood.actions; count += 1) {
    const at = START + dice.between(20_000, ACTIVE_MS - 1);
    const action = dice.pick(MIX);
    const burst = dice.chance(0.3) ? dice.between(1, 4) : 1;
    for (let again = 0; again < burst; again += 1)
      time.at(at + again * dice.between(0, 400), () => {
        people.act(again === 0 ? action : 'edit');
      });
  }
}

/** Every few minutes somebody looks at what is open. */
function planOffice(dice: Dice, { time, office }: { readonly time: Time; readonly office: Office }): void {
  for (let count = dice.between(0, 12); count > 0; count -= 1)
    time.at(START + dice.between(60_000, ACTIVE_MS - 1), () => {
      void office.act();
    });
}

/** Every second seed takes records away; the others stay as they were before, so that what they once found stays found. */
function planDepartures(dice: Dice, { time, departures }: { readonly time: Time; readonly departures: Departures }): void {
  const count = dice.chance(0.5) ? dice.between(6, 20) : 0;
  for (let each = 0; each < count; each += 1)
    time.at(START + dice.between(30_000, ACTIVE_MS - 1), () => {
      void departures.act(dice.pick(DEPARTURE_MIX));
    });
}

/** Two seeds of three follow leads into deals. */
function planDealings(dice: Dice, { time, dealings }: { readonly time: Time; readonly dealings: Dealings }): void {
  const count = dice.chance(0.66) ? dice.between(10, 40) : 0;
  for (let each = 0; each < count; each += 1)
    time.at(START + dice.between(30_000, ACTIVE_MS - 1), () => {
      dealings.act(dice.pick(DEALING_MIX));
    });
}

/** Carries notices: late, twice, in any order, or never. A notice is sent again until a process has stored it. */
function createPost(ports: {
  readonly time: Time;
  readonly dice: Dice;
  readonly mood: () => Mood['post'];
  readonly bridges: readonly Bridge[];
  readonly mark: (name: string) => void;
  readonly onDrop: (change: Change) => void;
}) {
  const { time, dice, bridges, mark } = ports;
  const deliver = (change: Change): void => {
    const alive = bridges.filter((bridge) => bridge.isAlive() && !bridge.isStalled());
    let isStored = false;
    if (alive.length > 0)
      void dice
        .pick(alive)
        .receive([change])
        .then(() => {
          isStored = true;
        });
    time.at(time.now() + 5_000, () => {
      if (!isStored) {
        mark('redelivered');
        deliver(change);
      }
    });
  };
  return (change: Change): void => {
    const { drop, repeat, late } = ports.mood();
    // HubSpot sends a privacy deletion again for a day, and no search shows an erased record: only its notice tells.
    if (dice.chance(drop) && change.kind !== 'erase') {
      mark('notice-dropped');
      ports.onDrop(change);
      return;
    }
    const send = (): void => {
      const isLate = dice.chance(late);
      if (isLate) mark('notice-late');
      time.at(time.now() + (isLate ? dice.between(2_000, 120_000) : dice.between(30, 900)), () => {
        deliver(change);
      });
    };
    send();
    if (dice.chance(repeat)) {
      mark('notice-repeated');
      send();
    }
  };
}

type WirePorts = {
  readonly lookalikes: Lookalikes;
  readonly departures: Departures;
  readonly office: Office;
  readonly mood: Mood;
  readonly isActive: () => boolean;
  readonly dice: Dice;
  readonly people: People;
  readonly crms: { readonly salesforce: Crm; readonly hubspot: Crm };
  readonly problem: (text: string) => void;
  readonly mark: (name: string) => void;
  readonly say: (text: () => string) => void;
  readonly dropped: ReadonlySet<string>;
  readonly unknowable: Set<string>;
};

function createWire(ports: WirePorts): Wire {
  const { mood, dice, people, crms, problem, mark, say } = ports;
  const inFlight = new Map<string, number>();
  const asked = new Map<string, number>();
  const calls = { reads: 0, writes: 0, finds: 0, histories: 0, written: 0, created: 0 };
  let clock = 0;
  const cleared = new Set<string>();
  return {
    calls,
    mark,
    cleared,
    removed: (side, kind, id) => {
      mark(`removal:${kind}`);
      ports.departures.removed(side, kind, id);
      say(() => `${kind} ${side} ${id}`);
    },
    weather: () => (ports.isActive() ? mood.weather : CALM),
    found: (side, field, value) => {
      asked.set(`${side}:${field}:${value.toLowerCase()}`, ++clock);
    },
    sending: (side, request) => {
      const key = `${side}:${request.id ?? request.key}`;
      const flying = (inFlight.get(key) ?? 0) + 1;
      inFlight.set(key, flying);
      if (flying > 1) problem(`two calls may land on ${key} at once`);
      say(() => `send ${request.kind} ${key} ${request.stamp} ${JSON.stringify(request.values)}`);
      return {
        done: () => {
          inFlight.set(key, (inFlight.get(key) ?? 1) - 1);
        },
      };
    },
    beforeLanding: (side, request) => {
      if (request.id === null || !ports.isActive() || !dice.chance(mood.gap)) return;
      const texts = TEXTS.map((pair) => pair[side === 'salesforce' ? 0 : 1]).filter((field) => field in request.values && field !== 'lifecyclestage');
      if (texts.length > 0) people.typeInto(side, request.id, dice.pick(texts));
    },
    landed: (side, request, readAt, before, record, created) => {
      say(() => `land ${side} ${record.id} ${request.stamp}`);
      if (created) ports.lookalikes.created(side, request.key);
      if (created) checkTwin(side, record, { crms, asked, problem, isKeptApart: ports.office.isKeptApart });
      const optOut = side === 'salesforce' ? 'HasOptedOutOfEmail' : 'optout';
      if (String(before[optOut]) === 'true' && optOut in request.values && String(request.values[optOut]) !== 'true')
        problem(`an opt-out of ${record.id} was reverted`);
      if (side === 'salesforce' && request.kind === 'update' && request.values['Stage__c'] === null) {
        const other = [...crms.hubspot.records.values()].find((one) => one.values['fieldwise_key'] === request.key && one.mergedInto === null);
        const [last] = other?.history.get('lifecyclestage') ?? [];
        if (other !== undefined && cleared.has(other.id) && last?.value === null && last.actor === BRIDGE_ACTOR.hubspot && last.at < readAt)
          problem(`our own clearing of ${other.id} was taken for a person's`);
      }
      if (side === 'salesforce' && before['Stage__c'] === 'Customer' && ['subscriber', 'lead'].includes(String(request.values['Stage__c']))) {
        const [typed] = record.history.get('Stage__c')?.filter(({ value }) => value === 'Customer') ?? [];
        const other = [...crms.hubspot.records.values()].find((one) => one.values['fieldwise_key'] === request.key && one.mergedInto === null);
        // Where both sides say prospect, if not the same one, there is nobody left who says customer.
        const isAgreed =
          ['subscriber', 'lead'].includes(String(other?.values['lifecyclestage'])) &&
          (record.history.get('Stage__c') ?? []).some(({ value }) => value === request.values['Stage__c']);
        if (typed !== undefined && typed.at < readAt && !isAgreed) problem(`the customer ${record.id} was made a prospect`);
      }
      for (const field of Object.keys(request.values)) {
        const covered = record.history.get(field)?.find((touch) => touch.actor !== BRIDGE_ACTOR[side]);
        if (covered === undefined || created) continue;
        // A write to a merged-away id lands on its survivor, where nobody had read.
        if (request.id !== null && request.id !== record.id) {
          mark('gap-across-merge');
          ports.unknowable.add(`${side}:${record.id}:${field}:${String(covered.value)}`);
        }
        if (covered.at < readAt) continue;
        mark('gap');
        if (!ports.dropped.has(`${side}:${record.id}:${field}:${covered.at}`)) continue;
        mark('gap-notice-lost');
        if (side === 'salesforce') ports.unknowable.add(`${side}:${record.id}:${field}:${String(covered.value)}`);
      }
    },
  };
}

/** A record must not be created where a record of the same person was there to be found. */
function checkTwin(
  side: Side,
  record: SimRecord,
  ports: {
    readonly crms: { readonly salesforce: Crm; readonly hubspot: Crm };
    readonly asked: ReadonlyMap<string, number>;
    readonly problem: (text: string) => void;
    readonly isKeptApart: (ref: RecordRef) => boolean;
  },
): void {
  const key = side === 'salesforce' ? 'Sync_Key__c' : 'fieldwise_key';
  const sameKey = [...ports.crms[side].records.values()].filter(
    (other) =>
      other.id !== record.id && other.values[key] === record.values[key] && other.object === record.object && !other.isDeleted && other.mergedInto === null,
  );
  if (sameKey.length > 0) ports.problem(`${record.id} doubles ${sameKey[0]?.id ?? ''}: one key, two records`);
  const copies = [...ports.crms[side].records.values()].filter(
    (other) =>
      other.id !== record.id &&
      other.object === record.object &&
      other.createdBy === BRIDGE_ACTOR[side] &&
      !other.isDeleted &&
      other.mergedInto === null &&
      sharesValue(record, other, (value) => isCarriedOver(ports.crms.salesforce, value)),
  );
  if (copies.length > 0) ports.problem(`${record.id} doubles ${copies[0]?.id ?? ''}: the same record was created twice`);
  const email = side === 'salesforce' ? record.values['Email'] : null;
  if (typeof email !== 'string' || email === '') return;
  const twins = [...ports.crms.salesforce.find('Lead', 'Email', email), ...ports.crms.salesforce.find('Contact', 'Email', email)].filter(
    (other) => other.id !== record.id && other.convertedTo === null && !ports.isKeptApart({ side, object: other.object, id: other.id }),
  );
  // Born after the lookup is nobody's fault; a minute covers the slowest call.
  if (twins.some((twin) => twin.createdAt < record.createdAt - 200_000))
    ports.problem(`${record.id} doubles ${twins[0]?.id ?? ''}, which was there to be found`);
}

/** Whether two records were born with one value that only one person ever typed. */
function sharesValue(left: SimRecord, right: SimRecord, isOfTwo: (value: unknown) => boolean): boolean {
  const born = (record: SimRecord, field: string): unknown =>
    record.history.get(field)?.find((touch) => touch.at === record.createdAt && touch.actor === BRIDGE_ACTOR[record.side])?.value;
  return ['Phone', 'phone', 'City', 'city'].some((field) => {
    const value = born(left, field);
    return /^(ph|ci)-?\d+$/.test(String(value)) && value === born(right, field) && !isOfTwo(value);
  });
}

/** Whether a conversion into a contact that was there filled a blank of that person with this value of the lead's. */
function isCarriedOver(salesforce: Crm, value: unknown): boolean {
  return [...salesforce.records.values()].some((lead) => {
    const contact = salesforce.records.get(lead.convertedTo?.contactId ?? '');
    return (
      contact !== undefined &&
      ['Phone', 'City'].some(
        (field) => lead.values[field] === value && (contact.history.get(field) ?? []).some((touch) => touch.value === value && touch.at > contact.createdAt),
      )
    );
  });
}

type HolderPorts = { readonly problem: (text: string) => void; readonly time: Time; readonly forgotten: Map<string, number> };

/** Watches that no two passes hold one subject, and whose books an erasure takes. */
function createHolders({ problem, time, forgotten }: HolderPorts) {
  const held = new Map<string, { bridge: Bridge; at: number }>();
  return {
    watch: (store: Store, owner: () => Bridge): Store => ({
      ...store,
      claim: async (input) => {
        const works = await store.claim(input);
        for (const work of works) {
          const holder = held.get(work.subject);
          if (holder !== undefined && holder.bridge.isAlive() && time.now() - holder.at < LEASE_MS) problem(`${work.subject} is held twice`);
          held.set(work.subject, { bridge: owner(), at: time.now() });
        }
        return works;
      },
      commit: async (input) => {
        for (const one of input.outcomes) held.delete(one.subject);
        return store.commit(input);
      },
      erase: async (input) => {
        const links = await store.linksOf(input.connection, input.refs);
        for (const ref of input.refs) held.delete(recordSubjectOf(ref));
        for (const link of links) {
          if (link !== null) held.delete(link.id);
          for (const side of SIDES) if (link !== null && link[side] !== null) forgotten.set(`${side}:${link[side].id}`, time.now());
        }
        return store.erase(input);
      },
      release: async (input) => {
        for (const subject of input.subjects) held.delete(subject);
        return store.release(input);
      },
    }),
  };
}

function lookAtAll(crms: World['crms'], round: number): readonly Change[] {
  return [crms.salesforce, crms.hubspot].flatMap((crm) =>
    [...crm.records.values()]
      .filter((record) => !record.isDeleted && record.mergedInto === null)
      .map((record): Change => ({
        eventId: `again-${round}-${crm.side}-${record.id}` as EventId,
        ref: { side: crm.side, object: record.object, id: record.id },
        kind: 'look',
        fields: {},
        occurredAt: record.modifiedAt,
        lane: 'backfill',
        origin: 'sweep',
      })),
  );
}
