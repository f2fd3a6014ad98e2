import { createElement } from 'lwc';
import OperationsReviews from 'c/operationsReviews';
import getReviews from '@salesforce/apex/SyncOperationsController.reviews';
import choose from '@salesforce/apex/SyncOperationsController.choose';
import getSettlement from '@salesforce/apex/SyncOperationsController.settlement';

jest.mock('@salesforce/apex/SyncOperationsController.reviews', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncOperationsController.choose', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncOperationsController.settlement', () => ({ default: jest.fn() }), { virtual: true });

const flush = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};
const stateOf = (element) => element.shadowRoot.querySelector('c-sync-state').state;
function toasts(element) {
  const heard = [];
  element.addEventListener('lightning__showtoast', (event) => heard.push(event.detail));
  return heard;
}

const review = (key, over) => ({
  key,
  kind: 'conflict',
  field: 'person.notes',
  explanation: 'Both sides were changed.',
  openedAt: 1,
  refs: [{ side: 'salesforce', object: 'Contact', id: '003A' }],
  values: { salesforce: 'a', hubspot: null },
  times: { salesforce: 1, hubspot: null },
  refusals: { salesforce: null, hubspot: null },
  ...over,
});
async function show() {
  const element = createElement('c-operations-reviews', { is: OperationsReviews });
  document.body.appendChild(element);
  await flush();
  return element;
}
const choices = (element) => [...element.shadowRoot.querySelectorAll('[data-side]')];

describe('c-operations-reviews', () => {
  beforeEach(() => {
    getReviews.mockReset();
    getReviews.mockResolvedValue({ items: [review('r1'), review('r2', { kind: 'cluster', field: null, values: null })], next: null });
    choose.mockResolvedValue({ link: 'person:1', field: 'person.notes', since: 5 });
    getSettlement.mockResolvedValue({ state: 'done', words: 'Done.' });
  });

  it('is loading first', async () => {
    getReviews.mockReturnValue(new Promise(() => {}));
    expect(stateOf(await show())).toBe('loading');
  });
  it('says that nothing waits', async () => {
    getReviews.mockResolvedValue({ items: [], next: null });
    expect(stateOf(await show())).toBe('empty');
  });
  it('shows what went wrong and tries again', async () => {
    getReviews.mockRejectedValueOnce(new Error('No.'));
    const element = await show();
    expect(stateOf(element)).toBe('error');
    element.shadowRoot.querySelector('c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(stateOf(element)).toBe('ready');
  });
  it('offers both values of a conflict, and none for a match', async () => {
    const element = await show();
    expect(choices(element).map(({ dataset }) => [dataset.key, dataset.side])).toEqual([
      ['r1', 'salesforce'],
      ['r1', 'hubspot'],
    ]);
    await expect(element).toBeAccessible();
  });
  it('names the field as both sides do, else by its rule', async () => {
    getReviews.mockResolvedValue({ items: [review('r1', { fieldNames: { salesforce: 'Title', hubspot: 'jobtitle' } }), review('r2')], next: null });
    const titles = [...(await show()).shadowRoot.querySelectorAll('h3 .breaks')].map(({ textContent }) => textContent);
    expect(titles).toEqual(['Title ↔ jobtitle', 'person.notes']);
  });
  it('says why a side cannot be chosen', async () => {
    getReviews.mockResolvedValue({ items: [review('r1', { refusals: { salesforce: null, hubspot: 'The rule forbids it.' } })], next: null });
    const element = await show();
    expect(choices(element)).toHaveLength(1);
    expect(element.shadowRoot.textContent).toContain('The rule forbids it.');
  });
  it('settles on a side and reads anew', async () => {
    const element = await show();
    const heard = toasts(element);
    choices(element)[1].click();
    await flush();
    expect(choose).toHaveBeenCalledWith({ key: 'r1', side: 'hubspot' });
    expect(heard).toMatchObject([{ variant: 'success', message: 'Done.' }]);
    expect(getReviews).toHaveBeenCalledTimes(2);
  });
  it('says when it was overtaken', async () => {
    getSettlement.mockResolvedValue({ state: 'overtaken', words: 'Edited meanwhile.' });
    const element = await show();
    const heard = toasts(element);
    choices(element)[0].click();
    await flush();
    expect(heard).toMatchObject([{ variant: 'error', message: 'Edited meanwhile.' }]);
  });
  it('compares the records of a question of identity, and reads anew once it is answered', async () => {
    const element = await show();
    const detail = () => element.shadowRoot.querySelector('c-operations-review-detail');
    const compare = async () => {
      element.shadowRoot.querySelector('[data-action="compare"]').click();
      await flush();
    };
    await compare();
    expect(detail().reviewKey).toBe('r2');
    detail().dispatchEvent(new CustomEvent('close'));
    await flush();
    expect(detail()).toBeNull();
    await compare();
    await compare();
    expect(detail()).toBeNull();
    await compare();
    detail().dispatchEvent(new CustomEvent('answered'));
    await flush();
    expect([detail(), getReviews.mock.calls.length]).toEqual([null, 2]);
    element.shadowRoot.querySelector('c-operations-answers').dispatchEvent(new CustomEvent('takenback'));
    await flush();
    expect(getReviews).toHaveBeenCalledTimes(3);
  });
  it('shows more below', async () => {
    getReviews.mockResolvedValueOnce({ items: [review('r0')], next: 'n1' });
    const element = await show();
    element.shadowRoot.querySelector('[data-id="more"]').click();
    await flush();
    expect(getReviews).toHaveBeenLastCalledWith({ after: 'n1' });
    expect(element.shadowRoot.querySelectorAll('li')).toHaveLength(3);
  });
});
