/** Queue keys and link identities. */
import type { Link, LinkId, RecordRef, Subject } from '../../domain/model.ts';

/** The queue key of a link is its id. */
export function linkSubjectOf(link: Pick<Link, 'id'>): Subject {
  return link.id as string as Subject;
}

/** The queue key of a record without link. */
export function recordSubjectOf(ref: RecordRef): Subject {
  return `record:${ref.side}:${ref.object}:${ref.id}` as Subject;
}

/** The record a `record:` subject names; null for a link's subject. */
export function recordOf(subject: Subject): RecordRef | null {
  const match = /^record:(salesforce|hubspot):(.+):([^:]+)$/.exec(subject);
  if (match === null) return null;
  const [, side, object = '', id = ''] = match;
  return { side: side === 'hubspot' ? 'hubspot' : 'salesforce', object, id };
}

/** The key both ends carry, derived from the first record seen, so that a rebuilt bridge derives it again. */
export function keyFor(ref: RecordRef): string {
  return ref.side === 'salesforce' ? `sf-${ref.id}` : `hs-${ref.object}-${ref.id}`;
}

/** The link's id: its mapping and key, so that two workers can never make two links of one record. */
export function linkIdFor(mapping: string, key: string): LinkId {
  return `${mapping}:${key}` as LinkId;
}
