/** The calls of HubSpot's webhooks journal. It needs a token of the app itself and counts against no limit, so it has no part in the portal's budget. */
import { z } from 'zod';
import type { Change, Instant } from '../../domain/model.ts';
import type { Clock } from '../../engine/ports.ts';
import { objectTypeId } from '../names.ts';
import { entriesToChanges } from './entries.ts';

export type JournalOptions = {
  readonly baseUrl: string;
  readonly portalId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly timeoutMs: number;
};
export type JournalRead =
  | { readonly kind: 'file'; readonly offset: string; readonly changes: readonly Change[]; readonly ignored: number }
  | { readonly kind: 'empty' }
  /** The offset is older than the journal keeps: something may have been missed. */
  | { readonly kind: 'gone' }
  /** This app or portal has no journal. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly code: string };
/** An object whose changes are wanted, with the properties the rules name. */
export type JournalWish = { readonly object: string; readonly properties: readonly string[] };
export type JournalReader = {
  /** What came after `offset`; the earliest there is without one. */
  next(offset: string | null): Promise<JournalRead>;
  /** Subscribes to what is wanted and not subscribed to yet. */
  subscribe(wanted: readonly JournalWish[]): Promise<'done' | 'absent' | 'failed'>;
};

/** The first version with a journal; supported until September 2027 (versioning guide). */
const version = '2026-03';
const scopes = ['developer.webhooks_journal.read', 'developer.webhooks_journal.subscriptions.read', 'developer.webhooks_journal.subscriptions.write'];
const renewEarlyMs = 60_000;
const objectActions = ['CREATE', 'UPDATE', 'DELETE', 'MERGE', 'RESTORE'] as const;
const associationActions = ['ASSOCIATION_ADDED', 'ASSOCIATION_REMOVED'] as const;

const tokenSchema = z.looseObject({ access_token: z.string(), expires_in: z.number() });
const placeSchema = z.looseObject({ url: z.url({ protocol: /^https?$/ }), currentOffset: z.string() });
const fileSchema = z.looseObject({ journalEvents: z.array(z.unknown()) });
const subscriptionSchema = z.looseObject({
  portalId: z.union([z.string(), z.number()]).transform(String),
  subscriptionType: z.string(),
  objectTypeId: z.string().nullish(),
  properties: z.array(z.string()).nullish(),
});
const subscriptionsSchema = z.looseObject({ results: z.array(subscriptionSchema) });

/** A refusal by status; network trouble has status 0. */
class Refused extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`HTTP ${String(status)}`);
    this.status = status;
  }
}

/** No journal here: not part of the account, or the app may not. */
const isAbsent = (error: unknown): boolean => error instanceof Refused && [400, 403, 404].includes(error.status);

type Subscription = z.infer<typeof subscriptionSchema>;

/** What is subscribed to for an object already, and covers the wish: an earlier subscription may know fewer properties. */
function isCovered(present: readonly Subscription[], type: string, { object, properties }: JournalWish): boolean {
  const own = present.filter(({ subscriptionType, objectTypeId: id }) => subscriptionType === type && id === objectTypeId(object));
  if (type === 'ASSOCIATION') return own.length > 0;
  const known = new Set(own.flatMap((subscription) => subscription.properties ?? []));
  return own.some((subscription) => (subscription.properties ?? []).length === 0) || (own.length > 0 && properties.every((name) => known.has(name)));
}

/** Reads one app's journal for one portal. `fetcher` is the platform's fetch. */
export function createJournalReader(options: JournalOptions, clock: Pick<Clock, 'now'>, fetcher: typeof fetch = fetch): JournalReader {
  const { baseUrl, portalId, clientId, clientSecret, timeoutMs } = options;
  let held: { readonly token: string; readonly until: Instant } | null = null;

  const send = async (url: string, init: RequestInit): Promise<unknown> => {
    const response = await fetcher(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) throw new Refused(response.status);
    const text = await response.text();
    return text === '' ? null : (JSON.parse(text) as unknown);
  };
  const token = async (): Promise<string> => {
    if (held !== null && held.until > clock.now()) return held.token;
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope: scopes.join(' ') });
    const granted = tokenSchema.parse(await send(`${baseUrl}/oauth/${version}/token`, { method: 'POST', body }));
    held = { token: granted.access_token, until: clock.now() + granted.expires_in * 1_000 - renewEarlyMs };
    return held.token;
  };
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const headers = { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' };
    return send(`${baseUrl}/webhooks-journal/${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  };

  async function read(offset: string | null): Promise<JournalRead> {
    const place = await call('GET', offset === null ? `journal/${version}/earliest` : `journal/${version}/offset/${encodeURIComponent(offset)}/next`);
    if (place === null) return { kind: 'empty' };
    const { url, currentOffset } = placeSchema.parse(place);
    // The link is its own permission: our token goes nowhere but to HubSpot.
    const file = fileSchema.parse(await send(url, { method: 'GET' }));
    return { kind: 'file', offset: currentOffset, ...entriesToChanges(file.journalEvents, portalId) };
  }

  return {
    async next(offset) {
      try {
        return await read(offset);
      } catch (error) {
        const status = error instanceof Refused ? error.status : 0;
        if (status === 401) held = null;
        if (status === 404 && offset !== null) return { kind: 'gone' };
        if (isAbsent(error) && offset === null) return { kind: 'absent' };
        return { kind: 'failed', code: status === 0 ? 'NETWORK' : `HTTP_${String(status)}` };
      }
    },
    async subscribe(wanted) {
      try {
        const { results } = subscriptionsSchema.parse(await call('GET', `subscriptions/${version}`));
        const present = results.filter((subscription) => subscription.portalId === portalId);
        const order = (subscriptionType: string, rest: object): Promise<unknown> =>
          call('POST', `subscriptions/${version}`, { subscriptionType, portalId: Number(portalId), ...rest });
        for (const wish of wanted) {
          const id = objectTypeId(wish.object);
          if (!isCovered(present, 'OBJECT', wish)) await order('OBJECT', { objectTypeId: id, actions: objectActions, properties: wish.properties });
          if (!isCovered(present, 'ASSOCIATION', wish)) await order('ASSOCIATION', { objectTypeId: id, actions: associationActions });
        }
        if (!present.some(({ subscriptionType }) => subscriptionType === 'GDPR_PRIVACY_DELETION')) await order('GDPR_PRIVACY_DELETION', {});
        return 'done';
      } catch (error) {
        if (error instanceof Refused && error.status === 401) held = null;
        return isAbsent(error) ? 'absent' : 'failed';
      }
    },
  };
}
