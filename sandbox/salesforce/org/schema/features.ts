/**
 * What an admin switches on once and for good: objects and fields that are there only in an org with the feature
 * (https://help.salesforce.com/s/articleView?id=sf.admin_enable_multicurrency_implications.htm, …id=sales.shared_contacts_set_up.htm).
 */
import type { FieldSchema, ObjectSchema } from '../../contract.ts';
import { assembleObject, field } from './fields.ts';

export type Features = {
  readonly personAccounts?: boolean;
  /** `CurrencyIsoCode` on records, `CurrencyType`. */
  readonly multiCurrency?: boolean;
  /** `AccountContactRelation`. */
  readonly contactsToMultipleAccounts?: boolean;
};

const NEEDS: Readonly<Record<string, keyof Features>> = { CurrencyType: 'multiCurrency', AccountContactRelation: 'contactsToMultipleAccounts' };

/** The objects an org with these features has. */
export const available = (objects: readonly ObjectSchema[], features: Features): readonly ObjectSchema[] =>
  objects.filter((object) => {
    const feature = NEEDS[object.name];
    return feature === undefined || features[feature] === true;
  });

/** The currencies of an org with several: the first is the corporate one. */
export const CURRENCIES: readonly (readonly [string, string])[] = [
  ['USD', '1'],
  ['EUR', '0.9'],
  ['GBP', '0.8'],
];

const isoCode = (name: string): FieldSchema =>
  field({
    name,
    type: 'picklist',
    length: 255,
    nillable: true,
    defaultedOnCreate: true,
    restrictedPicklist: true,
    picklistValues: CURRENCIES.map(([value]) => ({ value, label: value, active: true, isDefault: false })),
  });

/** Every object with an owner, or detail of one, says in which currency its amounts are; a user has a default one. */
export function withCurrencies(objects: readonly ObjectSchema[]): readonly ObjectSchema[] {
  return objects.map((object) => {
    if (object.name === 'User') return extended(object, [isoCode('DefaultCurrencyIsoCode'), isoCode('CurrencyIsoCode')]);
    return object.kind === 'standard' || object.kind === 'custom' ? extended(object, [isoCode('CurrencyIsoCode')]) : object;
  });
}

/** An object with more fields. */
export function extended(object: ObjectSchema, more: readonly FieldSchema[]): ObjectSchema {
  const { keyPrefix, labelPlural, fields, ...rest } = object;
  return assembleObject({ ...rest, prefix: keyPrefix, plural: labelPlural, fields: [...fields.values(), ...more] });
}
