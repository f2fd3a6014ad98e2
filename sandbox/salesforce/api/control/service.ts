/** What an admin or the passing of time does to the service: limits, sessions, apps, the event stream. */

import { z } from 'zod';
import type { ControlPlane } from '../../../control/index.ts';
import type { ClientApp } from '../auth/oauth.ts';
import type { TokenStore } from '../auth/tokens.ts';
import type { NamedCredentials } from '../named-credentials.ts';
import type { Outbox } from '../../org/index.ts';
import type { BulkJobs } from '../bulk/jobs.ts';
import type { EventUsage, RequestUsage } from '../usage.ts';
import { parsed } from './person.ts';

/** The part of the Pub/Sub service that can be turned from outside. */
export type StreamControls = {
  readonly settings: { keepAliveMs: number; idleCloseMs: number; publishIdleMs: number; batchMax: number; epoch: number };
  readonly streams: () => number;
  readonly killStreams: () => number;
  /** Makes every replay id given so far invalid. */
  readonly nextEpoch: () => void;
};

export type ServiceControls = {
  readonly now: () => number;
  /** Faults of work after commits: jobs and event triggers. */
  readonly problems: () => readonly string[];
  /** E-mails and notifications Apex sent, and how many addresses it may still write to. */
  readonly outbox: Outbox;
  readonly requests: RequestUsage;
  readonly events: EventUsage;
  readonly published: () => { readonly used: number; readonly max: number };
  readonly bulk: BulkJobs;
  readonly storage: () => { readonly usedMb: number; readonly maxMb: number };
  readonly hasEvents: () => boolean;
  readonly setLimits: (limits: { readonly hourlyPublished?: number; readonly dataStorageMb?: number; readonly platformEvents?: boolean }) => void;
  readonly tokens: TokenStore;
  readonly stream: StreamControls;
  readonly credentials: NamedCredentials;
  /** The apps as the admin has set them; changed in place of the list. */
  readonly apps: { list: readonly ClientApp[] };
};

const count = z.number().int().min(0);
const Limits = z.strictObject({
  dailyApiRequests: count.optional(),
  dailyDeliveredEvents: count.optional(),
  hourlyPublishedEvents: count.optional(),
  dailySingleEmails: count.optional(),
  monthlyEventEntitlement: count.optional(),
  dataStorageMb: z.number().min(0).optional(),
  resetCounters: z.boolean().optional(),
});
const Stream = z.strictObject({
  keepAliveMs: count.min(1).optional(),
  idleCloseMs: count.min(1).optional(),
  publishIdleMs: count.min(1).optional(),
  batchMax: count.min(1).max(100).optional(),
});
const App = z.strictObject({
  clientId: z.string(),
  clientCredentialsEnabled: z.boolean().optional(),
  runAsUserId: z.string().nullable().optional(),
  approvedUserIds: z.array(z.string()).optional(),
});

function limits({ now, requests, events, published, outbox, storage }: ServiceControls): unknown {
  const at = now();
  return {
    dailyApiRequests: { max: requests.max, used: requests.used(at) },
    dailyDeliveredEvents: { max: events.maxDelivered, used: events.delivered(at) },
    hourlyPublishedEvents: published(),
    dailySingleEmails: outbox.usage(),
    monthlyEventEntitlement: { max: events.maxMonthly, used: events.deliveredInMonth(at) },
    dataStorageMb: { max: storage().maxMb, used: storage().usedMb },
  };
}

function setLimits({ requests, events, setLimits: setOrgLimits, outbox }: ServiceControls, body: unknown): void {
  const wanted = parsed(Limits, body);
  requests.max = wanted.dailyApiRequests ?? requests.max;
  events.maxDelivered = wanted.dailyDeliveredEvents ?? events.maxDelivered;
  events.maxMonthly = wanted.monthlyEventEntitlement ?? events.maxMonthly;
  if (wanted.hourlyPublishedEvents !== undefined) setOrgLimits({ hourlyPublished: wanted.hourlyPublishedEvents });
  if (wanted.dataStorageMb !== undefined) setOrgLimits({ dataStorageMb: wanted.dataStorageMb });
  if (wanted.dailySingleEmails !== undefined) outbox.setDailyMax(wanted.dailySingleEmails);
  if (wanted.resetCounters !== true) return;
  requests.clear();
  events.clear();
}

function setStream({ stream }: ServiceControls, body: unknown): void {
  const { settings } = stream;
  const wanted = parsed(Stream, body);
  settings.keepAliveMs = wanted.keepAliveMs ?? settings.keepAliveMs;
  settings.idleCloseMs = wanted.idleCloseMs ?? settings.idleCloseMs;
  settings.publishIdleMs = wanted.publishIdleMs ?? settings.publishIdleMs;
  settings.batchMax = wanted.batchMax ?? settings.batchMax;
}

/** One app with the admin's policy changes. */
function changedApp(app: ClientApp, wanted: z.output<typeof App>): ClientApp {
  const { enabled, runAsUserId } = app.clientCredentials;
  return {
    ...app,
    approvedUserIds: wanted.approvedUserIds ?? app.approvedUserIds,
    clientCredentials: {
      enabled: wanted.clientCredentialsEnabled ?? enabled,
      runAsUserId: wanted.runAsUserId === undefined ? runAsUserId : wanted.runAsUserId,
    },
  };
}

const appJson = ({ clientId, clientCredentials, approvedUserIds, certificate }: ClientApp): unknown => ({
  clientId,
  jwt: certificate !== null,
  ...clientCredentials,
  approvedUserIds,
});

const Bulk = z.strictObject({ startAfterMs: count.optional(), dailyQueryJobs: count.optional(), dailyBatches: count.optional() });
const Edition = z.strictObject({ platformEvents: z.boolean() });
const Credential = z.strictObject({ url: z.url(), headers: z.record(z.string(), z.string()).default({}) });

/** Adds `messages`, `limits`, `bulk`, `edition`, `stream`, `tokens/expire`, `apps`, `named-credentials` and `problems`. */
export function registerService(control: ControlPlane, services: ServiceControls): void {
  const { stream } = services;
  const streamState = (): unknown => ({ ...stream.settings, streams: stream.streams() });
  control.register('GET', 'problems', () => ({ body: services.problems() }));
  control.register('GET', 'messages', () => ({ body: services.outbox.sent() }));
  control.register('GET', 'limits', () => ({ body: limits(services) }));
  control.register('PUT', 'limits', ({ body }) => {
    setLimits(services, body);
    return { body: limits(services) };
  });
  control.register('PUT', 'bulk', ({ body }) => {
    const wanted = parsed(Bulk, body);
    services.bulk.startAfterMs = wanted.startAfterMs ?? services.bulk.startAfterMs;
    services.bulk.maxQueryJobs = wanted.dailyQueryJobs ?? services.bulk.maxQueryJobs;
    services.bulk.maxBatches = wanted.dailyBatches ?? services.bulk.maxBatches;
    return { body: services.bulk.usage(services.now()) };
  });
  control.register('GET', 'edition', () => ({ body: { platformEvents: services.hasEvents() } }));
  control.register('PUT', 'edition', ({ body }) => {
    const { platformEvents } = parsed(Edition, body);
    services.setLimits({ platformEvents });
    if (!platformEvents) stream.killStreams();
    return { body: { platformEvents: services.hasEvents() } };
  });
  control.register('GET', 'stream', () => ({ body: streamState() }));
  control.register('PUT', 'stream', ({ body }) => {
    setStream(services, body);
    return { body: streamState() };
  });
  control.register('POST', 'stream/kill', () => ({ body: { killed: stream.killStreams() } }));
  control.register('POST', 'stream/reset', () => {
    stream.nextEpoch();
    return { body: { killed: stream.killStreams(), epoch: stream.settings.epoch } };
  });
  control.register('POST', 'tokens/expire', () => ({ body: { expired: services.tokens.expireIssued() } }));
  control.register('PUT', 'named-credentials/:name', ({ params, body }) => {
    services.credentials.set(params['name'] ?? '', parsed(Credential, body));
    return { body: { name: params['name'] } };
  });
  control.register('GET', 'named-credentials/:name', ({ params }) => {
    const endpoint = services.credentials.get(params['name'] ?? '');
    if (endpoint === undefined) return { status: 404, body: { error: `the named credential ${params['name'] ?? ''} has no URL here` } };
    return { body: { url: endpoint.url, headers: Object.keys(endpoint.headers) } }; // never their values
  });
  control.register('GET', 'apps', () => ({ body: services.apps.list.map(appJson) }));
  control.register('PUT', 'apps', ({ body }) => {
    const wanted = parsed(App, body);
    services.apps.list = services.apps.list.map((app) => (app.clientId === wanted.clientId ? changedApp(app, wanted) : app));
    return { body: services.apps.list.map(appJson) };
  });
}
