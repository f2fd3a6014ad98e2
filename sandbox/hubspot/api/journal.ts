import { createHmac } from 'node:crypto';
import { objectOf, optionalText, textOf, textsOf, type JsonObject } from '../body.ts';
import { invalid, notFound } from '../errors.ts';
import type { JournalFile, JournalSubscription } from '../model.ts';
import type { Portal } from '../portal.ts';
import { kindOf, type Answer, type Call, type Route } from '../routing.ts';
import { JOURNAL_KEPT_MS } from '../state.ts';

/** A link to a file is good for so long. */
const LINK_MS = 5 * 60_000;
const BATCH_MAX = 100;
const TYPES = ['OBJECT', 'ASSOCIATION', 'GDPR_PRIVACY_DELETION'] as const;
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  OBJECT: ['CREATE', 'UPDATE', 'DELETE', 'MERGE', 'RESTORE'],
  ASSOCIATION: ['ASSOCIATION_ADDED', 'ASSOCIATION_REMOVED'],
  GDPR_PRIVACY_DELETION: ['GDPR_DELETE'],
};

/** An account whose apps have no journal has no such paths either. */
function admit({ portal }: Call): void {
  if (!portal.state.settings.webhooksJournal) throw notFound();
}

/** The app's files that are still kept, oldest first. */
function filesOf({ portal, actor }: Call): readonly JournalFile[] {
  const since = portal.clock.now() - JOURNAL_KEPT_MS;
  return portal.state.journalFiles.filter(({ app, publishedAt }) => app === actor.app.name && publishedAt > since);
}

const signature = (portal: Portal, offset: string, expires: number): string =>
  createHmac('sha256', String(portal.portalId))
    .update(`${offset}:${String(expires)}`)
    .digest('hex');

function locate({ portal }: Call, { offset }: JournalFile): JsonObject {
  const expires = portal.clock.now() + LINK_MS;
  const query = new URLSearchParams({ expires: String(expires), signature: signature(portal, offset, expires) });
  return { url: `${portal.publicUrl}/webhooks-journal-files/${offset}?${query.toString()}`, expiresAt: new Date(expires).toISOString(), currentOffset: offset };
}

/** The file, or 204: nothing there. */
const one = (call: Call, file: JournalFile | undefined): Answer => (file === undefined ? { status: 204 } : { status: 200, body: locate(call, file) });
const many = (call: Call, files: readonly JournalFile[]): Answer =>
  files.length === 0 ? { status: 204 } : { status: 200, body: { results: files.map((file) => locate(call, file)) } };

/** What came after an offset. One that is not kept any more is not found: whoever comes so late has lost something, and must learn of it. */
function after(call: Call): readonly JournalFile[] {
  const files = filesOf(call);
  const at = files.findIndex(({ offset }) => offset === call.params['offset']);
  if (at === -1) throw notFound('offset not found');
  return files.slice(at + 1);
}

function countOf(call: Call): number {
  const count = Number(call.params['count']);
  if (!Number.isInteger(count) || count < 1 || count > BATCH_MAX) throw invalid(`count must lie between 1 and ${String(BATCH_MAX)}`);
  return count;
}

/** Served without a token: the signature in the link is the permission. */
function file({ portal, params, query }: Call): Answer {
  const offset = params['offset'] ?? '';
  const expires = Number(query.get('expires'));
  const found = portal.state.journalFiles.find((item) => item.offset === offset);
  if (query.get('signature') !== signature(portal, offset, expires) || expires < portal.clock.now()) return { status: 403, body: 'Request has expired' };
  if (found === undefined) throw notFound();
  return { status: 200, body: { offset, publishedAt: new Date(found.publishedAt).toISOString(), journalEvents: found.events } };
}

function view({ app: _app, createdAt, ...rest }: JournalSubscription): JsonObject {
  return { ...rest, createdAt: new Date(createdAt).toISOString() };
}

function subscribe(call: Call): Answer {
  const { portal, actor } = call;
  const body = objectOf(call.body, 'body');
  const given = textOf(body['subscriptionType'], 'subscriptionType');
  const subscriptionType = TYPES.find((type) => type === given) ?? null;
  if (subscriptionType === null) throw invalid(`subscriptionType ${given} is not served`);
  const actions = textsOf(body['actions'], 'actions');
  const stray = actions.find((action) => ACTIONS[given]?.includes(action) !== true);
  if (stray !== undefined) throw invalid(`action ${stray} is not valid for ${given}`);
  if (Number(body['portalId']) !== portal.portalId) throw invalid('the app is not installed in that portal');
  const objectTypeId = optionalText(body['objectTypeId'], 'objectTypeId');
  if (objectTypeId === undefined && given !== 'GDPR_PRIVACY_DELETION') throw invalid('objectTypeId is required');
  const subscription: JournalSubscription = {
    id: portal.state.takeId(),
    app: actor.app.name,
    portalId: portal.portalId,
    subscriptionType,
    objectTypeId: objectTypeId === undefined ? null : kindOf(portal, objectTypeId).typeId,
    actions,
    properties: textsOf(body['properties'], 'properties'),
    createdAt: portal.clock.now(),
  };
  portal.note([{ op: 'journal-subscription', subscription, removed: false }]);
  return { status: 201, body: view(subscription) };
}

const own = ({ portal, actor }: Call): JournalSubscription[] => [...portal.state.journalSubscriptions.values()].filter(({ app }) => app === actor.app.name);

function unsubscribe(call: Call): Answer {
  const subscription = own(call).find(({ id }) => id === call.params['subscriptionId']);
  if (subscription === undefined) throw notFound();
  call.portal.note([{ op: 'journal-subscription', subscription, removed: true }]);
  return { status: 204 };
}

const bucket = 'journal';
const reads: Route['scopes'] = () => ['developer.webhooks_journal.read'];
const lists: Route['scopes'] = () => ['developer.webhooks_journal.subscriptions.read', 'developer.webhooks_journal.subscriptions.write'];
const writes: Route['scopes'] = () => ['developer.webhooks_journal.subscriptions.write'];
const admitted =
  (work: (call: Call) => Answer): Route['handler'] =>
  (call) => {
    admit(call);
    return work(call);
  };

export const JOURNAL_ROUTES: readonly Route[] = [
  ...['2026-03', '2026-09'].flatMap((version): Route[] => {
    const journal = `/webhooks-journal/journal/${version}`;
    const subscriptions = `/webhooks-journal/subscriptions/${version}`;
    return [
      { method: 'GET', path: `${journal}/earliest`, handler: admitted((call) => one(call, filesOf(call)[0])), scopes: reads, bucket },
      { method: 'GET', path: `${journal}/latest`, handler: admitted((call) => one(call, filesOf(call).at(-1))), scopes: reads, bucket },
      { method: 'GET', path: `${journal}/offset/:offset/next`, handler: admitted((call) => one(call, after(call)[0])), scopes: reads, bucket },
      {
        method: 'GET',
        path: `${journal}/batch/earliest/:count`,
        handler: admitted((call) => many(call, filesOf(call).slice(0, countOf(call)))),
        scopes: reads,
        bucket,
      },
      {
        method: 'GET',
        path: `${journal}/batch/:offset/next/:count`,
        handler: admitted((call) => many(call, after(call).slice(0, countOf(call)))),
        scopes: reads,
        bucket,
      },
      { method: 'GET', path: subscriptions, handler: admitted((call) => ({ status: 200, body: { results: own(call).map(view) } })), scopes: lists, bucket },
      { method: 'POST', path: subscriptions, handler: admitted(subscribe), scopes: writes, bucket },
      { method: 'DELETE', path: `${subscriptions}/:subscriptionId`, handler: admitted(unsubscribe), scopes: writes, bucket },
    ];
  }),
  { method: 'GET', path: '/webhooks-journal-files/:offset', handler: file, scopes: () => [], bucket: 'none' },
];
