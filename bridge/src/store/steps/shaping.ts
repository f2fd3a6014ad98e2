import type { ConnectionId, Instant, Link, LinkId, RecordRef, Subject } from '../../domain/model.ts';
import { isTaken } from '../due.ts';
import type { Wish } from '../due.ts';
import { currentEnds, endKey, linkSubject, recordSubject } from '../keys.ts';
import { endOwners, identities, keyOwners, putEnds, putLinks, removeEnds, removeUnlinked, updateBodies } from '../sql/links.sql.ts';
import { RetryNeeded, askFor, numberIn, textIn, textOrNullIn } from '../sql/step.ts';
import type { Steps } from '../sql/step.ts';
import { moveWaiting } from './moves.ts';
import { lockSubjects } from './slate.ts';
import type { Slate } from './slate.ts';

type Identity = { readonly mapping: string; readonly key: string; readonly ends: readonly string[] };
type End = { readonly linkId: string; readonly isCurrent: boolean };

const endsOf = (link: Link) => ({
  salesforce_end:
    currentEnds(link)
      .filter((ref) => ref.side === 'salesforce')
      .map(endKey)[0] ?? null,
  hubspot_end:
    currentEnds(link)
      .filter((ref) => ref.side === 'hubspot')
      .map(endKey)[0] ?? null,
});

/** What the unique parts of links look like to one transaction, and what it changes of them. */
export const createShaping = (slate: Slate, now: Instant) => {
  const known = new Map<string, Identity>();
  const keys = new Map<string, string>();
  const ends = new Map<string, End>();
  const links = new Map<LinkId, { readonly link: Link; readonly isShaped: boolean }>();
  const written = new Map<string, End>();
  /** Ends given up, with the link that did; another link of the batch may take them. */
  const freed = new Map<string, LinkId>();
  const moves = new Map<Subject, Subject>();
  const created: string[] = [];

  const isPlain = ({ link, holder, formerRefs }: Wish): boolean => {
    const identity = known.get(link.id);
    const wanted = currentEnds(link).map(endKey);
    return (
      identity !== undefined &&
      identity.key === link.key &&
      identity.mapping === link.mapping &&
      formerRefs.length === 0 &&
      slate.claimedAs(holder)?.subject === linkSubject(link.id) &&
      identity.ends.length === wanted.length &&
      wanted.every((key) => identity.ends.includes(key))
    );
  };
  const isOthers = (wish: Wish): boolean =>
    isTaken(wish, {
      keyOwner: (key) => keys.get(key),
      endOwner: (key) => ends.get(key)?.linkId,
      claimOn: (subject) => slate.rows.get(subject)?.claim ?? null,
      worker: slate.claimedAs(wish.holder)?.claim?.lease.worker,
    });
  const setEnd = (link: Link, ref: RecordRef, options: { readonly isCurrent: boolean; readonly holder: Subject }): void => {
    const key = endKey(ref);
    const before = ends.get(key);
    if (freed.get(key) === link.id) freed.delete(key);
    if (before?.linkId === link.id && before.isCurrent === options.isCurrent) return;
    const end = { linkId: link.id, isCurrent: options.isCurrent };
    ends.set(key, end);
    written.set(key, end);
    const from = recordSubject(ref);
    moves.set(from, linkSubject(link.id));
    slate.move(from, linkSubject(link.id), { keepsClaim: from === options.holder, now });
  };
  const shape = ({ link, holder, formerRefs }: Wish): void => {
    const before = known.get(link.id);
    const current = currentEnds(link);
    const currentKeys = new Set(current.map(endKey));
    for (const key of before?.ends ?? []) {
      if (currentKeys.has(key)) continue;
      ends.delete(key);
      written.delete(key);
      freed.set(key, link.id);
    }
    for (const ref of current) setEnd(link, ref, { isCurrent: true, holder });
    for (const ref of formerRefs) {
      const owner = ends.get(endKey(ref))?.linkId ?? link.id;
      if (!currentKeys.has(endKey(ref)) && owner === link.id) setEnd(link, ref, { isCurrent: false, holder });
    }
    const self = slate.claimedAs(holder);
    if (self !== null && self.subject !== linkSubject(link.id)) {
      moves.set(self.subject, linkSubject(link.id));
      slate.move(self.subject, linkSubject(link.id), { keepsClaim: true, now });
    }
    if (before === undefined) created.push(link.mapping);
    if (before !== undefined) keys.delete(before.key);
    keys.set(link.key, link.id);
    known.set(link.id, { mapping: link.mapping, key: link.key, ends: [...currentKeys] });
  };
  return {
    known,
    keys,
    ends,
    links,
    written,
    freed,
    moves,
    created,
    isPlain,
    /** Takes the link as it is now, unless it is another's. */
    take(wish: Wish): boolean {
      const isShaped = !isPlain(wish);
      if (isShaped && isOthers(wish)) return false;
      if (isShaped) shape(wish);
      links.set(wish.link.id, { link: wish.link, isShaped: isShaped || links.get(wish.link.id)?.isShaped === true });
      return true;
    },
  };
};

export type Shaping = ReturnType<typeof createShaping>;

/** Reads and locks what deciding about these links needs. Links that keep key and ends need one look, others four. */
export const loadShaping = function* (
  shaping: Shaping,
  context: { readonly connection: ConnectionId; readonly slate: Slate; readonly wishes: readonly Wish[] },
): Steps<void> {
  const { connection, slate, wishes } = context;
  for (const row of yield* askFor(
    identities,
    wishes.map(({ link }) => link.id),
    connection,
  )) {
    const ends = [textOrNullIn(row, 'salesforce_end'), textOrNullIn(row, 'hubspot_end')].filter((end) => end !== null);
    shaping.known.set(textIn(row, 'id'), { mapping: textIn(row, 'mapping'), key: textIn(row, 'link_key'), ends });
  }
  const shaped = wishes.filter((wish) => !shaping.isPlain(wish));
  const refs = shaped.flatMap(({ link, formerRefs }) => [...currentEnds(link), ...formerRefs]);
  // A notice of one of these records may be on its way into the inbox: it is let in first, or finds the link.
  yield* lockSubjects(slate, connection, [...shaped.map(({ link }) => linkSubject(link.id)), ...refs.map(recordSubject)]);
  for (const row of yield* askFor(
    keyOwners,
    shaped.map(({ link }) => link.key),
    connection,
  ))
    shaping.keys.set(textIn(row, 'link_key'), textIn(row, 'id'));
  for (const row of yield* askFor(endOwners, refs.map(endKey), connection)) {
    shaping.ends.set(textIn(row, 'end_key'), { linkId: textIn(row, 'link_id'), isCurrent: numberIn(row, 'is_current') === 1 });
  }
};

/** Writes links, their ends, and moves what waited for their records. */
export const writeShaping = function* (shaping: Shaping, connection: ConnectionId): Steps<void> {
  const links = [...shaping.links.values()];
  const bodies = links.filter(({ isShaped }) => !isShaped).map(({ link }) => [link.id, JSON.stringify(link)] as const);
  const whole = links
    .filter(({ isShaped }) => isShaped)
    .map(({ link }) => ({ id: link.id, mapping: link.mapping, link_key: link.key, ...endsOf(link), body: JSON.stringify(link) }));
  yield* askFor(
    updateBodies,
    bodies.map(([id]) => id),
    connection,
    JSON.stringify(Object.fromEntries(bodies)),
  );
  yield* askFor(putLinks, whole, connection);
  yield* askFor(removeEnds, [...shaping.freed.keys()], connection);
  const ends = [...shaping.written].map(([end_key, { linkId, isCurrent }]) => ({ end_key, link_id: linkId, is_current: isCurrent ? 1 : 0 }));
  const stored = yield* askFor(putEnds, ends, connection);
  if (stored.length < ends.length) throw new RetryNeeded('another transaction took a record end first');
  const linked = new Set([...shaping.written.keys(), ...links.flatMap(({ link }) => currentEnds(link).map(endKey))]);
  yield* askFor(removeUnlinked, [...linked], connection);
  if (shaping.moves.size > 0) yield* moveWaiting(connection, shaping.moves);
};
