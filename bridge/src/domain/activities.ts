/**
 * Activities that are CRM objects in HubSpot, as ordinary object mappings made from the activity rules: calls, e-mails, meetings, notes and
 * tasks become Tasks or Events and the reverse, by the same engine as everything else. docs/sharing.md, "Activities".
 */
import type { ActivityKind, ActivityRule, Direction, FieldRule, ObjectMapping, RuleSet, Side, Spelling, ValuePair } from './model.ts';
import { OWNER_REFERENCE } from './owners.ts';
import { DEFAULT_POLICIES } from './policies.ts';

/** HubSpot objects by kind of activity; the other kinds are events and travel by the lane of their own (`bridge/src/activities`). */
const OBJECTS = { call: 'calls', email: 'emails', meeting: 'meetings', note: 'notes', task: 'tasks' } as const;
export type RecordKind = keyof typeof OBJECTS;

/** Activities come after everything they can be about. */
const ORDER = 900;
/** A person, and what else a Task or Event can be about, the more telling first. */
const PERSON = 'person';
const SUBJECTS = ['deal', 'company'] as const;

/** The HubSpot object of an activity kind; null for kinds that are events there. */
export function activityObject(kind: ActivityKind): string | null {
  return isRecordKind(kind) ? OBJECTS[kind] : null;
}

export function isRecordKind(kind: ActivityKind): kind is RecordKind {
  return Object.hasOwn(OBJECTS, kind);
}

type Carried = {
  readonly salesforce: string;
  readonly hubspot: string;
  readonly spelling?: Spelling;
  readonly map?: readonly ValuePair[];
  /** What a Salesforce record gets where HubSpot is blank. */
  readonly otherwise?: string;
  readonly only?: Direction;
};
/** What is carried of one kind, and what a new record of a side gets besides. */
type Shape = {
  readonly fields: readonly Carried[];
  readonly given?: Partial<Readonly<Record<Side, Readonly<Record<string, string>>>>>;
  /** The value of `TaskSubtype` by which its Tasks are told from others. */
  readonly subtype: string;
  /** Whether a Task or Event somebody made in Salesforce becomes one of these in HubSpot. */
  readonly isMadeInSalesforce: boolean;
};

const pair = (salesforce: string, hubspot: string): ValuePair => ({ salesforce, hubspot });
const day: Carried = { salesforce: 'ActivityDate', hubspot: 'hs_timestamp', spelling: 'day' };
const callDirections = [pair('Inbound', 'INBOUND'), pair('Outbound', 'OUTBOUND'), pair('Internal', '')];
const taskStatuses = [
  ...[pair('Not Started', 'NOT_STARTED'), pair('In Progress', 'IN_PROGRESS'), pair('Completed', 'COMPLETED')],
  ...[pair('Waiting on someone else', 'WAITING'), pair('Deferred', 'DEFERRED')],
];
const taskPriorities = [pair('High', 'HIGH'), pair('Normal', 'MEDIUM'), pair('Low', 'LOW'), pair('Normal', 'NONE')];

const AS_TASK: Readonly<Record<RecordKind, Shape>> = {
  call: {
    fields: [
      { salesforce: 'Subject', hubspot: 'hs_call_title', otherwise: 'HubSpot call' },
      { salesforce: 'Description', hubspot: 'hs_call_body', spelling: 'html' },
      day,
      { salesforce: 'CallDurationInSeconds', hubspot: 'hs_call_duration', spelling: 'seconds' },
      { salesforce: 'CallType', hubspot: 'hs_call_direction', map: callDirections },
    ],
    given: { hubspot: { hs_call_status: 'COMPLETED' } },
    ...{ subtype: 'Call', isMadeInSalesforce: true },
  },
  email: {
    fields: [{ salesforce: 'Subject', hubspot: 'hs_email_subject', otherwise: 'HubSpot e-mail' }, { salesforce: 'Description', hubspot: 'hs_email_text' }, day],
    given: { hubspot: { hs_email_direction: 'EMAIL', hs_email_status: 'SENT' } },
    ...{ subtype: 'Email', isMadeInSalesforce: true },
  },
  meeting: {
    fields: [
      { salesforce: 'Subject', hubspot: 'hs_meeting_title', otherwise: 'HubSpot meeting' },
      { salesforce: 'Description', hubspot: 'hs_meeting_body', spelling: 'html' },
      { ...day, hubspot: 'hs_meeting_start_time', only: 'to-salesforce' },
    ],
    ...{ subtype: 'Task', isMadeInSalesforce: false },
  },
  note: {
    fields: [{ salesforce: 'Description', hubspot: 'hs_note_body', spelling: 'html' }, day],
    given: { salesforce: { Subject: 'HubSpot note' } },
    ...{ subtype: 'Task', isMadeInSalesforce: false },
  },
  task: {
    fields: [
      { salesforce: 'Subject', hubspot: 'hs_task_subject', otherwise: 'HubSpot task' },
      { salesforce: 'Description', hubspot: 'hs_task_body', spelling: 'html' },
      day,
      { salesforce: 'Status', hubspot: 'hs_task_status', map: taskStatuses },
      { salesforce: 'Priority', hubspot: 'hs_task_priority', map: taskPriorities },
    ],
    given: { hubspot: { hs_task_type: 'TODO' } },
    ...{ subtype: 'Task', isMadeInSalesforce: true },
  },
};

/** A Task's own subtype is a call's or a meeting's `Type` as an Event, which has no subtypes of the kind. */
const AS_EVENT: Readonly<Record<'call' | 'meeting', Shape>> = {
  call: {
    fields: [
      { salesforce: 'Subject', hubspot: 'hs_call_title', otherwise: 'HubSpot call' },
      { salesforce: 'Description', hubspot: 'hs_call_body', spelling: 'html' },
      { salesforce: 'StartDateTime', hubspot: 'hs_timestamp' },
      { salesforce: 'DurationInMinutes', hubspot: 'hs_call_duration', spelling: 'minutes', otherwise: '0' },
    ],
    given: { hubspot: { hs_call_status: 'COMPLETED' } },
    ...{ subtype: 'Call', isMadeInSalesforce: true },
  },
  meeting: {
    fields: [
      { salesforce: 'Subject', hubspot: 'hs_meeting_title', otherwise: 'HubSpot meeting' },
      { salesforce: 'Description', hubspot: 'hs_meeting_body', spelling: 'html' },
      // HubSpot asks for `hs_timestamp` on every activity and keeps a meeting's own beginning beside it.
      { salesforce: 'StartDateTime', hubspot: 'hs_timestamp', only: 'to-hubspot' },
      { salesforce: 'StartDateTime', hubspot: 'hs_meeting_start_time' },
      { salesforce: 'EndDateTime', hubspot: 'hs_meeting_end_time' },
      { salesforce: 'Location', hubspot: 'hs_meeting_location' },
    ],
    ...{ subtype: 'Meeting', isMadeInSalesforce: true },
  },
};

/** What is carried of a kind; null for a kind that cannot be what the rule says (rules with that trouble are refused). */
function shapeOf({ activity, salesforceObject }: ActivityRule): Shape | null {
  if (!isRecordKind(activity)) return null;
  if (salesforceObject === 'Task') return AS_TASK[activity];
  return activity === 'call' || activity === 'meeting' ? AS_EVENT[activity] : null;
}

/**
 * The rules with a mapping per activity rule of a kind that is a record in HubSpot. Done once however often it is asked for.
 * Example: the rule "calls, two-way, as Task" → a mapping between Tasks with the subtype Call and HubSpot's calls.
 */
export function withActivities(rules: RuleSet): RuleSet {
  const known = new Set(rules.mappings.map(({ key }) => key));
  const asked = inOrder((rules.activities ?? []).filter((rule) => !known.has(rule.key)));
  const made = asked.flatMap((rule) => mappingFor(rule, rules) ?? []);
  return made.length === 0 ? rules : { ...rules, mappings: [...rules.mappings, ...made] };
}

/** Notes and meetings are made as plain Tasks, and a plain Task that somebody made is a task: so tasks come first (`mappingAmong`). */
function inOrder(rules: readonly ActivityRule[]): readonly ActivityRule[] {
  const rank = ({ activity }: ActivityRule): number => (activity === 'task' ? 0 : 1);
  return rules.toSorted((left, right) => rank(left) - rank(right));
}

function mappingFor(rule: ActivityRule, rules: RuleSet): ObjectMapping | null {
  const shape = shapeOf(rule);
  const hubspotObject = activityObject(rule.activity);
  if (shape === null || hubspotObject === null) return null;
  const { salesforceObject, direction, only } = rule;
  const person = rules.mappings.find(({ key }) => key === PERSON);
  return {
    key: rule.key,
    activity: rule.key,
    salesforceObjects: [salesforceObject],
    salesforceCreateObject: salesforceObject,
    hubspotObject,
    createInSalesforce: direction === 'to-hubspot' ? 'never' : 'in-scope',
    createInHubSpot: direction === 'to-salesforce' || !shape.isMadeInSalesforce ? 'never' : 'in-scope',
    salesforceScope: null,
    hubspotScope: only === null ? null : { all: [{ field: only.property, op: 'in', values: only.values }] },
    order: ORDER,
    fields: [...shape.fields.map((one) => fieldRule(rule, one)), ...references(rule, rules)],
    policies: { ...DEFAULT_POLICIES, ownerFallback: person?.policies.ownerFallback ?? null },
    salesforceKind: kindOf(rule, shape),
    needsReference: true,
    given: { salesforce: { ...shape.given?.salesforce, ...taskValues(rule) }, hubspot: shape.given?.hubspot ?? {} },
  };
}

function kindOf({ salesforceObject, activity }: ActivityRule, { subtype }: Shape): NonNullable<ObjectMapping['salesforceKind']> | null {
  if (salesforceObject === 'Task') return { field: 'TaskSubtype', values: [subtype] };
  return activity === 'call' ? { field: 'Type', values: [subtype] } : null;
}

/** Status and type as the admin chose them; a HubSpot task brings its own status, and a call that is an Event is told by its type. */
function taskValues({ activity, salesforceObject, status, type }: ActivityRule): Readonly<Record<string, string>> {
  return {
    ...(status !== null && activity !== 'task' && salesforceObject === 'Task' ? { Status: status } : {}),
    ...(type !== null && !(activity === 'call' && salesforceObject === 'Event') ? { Type: type } : {}),
  };
}

function fieldRule(rule: ActivityRule, { salesforce, hubspot, spelling, map, otherwise, only }: Carried): FieldRule {
  const createDefault = salesforce === 'Status' ? rule.status : (otherwise ?? null);
  return {
    ...carriedBy(rule, `${salesforce}.${hubspot}`),
    ...(only === undefined || rule.direction !== 'two-way'
      ? {}
      : { direction: only, owner: only === 'to-hubspot' ? 'salesforce' : 'hubspot', policy: 'owner' }),
    ...{ salesforceField: salesforce, hubspotProperty: hubspot, valueMap: map ?? [], referenceMapping: null, createDefault },
    ...(spelling === undefined ? {} : { spelling }),
  };
}

type Travel = Omit<FieldRule, 'salesforceField' | 'hubspotProperty' | 'valueMap' | 'referenceMapping'>;

function carriedBy({ key, direction, salesforceObject }: ActivityRule, field: string): Travel {
  const isTwoWay = direction === 'two-way';
  return {
    ...{ key: `${key}.${field}`, salesforceObjects: [salesforceObject], direction, owner: direction === 'to-salesforce' ? 'hubspot' : 'salesforce' },
    ...{ policy: isTwoWay ? 'latest' : 'owner', windowMs: 5 * 60_000, isProtected: false, blank: 'propagate' },
    // One way is a copy to work with: a rep may complete a Task without HubSpot's call taking it back.
    nonOwnerEdit: isTwoWay ? 'enforce' : 'tolerate',
  };
}

/** Whose it is, whom and what it is about. */
function references(rule: ActivityRule, { mappings }: RuleSet): readonly FieldRule[] {
  const named = new Map(mappings.map((mapping) => [mapping.key, mapping]));
  const subjects = SUBJECTS.flatMap((key) => named.get(key) ?? []);
  const reference = (field: string, hubspotProperty: string, referenceMapping: string): FieldRule => ({
    ...carriedBy(rule, field),
    ...{ salesforceField: field, hubspotProperty, referenceMapping, valueMap: [] },
  });
  return [
    reference('OwnerId', 'hubspot_owner_id', OWNER_REFERENCE),
    ...(named.has(PERSON) ? [reference('WhoId', 'associations.contacts', PERSON)] : []),
    ...(subjects.length === 0
      ? []
      : [reference('WhatId', `associations.${subjects.map(({ hubspotObject }) => hubspotObject).join(';')}`, subjects.map(({ key }) => key).join(';'))]),
  ];
}
