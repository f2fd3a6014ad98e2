/** Counting people record by record: each record either side counts falls in one bucket, once per run however often it is met. */
import type { Link, ObjectMapping, RecordRef } from '../domain/index.ts';
import { linkSubjectOf, recordSubjectOf } from '../engine/index.ts';
import type { DocumentWrite, GatewayResult, WireRecord } from '../engine/index.ts';
import { groupOf, isWhole, plus, refText } from '../backfill/index.ts';
import type { FoundPage, PhasePorts, Verdict } from '../backfill/index.ts';
import { BOTH, BOTH_AGAIN, roomFor } from './buckets.ts';
import { asksForSegments, countFields, countsInHubSpot, countsInSalesforce } from './definition.ts';
import { ledgerRows } from './ledger.ts';
import type { Handover } from './ledger.ts';
import { ENTRY } from './model.ts';
import type { Definition, Entry, Run } from './model.ts';
import { aloneBucket, pairBucket } from './reasons.ts';

export type Counting = { readonly run: Pick<Run, 'id' | 'startedAt'>; readonly mapping: ObjectMapping; readonly definition: Definition };
export type Counts = Readonly<Record<string, number>>;
export type Counted = { readonly counts: Counts; readonly rows: readonly DocumentWrite[] };
type Read = WireRecord | null;

/** The entries of a page, added to the counts. */
function filed({ run }: Counting, entries: readonly Entry[], before: Counts): Counted {
  let counts: Record<string, number> = { ...before };
  const rows: DocumentWrite[] = [];
  for (const { bucket: wanted, ref, other } of entries) {
    const bucket = roomFor(wanted, counts);
    if (bucket !== BOTH_AGAIN) counts = plus(counts, bucket);
    const body = JSON.stringify({ bucket, ref, other });
    rows.push({ kind: ENTRY, key: entryKey(run, ref), group: groupOf(run, bucket), rank: 0, body });
  }
  return { counts, rows };
}
const entryKey = ({ id }: Pick<Run, 'id'>, ref: RecordRef): string => `${id}:${refText(ref)}`;

// --- pairs -----------------------------------------------------------------------------------------------------------

type Pair = { readonly link: Link; readonly salesforce: Read; readonly hubspot: Read };

/** Some pairs, both ends read: counted by both sides, by one and why, or by none. `verdicts`: of those that were rehearsed, by link. */
export async function countPairs(
  ports: PhasePorts,
  counting: Counting,
  asked: { readonly links: readonly Link[]; readonly verdicts: ReadonlyMap<string, Verdict>; readonly before: Counts },
): Promise<GatewayResult<Counted>> {
  const links = asked.links.filter(isWhole);
  const read = await readPairs(ports, counting, links);
  if (!read.ok) return read;
  const due = await ports.store.dueAmong(ports.connection, links.map(linkSubjectOf));
  const entries: Entry[] = [];
  const handovers: Handover[] = [];
  for (const pair of read.value) {
    const { entries: mine, handover } = await countPair(ports, counting, {
      pair,
      isDue: due.has(linkSubjectOf(pair.link)),
      verdict: asked.verdicts.get(pair.link.id) ?? null,
    });
    entries.push(...mine);
    if (handover !== null) handovers.push(handover);
  }
  const { counts, rows } = filed(counting, entries, asked.before);
  return { ok: true, value: { counts, rows: [...rows, ...(await ledgerRows(ports, counting, handovers))] } };
}

async function countPair(
  ports: PhasePorts,
  { mapping, definition }: Counting,
  { pair, isDue, verdict }: { readonly pair: Pair; readonly isDue: boolean; readonly verdict: Verdict | null },
): Promise<{ readonly entries: readonly Entry[]; readonly handover: Handover | null }> {
  const { link, salesforce, hubspot } = pair;
  if (link.salesforce === null || link.hubspot === null) return { entries: [], handover: null };
  const refs = { salesforce: { side: 'salesforce', ...link.salesforce }, hubspot: { side: 'hubspot', ...link.hubspot } } as const;
  const isInHubSpot = hubspot !== null && countsInHubSpot(definition, hubspot.values);
  const answer = salesforce === null ? null : countsInSalesforce(definition, salesforce);
  const isInSalesforce = answer?.isIn === true;
  const handover: Handover | null =
    hubspot === null ? null : { contact: refs.hubspot, values: hubspot.values, isCounted: isInHubSpot, link, record: salesforce, reason: null };
  if (isInHubSpot && isInSalesforce)
    return {
      entries: [
        { bucket: BOTH, ref: refs.hubspot, other: refs.salesforce },
        { bucket: BOTH_AGAIN, ref: refs.salesforce, other: refs.hubspot },
      ],
      handover,
    };
  if (!isInHubSpot && !isInSalesforce) return { entries: [], handover };
  const only = isInHubSpot ? 'hubspot' : 'salesforce';
  const other = isInHubSpot ? 'salesforce' : 'hubspot';
  const isThere = (isInHubSpot ? salesforce : hubspot) !== null;
  const failed = isInHubSpot && answer?.isIn === false ? answer.failed : null;
  const bucket = await pairBucket(ports, { link, only, mapping, definition, isDue, isThere, failed, verdict });
  return { entries: [{ bucket, ref: refs[only], other: refs[other] }], handover };
}

/** Both ends of each pair as they are now; null for one that is gone. */
async function readPairs(ports: PhasePorts, { mapping, definition }: Counting, links: readonly Link[]): Promise<GatewayResult<readonly Pair[]>> {
  const fields = countFields(definition, mapping, ports.rulebook.schemas);
  const found = new Map<string, WireRecord>();
  for (const side of ['salesforce', 'hubspot'] as const) {
    const ends = Map.groupBy(
      links.flatMap((link) => link[side] ?? []),
      ({ object }) => object,
    );
    for (const [object, ids] of ends) {
      const wanted = side === 'salesforce' ? fields.salesforce(object) : fields.hubspot;
      const read = await ports.gateways[side].read(
        object,
        ids.map(({ id }) => id),
        wanted,
      );
      if (!read.ok) return read;
      for (const [index, one] of read.value.entries()) {
        const id = ids[index]?.id;
        // One that was merged away counts as the record it was merged into, which is met by itself.
        if (id !== undefined && one.kind === 'found') found.set(`${side}:${id}`, one.record);
      }
    }
  }
  const endOf = (link: Link, side: 'salesforce' | 'hubspot'): Read => found.get(`${side}:${link[side]?.id ?? ''}`) ?? null;
  return { ok: true, value: links.map((link) => ({ link, salesforce: endOf(link, 'salesforce'), hubspot: endOf(link, 'hubspot') })) };
}

// --- records ---------------------------------------------------------------------------------------------------------

/** Records of a page that one side counts and no pair stood for: counted alone, with the reason. */
export async function countAlone(
  ports: PhasePorts,
  counting: Counting,
  { page, side, before }: { readonly page: FoundPage; readonly side: RecordRef['side']; readonly before: Counts },
): Promise<GatewayResult<Counted>> {
  const { store, connection } = ports;
  const own = page.refs.filter((ref) => page.mappingOf(ref) === counting.mapping.key);
  const values = await valuesOf(ports, counting, { page, side, refs: own });
  if (!values.ok) return values;
  const isCounted = (ref: RecordRef): boolean => {
    const mine = values.value.get(ref.id);
    if (mine === undefined) return false;
    if (side === 'hubspot') return countsInHubSpot(counting.definition, mine);
    // A sweep tells nothing of converted leads, so what it tells of is none.
    return countsInSalesforce(counting.definition, { object: ref.object, values: mine, convertedTo: null }).isIn;
  };
  const counted = own.filter(isCounted);
  const met = new Set(
    (
      await store.documents(
        connection,
        ENTRY,
        counted.map((ref) => entryKey(counting.run, ref)),
      )
    ).map(({ key }) => key),
  );
  const fresh = counted.filter((ref) => !met.has(entryKey(counting.run, ref)));
  const links = await store.linksOf(connection, fresh);
  const due = await store.dueAmong(connection, fresh.map(recordSubjectOf));
  const entries: Entry[] = [];
  const handovers: Handover[] = [];
  for (const [index, ref] of fresh.entries()) {
    const link = links[index] ?? null;
    const bucket = await aloneBucket(ports, { ref, link, isDue: due.has(recordSubjectOf(ref)) });
    const end = side === 'hubspot' ? link?.salesforce : link?.hubspot;
    entries.push({ bucket, ref, other: end === undefined || end === null ? null : { side: side === 'hubspot' ? 'salesforce' : 'hubspot', ...end } });
    if (side === 'hubspot' && !isWhole(link))
      handovers.push({ contact: ref, values: values.value.get(ref.id) ?? {}, isCounted: true, link: null, record: null, reason: bucket });
  }
  const { counts, rows } = filed(counting, entries, before);
  return { ok: true, value: { counts, rows: [...rows, ...(await ledgerRows(ports, counting, handovers))] } };
}

async function valuesOf(
  { gateways, rulebook }: PhasePorts,
  { definition, mapping }: Counting,
  { page, side, refs }: { readonly page: FoundPage; readonly side: RecordRef['side']; readonly refs: readonly RecordRef[] },
): Promise<GatewayResult<ReadonlyMap<string, WireRecord['values']>>> {
  const told = new Map(
    refs.flatMap((ref) => {
      const values = page.valuesOf(ref);
      return values === null ? [] : [[ref.id, values] as const];
    }),
  );
  if (side === 'salesforce' || !asksForSegments(definition) || refs.length === 0) return { ok: true, value: told };
  const read = await gateways.hubspot.read(
    mapping.hubspotObject,
    refs.map(({ id }) => id),
    countFields(definition, mapping, rulebook.schemas).hubspot,
  );
  if (!read.ok) return read;
  return {
    ok: true,
    value: new Map(
      read.value.flatMap((one, index) => {
        const id = refs[index]?.id;
        return one.kind === 'found' && id !== undefined ? [[id, one.record.values] as const] : [];
      }),
    ),
  };
}
