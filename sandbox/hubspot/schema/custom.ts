import { recordProperties } from './common.ts';
import { kind, type ObjectKind } from './objects.ts';
import { define } from './property.ts';

/** An object the customer made. Records live under its fully qualified name, `p{portal}_{name}`. */
export interface CustomSchema {
  readonly portalId: number;
  /** `2-N`; the only id paths take besides the names. */
  readonly objectTypeId: string;
  readonly name: string;
  readonly labels: { readonly singular: string; readonly plural: string };
  readonly description: string | null;
  readonly requiredProperties: readonly string[];
  readonly searchableProperties: readonly string[];
  readonly primaryDisplayProperty: string;
  readonly secondaryDisplayProperties: readonly string[];
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly archived: boolean;
}

/** The name records, paths and webhooks know the object by. */
export const qualifiedName = ({ portalId, name }: Pick<CustomSchema, 'portalId' | 'name'>): string => `p${String(portalId)}_${name}`;

export const groupOf = ({ name }: Pick<CustomSchema, 'name'>): string => `${name}_information`;

/** How the portal treats records of a customer's object: strict like CRM objects, webhooks of the generic kind alone. */
export function customKind(schema: CustomSchema): ObjectKind {
  const name = qualifiedName(schema);
  return kind({
    name,
    singular: name,
    typeId: schema.objectTypeId,
    hookPrefix: null,
    createdProperty: 'hs_createdate',
    defaultProperties: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id', ...new Set([schema.primaryDisplayProperty, ...schema.requiredProperties])],
    searchable: schema.searchableProperties,
    createNeeds: schema.requiredProperties,
    pipeline: { pipeline: 'hs_pipeline', stage: 'hs_pipeline_stage' },
    mergeable: true,
    readScope: 'crm.objects.custom.read',
    writeScope: 'crm.objects.custom.write',
    schemaReadScopes: ['crm.schemas.custom.read', 'crm.objects.custom.read'],
    schemaWriteScopes: ['crm.schemas.custom.write', 'crm.objects.custom.write'],
    shippedProperties: () => [
      ...recordProperties(groupOf(schema), 'hs_lastmodifieddate', 'hs_createdate'),
      ...define(groupOf(schema), [
        ['hs_pipeline', 'Pipeline', 'enumeration', 'select', [], { external: true }],
        ['hs_pipeline_stage', 'Pipeline stage', 'enumeration', 'select', [], { external: true }],
      ]),
    ],
  });
}
