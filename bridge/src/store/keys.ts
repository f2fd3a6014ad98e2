import type { Change, Lane, Link, LinkId, RecordRef, Subject } from '../domain/model.ts';

/** Most urgent first; a lane is stored as its place in this list. */
export const LANES = ['consent', 'handoff', 'normal', 'backfill'] as const satisfies readonly Lane[];

/** The stored form of a lane, 0 is the most urgent. */
export const rankOf = (lane: Lane): number => LANES.indexOf(lane);

/** The lane a stored rank stands for; ranks outside the list fall back to the least urgent. */
export const laneOf = (rank: number): Lane => LANES[rank] ?? 'backfill';

/** Queue key of a record that has no link. */
export const recordSubject = (ref: RecordRef): Subject => `record:${ref.side}:${ref.object}:${ref.id}` as Subject;

/** Queue key of a link: its id, read as a subject. */
export const linkSubject = (id: LinkId): Subject => id as string as Subject;

/** The link a subject stands for, if it does not name a record. */
export const linkIdOf = (subject: Subject): LinkId => subject as string as LinkId;

/** Whether a subject names a record rather than a link. */
export const isRecordSubject = (subject: string): boolean => subject.startsWith('record:');

/**
 * The order in which every transaction locks subjects: records, then links, each by text. Linking holds a record and reaches
 * for its link; taking them the other way round would deadlock with it.
 */
export const inLockOrder = (left: string, right: string): number =>
  Number(isRecordSubject(right)) - Number(isRecordSubject(left)) || (left < right ? -1 : Number(left > right));

/** The record a `record:` subject names; null for a link's subject. Ids hold no colon, object names may. */
export const refOfSubject = (subject: string): RecordRef | null => {
  const match = /^record:(salesforce|hubspot):(.+):([^:]+)$/.exec(subject);
  if (match === null) return null;
  const [, side, object, id] = match;
  return side !== undefined && object !== undefined && id !== undefined ? { side: side === 'hubspot' ? 'hubspot' : 'salesforce', object, id } : null;
};

/**
 * Under which key a record end is unique within a connection. A Salesforce id is unique across objects of the org, so the
 * object does not count; a HubSpot id is only unique within its object type, so it does.
 */
export const endKey = (ref: RecordRef): string => (ref.side === 'salesforce' ? `salesforce:${ref.id}` : `hubspot:${ref.object.toLowerCase()}:${ref.id}`);

/** A pair of records as one key, whatever their order. */
export const pairKeys = ([one, other]: readonly [RecordRef, RecordRef]): readonly [string, string] => {
  const [left, right] = [endKey(one), endKey(other)];
  return left < right ? [left, right] : [right, left];
};

/** The ends a link has now, at most one per side. */
export const currentEnds = (link: Link): readonly RecordRef[] => [
  ...(link.salesforce === null ? [] : [{ side: 'salesforce' as const, object: link.salesforce.object, id: link.salesforce.id }]),
  ...(link.hubspot === null ? [] : [{ side: 'hubspot' as const, object: link.hubspot.object, id: link.hubspot.id }]),
];

/** Keeps the first change of each event id. */
export const withoutRepeats = (changes: readonly Change[]): readonly Change[] =>
  [...new Map([...changes].reverse().map((change) => [change.eventId, change])).values()].reverse();

/** The record an end key stands for. A Salesforce end key does not name its object, and needs none to be told. */
export const refOfEnd = (key: string): RecordRef => {
  const [side = '', ...rest] = key.split(':');
  const id = rest.at(-1) ?? '';
  return side === 'hubspot' ? { side: 'hubspot', object: rest.slice(0, -1).join(':'), id } : { side: 'salesforce', object: '', id };
};
