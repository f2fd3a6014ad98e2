import { compareParts, isSame, mappingTitle, partsMarkdown, settingText } from 'c/ruleParts';

const mapping = { key: 'person', salesforceObjects: 'Lead;Contact', hubspotObject: 'contacts', atKnownAccount: 'Lead' };
const stage = { key: 'lead', label: 'Lead', owner: 'HubSpot', order: 10 };
const consent = { key: 'consent.email', salesforceField: 'HasOptedOutOfEmail', direction: 'Two-way' };
const book = (over) => ({ mappings: [mapping], stages: [stage], consents: [consent], ...over });

describe('c-rule-parts', () => {
  it('finds nothing between equal versions, blanks and off counting as one', () => {
    expect(compareParts(book(), book({ mappings: [{ ...mapping, runAssignmentRules: false, conversionStage: '' }] }))).toEqual([]);
    expect([isSame(undefined, null), isSame(0.9, '0.9'), isSame('a', 'b')]).toEqual([true, true, false]);
  });
  it('names each setting that differs', () => {
    const after = book({ mappings: [{ ...mapping, atKnownAccount: 'Contact' }], stages: [{ ...stage, owner: 'Salesforce' }] });
    expect(compareParts(book(), after)).toEqual([
      {
        key: 'mapping:person',
        part: 'mapping',
        title: 'Lead, Contact ↔ contacts',
        kind: 'changed',
        fields: [{ name: 'atKnownAccount', before: 'Lead', after: 'Contact' }],
      },
      { key: 'stage:lead', part: 'stage', title: 'Lead', kind: 'changed', fields: [{ name: 'owner', before: 'HubSpot', after: 'Salesforce' }] },
    ]);
  });
  it('names what came and what went', () => {
    const after = book({ stages: [{ key: 'fan' }], consents: [] });
    expect(compareParts(book(), after).map(({ key, kind, title }) => `${kind} ${key} ${title}`)).toEqual([
      'added stage:fan fan',
      'removed stage:lead Lead',
      'removed consent:consent.email HasOptedOutOfEmail',
    ]);
    expect(compareParts(undefined, book())).toHaveLength(3);
  });
  it('tells a new consent rule setting by setting: whoever activates it must see what it does', () => {
    const added = { key: 'consent.2', salesforceField: 'News__c', direction: 'To HubSpot', subscription: null, carriesOptIn: false };
    expect(compareParts(book(), book({ consents: [consent, added] }))[0].fields).toEqual([
      { name: 'salesforceField', before: null, after: 'News__c' },
      { name: 'direction', before: null, after: 'To HubSpot' },
    ]);
  });
  it('says values as people do', () => {
    expect(settingText('isEnabled', true)).toBe('c.Fieldwise_Handoff_PartsYes');
    expect(settingText('owner', null)).toBe('c.Fieldwise_Handoff_PartsNone');
    expect(settingText('movesTo', 'a;b')).toBe('a, b');
    expect([settingText('movesTo', null), settingText('movesTo', '-')]).toEqual(['c.Fieldwise_Handoff_PartsAnyLater', 'c.Fieldwise_Handoff_PartsNowhere']);
    expect(settingText('hubspotScope', '{"all":[{"field":"email","op":"filled"}]}')).not.toContain('{');
    expect(mappingTitle(mapping)).toBe('Lead, Contact ↔ contacts');
  });
  it('writes policies, stages and consent for the document', () => {
    const text = partsMarkdown(book({ stages: [{ ...stage, label: 'A|B' }] })).join('\n');
    expect(text).toContain('### Lead, Contact ↔ contacts');
    expect(text).toContain('A\\|B');
    expect(text).toContain('HasOptedOutOfEmail');
    expect(partsMarkdown({}).join('\n')).not.toContain('|');
  });
});
