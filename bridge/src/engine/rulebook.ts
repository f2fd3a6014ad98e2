/** Rules and schemas, arranged for the questions a pass asks. Built once per rule version. */
import {
  consentFieldsOf,
  fieldOn,
  isPropertyReference,
  isUrgentStage,
  KEY_FIELD,
  kindOf,
  leaveToConsent,
  lifeFields,
  mappingAmong,
  moneyFields,
  pipelineProperty,
  MERGED_IDS,
  PERSON_ACCOUNT_FIELDS,
  recognition,
  rulesFor,
  scopeFields,
  SEGMENTS,
  SIDES,
  STAMP_FIELD,
  withActivities,
  withOwners,
  withRecordTypes,
  withStages,
} from '../domain/index.ts';
import type { OwnerDirectory, WireScalar } from '../domain/index.ts';
import type { Change, FieldRule, Lane, ObjectMapping, RuleSet, Schemas, Side } from '../domain/model.ts';

export type Rulebook = {
  readonly rules: RuleSet;
  readonly schemas: Schemas;
  /** Who owns records on both sides; null = owner rules rest. */
  readonly owners: OwnerDirectory | null;
  /**
   * The mapping a record belongs to; null when none. Where several share its object, its values decide; without them (a notice, a record
   * that is gone) the first that has the object is answered.
   */
  readonly mappingOf: (side: Side, object: string, values?: Readonly<Record<string, WireScalar>>) => ObjectMapping | null;
  readonly mappingNamed: (key: string) => ObjectMapping | null;
  /** Everything worth reading of a record of this object. */
  readonly fieldsOf: (side: Side, object: string) => readonly string[];
  /** What tells who a record of this object is, as far as the object has it; empty where only our key does. */
  readonly identityFieldsOf: (side: Side, object: string) => readonly string[];
  /** Rules that concern one field of one side's object, by field name; of one mapping, or of all that share the object. */
  readonly rulesOn: (side: Side, object: string, field: string, mapping?: string) => readonly FieldRule[];
};

/** Objects whose schemas a rule set needs, per side. */
export function objectsOf(rules: RuleSet): Readonly<Record<Side, readonly string[]>> {
  return {
    salesforce: [...new Set(rules.mappings.flatMap((mapping) => mapping.salesforceObjects))],
    hubspot: [...new Set(rules.mappings.map((mapping) => mapping.hubspotObject))],
  };
}

/** Arranges rules and schemas. Fields a schema does not know are not read (one unknown field fails a whole query); planning reports them. */
export function createRulebook(given: RuleSet, schemas: Schemas, owners: OwnerDirectory | null = null): Rulebook {
  const staged = withStages(leaveToConsent(withActivities(given)));
  const rules: RuleSet = { ...staged, mappings: staged.mappings.map((mapping) => withRecordTypes(withOwners(mapping, owners), schemas)) };
  const mappings = new Map<string, ObjectMapping[]>();
  const fields = new Map<string, readonly string[]>();
  const ruleIndex = new Map<string, { readonly rule: FieldRule; readonly mapping: string }[]>();
  for (const mapping of rules.mappings) {
    for (const side of SIDES) {
      for (const object of side === 'salesforce' ? mapping.salesforceObjects : [mapping.hubspotObject]) {
        const at = `${side}:${object}`;
        mappings.set(at, [...(mappings.get(at) ?? []), mapping]);
        const applying = side === 'salesforce' ? rulesFor(mapping, object) : mapping.fields.filter((rule) => rule.direction !== 'off');
        fields.set(at, [...new Set([...(fields.get(at) ?? []), ...readable({ rules, mapping, side, object, applying, schemas })])].sort());
        for (const rule of applying) {
          const on = `${at}:${fieldOn(rule, side)}`;
          ruleIndex.set(on, [...(ruleIndex.get(on) ?? []), { rule, mapping: mapping.key }]);
        }
      }
    }
  }
  const named = new Map(rules.mappings.map((mapping) => [mapping.key, mapping]));
  return {
    rules,
    schemas,
    owners,
    mappingOf: (side, object, values) => {
      const all = mappings.get(`${side}:${object}`) ?? [];
      return values === undefined ? (all[0] ?? null) : mappingAmong(all, side, values);
    },
    mappingNamed: (key) => named.get(key) ?? null,
    fieldsOf: (side, object) => fields.get(`${side}:${object}`) ?? [KEY_FIELD[side], STAMP_FIELD[side]],
    identityFieldsOf: (side, object) => {
      const known = schemas.get(`${side}:${object}`)?.fields;
      const wanted = (mappings.get(`${side}:${object}`) ?? []).flatMap((mapping) => recognition(mapping)?.fields[side] ?? []);
      return [...new Set(wanted)].filter((name) => known === undefined || known.has(name));
    },
    rulesOn: (side, object, field, mapping) =>
      (ruleIndex.get(`${side}:${object}:${field}`) ?? []).filter((one) => mapping === undefined || one.mapping === mapping).map(({ rule }) => rule),
  };
}

/** A notice's lane under the rules: a record that becomes a customer, or is given up, goes before what is merely new. */
export function laneUnder({ rulesOn }: Pick<Rulebook, 'rulesOn'>, { lane, ref, fields }: Pick<Change, 'lane' | 'ref' | 'fields'>): Lane {
  if (lane !== 'normal') return lane;
  const isUrgent = Object.entries(fields).some(([field, { value }]) =>
    rulesOn(ref.side, ref.object, field).some((rule) => isUrgentStage(rule, ref.side, value)),
  );
  return isUrgent ? 'handoff' : lane;
}

type Readable = {
  readonly rules: RuleSet;
  readonly mapping: ObjectMapping;
  readonly side: Side;
  readonly object: string;
  readonly applying: readonly FieldRule[];
  readonly schemas: Schemas;
};

function readable({ rules, mapping, side, object, applying, schemas }: Readable): readonly string[] {
  const known = schemas.get(`${side}:${object}`)?.fields;
  const wanted = [
    ...applying.filter((rule) => side === 'salesforce' || rule.referenceMapping === null || isPropertyReference(rule)).map((rule) => fieldOn(rule, side)),
    ...(recognition(mapping)?.fields[side] ?? []),
    ...(side === 'hubspot' && known?.has(MERGED_IDS) === true ? [MERGED_IDS] : []),
    ...lifeFields(mapping)[side],
    ...[...moneyFields(mapping, side), ...(side === 'hubspot' ? [pipelineProperty(mapping.hubspotObject)] : [])].filter((name) => known?.has(name) === true),
    ...(side === 'salesforce' ? PERSON_ACCOUNT_FIELDS.filter((name) => known?.has(name) === true) : []),
    ...consentFieldsOf(rules.consent, side, object),
    ...scopeFields(side === 'salesforce' ? mapping.salesforceScope : mapping.hubspotScope),
    ...(kindOf(mapping, side) === null ? [] : [kindOf(mapping, side)?.field ?? '']),
  ].filter((name) => known === undefined || known.has(name) || (side === 'hubspot' && name === SEGMENTS));
  return [...new Set([...wanted, KEY_FIELD[side], STAMP_FIELD[side]])].sort();
}
