/**
 * A HubSpot segment that people enter and leave, which the scope of people asks for. Nobody tells of it: only a record's reads show it, and
 * whoever compares the members finds out. It is kept as a value of the contact that no edit touches and no notice carries.
 */
import { inScope, isMadeFromHubSpot, SEGMENTS } from '../../src/domain/index.ts';
import type { Link, ObjectMapping, RecordRef, RuleSet, ScopeFilter } from '../../src/domain/index.ts';
import type { CrmGateway, GatewayResult, SegmentSighting, SegmentSource, Store } from '../../src/engine/index.ts';
import { CONNECTION } from './bridge.ts';
import type { Crm, SimRecord } from './crm.ts';
import type { Wire } from './gateway.ts';
import type { Dice } from './random.ts';
import { REGRESSION_SEEDS } from './seeds.ts';
import type { Time } from './time.ts';

/** One world in five; what a seed once told it goes on telling. */
export const hasSegments = (seed: number): boolean => seed % 5 === 3 && !REGRESSION_SEEDS.includes(seed);

export const SEGMENT = '77';
/** A pass that had read the contact before it left may still write: stalls, calls that land late and processes that die take their time. */
const GRACE_MS = 300_000;
const OBJECT = 'contacts';

/** The rules with the scope of people narrowed to the segment. */
export function withSegmentScope(rules: RuleSet): RuleSet {
  const member = { field: SEGMENTS, op: 'member' as const, values: [SEGMENT] };
  const narrowed = (scope: ScopeFilter | null): ScopeFilter => ({ all: [...(scope !== null && 'all' in scope ? scope.all : []), member] });
  return {
    ...rules,
    mappings: rules.mappings.map((mapping) => (mapping.hubspotObject === OBJECT ? { ...mapping, hubspotScope: narrowed(mapping.hubspotScope) } : mapping)),
  };
}

export type Segments = {
  /** Somebody enters or leaves. */
  readonly act: () => void;
  /** A process's gateway whose reads are noted, and its view of the segment. */
  readonly watched: (gateway: CrmGateway, dice: Dice) => { readonly gateway: CrmGateway; readonly source: SegmentSource };
  readonly landed: Wire['landed'];
  readonly check: (store: Store, rules: RuleSet) => Promise<void>;
};
export type SegmentWorld = {
  readonly hubspot: Crm;
  readonly time: Time;
  readonly dice: Dice;
  readonly isActive: () => boolean;
  readonly mark: (name: string) => void;
  readonly say: (text: () => string) => void;
  readonly problem: (text: string) => void;
};

export function createSegments({ hubspot, time, dice, isActive, mark, say, problem }: SegmentWorld): Segments {
  const leftAt = new Map<string, number>();
  const living = (): readonly SimRecord[] => [...hubspot.records.values()].filter((one) => one.object === OBJECT && !one.isDeleted && one.mergedInto === null);
  const isIn = (record: SimRecord): boolean => record.values[SEGMENTS] === SEGMENT;
  const members = (): ReadonlySet<string> => new Set(living().flatMap((one) => (isIn(one) ? [one.id] : [])));
  const answer = async <T>(throws: Dice, look: () => T): Promise<GatewayResult<T>> => {
    await time.wait(throws.between(20, 80));
    if (isActive() && throws.chance(0.05)) return { ok: false, failure: { kind: 'transient', code: 'HTTP_503', message: '', retryAt: null } };
    return { ok: true, value: look() };
  };
  const checkPair = async (
    store: Store,
    { link, record, mapping }: { readonly link: Link; readonly record: SimRecord; readonly mapping: ObjectMapping },
  ): Promise<void> => {
    if (link.state !== 'active' || !isMadeFromHubSpot(link.key) || link.salesforce === null || inScope(mapping.hubspotScope, record.values).isIn) return;
    const { items } = await store.issues(CONNECTION, { open: true, limit: 1_000 });
    if (!items.some(({ subject }) => subject === (link.id as string))) problem(`${record.id} is out of the segment, and its pair is in step`);
  };
  return {
    act() {
      const all = living();
      const record = all.length === 0 ? undefined : dice.pick(all);
      if (record === undefined || (!isIn(record) && dice.chance(0.1))) return;
      record.values[SEGMENTS] = isIn(record) ? null : SEGMENT;
      if (!isIn(record)) leftAt.set(record.id, time.now());
      mark(isIn(record) ? 'segment-entered' : 'segment-left');
      say(() => `${record.id} ${isIn(record) ? 'enters' : 'leaves'} the segment`);
    },
    watched(gateway, throws) {
      const seen = new Map<string, SegmentSighting>();
      const note = ({ object, id, values }: { readonly object: string; readonly id: string; readonly values: Readonly<Record<string, unknown>> }): void => {
        if (object === OBJECT && SEGMENTS in values) seen.set(id, { object, id, segments: values[SEGMENTS] === SEGMENT ? [SEGMENT] : [] });
      };
      const source: SegmentSource = {
        pageSize: 250,
        all: async () => ({ ok: true, value: [] }),
        sizes: async () => answer(throws, () => new Map([[SEGMENT, members().size]])),
        members: async () => answer(throws, members),
        sightings() {
          const taken = [...seen.values()];
          seen.clear();
          return taken;
        },
      };
      const noting: CrmGateway = {
        ...gateway,
        read: async (...asked) => {
          const read = await gateway.read(...asked);
          if (read.ok) for (const one of read.value) if (one.kind === 'found' || one.kind === 'merged') note(one.record);
          return read;
        },
        find: async (...asked) => {
          const found = await gateway.find(...asked);
          if (found.ok) for (const { records } of found.value) records.forEach(note);
          return found;
        },
      };
      return { gateway: noting, source };
    },
    landed(side, request, readAt) {
      const id = side === 'salesforce' && request.key.startsWith('hs-contacts-') ? request.key.slice('hs-contacts-'.length) : null;
      const contact = id === null ? null : hubspot.resolve(id);
      // A merge makes one of two who may have been in and out.
      if (contact === null || contact.isDeleted || contact.id !== id || contact.values['hs_merged_object_ids'] !== undefined || isIn(contact)) return;
      const since = leftAt.get(contact.id);
      if (since === undefined) problem(`${contact.id} crossed, and was never in the segment`);
      else if (readAt - since > GRACE_MS) problem(`${contact.id} left the segment at +${since}, and its pair was written to long after`);
    },
    async check(store, rules) {
      const mapping = rules.mappings.find(({ hubspotObject }) => hubspotObject === OBJECT);
      for (const record of living()) {
        const ref: RecordRef = { side: 'hubspot', object: OBJECT, id: record.id };
        const unlinked = await store.unlinkedOf(CONNECTION, ref);
        const [link] = await store.linksOf(CONNECTION, [ref]);
        if (mapping === undefined || link === undefined) continue;
        if (link !== null) await checkPair(store, { link, record, mapping });
        if (link !== null || unlinked === null) continue;
        if (inScope(mapping.hubspotScope, record.values).isIn && unlinked.code === 'out-of-scope') problem(`${record.id} is in the segment, and did not cross`);
      }
    },
  };
}

/** When people enter and leave. */
export function planSegments(
  dice: Dice,
  { time, segments, span }: { readonly time: Time; readonly segments: Segments; readonly span: readonly [number, number] },
): void {
  const [from, until] = span;
  for (let count = dice.between(15, 45); count > 0; count -= 1) time.at(from + dice.between(5_000, until - from - 1), segments.act);
  // In the quiet, too, when no process starts anew and nobody touches the record for another reason: then the watch alone can tell.
  for (let count = dice.between(3, 8); count > 0; count -= 1) time.at(until + dice.between(60_000, 1_500_000), segments.act);
}
