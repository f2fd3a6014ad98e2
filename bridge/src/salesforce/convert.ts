/** Lead conversion through the package's Apex REST: the REST API itself has no resource for it (quirks.md). */
import type { Clock, ConversionOutcome, LeadConversion, WriteFault } from '../engine/ports.ts';
import { pauseOf } from './faults.ts';
import type { CallFailure } from './faults.ts';
import { chunksOf } from './records.ts';
import type { Session } from './session.ts';

export type ConvertContext = {
  readonly session: Session;
  readonly clock: Clock;
  /** Package namespace; null where the source was deployed. */
  readonly namespace: string | null;
  readonly writeTimeoutMs: number;
};

/** The package's limit, and the platform's for one call of Database.convertLead. */
const leadsMax = 100;
const retryMs = 2_000;

type Result = {
  readonly success?: boolean;
  readonly contactId?: string | null;
  readonly accountId?: string | null;
  readonly code?: string | null;
  readonly message?: string | null;
};

/** One outcome per request, in order. A conversion whose answer is lost is open: asked again, it answers with what the lead became. */
export async function convertLeads(context: ConvertContext, requests: readonly LeadConversion[]): Promise<readonly ConversionOutcome[]> {
  const outcomes: ConversionOutcome[] = [];
  for (const chunk of chunksOf(requests, leadsMax)) outcomes.push(...(await convertChunk(context, chunk)));
  return outcomes;
}

async function convertChunk(
  { session, clock, namespace, writeTimeoutMs }: ConvertContext,
  chunk: readonly LeadConversion[],
): Promise<readonly ConversionOutcome[]> {
  const answer = await session.call<{ readonly results?: readonly Result[] }>({
    name: 'convert',
    method: 'POST',
    path: `/services/apexrest/${namespace === null ? '' : `${namespace}/`}fieldwise/v1/leads/convert`,
    timeoutMs: writeTimeoutMs,
    body: {
      leads: chunk.map(({ leadId, status, accountId, ownerId }) => ({ leadId, convertedStatus: status, accountId, ownerId, createOpportunity: false })),
    },
  });
  const now = clock.now();
  if (!answer.ok) return chunk.map(() => ofFailure(answer.failure, now));
  return chunk.map((_, index) => ofResult(answer.value.results?.[index], now));
}

function ofFailure(failure: CallFailure, now: number): ConversionOutcome {
  const { fault, retryAt } = failure;
  // Asked again, a conversion that landed after all answers so; only what Salesforce refused for good is refused.
  if (failure.kind === 'permanent') return { kind: 'rejected', fault };
  return { kind: 'open', fault, retryAt: retryAt ?? now + retryMs };
}

function ofResult(result: Result | undefined, now: number): ConversionOutcome {
  if (result?.success === true && typeof result.contactId === 'string') return { kind: 'ok', contactId: result.contactId, accountId: result.accountId ?? null };
  const fault: WriteFault = { code: result?.code ?? 'UNKNOWN_EXCEPTION', message: result?.message ?? '', fields: [], existingId: null };
  const pause = pauseOf(fault.code);
  return pause === null ? { kind: 'rejected', fault } : { kind: 'open', fault, retryAt: now + pause };
}
