/**
 * Person accounts, for an org that has them switched on: what the feature adds to Account and Contact. An account with a last name is a
 * person; the platform keeps a hidden contact for it, whose custom fields the account shows as `__pc`
 * (https://help.salesforce.com/s/articleView?id=sales.account_person.htm).
 */
import type { FieldSchema, ObjectSchema, Row } from '../../contract.ts';
import { extended } from './features.ts';
import { field } from './fields.ts';

/** Contact fields an account has under the same name. */
const SHARED: readonly string[] = ['FirstName', 'LastName', 'Salutation'];
/** Contact fields an account has under the name Person…. */
const PERSONAL: readonly string[] = [
  'Email',
  'Title',
  'Department',
  'MobilePhone',
  'HomePhone',
  'OtherPhone',
  'LeadSource',
  'HasOptedOutOfEmail',
  'HasOptedOutOfFax',
  'DoNotCall',
  'MailingStreet',
  'MailingCity',
  'MailingState',
  'MailingPostalCode',
  'MailingCountry',
];
/** Fields both have anyway, which hold the same. */
const COMMON: readonly string[] = ['Phone', 'Fax', 'Description', 'OwnerId'];

/** The account's name of a contact's field; null where the account has none. */
export function accountField(contactField: string): string | null {
  if (SHARED.includes(contactField) || COMMON.includes(contactField)) return contactField;
  if (PERSONAL.includes(contactField)) return `Person${contactField}`;
  return contactField.endsWith('__c') ? contactField.replace(/__c$/, '__pc') : null;
}

const flag = (name: string): FieldSchema =>
  field({ name, type: 'boolean', nillable: false, createable: false, updateable: false, defaultedOnCreate: true, defaultValue: false });

/** Both objects with the feature's fields; other objects as they are. */
export function withPersonAccounts(all: readonly ObjectSchema[]): readonly ObjectSchema[] {
  const contact = all.find((object) => object.name === 'Contact');
  if (contact === undefined) return all;
  return all.map((object) =>
    object.name === 'Account' ? personal(object, contact) : object.name === 'Contact' ? extended(object, [flag('IsPersonAccount')]) : object,
  );
}

function personal(account: ObjectSchema, contact: ObjectSchema): ObjectSchema {
  const copied = [...contact.fields.values()].flatMap((one): FieldSchema[] => {
    const name = accountField(one.name);
    if (name === null || account.fields.has(name.toLowerCase())) return [];
    // On an account they are all optional: a business has no last name. Relationship names would clash with the contact's.
    return [{ ...one, name, nillable: true, unique: false, externalId: false, relationshipName: null, childRelationshipName: null, nameField: false }];
  });
  const contactId = field({
    name: 'PersonContactId',
    type: 'reference',
    length: 18,
    createable: false,
    updateable: false,
    referenceTo: ['Contact'],
    relationshipName: 'PersonContact',
  });
  return extended(account, [flag('IsPersonAccount'), contactId, ...copied]);
}

/** Whether a saved account is a person's: told by the last name, which a business cannot have. */
export const isPerson = (account: Row): boolean => typeof account['LastName'] === 'string' && account['LastName'] !== '';

/** What the hidden contact of a person account holds. */
export function mirrorOf(account: Row, contact: ObjectSchema): Row {
  const values: Row = {};
  for (const { name } of contact.fields.values()) {
    const there = accountField(name);
    if (there !== null && there in account) values[name] = account[there] ?? null;
  }
  return { ...values, AccountId: account['Id'] ?? null, IsPersonAccount: true, Name: account['Name'] ?? null };
}
