import { randomUUID } from 'node:crypto';
import { limitOf, listOf, objectOf, type JsonObject } from '../body.ts';
import { TOUCHES } from '../campaigns.ts';
import { invalid, notFound } from '../errors.ts';
import type { Campaign, Values } from '../model.ts';
import type { Answer, Call, Route } from '../routing.ts';

const PAGE_DEFAULT = 50;
const PAGE_MAX = 100;
const DAY_MS = 86_400_000;

/** What a campaign may say of itself (campaigns guide, "Properties"). */
const PROPERTIES: ReadonlySet<string> = new Set([
  'hs_name',
  'hs_start_date',
  'hs_end_date',
  'hs_notes',
  'hs_audience',
  'hs_currency_code',
  'hs_campaign_status',
  'hs_owner',
  'hs_color_hex',
  'hs_utm',
  'hs_goal',
]);
const STATUSES: ReadonlySet<string> = new Set(['planned', 'in_progress', 'active', 'paused', 'completed']);
const ASSET_TYPES: ReadonlySet<string> = new Set([
  'MARKETING_EMAIL',
  'FORM',
  'OBJECT_LIST',
  'LANDING_PAGE',
  'SITE_PAGE',
  'BLOG_POST',
  'SOCIAL_BROADCAST',
  'WORKFLOW',
  'CTA',
  'MARKETING_EVENT',
]);

/** Only what is asked for is shown; without a list, nothing but the standing data. */
function view(call: Call, campaign: Campaign, names: readonly string[] = listOf(call.query, 'properties')): JsonObject {
  const properties = Object.fromEntries(names.flatMap((name) => (campaign.properties[name] === undefined ? [] : [[name, campaign.properties[name]]])));
  return {
    id: campaign.id,
    properties,
    createdAt: new Date(campaign.createdAt).toISOString(),
    updatedAt: new Date(campaign.updatedAt).toISOString(),
  };
}

function need(call: Call): Campaign {
  const found = call.portal.state.campaigns.get(call.params['campaignId'] ?? '');
  if (found === undefined || found.archived) throw notFound('campaign not found');
  return found;
}

function propertiesOf(call: Call): Values {
  const given = Object.entries(objectOf(objectOf(call.body, 'body')['properties'], 'properties')).map(([name, value]) => [name, String(value)] as const);
  const stray = given.find(([name]) => !PROPERTIES.has(name));
  if (stray !== undefined) throw invalid(`Property "${stray[0]}" does not exist`);
  const values = Object.fromEntries(given);
  if (values['hs_campaign_status'] !== undefined && !STATUSES.has(values['hs_campaign_status'])) throw invalid('hs_campaign_status is not valid');
  return values;
}

function save(call: Call, campaign: Campaign, status: number): Answer {
  call.portal.note([{ op: 'campaign', campaign }]);
  return status === 204 ? { status } : { status, body: view(call, campaign, Object.keys(campaign.properties)) };
}

function create(call: Call): Answer {
  const properties = propertiesOf(call);
  if ((properties['hs_name'] ?? '') === '') throw invalid('hs_name is required');
  if ([...call.portal.state.campaigns.values()].some((item) => !item.archived && item.properties['hs_name'] === properties['hs_name']))
    throw invalid('A campaign of that name exists already.');
  const now = call.portal.clock.now();
  return save(call, { id: randomUUID(), properties, assets: {}, contacts: [], createdAt: now, updatedAt: now, archived: false }, 201);
}

function list(call: Call): Answer {
  const limit = limitOf(call.query.get('limit'), PAGE_DEFAULT, PAGE_MAX);
  const offset = limitOf(call.query.get('after'), 0, Number.MAX_SAFE_INTEGER);
  const word = (call.query.get('name') ?? '').toLowerCase();
  const all = [...call.portal.state.campaigns.values()].filter((item) => !item.archived && (item.properties['hs_name'] ?? '').toLowerCase().includes(word));
  return {
    status: 200,
    body: { total: all.length, results: all.slice(offset, offset + limit).map((item) => view(call, item)), ...pagingOf(offset + limit, all.length) },
  };
}

const pagingOf = (next: number, total: number): JsonObject =>
  next < total ? { paging: { next: { after: String(next), link: `?after=${String(next)}` } } } : {};

function read(call: Call): Answer {
  const campaign = need(call);
  const assets = Object.fromEntries(Object.entries(campaign.assets).map(([type, ids]) => [type, { results: ids.map((id) => ({ id })) }]));
  return { status: 200, body: { ...view(call, campaign), assets } };
}

function update(call: Call): Answer {
  const before = need(call);
  return save(call, { ...before, properties: { ...before.properties, ...propertiesOf(call) }, updatedAt: call.portal.clock.now() }, 200);
}

function assetType(call: Call): string {
  const type = call.params['assetType'] ?? '';
  if (!ASSET_TYPES.has(type)) throw invalid(`Asset type ${type} is not valid`);
  return type;
}

function changeAsset(call: Call, add: boolean): Answer {
  const campaign = need(call);
  const [type, id] = [assetType(call), call.params['assetId'] ?? ''];
  const others = (campaign.assets[type] ?? []).filter((item) => item !== id);
  return save(call, { ...campaign, assets: { ...campaign.assets, [type]: add ? [...others, id] : others }, updatedAt: call.portal.clock.now() }, 204);
}

const assets = (call: Call): Answer => ({ status: 200, body: { results: (need(call).assets[assetType(call)] ?? []).map((id) => ({ id })) } });

/** Ids alone: neither when nor how a contact was reached is told. */
function contacts(call: Call): Answer {
  const campaign = need(call);
  const touch = call.params['contactType'] ?? '';
  if (!TOUCHES.some((known) => known === touch)) throw invalid(`Contact type ${touch} is not valid`);
  const limit = limitOf(call.query.get('limit'), PAGE_MAX, PAGE_MAX);
  const offset = limitOf(call.query.get('after'), 0, Number.MAX_SAFE_INTEGER);
  const [since, until] = [call.query.get('startDate'), call.query.get('endDate')];
  const isIn = (at: number): boolean => (since === null || at >= Date.parse(since)) && (until === null || at < Date.parse(until) + DAY_MS);
  const all = campaign.contacts.filter((one) => one.touch === touch && isIn(one.at) && call.portal.state.live('contacts', one.id) !== undefined);
  return { status: 200, body: { results: all.slice(offset, offset + limit).map(({ id }) => ({ id })), ...pagingOf(offset + limit, all.length) } };
}

const reads: Route['scopes'] = () => ['marketing.campaigns.read'];
const writes: Route['scopes'] = () => ['marketing.campaigns.write'];
const BASE = '/marketing/v3/campaigns';
const ONE = `${BASE}/:campaignId`;
const bucket = 'general';

export const CAMPAIGN_ROUTES: readonly Route[] = [
  { method: 'GET', path: BASE, handler: list, scopes: reads, bucket },
  { method: 'POST', path: BASE, handler: create, scopes: writes, bucket },
  { method: 'GET', path: ONE, handler: read, scopes: reads, bucket },
  { method: 'PATCH', path: ONE, handler: update, scopes: writes, bucket },
  { method: 'DELETE', path: ONE, handler: (call) => save(call, { ...need(call), archived: true }, 204), scopes: writes, bucket },
  { method: 'GET', path: `${ONE}/assets/:assetType`, handler: assets, scopes: reads, bucket },
  { method: 'PUT', path: `${ONE}/assets/:assetType/:assetId`, handler: (call) => changeAsset(call, true), scopes: writes, bucket },
  { method: 'DELETE', path: `${ONE}/assets/:assetType/:assetId`, handler: (call) => changeAsset(call, false), scopes: writes, bucket },
  { method: 'GET', path: `${ONE}/reports/contacts/:contactType`, handler: contacts, scopes: reads, bucket },
];
