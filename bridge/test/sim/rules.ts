/** The rules and schemas the simulated customer runs: every policy, direction and guard is in use. */
import { DEFAULT_POLICIES } from '../../src/domain/index.ts';
import type { FieldKind, FieldRule, FieldSchema, ObjectMapping, ObjectSchema, RuleSet, Schemas } from '../../src/domain/index.ts';

export const WINDOW_MS = 300_000;

function rule(key: string, salesforceField: string, hubspotProperty: string, patch: Partial<FieldRule> = {}): FieldRule {
  return {
    key,
    salesforceObjects: ['Lead', 'Contact'],
    salesforceField,
    hubspotProperty,
    owner: 'salesforce',
    direction: 'two-way',
    policy: 'latest',
    windowMs: WINDOW_MS,
    isProtected: false,
    blank: 'propagate',
    nonOwnerEdit: 'enforce',
    valueMap: [],
    referenceMapping: null,
    ...patch,
  };
}

const STATUS = [
  { salesforce: 'Open', hubspot: 'OPEN' },
  { salesforce: 'Working', hubspot: 'IN_PROGRESS' },
  { salesforce: 'Closed', hubspot: 'DONE' },
];
export const SALESFORCE_STATUSES = ['Open', 'Working', 'Closed', 'Legacy'];
export const HUBSPOT_STATUSES = ['OPEN', 'IN_PROGRESS', 'DONE'];
export const STAGES = ['subscriber', 'lead', 'customer'];

const company: ObjectMapping = {
  key: 'company',
  salesforceObjects: ['Account'],
  salesforceCreateObject: 'Account',
  hubspotObject: 'companies',
  createInSalesforce: 'always',
  createInHubSpot: 'always',
  salesforceScope: null,
  hubspotScope: null,
  policies: DEFAULT_POLICIES,
  order: 1,
  fields: [
    rule('company.name', 'Name', 'name', { salesforceObjects: ['Account'] }),
    rule('company.domain', 'Website', 'domain', { salesforceObjects: ['Account'], owner: 'hubspot', policy: 'owner' }),
    rule('company.phone', 'Phone', 'phone', { salesforceObjects: ['Account'], owner: 'hubspot' }),
  ],
};
const person: ObjectMapping = {
  key: 'person',
  salesforceObjects: ['Lead', 'Contact'],
  salesforceCreateObject: 'Lead',
  hubspotObject: 'contacts',
  createInSalesforce: 'in-scope',
  createInHubSpot: 'always',
  salesforceScope: null,
  hubspotScope: { all: [{ field: 'lifecyclestage', op: 'in', values: ['lead', 'customer'] }] },
  policies: DEFAULT_POLICIES,
  order: 2,
  fields: [
    rule('person.email', 'Email', 'email', { owner: 'hubspot', policy: 'owner' }),
    rule('person.first', 'FirstName', 'firstname'),
    rule('person.last', 'LastName', 'lastname', { blank: 'ignore' }),
    rule('person.title', 'Title', 'jobtitle', { owner: 'hubspot' }),
    rule('person.phone', 'Phone', 'phone'),
    rule('person.status', 'Status', 'hs_lead_status', { salesforceObjects: ['Lead'], policy: 'owner', valueMap: STATUS }),
    rule('person.stage', 'Stage__c', 'lifecyclestage', { owner: 'hubspot', direction: 'to-salesforce' }),
    rule('person.source', 'Utm__c', 'utm', { owner: 'hubspot', direction: 'to-salesforce', isProtected: true, nonOwnerEdit: 'tolerate' }),
    rule('person.notes', 'Description', 'notes', { policy: 'review' }),
    rule('person.city', 'City', 'city', { policy: 'fill-blank', blank: 'ignore', owner: 'hubspot' }),
    rule('person.optout', 'HasOptedOutOfEmail', 'optout', { policy: 'latest', owner: 'hubspot', consent: 'opt-out' }),
    rule('person.account', 'AccountId', 'associations.companies', { salesforceObjects: ['Contact'], referenceMapping: 'company', policy: 'owner' }),
  ],
};

export const RULES: RuleSet = { version: 1, mappings: [company, person], lifecycle: [], consent: [] };

function field(name: string, kind: FieldKind, patch: Partial<FieldSchema> = {}): readonly [string, FieldSchema] {
  return [name, { name, kind, isWritable: true, isCreatable: true, isRequired: false, lengthMax: null, scale: null, options: null, ...patch }];
}

function schema(object: string, fields: readonly (readonly [string, FieldSchema])[]): ObjectSchema {
  return { object, fields: new Map(fields) };
}

const salesforcePerson = [
  field('Email', 'email'),
  field('FirstName', 'text', { lengthMax: 40 }),
  field('LastName', 'text', { isRequired: true, lengthMax: 80 }),
  field('Title', 'text', { lengthMax: 24 }),
  field('Phone', 'phone', { lengthMax: 40 }),
  field('Stage__c', 'text'),
  field('Utm__c', 'text'),
  field('Description', 'long-text'),
  field('City', 'text'),
  field('HasOptedOutOfEmail', 'boolean'),
];
const list: readonly (readonly [string, ObjectSchema])[] = [
  ['salesforce:Account', schema('Account', [field('Name', 'text', { isRequired: true }), field('Website', 'url'), field('Phone', 'phone')])],
  ['salesforce:Lead', schema('Lead', [...salesforcePerson, field('Status', 'picklist', { options: SALESFORCE_STATUSES })])],
  ['salesforce:Contact', schema('Contact', [...salesforcePerson, field('AccountId', 'reference')])],
  ['hubspot:companies', schema('companies', [field('name', 'text'), field('domain', 'text'), field('phone', 'phone')])],
  [
    'hubspot:contacts',
    schema('contacts', [
      field('email', 'email'),
      field('firstname', 'text'),
      field('lastname', 'text'),
      field('jobtitle', 'text'),
      field('phone', 'phone'),
      field('hs_lead_status', 'picklist', { options: HUBSPOT_STATUSES }),
      field('lifecyclestage', 'picklist', { options: STAGES }),
      field('utm', 'text'),
      field('notes', 'long-text'),
      field('city', 'text'),
      field('optout', 'boolean'),
      field('hs_additional_emails', 'text'),
      field('hs_merged_object_ids', 'text'),
    ]),
  ],
];
export const SCHEMAS: Schemas = new Map(list);
