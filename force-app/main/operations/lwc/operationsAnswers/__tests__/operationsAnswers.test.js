import { createElement } from 'lwc';
import OperationsAnswers from 'c/operationsAnswers';
import getAnswers from '@salesforce/apex/SyncReviewController.answers';
import takeBack from '@salesforce/apex/SyncReviewController.takeBack';

jest.mock('@salesforce/apex/SyncReviewController.answers', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReviewController.takeBack', () => ({ default: jest.fn() }), { virtual: true });

const flush = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};
const lead = { side: 'salesforce', object: 'Lead', id: '00QA' };
const contact = { side: 'hubspot', object: 'contacts', id: '51' };
const answer = (over) => ({ refs: [lead, contact], verdict: 'apart', master: null, by: '005', at: 1, ...over });

async function show() {
  const element = createElement('c-operations-answers', { is: OperationsAnswers });
  document.body.appendChild(element);
  await flush();
  return element;
}
const toggle = async (element) => {
  element.shadowRoot.querySelector('[data-id="toggle"]').click();
  await flush();
};
const stateOf = (element) => element.shadowRoot.querySelector('c-sync-state')?.state;

describe('c-operations-answers', () => {
  beforeEach(() => {
    getAnswers.mockReset();
    takeBack.mockReset();
    getAnswers.mockResolvedValue({
      items: [
        answer(),
        answer({ refs: [lead, { ...lead, id: '00QB' }], verdict: 'link', master: lead }),
        answer({ verdict: 'link', refs: [lead, { ...contact, id: '52' }] }),
      ],
      next: null,
      names: { '00QA': 'Ada King' },
    });
    takeBack.mockResolvedValue(undefined);
  });

  it('asks nothing until it is wanted', async () => {
    const element = await show();
    expect([getAnswers.mock.calls.length, stateOf(element)]).toEqual([0, undefined]);
    element.refresh();
    expect(getAnswers).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });
  it('shows who was said to be whom', async () => {
    const element = await show();
    await toggle(element);
    const rows = [...element.shadowRoot.querySelectorAll('tbody tr')];
    expect(rows).toHaveLength(3);
    expect(rows[0].querySelectorAll('c-operations-record-link')).toHaveLength(2);
    expect(new Set(rows.map((row) => row.querySelector('td').textContent)).size).toBe(3);
    await expect(element).toBeAccessible();
  });
  it('says that there is none', async () => {
    getAnswers.mockResolvedValue({ items: [], next: null, names: {} });
    const element = await show();
    await toggle(element);
    expect(stateOf(element)).toBe('empty');
    await toggle(element);
    expect(stateOf(element)).toBeUndefined();
  });
  it('shows what went wrong', async () => {
    getAnswers.mockRejectedValueOnce(new Error('No.'));
    const element = await show();
    await toggle(element);
    expect(stateOf(element)).toBe('error');
    element.shadowRoot.querySelector('c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(stateOf(element)).toBe('ready');
  });
  it('takes an answer back and reads anew', async () => {
    const element = await show();
    const heard = [];
    element.addEventListener('takenback', () => heard.push('takenback'));
    await toggle(element);
    element.shadowRoot.querySelector('tbody lightning-button').click();
    await flush();
    expect(JSON.parse(takeBack.mock.calls[0][0].refsJson)).toEqual([lead, contact]);
    expect([heard, getAnswers.mock.calls.length]).toEqual([['takenback'], 2]);
  });
  it('says when it could not be taken back', async () => {
    takeBack.mockRejectedValue(new Error('Nothing is remembered.'));
    const element = await show();
    const heard = [];
    element.addEventListener('lightning__showtoast', (event) => heard.push(event.detail));
    await toggle(element);
    element.shadowRoot.querySelector('tbody lightning-button').click();
    await flush();
    expect(heard).toMatchObject([{ variant: 'error', message: 'Nothing is remembered.' }]);
  });
  it('shows more below', async () => {
    getAnswers.mockResolvedValueOnce({ items: [answer({ refs: [lead, { ...contact, id: '99' }] })], next: 'n1', names: {} });
    const element = await show();
    await toggle(element);
    element.shadowRoot.querySelector('[data-id="more"]').click();
    await flush();
    expect(getAnswers).toHaveBeenLastCalledWith({ after: 'n1' });
  });
});
