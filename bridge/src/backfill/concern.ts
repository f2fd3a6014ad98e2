/** What a new version of the rules concerns: the mappings and pairs whose values may change, and nobody else. Pure. */
import { canonicalJson } from '../domain/index.ts';
import type { FieldRule, Fingerprinter, ObjectMapping, RuleSet } from '../domain/index.ts';
import type { Step } from './model.ts';
import { inOrder, recordSteps } from './plan.ts';

/** Fingerprints of a rule set's parts, as they were when everything was looked at under it. */
export type RulePrints = {
  readonly version: number;
  /** What the consent lane follows: its rules, and the objects there are. */
  readonly consent: string;
  readonly mappings: Readonly<Record<string, { readonly shape: string; readonly rules: Readonly<Record<string, string>> }>>;
};
export type Concern = {
  readonly steps: readonly Step[];
  /** What changed, in words. */
  readonly changes: readonly string[];
  /** Whether the consent lane has to look at everybody again. */
  readonly isConsentMoved: boolean;
};

/** Who owns records is kept in step by itself (`ownerless`); where a mapping stands in the order, and who decides about erasures, alters no value. */
function ruleText({ owners: _owners, ...rule }: FieldRule): string {
  return canonicalJson(rule);
}
function shapeText({ fields: _fields, order: _order, policies: { whenErased: _whenErased, ...policies }, ...mapping }: ObjectMapping): string {
  return canonicalJson({ ...mapping, policies });
}

/** The prints of the rules in force. */
export function printsOf({ version, mappings, consent }: RuleSet, fingerprint: Fingerprinter): RulePrints {
  const entries = mappings.map((mapping) => {
    const rules = Object.fromEntries(mapping.fields.map((rule) => [rule.key, fingerprint('rules', ruleText(rule))]));
    return [mapping.key, { shape: fingerprint('rules', shapeText(mapping)), rules }] as const;
  });
  const objects = mappings.flatMap(({ salesforceObjects, hubspotObject }) => [...salesforceObjects, hubspotObject]).toSorted();
  return { version, consent: fingerprint('rules', canonicalJson({ consent, objects })), mappings: Object.fromEntries(entries) };
}

/**
 * What to look at again. A mapping that is new or has another shape (objects, scope, policies): all its records on both sides, and the pairs of mappings
 * that refer to one that is new. One with other field rules only: its pairs, because a field rule moves values between linked records and
 * nothing else, and the records kept back for a missing value or parent, which the rule may supply. Nothing for the others: a pair's plan is
 * made of its own mapping's rules, the links it refers to, and the owners.
 */
export function concernOf(before: RulePrints | null, rules: RuleSet, fingerprint: Fingerprinter): Concern {
  const after = printsOf(rules, fingerprint);
  const changes: string[] = [];
  const whole: ObjectMapping[] = [];
  const pairs: ObjectMapping[] = [];
  const isNew = (key: string): boolean => before?.mappings[key] === undefined;
  for (const mapping of inOrder(rules.mappings)) {
    const [old, mine] = [before?.mappings[mapping.key], after.mappings[mapping.key]];
    if (mine === undefined) continue;
    if (old?.shape !== mine.shape) {
      whole.push(mapping);
      changes.push(old === undefined ? `The mapping ${mapping.key} is new.` : `Who takes part in the mapping ${mapping.key} changed.`);
      continue;
    }
    const moved = movedRules(old.rules, mine.rules);
    const parents = [...new Set(mapping.fields.flatMap(({ referenceMapping }) => referenceMapping ?? []))].filter((key) => after.mappings[key] && isNew(key));
    if (moved.length + parents.length === 0) continue;
    pairs.push(mapping);
    if (moved.length > 0) changes.push(`Field rules of ${mapping.key} changed: ${moved.join(', ')}.`);
  }
  const wholeKeys = new Set(whole.map(({ key }) => key));
  const stuck: readonly Step[] = pairs.length === 0 ? [] : [{ kind: 'stuck', mappings: pairs.map(({ key }) => key) }];
  const steps = [
    ...recordSteps(whole),
    ...inOrder(pairs)
      .filter(({ key }) => !wholeKeys.has(key))
      .map(({ key }): Step => ({ kind: 'links', mapping: key })),
    ...stuck,
  ];
  return { steps, changes, isConsentMoved: before?.consent !== after.consent };
}

function movedRules(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => before[key] !== after[key]).toSorted();
}
