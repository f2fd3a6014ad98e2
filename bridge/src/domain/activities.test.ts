import { describe, expect, test } from '@jest/globals';
import { mapping, NOW, print, schema } from '../../test/domain/samples.ts';
import { withActivities } from './activities.ts';
import { convert } from './convert.ts';
import { kindValues, mappingAmong } from './kinds.ts';
import type { ActivityKind, ActivityRule, FieldRule, ObjectMapping, RuleSet, Schemas, Side } from './model.ts';
import { planCreate } from './plan-create.ts';
import { referenceProblems } from './references.ts';
import { sideScope } from './scope.ts';

const activity = (kind: ActivityKind, over: Partial<ActivityRule> = {}): ActivityRule => ({
  ...{ key: `activity.${kind}`, activity: kind, direction: 'two-way', salesforceObject: 'Task', only: null, status: null, type: null, monthlyMax: null },
  ...over,
});
const person = mapping([], { policies: { ...mapping([]).policies, ownerFallback: '005F' } });
const company = mapping([], { key: 'company', salesforceObjects: ['Account'], hubspotObject: 'companies' });
const deal = mapping([], { key: 'deal', salesforceObjects: ['Opportunity'], hubspotObject: 'deals' });
const rules = (activities: readonly ActivityRule[], mappings = [person, company, deal]): RuleSet => ({
  ...{ version: 1, mappings, lifecycle: [], consent: [], activities },
});
const made = (...activities: readonly ActivityRule[]): readonly ObjectMapping[] => withActivities(rules(activities)).mappings.slice(3);
const only = (one: ActivityRule): ObjectMapping => made(one)[0] ?? mapping([]);
const field = (of: ObjectMapping, name: string): FieldRule | undefined => of.fields.find(({ salesforceField }) => salesforceField === name);

describe('activity rules as mappings', () => {
  test('a call becomes a Task of its subtype, with owner, person, and deal before company', () => {
    const call = only(activity('call', { status: 'Completed', type: 'Call' }));
    expect(call).toMatchObject({ hubspotObject: 'calls', salesforceObjects: ['Task'], createInSalesforce: 'in-scope', createInHubSpot: 'in-scope' });
    expect(kindValues(call, 'salesforce')).toEqual({ TaskSubtype: 'Call', Status: 'Completed', Type: 'Call' });
    expect(kindValues(call, 'hubspot')).toEqual({ hs_call_status: 'COMPLETED' });
    expect(field(call, 'WhoId')).toMatchObject({ hubspotProperty: 'associations.contacts', referenceMapping: 'person' });
    expect(field(call, 'WhatId')).toMatchObject({ hubspotProperty: 'associations.deals;companies', referenceMapping: 'deal;company' });
    expect(field(call, 'OwnerId')).toMatchObject({ hubspotProperty: 'hubspot_owner_id', referenceMapping: 'owner' });
    expect(call.policies.ownerFallback).toBe('005F');
    expect(referenceProblems([person, company, deal, call])).toEqual([]);
  });

  test('a lookup whose mapping is not there is left out', () => {
    const [, call] = withActivities(rules([activity('call')], [company])).mappings;
    expect([field(call ?? company, 'WhoId'), field(call ?? company, 'WhatId')?.hubspotProperty]).toEqual([undefined, 'associations.companies']);
  });

  test('only the values an admin selects take part', () => {
    const call = only(activity('call', { only: { property: 'hs_call_direction', values: ['INBOUND'] } }));
    expect(sideScope(call, 'hubspot', { hs_call_direction: 'INBOUND' }).isIn).toBe(true);
    expect(sideScope(call, 'hubspot', { hs_call_direction: 'OUTBOUND' }).isIn).toBe(false);
    expect(sideScope(call, 'salesforce', { TaskSubtype: 'Call' }).isIn).toBe(true);
    expect(sideScope(call, 'salesforce', { TaskSubtype: 'Email' }).isIn).toBe(false);
  });

  test('a direction is one of makes and of edits', () => {
    const toHubSpot = only(activity('call', { direction: 'to-hubspot' }));
    expect(toHubSpot).toMatchObject({ createInSalesforce: 'never', createInHubSpot: 'in-scope' });
    expect(toHubSpot.fields.every(({ direction, owner }) => direction === 'to-hubspot' && owner === 'salesforce')).toBe(true);
    const toSalesforce = only(activity('call', { direction: 'to-salesforce' }));
    expect(toSalesforce).toMatchObject({ createInSalesforce: 'in-scope', createInHubSpot: 'never' });
    expect(toSalesforce.fields.every(({ nonOwnerEdit, owner }) => nonOwnerEdit === 'tolerate' && owner === 'hubspot')).toBe(true);
  });

  test('a plain Task is a task, whatever order the rules come in; a note and a meeting are never made from one', () => {
    const all = made(activity('note'), activity('meeting'), activity('email'), activity('task'));
    const of = (subtype: string) => mappingAmong(all, 'salesforce', { TaskSubtype: subtype })?.key;
    expect([of('Task'), of('Email')]).toEqual(['activity.task', 'activity.email']);
    expect(all.map(({ key, createInHubSpot }) => [key, createInHubSpot])).toEqual([
      ['activity.task', 'in-scope'],
      ['activity.note', 'never'],
      ['activity.meeting', 'never'],
      ['activity.email', 'in-scope'],
    ]);
  });

  test('meetings and calls are told apart as Events, too', () => {
    const [meeting, call] = made(activity('meeting', { salesforceObject: 'Event' }), activity('call', { salesforceObject: 'Event', type: 'Other' }));
    const both = [meeting, call].flatMap((one) => one ?? []);
    expect(mappingAmong(both, 'salesforce', { Type: 'Call' })?.key).toBe('activity.call');
    expect(mappingAmong(both, 'salesforce', { Type: 'Meeting' })?.key).toBe('activity.meeting');
    expect(kindValues(call ?? deal, 'salesforce')).toEqual({ Type: 'Call' });
    expect(field(meeting ?? deal, 'EndDateTime')?.hubspotProperty).toBe('hs_meeting_end_time');
  });

  test('events of HubSpot are no mapping; nothing is made twice, and nothing without rules', () => {
    expect(made(activity('form'), activity('visit'), activity('marketing-email'))).toEqual([]);
    const once = withActivities(rules([activity('call')]));
    expect(withActivities(once)).toBe(once);
    const none = rules([]);
    expect(withActivities(none)).toBe(none);
  });
});

describe('notations', () => {
  const [text, date, moment, number] = [schema('long-text'), schema('date'), schema('datetime'), schema('number', { scale: 0 })];
  const carry = (name: string, value: string, from: Side, [salesforce, hubspot] = [text, text]) => {
    const rule = field(only(activity('call')), name);
    if (rule === undefined) throw new Error(`no rule for ${name}`);
    const answer = convert(value, {
      rule,
      from,
      fromSchema: from === 'salesforce' ? salesforce : hubspot,
      toSchema: from === 'salesforce' ? hubspot : salesforce,
    });
    return answer.ok ? answer.value : answer.code;
  };
  test('a day is any moment of it, and noon on the way back', () => {
    expect(carry('ActivityDate', '2026-11-20T23:59:00.000Z', 'hubspot', [date, moment])).toBe('2026-11-20');
    expect(carry('ActivityDate', '2026-11-20', 'salesforce', [date, moment])).toBe('2026-11-20T12:00:00.000Z');
    expect(carry('ActivityDate', 'soon', 'hubspot', [date, moment])).toBe('not-a-date');
  });
  test('seconds are milliseconds', () => {
    expect(carry('CallDurationInSeconds', '90400', 'hubspot', [number, number])).toBe('90');
    expect(carry('CallDurationInSeconds', '90', 'salesforce', [number, number])).toBe('90000');
    expect(carry('CallDurationInSeconds', 'long', 'hubspot', [number, number])).toBe('not-a-number');
  });
  test('markup becomes plain text, and plain text nothing but itself', () => {
    expect(carry('Description', '<p>Fog &amp; frost</p><p>a &lt; b<br/>c</p><style>p{}</style>', 'hubspot')).toBe('Fog & frost\na < b\nc');
    expect(carry('Description', '<p></p>', 'hubspot')).toBeNull();
    expect(carry('Description', 'a < b\n& c', 'salesforce')).toBe('a &lt; b<br>&amp; c');
    for (const said of ['a < b & c', 'one\ntwo', '&lt;p&gt;', 'x &amp; y'])
      expect(carry('Description', carry('Description', said, 'salesforce') ?? '', 'hubspot')).toBe(said);
  });
});

describe('a Task without a day', () => {
  test('is of when it is made in HubSpot, and stays without one', () => {
    const task = only(activity('task'));
    const schemas: Schemas = new Map(
      [
        ['salesforce:Task', 'Task', ['ActivityDate', schema('date')]] as const,
        ['hubspot:tasks', 'tasks', ['hs_timestamp', schema('datetime', { isRequired: true })]] as const,
      ].map(([key, object, [name, one]]) => [key, { object, fields: new Map([[name, { ...one, name }]]) }]),
    );
    const source = { object: 'Task', id: '00T1', values: { ActivityDate: null }, modifiedAt: NOW };
    const plan = planCreate({
      ...{ mapping: task, schemas, source, from: 'salesforce', object: 'tasks', references: { held: {}, idOf: () => null } },
      ...{ fingerprint: print, now: NOW },
    });
    expect(plan.isBlocked).toBe(false);
    expect(plan.fields).toMatchObject([
      { field: 'hs_timestamp', wire: new Date(NOW).toISOString(), agree: { salesforce: expect.stringContaining('is blank') } },
    ]);
  });
});
