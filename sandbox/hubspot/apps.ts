import { createHash } from 'node:crypto';
import { expiredToken, noCredentials, PortalError } from './errors.ts';
import type { App, Source } from './model.ts';
import type { Actor, Portal } from './portal.ts';
import type { PortalState } from './state.ts';

/** What a sync product and the marketer beside it are granted unless the control plane says less. */
export const ALL_SCOPES: readonly string[] = [
  'oauth',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.companies.read',
  'crm.objects.companies.write',
  'crm.objects.deals.read',
  'crm.objects.deals.write',
  'crm.objects.custom.read',
  'crm.objects.custom.write',
  'crm.objects.line_items.read',
  'crm.objects.line_items.write',
  'crm.objects.owners.read',
  'crm.schemas.contacts.read',
  'crm.schemas.contacts.write',
  'crm.schemas.companies.read',
  'crm.schemas.companies.write',
  'crm.schemas.deals.read',
  'crm.schemas.deals.write',
  'crm.schemas.custom.read',
  'crm.schemas.custom.write',
  'crm.schemas.line_items.read',
  'crm.lists.read',
  'crm.lists.write',
  'settings.currencies.read',
  'settings.currencies.write',
  'tickets',
  'e-commerce',
  'forms',
  'marketing.campaigns.read',
  'marketing.campaigns.write',
  'crm.export',
  'communication_preferences.read',
  'communication_preferences.write',
  'communication_preferences.read_write',
  'communication_preferences.statuses.batch.read',
  'communication_preferences.statuses.batch.write',
];
const CONCURRENT_REQUESTS = 10;
/** The marketer edits in the browser: those changes carry a user, not an app. */
const MARKETER_USER = 9_100_001;

/** Secrets are derived, not random: `reset` and `--fresh` keep them, so a configured bridge stays configured. */
function secretOf(portalId: number, what: string): string {
  const hex = createHash('sha256').update(`${portalId}:${what}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** A new app with a static token, without webhooks. `appId` is 32 bits, as real ones are. */
export function newApp(portalId: number, name: string, appId: number, source: Source, at: number): App {
  return {
    name,
    appId,
    source,
    clientId: secretOf(portalId, `${name}:client`),
    clientSecret: secretOf(portalId, `${name}:secret`),
    accessToken: `pat-na1-${secretOf(portalId, `${name}:token`)}`,
    scopes: ALL_SCOPES,
    targetUrl: null,
    maxConcurrentRequests: CONCURRENT_REQUESTS,
    settingsAt: at,
    subscriptions: [],
  };
}

export function integrationSource(appId: number): Source {
  return { type: 'INTEGRATION', id: String(appId), userId: null };
}

/** The two every portal has: the bridge's app and the marketer's token. */
export function shippedApps(portalId: number, at: number): App[] {
  const marketer: Source = { type: 'CRM_UI', id: `userId:${MARKETER_USER}`, userId: MARKETER_USER };
  return [newApp(portalId, 'bridge', 3_127_001, integrationSource(3_127_001), at), newApp(portalId, 'marketer', 3_127_002, marketer, at)];
}

/** The app behind `Authorization: Bearer …`. Throws 401 in the two ways HubSpot knows. */
export function authenticate(portal: Portal, header: string | undefined): Actor {
  const token = header?.match(/^Bearer\s+(\S+)$/i)?.[1];
  if (token === undefined) throw noCredentials();
  const byToken = [...portal.state.apps.values()].find((app) => app.accessToken === token);
  if (byToken !== undefined) return { app: byToken, scopes: byToken.scopes };
  const grant = portal.state.grants.get(token);
  const app = grant?.kind === 'access' ? portal.state.apps.get(grant.app) : undefined;
  if (grant === undefined || app === undefined) throw noCredentials();
  const now = portal.clock.now();
  if (grant.expiresAt !== null && grant.expiresAt <= now) throw expiredToken(grant.expiresAt, now);
  return { app, scopes: grant.scopes };
}

export function appById(state: PortalState, appId: string): App {
  const found = [...state.apps.values()].find((app) => String(app.appId) === appId);
  if (found === undefined) throw new PortalError({ status: 404, category: 'OBJECT_NOT_FOUND', message: `App ${appId} not found` });
  return found;
}
