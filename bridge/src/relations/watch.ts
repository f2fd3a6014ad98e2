/** The gap closers: rows nobody told of, sets nobody looked at, records that were linked meanwhile. Each goes on where it stopped. */
import type { Instant, LinkId, RecordRef, RelationRule } from '../domain/model.ts';
import type { GatewayFailure } from '../engine/ports.ts';
import { touchRecords } from './notices.ts';
import { servedRules, tableOf } from './place.ts';
import type { RelationPorts } from './ports.ts';
import { readUnits, touch, unitKey } from './units.ts';

/** Indexes lag and clocks differ. */
const overlapMs = 30_000;
const linksPage = 200;

type Position = { readonly since: Instant; readonly until: Instant; readonly page: string | null };
type Round = { readonly version: number; readonly startedAt: Instant; readonly after: string | null; readonly rule: number; readonly isDone: boolean };

const read = async <T>({ store, connection }: RelationPorts, source: string): Promise<T | null> => {
  const bytes = await store.cursor(connection, source);
  // Written by this module alone.
  return bytes === null ? null : (JSON.parse(new TextDecoder().decode(bytes)) as T);
};
const write = ({ store, connection }: RelationPorts, source: string, value: Position | Round): Promise<void> =>
  store.setCursor(connection, { source, position: new TextEncoder().encode(JSON.stringify(value)) });

/** Asks Salesforce which rows were made, changed or deleted since the last time; one call per rule. */
export async function pollRows(ports: RelationPorts): Promise<GatewayFailure | null> {
  for (const rule of servedRules(ports.rules())) {
    const failure = await pollRule(ports, rule);
    if (failure !== null) return failure;
  }
  return null;
}

async function pollRule(ports: RelationPorts, rule: RelationRule): Promise<GatewayFailure | null> {
  const source = `relations:rows:${rule.key}`;
  const now = ports.clock.now();
  const stored = await read<Position>(ports, source);
  // The first audit looks at what there was before.
  let at: Position =
    stored === null ? { since: now, until: now, page: null } : stored.page === null ? { since: stored.until - overlapMs, until: now, page: null } : stored;
  for (;;) {
    const answer = await ports.salesforce.changed(tableOf(rule), at.since, at.until, at.page);
    if (!answer.ok) return answer.failure;
    const refs = answer.value.rows.map(({ from }): RecordRef => ({ side: 'salesforce', object: rule.salesforce.object, id: from }));
    if (rule.kind === 'junction') await touchRecords(ports, [rule], refs);
    else await touchMoved(ports, rule, answer.value.rows);
    at = answer.value.next === null ? { since: at.until, until: at.until, page: null } : { ...at, page: answer.value.next };
    await write(ports, source, at);
    if (answer.value.next === null) return null;
  }
}

/** Of records that changed, those whose lookup is not where it was when last seen: most edits are about something else. */
async function touchMoved(ports: RelationPorts, rule: RelationRule, rows: readonly { readonly from: string; readonly to: string | null }[]): Promise<void> {
  if (rows.length === 0) return;
  const links = await ports.store.linksOf(
    ports.connection,
    rows.map(({ from }) => ({ side: 'salesforce', object: rule.salesforce.object, id: from })),
  );
  const found = rows.flatMap(({ to }, at) => {
    const link = links[at] ?? null;
    return link === null || link.mapping !== rule.from ? [] : [{ key: unitKey(rule.key, link.id), to }];
  });
  const units = await readUnits(
    ports,
    found.map(({ key }) => key),
  );
  await touch(
    ports,
    found.filter(({ key, to }) => units.get(key)?.body.pointsTo !== to).map(({ key }) => key),
  );
}

/**
 * A page of the walk over all sets: every one is looked at now and then, and all of them once other rules are in force. Answers whether the
 * walk goes on.
 */
export async function auditPage(ports: RelationPorts, auditEveryMs: number): Promise<boolean> {
  const rules = ports.rules();
  const served = servedRules(rules);
  if (served.length === 0) return false;
  const source = 'relations:audit';
  const now = ports.clock.now();
  const stored = await read<Round>(ports, source);
  const isFresh = stored !== null && stored.version === rules.version && (!stored.isDone || now - stored.startedAt < auditEveryMs);
  const round: Round = isFresh ? stored : { version: rules.version, startedAt: now, after: null, rule: 0, isDone: false };
  if (round.isDone) return false;
  const rule = served[round.rule];
  if (rule === undefined) {
    await write(ports, source, { ...round, isDone: true });
    return false;
  }
  const page = await ports.store.listLinks(ports.connection, { mapping: rule.from, limit: linksPage, ...(round.after === null ? {} : { after: round.after }) });
  const whole = page.items.filter(({ salesforce, hubspot, state }) => salesforce !== null && hubspot !== null && state === 'active');
  await touch(
    ports,
    whole.map(({ id }) => unitKey(rule.key, id as LinkId)),
  );
  await write(ports, source, page.next === null ? { ...round, after: null, rule: round.rule + 1 } : { ...round, after: page.next });
  return true;
}
