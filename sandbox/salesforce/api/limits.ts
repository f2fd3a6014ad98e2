/** `/limits`: what the org may still do today. */

import type { ApiAnswer, ApiServices } from './call.ts';

type Allowance = { readonly Max: number; readonly Remaining: number };

const allowance = (max: number, used = 0): Allowance => ({ Max: max, Remaining: Math.max(0, max - used) });

/** Allowances nothing in this org consumes; figures of an Enterprise org. */
const UNTOUCHED: Readonly<Record<string, number>> = {
  ConcurrentAsyncGetReportInstances: 200,
  ConcurrentSyncReportRuns: 20,
  DailyAsyncApexExecutions: 250_000,
  DailyDurableStreamingApiEvents: 200_000,
  DailyGenericStreamingApiEvents: 10_000,
  DailyStreamingApiEvents: 200_000,
  DailyWorkflowEmails: 15_000,
  FileStorageMB: 10_240,
  HourlyAsyncReportRuns: 1_200,
  HourlyDashboardRefreshes: 200,
  HourlySyncReportRuns: 500,
  HourlyTimeBasedWorkflow: 1_000,
  MassEmail: 5_000,
  SingleEmail: 5_000,
  StreamingApiConcurrentClients: 1_000,
};

/** The limits resource. Counters that move here: API requests, bulk jobs, data storage, events published and delivered (the last two are missing in an edition without them). */
export function answerLimits(services: ApiServices): ApiAnswer {
  const now = services.org.now();
  const { requests, events, hasEvents, bulk } = services;
  const { published, storage } = { published: services.published(), storage: services.storage() };
  const body: Record<string, Allowance> = {
    DailyApiRequests: allowance(requests.max, requests.used(now)),
    DailyBulkApiBatches: allowance(bulk.maxBatches, bulk.usage(now).batches),
    DailyBulkV2QueryJobs: allowance(bulk.maxQueryJobs, bulk.usage(now).queries),
    DataStorageMB: allowance(storage.maxMb, Math.ceil(storage.usedMb)),
  };
  if (hasEvents())
    Object.assign(body, {
      DailyDeliveredPlatformEvents: allowance(events.maxDelivered, events.delivered(now)),
      HourlyPublishedPlatformEvents: allowance(published.max, published.used),
      MonthlyPlatformEventsUsageEntitlement: allowance(events.maxMonthly, events.deliveredInMonth(now)),
    });
  for (const [name, max] of Object.entries(UNTOUCHED)) body[name] = allowance(max);
  return { status: 200, body: Object.fromEntries(Object.entries(body).sort(([left], [right]) => (left < right ? -1 : 1))) };
}

/** The `Sforce-Limit-Info` header of every counted answer. */
export const limitInfo = (services: ApiServices): string => `api-usage=${services.requests.used(services.org.now())}/${services.requests.max}`;
