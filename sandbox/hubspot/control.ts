import type { ControlAnswer, ControlPlane, ControlRequest } from '../control/index.ts';
import { ControlError } from '../control/index.ts';
import { optInByPerson, optOutByPerson } from './consent.ts';
import { integrationSource, newApp } from './apps.ts';
import { isObject, textsOf, type JsonObject } from './body.ts';
import { PortalError } from './errors.ts';
import type { Limiter } from './limits.ts';
import type { App, Settings } from './model.ts';
import { PORTAL_SOURCE, type Portal } from './portal.ts';
import { planMerge } from './records/merge.ts';
import { claimedKeys } from './records/rules.ts';
import { kindOf } from './routing.ts';
import { submitForm } from './forms.ts';
import { touchCampaign } from './campaigns.ts';
import { trackContacts } from './tracking.ts';
import { DEFAULT_SETTINGS } from './state.ts';
import type { Dispatcher } from './webhooks/dispatcher.ts';
import { parseSubscriptions, parseTargetUrl } from './webhooks/subscriptions.ts';

const UNLIMITED = 1_000_000_000;

const bodyOf = ({ body }: ControlRequest): JsonObject => {
  if (body === undefined) return {};
  if (!isObject(body)) throw new ControlError('the body must be an object');
  return body;
};

function textIn(body: JsonObject, name: string): string {
  const value = body[name];
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new ControlError(`"${name}" is missing`);
}

/** Every setting that differs in type from the default is refused, and so is every unknown one. */
function parseSettings(before: Settings, body: JsonObject): Settings {
  for (const [name, value] of Object.entries(body)) {
    const known: unknown = Object.entries(DEFAULT_SETTINGS).find(([key]) => key === name)?.[1];
    if (known === undefined) throw new ControlError(`no setting is called "${name}"`);
    if (typeof value !== typeof known) throw new ControlError(`"${name}" must be a ${typeof known}`);
    if (typeof value === 'number' && !(value >= 0)) throw new ControlError(`"${name}" must not be negative`);
  }
  return { ...before, ...body };
}

/** The app as the control plane shows it; the secret is shown too, because this is a sandbox. */
const appView = ({ settingsAt: _settingsAt, ...app }: App): JsonObject => ({ ...app });

function putApp(portal: Portal, request: ControlRequest): ControlAnswer {
  const body = bodyOf(request);
  const name = request.params['app'] ?? '';
  const now = portal.clock.now();
  const appId = 3_127_001 + portal.state.apps.size;
  const before = portal.state.apps.get(name) ?? newApp(portal.portalId, name, appId, integrationSource(appId), now);
  const firstId = Math.max(1_000_000, ...before.subscriptions.map((item) => item.id)) + 1;
  const targetUrl = body['targetUrl'];
  const concurrent = Number(body['maxConcurrentRequests'] ?? before.maxConcurrentRequests);
  if (!Number.isInteger(concurrent) || concurrent < 1) throw new ControlError('"maxConcurrentRequests" must be a whole number above 0');
  const app: App = {
    ...before,
    ...(body['scopes'] === undefined ? {} : { scopes: textsOf(body['scopes'], 'scopes') }),
    targetUrl: targetUrl === undefined ? before.targetUrl : targetUrl === null ? null : parseTargetUrl(targetUrl),
    subscriptions: body['subscriptions'] === undefined ? before.subscriptions : parseSubscriptions(portal, body['subscriptions'], firstId),
    maxConcurrentRequests: concurrent,
    settingsAt: now,
  };
  portal.note([{ op: 'app', app }]);
  return { body: appView(app) };
}

function restore(portal: Portal, request: ControlRequest): ControlAnswer {
  const body = bodyOf(request);
  const kind = kindOf(portal, textIn(body, 'object'));
  const record = portal.state.record(kind.name, textIn(body, 'id'));
  if (record === undefined || record.archivedAt === null) throw new ControlError('no archived record of that id');
  const taken = claimedKeys(portal.state, kind, record.values).find(([name, value]) => portal.state.holder(kind.name, name, value) !== undefined);
  if (taken !== undefined) throw new ControlError(`another record holds ${taken[0]} by now`);
  portal.commit([{ op: 'restore', object: kind.name, id: record.id, at: portal.clock.now(), source: PORTAL_SOURCE }]);
  return {};
}

function merge(portal: Portal, request: ControlRequest): ControlAnswer {
  const body = bodyOf(request);
  const kind = kindOf(portal, textIn(body, 'object'));
  const ref = (name: string) => ({ object: kind.name, id: textIn(body, name) });
  const stamp = { at: portal.clock.now(), source: PORTAL_SOURCE };
  const { ops, survivorId } = planMerge(portal, kind, ref('primaryObjectId'), ref('objectIdToMerge'), stamp, body['newObjectId'] === true);
  portal.commit(ops);
  return { body: { survivorId } };
}

/** What only HubSpot itself can set, such as read-only e-mail statistics: written without the API's checks. */
function setValues(portal: Portal, request: ControlRequest): ControlAnswer {
  const body = bodyOf(request);
  const kind = kindOf(portal, textIn(body, 'object'));
  const record = portal.state.live(kind.name, textIn(body, 'id'));
  if (record === undefined || !isObject(body['properties'])) throw new ControlError('needs a live record and "properties"');
  const values = Object.fromEntries(Object.entries(body['properties']).map(([name, value]) => [name, value === null ? '' : String(value)]));
  portal.commit([{ op: 'update', object: kind.name, id: record.id, at: portal.clock.now(), source: { type: 'CALCULATED', id: null, userId: null }, values }]);
  return {};
}

function authorize(portal: Portal, request: ControlRequest): ControlAnswer {
  const body = bodyOf(request);
  const app = portal.state.apps.get(textIn(body, 'app'));
  if (app === undefined) throw new ControlError('no such app');
  const code = `code-${portal.random.integer(1e9)}-${portal.state.takeEventNumber()}`;
  const scopes = body['scopes'] === undefined ? app.scopes : textsOf(body['scopes'], 'scopes');
  const redirectUri = typeof body['redirectUri'] === 'string' ? body['redirectUri'] : null;
  portal.note([
    { op: 'grant', revoked: false, grant: { kind: 'code', token: code, app: app.name, scopes, expiresAt: portal.clock.now() + 600_000, redirectUri } },
  ]);
  return { body: { code } };
}

function expireTokens(portal: Portal): ControlAnswer {
  const live = [...portal.state.grants.values()].filter((grant) => grant.kind === 'access');
  portal.note(live.map((grant) => ({ op: 'grant', revoked: false, grant: { ...grant, expiresAt: portal.clock.now() - 1_000 } })));
  return { body: { expired: live.length } };
}

function statistics(portal: Portal): ControlAnswer {
  const records = Object.fromEntries(
    [...portal.state.records].map(([object, byId]) => [object, [...byId.values()].filter((record) => record.archivedAt === null).length]),
  );
  return { body: { records, counters: portal.log.counters().custom, searchIndexWaiting: portal.index.waiting(), webhooksStored: portal.state.hooks.size } };
}

/** Adds the portal's own endpoints to the control plane. */
export function registerControl(control: ControlPlane, portal: Portal, dispatcher: Dispatcher, limiter: Limiter): void {
  const add = (method: string, path: string, work: (request: ControlRequest) => ControlAnswer): void => {
    control.register(method, path, (request) => {
      try {
        return work(request);
      } catch (error) {
        if (error instanceof PortalError) throw new ControlError(error.message);
        throw error;
      }
    });
  };
  const saveSettings = (settings: Settings): ControlAnswer => {
    portal.note([{ op: 'settings', settings }]);
    return { body: settings };
  };
  add('GET', 'settings', () => ({ body: portal.state.settings }));
  add('PUT', 'settings', (request) => saveSettings(parseSettings(portal.state.settings, bodyOf(request))));
  add('POST', 'limits/lift', () =>
    saveSettings({
      ...portal.state.settings,
      burstPerTenSeconds: UNLIMITED,
      associationsPerTenSeconds: UNLIMITED,
      dailyCalls: UNLIMITED,
      searchPerSecond: UNLIMITED,
    }),
  );
  add('POST', 'limits/restore', () => {
    limiter.reset();
    const { burstPerTenSeconds, associationsPerTenSeconds, dailyCalls, searchPerSecond } = DEFAULT_SETTINGS;
    return saveSettings({ ...portal.state.settings, burstPerTenSeconds, associationsPerTenSeconds, dailyCalls, searchPerSecond });
  });
  add('GET', 'apps', () => ({ body: { apps: [...portal.state.apps.values()].map(appView) } }));
  add('PUT', 'apps/:app', (request) => putApp(portal, request));
  add('GET', 'webhooks', () => ({ body: { stored: portal.state.hooks.size, apps: dispatcher.waiting() } }));
  add('POST', 'webhooks/retry', () => {
    dispatcher.retryNow();
    return {};
  });
  add('POST', 'records/restore', (request) => restore(portal, request));
  add('POST', 'records/merge', (request) => merge(portal, request));
  add('POST', 'records/set', (request) => setValues(portal, request));
  add('POST', 'tracking', (request) => ({ body: { stored: trackContacts(portal, bodyOf(request)['contacts']) } }));
  add('POST', 'forms/submit', (request) => ({ body: submitForm(portal, bodyOf(request)) }));
  add('POST', 'campaigns/touch', (request) => ({ body: touchCampaign(portal, bodyOf(request)) }));
  add('POST', 'consent/opt-out', (request) => {
    const body = bodyOf(request);
    optOutByPerson(portal, textIn(body, 'email'), body['subscriptionId'] === undefined ? null : textIn(body, 'subscriptionId'), PORTAL_SOURCE);
    return {};
  });
  add('POST', 'consent/opt-in', (request) => {
    const body = bodyOf(request);
    optInByPerson(portal, textIn(body, 'email'), textIn(body, 'subscriptionId'), PORTAL_SOURCE);
    return {};
  });
  add('POST', 'oauth/authorize', (request) => authorize(portal, request));
  add('POST', 'oauth/expire', () => expireTokens(portal));
  add('GET', 'statistics', () => statistics(portal));
}
