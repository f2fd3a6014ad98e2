/** The HTTP server: Lightning's URLs as documents, `/assets`, and `/local` for what components call. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { sendAsset } from './assets.ts';
import type { Builds } from './builds.ts';
import { documentOf } from './layout.ts';
import { bellsFor, messagesOf, messagesPath } from './messages.ts';
import { home, list, notFound, record, sent, setup } from './pages.ts';
import type { Page } from './pages.ts';
import { isPersona, personaNames } from './org.ts';
import type { Answer, PersonaName, Session } from './org.ts';
import { uiGet, uiUpdate } from './records.ts';
import { viewerOf } from './user.ts';
import type { Viewer } from './user.ts';

export type PageServerOptions = { readonly sessionOf: (persona: PersonaName) => Session; readonly builds: Builds };

const cookieName = 'fieldwise_persona';
const bodyBytesMax = 4_000_000;
/** As strict as Lightning Experience, with the same allowance for styles, which LWC puts into the page. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

function personaOf(request: IncomingMessage): PersonaName {
  const named = new RegExp(`(?:^|;\\s*)${cookieName}=(\\w+)`).exec(request.headers.cookie ?? '')?.[1];
  return isPersona(named) ? named : 'admin';
}

function sendJson(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }).end(JSON.stringify(body ?? null));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer; // a request without encoding streams buffers
    size += bytes.length;
    if (size > bodyBytesMax) throw new Refusal(413, 'The request is too large.');
    chunks.push(bytes);
  }
  return chunks.length === 0 ? undefined : (JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown);
}

const words = (text: string | null): readonly string[] => (text ?? '').split(',').filter((word) => word !== '');

async function answerLocal(session: Session, request: IncomingMessage, url: URL): Promise<Answer> {
  // A header of ours makes every browser ask first, so that no foreign site calls in a person's name.
  if (request.headers['x-fieldwise-page'] !== '1') throw new Refusal(403, 'Only pages of this host may call this.');
  const body = request.method === 'POST' ? await bodyOf(request) : undefined;
  if (url.pathname === '/local/apex') return session.send('POST', '/aura/apex', body);
  const id = /^\/local\/records\/(\w+)$/.exec(url.pathname)?.[1];
  if (id === undefined) throw new Refusal(404, 'There is no such call.');
  if (request.method === 'POST') return uiUpdate(session, id, body);
  return uiGet(session, id, { fields: words(url.searchParams.get('fields')), optionalFields: words(url.searchParams.get('optionalFields')) });
}

async function pageOf(session: Session, admin: Session, viewer: Viewer, url: URL): Promise<Page> {
  const { pathname } = url;
  if (pathname === messagesPath) return sent(admin, viewer);
  if (pathname === '/lightning/page/home') return home(session, viewer);
  if (pathname === '/lightning/n/Fieldwise_Setup') return setup();
  const [, object] = /^\/lightning\/o\/(\w+)\/list$/.exec(pathname) ?? [];
  if (object !== undefined) return list(session, viewer, { object, search: url.searchParams.get('q') ?? '' });
  const [, id] = /^\/lightning\/r\/(?:\w+\/)?(\w{15,18})\/view$/.exec(pathname) ?? [];
  return id === undefined ? notFound() : record(session, viewer, id);
}

/** A persona named in the URL is remembered in a cookie, and the address made clean again. */
function switchPersona(response: ServerResponse, url: URL): boolean {
  const wanted = url.searchParams.get('persona') ?? undefined;
  if (!isPersona(wanted)) return false;
  url.searchParams.delete('persona');
  response.writeHead(303, { 'set-cookie': `${cookieName}=${wanted}; Path=/; SameSite=Lax; HttpOnly`, location: url.pathname + url.search }).end();
  return true;
}

async function sendPage(options: PageServerOptions, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const { sessionOf, builds } = options;
  const persona = personaOf(request);
  const session = sessionOf(persona);
  const admin = sessionOf('admin');
  const viewer = await viewerOf(session, admin);
  const [page, messages, others] = await Promise.all([
    pageOf(session, admin, viewer, url),
    messagesOf(admin),
    Promise.all(personaNames.map(async (name) => [name, (await viewerOf(sessionOf(name), admin)).name] as const)),
    builds.current(),
  ]);
  const names = Object.fromEntries(others) as Record<PersonaName, string>; // one entry per persona name
  const text = documentOf({ ...page, persona, names, viewer, bells: bellsFor(messages, viewer), here: url.pathname + url.search });
  response
    .writeHead(page.status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .end(text);
}

async function handle(options: PageServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://pages');
  if (url.pathname.startsWith('/assets/')) {
    if (!sendAsset(response, url.pathname, options.builds.last()?.folder ?? null)) response.writeHead(404).end();
    return;
  }
  if (url.pathname === '/local/build') return sendJson(response, { status: 200, body: { warnings: (await options.builds.current()).warnings } });
  if (url.pathname.startsWith('/local/')) return sendJson(response, await answerLocal(options.sessionOf(personaOf(request)), request, url));
  if (switchPersona(response, url)) return;
  if (url.pathname === '/') return void response.writeHead(303, { location: '/lightning/page/home' }).end();
  return sendPage(options, request, response, url);
}

/** A server ready to listen. */
export function createPageServer(options: PageServerOptions): Server {
  return createServer((request, response) => {
    handle(options, request, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      if (response.headersSent) response.destroy();
      else if (request.url?.startsWith('/local/') === true) sendJson(response, { status: error instanceof Refusal ? error.status : 500, body: { message } });
      else
        response
          .writeHead(error instanceof Refusal ? error.status : 500, { 'content-type': 'text/plain; charset=utf-8' })
          .end(`This page could not be shown.\n\n${message}\n`);
    });
  });
}
