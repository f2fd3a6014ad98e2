/** What is left of the day's event deliveries, from the org's limits. Source: REST API Developer Guide, "Limits"; Platform Events Developer Guide, "Allocations". */
import type { CallResult } from './faults.ts';
import type { Session } from './session.ts';

type Limits = Readonly<Record<string, { readonly Max?: number; readonly Remaining?: number } | undefined>>;

/** 0 to 1; null where the org has no events, or an allocation without a bound. One API call. */
export async function eventsLeft(session: Session, timeoutMs: number): Promise<CallResult<number | null>> {
  const answer = await session.call<Limits>({ name: 'limits', method: 'GET', path: '/limits', timeoutMs });
  if (!answer.ok) return answer;
  const { Max: most, Remaining: left } = answer.value['DailyDeliveredPlatformEvents'] ?? {};
  return { ok: true, value: most === undefined || left === undefined || most <= 0 ? null : left / most };
}
