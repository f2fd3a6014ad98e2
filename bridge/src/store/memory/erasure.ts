import { sealErasure } from '../../domain/index.ts';
import type { Erasure, RecordRef, Subject } from '../../domain/model.ts';
import type { ErasureRequest } from '../../engine/ports.ts';
import { isJobKind, withoutRecords } from '../jobs.ts';
import { endKey, linkSubject, recordSubject } from '../keys.ts';
import { namesRecord } from '../naming.ts';
import { frozenCopy } from './frozen.ts';
import type { Tenant } from './tenant.ts';

/** Counts what goes. */
const createTally = () => {
  const removed: Record<string, number> = {};
  const drop = <Key, Row>(name: string, rows: Map<Key, Row>, isGone: (row: Row, key: Key) => boolean): void => {
    for (const [key, row] of rows) if (isGone(row, key) && rows.delete(key)) removed[name] = (removed[name] ?? 0) + 1;
  };
  return { removed, drop };
};

/** As `erase` of the port; `wake` is told of other subjects that named the records. */
export const eraseFrom = (tenant: Tenant, request: ErasureRequest, wake: (subjects: readonly Subject[]) => void): Erasure | null => {
  const { removed, drop } = createTally();
  const linkIds = new Set(request.refs.flatMap((ref) => tenant.ends.get(endKey(ref))?.linkId ?? []));
  const refs: readonly RecordRef[] = [...request.refs, ...[...tenant.ends.values()].filter((end) => linkIds.has(end.linkId)).map((end) => end.ref)];
  const keys = new Set(refs.map(endKey));
  const names = refs.map(namesRecord);
  const isNamed = (text: string): boolean => names.some((isIn) => isIn(text));
  const subjects = new Set<Subject>([...[...linkIds].map(linkSubject), ...refs.map(recordSubject)]);
  const isAbout = (subject: Subject, body: unknown): boolean => subjects.has(subject) || isNamed(JSON.stringify(body));

  for (const id of linkIds) tenant.endsOfLink.delete(id);
  for (const [key, id] of tenant.linkKeys) if (linkIds.has(id)) tenant.linkKeys.delete(key);
  drop('links', tenant.links, (_, id) => linkIds.has(id));
  drop('link_ends', tenant.ends, (end) => linkIds.has(end.linkId));
  drop('unlinked', tenant.unlinked, (_, key) => keys.has(key));
  for (const key of keys) for (const carried of tenant.matchKeysOf.get(key) ?? []) tenant.recordsByKey.get(carried)?.delete(key);
  drop('match_keys', tenant.matchKeysOf, (_, key) => keys.has(key));
  drop('key_claims', tenant.keyClaims, (_, key) => request.matchKeys.includes(key));
  drop('identity_verdicts', tenant.verdicts, ({ refs: pair }) => pair.some((ref) => keys.has(endKey(ref))));
  drop('approvals', tenant.approvals, (row) => linkIds.has(row.linkId) || isNamed(JSON.stringify(row)));
  drop('decisions', tenant.decisions, (row) => linkIds.has(row.linkId) || isNamed(JSON.stringify({ ...row, values: null })));
  drop('documents', tenant.documents, ({ kind, key, group, body }) => !isJobKind(kind) && [key, group, body].some(isNamed));
  for (const [name, row] of tenant.documents) {
    const body = isJobKind(row.kind) ? withoutRecords(row.body, refs) : row.body;
    if (body !== row.body) tenant.documents.set(name, frozenCopy({ ...row, body, version: row.version + 1 }));
  }
  const others = new Set<Subject>();
  const dropFinding = (name: string, rows: Map<string, unknown>, index: Map<Subject, Set<string>>, subjectOf: (key: string) => Subject | undefined): void => {
    for (const [key, row] of [...rows]) {
      const subject = subjectOf(key);
      if (subject === undefined || !isAbout(subject, row)) continue;
      if (!subjects.has(subject)) others.add(subject);
      index.get(subject)?.delete(key);
      rows.delete(key);
      removed[name] = (removed[name] ?? 0) + 1;
    }
    for (const subject of subjects) index.delete(subject);
  };
  dropFinding('issues', tenant.issues, tenant.issuesOf, (key) => tenant.issues.get(key)?.subject);
  dropFinding('reviews', tenant.reviews, tenant.reviewsOf, (key) => tenant.reviews.get(key)?.review.subject);
  for (const [subject, changes] of [...tenant.inbox]) {
    drop('inbox', changes, (change) => subjects.has(subject) || keys.has(endKey(change.ref)));
    if (changes.size === 0) tenant.inbox.delete(subject);
  }
  drop('seen_events', tenant.seen, (_, eventId) => isNamed(eventId));
  for (const subject of subjects) {
    if (tenant.queue.get(subject) === null) continue;
    tenant.queue.remove(subject);
    removed['due'] = (removed['due'] ?? 0) + 1;
  }
  wake([...others]);
  if (request.proof === null) return null;
  const { marks, ...proof } = request.proof;
  const sealed = Object.freeze(sealErasure(tenant.erasures.at(-1) ?? null, { ...proof, at: request.now, removed }));
  tenant.erasures.push(sealed);
  for (const mark of marks) tenant.erasedMarks.set(mark, sealed.number);
  return sealed;
};
