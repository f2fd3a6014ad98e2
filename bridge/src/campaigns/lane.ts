/** Serves the campaigns of one connection, after everything else: one batch at a time, nothing while either budget runs low. */
import { describeIssue } from '../domain/index.ts';
import type { CampaignRule, Change, Subject } from '../domain/model.ts';
import { createAgenda } from '../engine/index.ts';
import type { AgendaItem, GatewayFailure } from '../engine/index.ts';
import { carry } from './carry.ts';
import type { Place } from './carry.ts';
import { lookAtWaiting } from './notices.ts';
import { MEMBER } from './ports.ts';
import type { CampaignPorts, MemberBody } from './ports.ts';
import { meetRule, pollMembers, readForm, sourceName, watchMembers } from './watch.ts';

export type CampaignsLane = {
  /** Whether a change is this lane's alone: a campaign member, which no pass has a mapping for. */
  readonly isOwn: (change: Change) => boolean;
  /** Members changed in Salesforce: they are asked for soon. Never blocks. */
  readonly hear: () => void;
  readonly retry: (subjects: readonly string[]) => Promise<number>;
  readonly run: (signal: AbortSignal) => Promise<void>;
};

const batchMax = 100;
const readLifeMs = 60_000;
const idleMsDefault = 1_000;
const failedMs = 1_000;
const failedMaxMs = 300_000;
const budgetReserve = 0.1;
const pollEveryMsDefault = 15_000;
const formsEveryMs = 3_000;
const waitsEveryMs = 2_000;
/** What kind a segment is seldom changes. */
const kindsEveryMs = 600_000;
const subjectPrefix = 'campaign:';
const fresh: MemberBody = { memory: { salesforce: null, hubspot: null }, submittedAt: null, countedAt: null, tries: 0 };

export function createCampaignsLane(ports: CampaignPorts): CampaignsLane {
  const { clock, connection, journal, idleMs = idleMsDefault, pollEveryMs = pollEveryMsDefault } = ports;
  const agenda = createAgenda<MemberBody>(ports, { kind: MEMBER, fresh });
  const reached = new Map<string, ReadonlySet<string>>();
  let manual: { readonly at: number; readonly ids: ReadonlySet<string> } | null = null;
  let strike = (): void => undefined;
  let isHeard = false;
  let pollBell = Promise.withResolvers<void>();
  let pausedUntil = 0;
  let after: string | undefined;

  const rules = (): readonly CampaignRule[] => ports.rules().campaigns ?? [];
  const ring = (): void => {
    isHeard = true;
    strike();
  };

  async function placeOf(rule: CampaignRule): Promise<Place | GatewayFailure> {
    const members = reached.get(sourceName(rule));
    if (rule.source.kind === 'campaign' && members === undefined) {
      const read = await ports.hubspot.source.members(sourceName(rule));
      if (!read.ok) return read.failure;
      reached.set(sourceName(rule), read.value);
    }
    if (rule.source.kind === 'segment' && (manual === null || clock.now() - manual.at > kindsEveryMs)) {
      const all = await ports.hubspot.source.all();
      if (!all.ok) return all.failure;
      manual = { at: clock.now(), ids: new Set(all.value.flatMap(({ id, kind }) => (kind === 'active' ? [] : [id]))) };
    }
    const canWrite = rule.source.kind === 'segment' && manual?.ids.has(rule.source.id) === true;
    return { rule, canWrite, isReached: (contact) => reached.get(sourceName(rule))?.has(contact) === true };
  }

  async function giveBack(items: readonly AgendaItem<MemberBody>[], failure: GatewayFailure | null): Promise<void> {
    const now = clock.now();
    const at = ({ body }: AgendaItem<MemberBody>): number | null =>
      failure === null
        ? null
        : Math.max(failure.retryAt ?? 0, now + Math.min(failedMaxMs, failedMs * 2 ** Math.min(body.tries, 8)) * (0.75 + ports.random() / 2));
    await agenda.write(items.map((item) => ({ item, body: { ...item.body, tries: failure === null ? 0 : item.body.tries + 1 }, at: at(item) })));
  }

  async function serveOnce(): Promise<number> {
    const now = clock.now();
    const budgets = [ports.gateways.salesforce.budget(), ports.gateways.hubspot.budget()];
    const nextAt = Math.max(pausedUntil, ...budgets.map((budget) => budget.nextAt));
    if (nextAt > now) return Math.min(nextAt - now, idleMs * 10);
    if (budgets.some(({ remaining }) => remaining < budgetReserve)) return idleMs * 10;
    const due = await agenda.due(batchMax);
    const [first] = due;
    if (first === undefined) {
      const next = await agenda.nextAt();
      return next === null ? idleMs : Math.min(idleMs, Math.max(5, next - clock.now()));
    }
    const items = await agenda.claim(
      due.filter(({ group }) => group === first.group),
      now + readLifeMs,
    );
    if (items.length === 0) return 0;
    const rule = rules().find(({ key }) => key === first.group);
    const place = rule === undefined ? null : await placeOf(rule);
    if (place !== null && 'rule' in place) await tellPlace(place);
    if (place === null || ('rule' in place && isIdle(place))) {
      await giveBack(items, null);
      return 0;
    }
    const failure = 'rule' in place ? await carry(ports, agenda, place, items) : place;
    if (failure === null) return 0;
    journal.event('campaigns.given-back', { connection, code: failure.code, kind: failure.kind, people: items.length });
    await giveBack(items, failure);
    pausedUntil = clock.now() + failedMs;
    return failedMs;
  }

  /** Members are to be put into a segment whose filters decide. */
  const isIdle = ({ rule, canWrite }: Place): boolean => rule.direction === 'to-hubspot' && !canWrite;

  async function tellPlace(place: Place): Promise<void> {
    const { rule, canWrite } = place;
    const subject = `${subjectPrefix}${rule.key}` as Subject; // a subject of our own: no pass claims it
    const isTold = rule.source.kind === 'segment' && rule.direction !== 'to-salesforce' && !canWrite;
    const code = 'campaign-segment-active';
    const { category, cause, remedy } = describeIssue(code, { side: 'hubspot', field: null, option: rule.source.id });
    const at = clock.now();
    const issue = {
      ...{ key: `${subject}:${code}`, subject, ref: { side: 'salesforce' as const, object: 'Campaign', id: rule.campaign }, mapping: 'campaigns' },
      ...{ field: rule.key, category, code, cause, remedy, occurredAt: at, retryAt: null },
    };
    await ports.store.noteFindings(connection, [{ subject, issues: isTold ? [issue] : [], resolvedIssues: 'all', decisions: [] }], at);
  }

  async function rest(waitMs: number, signal: AbortSignal): Promise<void> {
    if (isHeard || signal.aborted) {
      isHeard = false;
      return;
    }
    const stop = new AbortController();
    const end = (): void => stop.abort();
    signal.addEventListener('abort', end, { once: true });
    await Promise.race([clock.sleep(waitMs, stop.signal), new Promise<void>((resolve) => (strike = resolve))]);
    strike = (): void => undefined;
    isHeard = false;
    stop.abort();
    signal.removeEventListener('abort', end);
  }

  async function loop(name: string, signal: AbortSignal, work: () => Promise<number>, wait = clock.sleep): Promise<void> {
    while (!signal.aborted) {
      let waitMs = failedMs;
      try {
        waitMs = await work();
      } catch (error) {
        journal.event('campaigns.failed', { connection, part: name, reason: error instanceof Error ? error.message : 'unknown' });
      }
      if (waitMs > 0 && !signal.aborted) await wait(waitMs, signal);
    }
  }
  const told = (part: string, failure: GatewayFailure | null): void => {
    if (failure !== null) journal.event('campaigns.unread', { connection, part, code: failure.code, kind: failure.kind });
  };

  async function pollOnce(signal: AbortSignal): Promise<number> {
    pollBell = Promise.withResolvers<void>();
    told('members', await pollMembers(ports, agenda));
    for (const rule of rules()) told('first look', await meetRule(ports, agenda, rule));
    if (rules().length > 0) ring();
    const stop = new AbortController();
    await Promise.race([pollBell.promise, clock.sleep(pollEveryMs, AbortSignal.any([signal, stop.signal]))]);
    stop.abort();
    return 0;
  }
  async function readForms(): Promise<number> {
    const forms = rules().filter(({ source }) => source.kind === 'form');
    for (const rule of forms) told('form', await readForm(ports, agenda, rule));
    if (forms.length > 0) ring();
    return Math.max(idleMs, formsEveryMs * Math.max(1, forms.length));
  }

  return {
    isOwn: ({ ref }) => ref.side === 'salesforce' && ref.object === 'CampaignMember',
    hear: () => pollBell.resolve(),
    async retry(subjects) {
      const keys = subjects.flatMap((subject) => (subject.startsWith(subjectPrefix) ? [subject.slice(subjectPrefix.length)] : []));
      await agenda.ask(keys.filter((key) => key.includes('|')).map((key) => ({ key, group: key.slice(0, key.indexOf('|')) })));
      ring();
      return keys.length;
    },
    async run(signal) {
      await Promise.all([
        loop('serve', signal, serveOnce, rest),
        loop('poll', signal, () => pollOnce(signal)),
        loop('forms', signal, readForms),
        loop('segments', signal, async () => {
          await watchMembers(ports, agenda, { signal, ring, onMembers: (source, members) => void reached.set(source, members) });
          return failedMs;
        }),
        loop('waits', signal, async () => {
          if (rules().length > 0) after = await lookAtWaiting(ports, agenda, after);
          return Math.max(idleMs, waitsEveryMs);
        }),
      ]);
    },
  };
}
