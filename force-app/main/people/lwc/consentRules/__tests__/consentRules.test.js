import { addedRule, fieldOptions, objectsOf, problemsOf, ruleChanges, ruleNotes, ruleWords, subscriptionOptions, withoutRule, withRule } from 'c/consentRules';

jest.mock('c/syncFormat', () => ({ fillLabel: (text, ...values) => [text.replace(/^c\.Fieldwise_ConsentRules_/, ''), ...values].join('|') }));

const box = (name, isWritable = true) => ({ name, label: `The ${name}`, isWritable });
const objects = [
  { object: 'Lead', label: 'Lead', fields: [box('HasOptedOutOfEmail'), box('DoNotCall'), box('IsConverted', false), box('OnlyLead__c')] },
  { object: 'Contact', label: 'Contact', fields: [box('HasOptedOutOfEmail'), box('DoNotCall', false), box('IsConverted', false)] },
];
const subscriptions = [
  { id: '2', name: 'News', isActive: true },
  { id: '3', name: 'Old news', isActive: false },
];
const rule = (over) => ({
  key: 'consent.email',
  salesforceObjects: 'Lead;Contact',
  salesforceField: 'HasOptedOutOfEmail',
  meaning: 'Opt-out',
  direction: 'Two-way',
  carriesOptIn: false,
  isEnabled: true,
  order: 10,
  ...over,
});
const values = (options) => options.map(({ value }) => value);

describe('what a rule can be made of', () => {
  it('checkboxes that every object has and may be written', () => {
    expect(values(fieldOptions(rule(), objects))).toEqual(['HasOptedOutOfEmail']);
    expect(values(fieldOptions(rule({ salesforceObjects: ' Lead ' }), objects))).toEqual(['DoNotCall', 'HasOptedOutOfEmail', 'OnlyLead__c']);
  });
  it('read-only ones too where the field is never written, and says so', () => {
    const options = fieldOptions(rule({ direction: 'To HubSpot' }), objects);
    expect(options.find(({ value }) => value === 'IsConverted').label).toBe('FieldReadOnly|The IsConverted|IsConverted');
    expect(options.find(({ value }) => value === 'DoNotCall').label).toMatch(/^FieldReadOnly/);
  });
  it('asks for a choice at first, and keeps what is not to be chosen any more in sight', () => {
    expect(values(fieldOptions(rule({ salesforceField: null }), objects))).toEqual(['', 'HasOptedOutOfEmail']);
    expect(fieldOptions(rule({ salesforceField: 'Gone__c' }), objects)[0]).toEqual({ value: 'Gone__c', label: 'FieldGone|Gone__c' });
    expect(values(fieldOptions(rule({ salesforceObjects: '', salesforceField: null }), objects))).toEqual(['']);
  });
  it('all e-mail and what HubSpot has in use, by name', () => {
    expect(subscriptionOptions(rule(), subscriptions).map(({ label }) => label)).toEqual(['c.Fieldwise_ConsentRules_AllEmail', 'News']);
    expect(subscriptionOptions(rule({ subscription: '3' }), subscriptions).at(-1)).toEqual({ value: '3', label: 'SubscriptionOld|Old news' });
    expect(subscriptionOptions(rule({ subscription: '9' }), null).at(-1)).toEqual({ value: '9', label: 'SubscriptionUnknown|9' });
  });
});

describe('a rule in words', () => {
  it('says what a tick means, where it goes, and whether a yes crosses', () => {
    expect(ruleWords(rule({ subscription: '2' }), { objects, subscriptions })).toBe(
      'WordsOptOut|The HasOptedOutOfEmail|Lead, Contact|News c.Fieldwise_ConsentRules_WordsBothWays c.Fieldwise_ConsentRules_WordsNeverYes',
    );
    expect(ruleWords(rule({ meaning: 'Opt-in', direction: 'To HubSpot', carriesOptIn: true }), {})).toBe(
      'WordsOptIn|HasOptedOutOfEmail|Lead, Contact|c.Fieldwise_ConsentRules_WordsAllEmail c.Fieldwise_ConsentRules_WordsToHubSpot c.Fieldwise_ConsentRules_WordsYes',
    );
  });
  it('says that it is switched off, or unfinished', () => {
    expect(ruleWords(rule({ isEnabled: false }), { objects })).toMatch(/WordsOff$/);
    expect(ruleWords(rule({ salesforceField: null }), { objects })).toBe('c.Fieldwise_ConsentRules_WordsUnfinished');
    expect(ruleWords(rule({ salesforceObjects: '' }), { objects })).toBe('c.Fieldwise_ConsentRules_WordsUnfinished');
  });
});

describe('what is worth knowing of a rule', () => {
  it('a subscription that is gone or out of use', () => {
    expect(ruleNotes(rule({ subscription: '9' }), { subscriptions })).toEqual(['NoteSubscriptionGone|9']);
    expect(ruleNotes(rule({ subscription: '3' }), { subscriptions })).toEqual(['NoteSubscriptionOld|Old news']);
    expect(ruleNotes(rule({ subscription: '9' }), {})).toEqual([]);
  });
  it('that nobody but the person takes back an unsubscribe from all e-mail', () => {
    const notes = (over) => ruleNotes(rule({ carriesOptIn: true, ...over }), { subscriptions });
    expect(notes({})).toEqual(['c.Fieldwise_ConsentRules_NoteAllBothWays']);
    expect(notes({ direction: 'To HubSpot' })).toEqual(['c.Fieldwise_ConsentRules_NoteAllToHubSpot']);
    expect(notes({ direction: 'To Salesforce' })).toEqual([]);
    expect(notes({ subscription: '2' })).toEqual([]);
  });
  it('what the integration user may not do, where the bridge told', () => {
    const seen = (integration) => [{ object: 'Lead', label: 'Lead', fields: [{ ...box('HasOptedOutOfEmail'), integration }] }, objects[1]];
    const notes = (integration, over) => ruleNotes(rule(over), { objects: seen(integration) });
    expect(notes('hidden')).toEqual(['NoteHidden|The HasOptedOutOfEmail|Lead']);
    expect(notes('hidden', { direction: 'To HubSpot' })).toHaveLength(1);
    expect(notes('readable')).toEqual(['NoteReadOnly|The HasOptedOutOfEmail|Lead']);
    expect([notes('readable', { direction: 'To HubSpot' }), notes('writable'), notes(undefined)]).toEqual([[], [], []]);
    expect(notes('hidden', { salesforceObjects: 'Contact' })).toEqual([]);
  });
  it("the server's sentences, each beside its rule", () => {
    const told = [
      'Consent rule a: it names no Salesforce field.',
      'Consent rule a: email__c on Lead is no checkbox.',
      'Consent rule ab: the meaning.',
      'Stage lead: no.',
    ];
    expect(problemsOf('a', told)).toEqual(['It names no Salesforce field.', 'email__c on Lead is no checkbox.']);
  });
});

describe('edits', () => {
  it('are told as changes: what differs, what is new, what was taken out', () => {
    const saved = [rule(), rule({ key: 'b', subscription: '2' })];
    expect(ruleChanges(saved, saved)).toEqual([]);
    expect(ruleChanges(saved, withRule(saved, 'b', { subscription: null }))).toEqual([{ key: 'b', subscription: null }]);
    expect(ruleChanges(saved, withoutRule(saved, 'b'))).toEqual([{ key: 'b', isRemoved: true }]);
    const [added] = ruleChanges(saved, addedRule(saved, saved));
    expect(added).toEqual(
      expect.objectContaining({ key: 'consent.3', salesforceObjects: 'Lead;Contact', salesforceField: null, carriesOptIn: false, order: 20 }),
    );
  });
  it('of a value that is put back are none', () => {
    const saved = [rule()];
    const there = withRule(saved, 'consent.email', { carriesOptIn: true });
    expect(ruleChanges(saved, withRule(there, 'consent.email', { carriesOptIn: false }))).toEqual([]);
  });
  it('never give the key of a saved rule to another one', () => {
    const saved = [rule({ key: 'consent.1' })];
    expect(addedRule([], saved)[0].key).toBe('consent.2');
  });
  it('take objects as a list', () => expect(objectsOf(rule({ salesforceObjects: 'Lead; Contact;' }))).toEqual(['Lead', 'Contact']));
});
