/** The shape of the package's rule objects as SOQL answers them (docs/package.md), with plain names. */
import { z } from 'zod';
import type { ConflictPolicy, ConsentRule, CreatePolicy, DeletePolicy, Direction, LifecycleStage, ReengagePolicy, ValuePair } from '../../domain/model.ts';
import { conditionSchema } from './condition.ts';

export const text = z
  .string()
  .nullish()
  .transform((value) => value?.trim() ?? '');
export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value === true);
export const number = z.number().nullish();

/** A picklist and what its labels mean. The empty one is the default of a new record. */
export function picklist<T extends string>(meanings: Readonly<Record<string, T>>, fallback: T | null) {
  return text.transform((label, context): T => {
    const meaning = label === '' ? fallback : meanings[label];
    if (meaning !== undefined && meaning !== null) return meaning;
    context.addIssue({ code: 'custom', message: label === '' ? 'is blank' : `"${label}" is none of ${Object.keys(meanings).join(', ')}` });
    return z.NEVER;
  });
}

/** Long text that holds JSON; blank is null. */
export function json<T>(schema: z.ZodType<T>) {
  return text.transform((value, context): T | null => {
    if (value === '') return null;
    try {
      const parsed = schema.safeParse(JSON.parse(value));
      if (parsed.success) return parsed.data;
      context.addIssue({ code: 'custom', message: parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`.trim()).join('; ') });
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
    }
    return z.NEVER;
  });
}

const scopeSchema = z.union([z.strictObject({ all: z.array(conditionSchema) }), z.strictObject({ any: z.array(conditionSchema) })]);
/** `within`: the HubSpot pipeline the pair is meant for; blank or absent = all of them. */
const pairSchema = z
  .strictObject({ salesforce: z.string(), hubspot: z.string(), within: z.string().optional() })
  .transform(({ within = '', ...pair }): ValuePair => (within.trim() === '' ? pair : { ...pair, within: within.trim() }));
const valueMapSchema = z.array(pairSchema);

const createPolicies: Readonly<Record<string, CreatePolicy>> = { Never: 'never', 'In scope': 'in-scope', Always: 'always' };
const directions: Readonly<Record<string, Direction>> = { 'Two-way': 'two-way', 'To HubSpot': 'to-hubspot', 'To Salesforce': 'to-salesforce', Off: 'off' };
const policies: Readonly<Record<string, ConflictPolicy>> = { Latest: 'latest', Owner: 'owner', 'Fill blank': 'fill-blank', Review: 'review' };
export const owners = { Salesforce: 'salesforce', HubSpot: 'hubspot' } as const;
const reengageActions: Readonly<Record<string, ReengagePolicy['action']>> = { 'Keep owner': 'keep-owner', Reassign: 'reassign', Queue: 'queue' };
const deletePolicies: Readonly<Record<string, DeletePolicy>> = {
  Ignore: 'ignore',
  Unlink: 'unlink',
  Archive: 'archive',
  'Delete with approval': 'delete-with-approval',
};
const stageKinds: Readonly<Record<string, LifecycleStage['kind']>> = {
  Prospect: 'prospect',
  Customer: 'customer',
  Disqualified: 'disqualified',
  Other: 'other',
};
const meanings: Readonly<Record<string, ConsentRule['meaning']>> = { 'Opt-out': 'opt-out', 'Opt-in': 'opt-in' };
/** Directions of what has no Off: it is switched off instead. */
export const travelling: Readonly<Record<string, ConsentRule['direction']>> = {
  'Two-way': 'two-way',
  'To HubSpot': 'to-hubspot',
  'To Salesforce': 'to-salesforce',
};

export const mappingSchema = z.object({
  Id: z.string(),
  Mapping_Key__c: text,
  Salesforce_Objects__c: text,
  Salesforce_Create_Object__c: text,
  HubSpot_Object__c: text,
  Create_In_Salesforce__c: picklist(createPolicies, 'never'),
  Create_In_HubSpot__c: picklist(createPolicies, 'never'),
  Salesforce_Scope__c: json(scopeSchema),
  HubSpot_Scope__c: json(scopeSchema),
  Enabled__c: flag,
  Sort_Order__c: number,
  Run_Assignment_Rules__c: flag,
  At_Known_Account__c: picklist({ Lead: 'lead', Contact: 'contact' } as const, 'lead'),
  Conversion_Stage__c: text,
  Deal_Converts_Lead__c: flag,
  Converted_Status__c: text,
  Closed_Statuses__c: text,
  Reengage_Action__c: picklist(reengageActions, 'keep-owner'),
  Reopen_Status__c: text,
  Reengage_Owner__c: text,
  When_Deleted_In_Salesforce__c: picklist(deletePolicies, 'ignore'),
  When_Deleted_In_HubSpot__c: picklist(deletePolicies, 'ignore'),
  When_Erased__c: picklist({ 'At once': 'at-once', 'With approval': 'with-approval' } as const, 'at-once'),
  Link_Threshold__c: number,
  Review_Threshold__c: number,
  Owner_Fallback__c: text,
  Use_Person_Accounts__c: flag,
  Kind_Field__c: text,
  Kind_Values__c: text,
});

export const ruleSchema = z.object({
  Id: z.string(),
  Object_Mapping__c: z.string(),
  Rule_Key__c: text,
  Salesforce_Object__c: text,
  Salesforce_Field__c: text,
  HubSpot_Property__c: text,
  Owner__c: picklist(owners, null),
  Direction__c: picklist(directions, null),
  Conflict_Policy__c: picklist(policies, 'owner'),
  Window_Minutes__c: number,
  Protected__c: flag,
  Blank_Handling__c: picklist({ Propagate: 'propagate', Ignore: 'ignore' } as const, 'propagate'),
  Non_Owner_Edit__c: picklist({ Enforce: 'enforce', Tolerate: 'tolerate' } as const, 'enforce'),
  Value_Map__c: json(valueMapSchema),
  Reference_Mapping__c: text,
  Create_Default__c: text,
  Enabled__c: flag,
  Sort_Order__c: number,
});

export const stageSchema = z.object({
  Id: z.string(),
  Stage__c: text,
  Label__c: text,
  Owner__c: picklist(owners, null),
  Salesforce_Value__c: text,
  Moves_To__c: text,
  Kind__c: picklist(stageKinds, 'prospect'),
  Sort_Order__c: number,
});

export const consentSchema = z.object({
  Id: z.string(),
  Rule_Key__c: text,
  Salesforce_Objects__c: text,
  Salesforce_Field__c: text,
  Meaning__c: picklist(meanings, null),
  Subscription__c: text,
  Direction__c: picklist(travelling, 'two-way'),
  Carries_Opt_In__c: flag,
  Enabled__c: flag,
  Sort_Order__c: number,
});

export const rulesetSchema = z.object({ Id: z.string(), Version__c: z.number().int() });
export type MappingRow = z.infer<typeof mappingSchema>;
export type RuleRow = z.infer<typeof ruleSchema>;
export type StageRow = z.infer<typeof stageSchema>;
export type ConsentRow = z.infer<typeof consentSchema>;
