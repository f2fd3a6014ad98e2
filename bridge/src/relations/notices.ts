/** What makes a set due: rows, lookups and associations that changed, and records that became linked. */
import type { Change, Link, RecordRef, RelationRule } from '../domain/model.ts';
import { servedRules, tableOf } from './place.ts';
import type { RelationPorts } from './ports.ts';
import { readUnits, touch, unitKey } from './units.ts';
import type { Waits } from './waits.ts';

type NoticePorts = Pick<RelationPorts, 'store' | 'connection' | 'clock' | 'rules' | 'salesforce' | 'journal'>;

/** Whether a change is about a row of a junction object, which no pass has a mapping for. */
export function isRowChange(rules: readonly RelationRule[], { ref }: Change): boolean {
  return ref.side === 'salesforce' && rules.some(({ kind, salesforce }) => kind === 'junction' && salesforce.object === ref.object);
}

/** Whether a change may move a relation: told of an association, or of the lookup itself. */
export function isRelating(rules: readonly RelationRule[], change: Change): boolean {
  if (change.kind === 'associate') return true;
  return rules.some(({ kind, salesforce }) => kind === 'lookup' && change.ref.object === salesforce.object && salesforce.toField in change.fields);
}

/** The records at the `from` end that changes are about; far ends come by the other end of an association, rows by what they name. */
export async function hear(ports: NoticePorts, changes: readonly Change[]): Promise<void> {
  const rules = servedRules(ports.rules());
  const refs: RecordRef[] = [];
  for (const change of changes) {
    refs.push(change.ref);
    if (change.associated !== undefined) refs.push(change.associated);
  }
  const rowIds = new Map<RelationRule, string[]>();
  for (const change of changes)
    for (const rule of rules)
      if (rule.kind === 'junction' && change.ref.side === 'salesforce' && rule.salesforce.object === change.ref.object)
        rowIds.set(rule, [...(rowIds.get(rule) ?? []), change.ref.id]);
  for (const [rule, ids] of rowIds) {
    const from = await ports.salesforce.fromOf(tableOf(rule), ids);
    // Not answered now: the poll meets the rows again.
    if (from.ok) refs.push(...from.value.map((id): RecordRef => ({ side: 'salesforce', object: '', id })));
    else ports.journal.event('relations.rows.unread', { connection: ports.connection, code: from.failure.code });
  }
  await touchRecords(ports, rules, refs);
}

/** Makes the sets of these records due, by the rules whose `from` end they are. */
export async function touchRecords(
  ports: Pick<RelationPorts, 'store' | 'connection' | 'clock'>,
  rules: readonly RelationRule[],
  refs: readonly RecordRef[],
): Promise<number> {
  if (refs.length === 0) return 0;
  const links = await ports.store.linksOf(ports.connection, refs);
  const keys = links.flatMap((link) => (link === null ? [] : unitsOf(rules, link)));
  await touch(ports, keys);
  return keys.length;
}

const unitsOf = (rules: readonly RelationRule[], link: Link): readonly string[] =>
  rules.filter(({ from }) => from === link.mapping).map(({ key }) => unitKey(key, link.id));

/** Links a pass recorded: sets nobody has looked at yet, and those that wait for one of the records. */
export async function meetLinks(ports: NoticePorts, waits: Waits, links: readonly Link[]): Promise<void> {
  const rules = servedRules(ports.rules());
  const whole = links.filter(({ salesforce, hubspot, state }) => salesforce !== null && hubspot !== null && state === 'active');
  const own = whole.flatMap((link) => unitsOf(rules, link));
  const known = await readUnits(ports, own);
  const ends = whole.flatMap(({ salesforce, hubspot }): readonly RecordRef[] => [
    ...(salesforce === null ? [] : [{ side: 'salesforce' as const, ...salesforce }]),
    ...(hubspot === null ? [] : [{ side: 'hubspot' as const, ...hubspot }]),
  ]);
  await touch(ports, [...own.filter((key) => !known.has(key)), ...waits.unitsFor(ends)]);
}
