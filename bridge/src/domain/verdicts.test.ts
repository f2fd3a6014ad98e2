import { describe, expect, test } from '@jest/globals';
import type { IdentityVerdict, RecordRef } from './model.ts';
import { choiceRefusal, spokenOf, verdictsFor } from './verdicts.ts';

const lead = (id: string): RecordRef => ({ side: 'salesforce', object: 'Lead', id });
const contact = (id: string): RecordRef => ({ side: 'hubspot', object: 'contacts', id });
const signed = { mapping: 'person', by: '005', at: 7 };
const words = (verdicts: readonly IdentityVerdict[]) =>
  verdicts.map(({ refs, verdict, master }) => `${refs[0].id} ${verdict} ${refs[1].id}${master === null ? '' : ` by ${master.id}`}`);

describe('a choice', () => {
  const all = [lead('A'), contact('1'), contact('2'), lead('B')];
  test('of one pair links it, and makes the others of each side its duplicates', () =>
    expect(words(verdictsFor({ action: 'link', refs: [lead('A'), contact('2')] }, all, signed))).toEqual(['A link 2', 'A link B by A', '1 link 2 by 2']));
  test('of a master among doubles of one side makes the others its duplicates', () =>
    expect(words(verdictsFor({ action: 'link', refs: [lead('B')] }, [lead('A'), lead('B'), lead('C')], signed))).toEqual(['A link B by B', 'B link C by B']));
  test('to keep apart goes for every two of them', () =>
    expect(words(verdictsFor({ action: 'apart' }, all.slice(0, 3), signed))).toEqual(['A apart 1', 'A apart 2', '1 apart 2']));
  test('is refused when it names strangers, two of a side, or nothing to choose', () => {
    expect(choiceRefusal({ action: 'link', refs: [lead('A'), contact('9')] }, all)).toMatch(/Only records/);
    expect(choiceRefusal({ action: 'link', refs: [lead('A'), lead('B')] }, all)).toMatch(/one record of each/);
    expect(choiceRefusal({ action: 'link', refs: [lead('A')] }, all)).toMatch(/one record of each/);
    expect(choiceRefusal({ action: 'link', refs: [] }, all)).toMatch(/one record of each/);
    expect([
      choiceRefusal({ action: 'link', refs: [lead('A'), contact('1')] }, all),
      choiceRefusal({ action: 'link', refs: [lead('A')] }, [lead('A'), lead('B')]),
      choiceRefusal({ action: 'apart' }, all),
    ]).toEqual([null, null, null]);
  });
});

describe('what was said of a record', () => {
  const verdicts = [
    ...verdictsFor({ action: 'link', refs: [lead('A'), contact('1')] }, [lead('A'), contact('1'), lead('B')], { ...signed, at: 1 }),
    ...verdictsFor({ action: 'link', refs: [lead('A'), contact('2')] }, [contact('2'), lead('A')], { ...signed, at: 2 }),
    ...verdictsFor({ action: 'apart' }, [lead('A'), contact('3')], signed),
  ];
  test('the newest word comes first', () => expect(spokenOf(lead('A'), verdicts).same).toEqual([contact('2'), contact('1')]));
  test('its own duplicates and strangers are settled, its master is named', () => {
    const a = spokenOf(lead('A'), verdicts);
    expect([a.isSettled(lead('B')), a.isSettled(contact('3')), a.isApart(lead('B')), a.masters]).toEqual([true, true, false, []]);
    expect(spokenOf(lead('B'), verdicts).masters).toEqual([lead('A')]);
  });
  test('a HubSpot id of another object is another record', () =>
    expect(spokenOf({ side: 'hubspot', object: 'companies', id: '3' }, verdicts).isApart(lead('A'))).toBe(false));
  test('nothing was said of the others', () => {
    const none = spokenOf(lead('Z'), verdicts);
    expect([none.same, none.masters, none.isSettled(lead('A'))]).toEqual([[], [], false]);
  });
});
