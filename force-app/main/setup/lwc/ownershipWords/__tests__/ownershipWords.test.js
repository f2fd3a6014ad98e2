import { fromNowOn, ruleSentence } from 'c/ownershipWords';

const rule = { owner: 'HubSpot', direction: 'Two-way', policy: 'Fill blank', windowMinutes: 5, blank: 'Ignore', isProtected: true };
const plain = (text) => text.replaceAll('c.Fieldwise_Ownership_Sentence', '');

describe('a rule in words', () => {
  it.each([
    [rule, ['TwoWay', 'Fillblank', 'Protected', 'Ignore']],
    [{ ...rule, direction: 'To Salesforce', isProtected: false, blank: 'Propagate' }, ['OneWay', 'Enforce', 'Propagate']],
    [{ ...rule, direction: 'To Salesforce', nonOwnerEdit: 'Tolerate' }, ['OneWay', 'Tolerate', 'Protected', 'Ignore']],
    [{ ...rule, direction: 'Off' }, ['Off']],
    [{ ...rule, isEnabled: false }, ['Off']],
  ])('%#', (one, words) => expect(plain(ruleSentence(one)).split(' ')).toEqual(words));
  it('names what is translated in addition', () => {
    const fields = [{ name: 'valueMap', before: null, after: '[{"salesforce":"Open","hubspot":"OPEN"}]' }];
    expect(fromNowOn({ rule, fields })).toContain('c.Fieldwise_Ownership_PreviewMapNow');
    expect(fromNowOn({ rule, fields: [] })).not.toContain('PreviewMapNow');
  });
});
