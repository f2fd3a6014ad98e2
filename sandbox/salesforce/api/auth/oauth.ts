/** `/services/oauth2/*` and the identity URL: JWT bearer and client credentials, with the platform's error bodies. */

import { createHmac } from 'node:crypto';
import type { Org, Row } from '../../contract.ts';
import type { ApiAnswer, Headers } from '../call.ts';
import { isSignedBy, readAssertion } from './jwt.ts';
import type { Token, TokenStore } from './tokens.ts';

/** An external client app the org knows. `certificate` admits JWT bearer, `runAs` admits client credentials. */
export type ClientApp = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly certificate: string | null;
  readonly clientCredentials: { readonly enabled: boolean; readonly runAsUserId: string | null };
  /** Users an admin has pre-authorised. */
  readonly approvedUserIds: readonly string[];
};

export type OAuthServices = {
  readonly org: Org;
  readonly tokens: TokenStore;
  readonly clients: () => readonly ClientApp[];
  readonly instanceUrl: () => string;
  readonly userByName: (username: string) => Row | undefined;
};

export type OAuthCall = { readonly method: string; readonly path: string; readonly headers: Headers; readonly form: URLSearchParams };

const JWT_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const LOGIN_HOSTS: readonly string[] = ['https://login.salesforce.com', 'https://test.salesforce.com'];
const NO_STORE = { 'Cache-Control': 'no-cache, no-store', Pragma: 'no-cache' };

const oauthError = (error: string, description: string, status = 400): ApiAnswer => ({
  status,
  body: { error, error_description: description },
  headers: NO_STORE,
});

const textField = (row: Row, field: string): string => String(row[field] ?? '');

/** The token endpoint's success body. There is no `expires_in`: a client learns of expiry by a 401. */
function tokenAnswer(services: OAuthServices, client: ClientApp, token: Token): ApiAnswer {
  const issuedAt = String(services.org.now());
  const id = `${services.instanceUrl()}/id/${services.org.orgId}/${token.userId}`;
  const signature = createHmac('sha256', client.clientSecret)
    .update(id + issuedAt)
    .digest('base64');
  const body = { access_token: token.token, signature, scope: 'id api', instance_url: services.instanceUrl(), id, token_type: 'Bearer', issued_at: issuedAt };
  return { status: 200, body, headers: NO_STORE };
}

/** Freshness is the client's business and it reads a real clock, so either clock may find the assertion valid. */
const isFresh = (expSeconds: number, now: number): boolean => expSeconds * 1000 > Math.min(now, Date.now());

function jwtBearer(services: OAuthServices, form: URLSearchParams): ApiAnswer {
  const assertion = readAssertion(form.get('assertion') ?? '');
  if (assertion === null) return oauthError('invalid_grant', 'invalid assertion');
  const { claims } = assertion;
  const client = services.clients().find((app) => app.clientId === claims.iss);
  if (client === undefined) return oauthError('invalid_client_id', 'client identifier invalid');
  if (client.certificate === null || !isSignedBy(assertion, client.certificate)) return oauthError('invalid_grant', 'invalid assertion');
  const audiences = [...LOGIN_HOSTS, services.instanceUrl(), `${services.instanceUrl()}/services/oauth2/token`];
  if (!claims.aud.some((audience) => audiences.includes(audience.replace(/\/$/, '')))) return oauthError('invalid_grant', 'audience is invalid');
  if (!isFresh(claims.exp, services.org.now())) return oauthError('invalid_grant', 'expired assertion');
  const user = services.userByName(claims.sub);
  if (user === undefined) return oauthError('invalid_grant', "user hasn't approved this consumer");
  if (user['IsActive'] === false) return oauthError('inactive_user', 'user is inactive');
  const userId = textField(user, 'Id');
  if (!client.approvedUserIds.includes(userId)) return oauthError('invalid_app_access', 'user is not admin approved to access this app');
  return tokenAnswer(services, client, services.tokens.issue(userId, client.clientId));
}

function credentialsOf(call: OAuthCall): { id: string | null; secret: string | null } {
  const basic = /^Basic (.+)$/i.exec(call.headers['authorization'] ?? '')?.[1];
  if (basic === undefined) return { id: call.form.get('client_id'), secret: call.form.get('client_secret') };
  const [id, ...secret] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { id: id ?? null, secret: secret.join(':') };
}

function clientCredentials(services: OAuthServices, call: OAuthCall): ApiAnswer {
  const { id, secret } = credentialsOf(call);
  const client = services.clients().find((app) => app.clientId === id);
  if (client === undefined) return oauthError('invalid_client_id', 'client identifier invalid');
  if (client.clientSecret !== secret) return oauthError('invalid_client', 'invalid client credentials');
  if (!client.clientCredentials.enabled) return oauthError('invalid_grant', 'client credentials flow not enabled');
  const { runAsUserId } = client.clientCredentials;
  if (runAsUserId === null) return oauthError('invalid_grant', 'no client credentials user enabled');
  return tokenAnswer(services, client, services.tokens.issue(runAsUserId, client.clientId));
}

function token(services: OAuthServices, call: OAuthCall): ApiAnswer {
  const grant = call.form.get('grant_type');
  if (grant === JWT_GRANT) return jwtBearer(services, call.form);
  if (grant === 'client_credentials') return clientCredentials(services, call);
  if (grant === 'refresh_token') return oauthError('invalid_grant', 'expired access/refresh token');
  return oauthError('unsupported_grant_type', 'grant type not supported');
}

/** REST resources an identity names; `{version}` stays in the text, as on the platform. */
function identityUrls(base: string): Readonly<Record<string, string>> {
  const data = `${base}/services/data/v{version}/`;
  return { rest: data, sobjects: `${data}sobjects/`, query: `${data}query/`, search: `${data}search/`, recent: `${data}recent/`, custom_domain: base };
}

function identity(services: OAuthServices, userId: string): Record<string, unknown> {
  const user = services.org.user(userId) ?? {};
  const base = services.instanceUrl();
  return {
    id: `${base}/id/${services.org.orgId}/${userId}`,
    user_id: userId,
    organization_id: services.org.orgId,
    username: textField(user, 'Username'),
    display_name: textField(user, 'Name'),
    nick_name: textField(user, 'Alias'),
    first_name: user['FirstName'] ?? null,
    last_name: textField(user, 'LastName'),
    email: textField(user, 'Email'),
    active: user['IsActive'] !== false,
    user_type: 'STANDARD',
    language: 'en_US',
    locale: 'en_US',
    urls: identityUrls(base),
    is_app_installed: true,
  };
}

function userInfo(services: OAuthServices, userId: string): Record<string, unknown> {
  const user = services.org.user(userId) ?? {};
  const base = services.instanceUrl();
  const name = textField(user, 'Name');
  return {
    sub: `${base}/id/${services.org.orgId}/${userId}`,
    user_id: userId,
    organization_id: services.org.orgId,
    preferred_username: textField(user, 'Username'),
    nickname: textField(user, 'Alias'),
    name,
    email: textField(user, 'Email'),
    email_verified: true,
    given_name: user['FirstName'] ?? null,
    family_name: textField(user, 'LastName'),
    zoneinfo: user['TimeZoneSidKey'] ?? 'GMT',
    active: user['IsActive'] !== false,
    user_type: 'STANDARD',
    language: 'en_US',
    locale: 'en_US',
    utcOffset: 0,
    urls: identityUrls(base),
  };
}

const bearerOf = (headers: Headers): string => /^(?:Bearer|OAuth)\s+(.+)$/i.exec(headers['authorization'] ?? '')?.[1] ?? '';

function introspect(services: OAuthServices, call: OAuthCall): ApiAnswer {
  const found = services.tokens.use(call.form.get('token') ?? '');
  if (found === undefined) return { status: 200, body: { active: false } };
  const username = textField(services.org.user(found.userId) ?? {}, 'Username');
  return { status: 200, body: { active: true, scope: 'id api', client_id: found.clientId, username, sub: found.userId, token_type: 'access_token' } };
}

/** Answers a call under `/services/oauth2/` or `/id/`; null when the path is none of ours. */
export function answerOAuth(services: OAuthServices, call: OAuthCall): ApiAnswer | null {
  if (call.path === '/services/oauth2/token') return call.method === 'POST' ? token(services, call) : oauthError('invalid_request', 'must use HTTP POST');
  if (call.path === '/services/oauth2/introspect') return introspect(services, call);
  if (call.path === '/services/oauth2/revoke') {
    const revoked = services.tokens.revoke(call.form.get('token') ?? '');
    return revoked ? { status: 200 } : oauthError('unsupported_token_type', 'this token type is not supported');
  }
  const isUserInfo = call.path === '/services/oauth2/userinfo';
  if (!isUserInfo && !call.path.startsWith('/id/')) return null;
  const session = services.tokens.use(bearerOf(call.headers) || (call.form.get('oauth_token') ?? ''));
  if (session === undefined) return { status: 403, body: 'Bad_OAuth_Token' };
  if (isUserInfo) return { status: 200, body: userInfo(services, session.userId) };
  const [, , orgId, userId] = call.path.split('/');
  if (orgId?.slice(0, 15) !== services.org.orgId.slice(0, 15)) return { status: 404, body: 'Bad_Id' };
  return { status: 200, body: identity(services, userId ?? session.userId) };
}
