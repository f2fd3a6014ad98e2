import type { PicklistValue, Row } from '../../contract.ts';
import type { StandardValue, StandardValueSets } from '../metadata/picklists.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import type { Database } from '../store/database.ts';
import type { Ensure } from './seed.ts';

/** Stages and statuses: the object that lists them, the picklist they are the values of, and what marks them in an org as it is delivered. */
type StatusObject = {
  readonly object: string;
  readonly picklist: readonly [string, string];
  facts(value: StandardValue): Row;
  standard(value: PicklistValue): Partial<StandardValue>;
};

/** Probability and forecast category of the stages an org is delivered with. */
const STAGES: Readonly<Record<string, readonly [number, string]>> = {
  Prospecting: [10, 'Pipeline'],
  Qualification: [10, 'Pipeline'],
  'Needs Analysis': [20, 'Pipeline'],
  'Value Proposition': [50, 'Pipeline'],
  'Id. Decision Makers': [60, 'Pipeline'],
  'Perception Analysis': [70, 'Pipeline'],
  'Proposal/Price Quote': [75, 'Pipeline'],
  'Negotiation/Review': [90, 'Pipeline'],
  'Closed Won': [100, 'Closed'],
  'Closed Lost': [0, 'Omitted'],
};
const FORECAST_NAMES: Readonly<Record<string, string>> = { BestCase: 'Best Case', Forecast: 'Commit', MostLikely: 'Most Likely' };

const STATUS_OBJECTS: readonly StatusObject[] = [
  {
    object: 'OpportunityStage',
    picklist: ['Opportunity', 'StageName'],
    facts: (v) => ({
      IsActive: v.active,
      IsClosed: v.closed,
      IsWon: v.won,
      DefaultProbability: v.probability === null ? null : String(v.probability),
      ForecastCategory: v.forecastCategory,
      ForecastCategoryName: v.forecastCategory === null ? null : (FORECAST_NAMES[v.forecastCategory] ?? v.forecastCategory),
    }),
    standard: ({ value }) => {
      const [probability, forecastCategory] = STAGES[value] ?? [10, 'Pipeline'];
      return { probability, forecastCategory, closed: forecastCategory !== 'Pipeline', won: forecastCategory === 'Closed' };
    },
  },
  {
    object: 'LeadStatus',
    picklist: ['Lead', 'Status'],
    facts: (v) => ({ IsDefault: v.isDefault, IsConverted: v.converted }),
    standard: ({ value }) => ({ converted: value === 'Closed - Converted' }),
  },
  {
    object: 'TaskStatus',
    picklist: ['Task', 'Status'],
    facts: (v) => ({ IsDefault: v.isDefault, IsClosed: v.closed }),
    standard: ({ value }) => ({ closed: value === 'Completed' }),
  },
  {
    object: 'CaseStatus',
    picklist: ['Case', 'Status'],
    facts: (v) => ({ IsDefault: v.isDefault, IsClosed: v.closed }),
    standard: ({ value }) => ({ closed: value === 'Closed' }),
  },
];

const NOTHING = { closed: false, won: false, converted: false, probability: null, forecastCategory: null };

/** One row per stage and status, of the customer's value sets or of an org as it is delivered; rows of values that are gone go. */
export function seedStatuses(
  { database, registry, ensure }: { readonly database: Database; readonly registry: SchemaRegistry; readonly ensure: Ensure },
  sets: StandardValueSets,
): void {
  for (const status of STATUS_OBJECTS) {
    const [object, name] = status.picklist;
    const plain = registry.find(object)?.fields.get(name.toLowerCase())?.picklistValues ?? [];
    const values = sets.get(status.object) ?? plain.map((value): StandardValue => ({ ...NOTHING, ...value, ...status.standard(value) }));
    keepOnly(database, status.object, values);
    for (const [index, value] of values.entries())
      ensure(status.object, { ApiName: value.value }, { MasterLabel: value.label, SortOrder: String(index + 1), ...status.facts(value) });
  }
}

function keepOnly(database: Database, object: string, values: readonly PicklistValue[]): void {
  for (const [id, row] of [...database.table(object).rows]) if (!values.some((value) => value.value === row['ApiName'])) database.write(object, id, null);
}

/** What an admin changes of a picklist; a stage or status may say more than a plain value. */
export type PicklistChange = {
  readonly restricted?: boolean;
  readonly values?: readonly (PicklistValue & Partial<Omit<StandardValue, keyof PicklistValue>>)[];
};

/** Changes a picklist while the org runs, and the rows of its stages or statuses with it. */
export function changePicklist(
  org: { readonly database: Database; readonly registry: SchemaRegistry; readonly now: number; readonly userId: string },
  object: string,
  name: string,
  { restricted, values }: PicklistChange,
): boolean {
  const picklistValues = values?.map(({ value, label, active, isDefault }) => ({ value, label, active, isDefault }));
  const change = { ...(restricted === undefined ? {} : { restrictedPicklist: restricted }), ...(picklistValues === undefined ? {} : { picklistValues }) };
  if (!org.registry.changeField(object, name, change)) return false;
  const status = STATUS_OBJECTS.find(({ picklist }) => picklist.join('.').toLowerCase() === `${object}.${name}`.toLowerCase());
  if (status === undefined || values === undefined) return true;
  const { database } = org;
  keepOnly(database, status.object, values);
  const second = Math.floor(org.now / 1000) * 1000;
  const known = new Map([...database.table(status.object).rows.values()].map((row) => [row['ApiName'], row]));
  for (const [index, value] of values.entries()) {
    const before = known.get(value.value);
    const id = String(before?.['Id'] ?? database.nextId(status.object));
    const born = { ...database.table(status.object).blank(), Id: id, ApiName: value.value, CreatedDate: second, CreatedById: org.userId };
    const facts = before === undefined ? { ...NOTHING, ...value } : { ...factsOf(before), ...value };
    const audit = { LastModifiedDate: second, LastModifiedById: org.userId, SystemModstamp: second };
    database.write(status.object, id, { ...born, ...before, MasterLabel: value.label, SortOrder: String(index + 1), ...status.facts(facts), ...audit });
  }
  return true;
}

/** What a stage said before, for what the change does not mention. */
const factsOf = (row: Row): Omit<StandardValue, keyof PicklistValue> => ({
  closed: row['IsClosed'] === true,
  won: row['IsWon'] === true,
  converted: row['IsConverted'] === true,
  probability: typeof row['DefaultProbability'] === 'string' ? Number(row['DefaultProbability']) : null,
  forecastCategory: typeof row['ForecastCategory'] === 'string' ? row['ForecastCategory'] : null,
});
