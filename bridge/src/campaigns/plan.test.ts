import { describe, expect, test } from '@jest/globals';
import type { CampaignRule, SalesforceId } from '../domain/model.ts';
import { planMember } from './plan.ts';
import type { MemberNow } from './plan.ts';
import type { MemberBody } from './ports.ts';

const SEGMENT: CampaignRule = {
  ...{ key: 'webinar', campaign: '701000000000001AAA' as SalesforceId, source: { kind: 'segment', id: '7' }, direction: 'two-way' },
  ...{ memberStatus: 'Sent', respondedStatus: 'Responded', removal: { kind: 'remove' } },
};
const FORM: CampaignRule = { ...SEGMENT, source: { kind: 'form', id: 'f' }, direction: 'to-salesforce' };
const body = (patch: Partial<MemberBody> = {}): MemberBody => ({
  memory: { salesforce: null, hubspot: null },
  submittedAt: null,
  countedAt: null,
  tries: 0,
  ...patch,
});
const agreed = { memory: { salesforce: 'in', hubspot: 'in' } };
const row = (status = 'Sent') => ({ id: '00v1', contactId: '003', leadId: null, status });
const plan = (rule: CampaignRule, known: MemberBody, now: MemberNow, canWrite = true) => planMember(rule, known, { now, canWrite });

describe('a person of a segment', () => {
  test('who enters joins with the status of the rule', () => {
    expect(plan(SEGMENT, body(), { row: null, isInHubSpot: true })).toMatchObject({ step: { kind: 'join', side: 'salesforce' }, status: 'Sent' });
  });
  test('who leaves goes, stays, or gets a status, as the rule says', () => {
    const left: MemberNow = { row: row(), isInHubSpot: false };
    expect(plan(SEGMENT, body(agreed), left)).toMatchObject({ step: { kind: 'leave', side: 'salesforce' }, status: null });
    expect(plan({ ...SEGMENT, removal: { kind: 'keep' } }, body(agreed), left)).toMatchObject({ step: null, agree: { salesforce: 'in', hubspot: null } });
    const status = { ...SEGMENT, removal: { kind: 'status', status: 'Left' } } as const;
    expect(plan(status, body(agreed), left)).toMatchObject({ step: { kind: 'leave', side: 'salesforce' }, status: 'Left' });
    // A row with that status is no member: entering again joins again.
    expect(plan(status, body(), { row: row('left'), isInHubSpot: true })).toMatchObject({ step: { kind: 'join', side: 'salesforce' }, status: 'Sent' });
  });
  test('a member made by hand is never removed', () => {
    expect(plan({ ...SEGMENT, direction: 'to-salesforce' }, body(), { row: row(), isInHubSpot: false })).toMatchObject({ step: null });
  });
  test('a member enters a manual segment; one whose filters decide is left alone', () => {
    expect(plan(SEGMENT, body(), { row: row(), isInHubSpot: false })).toMatchObject({ step: { kind: 'join', side: 'hubspot' } });
    expect(plan(SEGMENT, body(), { row: row(), isInHubSpot: false }, false)).toMatchObject({ step: null });
  });
  test('a member removed in Salesforce comes back where the segment alone decides', () => {
    const one = { ...SEGMENT, direction: 'to-salesforce' } as const;
    expect(plan(one, body(agreed), { row: null, isInHubSpot: true })).toMatchObject({ step: { kind: 'join', side: 'salesforce', reason: 'enforced' } });
  });
});

describe('a person who filled in a form', () => {
  test('joins as having responded; a member gets the status; both once', () => {
    const answered = body({ submittedAt: 5 });
    expect(plan(FORM, answered, { row: null, isInHubSpot: true })).toMatchObject({ step: { kind: 'join', side: 'salesforce' }, status: 'Responded' });
    expect(plan(FORM, answered, { row: row(), isInHubSpot: true })).toMatchObject({ step: { kind: 'status', status: 'Responded' } });
    expect(plan(FORM, body({ ...agreed, submittedAt: 5, countedAt: 5 }), { row: row(), isInHubSpot: true })).toMatchObject({ step: null });
  });
  test('removed by hand stays removed, until they answer anew', () => {
    const counted = body({ ...agreed, submittedAt: 5, countedAt: 5 });
    const removed = plan(FORM, counted, { row: null, isInHubSpot: true });
    expect(removed).toMatchObject({ step: null, agree: { salesforce: null, hubspot: 'in' } });
    const parted = body({ memory: removed.agree, submittedAt: 5, countedAt: 5 });
    expect(plan(FORM, parted, { row: null, isInHubSpot: true }).step).toBeNull();
    expect(plan(FORM, { ...parted, submittedAt: 9 }, { row: null, isInHubSpot: true })).toMatchObject({ step: { kind: 'join', side: 'salesforce' } });
  });
});
