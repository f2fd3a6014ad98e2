/** The rules and schemas the simulated customer runs: every policy, direction and guard is in use. */
import { DEFAULT_POLICIES, OWNER_REFERENCE, withOwners, withStages } from '../../src/domain/index.ts';
import type {
  FieldKind,
  FieldRule,
  FieldSchema,
  LifecycleStage,
  ObjectMapping,
  ObjectSchema,
  OwnerDirectory,
  Ownership,
  RuleSet,
  Schemas,
} from '../../src/domain/index.ts';

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
/** In HubSpot's own order, which is not the admin's: a custom stage, for people who are not to be written to, comes last there. */
export const STAGES = ['subscriber', 'lead', 'customer', '4711'];
const stage = (name: string, order: number, patch: Partial<LifecycleStage> = {}): LifecycleStage => ({
  stage: name,
  label: name,
  order,
  owner: 'hubspot',
  salesforceValue: name,
  movesTo: null,
  kind: 'prospect',
  ...patch,
});
/** Sales makes customers and nobody else; the disqualified may become leads again, which in HubSpot is a step back. */
const LIFECYCLE: readonly LifecycleStage[] = [
  stage('subscriber', 1),
  stage('lead', 2, { movesTo: ['customer', '4711', 'subscriber'] }),
  stage('customer', 4, { owner: 'salesforce', salesforceValue: 'Customer', kind: 'customer', movesTo: ['4711'] }),
  stage('4711', 3, { salesforceValue: 'Disqualified', kind: 'disqualified', movesTo: ['lead', 'customer'] }),
];
export const SALESFORCE_STAGES = LIFECYCLE.map(({ salesforceValue }) => salesforceValue);

const owner = (id: string, email: string, isActive = true): Ownership => ({ id, kind: 'person', email: `${email}@fieldwise.example`, isActive });
/** Reps on both sides; somebody who left on each; somebody who works on one side only; a queue; and ourselves, who own nothing. */
export const OWNERS: OwnerDirectory = {
  salesforce: [
    owner('005REP1', 'rep1'),
    owner('005REP2', 'rep2'),
    owner('005REP3', 'rep3'),
    owner('005GONE', 'gone', false),
    owner('005ALONE', 'alone'),
    owner('005LEFT', 'left'),
    { id: '00GDESK', kind: 'queue', email: null, isActive: true },
    { id: '005BRIDGE', kind: 'queue', email: null, isActive: true },
  ],
  hubspot: [owner('101', 'rep1'), owner('102', 'REP2'), owner('103', 'rep3'), owner('104', 'gone'), owner('105', 'marketer'), owner('106', 'left', false)],
};

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
  hubspotScope: { all: [{ field: 'lifecyclestage', op: 'in', values: ['lead', 'customer', '4711'] }] },
  policies: {
    ...DEFAULT_POLICIES,
    conversion: { stage: 'customer', dealConverts: true, convertedStatus: null },
    reengage: { closedStatuses: ['Closed'], action: 'queue', reopenStatus: 'Working', owner: '00GDESK' },
    ownerFallback: '005REP1',
  },
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
    rule('person.owner', 'OwnerId', 'hubspot_owner_id', { policy: 'owner', referenceMapping: OWNER_REFERENCE }),
    rule('person.account', 'AccountId', 'associations.companies', { salesforceObjects: ['Contact'], referenceMapping: 'company', policy: 'owner' }),
  ],
};

const deal: ObjectMapping = {
  key: 'deal',
  salesforceObjects: ['Opportunity'],
  salesforceCreateObject: 'Opportunity',
  hubspotObject: 'deals',
  createInSalesforce: 'always',
  createInHubSpot: 'always',
  salesforceScope: null,
  hubspotScope: null,
  policies: DEFAULT_POLICIES,
  order: 3,
  fields: [
    rule('deal.name', 'Name', 'dealname', { salesforceObjects: ['Opportunity'] }),
    rule('deal.amount', 'Amount', 'amount', { salesforceObjects: ['Opportunity'], direction: 'to-hubspot' }),
    rule('deal.account', 'AccountId', 'associations.companies', {
      salesforceObjects: ['Opportunity'],
      referenceMapping: 'company',
      policy: 'owner',
      direction: 'to-hubspot',
    }),
  ],
};

export const RULES: RuleSet = { version: 1, mappings: [company, person, deal], lifecycle: LIFECYCLE, consent: [] };
/** The rules as the engine runs them. */
export const inForce = (rules: RuleSet): RuleSet => {
  const staged = withStages(rules);
  return { ...staged, mappings: staged.mappings.map((mapping) => withOwners(mapping, OWNERS)) };
};

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
  field('OwnerId', 'reference'),
];
const list: readonly (readonly [string, ObjectSchema])[] = [
  ['salesforce:Account', schema('Account', [field('Name', 'text', { isRequired: true }), field('Website', 'url'), field('Phone', 'phone')])],
  ['salesforce:Lead', schema('Lead', [...salesforcePerson, field('Status', 'picklist', { options: SALESFORCE_STATUSES })])],
  ['salesforce:Contact', schema('Contact', [...salesforcePerson, field('AccountId', 'reference')])],
  [
    'salesforce:Opportunity',
    schema('Opportunity', [
      field('Name', 'text', { isRequired: true }),
      field('Amount', 'number'),
      field('AccountId', 'reference'),
      field('ContactId', 'reference', { isWritable: false }),
    ]),
  ],
  [
    'hubspot:deals',
    schema('deals', [
      field('dealname', 'text'),
      field('amount', 'number'),
      field('hs_is_closed', 'boolean', { isWritable: false, isCreatable: false }),
      field('hs_is_closed_won', 'boolean', { isWritable: false, isCreatable: false }),
      field('hs_merged_object_ids', 'text'),
    ]),
  ],
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
      field('hubspot_owner_id', 'reference'),
      field('recent_conversion_date', 'datetime', { isWritable: false, isCreatable: false }),
      field('hs_additional_emails', 'text'),
      field('hs_email_optout', 'boolean', { isWritable: false, isCreatable: false }),
      field('hs_merged_object_ids', 'text'),
    ]),
  ],
];
export const SCHEMAS: Schemas = new Map(list);
