/** What is left of the org's allowances: the day's event deliveries, and space for records. Source: REST API Developer Guide, "Limits"; Platform Events Developer Guide, "Allocations". */
import type { CallResult } from './faults.ts';
import type { Session } from './session.ts';

type Limits = Readonly<Record<string, { readonly Max?: number; readonly Remaining?: number } | undefined>>;

async function allowanceOf(session: Session, name: string, timeoutMs: number): Promise<CallResult<{ readonly max: number; readonly left: number } | null>> {
  const answer = await session.call<Limits>({ name: 'limits', method: 'GET', path: '/limits', timeoutMs });
  if (!answer.ok) return answer;
  const { Max: max, Remaining: left } = answer.value[name] ?? {};
  return { ok: true, value: max === undefined || left === undefined || max <= 0 ? null : { max, left } };
}

/** Space for records in MB; null where the org does not say. One API call. */
export async function dataStorage(session: Session, timeoutMs: number): Promise<CallResult<{ readonly maxMb: number; readonly leftMb: number } | null>> {
  const found = await allowanceOf(session, 'DataStorageMB', timeoutMs);
  if (!found.ok) return found;
  return { ok: true, value: found.value === null ? null : { maxMb: found.value.max, leftMb: found.value.left } };
}

/** 0 to 1; null where the org has no events, or an allocation without a bound. One API call. */
export async function eventsLeft(session: Session, timeoutMs: number): Promise<CallResult<number | null>> {
  const found = await allowanceOf(session, 'DailyDeliveredPlatformEvents', timeoutMs);
  if (!found.ok) return found;
  return { ok: true, value: found.value === null ? null : found.value.left / found.value.max };
}
