import { companyProperties } from './companies.ts';
import { contactProperties } from './contacts.ts';
import { dealProperties } from './deals.ts';
import { activityProperties, lineItemProperties, productProperties, ticketProperties } from './other.ts';
import type { PropertyDefinition } from './property.ts';

/** What the portal knows of one kind of record. `name` is the plural used in paths. */
export interface ObjectKind {
  readonly name: string;
  readonly singular: string;
  readonly typeId: string;
  /** First word of legacy webhook types (`contact.creation`); null where only generic `object.*` exists. */
  readonly hookPrefix: string | null;
  readonly createdProperty: string;
  readonly modifiedProperty: string;
  /** Shown when a caller names no properties. */
  readonly defaultProperties: readonly string[];
  /** Searched by a free-text `query`. */
  readonly searchable: readonly string[];
  /** At least one must be set to create. */
  readonly createNeedsOneOf: readonly string[];
  /** All must be set to create. */
  readonly createNeeds: readonly string[];
  /** Property names of pipeline and stage, where the object has them. */
  readonly pipeline: { readonly pipeline: string; readonly stage: string } | null;
  readonly hasLifecycle: boolean;
  /** Activities ignore unknown and read-only properties; CRM objects refuse them. */
  readonly ignoresUnknown: boolean;
  readonly mergeable: boolean;
  readonly readScope: string;
  readonly writeScope: string;
  readonly schemaReadScopes: readonly string[];
  readonly schemaWriteScopes: readonly string[];
  readonly shippedProperties: () => PropertyDefinition[];
}

export type KindParts = Pick<ObjectKind, 'name' | 'singular' | 'typeId' | 'shippedProperties' | 'defaultProperties'> & Partial<ObjectKind>;

/** A kind from what is special about it; the rest is as on most objects. */
export function kind(given: KindParts): ObjectKind {
  const scope = `crm.objects.${given.name}`;
  const readScope = given.readScope ?? `${scope}.read`;
  const writeScope = given.writeScope ?? `${scope}.write`;
  return {
    hookPrefix: given.singular,
    createdProperty: 'createdate',
    modifiedProperty: 'hs_lastmodifieddate',
    searchable: [],
    createNeedsOneOf: [],
    createNeeds: [],
    pipeline: null,
    hasLifecycle: false,
    ignoresUnknown: false,
    mergeable: false,
    schemaReadScopes: [`crm.schemas.${given.name}.read`, readScope],
    schemaWriteScopes: [`crm.schemas.${given.name}.write`],
    ...given,
    readScope,
    writeScope,
  };
}

/** Activities ride on the contact scopes and have no legacy webhook types of their own. */
function activity(name: string, singular: string, typeId: string): ObjectKind {
  return kind({
    name,
    singular,
    typeId,
    hookPrefix: null,
    createdProperty: 'hs_createdate',
    defaultProperties: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
    createNeeds: ['hs_timestamp'],
    ignoresUnknown: true,
    readScope: 'crm.objects.contacts.read',
    writeScope: 'crm.objects.contacts.write',
    schemaWriteScopes: ['crm.schemas.contacts.write', 'crm.objects.contacts.write'],
    shippedProperties: () => activityProperties(name),
  });
}

export const OBJECT_KINDS: readonly ObjectKind[] = [
  kind({
    name: 'contacts',
    singular: 'contact',
    typeId: '0-1',
    modifiedProperty: 'lastmodifieddate',
    hasLifecycle: true,
    mergeable: true,
    defaultProperties: ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'],
    searchable: ['firstname', 'lastname', 'email', 'phone', 'hs_additional_emails', 'company'],
    createNeedsOneOf: ['email', 'firstname', 'lastname'],
    shippedProperties: contactProperties,
  }),
  kind({
    name: 'companies',
    singular: 'company',
    typeId: '0-2',
    hasLifecycle: true,
    mergeable: true,
    defaultProperties: ['name', 'domain', 'createdate', 'hs_lastmodifieddate', 'hs_object_id'],
    searchable: ['website', 'phone', 'name', 'domain'],
    createNeedsOneOf: ['name', 'domain'],
    shippedProperties: companyProperties,
  }),
  kind({
    name: 'deals',
    singular: 'deal',
    typeId: '0-3',
    mergeable: true,
    defaultProperties: ['dealname', 'amount', 'closedate', 'pipeline', 'dealstage', 'createdate', 'hs_lastmodifieddate', 'hs_object_id'],
    searchable: ['dealname', 'pipeline', 'dealstage', 'description', 'dealtype'],
    pipeline: { pipeline: 'pipeline', stage: 'dealstage' },
    shippedProperties: dealProperties,
  }),
  kind({
    name: 'tickets',
    singular: 'ticket',
    typeId: '0-5',
    mergeable: true,
    defaultProperties: ['subject', 'content', 'hs_pipeline', 'hs_pipeline_stage', 'createdate', 'hs_lastmodifieddate', 'hs_object_id'],
    searchable: ['subject', 'content'],
    createNeeds: ['subject', 'hs_pipeline_stage'],
    pipeline: { pipeline: 'hs_pipeline', stage: 'hs_pipeline_stage' },
    readScope: 'tickets',
    writeScope: 'tickets',
    schemaReadScopes: ['tickets'],
    schemaWriteScopes: ['tickets'],
    shippedProperties: ticketProperties,
  }),
  kind({
    name: 'products',
    singular: 'product',
    typeId: '0-7',
    readScope: 'e-commerce',
    writeScope: 'e-commerce',
    defaultProperties: ['createdate', 'description', 'name', 'price', 'hs_lastmodifieddate', 'hs_object_id'],
    searchable: ['name', 'description', 'hs_sku'],
    schemaReadScopes: ['e-commerce'],
    schemaWriteScopes: ['e-commerce'],
    shippedProperties: productProperties,
  }),
  kind({
    name: 'line_items',
    singular: 'line_item',
    typeId: '0-8',
    defaultProperties: ['quantity', 'amount', 'price', 'createdate', 'hs_lastmodifieddate', 'hs_object_id'],
    // HubSpot has a scope to read their schema, none of its own to write it.
    schemaWriteScopes: ['e-commerce'],
    shippedProperties: lineItemProperties,
  }),
  activity('communications', 'communication', '0-18'),
  activity('tasks', 'task', '0-27'),
  activity('notes', 'note', '0-46'),
  activity('meetings', 'meeting_event', '0-47'),
  activity('calls', 'call', '0-48'),
  activity('emails', 'email', '0-49'),
];

const byAnyName: ReadonlyMap<string, ObjectKind> = new Map(
  OBJECT_KINDS.flatMap((item) => [item.name, item.singular, item.typeId].map((name) => [name, item] as const)),
);

/** The kind a path names, by plural, singular, type id or any letter case; undefined when the portal has no such object. */
export function objectKind(name: string): ObjectKind | undefined {
  return byAnyName.get(name.toLowerCase());
}
