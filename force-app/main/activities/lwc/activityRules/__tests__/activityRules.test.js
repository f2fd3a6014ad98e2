import { askedOf, costWords, KINDS, notesOf, problemsOf, ruleChanges, ruleOf, useWords, withKind } from 'c/activityRules';

const call = {
  ...{ key: 'activity.calls', activity: 'call', direction: 'Two-way', salesforceObject: 'Task', onlyField: 'hs_call_direction' },
  ...{ onlyValues: 'INBOUND; OUTBOUND', monthlyCap: 500, isEnabled: true, order: 10 },
};

describe('activity rules', () => {
  it('a kind without a rule is one that is off, and an edit makes it', () => {
    expect(ruleOf([call], 'call')).toBe(call);
    expect(ruleOf([call], 'note')).toMatchObject({ key: 'activity.note', isEnabled: false, direction: 'To Salesforce' });
    const rules = withKind([call], 'note', { isEnabled: true });
    expect(rules).toHaveLength(2);
    expect(ruleChanges([call], rules)).toEqual([expect.objectContaining({ key: 'activity.note', activity: 'note', isEnabled: true })]);
  });
  it('only what differs is saved', () => {
    const rules = withKind([call], 'call', { monthlyCap: null });
    expect(ruleChanges([call], rules)).toEqual([{ key: 'activity.calls', monthlyCap: null }]);
    expect(ruleChanges([call], [{ ...call }])).toEqual([]);
  });
  it('every kind is estimated, and only those that are on count', () => {
    const asked = askedOf([call]);
    expect(asked).toHaveLength(KINDS.length);
    expect(asked[0]).toEqual({
      ...{ key: 'activity.calls', activity: 'call', direction: 'two-way', monthlyMax: 500, isOn: true },
      only: { property: 'hs_call_direction', values: ['INBOUND', 'OUTBOUND'] },
    });
    expect(asked[3]).toMatchObject({ activity: 'note', only: null, monthlyMax: null, isOn: false });
    expect(askedOf([{ ...call, onlyValues: null }])[0].only).toBeNull();
  });
  it('says how a rule stands this month', () => {
    const use = { made: 500, waiting: 3, resetsAt: 1796083200000 };
    expect(useWords(call, use)).toEqual([expect.stringContaining('MadeOf'), expect.stringContaining('Waiting')]);
    expect(useWords({ ...call, monthlyCap: null }, { ...use, waiting: 0 })).toEqual(['c.Fieldwise_Activities_Made']);
    expect([useWords({ ...call, isEnabled: false }, use), useWords(call, undefined)]).toEqual([[], []]);
  });
  it('says what a kind costs', () => {
    const row = { totals: { all: 9, year: 8, month: 1 }, allMb: 0.02, monthlyMb: 0 };
    expect(costWords(call, row)).toBe('c.Fieldwise_Activities_Cost');
    expect(costWords({ ...call, direction: 'To HubSpot' }, row)).toBe('c.Fieldwise_Activities_CostNone');
    expect([costWords(call, { totals: null }), costWords(call, undefined)]).toEqual([null, null]);
  });
  it('says what is worth knowing', () => {
    expect(notesOf({ ...call, isEnabled: false })).toEqual(['c.Fieldwise_Activities_OffNote']);
    expect(notesOf({ ...call, activity: 'note' })).toEqual(['c.Fieldwise_Activities_OneWayNote']);
    expect(notesOf({ ...call, activity: 'meeting', salesforceObject: 'Event' })).toEqual([]);
    expect(notesOf(call)).toEqual([]);
  });
  it('gives a rule its own problems as sentences', () => {
    const told = ['Activity rule activity.calls: the status Gone is no active value.', 'Activity rule activity.note: its cap.', 'Consent rule x: no.'];
    expect(problemsOf('activity.calls', told)).toEqual(['The status Gone is no active value.']);
  });
});
