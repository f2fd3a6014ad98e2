import { appById } from '../apps.ts';
import { inputsOf, isObject, objectOf } from '../body.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import type { App, Subscription } from '../model.ts';
import { batchAnswer } from '../records/batch.ts';
import { anyScope, type Answer, type Call, type Route } from '../routing.ts';
import { parseSubscription, parseTargetUrl } from '../webhooks/subscriptions.ts';

/** Documented: the setting must be above 5, and 10 is what one account is given. */
const CONCURRENCY_MIN = 6;
const CONCURRENCY_MAX = 10;

const appOf = (call: Call): App => appById(call.portal.state, call.params['appId'] ?? '');

function save(call: Call, app: App): App {
  call.portal.note([{ op: 'app', app }]);
  return app;
}

function settingsView(app: App): Answer {
  const at = new Date(app.settingsAt).toISOString();
  return {
    status: 200,
    body: {
      targetUrl: app.targetUrl ?? '',
      throttling: { maxConcurrentRequests: app.maxConcurrentRequests, period: 'SECONDLY' },
      createdAt: at,
      updatedAt: at,
    },
  };
}

function readSettings(call: Call): Answer {
  const app = appOf(call);
  if (app.targetUrl === null) throw notFound('Settings not found');
  return settingsView(app);
}

function configure(call: Call): Answer {
  const body = objectOf(call.body, 'body');
  const throttling = isObject(body['throttling']) ? body['throttling'] : {};
  const wanted = Number(throttling['maxConcurrentRequests'] ?? CONCURRENCY_MAX);
  if (!Number.isInteger(wanted) || wanted < CONCURRENCY_MIN) throw invalid(`maxConcurrentRequests must be greater than ${CONCURRENCY_MIN - 1}`);
  const app = {
    ...appOf(call),
    targetUrl: parseTargetUrl(body['targetUrl']),
    maxConcurrentRequests: Math.min(wanted, CONCURRENCY_MAX),
    settingsAt: call.portal.clock.now(),
  };
  return settingsView(save(call, app));
}

function clear(call: Call): Answer {
  save(call, { ...appOf(call), targetUrl: null });
  return { status: 204 };
}

function view(item: Subscription): Readonly<Record<string, unknown>> {
  return {
    id: String(item.id),
    eventType: item.eventType,
    active: item.active,
    createdAt: new Date(item.createdAt).toISOString(),
    updatedAt: new Date(item.updatedAt).toISOString(),
    ...(item.propertyName === null ? {} : { propertyName: item.propertyName }),
    ...(item.objectTypeId === null ? {} : { objectTypeId: item.objectTypeId }),
  };
}

function need(call: Call): Subscription {
  const found = appOf(call).subscriptions.find((item) => String(item.id) === call.params['subscriptionId']);
  if (found === undefined) throw notFound(`Subscription ${call.params['subscriptionId'] ?? ''} not found`);
  return found;
}

const replaced = (app: App, changed: Subscription): App => ({
  ...app,
  subscriptions: app.subscriptions.map((item) => (item.id === changed.id ? changed : item)),
});

function create(call: Call): Answer {
  const app = appOf(call);
  const id = Math.max(1_000_000, ...app.subscriptions.map((item) => item.id)) + 1;
  const made = parseSubscription(call.portal, call.body, id);
  const isTwin = app.subscriptions.some(
    (item) => item.eventType === made.eventType && item.propertyName === made.propertyName && item.objectTypeId === made.objectTypeId,
  );
  if (isTwin) throw conflict('This subscription already exists.');
  save(call, { ...app, subscriptions: [...app.subscriptions, made] });
  return { status: 201, body: view(made) };
}

function change(call: Call): Answer {
  const changed = { ...need(call), active: objectOf(call.body, 'body')['active'] === true, updatedAt: call.portal.clock.now() };
  save(call, replaced(appOf(call), changed));
  return { status: 200, body: view(changed) };
}

function remove(call: Call): Answer {
  const gone = need(call);
  const app = appOf(call);
  save(call, { ...app, subscriptions: app.subscriptions.filter((item) => item.id !== gone.id) });
  return { status: 204 };
}

function batchUpdate(call: Call): Answer {
  const before = appOf(call);
  const wanted = new Map(inputsOf(call.body, 100).map((input) => [Number(input['id']), input['active'] === true]));
  const subscriptions = before.subscriptions.map((item) => ({ ...item, active: wanted.get(item.id) ?? item.active }));
  save(call, { ...before, subscriptions });
  return batchAnswer(call.portal, { results: subscriptions.filter((item) => wanted.has(item.id)).map(view), errors: [] }, 200);
}

const BASE = '/webhooks/v3/:appId';
const open = { scopes: anyScope, bucket: 'none' } as const;

/** The management API of legacy public apps. It takes a developer key, not the portal's token, and that is not checked here. */
export const WEBHOOK_ROUTES: readonly Route[] = [
  { method: 'GET', path: `${BASE}/settings`, handler: readSettings, ...open },
  { method: 'PUT', path: `${BASE}/settings`, handler: configure, ...open },
  { method: 'DELETE', path: `${BASE}/settings`, handler: clear, ...open },
  { method: 'GET', path: `${BASE}/subscriptions`, handler: (call) => ({ status: 200, body: { results: appOf(call).subscriptions.map(view) } }), ...open },
  { method: 'POST', path: `${BASE}/subscriptions`, handler: create, ...open },
  { method: 'GET', path: `${BASE}/subscriptions/:subscriptionId`, handler: (call) => ({ status: 200, body: view(need(call)) }), ...open },
  { method: 'PATCH', path: `${BASE}/subscriptions/:subscriptionId`, handler: change, ...open },
  { method: 'DELETE', path: `${BASE}/subscriptions/:subscriptionId`, handler: remove, ...open },
  { method: 'POST', path: `${BASE}/subscriptions/batch/update`, handler: batchUpdate, ...open },
];
