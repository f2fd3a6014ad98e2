import type { FieldTime } from '../engine/ports.ts';
import type { Calls } from './calls.ts';
import type { CallResult } from './faults.ts';
import { chunksOf, instantOf } from './records.ts';

export type HistoryResult = readonly { readonly id: string; readonly fields: Readonly<Record<string, readonly FieldTime[]>> }[];
type Version = { readonly value: string; readonly timestamp: Date; readonly sourceType: string; readonly sourceId?: string; readonly updatedByUserId?: number };

/** Batch reads with history take half the inputs of plain ones. */
const historyBatchMax = 50;

/** Who wrote it: the app id for apps, `userId:…` for people, else the kind of source. */
function actorOf({ sourceId, updatedByUserId, sourceType }: Version): string | null {
  if (sourceId !== undefined && sourceId !== '') return sourceId;
  return updatedByUserId === undefined ? sourceType : `userId:${String(updatedByUserId)}`;
}

function toFieldTimes(versions: readonly Version[]): readonly FieldTime[] {
  return versions
    .map((version) => ({ at: instantOf(version.timestamp), value: version.value === '' ? null : version.value, actor: actorOf(version) }))
    .toSorted((left, right) => right.at - left.at);
}

/** Property history, newest first. Ids HubSpot no longer knows answer with no fields. */
export async function readHistory(calls: Calls, object: string, ids: readonly string[], fields: readonly string[]): Promise<CallResult<HistoryResult>> {
  const found = new Map<string, Readonly<Record<string, readonly FieldTime[]>>>();
  const unique = [...new Set(ids)];
  const answers = await Promise.all(
    chunksOf(unique, historyBatchMax).map((chunk) => {
      const input = { properties: [], propertiesWithHistory: [...fields], inputs: chunk.map((id) => ({ id })) };
      return calls.read('batch-history', (client) => client.crm.objects.batchApi.read(object, input));
    }),
  );
  for (const answer of answers) {
    if (!answer.ok) return answer;
    for (const { id, propertiesWithHistory } of answer.value.results) {
      found.set(id, Object.fromEntries(Object.entries(propertiesWithHistory ?? {}).map(([name, versions]) => [name, toFieldTimes(versions)])));
    }
  }
  return { ok: true, value: ids.map((id) => ({ id, fields: found.get(id) ?? {} })) };
}
