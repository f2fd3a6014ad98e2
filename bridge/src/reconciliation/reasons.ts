/** Why a record that one side counts is not counted by the other: told from what the engine already knows. Reads the store, never a platform. */
import { erasedKeyMark, rulesFor, scopeFields } from '../domain/index.ts';
import type { ConnectionId, FieldRule, Fingerprinter, Link, ObjectMapping, RecordRef, Side, Subject } from '../domain/index.ts';
import { linkSubjectOf, recordSubjectOf, restingReason } from '../engine/index.ts';
import type { Store } from '../engine/index.ts';
import { isWhole } from '../backfill/index.ts';
import type { Verdict } from '../backfill/index.ts';
import { bucketOf } from './buckets.ts';
import { stageRule } from './definition.ts';
import type { Definition } from './model.ts';

export type ReasonPorts = { readonly connection: ConnectionId; readonly store: Store; readonly fingerprint: Fingerprinter };

/** The bucket of a counted record that stands alone: without a link, with one that is not whole, or as the former end of one. */
export async function aloneBucket(
  { connection, store, fingerprint }: ReasonPorts,
  { ref, link, isDue }: { readonly ref: RecordRef; readonly link: Link | null; readonly isDue: boolean },
): Promise<string> {
  const in_ = (code: string, detail?: string): string => bucketOf(ref.side, code, detail);
  if (link !== null) {
    if (link.state === 'deleted') return in_('unlinked');
    if (isWhole(link)) return in_(link[ref.side]?.id === ref.id ? 'moving' : 'former');
    const code = await issueCode({ connection, store }, linkSubjectOf(link));
    return code === null ? in_('queue') : in_('issue', code);
  }
  const why = await store.unlinkedOf(connection, ref);
  switch (why?.code) {
    case undefined:
      return in_(isDue ? 'queue' : 'unseen');
    case 'out-of-scope':
      return in_('out-of-scope', why?.explanation);
    case 'issue':
      return in_('issue', (await issueCode({ connection, store }, recordSubjectOf(ref))) ?? undefined);
    case 'review': {
      const marks = (await store.matchKeysOf(connection, [ref])).map((key) => erasedKeyMark(fingerprint, key));
      return in_(marks.length > 0 && (await store.erasedAmong(connection, marks)).size > 0 ? 'erased' : 'review');
    }
    case 'deleted':
      return in_('unlinked');
    case 'waiting':
      return in_('waiting', why?.explanation);
    case 'duplicate':
      return in_('duplicate');
  }
}

export type Mismatch = {
  readonly link: Link;
  /** The side that counts its record. */
  readonly only: Side;
  readonly mapping: ObjectMapping;
  readonly definition: Definition;
  readonly isDue: boolean;
  /** Whether the other end is there. */
  readonly isThere: boolean;
  /** What the other end would have to be to count, in words; null where it is HubSpot's or gone. */
  readonly failed: string | null;
  /** What a look at the pair would do; null where the pair rests. */
  readonly verdict: Verdict | null;
};

/** The bucket of a pair of which one side counts its record and the other does not. */
export async function pairBucket(ports: Pick<ReasonPorts, 'connection' | 'store'>, mismatch: Mismatch): Promise<string> {
  const { link, only, mapping, definition, isDue, isThere, failed, verdict } = mismatch;
  if (isDue) return bucketOf(only, 'queue');
  if (!isThere) return bucketOf(only, 'gone');
  if (link.state === 'out-of-scope') return bucketOf(only, 'left-scope', (await restingReason(ports.store, ports.connection, link))?.explanation);
  const code = await issueCode(ports, linkSubjectOf(link));
  if (code !== null) return bucketOf(only, 'issue', code);
  const object = link.salesforce?.object ?? '';
  const carriers = carriersOf(mapping, definition, object);
  if (carriers.length === 0) return bucketOf(only, 'not-carried', only === 'hubspot' ? object : 'HubSpot');
  const other = only === 'hubspot' ? 'salesforce' : 'hubspot';
  const owed = verdict?.writes.filter(({ side }) => side === other).flatMap(({ fields }) => fields) ?? [];
  if (carriers.some((rule) => owed.includes(other === 'salesforce' ? rule.salesforceField : rule.hubspotProperty))) return bucketOf(only, 'owed');
  const drift = carriers.map(({ key }) => verdict?.left[key] ?? link.baseline[key]?.drift).find((reason) => reason !== undefined);
  if (drift !== undefined) return bucketOf(only, 'kept', drift);
  return bucketOf(only, 'differs', failed ?? undefined);
}

/** Field rules that carry what one definition asks for to what the other asks for. */
function carriersOf(mapping: ObjectMapping, { hubspot, salesforce }: Definition, object: string): readonly FieldRule[] {
  const [left, right] = [scopeFields(salesforce[object] ?? null), scopeFields(hubspot)];
  const stage = stageRule(mapping, object);
  const isAsked = (rule: FieldRule): boolean => left.includes(rule.salesforceField) && (right.includes(rule.hubspotProperty) || rule === stage);
  return rulesFor(mapping, object).filter(isAsked);
}

async function issueCode({ connection, store }: Pick<ReasonPorts, 'connection' | 'store'>, subject: Subject): Promise<string | null> {
  const { items } = await store.issues(connection, { open: true, subject, limit: 1 });
  return items[0]?.code ?? null;
}
