/** One org, one connection: every REST call goes through here, with its token, timeout, budget, and one verdict on failure. */
import type * as Core from '@salesforce/core';
import type { Connection } from '@salesforce/core';
import { createCallGates } from '../engine/gate.ts';
import type { Clock, Journal } from '../engine/ports.ts';
import { requestToken } from './auth.ts';
import type { SalesforceAuth, Token } from './auth.ts';
import { createBudget } from './budget.ts';
import { plainFailure, toFailure } from './faults.ts';
import { requestSeen } from './headers.ts';
import type { CallResult } from './faults.ts';

export type SalesforceOptions = {
  readonly loginUrl: string;
  readonly apiVersion: string;
  readonly auth: SalesforceAuth;
  /** Package namespace without underscores; null in an org the source was deployed to. */
  readonly namespace: string | null;
  /** Part of the org's daily calls this bridge may use, 0 to 1. */
  readonly share: number;
  readonly readTimeoutMs: number;
  readonly writeTimeoutMs: number;
  readonly settleMs: number;
};
export type SessionContext = { readonly clock: Clock; readonly journal: Journal };

export type SalesforceRequest = {
  /** For metrics and logs. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** After `/services/data/vNN.0`, or a full path from `/services`. */
  readonly path: string;
  readonly body?: unknown;
  /** An upload of a bulk job, in place of a body. */
  readonly csv?: string;
  /** Shown the answer's headers, names in lower case. */
  readonly onHeaders?: (headers: Readonly<Record<string, string>>) => void;
  readonly timeoutMs: number;
  /** Not sent any more when its turn comes later; it then fails as surely not done. */
  readonly sendBy?: number | undefined;
  /** The consent lane's: its own places, and ahead of what is kept back for it. */
  readonly isUrgent?: boolean;
};
export type Session = {
  readonly dataPath: string;
  call<T>(request: SalesforceRequest): Promise<CallResult<T>>;
  token(): Token;
  /** A new token; answers whether there is one. Callers at the same time share one login. */
  renew(): Promise<boolean>;
  budget(): { readonly remaining: number; readonly nextAt: number; readonly perDay: number | null };
  /** Whether the consent lane is at work: then ordinary calls had better be small. */
  isPressed(): boolean;
};
export type SessionResult = { readonly ok: true; readonly session: Session } | { readonly ok: false; readonly failure: ReturnType<typeof plainFailure> };

/** Salesforce allows 25 calls over 20 s at a time per org (5 in trial orgs), shared with everybody; this stays far below. */
const inFlightMax = 8;
const urgentInFlightMax = 4;

/**
 * Sent on every call: without the first, REST runs the org's assignment rules and re-routes owners; the second saves through "alert"
 * duplicate rules, which are meant for people.
 */
export const writeHeaders: Readonly<Record<string, string>> = {
  'Sforce-Auto-Assign': 'FALSE',
  'Sforce-Duplicate-Rule-Header': 'allowSave=true; includeRecordDetails=false; runAsCurrentUser=true',
};
/** Shown in the org's logs, by way of Sforce-Call-Options. */
const clientName = 'Fieldwise';

/**
 * Loads @salesforce/core so that it keeps its hands off the disk: FORCE_MEMFS gives it a file system in memory (it would put a key and a log
 * into the user's home). It reads that variable only while loading, so it is put back for whatever else runs in this process.
 */
async function loadCore(): Promise<typeof Core> {
  const kept = process.env['FORCE_MEMFS'];
  process.env['FORCE_MEMFS'] = 'true';
  process.env['SF_DISABLE_LOG_FILE'] = 'true';
  const core = await import('@salesforce/core');
  if (kept === undefined) delete process.env['FORCE_MEMFS'];
  return core;
}

/** A connection from a token alone: no refresh function, because that one writes auth files; renewal is ours. */
async function connect(token: Token, { loginUrl, apiVersion }: SalesforceOptions): Promise<Connection> {
  const { AuthInfo, Connection } = await loadCore();
  const { accessToken, instanceUrl, orgId, userId } = token;
  const username = `${userId}@${orgId}`;
  // With org, user, hub and namespace given, AuthInfo asks the org nothing.
  const authInfo = await AuthInfo.create({
    username,
    accessTokenOptions: { accessToken, instanceUrl, loginUrl, username, orgId, isDevHub: false, namespacePrefix: null } as never,
  });
  const connection = await Connection.create({ authInfo, connectionOptions: { version: apiVersion } });
  Object.assign(connection, { _callOptions: { client: clientName } });
  return connection;
}

/** Logs in and answers a session; the failure of the login otherwise. */
export async function openSession(options: SalesforceOptions, { clock, journal }: SessionContext): Promise<SessionResult> {
  const login = await requestToken(options.auth, options.loginUrl, clock);
  if (!login.ok) return { ok: false, failure: plainFailure(login.failure.kind, login.failure.code, login.failure.message, login.failure.retryAt, true) };
  let token = login.token;
  const connection = await connect(token, options);
  const dataPath = `/services/data/v${options.apiVersion}`;
  const budget = createBudget(options.share);
  const gates = createCallGates({ usualMax: inFlightMax, urgentMax: urgentInFlightMax, clock });
  let renewing: Promise<boolean> | null = null;

  async function logIn(): Promise<boolean> {
    const answer = await requestToken(options.auth, options.loginUrl, clock);
    journal.event(answer.ok ? 'token.renewed' : 'token.refused', { side: 'salesforce', code: answer.ok ? null : answer.failure.code });
    if (!answer.ok) return false;
    token = answer.token;
    connection.accessToken = token.accessToken;
    connection.instanceUrl = token.instanceUrl;
    return true;
  }
  const renew = (): Promise<boolean> => (renewing ??= logIn().finally(() => (renewing = null)));

  function observeLimit(): void {
    const usage = connection.limitInfo.apiUsage;
    if (usage !== undefined) budget.observe(usage.used, usage.limit);
  }

  async function once<T>({ method, path, body, csv, onHeaders, timeoutMs }: SalesforceRequest): Promise<CallResult<T>> {
    budget.spend(clock.now());
    const url = `${token.instanceUrl}${path.startsWith('/services') ? '' : dataPath}${path}`;
    const type = csv === undefined ? {} : { 'Content-Type': 'text/csv' };
    const payload = csv ?? (body === undefined ? undefined : JSON.stringify(body));
    const request = { method, url, headers: { ...writeHeaders, ...type }, ...(payload === undefined ? {} : { body: payload }) };
    const options = { timeout: timeoutMs, retry: { maxRetries: 0, methods: [] } };
    try {
      // The library would repeat a GET up to five times and wait half an hour; both are ours to decide.
      const value = await (onHeaders === undefined ? connection.request<T>(request, options) : requestSeen<T>(connection, request, options, onHeaders));
      observeLimit();
      return { ok: true, value };
    } catch (error) {
      observeLimit();
      return { ok: false, failure: toFailure(error, clock.now()) };
    }
  }

  /** A refused token is renewed once; Salesforce did not act on the refused call. */
  async function withRenewal<T>(request: SalesforceRequest): Promise<CallResult<T>> {
    const first = await once<T>(request);
    if (first.ok || first.failure.kind !== 'auth' || !(await renew())) return first;
    return once<T>(request);
  }

  async function call<T>(request: SalesforceRequest): Promise<CallResult<T>> {
    const gate = request.isUrgent === true ? gates.urgent : gates.usual;
    const { remaining, nextAt } = budget.state(clock.now(), request.isUrgent);
    if (nextAt > clock.now()) {
      journal.event('api.throttled', { side: 'salesforce', call: request.name, remaining });
      return { ok: false, failure: plainFailure('budget', 'BUDGET_SPENT', 'the share of Salesforce calls is used up for now', nextAt, true) };
    }
    await gate.enter();
    const startedAt = clock.now();
    try {
      if (startedAt > (request.sendBy ?? Infinity))
        return { ok: false, failure: plainFailure('transient', 'SENT_TOO_LATE', 'its turn came too late', startedAt, true) };
      const result = await withRenewal<T>(request);
      journal.count('api.called', 1, { side: 'salesforce', call: request.name, outcome: result.ok ? 'ok' : result.failure.kind });
      journal.observe('api.answered', clock.now() - startedAt, { side: 'salesforce', call: request.name });
      if (!result.ok) {
        journal.event('api.failed', { side: 'salesforce', call: request.name, code: result.failure.code, status: null, kind: result.failure.kind });
        if (result.failure.kind === 'budget' && result.failure.retryAt !== null) budget.pauseUntil(result.failure.retryAt, clock.now());
      }
      return result;
    } finally {
      gate.leave();
    }
  }

  return {
    ok: true,
    session: {
      dataPath,
      call,
      token: () => token,
      renew,
      budget: () => ({ ...budget.state(clock.now()), perDay: budget.perDay() }),
      isPressed: gates.isPressed,
    },
  };
}
