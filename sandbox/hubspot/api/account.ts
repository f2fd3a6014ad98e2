import { limitOf } from '../body.ts';
import { notFound } from '../errors.ts';
import type { Owner } from '../model.ts';
import { COMPANY_CURRENCY } from '../schema/currencies.ts';
import { currenciesOf } from './currencies.ts';
import { anyScope, type Answer, type Call, type Route } from '../routing.ts';

const PAGE_DEFAULT = 100;
const PAGE_MAX = 500;

/** An archived owner has no user any more; the former one is told apart. */
function ownerView(owner: Owner): Readonly<Record<string, unknown>> {
  return {
    id: owner.id,
    email: owner.email,
    type: 'PERSON',
    firstName: owner.firstName,
    lastName: owner.lastName,
    userId: owner.archived ? null : owner.userId,
    userIdIncludingInactive: owner.userId,
    createdAt: new Date(owner.createdAt).toISOString(),
    updatedAt: new Date(owner.updatedAt).toISOString(),
    archived: owner.archived,
    teams: [],
  };
}

function listOwners({ portal, query }: Call): Answer {
  const [email, after, archived] = [query.get('email'), Number(query.get('after') ?? 0), query.get('archived') === 'true'];
  const limit = limitOf(query.get('limit'), PAGE_DEFAULT, PAGE_MAX);
  const matching = [...portal.state.owners.values()]
    .filter((owner) => owner.archived === archived && (email === null || owner.email === email.toLowerCase()) && Number(owner.id) > after)
    .sort((left, right) => Number(left.id) - Number(right.id));
  const page = matching.slice(0, limit);
  const last = page.at(-1);
  return {
    status: 200,
    body: { results: page.map(ownerView), ...(matching.length > limit && last !== undefined ? { paging: { next: { after: last.id } } } : {}) },
  };
}

function readOwner({ portal, params, query }: Call): Answer {
  const id = params['ownerId'] ?? '';
  const archived = query.get('archived') === 'true';
  const byUser = query.get('idProperty') === 'userId';
  const found = [...portal.state.owners.values()].find((owner) => (byUser ? String(owner.userId) === id : owner.id === id) && owner.archived === archived);
  if (found === undefined) throw notFound();
  return { status: 200, body: ownerView(found) };
}

function details({ portal }: Call): Answer {
  return {
    status: 200,
    body: {
      portalId: portal.portalId,
      accountType: 'DEVELOPER_TEST',
      timeZone: 'Europe/Berlin',
      companyCurrency: COMPANY_CURRENCY,
      additionalCurrencies: currenciesOf(portal).filter((code) => code !== COMPANY_CURRENCY),
      utcOffset: '+01:00',
      utcOffsetMilliseconds: 3_600_000,
      uiDomain: 'app.hubspot.com',
      dataHostingLocation: 'na1',
    },
  };
}

function usage({ portal, actor }: Call): Answer {
  const { dailyCalls } = portal.state.settings;
  const used = portal.log.counters().custom[`calls.${actor.app.name}`] ?? 0;
  return {
    status: 200,
    body: {
      results: [
        {
          name: 'private-apps-api-calls-daily',
          usageLimit: dailyCalls,
          currentUsage: used,
          fetchStatus: 'SUCCESS',
          resetsAt: new Date(portal.clock.now()).toISOString(),
        },
      ],
    },
  };
}

const owners: Route['scopes'] = () => ['crm.objects.owners.read', 'automation'];

export const ACCOUNT_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/crm/v3/owners', handler: listOwners, scopes: owners, bucket: 'general' },
  { method: 'GET', path: '/crm/v3/owners/:ownerId', handler: readOwner, scopes: owners, bucket: 'general' },
  { method: 'GET', path: '/account-info/v3/details', handler: details, scopes: anyScope, bucket: 'general' },
  { method: 'GET', path: '/account-info/v3/api-usage/daily/private-apps', handler: usage, scopes: anyScope, bucket: 'general' },
];
