import { randomBytes, timingSafeEqual } from 'node:crypto';
import { objectOf, optionalText } from '../body.ts';
import { notFound, PortalError } from '../errors.ts';
import type { App, Grant, Op } from '../model.ts';
import type { Portal } from '../portal.ts';
import { anyScope, type Answer, type Call, type Route } from '../routing.ts';

/** An access token lives half an hour; the refresh token is used again and again. */
export const ACCESS_SECONDS = 1_800;

/** What a token of the app itself may be good for. */
const JOURNAL_SCOPES: readonly string[] = [
  'developer.webhooks_journal.read',
  'developer.webhooks_journal.subscriptions.read',
  'developer.webhooks_journal.subscriptions.write',
  'developer.webhooks_journal.snapshots.read',
  'developer.webhooks_journal.snapshots.write',
];

const newToken = (prefix: string, bytes: number): string => `${prefix}${randomBytes(bytes).toString('base64url')}`;

function refusal(status: string, message: string): Answer {
  return { status: 400, body: { status, message, correlationId: randomBytes(16).toString('hex') } };
}

const sameText = (left: string, right: string): boolean => left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));

function tokenAnswer(portal: Portal, app: App, access: Grant, refreshToken: string | null): Answer {
  return {
    status: 200,
    body: {
      token_type: 'bearer',
      access_token: access.token,
      expires_in: ACCESS_SECONDS,
      token_use: 'access_token',
      hub_id: portal.portalId,
      user_id: app.source.userId ?? 9_100_001,
      scopes: access.scopes,
      ...(refreshToken === null ? {} : { refresh_token: refreshToken }),
    },
  };
}

function issueAccess(portal: Portal, app: App, scopes: readonly string[]): Grant {
  // Real access tokens are long; storing them in too short a column should fail here as it would there.
  return { kind: 'access', token: newToken('C', 300), app: app.name, scopes, expiresAt: portal.clock.now() + ACCESS_SECONDS * 1_000, redirectUri: null };
}

function byCode(portal: Portal, app: App, code: Grant | undefined, redirectUri: string | undefined): Answer {
  const isGood = code?.kind === 'code' && code.app === app.name && (code.expiresAt ?? 0) > portal.clock.now();
  if (!isGood) return refusal('BAD_AUTH_CODE', 'missing or unknown auth code');
  if (code.redirectUri !== null && code.redirectUri !== redirectUri)
    return refusal('MISMATCH_REDIRECT_URI_AUTH_CODE', 'redirect uri does not match the one used to obtain the auth code');
  const access = issueAccess(portal, app, code.scopes);
  const refresh: Grant = { kind: 'refresh', token: newToken('na1-', 24), app: app.name, scopes: code.scopes, expiresAt: null, redirectUri: null };
  const ops: Op[] = [
    { op: 'grant', grant: code, revoked: true },
    { op: 'grant', grant: refresh, revoked: false },
    { op: 'grant', grant: access, revoked: false },
  ];
  portal.note(ops);
  return tokenAnswer(portal, app, access, refresh.token);
}

function byRefresh(portal: Portal, app: App, refresh: Grant | undefined): Answer {
  if (refresh?.kind !== 'refresh' || refresh.app !== app.name) return refusal('BAD_REFRESH_TOKEN', 'missing or invalid refresh token');
  const access = issueAccess(portal, app, refresh.scopes);
  portal.note([{ op: 'grant', grant: access, revoked: false }]);
  return tokenAnswer(portal, app, access, refresh.token);
}

/** A token of the app itself, for the webhooks journal alone: no portal, no user, no refresh. */
function byCredentials(portal: Portal, app: App, scope: string): Answer {
  const wanted = scope.split(/\s+/).filter((word) => word !== '');
  const stray = wanted.find((word) => !JOURNAL_SCOPES.includes(word));
  if (!portal.state.settings.webhooksJournal || wanted.length === 0 || stray !== undefined)
    return refusal('BAD_SCOPE', `scope not valid for an app token: ${stray ?? scope}`);
  const access = issueAccess(portal, app, wanted);
  portal.note([{ op: 'grant', grant: access, revoked: false }]);
  return { status: 200, body: { token_type: 'bearer', access_token: access.token, expires_in: ACCESS_SECONDS, token_use: 'access_token', scopes: wanted } };
}

function token({ portal, body }: Call): Answer {
  const form = objectOf(body ?? {}, 'body');
  const field = (name: string): string => optionalText(form[name], name) ?? '';
  const app = [...portal.state.apps.values()].find((item) => item.clientId === field('client_id'));
  if (app === undefined) return refusal('BAD_CLIENT_ID', 'missing or unknown client id');
  if (!sameText(app.clientSecret, field('client_secret'))) return refusal('BAD_CLIENT_SECRET', 'missing or invalid client secret');
  switch (field('grant_type')) {
    case 'authorization_code':
      return byCode(portal, app, portal.state.grants.get(field('code')), field('redirect_uri'));
    case 'refresh_token':
      return byRefresh(portal, app, portal.state.grants.get(field('refresh_token')));
    case 'client_credentials':
      return byCredentials(portal, app, field('scope'));
    default:
      return refusal('BAD_GRANT_TYPE', `unknown grant type: ${field('grant_type')}`);
  }
}

function need(call: Call, kind: Grant['kind']): { readonly grant: Grant; readonly app: App } {
  const grant = call.portal.state.grants.get(call.params['token'] ?? '');
  const app = grant === undefined ? undefined : call.portal.state.apps.get(grant.app);
  if (grant?.kind !== kind || app === undefined) throw notFound('token not found');
  return { grant, app };
}

function tokenInfo({ portal }: Call, grant: Grant, app: App): Record<string, unknown> {
  return {
    token: grant.token,
    user: 'mara.lindt@fieldwise.example',
    hub_domain: 'fieldwise.example',
    scopes: grant.scopes,
    hub_id: portal.portalId,
    user_id: app.source.userId ?? 9_100_001,
    token_type: grant.kind,
  };
}

function accessInfo(call: Call): Answer {
  const { grant, app } = need(call, 'access');
  const left = Math.round(((grant.expiresAt ?? 0) - call.portal.clock.now()) / 1_000);
  if (left <= 0) throw new PortalError({ status: 404, category: 'OBJECT_NOT_FOUND', message: 'access token not found or expired' });
  return { status: 200, body: { ...tokenInfo(call, grant, app), app_id: app.appId, expires_in: left } };
}

function refreshInfo(call: Call): Answer {
  const { grant, app } = need(call, 'refresh');
  return { status: 200, body: { ...tokenInfo(call, grant, app), client_id: app.clientId } };
}

function revoke(call: Call): Answer {
  call.portal.note([{ op: 'grant', grant: need(call, 'refresh').grant, revoked: true }]);
  return { status: 204 };
}

const open = { scopes: anyScope, bucket: 'none' } as const;

export const OAUTH_ROUTES: readonly Route[] = [
  ...['/oauth/v1/token', '/oauth/v3/token', '/oauth/2026-03/token', '/oauth/2026-09/token'].map((path): Route => ({
    method: 'POST',
    path,
    handler: token,
    ...open,
  })),
  { method: 'GET', path: '/oauth/v1/access-tokens/:token', handler: accessInfo, ...open },
  { method: 'GET', path: '/oauth/v1/refresh-tokens/:token', handler: refreshInfo, ...open },
  { method: 'DELETE', path: '/oauth/v1/refresh-tokens/:token', handler: revoke, ...open },
];
