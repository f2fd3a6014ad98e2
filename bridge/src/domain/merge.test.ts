import { describe, expect, test } from '@jest/globals';
import { MINUTE, NOW, view } from '../../test/domain/samples.ts';
import { canFlow, changedSides, isEquivalent, merge, needsTimes, otherSide, withdrawalValue } from './merge.ts';
import type { FieldRule } from './model.ts';

type ViewSpec = Parameters<typeof view>[0];
const toHubSpot = (value: string | null, reason: string | null = null) => ({ kind: 'write', to: 'hubspot', value, reason });
const toSalesforce = (value: string | null, reason: string | null = null) => ({ kind: 'write', to: 'salesforce', value, reason });
const left = (reason: string, winner: string) => ({ kind: 'leave', reason, winner });
const agree = (reason: string | null = null) => ({ kind: 'agree', reason });
const unchanged = { kind: 'unchanged' };
const review = { kind: 'review' };

/** `s` was typed in Salesforce, `h` in HubSpot, `p` is what both held before. */
const salesforceOnly: ViewSpec = { before: ['p', 'p'], now: ['s', 'p'] };
const hubspotOnly: ViewSpec = { before: ['p', 'p'], now: ['p', 'h'] };
const both: ViewSpec = { before: ['p', 'p'], now: ['s', 'h'] };
const firstLook: ViewSpec = { now: ['s', 'h'] };

/** Times in minutes before now. */
const times = (salesforce: number | null, hubspot: number | null): Pick<ViewSpec, 'times'> => ({
  times: [salesforce === null ? null : NOW - salesforce * MINUTE, hubspot === null ? null : NOW - hubspot * MINUTE],
});
const bounds = (salesforce: number | null, hubspot: number | null): Pick<ViewSpec, 'bounds'> => ({ bounds: times(salesforce, hubspot).times ?? [null, null] });

type Row = readonly [situation: string, spec: ViewSpec, verdict: object];

const oneSide: readonly Row[] = [
  ['nothing changed', { before: ['p', 'p'], now: ['p', 'p'] }, unchanged],
  ['nothing changed since a drift was left', { before: ['p', 'q'], now: ['p', 'q'] }, unchanged],
  ['Salesforce changed, two-way', salesforceOnly, toHubSpot('s')],
  ['HubSpot changed, two-way, Salesforce owns', hubspotOnly, toSalesforce('h')],
  ['Salesforce cleared, two-way', { before: ['p', 'p'], now: [null, 'p'] }, toHubSpot(null)],
  ['HubSpot cleared, two-way', { before: ['p', 'p'], now: ['p', null] }, toSalesforce(null)],
  ['Salesforce changed to what HubSpot holds', { before: ['p', 'h'], now: ['h', 'h'] }, agree()],
  ['Salesforce changed, one way to HubSpot', { ...salesforceOnly, rule: { direction: 'to-hubspot' } }, toHubSpot('s')],
  ['HubSpot changed, one way to HubSpot, enforce', { ...hubspotOnly, rule: { direction: 'to-hubspot' } }, toHubSpot('p', 'enforced')],
  [
    'HubSpot changed, one way to HubSpot, tolerate',
    { ...hubspotOnly, rule: { direction: 'to-hubspot', nonOwnerEdit: 'tolerate' } },
    left('tolerated', 'neither'),
  ],
  [
    'Salesforce changed, one way to Salesforce, enforce',
    { ...salesforceOnly, rule: { direction: 'to-salesforce', owner: 'hubspot' } },
    toSalesforce('p', 'enforced'),
  ],
  [
    'the owner changed, but the direction leads away from it',
    { ...hubspotOnly, rule: { direction: 'to-hubspot', owner: 'hubspot' } },
    left('tolerated', 'neither'),
  ],
  ['a cleared non-owner is filled again', { before: ['p', 'p'], now: ['p', null], rule: { direction: 'to-hubspot' } }, toHubSpot('p', 'enforced')],
  ['switched off', { ...both, rule: { direction: 'off' } }, unchanged],
];

const bothSides: readonly Row[] = [
  ['both changed to one value', { before: ['p', 'p'], now: ['n', 'n'] }, agree('equal')],
  ['both cleared', { before: ['p', 'p'], now: [null, null] }, agree('equal')],
  ['latest: HubSpot newer', { ...both, ...times(20, 10) }, toSalesforce('h', 'latest')],
  ['latest: Salesforce newer', { ...both, ...times(10, 20), rule: { owner: 'hubspot' } }, toHubSpot('s', 'latest')],
  ['latest: inside the window', { ...both, ...times(14, 10) }, toHubSpot('s', 'owner-in-window')],
  ['latest: exactly the window', { ...both, ...times(15, 10) }, toHubSpot('s', 'owner-in-window')],
  ['latest: a millisecond past the window', { ...both, times: [NOW - 5 * MINUTE - 1, NOW] }, toSalesforce('h', 'latest')],
  ['latest: no window, a millisecond decides', { ...both, times: [NOW - 1, NOW], rule: { windowMs: 0 } }, toSalesforce('h', 'latest')],
  ['latest: no times', both, toHubSpot('s', 'owner-in-window')],
  ['latest: HubSpot known, Salesforce at most long before', { ...both, ...times(null, 10), ...bounds(20, null) }, toSalesforce('h', 'latest')],
  ['latest: HubSpot known, Salesforce may be newer', { ...both, ...times(null, 10), ...bounds(2, null) }, toHubSpot('s', 'owner-in-window')],
  ['latest: a bound alone never wins', { ...both, ...times(20, null), ...bounds(null, 1) }, toHubSpot('s', 'owner-in-window')],
  ['latest: a known time beats the bound', { ...both, ...times(10, 20), ...bounds(10, 1), rule: { owner: 'hubspot' } }, toHubSpot('s', 'latest')],
  ['owner: the newer loses', { ...both, ...times(20, 1), rule: { policy: 'owner' } }, toHubSpot('s', 'owner')],
  ['owner: HubSpot owns', { ...both, rule: { policy: 'owner', owner: 'hubspot' } }, toSalesforce('h', 'owner')],
  ['owner: the owner cleared it', { before: ['p', 'p'], now: [null, 'h'], rule: { policy: 'owner' } }, toHubSpot(null, 'owner')],
  ['fill-blank: the owner is blank', { before: ['p', 'p'], now: [null, 'h'], rule: { policy: 'fill-blank' } }, toSalesforce('h', 'fill-blank')],
  ['fill-blank: the owner is filled', { ...both, ...times(20, 1), rule: { policy: 'fill-blank' } }, toHubSpot('s', 'owner')],
  ['fill-blank: the other is blank', { before: ['p', 'p'], now: ['s', null], rule: { policy: 'fill-blank' } }, toHubSpot('s', 'owner')],
  ['review: nothing is written', { ...both, ...times(20, 1), rule: { policy: 'review' } }, review],
  ['one way: the source wins, the log says the other was set back', { ...both, rule: { direction: 'to-hubspot' } }, toHubSpot('s', 'enforced')],
  ['one way, tolerate: the source wins', { ...both, rule: { direction: 'to-hubspot', nonOwnerEdit: 'tolerate' } }, toHubSpot('s', 'owner')],
  [
    'one way to Salesforce under review policy',
    { ...both, rule: { direction: 'to-salesforce', owner: 'hubspot', policy: 'review' } },
    toSalesforce('h', 'enforced'),
  ],
];

const firstLinks: readonly Row[] = [
  ['equal', { now: ['x', 'x'] }, agree()],
  ['both blank', { now: [null, null] }, agree()],
  ['Salesforce blank: filled', { now: [null, 'h'] }, toSalesforce('h', 'first-link-fill')],
  ['HubSpot blank: filled, although HubSpot owns', { now: ['s', null], rule: { owner: 'hubspot' } }, toHubSpot('s', 'first-link-fill')],
  ['the source of a one-way rule is blank', { now: [null, 'h'], rule: { direction: 'to-hubspot' } }, left('tolerated', 'neither')],
  [
    'the target of a one-way rule is blank',
    { now: ['s', null], rule: { direction: 'to-hubspot', nonOwnerEdit: 'tolerate' } },
    toHubSpot('s', 'first-link-fill'),
  ],
  ['a difference under a one-way rule', { ...firstLook, rule: { direction: 'to-hubspot' } }, toHubSpot('s', 'first-link-owner')],
  [
    'a difference under a one-way rule that tolerates',
    { ...firstLook, rule: { direction: 'to-salesforce', owner: 'hubspot', nonOwnerEdit: 'tolerate' } },
    left('tolerated', 'neither'),
  ],
  ['a difference, owner policy', { ...firstLook, rule: { policy: 'owner' } }, toHubSpot('s', 'first-link-owner')],
  ['a difference, fill-blank policy', { ...firstLook, rule: { policy: 'fill-blank', owner: 'hubspot' } }, toSalesforce('h', 'first-link-owner')],
  ['a difference, review policy', { ...firstLook, rule: { policy: 'review' } }, review],
  ['a blank under review policy is simply filled', { now: [null, 'h'], rule: { policy: 'review' } }, toSalesforce('h', 'first-link-fill')],
  ['latest, HubSpot newer', { ...firstLook, ...times(20, 10) }, toSalesforce('h', 'latest')],
  ['latest, no times', firstLook, toHubSpot('s', 'first-link-owner')],
  ['latest, inside the window', { ...firstLook, ...times(11, 10) }, toHubSpot('s', 'first-link-owner')],
];

const guards: readonly Row[] = [
  ['protected and filled', { ...hubspotOnly, rule: { isProtected: true } }, left('protected', 'salesforce')],
  ['protected and blank', { before: [null, null], now: [null, 'h'], rule: { isProtected: true } }, toSalesforce('h')],
  ['protected, both changed, the other newer', { ...both, ...times(20, 10), rule: { isProtected: true } }, left('protected', 'salesforce')],
  ['protected, first link', { ...firstLook, rule: { isProtected: true, direction: 'to-salesforce', owner: 'hubspot' } }, left('protected', 'salesforce')],
  ['protected is not set back either', { ...hubspotOnly, rule: { isProtected: true, direction: 'to-hubspot' } }, left('protected', 'hubspot')],
  ['protected is not blanked', { before: ['p', 'p'], now: ['p', null], rule: { isProtected: true } }, left('protected', 'salesforce')],
  ['blanks ignored: Salesforce cleared', { before: ['p', 'p'], now: [null, 'p'], rule: { blank: 'ignore' } }, left('blank-ignored', 'hubspot')],
  ['blanks ignored: a value still travels', { ...salesforceOnly, rule: { blank: 'ignore' } }, toHubSpot('s')],
  [
    'blanks ignored: the winning blank is filled by the loser',
    { before: ['p', 'p'], now: [null, 'h'], rule: { blank: 'ignore', policy: 'owner' } },
    toSalesforce('h', 'blank-ignored'),
  ],
  [
    'blanks ignored: one way, source cleared, target edited',
    { before: ['p', 'p'], now: [null, 'h'], rule: { blank: 'ignore', direction: 'to-hubspot' } },
    left('blank-ignored', 'hubspot'),
  ],
  [
    'blanks ignored: an edit is not set back to a blank',
    { before: [null, null], now: [null, 'h'], rule: { blank: 'ignore', direction: 'to-hubspot' } },
    left('blank-ignored', 'hubspot'),
  ],
  [
    'the target cannot hold the value',
    { ...salesforceOnly, converted: { salesforce: { ok: false, code: 'text-too-long' } } },
    { kind: 'refuse', from: 'salesforce', refusal: { ok: false, code: 'text-too-long' } },
  ],
  [
    'the loser could not be held, which does not matter',
    { ...both, converted: { hubspot: { ok: false, code: 'text-too-long' } }, rule: { policy: 'owner' } },
    toHubSpot('s', 'owner'),
  ],
  ['what travels is the converted value', { ...salesforceOnly, converted: { salesforce: { ok: true, value: 'S!' } } }, toHubSpot('S!')],
  [
    'equal once carried over to HubSpot',
    { before: ['p', 'p'], now: ['s', 'S!'], converted: { salesforce: { ok: true, value: 'S!' }, hubspot: { ok: false, code: 'option-unmapped' } } },
    agree('equal'),
  ],
  [
    'equal once carried over to Salesforce',
    { before: ['p', 'p'], now: ['S!', 's'], converted: { hubspot: { ok: true, value: 'S!' }, salesforce: { ok: false, code: 'not-a-date' } } },
    agree('equal'),
  ],
];

const optOut: Partial<FieldRule> = { salesforceField: 'HasOptedOutOfEmail', hubspotProperty: 'hs_email_optout', owner: 'hubspot' };
const optIn: Partial<FieldRule> = { salesforceField: 'Wants_News__c', hubspotProperty: 'wants_news', consent: 'opt-in' };
const consent: readonly Row[] = [
  ['an opt-out in Salesforce travels', { before: ['false', 'false'], now: ['true', 'false'], rule: optOut }, toHubSpot('true')],
  ['an opt-out in HubSpot travels', { before: ['false', null], now: ['false', 'true'], rule: optOut }, toSalesforce('true')],
  [
    'an opt-out beats protection, policy and blanks',
    { before: ['false', 'false'], now: ['false', 'true'], rule: { ...optOut, isProtected: true, policy: 'review', blank: 'ignore' } },
    toSalesforce('true'),
  ],
  [
    'an opt-out beats a newer edit of the other side',
    { before: ['maybe', 'maybe'], now: ['true', 'false'], ...times(20, 1), rule: optOut },
    toHubSpot('true', 'owner'),
  ],
  ['an opt-out beats the owner on first link', { now: ['true', 'false'], rule: optOut }, toHubSpot('true', 'first-link-fill')],
  [
    'an opt-out against the direction stays where it is',
    { before: ['false', 'false'], now: ['true', 'false'], rule: { ...optOut, direction: 'to-salesforce' } },
    left('tolerated', 'neither'),
  ],
  [
    'taking an opt-out back in HubSpot does not reach Salesforce',
    { before: ['true', 'true'], now: ['true', 'false'], rule: optOut },
    left('protected', 'salesforce'),
  ],
  [
    'clearing an opt-out in HubSpot does not reach Salesforce',
    { before: ['true', 'true'], now: ['true', null], rule: optOut },
    left('protected', 'salesforce'),
  ],
  [
    'taking an opt-out back in Salesforce does not reach HubSpot',
    { before: ['true', 'true'], now: ['false', 'true'], rule: optOut },
    left('protected', 'hubspot'),
  ],
  ['once taken back on both sides they agree', { before: ['true', 'false'], now: ['false', 'false'], rule: optOut }, agree()],
  ['both opted out', { now: ['true', 'true'], rule: optOut }, agree()],
  ['a withdrawn opt-in travels', { before: ['true', 'true'], now: ['false', 'true'], rule: optIn }, toHubSpot('false')],
  ['a renewed opt-in does not', { before: ['false', 'false'], now: ['true', 'false'], rule: optIn }, left('protected', 'hubspot')],
  ['a blank opt-in is no withdrawal', { before: ['true', 'true'], now: ['true', null], rule: optIn }, toSalesforce(null)],
  [
    'a withdrawal that cannot be written is refused in plain sight',
    { before: ['false', 'false'], now: ['true', 'false'], rule: optOut, converted: { salesforce: { ok: false, code: 'option-unknown' } } },
    { kind: 'refuse', from: 'salesforce', refusal: { ok: false, code: 'option-unknown' } },
  ],
];

describe.each<[string, readonly Row[]]>([
  ['one side changed', oneSide],
  ['both sides changed', bothSides],
  ['first link', firstLinks],
  ['protection, blanks and conversion', guards],
  ['consent', consent],
])('%s', (_name, rows) => {
  test.each(rows)('%s', (_situation, spec, verdict) => {
    expect(merge(view(spec))).toEqual(verdict);
  });
});

describe('the parts', () => {
  test('values flow with the direction', () => {
    const flows = (direction: FieldRule['direction']) =>
      (['salesforce', 'hubspot'] as const).map((from) => canFlow(view({ now: [null, null], rule: { direction } }).rule, from));
    expect([flows('two-way'), flows('to-hubspot'), flows('to-salesforce'), flows('off')]).toEqual([
      [true, true],
      [true, false],
      [false, true],
      [false, false],
    ]);
    expect([otherSide('salesforce'), otherSide('hubspot')]).toEqual(['hubspot', 'salesforce']);
  });

  test('without a baseline both sides count as changed', () => {
    expect(changedSides(view(firstLook))).toEqual({ salesforce: true, hubspot: true });
    expect(changedSides(view(hubspotOnly))).toEqual({ salesforce: false, hubspot: true });
  });

  test('two values are one when carrying either over gives the other', () => {
    const refused = { ok: false, code: 'option-unmapped' } as const;
    expect(isEquivalent(view({ now: [null, null], converted: { salesforce: refused, hubspot: refused } }))).toBe(true);
    expect(isEquivalent(view({ now: ['a', 'b'], converted: { salesforce: { ok: true, value: 'b' }, hubspot: refused } }))).toBe(true);
    expect(isEquivalent(view({ now: ['a', 'b'], converted: { salesforce: refused, hubspot: { ok: true, value: 'a' } } }))).toBe(true);
    expect(isEquivalent(view({ now: ['a', 'a'], converted: { salesforce: refused, hubspot: refused } }))).toBe(false);
    expect(isEquivalent(view({ now: ['a', null] }))).toBe(false);
  });

  test.each<[string, ViewSpec, boolean]>([
    ['a conflict without times', both, true],
    ['a conflict with one time', { ...both, ...times(1, null) }, true],
    ['a conflict with both times', { ...both, ...times(1, 2) }, false],
    ['a policy that does not ask', { ...both, rule: { policy: 'owner' } }, false],
    ['a one-way rule', { ...both, rule: { direction: 'to-hubspot' } }, false],
    ['an edit on one side', salesforceOnly, false],
    ['an edit on the other side', hubspotOnly, false],
    ['equal values', { before: ['p', 'p'], now: ['n', 'n'] }, false],
    ['a first link with two values', firstLook, true],
    ['a first link with a blank in Salesforce', { now: [null, 'h'] }, false],
    ['a first link with a blank in HubSpot', { now: ['s', null] }, false],
    ['a blank against an edit', { before: ['p', 'p'], now: [null, 'h'] }, true],
  ])('times are wanted for %s: %#', (_situation, spec, expected) => {
    expect(needsTimes(view(spec))).toBe(expected);
  });

  test.each<[Partial<FieldRule>, string | null]>([
    [{}, null],
    [{ salesforceField: 'HasOptedOutOfEmail' }, 'true'],
    [{ salesforceField: 'HasOptedOutOfFax' }, 'true'],
    [{ salesforceField: 'DoNotCall' }, 'true'],
    [{ salesforceField: 'DoNotCallBefore__c' }, null],
    [{ hubspotProperty: 'hs_email_optout' }, 'true'],
    [{ hubspotProperty: 'hs_email_optout_12345' }, 'true'],
    [{ hubspotProperty: 'hs_email_optout_reason' }, null],
    [{ consent: 'opt-in' }, 'false'],
    [{ consent: 'opt-out' }, 'true'],
    [{ consent: 'opt-in', salesforceField: 'HasOptedOutOfEmail' }, 'false'],
  ])('%j withdraws with %s', (over, expected) => {
    expect(withdrawalValue(view({ now: [null, null], rule: over }).rule)).toBe(expected);
  });
});
