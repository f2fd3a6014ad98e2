/** The shape of the package's objects for everything else that is shared (docs/sharing.md), as SOQL answers them, with plain names. */
import { z } from 'zod';
import type { ActivityKind, CampaignRule } from '../../domain/model.ts';
import { flag, json, number, owners, picklist, text, travelling } from './wire.ts';

const activities: Readonly<Record<string, ActivityKind>> = {
  call: 'call',
  email: 'email',
  meeting: 'meeting',
  note: 'note',
  task: 'task',
  form: 'form',
  visit: 'visit',
  'marketing-email': 'marketing-email',
};
const sources: Readonly<Record<string, CampaignRule['source']['kind']>> = { segment: 'segment', form: 'form', campaign: 'campaign' };
const removals: Readonly<Record<string, CampaignRule['removal']['kind']>> = { Remove: 'remove', Keep: 'keep', Status: 'status' };

/** What every child of a ruleset has. */
const common = { Id: z.string(), Rule_Key__c: text, Enabled__c: flag, Sort_Order__c: number };

export const relationSchema = z.object({
  ...common,
  From_Mapping__c: text,
  To_Mapping__c: text,
  Kind__c: picklist({ Lookup: 'lookup', Junction: 'junction' } as const, 'lookup'),
  Salesforce_Object__c: text,
  From_Field__c: text,
  To_Field__c: text,
  Role_Field__c: text,
  Primary_Field__c: text,
  Labels__c: json(z.array(z.strictObject({ salesforce: z.string(), hubspot: z.string() }))),
  Owner__c: picklist(owners, null),
  Direction__c: picklist(travelling, 'two-way'),
  Removals__c: picklist({ Remove: 'remove', Keep: 'keep' } as const, 'remove'),
});

export const activitySchema = z.object({
  ...common,
  Activity__c: picklist(activities, null),
  Direction__c: picklist(travelling, 'to-salesforce'),
  Salesforce_Object__c: picklist({ Task: 'Task', Event: 'Event' } as const, 'Task'),
  Only_Field__c: text,
  Only_Values__c: text,
  Task_Status__c: text,
  Task_Type__c: text,
  Monthly_Cap__c: number,
});

export const campaignSchema = z.object({
  ...common,
  Campaign__c: text,
  Source_Kind__c: picklist(sources, null),
  Source__c: text,
  Direction__c: picklist(travelling, 'to-salesforce'),
  Member_Status__c: text,
  Responded_Status__c: text,
  Removals__c: picklist(removals, 'keep'),
  Removed_Status__c: text,
});

export const destinationSchema = z.object({
  ...common,
  Kind__c: picklist({ notion: 'notion' } as const, 'notion'),
  Mapping__c: text,
  Stages__c: text,
  Database__c: text,
  Link_Field__c: text,
  Template__c: text,
});

export type RelationRow = z.infer<typeof relationSchema>;
export type ActivityRow = z.infer<typeof activitySchema>;
export type CampaignRow = z.infer<typeof campaignSchema>;
export type DestinationRow = z.infer<typeof destinationSchema>;
