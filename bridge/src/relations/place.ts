/** One rule with what the platforms say about it: objects, the table in Salesforce, and association types by label. */
import type { ObjectMapping, RelationRule, RuleSet } from '../domain/model.ts';
import type { AssociationKind, GatewayResult, RelationTable } from '../engine/ports.ts';
import type { RelationPorts } from './ports.ts';

export type Place = {
  readonly rule: RelationRule;
  readonly from: ObjectMapping;
  readonly to: ObjectMapping;
  readonly table: RelationTable;
  /** Whether a row holds several roles. */
  readonly holdsSeveral: boolean;
  /** The type every association of the pair has. */
  readonly plain: AssociationKind | null;
  /** Of a lookup: the type that stands for it. */
  readonly pointing: AssociationKind | null;
  /** The type that tells the primary one; null = it cannot be told. */
  readonly primary: AssociationKind | null;
  readonly byLabel: ReadonlyMap<string, AssociationKind>;
  /** Labels of the rule that the portal does not have. */
  readonly missing: readonly string[];
};

/** Numbers of a portal's own types collide with HubSpot's: the category tells them apart. */
export const isKind = (one: AssociationKind, other: AssociationKind | null): boolean => one.typeId === other?.typeId && one.category === other.category;

/** HubSpot-defined: a company's parent company (https://developers.hubspot.com/docs/guides/api/crm/associations/associations-v4). */
const childToParent: AssociationKind = { category: 'HUBSPOT_DEFINED', typeId: 14, label: null };
const PRIMARY = 'primary';
/** Rows of the contact's own account are made and kept by Salesforce; they follow the contact's AccountId. */
const fixedFields: Readonly<Record<string, string>> = { AccountContactRelation: 'IsDirect' };

export function tableOf({ kind, salesforce }: RelationRule): RelationTable {
  const { object, fromField, toField, roleField, primaryField } = salesforce;
  const fixedField = fixedFields[object] ?? null;
  return {
    object,
    fromField: kind === 'lookup' ? 'Id' : fromField,
    toField,
    roleField: kind === 'lookup' ? null : roleField,
    primaryField: kind === 'lookup' || primaryField === fixedField ? null : primaryField,
    fixedField,
  };
}

/** The rules that can be served: those whose mappings exist. */
export function servedRules({ relations = [], mappings }: RuleSet): readonly RelationRule[] {
  const known = new Set(mappings.map(({ key }) => key));
  return relations.filter(({ from, to }) => known.has(from) && known.has(to));
}

/** Asks both platforms once; the answer holds until the rules change. */
export async function openPlace(ports: RelationPorts, rule: RelationRule): Promise<GatewayResult<Place>> {
  const { mappings } = ports.rules();
  const [from, to] = [rule.from, rule.to].map((key) => mappings.find((mapping) => mapping.key === key));
  if (from === undefined || to === undefined) throw new Error(`the relation rule ${rule.key} names a mapping that does not exist`);
  const table = tableOf(rule);
  const kinds = await ports.hubspot.kinds(from.hubspotObject, to.hubspotObject);
  if (!kinds.ok) return kinds;
  const several = await ports.salesforce.holdsSeveral(table);
  if (!several.ok) return several;
  const known = kinds.value;
  const byLabel = new Map(known.flatMap((kind) => (kind.label === null ? [] : [[kind.label, kind] as const])));
  const wanted = [...new Set(rule.labels.map(({ hubspot }) => hubspot))].filter((label) => label !== '');
  const plain = known.find(({ label }) => label === null) ?? null;
  const isHierarchy = rule.kind === 'lookup' && rule.from === rule.to && from.hubspotObject === 'companies';
  const named = wanted[0] === undefined ? undefined : byLabel.get(wanted[0]);
  const pointing = rule.kind !== 'lookup' ? null : isHierarchy ? (known.find((kind) => isKind(kind, childToParent)) ?? childToParent) : (named ?? plain);
  return {
    ok: true,
    value: {
      rule,
      from,
      to,
      table,
      holdsSeveral: several.value,
      plain,
      pointing,
      primary: known.find(({ label }) => label?.toLowerCase() === PRIMARY && !wanted.includes(label)) ?? null,
      byLabel,
      missing: wanted.filter((label) => !byLabel.has(label)),
    },
  };
}
