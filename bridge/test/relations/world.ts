/**
 * The relations lane in a world that fails: notices get lost and doubled, calls fail or land late, the process dies at any port call, people
 * edit both sides all the while. A seed decides everything. What the bridge did is judged by what people did.
 */
import { areAlike, fingerprinter } from '../../src/domain/index.ts';
import type { Change, ConnectionId, EventId, HubSpotId, Link, LinkId, RecordRef, RelationRule, RuleSet, SalesforceId, Side } from '../../src/domain/index.ts';
import type { GatewayResult, HubSpotRelations, RelationOutcome, SalesforceRelations } from '../../src/engine/index.ts';
import { createRelationsLane } from '../../src/relations/index.ts';
import type { RelationPorts, RelationsLane } from '../../src/relations/index.ts';
import { createMemoryStore } from '../../src/store/index.ts';
import { outcome } from '../contract/store/fixtures.ts';
import { createDice } from '../sim/random.ts';
import { createTime } from '../sim/time.ts';
import { COMPANIES, createCrm, hs, LABELS, PARENT, PLAIN, PRIMARY, ROLES, sf } from './crm.ts';
import type { Turn } from './crm.ts';

const connection = 'sim' as ConnectionId;
const startAt = 1_800_000_000_000;
const minute = 60_000;
const busyMs = 90 * minute;
const calmMs = 100 * minute;
const deals = [1, 2, 3];
const people = [11, 12, 13, 14, 15];
const companies = [31, 32, 33, 34];
const settings = { callLifeMs: 150_000, idleMs: 15_000, pollEveryMs: 30_000, auditEveryMs: 30 * minute };
/** Events this close may not have been seen one by one. */
const blurMs = 30 * minute;

export type Sabotage = NonNullable<RelationPorts['parts']>;
type Memo = {
  readonly there: Record<Side, boolean>;
  readonly removedAt: Record<Side, number | null>;
  wasBoth: boolean;
  /** The bridge itself put it on one side, and nobody took it away since. */
  isPut: boolean;
  last: { readonly side: Side; readonly at: number; readonly isThere: boolean } | null;
  isCascaded: boolean;
  /** Somebody took away what both had because of the bridge: it must go. */
  isOwed: boolean;
  /** When somebody changed its role: against a removal of the other side, the owner of the rule decides. */
  editedAt: number | null;
};

const mapping = (key: string, salesforceObjects: readonly string[], hubspotObject: string, order: number) => ({ key, salesforceObjects, hubspotObject, order });

export async function runRelationsSeed(
  seed: number,
  sabotage: Sabotage = {},
): Promise<{ readonly problems: readonly string[]; readonly marks: ReadonlyMap<string, number> }> {
  const dice = createDice(seed);
  const time = createTime(startAt);
  const store = createMemoryStore();
  const problems: string[] = [];
  const marks = new Map<string, number>();
  const mark = (name: string): void => void marks.set(name, (marks.get(name) ?? 0) + 1);
  let isCalm = false;

  // Most seeds run the ordinary rule; the others its variants.
  const variant = dice.next();
  const direction = variant < 0.7 ? 'two-way' : variant < 0.8 ? 'to-hubspot' : variant < 0.9 ? 'to-salesforce' : 'two-way';
  const carriesRemovals = variant < 0.9;
  const owner: Side = dice.chance(0.5) ? 'salesforce' : 'hubspot';
  const shared = { owner, direction, carriesRemovals } as const;
  const roles: RelationRule = {
    ...{ key: 'roles', from: 'deal', to: 'person', kind: 'junction', labels: ROLES, ...shared },
    salesforce: { object: 'OpportunityContactRole', fromField: 'OpportunityId', toField: 'ContactId', roleField: 'Role', primaryField: 'IsPrimary' },
  };
  const parents: RelationRule = {
    ...{ key: 'parents', from: 'company', to: 'company', kind: 'lookup', labels: [], ...shared },
    salesforce: { object: 'Account', fromField: 'Id', toField: 'ParentId', roleField: null, primaryField: null },
  };
  const mappings = [
    mapping('company', ['Account'], 'companies', 1),
    mapping('person', ['Contact'], 'contacts', 2),
    mapping('deal', ['Opportunity'], 'deals', 3),
  ];
  // The lane reads keys and objects of mappings alone.
  const rules = { version: 1, mappings, lifecycle: [], consent: [], relations: [roles, parents] } as unknown as RuleSet;

  // --- what people and the bridge did ---------------------------------------------------------------------------------
  const memos = new Map<string, Memo>();
  const memoOf = (from: number, to: number): Memo => {
    const key = `${String(from)}|${String(to)}`;
    const memo = memos.get(key) ?? {
      ...{ there: { salesforce: false, hubspot: false }, removedAt: { salesforce: null, hubspot: null } },
      ...{ wasBoth: false, isPut: false, last: null, isCascaded: false, isOwed: false, editedAt: null },
    };
    memos.set(key, memo);
    return memo;
  };
  const isLookup = (from: number): boolean => from > 30;
  const crm = createCrm(time.now, (turn) => {
    judge(turn);
    notify(turn);
  });
  function judge({ side, from, to, isThere, by }: Turn): void {
    const memo = memoOf(from, to);
    const other: Side = side === 'salesforce' ? 'hubspot' : 'salesforce';
    const what = `${String(from)}–${String(to)} on ${side}`;
    if (by === 'bridge') {
      mark(`${isThere ? 'put' : 'removed'}-${side}`);
      if (direction === (side === 'salesforce' ? 'to-hubspot' : 'to-salesforce')) problems.push(`${what}: written against the direction`);
      if (!isThere) {
        const isReplaced = isLookup(from) && pointsTo(other, from) !== to;
        const removedAt = memo.removedAt[other];
        // What the bridge put because of the other side may land after that side took it away again: it never was on both.
        const isWilled = (memo.wasBoth || memo.isPut) && removedAt !== null && (!memo.there[other] || time.now() - removedAt < blurMs);
        if (!isReplaced && !isWilled) problems.push(`${what}: removed though nobody took it away`);
        if (!carriesRemovals && !isLookup(from)) problems.push(`${what}: removed though removals do not travel`);
      } else memo.isPut = true;
    }
    if (by === 'cascade') memo.isCascaded = true;
    if (by === 'person') {
      memo.isOwed = !isThere && memo.isPut && memo.there.salesforce && memo.there.hubspot;
      if (!isThere) memo.removedAt[side] = time.now();
      memo.last = { side, at: time.now(), isThere };
      if (isThere) memo.isPut = false;
    }
    memo.there[side] = isThere;
    if (memo.there.salesforce && memo.there.hubspot) memo.wasBoth = true;
    const rows = isLookup(from) ? [] : crm.live(sf('deal', from)).filter((row) => row.to === sf('person', to));
    if (by === 'bridge' && side === 'salesforce' && rows.length > 1) problems.push(`${what}: twice`);
  }
  const pointsTo = (side: Side, from: number): number | null => {
    if (side === 'salesforce') {
      const to = crm.parentOf(sf('company', from));
      return to === undefined ? null : Number(to.slice(3));
    }
    const target = crm.targetsOf('companies', hs(from)).find(({ kinds }) => kinds.some(({ typeId }) => typeId === PARENT.typeId));
    return target === undefined ? null : Number(target.id) - 100;
  };

  // --- the process ------------------------------------------------------------------------------------------------------
  type Process = { isDead: boolean; readonly stop: AbortController; lane: RelationsLane };
  let process: Process | null = null;
  /** Who runs now, whatever was assigned meanwhile. */
  const running = (): Process | null => process;
  let generation = 0;
  let events = 0;
  const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

  function boot(): void {
    generation += 1;
    const own: { isDead: boolean } & { stop: AbortController } = { isDead: false, stop: new AbortController() };
    const dies = (): boolean => {
      if (own.isDead || isCalm || !dice.chance(0.002)) return own.isDead;
      mark('crash');
      own.isDead = true;
      process = null;
      time.at(time.now() + dice.between(500, 20_000), boot);
      return true;
    };
    /** A call of the process: it takes a while, and the process may die before it, or behind it without hearing the answer. */
    const call = async <T>(ms: number, work: () => Promise<T> | T): Promise<T> => {
      if (dies()) return never<T>();
      await time.wait(dice.between(1, ms));
      if (own.isDead) return never<T>();
      const answer = await work();
      return dies() ? never<T>() : answer;
    };
    const wrapped = new Proxy(store, {
      get: (target, name: keyof typeof store) =>
        typeof target[name] === 'function'
          ? (...input: never[]) => call(4, () => (target[name] as (...given: never[]) => Promise<unknown>)(...input))
          : target[name],
    });
    const clock = { now: time.now, sleep: (ms: number, signal?: AbortSignal) => (own.isDead ? never<void>() : time.clock.sleep(ms, signal)) };
    const lane = createRelationsLane({
      ...{ connection, worker: `w${String(generation)}`, store: wrapped, clock, random: () => dice.next(), ...settings },
      journal: {
        event: (name, details) => {
          mark(name);
          if (name === 'relations.failed') problems.push(`${name}: ${String(details['part'])} ${String(details['reason'])}`);
        },
        count: (name, amount) => void (amount > 0 && mark(name)),
        observe: () => undefined,
      },
      fingerprint: fingerprinter(new Uint8Array(32).fill(5)),
      rules: () => rules,
      gateways: { salesforce: reader('salesforce', call), hubspot: reader('hubspot', call) },
      salesforce: salesforceEnd(call, own),
      hubspot: hubspotEnd(call, own),
      parts: sabotage,
    });
    process = Object.assign(own, { lane });
    void lane.run(own.stop.signal);
  }

  type Call = <T>(ms: number, work: () => Promise<T> | T) => Promise<T>;
  const ok = <T>(value: T): GatewayResult<T> => ({ ok: true, value });
  const fails = <T>(): GatewayResult<T> | null =>
    isCalm || !dice.chance(0.03) ? null : { ok: false, failure: { kind: 'transient', code: 'TROUBLE', message: '', retryAt: time.now() + 2_000 } };
  const reader = (side: Side, call: Call): RelationPorts['gateways'][Side] => ({
    budget: () => ({ remaining: 1, nextAt: 0 }),
    read: (object, ids) =>
      call(40, () => {
        const failed = fails<Awaited<ReturnType<RelationPorts['gateways'][Side]['read']>> extends GatewayResult<infer T> ? T : never>();
        if (failed !== null) return failed;
        const record = (id: string) => ({ object, id, values: {}, modifiedAt: 0, modifiedBy: null, convertedTo: null });
        return ok(ids.map((id) => (crm.isGone(side === 'salesforce' ? id : `${object}:${id}`) ? { kind: 'deleted' } : { kind: 'found', record: record(id) })));
      }),
  });

  /** Writes of a call: done, refused, or done some time after nobody waits for the answer any more. */
  function carryOut<T>(own: { isDead: boolean }, writes: readonly T[], act: (write: T) => string | null, call: Call): Promise<readonly RelationOutcome[]> {
    const now = time.now();
    if (!isCalm && dice.chance(0.04)) return call(40, () => writes.map(() => ({ kind: 'later', code: 'BUSY', retryAt: time.now() + 2_000 })));
    if (!isCalm && dice.chance(0.06)) {
      mark('late');
      const landsAt = now + dice.between(1_000, 100_000);
      if (dice.chance(0.7)) time.at(landsAt, () => writes.forEach(act));
      return call(10_000, () => writes.map(() => ({ kind: 'unknown', settleAt: now + 110_000 })));
    }
    if (!isCalm && dice.chance(0.004) && !own.isDead) {
      // The call leaves, and the process dies before the answer.
      mark('died-in-call');
      own.isDead = true;
      process = null;
      time.at(now + dice.between(500, 20_000), boot);
      time.at(now + dice.between(100, 100_000), () => writes.forEach(act));
      return never();
    }
    return call(60, () =>
      writes.map((write): RelationOutcome => {
        const code = act(write);
        return code === null ? { kind: 'ok' } : { kind: 'refused', fault: { code, message: '', fields: [], existingId: null } };
      }),
    );
  }
  const salesforceEnd = (call: Call, own: { isDead: boolean }): SalesforceRelations => ({
    rows: (table, from) => call(60, () => fails() ?? ok(crm.rowsOf(table, from))),
    changed: (table, since) => call(60, () => fails() ?? ok({ rows: crm.changed(table, since), next: null })),
    fromOf: (_, ids) => call(60, () => fails() ?? ok(crm.fromOf(ids))),
    holdsSeveral: () => call(20, () => ok(false)),
    write: (_, writes) => carryOut(own, writes, (write) => crm.write(write, 'bridge'), call),
  });
  const hubspotEnd = (call: Call, own: { isDead: boolean }): HubSpotRelations => ({
    kinds: (from) => call(20, () => ok(from === 'deals' ? [PLAIN, PRIMARY, ...LABELS] : [COMPANIES, PARENT])),
    read: (from, ids) => call(60, () => fails() ?? ok(ids.map((id) => ({ id, to: crm.targetsOf(from, id) })))),
    write: ({ from }, puts) => {
      const [apart, rest] = [puts.filter(({ kinds }) => kinds.length === 0), puts.filter(({ kinds }) => kinds.length > 0)];
      const ordered = [...apart, ...rest];
      return carryOut(own, ordered, (put) => crm.put(from, put, 'bridge'), call).then((answers) =>
        puts.map((put) => answers[ordered.indexOf(put)] ?? { kind: 'ok' }),
      );
    },
  });

  // --- notices and links --------------------------------------------------------------------------------------------------
  function notify({ side, from, to }: Turn): void {
    const times = dice.chance(0.25) ? 0 : dice.chance(0.2) ? 2 : 1;
    if (times !== 1) mark(times === 0 ? 'notice-lost' : 'notice-doubled');
    const [object, far] = isLookup(from) ? (['companies', 'companies'] as const) : (['deals', 'contacts'] as const);
    for (let time_ = 0; time_ < times; time_ += 1) {
      events += 1;
      const lookup: RecordRef = { side, object: 'Account', id: sf('company', from) };
      const row = crm.live(sf('deal', from))[0]?.id;
      const ref: RecordRef | null =
        side === 'hubspot'
          ? { side, object, id: hs(from) }
          : isLookup(from)
            ? lookup
            : row === undefined
              ? null
              : { side, object: 'OpportunityContactRole', id: row };
      if (ref === null) return;
      const change: Change = {
        eventId: `e${String(events)}` as EventId,
        ref,
        kind: side === 'hubspot' ? 'associate' : 'update',
        fields: side === 'salesforce' && isLookup(from) ? { ParentId: { at: time.now() } } : {},
        ...(side === 'hubspot' ? { associated: { side, object: far, id: hs(to) } } : {}),
        occurredAt: time.now(),
        lane: 'normal',
        origin: 'event',
      };
      time.at(time.now() + dice.between(50, 8_000), () => void process?.lane.sort([change]));
    }
  }
  const linkOf = (kind: 'deal' | 'person' | 'company', at: number, state: Link['state'] = 'active'): Link => ({
    ...{ id: `${kind}:${String(at)}` as LinkId, mapping: kind, key: `k-${String(at)}`, state },
    salesforce: { object: { deal: 'Opportunity', person: 'Contact', company: 'Account' }[kind], id: sf(kind, at) as SalesforceId },
    hubspot: { object: { deal: 'deals', person: 'contacts', company: 'companies' }[kind], id: hs(at) as HubSpotId },
    ...{ baseline: {}, attempts: [], attemptNumbers: { salesforce: 0, hubspot: 0 }, createdAt: 1, syncedAt: null },
  });
  const lease = await store.register('pass', startAt, 1_000 * minute);
  async function recordLink(link: Link): Promise<void> {
    const ref: RecordRef = { side: 'hubspot', object: link.hubspot?.object ?? '', id: link.hubspot?.id ?? '' };
    events += 1;
    const change: Change = { eventId: `l${String(events)}` as EventId, ref, kind: 'look', fields: {}, occurredAt: time.now(), lane: 'normal', origin: 'event' };
    await store.append({ connection, changes: [change], now: time.now() });
    const works = await store.claim({ connection, lease, limit: 10, now: time.now(), leaseMs: minute });
    await store.commit({ connection, lease, outcomes: works.map((work) => outcome(work, { link })), now: time.now() });
    if (dice.chance(0.6)) process?.lane.meet([link]);
  }

  // --- people ---------------------------------------------------------------------------------------------------------------
  const linked = new Set<number>();
  const goneOn = new Map<number, Side>();
  const all = [...deals.map((at) => ['deal', at] as const), ...people.map((at) => ['person', at] as const), ...companies.map((at) => ['company', at] as const)];
  for (const [kind, at] of all)
    time.at(startAt + (dice.chance(0.6) ? 0 : dice.between(minute, 60 * minute)), () => {
      linked.add(at);
      void recordLink(linkOf(kind, at));
    });
  const labels = (): (typeof LABELS)[number][] => (dice.chance(0.6) ? [dice.pick(LABELS)] : []);
  function act(): void {
    const side: Side = dice.chance(0.5) ? 'salesforce' : 'hubspot';
    if (dice.chance(0.3)) return move(side);
    if (dice.chance(0.01)) return leave(side);
    const [deal, person] = [dice.pick(deals), dice.pick(people)];
    const what = dice.next();
    if (side === 'hubspot') {
      const held = crm.kindsOf('deals', hs(deal), hs(person));
      const put = (kinds: typeof held) => crm.put('deals', { fromId: hs(deal), toId: hs(person), kinds }, 'person');
      if (held.length === 0) put([PLAIN, ...labels()]);
      else if (what < 0.4) put([]);
      else if (what < 0.7) {
        put([PLAIN, ...labels(), ...held.filter((kind) => kind === PRIMARY)]);
        memoOf(deal, person).editedAt = time.now();
      } else put(held.includes(PRIMARY) ? held.filter((kind) => kind !== PRIMARY) : [...held, PRIMARY]);
      return;
    }
    const row = crm.live(sf('deal', deal)).find(({ to }) => to === sf('person', person));
    const role = (): readonly string[] => (dice.chance(0.6) ? [dice.pick(['Decision Maker', 'Evaluator', 'Other'])] : []);
    if (row === undefined)
      crm.write({ kind: 'create', from: sf('deal', deal), to: sf('person', person), roles: role(), isPrimary: dice.chance(0.2) }, 'person');
    else if (what < 0.4) crm.write({ kind: 'delete', id: row.id }, 'person');
    else if (what < 0.7) {
      crm.write({ kind: 'update', id: row.id, roles: role() }, 'person');
      memoOf(deal, person).editedAt = time.now();
    } else crm.write({ kind: 'update', id: row.id, isPrimary: !row.isPrimary }, 'person');
    // An edit of a row that stays is told like any other.
    if (row !== undefined) notify({ side, from: deal, to: person, isThere: true, by: 'person' });
  }
  function move(side: Side): void {
    const child = dice.pick(companies);
    const parent = dice.chance(0.25) ? null : dice.pick(companies.filter((at) => at !== child));
    // People build no circles on one side; together the two may.
    for (let above: number | null = parent; above !== null; above = pointsTo(side, above)) if (above === child) return;
    if (side === 'salesforce')
      return void crm.write({ kind: 'point', from: sf('company', child), to: parent === null ? null : sf('company', parent) }, 'person');
    const now = pointsTo('hubspot', child);
    if (parent !== null) crm.put('companies', { fromId: hs(child), toId: hs(parent), kinds: [COMPANIES, PARENT] }, 'person');
    else if (now !== null) crm.put('companies', { fromId: hs(child), toId: hs(now), kinds: [] }, 'person');
  }
  function leave(side: Side): void {
    const person = dice.pick(people);
    if (goneOn.size > 0 || !linked.has(person)) return;
    mark('person-gone');
    goneOn.set(person, side);
    crm.goPerson(side, person);
    // The ordinary pass meets it some time later, and closes the link.
    time.at(time.now() + dice.between(5_000, 5 * minute), () => void recordLink(linkOf('person', person, 'deleted')));
  }
  for (let at = startAt + 1_000; at < startAt + busyMs; at += dice.between(500, 2 * minute)) time.at(at, act);

  boot();
  await time.run({ until: startAt + busyMs });
  isCalm = true;
  await time.run({ until: startAt + busyMs + calmMs });
  const written = crm.writes();
  await time.run({ until: startAt + busyMs + calmMs + 35 * minute });
  if (crm.writes() !== written && pendingTroubles() === 0) problems.push(`goes on writing: ${String(crm.writes() - written)} more`);
  await check();
  running()?.stop.abort();
  return { problems, marks };

  function pendingTroubles(): number {
    return companies.filter((at) => pointsTo('salesforce', at) !== pointsTo('hubspot', at)).length;
  }

  async function check(): Promise<void> {
    const isPlain = direction === 'two-way' && carriesRemovals;
    for (const from of deals)
      for (const to of people) {
        if (goneOn.has(to)) continue;
        checkPair(from, to, isPlain);
      }
    if (isPlain)
      for (const deal of deals) {
        const inSalesforce =
          crm
            .live(sf('deal', deal))
            .find(({ isPrimary }) => isPrimary)
            ?.to.slice(3) ?? null;
        const inHubSpot = crm.targetsOf('deals', hs(deal)).find(({ kinds }) => kinds.includes(PRIMARY))?.id ?? null;
        const far = inHubSpot === null ? null : String(Number(inHubSpot) - 100).padStart(3, '0');
        if (inSalesforce !== far && goneOn.size === 0) problems.push(`deal ${String(deal)}: primary ${String(inSalesforce)} and ${String(far)}`);
      }
    const issues = await store.issues(connection, { open: true, limit: 1_000 });
    for (const { code } of issues.items) mark(`issue:${code}`);
    if (isPlain)
      for (const at of companies) {
        const [left, right] = [pointsTo('salesforce', at), pointsTo('hubspot', at)];
        const isTold = issues.items.some((issue) => issue.key.startsWith(`relation:parents|company:${String(at)}:`));
        if (left !== right && !isTold) problems.push(`company ${String(at)}: parent ${String(left)} and ${String(right)}`);
      }
    const units = await store.listDocuments(connection, 'relation.unit', { until: time.now(), limit: 10 });
    if (units.items.length > 0) problems.push(`${String(units.items.length)} sets are still due`);
    const waits = await store.countDocuments(connection, 'relation.wait');
    if (Object.keys(waits).length > 0) problems.push(`still waiting: ${JSON.stringify(waits)}`);
    const decisions = await store.decisions(connection, { limit: 1 });
    if (decisions.items.length > 0) mark('decision');
  }
  function checkPair(from: number, to: number, isPlain: boolean): void {
    const rows = crm.live(sf('deal', from)).filter((row) => row.to === sf('person', to));
    const kinds = crm.kindsOf('deals', hs(from), hs(to));
    const what = `${String(from)}–${String(to)}`;
    const { last, isOwed, removedAt, isCascaded, editedAt } = memoOf(from, to);
    if (isPlain && rows.length > 0 !== kinds.length > 0) problems.push(`${what}: on one side only`);
    const known = (names: readonly (string | null)[], side: Side): readonly string[] =>
      names.filter((name) => name !== null && ROLES.some((pair) => pair[side] === name)).map(String);
    const inSalesforce = known(
      rows.map(({ role }) => role),
      'salesforce',
    );
    const isOwn = rows.some(({ role }) => role === 'Other');
    const inHubSpot = known(
      kinds.map(({ label }) => label),
      'hubspot',
    );
    if (isPlain && rows.length > 0 && kinds.length > 0 && !isOwn && !areAlike(ROLES, inSalesforce, inHubSpot))
      problems.push(`${what}: roles ${inSalesforce.join('+')} and ${inHubSpot.join('+')}`);
    if (!isPlain || last === null || isCascaded) return;
    const other: Side = last.side === 'salesforce' ? 'hubspot' : 'salesforce';
    const isClear = removedAt[other] === null || last.at - (removedAt[other] ?? 0) > blurMs;
    if (last.isThere && isClear && (rows.length === 0 || kinds.length === 0)) problems.push(`${what}: lost, somebody had made it`);
    const isContested = editedAt !== null && editedAt > last.at - blurMs;
    if (isOwed && !isContested && (rows.length > 0 || kinds.length > 0)) problems.push(`${what}: came back, somebody had removed it`);
  }
}
