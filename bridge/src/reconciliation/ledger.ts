/** The handoff ledger: of every person HubSpot counted, when it was counted, handed over, received, and accepted or refused by sales. */
import { inScope, isMadeFromHubSpot } from '../domain/index.ts';
import type { LifecycleStage, Link, RecordRef } from '../domain/index.ts';
import type { DocumentWrite, WireRecord } from '../engine/index.ts';
import type { PhasePorts } from '../backfill/index.ts';
import type { Counting } from './count.ts';
import { stageDates, stageRule, stagesOf } from './definition.ts';
import { LEDGER, ledgerSchema } from './model.ts';
import type { LedgerRow } from './model.ts';

/** A contact as a check met it: with its pair, or alone and why. */
export type Handover = {
  readonly contact: RecordRef;
  readonly values: WireRecord['values'];
  readonly isCounted: boolean;
  readonly link: Link | null;
  readonly record: WireRecord | null;
  readonly reason: string | null;
};
type Judging = Pick<Counting, 'definition' | 'mapping'> & { readonly now: number; readonly wasLead: boolean; readonly before: LedgerRow | null };

/** The rows of some people, as they are to be stored: what was known exactly stays, what is new is added. */
export async function ledgerRows(
  { store, connection }: Pick<PhasePorts, 'store' | 'connection'>,
  counting: Counting,
  handovers: readonly Handover[],
): Promise<readonly DocumentWrite[]> {
  const known = await store.documents(
    connection,
    LEDGER,
    handovers.map(({ contact }) => contact.id),
  );
  const before = new Map(known.map(({ key, body }) => [key, ledgerSchema.parse(JSON.parse(body))]));
  const rows: DocumentWrite[] = [];
  for (const handover of handovers) {
    const earlier = before.get(handover.contact.id) ?? null;
    // A person who never counted was not to be handed over.
    if (earlier === null && !handover.isCounted) continue;
    const isContact = handover.link?.salesforce?.object === 'Contact';
    const wasLead = isContact && (earlier?.state === 'accepted' || (handover.link !== null && (await store.endsOf(connection, handover.link.id)).some(isLead)));
    const row = ledgerRow(handover, { ...counting, now: counting.run.startedAt, wasLead, before: earlier });
    rows.push({ kind: LEDGER, key: handover.contact.id, group: row.state, rank: row.countedAt, body: JSON.stringify(row) });
  }
  return rows;
}

/** How ids of leads begin, in every org; the object of a former end is not stored. */
const isLead = ({ side, object, id }: RecordRef): boolean => side === 'salesforce' && (object === 'Lead' || id.startsWith('00Q'));

/** One person's row. Pure. */
export function ledgerRow({ contact, values, isCounted, link, record, reason }: Handover, judging: Judging): LedgerRow {
  const { before, now } = judging;
  const counted = countedAt(values, judging);
  const salesforce = link?.salesforce ?? null;
  const isMade = link !== null && isMadeFromHubSpot(link.key);
  const decided = salesforce === null || link === null ? null : decision({ values, record, link }, judging);
  const state =
    salesforce === null || record === null ? (before === null || before.receivedAt === null ? 'not-handed' : before.state) : (decided?.state ?? 'received');
  const isSame = before !== null && before.state === state;
  return {
    hubspot: contact,
    salesforce: salesforce === null ? (before?.salesforce ?? null) : { side: 'salesforce', ...salesforce },
    state,
    reason: state === 'not-handed' ? reason : null,
    isCounted,
    ...counted,
    handedAt: before?.handedAt ?? link?.createdAt ?? null,
    handedBy: before?.handedBy ?? (link === null ? null : isMade ? 'made' : 'found'),
    receivedAt: before?.receivedAt ?? (link === null ? null : receivedAt(link, record, isMade)),
    // The first time it was met in this state is the closest; an exact one replaces it.
    decidedAt: isSame && before.decidedAt !== null && decided?.decidedBy !== 'exact' ? before.decidedAt : (decided?.decidedAt ?? null),
    decidedBy: isSame && before.decidedBy !== null && decided?.decidedBy !== 'exact' ? before.decidedBy : (decided?.decidedBy ?? null),
    seenAt: now,
  };
}

function countedAt(values: WireRecord['values'], { definition, before, now }: Judging): Pick<LedgerRow, 'countedAt' | 'countedBy'> {
  const times = stageDates(stagesOf(definition.hubspot) ?? []).flatMap((property) => instantIn(values[property]) ?? []);
  if (times.length > 0) return { countedAt: Math.min(...times), countedBy: 'stage' };
  return before === null ? { countedAt: now, countedBy: 'seen' } : { countedAt: before.countedAt, countedBy: before.countedBy };
}

/** A record made for the person is received when Salesforce says it was created; one that was there, when it was linked. */
function receivedAt(link: Link, record: WireRecord | null, isMade: boolean): number {
  const created = instantIn(record?.values['CreatedDate']);
  return isMade && record?.object === 'Lead' && created !== null ? created : link.createdAt;
}

type Decided = Pick<LedgerRow, 'decidedAt' | 'decidedBy'> & { readonly state: 'accepted' | 'refused' };

/** Sales accepts by converting the lead, by a status that means so, or by setting a stage only sales may set; it refuses by a status or a stage. */
function decision(
  { values, record, link }: { readonly values: WireRecord['values']; readonly record: WireRecord | null; readonly link: Link },
  judging: Judging,
): Decided | null {
  if (record === null) return null;
  const { definition, mapping, wasLead } = judging;
  const stages: readonly LifecycleStage[] = stageRule(mapping, record.object)?.stages ?? [];
  const stage = stages.find((one) => one.stage === values['lifecyclestage']);
  const stageAt = stage === undefined ? null : instantIn(values[stageDates([stage.stage])[0] ?? '']);
  // A stage the person had when the record was made for them is no answer to it.
  const isAnswer = stageAt === null || stageAt >= link.createdAt || !isMadeFromHubSpot(link.key);
  const byStage = (state: Decided['state']): Decided => ({ state, decidedAt: stageAt ?? record.modifiedAt, decidedBy: stageAt === null ? 'by' : 'exact' });
  const isClosed =
    record.object === 'Lead' &&
    (definition.refused === null
      ? mapping.policies.reengage.closedStatuses.includes(String(record.values['Status'] ?? ''))
      : inScope(definition.refused, record.values).isIn);
  if (isClosed) return { state: 'refused', decidedAt: record.modifiedAt, decidedBy: 'by' };
  if (stage?.kind === 'disqualified' && isAnswer) return byStage('refused');
  if (wasLead || record.convertedTo !== null) {
    const created = record.object === 'Contact' ? instantIn(record.values['CreatedDate']) : null;
    // Converted into a contact that was there before, the moment is not on it.
    const isExact = created !== null && created >= link.createdAt;
    return { state: 'accepted', decidedAt: isExact ? created : record.modifiedAt, decidedBy: isExact ? 'exact' : 'by' };
  }
  if (record.object === 'Lead' && definition.accepted !== null && inScope(definition.accepted, record.values).isIn)
    return { state: 'accepted', decidedAt: record.modifiedAt, decidedBy: 'by' };
  return stage?.owner === 'salesforce' && isAnswer ? byStage('accepted') : null;
}

/** The instant a platform's text or number tells; null when it tells none. */
function instantIn(value: WireRecord['values'][string] | undefined): number | null {
  if (value === null || value === undefined || value === '' || typeof value === 'boolean') return null;
  const at = /^\d+$/.test(String(value)) ? Number(value) : Date.parse(String(value));
  return Number.isFinite(at) ? at : null;
}
