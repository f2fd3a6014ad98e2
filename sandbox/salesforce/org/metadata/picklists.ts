import type { ObjectSchema, PicklistValue } from '../../contract.ts';
import { assembleObject } from '../schema/fields.ts';
import { MetadataError, reader } from './source.ts';
import type { Reader, SourceFile } from './source.ts';

/** One value of a standard value set, with what only stages and statuses say. */
export type StandardValue = PicklistValue & {
  readonly closed: boolean;
  readonly won: boolean;
  readonly converted: boolean;
  readonly probability: number | null;
  readonly forecastCategory: string | null;
};
/** By its name, such as `OpportunityStage`. */
export type StandardValueSets = ReadonlyMap<string, readonly StandardValue[]>;

/** Which fields a set is the values of (Metadata API Developer Guide, "StandardValueSet Names and Standard Picklist Fields"). */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  AccountContactMultipleRoles: ['AccountContactRelation.Roles'],
  AccountRating: ['Account.Rating', 'Lead.Rating'],
  AccountType: ['Account.Type'],
  CampaignStatus: ['Campaign.Status'],
  CampaignType: ['Campaign.Type'],
  CaseOrigin: ['Case.Origin'],
  CasePriority: ['Case.Priority'],
  CaseReason: ['Case.Reason'],
  CaseStatus: ['Case.Status'],
  CaseType: ['Case.Type'],
  ContactRole: ['OpportunityContactRole.Role'],
  EventType: ['Event.Type'],
  Industry: ['Account.Industry', 'Lead.Industry'],
  LeadSource: ['Lead.LeadSource', 'Contact.LeadSource', 'Account.AccountSource', 'Opportunity.LeadSource'],
  LeadStatus: ['Lead.Status'],
  OpportunityStage: ['Opportunity.StageName'],
  OpportunityType: ['Opportunity.Type'],
  Product2Family: ['Product2.Family'],
  Salutation: ['Lead.Salutation', 'Contact.Salutation'],
  TaskPriority: ['Task.Priority'],
  TaskStatus: ['Task.Status'],
  TaskType: ['Task.Type'],
};

/** A `standardValueSets/X.standardValueSet-meta.xml`. Throws a MetadataError for a set this org does not have. */
export function standardValueSet(file: SourceFile): readonly [string, readonly StandardValue[]] {
  const r = reader(file.path, file.xml);
  if (FIELDS[file.name] === undefined) throw new MetadataError(file.path, `standard value set ${file.name} is not implemented`);
  const values = r.children('standardValue').map(standardValue);
  r.ignore('sorted', 'groupingStringEnum');
  r.done();
  return [file.name, values];
}

function standardValue(r: Reader): StandardValue {
  const value = r.required('fullName');
  const read: StandardValue = {
    value,
    label: r.text('label') ?? value,
    active: r.text('isActive') !== 'false',
    isDefault: r.flag('default'),
    closed: r.flag('closed'),
    won: r.flag('won'),
    converted: r.flag('converted'),
    probability: r.number('probability') ?? null,
    forecastCategory: r.text('forecastCategory') ?? null,
  };
  r.ignore('color', 'description', 'highPriority', 'allowEmail', 'cssExposed', 'reverseRole', 'reviewed', 'groupingString');
  r.done();
  return read;
}

/** The standard objects with the customer's values in place of those every org is born with. */
export function withValueSets(objects: readonly ObjectSchema[], sets: StandardValueSets): readonly ObjectSchema[] {
  const changed = new Map<string, readonly StandardValue[]>();
  for (const [set, values] of sets) for (const path of FIELDS[set] ?? []) changed.set(path.toLowerCase(), values);
  if (changed.size === 0) return objects;
  return objects.map((object) => {
    const { keyPrefix, labelPlural, fields, ...rest } = object;
    const renewed = [...fields.values()].map((f) => {
      const values = changed.get(`${object.name}.${f.name}`.toLowerCase());
      if (values === undefined) return f;
      const picklistValues = values.map(({ value, label, active, isDefault }) => ({ value, label, active, isDefault }));
      return { ...f, picklistValues, defaultValue: f.defaultedOnCreate ? (values.find((v) => v.isDefault)?.value ?? null) : f.defaultValue };
    });
    return assembleObject({ ...rest, prefix: keyPrefix, plural: labelPlural, fields: renewed });
  });
}

export type BusinessProcessFacts = { readonly object: string; readonly name: string; readonly active: boolean; readonly values: readonly string[] };

/** A sales, lead or support process: the stages or statuses a record type offers. */
export function businessProcess(file: SourceFile, object: string): BusinessProcessFacts {
  const r = reader(file.path, file.xml);
  const facts = { object, name: r.required('fullName'), active: r.text('isActive') !== 'false', values: r.children('values').map(named) };
  r.ignore('description');
  r.done();
  return facts;
}

/** Metadata writes values URL-encoded where they stand inside another component: `Closed %2F Lost`. */
function named(r: Reader): string {
  const name = decodeURIComponent(r.required('fullName'));
  r.ignore('default');
  r.done();
  return name;
}

/** What a record type offers of each picklist it restricts, by field name in lower case. */
export const recordTypeValues = (r: Reader): ReadonlyMap<string, readonly string[]> =>
  new Map(
    r.children('picklistValues').map((child): readonly [string, readonly string[]] => {
      const entry = [child.required('picklist').toLowerCase(), child.children('values').map(named)] as const;
      child.done();
      return entry;
    }),
  );
