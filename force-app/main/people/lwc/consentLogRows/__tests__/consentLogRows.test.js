import { faultText, kindOptions, logRow, ruleLine, topicLine, topicText } from 'c/consentLogRows';

const row = (over) => ({
  seq: 4,
  at: 1763718000000,
  kind: 'withdrawn',
  topic: 'all',
  place: 'salesforce.Lead.HasOptedOutOfEmail',
  result: 'seen',
  evidence: null,
  person: { address: 'a', sealed: null, refs: [], actor: '005A', explanation: null },
  refs: [{ side: 'salesforce', object: 'Lead', id: '00Q1' }],
  ...over,
});

describe('c/consentLogRows', () => {
  it('tells who withdrew where, about what', () => {
    expect(logRow(row())).toMatchObject({
      seq: 4,
      what: 'c.Fieldwise_ConsentLog_KindWithdrawn',
      detail: 'c.Fieldwise_ConsentLog_By',
      topic: 'c.Fieldwise_ConsentLog_AllEmail',
      place: 'Lead · HasOptedOutOfEmail',
      refs: [{ key: 'salesforce:00Q1' }],
      isErased: false,
      proof: null,
    });
  });
  it.each([
    ['carried', 'c.Fieldwise_ConsentLog_BackCarried'],
    ['no-evidence', 'c.Fieldwise_ConsentLog_BackNoEvidence'],
    ['rule', 'c.Fieldwise_ConsentLog_BackRule'],
    ['withdrawn-again', 'c.Fieldwise_ConsentLog_BackWithdrawnAgain'],
  ])('says what became of a yes: %s', (result, words) => {
    expect(logRow(row({ kind: 'taken-back', result, person: { refs: [], actor: null, explanation: null } })).detail).toBe(words);
  });
  it('shows evidence with its words, and that somebody was erased', () => {
    const proven = row({ kind: 'opt-in-written', place: 'hubspot', evidence: { side: 'salesforce', basis: 'CONSENT_WITH_NOTICE', at: 1 } });
    expect(logRow({ ...proven, person: { refs: [], actor: null, explanation: 'By phone' } })).toMatchObject({
      place: 'c.Fieldwise_ConsentLog_PlaceHubSpot',
      proof: 'c.Fieldwise_ConsentLog_Basis',
      explanation: 'By phone',
      detail: null,
    });
    expect(logRow(row({ person: null, refs: [] })).isErased).toBe(true);
    expect(logRow(row({ person: null, kind: 'erased', place: 'log' })).isErased).toBe(false);
  });
  it('has words for kinds, topics, faults, rules and states', () => {
    expect(kindOptions()).toHaveLength(12);
    expect(topicText('410002')).toBe('c.Fieldwise_ConsentLog_Subscription');
    expect(faultText({ seq: 3, what: 'row-changed' })).toBe('c.Fieldwise_ConsentLog_ChainBroken');
    expect(ruleLine({ key: 'k', salesforceObjects: ['Lead'], salesforceField: 'X', subscription: null, direction: 'two-way' }).key).toBe('k');
    expect(topicLine({ topic: 'all', isWithdrawn: true, since: 1, places: { hubspot: 'out', 'Lead:00Q:X': 'cleared' } })).toMatchObject({
      words: 'c.Fieldwise_ConsentLog_PersonOut',
      lines: [{ key: 'hubspot' }, { key: 'Lead:00Q:X' }],
    });
    expect(topicLine({ topic: 'all', isWithdrawn: false, since: null, places: {} }).words).toBe('c.Fieldwise_ConsentLog_PersonIn');
  });
});
