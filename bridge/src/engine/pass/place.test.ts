import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICIES, fingerprinter } from '../../domain/index.ts';
import type { FieldRule, Link, LinkId, ObjectMapping, RecordRef, RuleSet, SalesforceId, Subject, UnlinkedReason } from '../../domain/index.ts';
import { createRulebook } from '../rulebook.ts';
import { DEFAULT_SETTINGS } from '../settings.ts';
import type { PassContext } from './context.ts';
import type { NewItem } from './identify.ts';
import { placePeople } from './place.ts';

const fingerprint = fingerprinter(new Uint8Array(32));
const rule = (key: string, salesforceField: string, hubspotProperty: string, over: Partial<FieldRule> = {}): FieldRule => ({
  key,
  salesforceField,
  hubspotProperty,
  salesforceObjects: ['Lead', 'Contact'],
  owner: 'salesforce',
  direction: 'two-way',
  policy: 'owner',
  windowMs: 0,
  isProtected: false,
  blank: 'propagate',
  nonOwnerEdit: 'enforce',
  valueMap: [],
  referenceMapping: null,
  ...over,
});
const mapping = (key: string, hubspotObject: string, salesforceObjects: readonly string[], fields: readonly FieldRule[]): ObjectMapping => ({
  key,
  hubspotObject,
  salesforceObjects,
  fields,
  salesforceCreateObject: salesforceObjects[0] ?? '',
  createInSalesforce: 'always',
  createInHubSpot: 'always',
  salesforceScope: null,
  hubspotScope: null,
  policies: { ...DEFAULT_POLICIES, handoff: { runsAssignmentRules: false, atKnownAccount: 'contact' } },
  order: 1,
});
const company = mapping('company', 'companies', ['Account'], []);
const person = mapping(
  'person',
  'contacts',
  ['Lead', 'Contact'],
  [
    rule('person.owner', 'OwnerId', 'hubspot_owner_id', { referenceMapping: 'owner' }),
    rule('person.company', 'AccountId', 'associations.companies', { referenceMapping: 'company', salesforceObjects: ['Contact'] }),
  ],
);
const rules: RuleSet = { version: 1, lifecycle: [], consent: [], mappings: [company, person] };

type World = {
  /** Companies of contacts by contact id. */
  readonly companies?: Readonly<Record<string, string>>;
  /** Account by company id; null while the account is being made. */
  readonly accounts?: Readonly<Record<string, string | null>>;
  readonly unlinked?: Readonly<Record<string, UnlinkedReason['code']>>;
  /** Company ids by domain, as the store remembers them. */
  readonly domains?: Readonly<Record<string, readonly string[]>>;
  readonly mapping?: ObjectMapping;
  readonly tries?: number;
};

const linkOf = (companyId: string, account: string | null): Link => ({
  id: `company:${companyId}` as LinkId,
  mapping: 'company',
  key: companyId,
  state: 'active',
  salesforce: account === null ? null : { object: 'Account', id: account as SalesforceId },
  hubspot: { object: 'companies', id: companyId as NonNullable<Link['hubspot']>['id'] },
  baseline: {},
  attempts: [],
  attemptNumbers: { salesforce: 0, hubspot: 0 },
  createdAt: 0,
  syncedAt: null,
});

/** What becomes of one contact: the object and account it is created with, or that it waits. */
async function placed(email: string | null, world: World): Promise<string> {
  const { companies = {}, accounts = {}, unlinked = {}, domains = {} } = world;
  const found = (ref: RecordRef): Link | null => (ref.id in accounts ? linkOf(ref.id, accounts[ref.id] ?? null) : null);
  const context = {
    connection: 'c1',
    clock: { now: () => 0 },
    random: () => 0.5,
    settings: DEFAULT_SETTINGS,
    fingerprint,
    rulebook: createRulebook({ ...rules, mappings: [company, world.mapping ?? person] }, new Map()),
    gateways: {
      hubspot: {
        associations: async (_from: string, ids: readonly string[]) => ({
          ok: true,
          value: ids.map((id) => ({ id, to: companies[id] === undefined ? [] : [{ id: companies[id], isPrimary: true }] })),
        }),
      },
    },
    store: {
      linksOf: async (_: string, refs: readonly RecordRef[]) => refs.map(found),
      unlinkedOf: async (_: string, ref: RecordRef) => (unlinked[ref.id] === undefined ? null : { code: unlinked[ref.id], explanation: '' }),
      findByKeys: async (_: string, keys: readonly string[]) =>
        Object.entries(domains).flatMap(([domain, ids]) => {
          const key = fingerprint('match:company:domain', domain);
          return keys.includes(key) ? ids.map((id) => ({ key, ref: { side: 'hubspot', object: 'companies', id } })) : [];
        }),
    },
    // Only what placing asks for is there.
  } as unknown as PassContext;
  const record = { object: 'contacts', id: '51', values: { email }, modifiedAt: 0, modifiedBy: null, convertedTo: null };
  const work = { subject: 'record:hubspot:contacts:51' as Subject, lane: 'normal', version: 1, tries: world.tries ?? 0, link: null, changes: [] } as const;
  const item: NewItem = {
    work,
    mapping: world.mapping ?? person,
    link: linkOf('x', null),
    records: { salesforce: null, hubspot: record },
    formerRefs: [],
    decisions: [],
    readAt: 0,
    from: 'hubspot',
    source: record,
    object: 'Lead',
  };
  const result = await placePeople(context, [item]);
  if (!result.ok) return 'failed';
  const [one] = result.value.items;
  if (one !== undefined) return `${one.object}${one.account === undefined ? '' : ` at ${one.account.id}`}`;
  return result.value.outcomes.map(({ unlinked: why, next }) => `${why?.reason.code ?? ''}, ${next.kind}`).join();
}

describe('a person from HubSpot', () => {
  test('of a linked company becomes a contact at its account', async () => {
    expect(await placed('a@b.example', { companies: { 51: '7' }, accounts: { 7: '001A' } })).toBe('Contact at 001A');
  });
  test('with an address of a linked company’s domain becomes one too', async () => {
    expect(await placed('a@acme.com', { domains: { 'acme.com': ['7'] }, accounts: { 7: '001A' } })).toBe('Contact at 001A');
    expect(await placed('a@mail.acme.com', { domains: { 'acme.com': ['7'] }, accounts: { 7: '001A' } })).toBe('Contact at 001A');
  });
  test('is a lead where nobody knows the company, the mail is free, or two accounts share the domain', async () => {
    expect(await placed('a@acme.com', {})).toBe('Lead');
    expect(await placed(null, {})).toBe('Lead');
    expect(await placed('a@gmail.com', { domains: { 'gmail.com': ['7'] }, accounts: { 7: '001A' } })).toBe('Lead');
    expect(await placed('a@acme.com', { domains: { 'acme.com': ['7', '8'] }, accounts: { 7: '001A', 8: '001B' } })).toBe('Lead');
  });
  test('waits while its company is about to be linked, and not for ever', async () => {
    expect(await placed('a@b.example', { companies: { 51: '7' } })).toBe('waiting, again');
    expect(await placed('a@b.example', { companies: { 51: '7' }, accounts: { 7: null } })).toBe('waiting, again');
    expect(await placed('a@b.example', { companies: { 51: '7' }, accounts: { 7: null }, tries: 5 })).toBe('Lead');
  });
  test('does not wait for a company that stays out', async () => {
    expect(await placed('a@b.example', { companies: { 51: '7' }, unlinked: { 7: 'out-of-scope' } })).toBe('Lead');
  });
  test('is what the mapping says where it wants leads', async () => {
    const leads = { ...person, policies: DEFAULT_POLICIES };
    expect(await placed('a@b.example', { companies: { 51: '7' }, accounts: { 7: '001A' }, mapping: leads })).toBe('Lead');
  });
});
