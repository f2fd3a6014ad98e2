/** Records in the shape Lightning Data Service gives components. */
import { messageOf, quoted } from './org.ts';
import type { Answer, SalesforceRecord, Session } from './org.ts';

/** Objects with a page of their own: key prefix of their ids, icon, what the header and the details show. */
export type PageObject = {
  readonly name: string;
  readonly prefix: string;
  readonly icon: string;
  readonly highlights: readonly string[];
  readonly details: readonly string[];
};
export const pageObjects: readonly PageObject[] = [
  {
    name: 'Lead',
    prefix: '00Q',
    icon: 'lead',
    highlights: ['Title', 'Company', 'Phone', 'Email', 'Status'],
    details: [
      'Name',
      'Company',
      'Title',
      'Email',
      'Phone',
      'LeadSource',
      'Status',
      'HubSpot_Lifecycle_Stage__c',
      'Last_Contacted__c',
      'UTM_Source__c',
      'UTM_Campaign__c',
      'Owner.Name',
    ],
  },
  {
    name: 'Contact',
    prefix: '003',
    icon: 'contact',
    highlights: ['Title', 'Account.Name', 'Phone', 'Email'],
    details: [
      'Name',
      'Account.Name',
      'Title',
      'Email',
      'Phone',
      'LeadSource',
      'HubSpot_Lifecycle_Stage__c',
      'Last_Contacted__c',
      'UTM_Source__c',
      'UTM_Campaign__c',
      'Owner.Name',
    ],
  },
  {
    name: 'Account',
    prefix: '001',
    icon: 'account',
    highlights: ['Website', 'Phone', 'NumberOfEmployees', 'BillingCity'],
    details: ['Name', 'Website', 'Phone', 'Industry', 'NumberOfEmployees', 'BillingCity', 'BillingCountry', 'Owner.Name'],
  },
  {
    name: 'Opportunity',
    prefix: '006',
    icon: 'opportunity',
    highlights: ['Account.Name', 'Amount', 'CloseDate', 'StageName'],
    details: ['Name', 'Account.Name', 'StageName', 'Amount', 'CloseDate', 'Probability', 'Owner.Name'],
  },
];
export const pageObjectOf = (recordId: string): PageObject | undefined => pageObjects.find(({ prefix }) => recordId.startsWith(prefix));
export const isRecordId = (text: string): boolean => /^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/.test(text);

type FieldValue = { readonly value: unknown; readonly displayValue: string | null };
export type UiRecord = { readonly apiName: string; readonly id: string; readonly fields: Readonly<Record<string, FieldValue>> };

const isRecord = (value: unknown): value is SalesforceRecord => typeof value === 'object' && value !== null && 'attributes' in value;

function uiRecord(apiName: string, row: SalesforceRecord): UiRecord {
  const fields = Object.entries(row).flatMap(([name, value]): readonly (readonly [string, FieldValue])[] => {
    if (name === 'attributes') return [];
    if (isRecord(value)) return [[name, { value: uiRecord(name, value), displayValue: typeof value['Name'] === 'string' ? value['Name'] : null }]];
    return [[name, { value, displayValue: value === null || typeof value === 'string' ? null : String(value) }]];
  });
  return { apiName, id: row.Id, fields: Object.fromEntries(fields) };
}

/** Fields of the list a person may see; a field over a relationship is judged by its lookup. */
export async function visible(session: Session, object: string, fields: readonly string[]): Promise<readonly string[]> {
  const info = await session.describe(object);
  const known = new Set(info?.fields.map(({ name }) => name));
  return fields.filter((field) => known.has(field) || (field.includes('.') && known.has(`${field.split('.')[0] ?? ''}Id`)));
}

/** One record with the fields named, or null when this person may not see it. */
export async function readRecord(session: Session, object: string, id: string, fields: readonly string[]): Promise<SalesforceRecord | null> {
  const [row] = await session.query(`SELECT ${[...new Set(['Id', ...fields])].join(', ')} FROM ${object} WHERE Id = ${quoted(id)}`);
  return row ?? null;
}

const failure = (status: number, errorCode: string, message: string): Answer => ({ status, body: { statusCode: status, errorCode, message } });
const bare = (object: string, field: string): string => (field.startsWith(`${object}.`) ? field.slice(object.length + 1) : field);

/** getRecord: fields that are required must be there, optional ones are left out when they are not. */
export async function uiGet(
  session: Session,
  id: string,
  wanted: { readonly fields: readonly string[]; readonly optionalFields: readonly string[] },
): Promise<Answer> {
  const object = pageObjectOf(id)?.name;
  if (object === undefined || !isRecordId(id)) return failure(404, 'NOT_FOUND', 'The requested resource does not exist');
  const required = wanted.fields.map((field) => bare(object, field));
  const optional = await visible(
    session,
    object,
    wanted.optionalFields.map((field) => bare(object, field)),
  );
  try {
    const row = await readRecord(session, object, id, [...required, ...optional]);
    return row === null ? failure(404, 'NOT_FOUND', 'The requested resource does not exist') : { status: 200, body: uiRecord(object, row) };
  } catch (error) {
    return failure(400, 'INVALID_FIELD', error instanceof Error ? error.message : String(error));
  }
}

/** updateRecord: validation errors come as LDS words them. */
export async function uiUpdate(session: Session, id: string, values: unknown): Promise<Answer> {
  const object = pageObjectOf(id)?.name;
  if (object === undefined || !isRecordId(id)) return failure(404, 'NOT_FOUND', 'The requested resource does not exist');
  const saved = await session.send('PATCH', `/services/data/v68.0/sobjects/${object}/${id}`, values);
  if (saved.status < 300) return uiGet(session, id, { fields: ['Id'], optionalFields: [] });
  const output = { errors: [{ message: messageOf(saved.body) }], fieldErrors: {} };
  return {
    status: saved.status,
    body: { statusCode: saved.status, message: 'An error occurred while trying to update the record. Please try again.', output },
  };
}
