/**
 * Everything besides people, companies and plain deals, as an admin of the local pair sets it up: what the customer's portal and org need
 * for it, and the rules. `npm start` and the run over it (scripts/sharing.ts) use the same.
 */
import { call, salesforceAs, until } from './crm.ts';
import type { RunFile } from './crm.ts';
import type { MappingShape, RuleFile, RuleShape } from './rules.ts';

export type Notion = { readonly baseUrl: string; readonly token: string; readonly database: string };
/** What the rules name, made once on both sides. */
export type Shared = {
  readonly renewals: { readonly pipeline: string; readonly stages: Readonly<Record<'open' | 'won' | 'lost', string>> };
  readonly campaign: string;
  readonly segment: string;
  readonly form: string;
};
export type Product = { readonly id: string; readonly priceBookEntry: string };

const contactToDeal = ['Decision maker', 'Champion', 'Primary'];

async function inPortal(run: RunFile, method: string, path: string, body?: unknown): Promise<Readonly<Record<string, unknown>>> {
  const token = run.hubspot.apps.marketer.accessToken;
  const answer = await call(`${run.hubspot.baseUrl}${path}`, { method, token, ...(body === undefined ? {} : { body }) });
  if (answer.status >= 300) throw new Error(`${method} ${path} answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
  return answer.body as Readonly<Record<string, unknown>>;
}

const property = (name: string, type: string, fieldType: string, options?: readonly string[]) => ({
  ...{ name, label: name.replaceAll('_', ' '), type, fieldType },
  ...(options === undefined ? {} : { options: options.map((value, displayOrder) => ({ label: value, value, displayOrder, hidden: false })) }),
});

/** Plans and subscriptions, which the customer keeps in objects of its own on both sides. */
async function makeSchemas(run: RunFile): Promise<void> {
  const schema = async (name: string, plural: string, properties: readonly object[], associated: readonly string[]): Promise<string> => {
    const made = await inPortal(run, 'POST', '/crm/v3/schemas', {
      ...{ name, labels: { singular: name, plural }, primaryDisplayProperty: 'name', requiredProperties: ['name'] },
      properties: [property('name', 'string', 'text'), ...properties],
      associatedObjects: associated,
    });
    return String(made['objectTypeId']);
  };
  const plan = await schema('plan', 'plans', [property('code', 'string', 'text'), property('flagship_subscription', 'string', 'text')], ['COMPANY']);
  const status = property('status', 'enumeration', 'select', ['trial', 'active', 'paused', 'cancelled']);
  const renews = property('auto_renews', 'enumeration', 'booleancheckbox', ['true', 'false']);
  await schema(
    'subscription',
    'subscriptions',
    [
      property('number', 'string', 'text'),
      status,
      renews,
      property('seats', 'number', 'number'),
      property('monthly_amount', 'number', 'number'),
      property('starts_on', 'date', 'date'),
      property('renewed_at', 'datetime', 'date'),
    ],
    ['COMPANY', 'CONTACT', plan],
  );
}

async function makeRenewals(run: RunFile): Promise<Shared['renewals']> {
  const stage = (label: string, displayOrder: number, probability: string) => ({ label, displayOrder, metadata: { probability } });
  const stages = [stage('In talks', 0, '0.5'), stage('Renewed', 1, '1.0'), stage('Gone', 2, '0.0')];
  const made = await inPortal(run, 'POST', '/crm/v3/pipelines/deals', { label: 'Renewals', displayOrder: 1, stages });
  const ids = (made['stages'] as readonly { readonly id: string; readonly label: string }[]).toSorted((left, right) =>
    stages.findIndex(({ label }) => label === left.label) < stages.findIndex(({ label }) => label === right.label) ? -1 : 1,
  );
  return { pipeline: String(made['id']), stages: { open: ids[0]?.id ?? '', won: ids[1]?.id ?? '', lost: ids[2]?.id ?? '' } };
}

/** Sets up both sides; once per data folder. */
export async function setUpSharing(run: RunFile): Promise<Shared> {
  const admin = salesforceAs(run, 'admin');
  await makeSchemas(run);
  for (const label of contactToDeal)
    await inPortal(run, 'POST', '/crm/v4/associations/deals/contacts/labels', { label, name: label.toLowerCase().replaceAll(' ', '_') });
  const renewals = await makeRenewals(run);
  const campaign = await admin.create('Campaign', { Name: 'Autumn webinar', IsActive: true });
  const { list } = (await inPortal(run, 'POST', '/crm/v3/lists', { name: 'Autumn webinar', objectTypeId: '0-1', processingType: 'MANUAL' })) as {
    readonly list: { readonly listId: string };
  };
  const form = await inPortal(run, 'POST', '/marketing/v3/forms/', { name: 'Lens fitting', formType: 'hubspot', fieldGroups: [] });
  return { renewals, campaign, segment: String(list.listId), form: String(form['id']) };
}

/** Something to sell, made once the rules are in force. */
export async function makeProduct(run: RunFile): Promise<Product> {
  const admin = salesforceAs(run, 'admin');
  const id = await admin.create('Product2', { Name: 'Analytics seat', ProductCode: 'AN-1', IsActive: true, Description: 'One seat for a year' });
  const [book] = await admin.query('SELECT Id FROM Pricebook2 WHERE IsStandard = true');
  const priceBookEntry = await admin.create('PricebookEntry', { Pricebook2Id: book?.['Id'], Product2Id: id, UnitPrice: 120, IsActive: true });
  return { id, priceBookEntry };
}

const rule = (key: string, salesforceField: string, hubspotProperty: string, more: Readonly<Record<string, unknown>> = {}): RuleShape => ({
  ...{ key, salesforceField, hubspotProperty, owner: 'Salesforce', direction: 'Two-way', policy: 'Latest', windowMinutes: 5 },
  ...{ blank: 'Propagate', nonOwnerEdit: 'Enforce', isEnabled: true, reason: 'Both teams work with it.', ...more },
});
const toHubSpot = { direction: 'To HubSpot', policy: 'Owner' } as const;
const reference = (to: string) => ({ ...toHubSpot, referenceMapping: to });
const pairs = (map: Readonly<Record<string, string>>) => JSON.stringify(Object.entries(map).map(([salesforce, hubspot]) => ({ salesforce, hubspot })));
const mapping = (key: string, salesforceObject: string, hubspotObject: string, rules: readonly RuleShape[], more: Readonly<Record<string, unknown>> = {}) => ({
  ...{ key, hubspotObject, salesforceObjects: salesforceObject, salesforceCreateObject: salesforceObject },
  ...{ createInSalesforce: 'Always', createInHubSpot: 'Always', isEnabled: true, ...more },
  rules: rules.map((one, at) => ({ ...one, order: (at + 1) * 10 })),
});

const MAPPINGS: readonly MappingShape[] = [
  mapping(
    'case',
    'Case',
    'tickets',
    [
      rule('case.subject', 'Subject', 'subject', { createDefault: '[no subject]' }),
      rule('case.description', 'Description', 'content'),
      rule('case.status', 'Status', 'hs_pipeline_stage', { valueMap: pairs({ New: '1', Working: '3', Escalated: '2', Closed: '4' }) }),
      rule('case.priority', 'Priority', 'hs_ticket_priority', { valueMap: pairs({ Low: 'LOW', Medium: 'MEDIUM', High: 'HIGH' }) }),
      rule('case.person', 'ContactId', 'associations.contacts', { referenceMapping: 'person', policy: 'Owner' }),
      rule('case.company', 'AccountId', 'associations.companies', reference('company')),
    ],
    { order: 40 },
  ),
  mapping(
    'product',
    'Product2',
    'products',
    [
      rule('product.name', 'Name', 'name', toHubSpot),
      rule('product.sku', 'ProductCode', 'hs_sku', toHubSpot),
      rule('product.description', 'Description', 'description', toHubSpot),
    ],
    { order: 50, createInSalesforce: 'Never' },
  ),
  mapping(
    'line',
    'OpportunityLineItem',
    'line_items',
    [
      rule('line.deal', 'OpportunityId', 'associations.deals', reference('deal')),
      rule('line.product', 'Product2Id', 'hs_product_id', reference('product')),
      rule('line.quantity', 'Quantity', 'quantity', toHubSpot),
      rule('line.price', 'UnitPrice', 'price', toHubSpot),
    ],
    { order: 60, createInSalesforce: 'Never' },
  ),
  mapping(
    'plan',
    'Plan__c',
    'p_plan',
    [
      rule('plan.name', 'Name', 'name'),
      rule('plan.code', 'Code__c', 'code'),
      rule('plan.flagship', 'Flagship_Subscription__c', 'flagship_subscription', { ...reference('subscription'), direction: 'Two-way' }),
    ],
    { order: 70 },
  ),
  mapping(
    'subscription',
    'Subscription__c',
    'p_subscription',
    [
      rule('subscription.name', 'Name', 'name'),
      rule('subscription.number', 'Number__c', 'number'),
      rule('subscription.status', 'Status__c', 'status', {
        valueMap: pairs({ Trial: 'trial', Active: 'active', Paused: 'paused', Cancelled: 'cancelled' }),
      }),
      rule('subscription.seats', 'Seats__c', 'seats'),
      rule('subscription.amount', 'Monthly_Amount__c', 'monthly_amount'),
      rule('subscription.starts', 'Starts_On__c', 'starts_on'),
      rule('subscription.renewed', 'Renewed_At__c', 'renewed_at'),
      rule('subscription.renews', 'Auto_Renews__c', 'auto_renews'),
      rule('subscription.company', 'Account__c', 'associations.companies', { referenceMapping: 'company', policy: 'Owner' }),
      rule('subscription.person', 'Contact__c', 'associations.contacts', { referenceMapping: 'person', policy: 'Owner' }),
      rule('subscription.plan', 'Plan__c', 'associations.p_plan', { referenceMapping: 'plan', policy: 'Owner' }),
    ],
    { order: 80 },
  ),
];

/** Deals in two pipelines, and from their first meeting on in Salesforce too. */
function withPipelines(deal: MappingShape, { renewals }: Shared): MappingShape {
  const within = (pairsOf: Readonly<Record<string, string>>) =>
    Object.entries(pairsOf).map(([salesforce, hubspot]) => ({ salesforce, hubspot, within: renewals.pipeline }));
  const inRenewals = within({
    Qualification: renewals.stages.open,
    'Negotiation/Review': renewals.stages.open,
    'Closed Won': renewals.stages.won,
    'Closed Lost': renewals.stages.lost,
  });
  const rules = deal.rules.map((one) => {
    if (one.key === 'deal.stage') {
      const ordinary = (JSON.parse(String(one['valueMap'])) as readonly object[]).map((pair) => ({ ...pair, within: 'default' }));
      return { ...one, valueMap: JSON.stringify([...ordinary, ...inRenewals]) };
    }
    if (one.key === 'deal.close_date') return { ...one, createDefault: '+30 days' };
    return one;
  });
  const pipelines = pairs({ New_Business: 'default', Renewal: renewals.pipeline });
  const recordType = { ...rule('deal.pipeline', 'RecordTypeId', 'pipeline', { valueMap: pipelines }), order: 5 };
  const scope = { all: [{ field: 'dealstage', op: 'in', values: ['qualifiedtobuy', 'contractsent', 'closedwon', renewals.stages.open, renewals.stages.won] }] };
  return { ...deal, createInSalesforce: 'In scope', hubspotScope: JSON.stringify(scope), rules: [recordType, ...rules] };
}

/** The rules in force, and those for everything else. */
export function withSharing(file: RuleFile, shared: Shared, notion: Notion | null): RuleFile {
  const both = { owner: 'Salesforce', direction: 'Two-way', removals: 'Remove', isEnabled: true };
  return {
    ...file,
    mappings: [...file.mappings.map((one) => (one.key === 'deal' ? withPipelines(one, shared) : one)), ...MAPPINGS],
    relations: [
      {
        ...{ key: 'deal.people', fromMapping: 'deal', toMapping: 'person', kind: 'Junction', salesforceObject: 'OpportunityContactRole', ...both, order: 10 },
        ...{ fromField: 'OpportunityId', toField: 'ContactId', roleField: 'Role', primaryField: 'IsPrimary' },
        labels: pairs({ 'Decision Maker': 'Decision maker', Evaluator: 'Champion' }),
      },
      {
        ...{ key: 'company.parent', fromMapping: 'company', toMapping: 'company', kind: 'Lookup', salesforceObject: 'Account', ...both, order: 20 },
        toField: 'ParentId',
      },
    ],
    activities: [
      { ...{ key: 'activity.task', activity: 'task', direction: 'Two-way', salesforceObject: 'Task' }, isEnabled: true, order: 10 },
      {
        ...{ key: 'activity.call', activity: 'call', direction: 'Two-way', salesforceObject: 'Task' },
        ...{ taskStatus: 'Completed', taskType: 'Call', monthlyCap: 1_000, isEnabled: true, order: 20 },
      },
      {
        ...{ key: 'activity.note', activity: 'note', direction: 'To Salesforce', salesforceObject: 'Task' },
        ...{ taskStatus: 'Completed', isEnabled: true, order: 30 },
      },
      {
        ...{ key: 'activity.form', activity: 'form', direction: 'To Salesforce', salesforceObject: 'Task' },
        ...{ onlyField: 'form', onlyValues: shared.form, taskStatus: 'Completed', isEnabled: true, order: 40 },
      },
    ],
    campaigns: [
      {
        ...{ key: 'webinar', campaign: shared.campaign, sourceKind: 'segment', source: shared.segment, direction: 'Two-way' },
        ...{ memberStatus: 'Sent', removals: 'Remove', isEnabled: true, order: 10 },
      },
    ],
    destinations:
      notion === null
        ? []
        : [
            {
              ...{ key: 'won', kind: 'notion', mapping: 'deal', stages: 'Closed Won', database: notion.database },
              ...{ linkField: 'Notion_Page__c', isEnabled: true, order: 10 },
            },
          ],
  };
}

/** What people have made of it: a few records of each kind, some on each side. */
export async function loadShared(run: RunFile, shared: Shared & { readonly product: Product }): Promise<void> {
  const admin = salesforceAs(run, 'admin');
  const contacts = await admin.query('SELECT Id, Email, AccountId FROM Contact WHERE AccountId != null AND Email != null ORDER BY CreatedDate, Id LIMIT 8');
  const deals = await admin.query('SELECT Id FROM Opportunity WHERE IsClosed = false AND AccountId != null ORDER BY CreatedDate, Id LIMIT 6');
  const accounts = [...new Set(contacts.map(({ AccountId }) => String(AccountId)))];
  const subjects = ['Cannot sign in', 'Invoice shows the wrong address', 'Export stops half way', 'Wants a second seat', 'Asks for a call'];
  for (const [at, Subject] of subjects.entries()) {
    const contact = contacts[at % Math.max(1, contacts.length)];
    await admin.create('Case', { Subject, Priority: at === 2 ? 'High' : 'Medium', ContactId: contact?.['Id'] ?? null });
  }
  for (const subject of ['Chat: where is my order', 'Form: data protection question'])
    await inPortal(run, 'POST', '/crm/v3/objects/tickets', { properties: { subject, hs_pipeline: '0', hs_pipeline_stage: '1' }, associations: [] });
  const plans = [await admin.create('Plan__c', { Name: 'Silver', Code__c: 'SLV' }), await admin.create('Plan__c', { Name: 'Gold', Code__c: 'GLD' })];
  for (const [at, Account__c] of accounts.slice(0, 5).entries())
    await admin.create('Subscription__c', {
      ...{ Name: `Subscription ${String(at + 1)}`, Number__c: `SUB-${String(at + 1)}`, Status__c: at === 0 ? 'Trial' : 'Active', Seats__c: 3 + at },
      ...{ Monthly_Amount__c: 90 + 30 * at, Starts_On__c: '2026-10-01', Auto_Renews__c: at % 2 === 0, Account__c, Plan__c: plans[at % 2] },
    });
  for (const [at, deal] of deals.entries()) {
    const contact = contacts[at % Math.max(1, contacts.length)];
    if (contact !== undefined)
      await admin.create('OpportunityContactRole', {
        OpportunityId: deal['Id'],
        ContactId: contact['Id'],
        Role: at % 2 === 0 ? 'Decision Maker' : 'Evaluator',
        IsPrimary: true,
      });
    if (at < 4)
      await admin.create('OpportunityLineItem', {
        OpportunityId: deal['Id'],
        PricebookEntryId: shared.product.priceBookEntry,
        Quantity: 2 + at,
        UnitPrice: 110,
      });
  }
  const [top, ...below] = accounts;
  for (const id of below.slice(0, 2)) await admin.update('Account', id, { ParentId: top });
  const emails = contacts.slice(0, 5).map(({ Email }) => String(Email));
  const { results } = (await inPortal(run, 'POST', '/crm/v3/objects/contacts/batch/read', {
    ...{ idProperty: 'email', properties: [], inputs: emails.map((id) => ({ id })) },
  })) as { readonly results: readonly { readonly id: string }[] };
  const entering = results.map(({ id }) => id);
  await inPortal(run, 'PUT', `/crm/v3/lists/${shared.segment}/memberships/add`, entering);
  for (const deal of deals.slice(-2)) await admin.update('Opportunity', String(deal['Id']), { StageName: 'Closed Won' });
  // Who is in a segment is asked for every two seconds.
  await until('who is in the segment is a member of the campaign', 60_000, 100, async () => {
    return (await admin.count(`SELECT COUNT() FROM CampaignMember WHERE CampaignId = '${shared.campaign}'`)) >= 1;
  });
}

/** How much of everything else is in step, and what came of it; null where it is not shared. */
export async function sharedCounts(run: RunFile, linksByMapping: Readonly<Record<string, number>>): Promise<readonly string[] | null> {
  if (!('subscription' in linksByMapping)) return null;
  const admin = salesforceAs(run, 'admin');
  const [members, pages] = await Promise.all([
    admin.count("SELECT COUNT() FROM CampaignMember WHERE Campaign.Name = 'Autumn webinar'"),
    admin.count('SELECT COUNT() FROM Opportunity WHERE Notion_Page__c != null'),
  ]);
  const linked = (what: string, mapping: string): string => `${String(linksByMapping[mapping] ?? 0)} ${what}`;
  const kinds = [
    linked('cases with their tickets', 'case'),
    linked('product', 'product'),
    linked('line items', 'line'),
    linked('plans', 'plan'),
    linked('subscriptions', 'subscription'),
  ];
  return [...kinds, `${String(members)} campaign members from a segment`, `${String(pages)} won deals with a page in Notion`];
}
