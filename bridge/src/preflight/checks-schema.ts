/** Checks told from rules and schemas: rights on objects and fields, picklist values, required fields. Pure. */
import { canFlow, convert, fieldOn, isAssociation, KEY_FIELD, otherSide, rulesFor, SIDES, STAMP_FIELD } from '../domain/index.ts';
import type { FieldRule, FieldSchema, ObjectMapping, RuleSet, Schemas, Side } from '../domain/index.ts';
import type { ObjectAccess } from '../engine/index.ts';
import { counted, finding, findingsMax, systemNames } from './model.ts';
import type { Check, CheckState, Finding } from './model.ts';

type Found = Finding & { readonly state: CheckState };

const objectsOn = (mapping: ObjectMapping, side: Side): readonly string[] => (side === 'salesforce' ? mapping.salesforceObjects : [mapping.hubspotObject]);

/** Rules of a mapping that concern one of its objects and name a field there. Associations and owners are told by the rules' own problems. */
function fieldRules(mapping: ObjectMapping, side: Side, object: string): readonly FieldRule[] {
  const rules = side === 'salesforce' ? rulesFor(mapping, object) : mapping.fields.filter(({ direction }) => direction !== 'off');
  return rules.filter((rule) => side === 'salesforce' || !isAssociation(rule));
}

const unique = <T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] => [...new Map(items.map((item) => [keyOf(item), item])).values()];
const worst = (found: readonly { readonly state: CheckState }[]): CheckState =>
  found.some(({ state }) => state === 'fail') ? 'fail' : found.some(({ state }) => state === 'warn') ? 'warn' : 'pass';
const plain = (found: readonly Found[]): Finding[] => found.slice(0, findingsMax).map(({ state: _state, ...rest }) => rest);

const grant = 'Assign the permission set Fieldwise Integration to the integration user, and give it this right.';

function objectFindings(mapping: ObjectMapping, access: readonly ObjectAccess[]): readonly Found[] {
  return mapping.salesforceObjects.flatMap((object): Found[] => {
    const rights = access.find((one) => one.object === object);
    if (rights === undefined) return [];
    const makes = mapping.createInSalesforce !== 'never' && mapping.salesforceCreateObject === object;
    const missing = [
      ...(rights.canRead ? [] : ['read']),
      // Key and stamp are written into every record, whatever way its fields go.
      ...(rights.canUpdate ? [] : ['edit']),
      ...(makes && !rights.canCreate ? ['create'] : []),
    ];
    return missing.length === 0
      ? []
      : [{ state: 'fail', ...finding(`The integration user may not ${missing.join(', ')} ${object} records.`, { remedy: grant }) }];
  });
}

function fieldFindings(mapping: ObjectMapping, schemas: Schemas): readonly Found[] {
  return SIDES.flatMap((side) =>
    objectsOn(mapping, side).flatMap((object): Found[] => {
      const schema = schemas.get(`${side}:${object}`);
      if (schema === undefined) return [];
      const ours = [KEY_FIELD[side], STAMP_FIELD[side]].flatMap((name): Found[] => {
        const field = schema.fields.get(name);
        if (field?.isWritable === true) return [];
        const what = `The bridge's own field ${name} on ${object} in ${systemNames[side]} ${field === undefined ? 'is hidden or missing' : 'is read-only'}.`;
        return [{ state: 'fail', ...finding(what, { remedy: side === 'salesforce' ? grant : 'Let the app read and write this property.' }) }];
      });
      const mapped = fieldRules(mapping, side, object).flatMap((rule): Found[] => {
        const name = fieldOn(rule, side);
        const field = schema.fields.get(name);
        if (field === undefined) {
          const remedy =
            side === 'salesforce'
              ? 'Give the integration user read access to the field, or switch the rule off.'
              : 'Create the property, or switch the rule off.';
          return [{ state: 'fail', ...finding(`${object}.${name} in ${systemNames[side]} is hidden from the bridge or missing.`, { remedy }) }];
        }
        if (!canFlow(rule, otherSide(side)) || field.isWritable || field.isCreatable || rule.referenceMapping !== null) return [];
        const remedy = 'Give the bridge edit access to the field, or let the rule go the other way only.';
        return [{ state: 'warn', ...finding(`${object}.${name} in ${systemNames[side]} cannot be written, and a rule wants to.`, { remedy }) }];
      });
      return [...ours, ...mapped];
    }),
  );
}

/** Rights on objects (Salesforce tells them by object), and on every field a rule names, on both sides. */
export function permissionCheck(
  rules: RuleSet,
  schemas: Schemas,
  { access, hasPermissionSet }: { readonly access: readonly ObjectAccess[]; readonly hasPermissionSet: boolean | null },
): Check {
  const set: readonly Found[] =
    hasPermissionSet === false
      ? [
          {
            state: 'warn',
            ...finding('The integration user does not have the permission set Fieldwise Integration.', { remedy: 'Assign it on the page Connect.' }),
          },
        ]
      : [];
  const found = [
    ...set,
    ...unique(
      rules.mappings.flatMap((mapping) => [...objectFindings(mapping, access), ...fieldFindings(mapping, schemas)]),
      ({ what }) => what,
    ),
  ];
  const fields = rules.mappings.reduce(
    (sum, mapping) => sum + SIDES.flatMap((side) => objectsOn(mapping, side).flatMap((object) => fieldRules(mapping, side, object))).length,
    0,
  );
  return {
    key: 'permissions',
    name: "The bridge's permissions",
    state: worst(found),
    summary:
      found.length === 0
        ? `The bridge may read and write everything the rules name: ${counted(fields, 'field')} on both sides.`
        : `${counted(found.length, 'right is', 'rights are')} missing, of ${counted(fields, 'field')} the rules name.`,
    remedy: found.length === 0 ? null : 'Give the integration user and the HubSpot app these rights, then check again.',
    findings: plain(found),
  };
}

const blockedCodes: ReadonlySet<string> = new Set(['option-unknown', 'option-unmapped', 'option-inactive']);

/** Values of one list that would not reach the other by a rule, and pairs of its map that lead nowhere. */
function picklistFindings(rule: FieldRule, mapping: ObjectMapping, fields: Readonly<Record<Side, FieldSchema>>): readonly Found[] {
  return SIDES.filter((from) => canFlow(rule, from)).flatMap((from): Found[] => {
    const to = otherSide(from);
    const { [from]: fromSchema, [to]: toSchema } = fields;
    if (toSchema.options === null) return [];
    const remedy = `Complete the value map of the rule ${rule.key} under Ownership.`;
    // Where a map says which value is meant within which pipeline, the pipeline decides per record.
    const isPerPipeline = rule.valueMap.some(({ within }) => within !== undefined);
    const stuck = (fromSchema.options ?? []).filter((value) => {
      const conversion = convert(value, { rule, from, fromSchema, toSchema });
      return !conversion.ok && blockedCodes.has(conversion.code);
    });
    const listed = new Set([...toSchema.options, ...(toSchema.optionNames ?? [])]);
    const astray = isPerPipeline
      ? []
      : rule.valueMap.map((pair) => pair[to]).filter((value): value is string => value !== null && value !== '' && !listed.has(value));
    const some = (values: readonly string[]): string => `${values.slice(0, 5).join(', ')}${values.length > 5 ? ' …' : ''}`;
    const place = (side: Side): string => `${fieldOn(rule, side)} in ${systemNames[side]}`;
    return [
      ...(stuck.length === 0
        ? []
        : [
            {
              state: 'warn' as const,
              ...finding(`${mapping.key}: ${counted(stuck.length, 'value')} of ${place(from)} would not reach ${place(to)}: ${some(stuck)}.`, {
                count: stuck.length,
                remedy,
              }),
            },
          ]),
      ...(astray.length === 0
        ? []
        : [
            {
              state: 'fail' as const,
              ...finding(
                `${mapping.key}: the value map of ${rule.key} names ${counted(astray.length, 'value')} that ${place(to)} does not have: ${some(astray)}.`,
                {
                  count: astray.length,
                  remedy,
                },
              ),
            },
          ]),
    ];
  });
}

/** Every list of values a rule joins: what is in one and cannot be said in the other. */
export function picklistCheck(rules: RuleSet, schemas: Schemas): Check {
  const found: Found[] = [];
  let lists = 0;
  for (const mapping of rules.mappings) {
    const hubspot = schemas.get(`hubspot:${mapping.hubspotObject}`);
    for (const rule of mapping.fields) {
      // Owners and lifecycle stages have checks of their own where they are set up.
      if (rule.direction === 'off' || rule.referenceMapping !== null || rule.owners !== undefined || rule.stages !== undefined) continue;
      const theirs = hubspot?.fields.get(rule.hubspotProperty);
      for (const object of rule.salesforceObjects) {
        const mine = schemas.get(`salesforce:${object}`)?.fields.get(rule.salesforceField);
        if (mine === undefined || theirs === undefined || (mine.options === null && theirs.options === null)) continue;
        lists += 1;
        found.push(...picklistFindings(rule, mapping, { salesforce: mine, hubspot: theirs }));
      }
    }
  }
  const told = unique(found, ({ what }) => what);
  const values = told.reduce((sum, { count }) => sum + (count ?? 0), 0);
  return {
    key: 'picklists',
    name: 'Picklist values',
    state: worst(told),
    summary:
      told.length === 0
        ? `Every value of ${counted(lists, 'joined list')} has a counterpart.`
        : `${counted(values, 'value')} of ${counted(lists, 'joined list')} ${values === 1 ? 'has' : 'have'} no counterpart. A record that holds one crosses without it.`,
    remedy: told.length === 0 ? null : 'Complete the value maps under Ownership, or add the values to the lists.',
    findings: plain(told),
  };
}

function missingOn(mapping: ObjectMapping, side: Side, schemas: Schemas): readonly Found[] {
  const object = side === 'salesforce' ? mapping.salesforceCreateObject : mapping.hubspotObject;
  const policy = side === 'salesforce' ? mapping.createInSalesforce : mapping.createInHubSpot;
  const schema = schemas.get(`${side}:${object}`);
  if (policy === 'never' || schema === undefined) return [];
  const given = new Set(
    fieldRules(mapping, side, object).flatMap((rule) => (canFlow(rule, otherSide(side)) || (rule.createDefault ?? null) !== null ? [fieldOn(rule, side)] : [])),
  );
  return [...schema.fields.values()]
    .filter((field) => field.isRequired && field.isCreatable && !given.has(field.name))
    .map((field) => ({
      state: 'fail' as const,
      ...finding(`${object}.${field.name} is required in ${systemNames[side]}, and no rule of ${mapping.key} fills it.`, {
        remedy: 'Add a rule for it, give one a default for new records, or let the field have a default of its own.',
      }),
    }));
}

/** Fields a new record must have and no rule fills: every create would be refused. */
export function requiredCheck(rules: RuleSet, schemas: Schemas): Check {
  const found = rules.mappings.flatMap((mapping) => SIDES.flatMap((side) => missingOn(mapping, side, schemas)));
  return {
    key: 'required',
    name: 'Required fields',
    state: worst(found),
    summary:
      found.length === 0
        ? 'Every required field of a new record is filled by a rule.'
        : `No rule fills ${counted(found.length, 'required field')}: records could not be made.`,
    remedy: found.length === 0 ? null : 'Add rules or defaults under Ownership, then check again.',
    findings: plain(found),
  };
}
