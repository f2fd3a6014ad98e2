import { changesOf, compareRules, directionFor, editedRules, newKey, pairsOf, pairsText, withEdit, writesTo } from 'c/ownershipRules';

const rule = (over) => ({
  key: 'person.title',
  salesforceField: 'Title',
  hubspotProperty: 'jobtitle',
  owner: 'Salesforce',
  direction: 'Two-way',
  windowMinutes: 5,
  ...over,
});
const mapping = (rules) => ({ key: 'person', salesforceObjects: 'Lead;Contact', hubspotObject: 'contacts', rules });

describe('c-ownership-rules', () => {
  it('lays edits over saved rules: changed, added, removed', () => {
    const edits = {
      'person.title': { mapping: 'person', owner: 'HubSpot' },
      'person.phone': { mapping: 'person', isRemoved: true },
      'person.fax': { mapping: 'person', salesforceField: 'Fax', isNew: true },
    };
    const rules = editedRules(mapping([rule(), rule({ key: 'person.phone' })]), edits);
    expect(rules.map(({ key, owner }) => [key, owner])).toEqual([
      ['person.fax', undefined],
      ['person.title', 'HubSpot'],
    ]);
  });

  it('forgets an edit that says what is saved', () => {
    const once = withEdit({}, rule(), { key: 'person.title', mapping: 'person', owner: 'HubSpot' });
    expect(once).toEqual({ 'person.title': { mapping: 'person', owner: 'HubSpot' } });
    expect(withEdit(once, rule(), { key: 'person.title', mapping: 'person', owner: 'Salesforce' })).toEqual({});
  });

  it('forgets a new rule that is removed again', () => {
    expect(withEdit({ 'person.fax': { isNew: true } }, undefined, { key: 'person.fax', isRemoved: true })).toEqual({});
  });

  it('sends changes without what only the page knows', () => {
    expect(changesOf({ 'person.fax': { mapping: 'person', isNew: true, owner: 'HubSpot' } })).toEqual([
      { mapping: 'person', owner: 'HubSpot', key: 'person.fax' },
    ]);
  });

  it('names new rules by their field, without a collision', () => {
    expect(newKey('person', 'UTM_Source__c', [])).toBe('person.utm_source');
    expect(newKey('person', 'FirstName', ['person.first_name'])).toBe('person.first_name_2');
  });

  it('tells added, removed and changed rules; blank and absent are the same', () => {
    const before = [mapping([rule({ valueMap: '' }), rule({ key: 'person.old' })])];
    const after = [mapping([rule({ valueMap: undefined, owner: 'HubSpot', windowMinutes: '5' }), rule({ key: 'person.new' })])];
    expect(compareRules(before, after).map(({ key, kind, fields }) => [key, kind, fields])).toEqual([
      ['person.title', 'changed', [{ name: 'owner', before: 'Salesforce', after: 'HubSpot' }]],
      ['person.new', 'added', []],
      ['person.old', 'removed', []],
    ]);
    expect(compareRules(after, after)).toEqual([]);
  });

  it('turns a one-way rule round with its owner', () => {
    expect(directionFor('HubSpot', 'To HubSpot')).toBe('To Salesforce');
    expect(directionFor('Salesforce', 'To Salesforce')).toBe('To HubSpot');
    expect(directionFor('HubSpot', 'Two-way')).toBe('Two-way');
    expect([writesTo(rule(), 'hubspot'), writesTo(rule({ direction: 'To HubSpot' }), 'salesforce'), writesTo(rule({ direction: 'Off' }), 'hubspot')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('reads and writes value maps', () => {
    expect(pairsOf('nonsense')).toEqual([]);
    expect(pairsOf(pairsText([{ salesforce: 'a', hubspot: 'b', index: 1 }]))).toEqual([{ salesforce: 'a', hubspot: 'b' }]);
    const within = [{ salesforce: 'a', hubspot: 'b', within: 'default' }];
    expect(pairsOf(pairsText(within))).toEqual(within);
    expect(pairsText([])).toBeNull();
  });
});
