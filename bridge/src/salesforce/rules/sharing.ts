/**
 * What an admin decides about everything else that is shared (docs/sharing.md): relations, activities, campaigns, destinations, and which
 * records of a shared object a mapping means. Rows in, model and problems out; pure.
 */
import type {
  ActivityKind,
  ActivityRule,
  CampaignRule,
  DestinationRule,
  Direction,
  ObjectMapping,
  RelationRule,
  SalesforceId,
  Side,
  ValuePair,
} from '../../domain/model.ts';
import { repeated, valueList } from './text.ts';
import type { MappingRow } from './wire.ts';
import type { ActivityRow, CampaignRow, DestinationRow, RelationRow } from './wire-sharing.ts';

const orNull = (text: string): string | null => (text === '' ? null : text);
const inOrder = <Row extends { readonly Sort_Order__c?: number | null | undefined }>(rows: readonly Row[]): readonly Row[] =>
  rows.toSorted((left, right) => (left.Sort_Order__c ?? 0) - (right.Sort_Order__c ?? 0));

/** The field that names the record itself: a lookup stands on it. */
const itself = 'Id';
/** HubSpot tells of these, nobody makes them: they travel one way. */
const eventKinds: ReadonlySet<ActivityKind> = new Set(['form', 'visit', 'marketing-email']);
/** What has a beginning and an end, which a Salesforce Event must have. */
const timedKinds: ReadonlySet<ActivityKind> = new Set(['call', 'meeting']);
const salesforceIdPattern = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/;

/** Which records of a Salesforce object a mapping means; nothing where it means all. */
export function toKind(row: MappingRow): Pick<ObjectMapping, 'salesforceKind'> {
  const values = valueList(row.Kind_Values__c);
  return row.Kind_Field__c === '' && values.length === 0 ? {} : { salesforceKind: { field: row.Kind_Field__c, values } };
}

export function toRelations(rows: readonly RelationRow[]): readonly RelationRule[] {
  return inOrder(rows).map((row) => ({
    key: row.Rule_Key__c,
    from: row.From_Mapping__c,
    to: row.To_Mapping__c,
    kind: row.Kind__c,
    salesforce: {
      object: row.Salesforce_Object__c,
      fromField: row.From_Field__c === '' && row.Kind__c === 'lookup' ? itself : row.From_Field__c,
      toField: row.To_Field__c,
      roleField: orNull(row.Role_Field__c),
      primaryField: orNull(row.Primary_Field__c),
    },
    labels: row.Labels__c ?? [],
    owner: row.Owner__c,
    direction: row.Direction__c,
    carriesRemovals: row.Removals__c === 'remove',
  }));
}

export function toActivities(rows: readonly ActivityRow[]): readonly ActivityRule[] {
  return inOrder(rows).map((row) => {
    const values = valueList(row.Only_Values__c);
    return {
      key: row.Rule_Key__c,
      activity: row.Activity__c,
      direction: row.Direction__c,
      salesforceObject: row.Salesforce_Object__c,
      only: row.Only_Field__c === '' && values.length === 0 ? null : { property: row.Only_Field__c, values },
      status: orNull(row.Task_Status__c),
      type: orNull(row.Task_Type__c),
      monthlyMax: row.Monthly_Cap__c ?? null,
    };
  });
}

export function toCampaigns(rows: readonly CampaignRow[]): readonly CampaignRule[] {
  return inOrder(rows).map((row) => ({
    key: row.Rule_Key__c,
    campaign: longId(row.Campaign__c),
    source: { kind: row.Source_Kind__c, id: row.Source__c },
    direction: row.Direction__c,
    memberStatus: orNull(row.Member_Status__c),
    respondedStatus: orNull(row.Responded_Status__c),
    removal: row.Removals__c === 'status' ? { kind: 'status', status: row.Removed_Status__c } : { kind: row.Removals__c },
  }));
}

export function toDestinations(rows: readonly DestinationRow[]): readonly DestinationRule[] {
  return inOrder(rows).map((row) => ({
    key: row.Rule_Key__c,
    kind: row.Kind__c,
    mapping: row.Mapping__c,
    stages: valueList(row.Stages__c),
    database: row.Database__c,
    linkField: row.Link_Field__c,
    template: orNull(row.Template__c),
  }));
}

/**
 * 18 characters from 15: each of the last three says which of five characters are capitals, so that ids can be told apart where case does
 * not count (Salesforce, "Record Ids"). Anything else passes as it is.
 */
function longId(id: string): SalesforceId {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
  const capitals = (part: string): number => [...part].reduce((bits, letter, place) => bits + (/[A-Z]/.test(letter) ? 2 ** place : 0), 0);
  const tail = [0, 5, 10].map((start) => alphabet.charAt(capitals(id.slice(start, start + 5)))).join('');
  const long = id.length === 15 ? id + tail : id;
  return long as SalesforceId; // an edge: its form is checked with the rule
}

/** Problems of the mappings that mean only some records of their objects. */
export function checkKinds(mappings: readonly ObjectMapping[]): readonly string[] {
  const problems: string[] = [];
  for (const { key, salesforceKind } of mappings) {
    if (salesforceKind?.field === '') problems.push(`Object mapping ${key}: Kind_Values__c is filled, yet Kind_Field__c is blank`);
    else if (salesforceKind?.values.length === 0) problems.push(`Object mapping ${key}: Kind_Field__c is filled, yet Kind_Values__c is blank`);
  }
  for (const object of new Set(mappings.flatMap((mapping) => mapping.salesforceObjects))) {
    const sharing = mappings.filter((mapping) => mapping.salesforceObjects.includes(object));
    if (!sharing.some((mapping) => mapping.salesforceKind)) continue;
    const fields = new Set(sharing.map((mapping) => mapping.salesforceKind?.field ?? ''));
    if (fields.size > 1) {
      problems.push(`Object mappings ${sharing.map(({ key }) => key).join(', ')}: they share ${object}, so all need the same Kind_Field__c`);
      continue;
    }
    for (const value of repeated(sharing.flatMap((mapping) => mapping.salesforceKind?.values ?? [])))
      problems.push(`two object mappings mean the records of ${object} with the kind ${value}`);
  }
  return problems;
}

/** A rule that only travels away from its owner would overwrite the truth with a copy of it. */
const travelsAway = (owner: Side, direction: Direction): boolean => direction === `to-${owner}`;

/** Labels with two partners in a direction they travel. */
function unclear(labels: readonly ValuePair[], direction: Direction): readonly string[] {
  const roles = direction === 'to-salesforce' ? [] : repeated(labels.map((pair) => pair.salesforce));
  const names = direction === 'to-hubspot' ? [] : repeated(labels.map((pair) => pair.hubspot));
  return [
    ...roles.map((role) => `Labels__c gives the role "${role}" two meanings`),
    ...names.map((name) => `Labels__c gives the HubSpot label "${name}" two meanings`),
  ];
}

function blanks(fields: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(fields).flatMap(([field, value]) => (value === '' ? [`${field} is blank`] : []));
}

function troubleOfRelation(rule: RelationRule, mappings: ReadonlyMap<string, ObjectMapping>): readonly string[] {
  const { from, to, kind, salesforce } = rule;
  const problems = [
    ...blanks({ Rule_Key__c: rule.key, Salesforce_Object__c: salesforce.object, From_Field__c: salesforce.fromField, To_Field__c: salesforce.toField }),
  ];
  if (!mappings.has(from)) problems.push(`From_Mapping__c ${from || '(blank)'} is no mapping`);
  if (!mappings.has(to)) problems.push(`To_Mapping__c ${to || '(blank)'} is no mapping`);
  if (kind === 'lookup') {
    if (salesforce.fromField !== itself) problems.push('From_Field__c is filled, but a lookup stands on the record itself');
    if (salesforce.roleField !== null || salesforce.primaryField !== null) problems.push('a lookup has neither role nor primary field');
    if (mappings.get(from)?.salesforceObjects.includes(salesforce.object) === false)
      problems.push(`${salesforce.object} is not an object of mapping ${from}, so the lookup cannot be there`);
  }
  if (rule.labels.length > 0 && salesforce.roleField === null && kind === 'junction') problems.push('Labels__c is filled, yet Role_Field__c is blank');
  if (travelsAway(rule.owner, rule.direction)) problems.push('its owner is the system it only travels to');
  return [...problems, ...unclear(rule.labels, rule.direction)];
}

function troubleOfActivity(rule: ActivityRule): readonly string[] {
  const problems = [...blanks({ Rule_Key__c: rule.key })];
  if (rule.only?.property === '') problems.push('Only_Values__c is filled, yet Only_Field__c is blank');
  if (rule.only?.values.length === 0) problems.push('Only_Field__c is filled, yet Only_Values__c is blank');
  if (eventKinds.has(rule.activity) && rule.direction !== 'to-salesforce') problems.push(`${rule.activity} can only travel To Salesforce`);
  if (rule.salesforceObject === 'Event' && !timedKinds.has(rule.activity)) problems.push(`${rule.activity} has no beginning and end, so it cannot be an Event`);
  if (rule.monthlyMax !== null && !(Number.isInteger(rule.monthlyMax) && rule.monthlyMax >= 0)) problems.push('Monthly_Cap__c is no whole number from 0 on');
  return problems;
}

function troubleOfCampaign(rule: CampaignRule): readonly string[] {
  const problems = [...blanks({ Rule_Key__c: rule.key, Source__c: rule.source.id })];
  if (!salesforceIdPattern.test(rule.campaign)) problems.push(`Campaign__c ${rule.campaign || '(blank)'} is no record id`);
  if (rule.source.kind === 'segment' && rule.source.id !== '' && !/^\d+$/.test(rule.source.id)) problems.push(`Source__c ${rule.source.id} is not a number`);
  if (rule.source.kind === 'form' && rule.direction !== 'to-salesforce') problems.push('a form can only bring members To Salesforce');
  if (rule.removal.kind === 'status' && rule.removal.status === '') problems.push('Removals__c is Status, yet Removed_Status__c is blank');
  return problems;
}

function isTemplate(text: string): boolean {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null;
  } catch {
    return false;
  }
}

function troubleOfDestination(rule: DestinationRule, mappings: ReadonlyMap<string, ObjectMapping>): readonly string[] {
  const problems = [...blanks({ Rule_Key__c: rule.key, Database__c: rule.database, Link_Field__c: rule.linkField })];
  if (!mappings.has(rule.mapping)) problems.push(`Mapping__c ${rule.mapping || '(blank)'} is no mapping`);
  if (rule.stages.length === 0) problems.push('Stages__c is blank');
  if (rule.template !== null && !isTemplate(rule.template)) problems.push('Template__c is not JSON');
  return problems;
}

type Sharing = {
  readonly relations: readonly RelationRule[];
  readonly activities: readonly ActivityRule[];
  readonly campaigns: readonly CampaignRule[];
  readonly destinations: readonly DestinationRule[];
};

function checkEach<Rule extends { readonly key: string }>(what: string, rules: readonly Rule[], trouble: (rule: Rule) => readonly string[]): readonly string[] {
  return [
    ...rules.flatMap((rule) => trouble(rule).map((problem) => `${what} rule ${rule.key || '(no key)'}: ${problem}`)),
    ...repeated(rules.map((rule) => rule.key)).map((key) => `two ${what.toLowerCase()} rules have the key ${key}`),
  ];
}

/** Every problem of relations, activities, campaigns and destinations, in words. */
export function checkSharing({ relations, activities, campaigns, destinations }: Sharing, mappings: readonly ObjectMapping[]): readonly string[] {
  const known = new Map(mappings.map((mapping) => [mapping.key, mapping]));
  const memberships = campaigns.map(({ campaign, source }) => `${campaign} and ${source.kind} ${source.id}`);
  return [
    ...checkEach('Relation', relations, (rule) => troubleOfRelation(rule, known)),
    ...checkEach('Activity', activities, troubleOfActivity),
    ...repeated([...new Map(activities.map(({ key, activity }) => [key, activity])).values()]).map((activity) => `two activity rules are about ${activity}`),
    ...checkEach('Campaign', campaigns, troubleOfCampaign),
    ...repeated(memberships).map((pair) => `two campaign rules pair the campaign ${pair}`),
    ...checkEach('Destination', destinations, (rule) => troubleOfDestination(rule, known)),
  ];
}
