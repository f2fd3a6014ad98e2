import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClock, createControlPlane, createFaultPlan, createRandom, createRequestLog } from '../control/index.ts';
import { ACCOUNT_ROUTES } from './api/account.ts';
import { ASSOCIATION_ROUTES } from './api/associations.ts';
import { ASSOCIATION_SCHEMA_ROUTES } from './api/association-schema.ts';
import { CONSENT_ROUTES } from './api/consent.ts';
import { CONSENT_V4_ROUTES } from './api/consent-v4.ts';
import { CURRENCY_ROUTES } from './api/currencies.ts';
import { CAMPAIGN_ROUTES } from './api/campaigns.ts';
import { EVENT_ROUTES } from './api/events.ts';
import { FORM_ROUTES } from './api/forms.ts';
import { JOURNAL_ROUTES } from './api/journal.ts';
import { LIST_ROUTES } from './api/lists.ts';
import { OAUTH_ROUTES } from './api/oauth.ts';
import { OBJECT_BATCH_ROUTES } from './api/objects-batch.ts';
import { OBJECT_ROUTES } from './api/objects.ts';
import { PIPELINE_ROUTES } from './api/pipelines.ts';
import { PROPERTY_ROUTES } from './api/properties.ts';
import { SCHEMA_ROUTES } from './api/schemas.ts';
import { SEARCH_ROUTES } from './api/search.ts';
import { WEBHOOK_ROUTES } from './api/webhooks.ts';
import { shippedApps } from './apps.ts';
import { registerControl } from './control.ts';
import { createLimiter } from './limits.ts';
import { openPortal, type Portal } from './portal.ts';
import { createPortalServer } from './server.ts';
import { startDispatcher } from './webhooks/dispatcher.ts';

const PORTAL_ID = 48_127_350;
const SEED_DEFAULT = 20_261;
const ROUTES = [
  ...OBJECT_ROUTES,
  ...OBJECT_BATCH_ROUTES,
  ...SEARCH_ROUTES,
  ...ASSOCIATION_ROUTES,
  ...ASSOCIATION_SCHEMA_ROUTES,
  ...SCHEMA_ROUTES,
  ...PROPERTY_ROUTES,
  ...PIPELINE_ROUTES,
  ...ACCOUNT_ROUTES,
  ...OAUTH_ROUTES,
  ...WEBHOOK_ROUTES,
  ...CONSENT_ROUTES,
  ...CONSENT_V4_ROUTES,
  ...LIST_ROUTES,
  ...EVENT_ROUTES,
  ...FORM_ROUTES,
  ...JOURNAL_ROUTES,
  ...CAMPAIGN_ROUTES,
  ...CURRENCY_ROUTES,
];

/** What is written to `hubspot.json` and printed when the portal is ready. */
export interface PortalReady {
  readonly ready: true;
  readonly baseUrl: string;
  readonly portalId: number;
  readonly apps: {
    readonly bridge: { readonly accessToken: string; readonly appId: number; readonly clientId: string; readonly clientSecret: string };
    readonly marketer: { readonly accessToken: string };
  };
}

export interface StartOptions {
  readonly dataDir: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Begin with an empty portal. */
  readonly fresh: boolean;
  readonly seed?: number;
  /** Another portal than the usual one; apps and tokens follow from it. */
  readonly portalId?: number;
}

export interface PortalHandle {
  readonly ready: PortalReady;
  /** The portal itself, for tests in the same process. */
  readonly portal: Portal;
  readonly stop: () => Promise<void>;
}

function describe(portal: Portal, baseUrl: string): PortalReady {
  const bridge = portal.state.apps.get('bridge');
  const marketer = portal.state.apps.get('marketer');
  if (bridge === undefined || marketer === undefined) throw new Error('the portal lost its own apps');
  const { accessToken, appId, clientId, clientSecret } = bridge;
  return {
    ready: true,
    baseUrl,
    portalId: portal.portalId,
    apps: { bridge: { accessToken: accessToken ?? '', appId, clientId, clientSecret }, marketer: { accessToken: marketer.accessToken ?? '' } },
  };
}

/** Starts a portal on 127.0.0.1. Rejects when the port is taken or the state cannot be read. */
export async function startPortal({ dataDir, port, fresh, seed = SEED_DEFAULT, portalId = PORTAL_ID }: StartOptions): Promise<PortalHandle> {
  mkdirSync(dataDir, { recursive: true });
  if (fresh) for (const name of ['hubspot.jsonl', 'hubspot.json']) rmSync(join(dataDir, name), { force: true });
  const clock = createClock();
  const log = createRequestLog();
  const faults = createFaultPlan(createRandom(seed + 1), clock.now);
  const portal = openPortal({ dataDir, portalId, clock, log, faults, seed });
  const absent = shippedApps(portalId, clock.now()).filter((app) => !portal.state.apps.has(app.name));
  if (absent.length > 0) portal.note(absent.map((app) => ({ op: 'app', app })));
  const limiter = createLimiter(clock.now, () => portal.state.settings);
  const dispatcher = startDispatcher(portal);
  const reset = (): void => {
    dispatcher.clear();
    limiter.reset();
    portal.forget();
  };
  const control = createControlPlane({ clock, faults, log, reset });
  registerControl(control, portal, dispatcher, limiter);
  const server = createPortalServer({ portal, control, limiter, routes: ROUTES });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the portal got no port');
  portal.publicUrl = `http://127.0.0.1:${address.port}`;
  const ready = describe(portal, `http://127.0.0.1:${address.port}`);
  writeFileSync(join(dataDir, 'hubspot.json'), `${JSON.stringify(ready, null, 2)}\n`);
  return {
    ready,
    portal,
    stop: async () => {
      dispatcher.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      portal.close();
    },
  };
}
