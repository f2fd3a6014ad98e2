/**
 * Looks at the schemas of all mapped objects on a schedule, when asked, and when a call was refused for a field; remembers them and says what
 * changed. One object that cannot be read does not keep the others from being looked at.
 */
import { describeIssue, SIDES } from '../domain/index.ts';
import type { Sided } from '../domain/index.ts';
import type { ConnectionId, Issue, Schemas, Subject } from '../domain/model.ts';
import { objectsOf } from '../engine/index.ts';
import type { Clock, CrmGateway, GatewayFailure, Journal, Rulebook, SaveRule, Store } from '../engine/index.ts';
import { allKept, forget, keptOf, saveState } from './documents.ts';
import type { Kept, ObjectPlace } from './documents.ts';
import { acknowledged, lookedAt } from './look.ts';
import type { Finding, ObjectState } from './model.ts';
import { snapshotOf } from './snapshot.ts';
import { usesOf } from './uses.ts';
import { findingOf } from './words.ts';

export type DriftPorts = {
  readonly connection: ConnectionId;
  readonly store: Store;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly everyMs: number;
  readonly rulebook: () => Rulebook | null;
  readonly gateways: () => Sided<Pick<CrmGateway, 'schemas' | 'saveRules'>> | null;
  /** The rules in force lean on a schema that is not the one of today: they are to be read anew. */
  readonly onChanged: () => void;
  /** What kept fields of these rules back is mended: records that have an issue with one are worth another look. */
  readonly onMended: (rules: ReadonlySet<string>) => void;
};
export type Checked = { readonly objects: number; readonly findings: number; readonly failures: readonly (ObjectPlace & { readonly message: string })[] };
export type DriftWatch = {
  /** Looks at everything now; null while rules or platforms are not reached. Calls made at the same time share one look. */
  readonly check: () => Promise<Checked | null>;
  readonly isChecking: () => boolean;
  /** A call was refused in a way that a changed schema explains: a look is due, at most every few seconds. */
  readonly suspect: () => void;
  readonly acknowledge: (place: ObjectPlace, id: string) => Promise<'done' | 'unknown' | 'no-notice'>;
  readonly kept: () => Promise<readonly Kept[]>;
  readonly run: (signal: AbortSignal) => Promise<void>;
};

/** The start has better things to do. */
const firstMs = 15_000;
const suspectEveryMs = 5_000;
const subjectOf = ({ side, object }: ObjectPlace): Subject => `schema:${side}:${object}` as Subject; // a feature's own; no pass claims it

export function createDriftWatch(ports: DriftPorts): DriftWatch {
  const { connection, store, clock, journal } = ports;
  let running: Promise<Checked | null> | null = null;
  let bell = Promise.withResolvers<void>();
  let checkedAt = -Infinity;

  async function checkAll(): Promise<Checked | null> {
    const [rulebook, gateways] = [ports.rulebook(), ports.gateways()];
    if (rulebook === null || gateways === null) return null;
    checkedAt = clock.now();
    const objects = objectsOf(rulebook.rules);
    const places = SIDES.flatMap((side) => objects[side].map((object): ObjectPlace => ({ side, object })));
    const schemas = new Map(rulebook.schemas);
    const failures = new Map<ObjectPlace, GatewayFailure>();
    for (const place of places) {
      const answer = await gateways[place.side].schemas([place.object]);
      if (answer.ok) for (const [key, schema] of answer.value) schemas.set(key, schema);
      else failures.set(place, answer.failure);
    }
    const kept = new Map((await allKept(ports)).map((one) => [subjectOf(one), one]));
    let isChanged = false;
    let findings = 0;
    const mended = new Set<string>();
    for (const place of places) {
      const before = kept.get(subjectOf(place)) ?? null;
      const failure = failures.get(place);
      const state = failure === undefined ? await lookAt(place, { rulebook, gateways, schemas, before }) : missed(place, before, failure);
      if (state === null) continue;
      findings += state.findings.length;
      isChanged ||= before !== null && JSON.stringify(before.state.seen.fields) !== JSON.stringify(state.seen.fields);
      for (const one of mendedIn(before, state)) for (const { key } of one.rules) mended.add(key);
      await note(place, before, state);
    }
    await forgetUnmapped([...kept.values()], places);
    if (isChanged) ports.onChanged();
    if (mended.size > 0) ports.onMended(mended);
    journal.event('schema.compared', { connection, objects: places.length, findings, failures: failures.size });
    return { objects: places.length, findings, failures: [...failures].map(([place, { message }]) => ({ ...place, message })) };
  }

  type Look = {
    readonly rulebook: Rulebook;
    readonly gateways: Sided<Pick<CrmGateway, 'saveRules'>>;
    readonly schemas: Schemas;
    readonly before: Kept | null;
  };

  async function lookAt(place: ObjectPlace, { rulebook: { rules }, gateways, schemas, before }: Look): Promise<ObjectState | null> {
    const { side, object } = place;
    const schema = schemas.get(`${side}:${object}`);
    if (schema === undefined) return null;
    const uses = usesOf(rules, side, object);
    const saveRules = await saveRulesOf(gateways[side], object);
    const seen = snapshotOf(schema, new Set(uses.fields.keys()), saveRules);
    return lookedAt(before?.state ?? null, { side, object, rules, uses, schemas, seen }, clock.now());
  }

  /** Null where there are none, or they are not told. */
  async function saveRulesOf(gateway: Pick<CrmGateway, 'saveRules'>, object: string): Promise<readonly SaveRule[] | null> {
    const answer = await gateway.saveRules?.([object]);
    if (answer?.ok === false) journal.event('schema.save-rules.untold', { connection, object, code: answer.failure.code });
    return answer?.ok === true ? answer.value : null;
  }

  /** An object that is gone is a finding; a platform that does not answer is nobody's fault, and what was found stays. */
  function missed(place: ObjectPlace, before: Kept | null, { kind, message }: GatewayFailure): ObjectState | null {
    if (before === null) return null;
    if (kind !== 'permanent') return { ...before.state, trouble: message };
    const { mappings } = usesOf(ports.rulebook()?.rules ?? { version: 0, mappings: [], lifecycle: [], consent: [] }, place.side, place.object);
    const uses = mappings.map((mapping) => ({ key: mapping, mapping, isRead: true, isWritten: true, rule: null }));
    const lost = findingOf(place, { kind: 'object-lost', field: null, label: null, uses, before: 'could be seen', after: 'gone', option: message });
    const since = before.state.findings.find(({ id }) => id === lost.id)?.since ?? clock.now();
    return { ...before.state, findings: [{ ...lost, since }], checkedAt: clock.now(), trouble: message };
  }

  async function note(place: ObjectPlace, before: Kept | null, state: ObjectState): Promise<void> {
    // Another bridge looked at the same time: its look is as good.
    if (!(await saveState(ports, place, state, before?.version ?? 0))) return;
    // Told once; an issue met again on every look would seem to have happened again.
    const told = new Set(before?.state.findings.map(({ id, cause }) => `${id}|${cause}`));
    const fresh = state.findings.filter(({ id, cause }) => !told.has(`${id}|${cause}`));
    const mended = mendedIn(before, state);
    if (fresh.length + mended.length === 0) return;
    const findings = { subject: subjectOf(place), issues: fresh.map((one) => issueOf(place, one)), decisions: [] };
    await store.noteFindings(connection, [{ ...findings, resolvedIssues: mended.map((one) => issueKey(place, one)) }], clock.now());
  }

  /** Findings that are gone, also in part: a value fewer. */
  function mendedIn(before: Kept | null, { findings }: ObjectState): readonly Finding[] {
    const open = new Set(findings.map(({ id }) => id));
    return (before?.state.findings ?? []).filter(({ id }) => !open.has(id));
  }

  const issueKey = (place: ObjectPlace, { id }: Finding): string => `${subjectOf(place)}|${id}`;

  function issueOf(place: ObjectPlace, finding: Finding): Issue {
    const { side, object } = place;
    const [rule, ...more] = finding.rules;
    const { category, code } = describeIssue(`schema-${finding.kind}`, { side, field: finding.field });
    return {
      ...{ key: issueKey(place, finding), subject: subjectOf(place), ref: { side, object, id: '' }, category, code },
      mapping: rule?.mapping ?? usesOf(ports.rulebook()?.rules ?? { version: 0, mappings: [], lifecycle: [], consent: [] }, side, object).mappings[0] ?? object,
      field: rule !== undefined && more.length === 0 ? rule.key : finding.field,
      ...{ cause: finding.cause, remedy: finding.remedy, occurredAt: clock.now(), retryAt: null },
    };
  }

  async function forgetUnmapped(kept: readonly Kept[], places: readonly ObjectPlace[]): Promise<void> {
    const mapped = new Set(places.map(subjectOf));
    const gone = kept.filter((one) => !mapped.has(subjectOf(one)));
    for (const one of gone) {
      const resolvedIssues = one.state.findings.map((finding) => issueKey(one, finding));
      if (resolvedIssues.length > 0)
        await store.noteFindings(connection, [{ subject: subjectOf(one), issues: [], resolvedIssues, decisions: [] }], clock.now());
    }
    await forget(ports, gone);
  }

  const check = (): Promise<Checked | null> => {
    running ??= checkAll().finally(() => (running = null));
    return running;
  };

  return {
    check,
    isChecking: () => running !== null,
    suspect() {
      if (clock.now() - checkedAt > suspectEveryMs) bell.resolve();
    },
    async acknowledge(place, id) {
      const kept = await keptOf(ports, place);
      const found = kept?.state.findings.find((one) => one.id === id);
      if (kept === null || found === undefined) return 'unknown';
      if (!found.isNotice) return 'no-notice';
      if (!(await saveState(ports, place, acknowledged(kept.state, id), kept.version))) return 'unknown';
      const findings = { subject: subjectOf(place), issues: [], decisions: [], resolvedIssues: [issueKey(place, found)] };
      await store.noteFindings(connection, [findings], clock.now());
      journal.event('schema.acknowledged', { connection, side: place.side, object: place.object, kind: found.kind });
      return 'done';
    },
    kept: () => allKept(ports),
    async run(signal) {
      await clock.sleep(firstMs, signal);
      while (!signal.aborted) {
        await check();
        const stop = new AbortController();
        await Promise.race([bell.promise, clock.sleep(ports.everyMs, AbortSignal.any([signal, stop.signal]))]);
        stop.abort();
        bell = Promise.withResolvers<void>();
      }
    },
  };
}
