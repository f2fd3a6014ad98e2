import { createElement } from 'lwc';
import LightningConfirm from 'lightning/confirm';
import OperationsReviewDetail from 'c/operationsReviewDetail';
import getReview from '@salesforce/apex/SyncReviewController.review';
import unite from '@salesforce/apex/SyncReviewController.unite';
import keepApart from '@salesforce/apex/SyncReviewController.keepApart';
import getState from '@salesforce/apex/SyncReviewController.state';

jest.mock('@salesforce/apex/SyncReviewController.review', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReviewController.unite', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReviewController.keepApart', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReviewController.state', () => ({ default: jest.fn() }), { virtual: true });

const flush = async () => {
  for (let turn = 0; turn < 14; turn += 1) await Promise.resolve();
};
const record = (side, id, over) => ({
  side,
  object: side === 'salesforce' ? 'Lead' : 'contacts',
  id,
  name: `Name ${id}`,
  state: 'found',
  isLinked: false,
  modifiedAt: 1,
  ...over,
});
const review = (over) => ({
  key: 'k',
  kind: 'match',
  actions: ['link', 'apart'],
  records: [record('salesforce', '00QA'), record('hubspot', '51')],
  fields: [
    { label: 'Email', names: { salesforce: 'Email', hubspot: 'email' }, values: ['a@x.example', 'A@x.example'], agrees: true },
    { label: 'Last Name', names: { salesforce: 'LastName', hubspot: 'lastname' }, values: ['King', 'Byron'], agrees: false },
    { label: 'Phone', names: { salesforce: 'Phone', hubspot: 'phone' }, values: [null, '1'], agrees: true },
  ],
  ...over,
});
async function show() {
  const element = createElement('c-operations-review-detail', { is: OperationsReviewDetail });
  element.reviewKey = 'k';
  element.heard = [];
  for (const name of ['answered', 'close', 'lightning__showtoast']) element.addEventListener(name, (event) => element.heard.push([name, event.detail]));
  document.body.appendChild(element);
  await flush();
  return element;
}
const stateOf = (element) => element.shadowRoot.querySelector('c-sync-state').state;
const button = (element, action) => element.shadowRoot.querySelector(`[data-action="${action}"]`);
const press = async (element, action) => {
  button(element, action).click();
  await flush();
};

describe('c-operations-review-detail', () => {
  beforeEach(() => {
    for (const mock of [getReview, unite, keepApart, getState]) mock.mockReset();
    getReview.mockResolvedValue(review());
    unite.mockResolvedValue({ review: 'k', since: 5 });
    keepApart.mockResolvedValue({ review: 'k', since: 6 });
    getState.mockResolvedValue({ state: 'done', words: 'Done.' });
    LightningConfirm.open = jest.fn().mockResolvedValue(true);
  });

  it('is loading first', async () => {
    getReview.mockReturnValue(new Promise(() => {}));
    expect(stateOf(await show())).toBe('loading');
  });
  it('says when the review is over, and tries again', async () => {
    getReview.mockRejectedValueOnce(new Error('This review is no longer open.'));
    const element = await show();
    expect(stateOf(element)).toBe('error');
    element.shadowRoot.querySelector('c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(stateOf(element)).toBe('ready');
  });
  it('shows the records side by side, and names what differs', async () => {
    const element = await show();
    const rows = [...element.shadowRoot.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent));
    expect(rows).toEqual([
      ['a@x.example', 'A@x.example'],
      ['King', 'Byron'],
      ['–', '1'],
    ]);
    expect(element.shadowRoot.querySelectorAll('tbody .slds-badge')).toHaveLength(1);
    expect(element.shadowRoot.querySelectorAll('input[type="radio"]')).toHaveLength(0);
    await expect(element).toBeAccessible();
  });
  it('offers only what the review accepts', async () => {
    getReview.mockResolvedValue(review({ actions: ['apart'] }));
    const element = await show();
    expect([button(element, 'join'), button(element, 'apart') !== null]).toEqual([null, true]);
  });
  it('takes two records as one', async () => {
    const element = await show();
    await press(element, 'join');
    expect(JSON.parse(unite.mock.calls[0][0].refsJson)).toEqual([
      { side: 'salesforce', object: 'Lead', id: '00QA' },
      { side: 'hubspot', object: 'contacts', id: '51' },
    ]);
    expect(getState).toHaveBeenCalledWith({ key: 'k', since: '5' });
    expect(element.heard).toMatchObject([
      ['lightning__showtoast', { variant: 'success', message: 'Done.' }],
      ['answered', null],
    ]);
  });
  it('asks before it does anything', async () => {
    LightningConfirm.open.mockResolvedValue(false);
    const element = await show();
    await press(element, 'join');
    await press(element, 'apart');
    expect([unite.mock.calls.length, keepApart.mock.calls.length]).toEqual([0, 0]);
  });
  it('keeps them apart', async () => {
    const element = await show();
    await press(element, 'apart');
    expect(keepApart).toHaveBeenCalledWith({ key: 'k' });
    expect(element.heard.at(-1)[0]).toBe('answered');
  });
  it('says what the answer led to', async () => {
    getState.mockResolvedValue({ state: 'issue', words: 'The record is taken.' });
    const element = await show();
    await press(element, 'join');
    expect(element.heard[0]).toMatchObject(['lightning__showtoast', { variant: 'error', message: 'The record is taken.' }]);
  });
  it('lets a person choose among doubles', async () => {
    getReview.mockResolvedValue(
      review({
        kind: 'cluster',
        records: [
          record('salesforce', '00QA', { state: 'deleted' }),
          record('salesforce', '00QB'),
          record('salesforce', '00QC', { isLinked: true }),
          record('hubspot', '51'),
        ],
      }),
    );
    const element = await show();
    const radios = [...element.shadowRoot.querySelectorAll('input[type="radio"]')];
    expect(radios.map(({ checked }) => checked)).toEqual([false, true, false]);
    radios[2].dispatchEvent(new CustomEvent('change'));
    await flush();
    await press(element, 'join');
    expect(JSON.parse(unite.mock.calls[0][0].refsJson).map(({ id }) => id)).toEqual(['00QC', '51']);
    await expect(element).toBeAccessible();
  });
  it('can be left for later', async () => {
    const element = await show();
    await press(element, 'close');
    expect(element.heard).toMatchObject([['close', null]]);
  });

  describe('for somebody who answers many', () => {
    async function quick() {
      const element = document.createElement('div');
      element.detail = createElement('c-operations-review-detail', { is: OperationsReviewDetail });
      element.detail.reviewKey = 'k';
      element.detail.isQuick = true;
      element.heard = [];
      for (const name of ['sent', 'answered']) element.detail.addEventListener(name, (event) => element.heard.push([name, event.detail]));
      element.appendChild(element.detail);
      document.body.appendChild(element);
      await flush();
      return element;
    }
    it.each([
      ['link', { key: 'k', action: 'link', since: 5 }],
      ['apart', { key: 'k', action: 'apart', since: 6 }],
    ])('gives the answer %s without asking, and leaves following it to others', async (action, expected) => {
      const { detail, heard } = await quick();
      detail.give(action);
      await flush();
      expect(heard).toEqual([['sent', expected]]);
      expect([LightningConfirm.open.mock.calls.length, getState.mock.calls.length]).toEqual([0, 0]);
      detail.give(action);
      await flush();
      expect(heard).toHaveLength(1);
    });
    it('gives no answer the review does not accept', async () => {
      getReview.mockResolvedValue(review({ actions: ['apart'] }));
      const { detail } = await quick();
      detail.give('link');
      await flush();
      expect(unite).not.toHaveBeenCalled();
    });
  });
});
