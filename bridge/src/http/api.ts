/** The API the command line and the package call: /api/v1, bearer tokens, JSON, paged lists, described by OpenAPI. */
import { createHash, timingSafeEqual } from 'node:crypto';
import express from 'express';
import type { RequestHandler, Router } from 'express';
import type { BackfillDesk } from '../backfill/index.ts';
import type { ConsentDesk } from '../consent/index.ts';
import type { BreakerDesk, Clock } from '../engine/index.ts';
import type { DriftDesk } from '../drift/index.ts';
import type { Engagement } from '../engagement/index.ts';
import type { ActivitiesDesk } from '../activities/index.ts';
import type { CampaignsDesk } from '../campaigns/index.ts';
import type { ReconciliationDesk } from '../reconciliation/index.ts';
import type { PreflightDesk } from '../preflight/index.ts';
import type { RelationsDesk } from '../relations/index.ts';
import type { Operations, OperationsDesk, RuleDesk } from '../operations/index.ts';
import type { Caller, Endpoint } from './endpoint.ts';
import { routesOf } from './endpoint.ts';
import { activityEndpoints } from './endpoints/activities.ts';
import { rulesEndpoints } from './endpoints/rules.ts';
import { backfillEndpoints } from './endpoints/backfill.ts';
import { preflightEndpoints } from './endpoints/preflight.ts';
import { breakerEndpoints } from './endpoints/breaker.ts';
import { consentEndpoints } from './endpoints/consent.ts';
import { driftEndpoints } from './endpoints/drift.ts';
import { departureEndpoints } from './endpoints/departures.ts';
import { engagementEndpoints } from './endpoints/engagement.ts';
import { operationsEndpoints } from './endpoints/operations.ts';
import { campaignEndpoints } from './endpoints/campaigns.ts';
import { reconciliationEndpoints } from './endpoints/reconciliation.ts';
import { relationEndpoints } from './endpoints/relations.ts';
import { statusEndpoints } from './endpoints/status.ts';
import { openApiOf } from './openapi.ts';

const prefix = '/api/v1';
const windowMs = 60_000;

/** `connection` null: the operator's token, good for every connection. */
export type ApiToken = { readonly token: string; readonly connection: string | null };
export type ApiServices = {
  readonly operations: Operations;
  readonly engagement: Engagement;
  readonly ruleDesk: RuleDesk;
  readonly desk: OperationsDesk;
  readonly consent: ConsentDesk;
  readonly relations: RelationsDesk;
  readonly campaigns: CampaignsDesk;
  readonly activities: ActivitiesDesk;
  readonly backfill: BackfillDesk;
  readonly preflight: PreflightDesk;
  readonly reconciliation: ReconciliationDesk;
  readonly breakers: BreakerDesk;
  readonly drift: DriftDesk;
  readonly tokens: readonly ApiToken[];
  readonly clock: Clock;
  /** Calls one token may make per minute. */
  readonly callsPerMinute: number;
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Every token is compared, each by digest, so that neither time nor length tells anything about any of them. */
function callerOf(given: string, tokens: readonly ApiToken[]): Caller | null {
  const wanted = digest(given);
  return tokens.reduce<Caller | null>((found, { token, connection }) => (timingSafeEqual(digest(token), wanted) ? { connection } : found), null);
}

function authenticate(tokens: readonly ApiToken[]): RequestHandler {
  return (request, response, next) => {
    const given = /^Bearer (.+)$/.exec(request.get('authorization') ?? '')?.[1];
    const caller = given === undefined ? null : callerOf(given, tokens);
    if (caller === null) return void response.status(401).set('www-authenticate', 'Bearer').json({ error: 'send the API token: Authorization: Bearer …' });
    response.locals['caller'] = caller;
    return next();
  };
}

/** A fixed window per connection's token: one org that polls too eagerly cannot starve the others. */
function limitRate({ clock, callsPerMinute }: Pick<ApiServices, 'clock' | 'callsPerMinute'>): RequestHandler {
  const used = new Map<string, { readonly window: number; calls: number }>();
  return (_request, response, next) => {
    const { connection } = response.locals['caller'] as Caller; // set by `authenticate`, which runs before
    const now = clock.now();
    const window = Math.floor(now / windowMs);
    const key = connection ?? '';
    const entry = used.get(key);
    const current = entry?.window === window ? entry : { window, calls: 0 };
    current.calls += 1;
    used.set(key, current);
    if (current.calls <= callsPerMinute) return next();
    return void response
      .status(429)
      .set('retry-after', String(Math.ceil(((window + 1) * windowMs - now) / 1_000)))
      .json({ error: `more than ${String(callsPerMinute)} calls in a minute; try again shortly` });
  };
}

export function apiEndpoints(
  services: Pick<
    ApiServices,
    | 'operations'
    | 'engagement'
    | 'ruleDesk'
    | 'desk'
    | 'consent'
    | 'relations'
    | 'campaigns'
    | 'activities'
    | 'backfill'
    | 'preflight'
    | 'reconciliation'
    | 'breakers'
    | 'drift'
  >,
): readonly Endpoint[] {
  return [
    ...statusEndpoints(services.operations),
    ...engagementEndpoints(services.engagement),
    ...rulesEndpoints(services.ruleDesk),
    ...operationsEndpoints(services.desk),
    ...departureEndpoints(services.desk),
    ...consentEndpoints(services.consent),
    ...relationEndpoints(services.relations),
    ...campaignEndpoints(services.campaigns),
    ...activityEndpoints(services.activities),
    ...backfillEndpoints(services.backfill),
    ...preflightEndpoints(services.preflight),
    ...reconciliationEndpoints(services.reconciliation),
    ...breakerEndpoints(services.breakers),
    ...driftEndpoints(services.drift),
  ];
}

export function apiRoutes(services: ApiServices): Router {
  const endpoints = apiEndpoints(services);
  const description = openApiOf(prefix, endpoints);
  const router = express.Router();
  router.get(`${prefix}/openapi.json`, (_request, response) => void response.json(description));
  router.use(prefix, authenticate(services.tokens), limitRate(services), express.json({ limit: '1mb' }));
  router.use(routesOf(prefix, endpoints));
  return router;
}
