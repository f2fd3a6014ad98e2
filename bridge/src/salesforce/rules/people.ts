/** What an admin decides about people: policies of a mapping, lifecycle stages, consent rules. Rows in, model and problems out; pure. */
import { DEFAULT_POLICIES } from '../../domain/index.ts';
import type { ConsentRule, LifecycleStage, MappingPolicies, ObjectMapping } from '../../domain/model.ts';
import { list, repeated, valueList } from './text.ts';
import type { ConsentRow, MappingRow, StageRow } from './wire.ts';

const orNull = (text: string): string | null => (text === '' ? null : text);
/** In `Moves_To__c`: a stage that is never left, as blank means any later one. */
const nowhere = '-';

export function toPolicies(row: MappingRow): MappingPolicies {
  return {
    handoff: { runsAssignmentRules: row.Run_Assignment_Rules__c, atKnownAccount: row.At_Known_Account__c },
    conversion: { stage: orNull(row.Conversion_Stage__c), dealConverts: row.Deal_Converts_Lead__c, convertedStatus: orNull(row.Converted_Status__c) },
    reengage: {
      closedStatuses: valueList(row.Closed_Statuses__c),
      action: row.Reengage_Action__c,
      reopenStatus: orNull(row.Reopen_Status__c),
      owner: orNull(row.Reengage_Owner__c),
    },
    whenDeletedIn: { salesforce: row.When_Deleted_In_Salesforce__c, hubspot: row.When_Deleted_In_HubSpot__c },
    whenErased: row.When_Erased__c,
    match: { link: row.Link_Threshold__c ?? DEFAULT_POLICIES.match.link, review: row.Review_Threshold__c ?? DEFAULT_POLICIES.match.review },
    ownerFallback: orNull(row.Owner_Fallback__c),
    usesPersonAccounts: row.Use_Person_Accounts__c,
  };
}

const isShare = (value: number): boolean => value >= 0 && value <= 1;

/** Problems of a mapping's policies, without their subject. */
export function checkPolicies({ policies: { match, reengage } }: ObjectMapping): readonly string[] {
  const problems: string[] = [];
  if (!isShare(match.link)) problems.push(`Link_Threshold__c ${match.link} is not between 0 and 1`);
  if (!isShare(match.review)) problems.push(`Review_Threshold__c ${match.review} is not between 0 and 1`);
  if (match.review > match.link) problems.push('Review_Threshold__c is above Link_Threshold__c');
  if (reengage.action !== 'keep-owner' && reengage.owner === null)
    problems.push('Reengage_Owner__c is blank, yet Reengage_Action__c gives the lead to somebody');
  return problems;
}

export function toLifecycle(rows: readonly StageRow[]): readonly LifecycleStage[] {
  return rows
    .map((row): LifecycleStage => ({
      stage: row.Stage__c,
      label: row.Label__c === '' ? row.Stage__c : row.Label__c,
      order: row.Sort_Order__c ?? 0,
      owner: row.Owner__c,
      salesforceValue: row.Salesforce_Value__c === '' ? row.Stage__c : row.Salesforce_Value__c,
      movesTo: row.Moves_To__c === '' ? null : list(row.Moves_To__c).filter((stage) => stage !== nowhere),
      kind: row.Kind__c,
    }))
    .toSorted((left, right) => left.order - right.order);
}

/** Problems of the stages, those of the mappings that name one included. */
export function checkLifecycle(stages: readonly LifecycleStage[], mappings: readonly ObjectMapping[]): readonly string[] {
  const known = new Set(stages.map(({ stage }) => stage));
  const problems: string[] = [];
  if (known.has('')) problems.push('a lifecycle stage has no Stage__c');
  for (const stage of repeated(stages.map((one) => one.stage))) problems.push(`two lifecycle stages are ${stage}`);
  for (const value of repeated(stages.map((one) => one.salesforceValue))) problems.push(`two lifecycle stages have the Salesforce value ${value}`);
  for (const { stage, movesTo } of stages)
    for (const next of (movesTo ?? []).filter((name) => !known.has(name))) problems.push(`Lifecycle stage ${stage}: Moves_To__c ${next} is no stage`);
  for (const { key, policies } of stages.length === 0 ? [] : mappings)
    if (policies.conversion.stage !== null && !known.has(policies.conversion.stage))
      problems.push(`Object mapping ${key}: Conversion_Stage__c ${policies.conversion.stage} is no lifecycle stage`);
  return problems;
}

export function toConsent(rows: readonly ConsentRow[]): readonly ConsentRule[] {
  return rows
    .toSorted((left, right) => (left.Sort_Order__c ?? 0) - (right.Sort_Order__c ?? 0))
    .map((row) => ({
      key: row.Rule_Key__c,
      salesforceObjects: list(row.Salesforce_Objects__c),
      salesforceField: row.Salesforce_Field__c,
      meaning: row.Meaning__c,
      subscription: orNull(row.Subscription__c),
      direction: row.Direction__c,
      carriesOptIn: row.Carries_Opt_In__c,
    }));
}

/** Problems of the consent rules; one field may not say two things. */
export function checkConsent(rules: readonly ConsentRule[]): readonly string[] {
  const problems: string[] = [];
  for (const { key, salesforceObjects, salesforceField, subscription } of rules) {
    const at = `Consent rule ${key || '(no key)'}`;
    if (key === '') problems.push(`${at}: Rule_Key__c is blank`);
    if (salesforceObjects.length === 0) problems.push(`${at}: Salesforce_Objects__c is blank`);
    if (salesforceField === '') problems.push(`${at}: Salesforce_Field__c is blank`);
    if (subscription !== null && !/^\d+$/.test(subscription)) problems.push(`${at}: Subscription__c ${subscription} is not a number`);
  }
  for (const key of repeated(rules.map((rule) => rule.key))) problems.push(`two consent rules have the key ${key}`);
  const fields = rules.flatMap((rule) => rule.salesforceObjects.map((object) => `${object}.${rule.salesforceField}`));
  for (const field of repeated(fields)) problems.push(`two consent rules name ${field}`);
  return problems;
}
