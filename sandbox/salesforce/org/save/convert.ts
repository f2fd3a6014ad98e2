import type { DmlOptions, FieldValue, LeadConvertResult, ObjectSchema, Row, SaveError } from '../../contract.ts';
import { OrgError, rowError } from '../errors.ts';
import { parseId } from '../ids.ts';
import { saveOnce } from './chunk.ts';
import { isGood, newItem } from './context.ts';
import type { Item, SaveContext } from './context.ts';
import { prepareInsert, prepareUpdate } from './prepare.ts';

/** One LeadConvert, as SOAP and Apex name its parts. */
type Request = {
  readonly leadId: string;
  readonly convertedStatus: string;
  readonly accountId: string | null;
  readonly contactId: string | null;
  readonly opportunityId: string | null;
  readonly doNotCreateOpportunity: boolean;
  readonly opportunityName: string | null;
  readonly ownerId: string | null;
  readonly overwriteLeadSource: boolean;
};
type Made = { readonly accountId: string | null; readonly contactId: string | null; readonly opportunityId: string | null };
const NOTHING: Made = { accountId: null, contactId: null, opportunityId: null };
const SYSTEM: DmlOptions = { allOrNone: true, access: 'system', sharing: false, autoAssign: false, duplicateRuleAllowSave: true };
const CONVERSIONS_MAX = 100;

/** Converts leads one after the other. A failed one leaves nothing behind; with allOrNone the first failure undoes all. */
export function runConversions(context: SaveContext, requests: readonly Readonly<Record<string, unknown>>[], allOrNone: boolean): readonly LeadConvertResult[] {
  if (requests.length > CONVERSIONS_MAX) throw new OrgError('LIMIT_EXCEEDED', 'at most 100 leads can be converted in one call');
  if (!context.permissions.hasSystem(context.userId, 'ConvertLeads'))
    throw new OrgError('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights: Convert Leads');
  const start = context.mark();
  const results = requests.map((r) => convertOne(context, parseRequest(r)));
  if (!allOrNone || results.every((r) => r.success)) return results;
  context.undoTo(start);
  const rolledBack = rowError(
    'ALL_OR_NONE_OPERATION_ROLLED_BACK',
    'Record rolled back because not all records were valid and the request was using AllOrNone header',
  );
  return results.map((r) => ({ ...r, ...NOTHING, success: false, errors: r.success ? [rolledBack] : r.errors }));
}

function parseRequest(r: Readonly<Record<string, unknown>>): Request {
  const text = (name: string): string | null => (typeof r[name] === 'string' && r[name] !== '' ? r[name] : null);
  const id = (name: string): string | null => (text(name) === null ? null : (parseId(text(name) ?? '') ?? text(name)));
  return {
    leadId: id('leadId') ?? '',
    convertedStatus: text('convertedStatus') ?? '',
    accountId: id('accountId'),
    contactId: id('contactId'),
    opportunityId: id('opportunityId'),
    doNotCreateOpportunity: r['doNotCreateOpportunity'] === true,
    opportunityName: text('opportunityName'),
    ownerId: id('ownerId'),
    overwriteLeadSource: r['overwriteLeadSource'] === true,
  };
}

function convertOne(context: SaveContext, request: Request): LeadConvertResult {
  const mark = context.mark();
  const errors: SaveError[] = [];
  const lead = context.database.table('Lead').get(request.leadId);
  const refusal = refuse(context, request, lead);
  const made = lead === undefined || refusal !== null ? NOTHING : convert(context, request, lead, errors);
  if (refusal !== null) errors.push(refusal);
  if (errors.length > 0) context.undoTo(mark);
  return { id: request.leadId, success: errors.length === 0, created: false, errors, ...(errors.length > 0 ? NOTHING : made) };
}

function refuse(context: SaveContext, request: Request, lead: Row | undefined): SaveError | null {
  if (lead === undefined || !context.isVisible('Lead', lead)) return rowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', ['leadId']);
  if (lead['IsDeleted'] === true) return rowError('ENTITY_IS_DELETED', 'entity is deleted', ['leadId']);
  if (lead['IsConverted'] === true) return rowError('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead', ['leadId']);
  const status = [...context.database.table('LeadStatus').rows.values()].find((s) => s['MasterLabel'] === request.convertedStatus);
  if (status?.['IsConverted'] !== true) return rowError('INVALID_STATUS', `invalid convertedStatus: ${request.convertedStatus}`, ['convertedStatus']);
  if (request.contactId !== null && request.accountId === null) return rowError('INVALID_ID_FIELD', 'contactId requires accountId', ['accountId']);
  if (String(lead['OwnerId']).startsWith('00G') && request.ownerId === null)
    return rowError('INVALID_CROSS_REFERENCE_KEY', 'the lead is owned by a queue: ownerId is needed', ['ownerId']);
  return null;
}

function convert(context: SaveContext, request: Request, lead: Row, errors: SaveError[]): Made {
  const ownerId = request.ownerId ?? lead['OwnerId'] ?? null;
  const accountId = makeOrFill(context, 'Account', request.accountId, accountFrom(lead, ownerId), errors);
  if (accountId === null) return NOTHING;
  const contact = contactFrom(lead, ownerId, accountId);
  const overwrite = request.overwriteLeadSource ? { LeadSource: lead['LeadSource'] ?? null } : {};
  const contactId = makeOrFill(context, 'Contact', request.contactId, contact, errors, overwrite);
  if (contactId === null) return NOTHING;
  const wantsOpportunity = request.opportunityId !== null || !request.doNotCreateOpportunity;
  const opportunityId = wantsOpportunity
    ? makeOrFill(context, 'Opportunity', request.opportunityId, opportunityFrom(context, request, lead, ownerId, accountId), errors)
    : null;
  if (errors.length > 0) return NOTHING;
  if (opportunityId !== null)
    makeOrFill(context, 'OpportunityContactRole', null, { OpportunityId: opportunityId, ContactId: contactId, IsPrimary: true }, errors);
  finishLead(context, request, lead, { accountId, contactId, opportunityId }, errors);
  moveActivities(context, String(lead['Id']), contactId);
  return { accountId, contactId, opportunityId };
}

/** Creates the record, or fills the blanks of an existing one. Null with errors when that fails. */
function makeOrFill(context: SaveContext, name: string, existing: string | null, values: Row, errors: SaveError[], overwrite: Row = {}): string | null {
  const object = context.registry.find(name);
  if (object === undefined) throw new Error(`no object ${name}`);
  const item =
    existing === null
      ? newItem(0, filled(values))
      : newItem(0, { Id: existing, ...blanksOnly(context.database.table(name).get(existing), values), ...overwrite });
  (existing === null ? prepareInsert : prepareUpdate)(context, object, item, SYSTEM);
  const changesNothing = existing !== null && Object.keys(item.input).length === 1;
  if (isGood(item) && !changesNothing) saveOnce(context, object, existing === null ? 'insert' : 'update', [item], SYSTEM, context.rules.validateConversions);
  errors.push(...item.errors);
  return isGood(item) ? item.id : null;
}

const filled = (row: Row): Row => Object.fromEntries(Object.entries(row).filter(([, v]) => v !== null && v !== undefined));
const blanksOnly = (row: Row | undefined, values: Row): Row =>
  Object.fromEntries(Object.entries(filled(values)).filter(([name]) => row !== undefined && (row[name] ?? null) === null));

const PARTS = ['Street', 'City', 'State', 'PostalCode', 'Country'];
const address = (prefix: string, lead: Row): Row => Object.fromEntries(PARTS.map((part) => [`${prefix}${part}`, lead[part] ?? null]));
const copy = (lead: Row, names: readonly string[]): Row => Object.fromEntries(names.map((n) => [n, lead[n] ?? null]));

const accountFrom = (lead: Row, ownerId: FieldValue): Row => ({
  Name: lead['Company'] ?? null,
  OwnerId: ownerId,
  AccountSource: lead['LeadSource'] ?? null,
  ...copy(lead, ['Phone', 'Fax', 'Website', 'Industry', 'AnnualRevenue', 'NumberOfEmployees', 'Rating']),
  ...address('Billing', lead),
});
const contactFrom = (lead: Row, ownerId: FieldValue, accountId: string): Row => ({
  OwnerId: ownerId,
  AccountId: accountId,
  ...address('Mailing', lead),
  ...copy(lead, [
    'FirstName',
    'LastName',
    'Salutation',
    'Title',
    'Email',
    'Phone',
    'MobilePhone',
    'Fax',
    'LeadSource',
    'Description',
    'HasOptedOutOfEmail',
    'HasOptedOutOfFax',
    'DoNotCall',
  ]),
});

/** First stage, close date at the end of the quarter, name "Company-" as the platform makes it. */
function opportunityFrom(context: SaveContext, request: Request, lead: Row, ownerId: FieldValue, accountId: string): Row {
  const stages = [...context.database.table('OpportunityStage').rows.values()].toSorted((a, b) => Number(a['SortOrder']) - Number(b['SortOrder']));
  const now = new Date(context.transaction.now());
  const close = new Date(Date.UTC(now.getUTCFullYear(), Math.floor(now.getUTCMonth() / 3) * 3 + 3, 0)).toISOString().slice(0, 10);
  return {
    Name: request.opportunityName ?? `${String(lead['Company'])}-`,
    AccountId: accountId,
    OwnerId: ownerId,
    StageName: stages[0]?.['ApiName'] ?? null,
    CloseDate: close,
    LeadSource: lead['LeadSource'] ?? null,
  };
}

function finishLead(context: SaveContext, request: Request, lead: Row, made: Made, errors: SaveError[]): void {
  const object: ObjectSchema | undefined = context.registry.find('Lead');
  if (object === undefined) throw new Error('no object Lead');
  const item: Item = { ...newItem(0, { Id: lead['Id'] ?? null }), id: String(lead['Id']), before: lead };
  const converted = {
    Status: request.convertedStatus,
    IsConverted: true,
    ConvertedDate: new Date(context.transaction.now()).toISOString().slice(0, 10),
    ConvertedAccountId: made.accountId,
    ConvertedContactId: made.contactId,
    ConvertedOpportunityId: made.opportunityId,
  };
  item.next = { ...lead, ...converted, IsUnreadByOwner: false };
  saveOnce(context, object, 'update', [item], SYSTEM);
  errors.push(...item.errors);
}

/** Activities and campaign memberships follow the person; nothing fires for them. */
function moveActivities(context: SaveContext, leadId: string, contactId: string): void {
  for (const name of ['Task', 'Event']) {
    const table = context.database.table(name);
    for (const id of table.idsWith('WhoId', leadId)) {
      const row = table.get(id);
      if (row !== undefined) context.database.write(name, id, { ...row, WhoId: contactId });
    }
  }
  const members = context.database.table('CampaignMember');
  for (const id of members.idsWith('LeadId', leadId)) {
    const row = members.get(id);
    if (row !== undefined) context.database.write('CampaignMember', id, { ...row, ContactId: contactId });
  }
}
