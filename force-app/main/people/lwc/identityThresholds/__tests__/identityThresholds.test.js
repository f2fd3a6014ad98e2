import { createElement } from 'lwc';
import IdentityThresholds from 'c/identityThresholds';
import { bandWords, percentOf, seriesOf, wrongOf } from '../bands';
import readWorkspace from '@salesforce/apex/SyncOwnershipController.workspace';
import readOpen from '@salesforce/apex/SyncIdentityController.openQuestions';
import saveThresholds from '@salesforce/apex/SyncIdentityController.saveThresholds';

jest.mock('@salesforce/apex/SyncOwnershipController.workspace', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncIdentityController.openQuestions', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncIdentityController.saveThresholds', () => ({ default: jest.fn() }), { virtual: true });

const mappings = [
  { key: 'company', hubspotObject: 'companies' },
  { key: 'person', hubspotObject: 'contacts', linkThreshold: 0.95, reviewThreshold: 0.6 },
  { key: 'deal', hubspotObject: 'deals' },
];
const version = { id: 'a1', version: 1, problems: [], mappings, stages: [], consents: [] };
const workspace = (over) => ({ live: version, draft: null, history: [], ...over });
const flush = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};
async function show() {
  const element = createElement('c-identity-thresholds', { is: IdentityThresholds });
  document.body.appendChild(element);
  await flush();
  return element;
}
const part = (element, selector) => element.shadowRoot.querySelector(selector);
const stateOf = (element) => part(element, 'c-sync-state');
const bar = (element) => part(element, 'c-people-draft-bar');
const group = (element, key) => part(element, `[data-mapping="${key}"]`);
const inputs = (element, key) => [...group(element, key).querySelectorAll('input')];
async function type(element, key, name, value, kind = 'number') {
  const input = group(element, key).querySelector(`input[type="${kind}"][data-name="${name}"]`);
  input.value = value;
  input.dispatchEvent(new CustomEvent('input'));
  await flush();
}
const tell = async (target, name) => {
  target.dispatchEvent(new CustomEvent(name));
  await flush();
};

describe('c-identity-thresholds', () => {
  beforeEach(() => {
    readWorkspace.mockResolvedValue(workspace());
    readOpen.mockResolvedValue({ items: [{ mapping: 'person', open: 3, tenths: [0, 0, 0, 0, 0, 0, 0, 2, 1, 0] }], isWhole: true });
  });

  it('is loading until the rules came', async () => {
    readWorkspace.mockReturnValue(new Promise(() => {}));
    expect(stateOf(await show()).state).toBe('loading');
  });
  it('says when there are no rules about people or companies', async () => {
    readWorkspace.mockResolvedValue(workspace({ live: null }));
    expect(stateOf(await show()).state).toBe('empty');
  });
  it('shows what went wrong and tries again', async () => {
    readWorkspace.mockRejectedValueOnce({ body: { message: 'No.' } });
    const element = await show();
    expect([stateOf(element).state, stateOf(element).errors]).toEqual(['error', ['No.']]);
    await tell(stateOf(element), 'retry');
    expect(stateOf(element).state).toBe('ready');
  });
  it('shows the limits of people and companies, those of the product where none are set', async () => {
    const element = await show();
    expect(inputs(element, 'person').map(({ value }) => value)).toEqual(['95', '95', '60', '60']);
    expect(inputs(element, 'company').map(({ value }) => value)).toEqual(['90', '90', '70', '70']);
    expect(group(element, 'deal')).toBeNull();
    expect(group(element, 'person').querySelectorAll('.words li')).toHaveLength(3);
    await expect(element).toBeAccessible();
  });
  it('says how many questions are open, and how sure they are', async () => {
    const element = await show();
    expect(group(element, 'person').querySelector('.open').textContent).toBe('c.Fieldwise_Identity_Open');
    expect(group(element, 'company').querySelector('.open').textContent).toBe('c.Fieldwise_Identity_OpenNone');
    expect(
      group(element, 'person')
        .querySelector('c-sync-chart')
        .series[0].points.map(({ value }) => value),
    ).toEqual([2, 1, 0]);
    expect(group(element, 'company').querySelector('c-sync-chart')).toBeNull();
  });
  it.each([
    [{ items: [{ mapping: 'person', open: 1, tenths: [] }], isWhole: true }, 'OpenOne'],
    [{ items: [{ mapping: 'person', open: 2000, tenths: [] }], isWhole: false }, 'OpenMore'],
  ])('counts %j', async (answer, expected) => {
    readOpen.mockResolvedValue(answer);
    expect(group(await show(), 'person').querySelector('.open').textContent).toBe(`c.Fieldwise_Identity_${expected}`);
  });
  it('works without the bridge, which knows the questions', async () => {
    readOpen.mockRejectedValue({ body: { message: 'Down.' } });
    const element = await show();
    expect(stateOf(element).state).toBe('ready');
    expect(group(element, 'person').querySelector('.open').textContent).toBe('c.Fieldwise_Identity_OpenUnknown');
  });
  it('holds edits by slider and number until they are saved, and forgets one that is undone by hand', async () => {
    saveThresholds.mockResolvedValue(workspace({ draft: version }));
    const element = await show();
    await type(element, 'person', 'linkThreshold', '97', 'range');
    await type(element, 'company', 'reviewThreshold', '50');
    await type(element, 'company', 'linkThreshold', '80');
    await type(element, 'company', 'linkThreshold', '90');
    expect(bar(element).edits).toEqual(['person.linkThreshold', 'company.reviewThreshold']);
    await tell(bar(element), 'save');
    expect(JSON.parse(saveThresholds.mock.calls[0][0].mappingsJson)).toEqual([
      { key: 'company', linkThreshold: 0.9, reviewThreshold: 0.5 },
      { key: 'person', linkThreshold: 0.97, reviewThreshold: 0.6 },
    ]);
    expect(bar(element).edits).toEqual([]);
  });
  it.each([
    ['linkThreshold', '50', 'WrongOrder'],
    ['linkThreshold', '', 'NotShare'],
    ['reviewThreshold', '101', 'NotShare'],
    ['reviewThreshold', '60.5', 'NotShare'],
  ])('does not save a limit that cannot be: %s %s', async (name, value, expected) => {
    const element = await show();
    await type(element, 'person', name, value);
    expect(group(element, 'person').querySelector('.wrong').textContent).toBe(`c.Fieldwise_Identity_${expected}`);
    await expect(element).toBeAccessible();
    await tell(bar(element), 'save');
    expect(saveThresholds).not.toHaveBeenCalled();
    expect(part(element, '.slds-theme_error').textContent).toBe('c.Fieldwise_Identity_Fix');
    await tell(bar(element), 'undo');
    expect(part(element, '.slds-theme_error')).toBeNull();
    expect(inputs(element, 'person')[0].value).toBe('95');
  });
  it('keeps the edits when saving fails, and leads to activation', async () => {
    saveThresholds.mockRejectedValue({ body: { message: 'Somebody else saved.' } });
    const element = await show();
    await type(element, 'person', 'linkThreshold', '99');
    await tell(bar(element), 'save');
    expect(part(element, '.slds-theme_error').textContent).toBe('Somebody else saved.');
    expect(bar(element).edits).toHaveLength(1);
    const heard = [];
    element.addEventListener('navigate', ({ detail }) => heard.push(detail));
    await tell(bar(element), 'review');
    expect(heard).toEqual([{ c__step: 'ownership', c__tab: 'changes' }]);
  });
});

describe('bands', () => {
  it('rounds shares, and knows what the product ships with', () => {
    expect([percentOf(0.29, 'linkThreshold'), percentOf(null, 'linkThreshold'), percentOf(0, 'reviewThreshold')]).toEqual([29, 90, 0]);
  });
  it('has words for bands that are empty', () => {
    expect(bandWords({ linkThreshold: 100, reviewThreshold: 100 }).map(({ text }) => text)).toEqual([
      'c.Fieldwise_Identity_WordsLinkSure',
      'c.Fieldwise_Identity_WordsReviewNone',
      'c.Fieldwise_Identity_WordsApart',
    ]);
    expect(bandWords({ linkThreshold: 1, reviewThreshold: 0 })[2].text).toBe('c.Fieldwise_Identity_WordsApartNone');
  });
  it('lets the two limits be the same', () => expect(wrongOf({ linkThreshold: 80, reviewThreshold: 80 })).toBeNull());
  it('draws nothing without a confidence', () => expect([seriesOf(undefined), seriesOf([0, 0])]).toEqual([null, null]));
});
