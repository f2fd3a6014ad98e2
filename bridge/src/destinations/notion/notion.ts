/** Notion as a destination, through its own client. Databases hold data sources since API version 2025-09-03; pages are made in the first one. */
import { APIErrorCode, APIResponseError, Client, LogLevel, RequestTimeoutError, UnknownHTTPResponseError } from '@notionhq/client';
import type { Clock } from '../../engine/ports.ts';
import type { Destination, DestinationFailure, DestinationResult, DestinationPage } from '../../engine/ports.ts';
import { blocksOf, propertiesOf } from './content.ts';
import type { PropertyTypes } from './content.ts';

export type NotionOptions = { readonly token: string; readonly baseUrl: string; readonly timeoutMs: number; readonly settleMs: number };

/** Holds the mark that tells whose page a page is. */
export const MARK_PROPERTY = 'Fieldwise';
const retryAfterDefaultMs = 5_000;
/** Notion allows about three calls a second for one integration. */
const spacingMs = 350;

/** The property that holds the mark is of another type, or cannot be made. */
class MarkError extends Error {}

function failureOf(error: unknown, clock: Clock): DestinationFailure {
  const now = clock.now();
  if (error instanceof MarkError) {
    return { kind: 'refused', code: 'mark-missing', cause: error.message, remedy: `Give the database a text property named ${MARK_PROPERTY}.`, retryAt: null };
  }
  if (error instanceof APIResponseError) {
    const { code, message } = error;
    const again = {
      kind: 'later' as const,
      code,
      cause: `Notion is busy: ${message}`,
      remedy: 'Nothing to do: it is tried again.',
      retryAt: now + waitAsked(error),
    };
    switch (code) {
      // These are answered before anything is done.
      case APIErrorCode.RateLimited:
      case APIErrorCode.ServiceOverload:
      case APIErrorCode.ConflictError:
        return again;
      case APIErrorCode.InternalServerError:
      case APIErrorCode.ServiceUnavailable:
      case APIErrorCode.GatewayTimeout:
        return { ...again, kind: 'unknown', retryAt: null };
      case APIErrorCode.Unauthorized:
        return {
          kind: 'refused',
          code,
          cause: 'Notion does not accept the token.',
          remedy: "Put a valid integration token into the bridge's configuration.",
          retryAt: null,
        };
      case APIErrorCode.ObjectNotFound:
      case APIErrorCode.RestrictedResource:
        return {
          kind: 'refused',
          code,
          cause: 'Notion does not show the database to the integration.',
          remedy: 'Open the database in Notion, Connections, and add the integration; check the id in the rule.',
          retryAt: null,
        };
      default:
        return { kind: 'refused', code, cause: `Notion refuses the page: ${message}`, remedy: 'Correct the template or the database.', retryAt: null };
    }
  }
  if (error instanceof RequestTimeoutError || error instanceof UnknownHTTPResponseError || isBrokenLine(error)) {
    return {
      kind: 'unknown',
      code: 'no-answer',
      cause: 'Notion did not answer.',
      remedy: 'Nothing to do: it is looked for before it is made again.',
      retryAt: null,
    };
  }
  throw error;
}

/** What fetch rejects with when the line breaks. */
const isBrokenLine = (error: unknown): boolean => typeof error === 'object' && error !== null && 'name' in error && error.name === 'TypeError';

/** Seconds in `Retry-After`; the body of the client's error carries its headers untyped. */
function waitAsked(error: APIResponseError): number {
  const asked = error.headers instanceof Headers ? Number(error.headers.get('retry-after')) : 0;
  return Number.isFinite(asked) && asked > 0 ? asked * 1_000 : retryAfterDefaultMs;
}

type DataSource = { readonly properties: Readonly<Record<string, { readonly type: string }>> };
type PageAnswer = { readonly id: string; readonly url?: string };
const typesOf = ({ properties }: DataSource): PropertyTypes => new Map(Object.entries(properties).map(([name, { type }]) => [name, type]));
/** Integrations that may not read are answered without an address; it follows from the id. */
const pageIn = ({ id, url }: PageAnswer): DestinationPage => ({ id, url: url ?? `https://www.notion.so/${id.replaceAll('-', '')}` });

type Place = { readonly dataSource: string; readonly types: PropertyTypes };

export function createNotion({ token, baseUrl, timeoutMs, settleMs }: NotionOptions, clock: Clock): Destination {
  // A repeated creation would be a second page, so the client must not repeat anything by itself.
  const client = new Client({ auth: token, baseUrl, timeoutMs, retry: false, logLevel: LogLevel.ERROR });
  let freeAt = 0;
  /** One call by the client; calls of one integration are evenly spaced. */
  async function ask<T extends object>(method: 'get' | 'post' | 'patch', path: string, body?: Record<string, unknown>): Promise<T> {
    const at = Math.max(clock.now(), freeAt);
    freeAt = at + spacingMs;
    if (at > clock.now()) await clock.sleep(at - clock.now());
    return client.request<T>({ method, path, ...(body === undefined ? {} : { body }) });
  }
  async function attempt<T>(work: () => Promise<T>): Promise<DestinationResult<T>> {
    try {
      return { ok: true, value: await work() };
    } catch (error) {
      return { ok: false, failure: failureOf(error, clock) };
    }
  }

  async function placeOf(database: string): Promise<Place> {
    const held = await ask<{ readonly data_sources?: readonly { readonly id: string }[] }>('get', `databases/${database}`);
    const id = held.data_sources?.[0]?.id;
    if (id === undefined) throw new MarkError('The database holds no data source.');
    const known = typesOf(await ask<DataSource>('get', `data_sources/${id}`));
    if (known.get(MARK_PROPERTY) === 'rich_text') return { dataSource: id, types: known };
    if (known.has(MARK_PROPERTY)) throw new MarkError(`The property ${MARK_PROPERTY} of the database is not a text.`);
    const widened = typesOf(await ask<DataSource>('patch', `data_sources/${id}`, { properties: { [MARK_PROPERTY]: { rich_text: {} } } }));
    return { dataSource: id, types: widened };
  }

  async function markedPage({ dataSource }: Place, mark: string): Promise<DestinationPage | null> {
    const filter = { property: MARK_PROPERTY, rich_text: { equals: mark } };
    const { results } = await ask<{ readonly results: readonly PageAnswer[] }>('post', `data_sources/${dataSource}/query`, { filter, page_size: 1 });
    return results[0] === undefined ? null : pageIn(results[0]);
  }

  return {
    callLifeMs: timeoutMs + settleMs,
    find: (database, mark) => attempt(async () => markedPage(await placeOf(database), mark)),
    async create(database, content, mark) {
      const place = await attempt(() => placeOf(database));
      // What was asked before the page made nothing.
      if (!place.ok) return place.failure.kind === 'unknown' ? { ok: false, failure: { ...place.failure, kind: 'later' } } : place;
      const { dataSource, types } = place.value;
      const { properties, rest } = propertiesOf(content, types);
      const body = {
        parent: { type: 'data_source_id', data_source_id: dataSource },
        properties: { ...properties, [MARK_PROPERTY]: { rich_text: [{ text: { content: mark } }] } },
        children: blocksOf(rest, content.sections),
      };
      return attempt(async () => pageIn(await ask<PageAnswer>('post', 'pages', body)));
    },
  };
}
