/** What a customer's admin configures in the org: rules that refuse, change or route a save, sharing, locked rows. */

import { z } from 'zod';
import { ControlError } from '../../../control/index.ts';
import type { ControlPlane } from '../../../control/index.ts';
import { holdsAll } from '../../org/index.ts';
import type { FieldChange, FieldUpdate, OrgConfiguration, PicklistChange, RuleCondition } from '../../org/index.ts';
import type { Org, Row } from '../../contract.ts';
import { toRow } from '../body.ts';
import { to18 } from '../ids.ts';
import { parsed } from './person.ts';

export type RuleServices = {
  readonly org: Org;
  readonly configure: (configuration: OrgConfiguration) => void;
  readonly now: () => number;
  readonly changeField: (object: string, field: string, change: FieldChange & { readonly removed?: boolean }) => boolean;
  readonly changePicklist: (object: string, field: string, change: PicklistChange) => boolean;
  readonly userIdOf: (as: string) => string | undefined;
};

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const Condition = z.strictObject({
  field: z.string(),
  op: z.enum(['equals', 'notEquals', 'blank', 'notBlank', 'changed', 'contains', 'startsWith', 'greaterThan', 'lessThan']),
  value: value.optional(),
});
const when = z.array(Condition).default([]);
const set = z.record(z.string(), z.unknown());
const Rules = z.strictObject({
  validation: z
    .array(
      z.strictObject({
        object: z.string(),
        name: z.string(),
        message: z.string(),
        field: z.string().nullable().default(null),
        active: z.boolean().default(true),
        when,
      }),
    )
    .optional(),
  duplicates: z
    .array(
      z.strictObject({
        object: z.string(),
        name: z.string(),
        fields: z.array(z.string()).min(1),
        matchObjects: z.array(z.string()).optional(),
        action: z.enum(['block', 'alert']),
        onUpdate: z.boolean().default(false),
      }),
    )
    .optional(),
  assignment: z.array(z.strictObject({ object: z.string(), entries: z.array(z.strictObject({ when, owner: z.string() })) })).optional(),
  fieldUpdates: z.array(z.strictObject({ object: z.string(), name: z.string(), when, set })).optional(),
  automations: z.array(z.strictObject({ object: z.string(), name: z.string(), when, set })).optional(),
  validateConversions: z.boolean().optional(),
});
const Sharing = z.record(z.string(), z.enum(['Private', 'Read', 'ReadWrite']));
const Locks = z.array(z.string());
const PicklistValue = z.strictObject({
  value: z.string().min(1),
  label: z.string().optional(),
  active: z.boolean().default(true),
  default: z.boolean().default(false),
  closed: z.boolean().optional(),
  won: z.boolean().optional(),
  converted: z.boolean().optional(),
  probability: z.number().int().min(0).max(100).optional(),
  forecastCategory: z.enum(['Omitted', 'Pipeline', 'BestCase', 'MostLikely', 'Forecast', 'Closed']).optional(),
});
/** Keyed by `Object.Field`. */
const Picklists = z.record(z.string(), z.strictObject({ restricted: z.boolean().optional(), values: z.array(PicklistValue).optional() }));

/** Keyed by `Object.Field`. Only what an admin made may be deleted or made required, as in Setup. */
const Fields = z.record(
  z.string(),
  z.strictObject({
    removed: z.boolean().optional(),
    required: z.boolean().optional(),
    length: z.int().min(1).max(255).optional(),
    label: z.string().optional(),
  }),
);

/** Without what was not said: an absent fact of a stage stays as it is. */
const said = <T extends object>(facts: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(facts).filter(([, v]) => v !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> }; // entries of T, less the undefined ones

function changePicklists({ changePicklist }: RuleServices, body: unknown): void {
  for (const [path, { restricted, values }] of Object.entries(parsed(Picklists, body))) {
    const [object = '', field = ''] = path.split('.');
    const renewed = values?.map(({ default: isDefault, label, value: name, active, ...facts }) => ({
      ...said(facts),
      value: name,
      label: label ?? name,
      active,
      isDefault,
    }));
    if (!changePicklist(object, field, said({ restricted, values: renewed }))) throw new ControlError(`there is no field ${path}`);
  }
}

function changeFields({ changeField }: RuleServices, body: unknown): void {
  for (const [path, { required, ...change }] of Object.entries(parsed(Fields, body))) {
    const [object = '', field = ''] = path.split('.');
    if (!field.endsWith('__c') && (change.removed !== undefined || required !== undefined))
      throw new ControlError(`${path} is a standard field: nobody can delete it or make it required`);
    const nillable = required === undefined ? {} : { nillable: !required };
    if (!changeField(object, field, { ...said(change), ...nillable })) throw new ControlError(`there is no field ${path}`);
  }
}

type Wanted = z.output<typeof Rules>;

/** Conditions with field names as the org spells them; an unknown field is refused here rather than never matching. */
function conditionsOf(org: Org, object: string, conditions: readonly z.output<typeof Condition>[]): RuleCondition[] {
  return conditions.map(({ field, op, value: wanted }) => ({ field: fieldOf(org, object, field), op, ...(wanted === undefined ? {} : { value: wanted }) }));
}

function schemaOf(org: Org, object: string): NonNullable<ReturnType<Org['object']>> {
  const schema = org.object(object);
  if (schema === undefined) throw new ControlError(`there is no object ${object}`);
  return schema;
}

function fieldOf(org: Org, object: string, name: string): string {
  const field = schemaOf(org, object).fields.get(name.toLowerCase());
  if (field === undefined) throw new ControlError(`there is no field ${object}.${name}`);
  return field.name;
}

const rowOf = (org: Org, object: string, values: Readonly<Record<string, unknown>>): Row => toRow(org, schemaOf(org, object), { ...values });

type WantedUpdate = NonNullable<Wanted['fieldUpdates']>[number];

const updateOf = (org: Org, { object, name, when: conditions, set: values }: WantedUpdate): FieldUpdate => ({
  object,
  name,
  when: conditionsOf(org, object, conditions),
  set: rowOf(org, object, values),
});

type Validation = NonNullable<OrgConfiguration['validation']>[number];

function validationOf({ org, now }: RuleServices, wanted: WantedValidation, before: Wanted['validation'] = []): Validation {
  const { object, name, message, field, active, when: conditions } = wanted;
  const known = conditionsOf(org, object, conditions);
  const matches: Validation['matches'] = (row, old) => active && holdsAll(known, row, old);
  const isUnchanged = before.some((one) => JSON.stringify(one) === JSON.stringify(wanted));
  const modifiedAt = isUnchanged ? org.validationRules?.().find((one) => one.object === object && one.name === name)?.modifiedAt : undefined;
  return { object, name, message, field, active, matches, modifiedAt: modifiedAt ?? Math.floor(now() / 1_000) * 1_000 };
}
type WantedValidation = NonNullable<Wanted['validation']>[number];

/** The body as the org takes it; parts that are not named stay as they are. */
function configurationOf(
  services: RuleServices,
  before: Wanted,
  { validation, duplicates, assignment, fieldUpdates, automations, validateConversions }: Wanted,
): OrgConfiguration {
  const { org, userIdOf } = services;
  const owner = (name: string): string => userIdOf(name) ?? to18(name);
  return {
    ...(validation === undefined ? {} : { validation: validation.map((rule) => validationOf(services, rule, before.validation)) }),
    ...(duplicates === undefined
      ? {}
      : {
          duplicates: duplicates.map((rule) => ({
            ...rule,
            fields: rule.fields.map((name) => fieldOf(org, rule.object, name)),
            matchObjects: rule.matchObjects ?? [rule.object],
          })),
        }),
    ...(assignment === undefined
      ? {}
      : {
          assignment: assignment.map(({ object, entries }) => ({
            object,
            entries: entries.map((entry) => ({ when: conditionsOf(org, object, entry.when), ownerId: owner(entry.owner) })),
          })),
        }),
    ...(fieldUpdates === undefined ? {} : { fieldUpdates: fieldUpdates.map((update) => updateOf(org, update)) }),
    ...(automations === undefined ? {} : { automations: automations.map((update) => updateOf(org, update)) }),
    ...(validateConversions === undefined ? {} : { validateConversions }),
  };
}

/** Adds `rules`, `sharing` and `locks`. Rules are as they were last put; what a body leaves out stays. The result forgets them, for after a reset. */
export function registerRules(control: ControlPlane, services: RuleServices): () => void {
  let shown: Wanted = {};
  let locked: readonly string[] = [];
  control.register('GET', 'rules', () => ({ body: shown }));
  control.register('PUT', 'rules', ({ body }) => {
    const wanted = parsed(Rules, body);
    services.configure(configurationOf(services, shown, wanted));
    shown = { ...shown, ...wanted };
    return { body: shown };
  });
  control.register('PUT', 'picklists', ({ body }) => {
    changePicklists(services, body);
    return { body: { changed: Object.keys(parsed(Picklists, body)) } };
  });
  control.register('PUT', 'fields', ({ body }) => {
    changeFields(services, body);
    return { body: { changed: Object.keys(parsed(Fields, body)) } };
  });
  control.register('PUT', 'sharing', ({ body }) => {
    const levels = Object.entries(parsed(Sharing, body)).map(([object, level]) => [schemaOf(services.org, object).name, level] as const);
    services.configure({ sharing: Object.fromEntries(levels) });
    return {};
  });
  control.register('GET', 'locks', () => ({ body: locked }));
  control.register('PUT', 'locks', ({ body }) => {
    locked = parsed(Locks, body).map(to18);
    services.configure({ isLocked: (_, id) => locked.includes(id) });
    return { body: locked };
  });
  return () => {
    shown = {};
    locked = [];
  };
}
