import { conditionWords, fieldsOf, isUnfinished, newCondition, opsOf, parseScope, scopeText, scopeWords, valuesOf, valuesText } from 'c/scopeWords';

const context = {
  salesforce: [
    {
      object: 'Lead',
      fields: [
        { name: 'Email', label: 'Email', type: 'email' },
        { name: 'Company', label: 'Company', type: 'string' },
        { name: 'Revenue', label: 'Annual', type: 'currency' },
      ],
    },
    {
      object: 'Contact',
      fields: [
        { name: 'Email', label: 'Email', type: 'email' },
        { name: 'Revenue', label: 'Annual', type: 'currency' },
      ],
    },
  ],
  hubspot: {
    fields: [
      { name: 'score', label: 'Score', kind: 'number', options: null },
      { name: 'stage', label: 'Stage', kind: 'picklist', options: [{ value: 'a', label: 'Stage A' }] },
      { name: 'flag', label: 'Flag', kind: 'boolean', options: null },
    ],
  },
  segments: {
    items: [
      { id: '9', name: 'VIP', size: 3 },
      { id: '10', name: 'Press', size: null },
    ],
  },
};

describe('c-scope-words', () => {
  it('offers the fields every object has, and HubSpot’s with its segments first', () => {
    expect(fieldsOf(context, 'salesforce').map(({ name, kind }) => [name, kind])).toEqual([
      ['Revenue', 'number'],
      ['Email', 'text'],
    ]);
    const hubspot = fieldsOf(context, 'hubspot');
    expect(hubspot.map(({ name, kind }) => [name, kind])).toEqual([
      ['segments', 'segments'],
      ['flag', 'flag'],
      ['score', 'number'],
      ['stage', 'options'],
    ]);
    expect(hubspot[0].options.map(({ value }) => value)).toEqual(['9', '10']);
    expect(fieldsOf(null, 'salesforce')).toEqual([]);
    expect(fieldsOf(null, 'hubspot')).toHaveLength(1);
  });
  it('reads what a mapping holds, and lets everything in where it is none', () => {
    expect(parseScope('{"any":[{"field":"Email","op":"filled"}]}')).toEqual({ match: 'any', conditions: [{ field: 'Email', op: 'filled' }] });
    expect([parseScope(undefined), parseScope('{'), parseScope('{"all":1}')].map(({ conditions }) => conditions)).toEqual([[], [], []]);
  });
  it('writes it back, nothing for no condition', () => {
    expect(scopeText({ match: 'all', conditions: [] })).toBeNull();
    expect(scopeText({ match: 'any', conditions: [{ field: 'a', op: 'blank' }] })).toBe('{"any":[{"field":"a","op":"blank"}]}');
  });
  it('begins a condition with the usual question of its kind', () => {
    expect(newCondition({ name: 'score', kind: 'number' })).toEqual({ field: 'score', op: 'at_least', values: [] });
    expect(newCondition({ name: 'segments', kind: 'segments' }).op).toBe('member');
    expect(newCondition({ name: 'flag', kind: 'flag' }).values).toEqual(['true']);
    expect(opsOf('anything')).toContain('in');
  });
  it('knows what is missing', () => {
    expect(isUnfinished({ op: 'in', values: [] })).toBe(true);
    expect(isUnfinished({ op: 'member' })).toBe(true);
    expect(isUnfinished({ op: 'filled' })).toBe(false);
    expect(isUnfinished({ op: 'at_least', values: ['5'] })).toBe(false);
  });
  it('takes values with semicolons between', () => {
    expect(valuesOf(' a; b ;;c')).toEqual(['a', 'b', 'c']);
    expect(valuesText(['a', 'b'])).toBe('a; b');
  });
  it('says conditions in words', () => {
    const fields = fieldsOf(context, 'hubspot');
    expect(conditionWords({ field: 'stage', op: 'in', values: ['a'] }, fields)).toBe('c.Fieldwise_Handoff_ScopeWordsIn');
    expect(scopeWords({ match: 'all', conditions: [] }, fields)).toBe('c.Fieldwise_Handoff_ScopeEverybody');
    expect(
      scopeWords(
        {
          match: 'any',
          conditions: [
            { field: 'x', op: 'filled' },
            { field: 'y', op: 'blank' },
          ],
        },
        [],
      ),
    ).toBe('c.Fieldwise_Handoff_ScopeWordsFilled c.Fieldwise_Handoff_ScopeOr c.Fieldwise_Handoff_ScopeWordsBlank');
  });
});
