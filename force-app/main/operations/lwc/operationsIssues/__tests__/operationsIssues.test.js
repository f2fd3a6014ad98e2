import { createElement } from 'lwc';
import OperationsIssues from 'c/operationsIssues';
import getGroups from '@salesforce/apex/SyncOperationsController.issueGroups';
import retryAll from '@salesforce/apex/SyncOperationsController.retryAll';
import retryGroup from '@salesforce/apex/SyncOperationsController.retryGroup';

jest.mock('@salesforce/apex/SyncOperationsController.issueGroups', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncOperationsController.retryAll', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncOperationsController.retryGroup', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncOperationsController.issues', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncOperationsController.retryIssues', () => ({ default: jest.fn() }), { virtual: true });

const flush = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};
const stateOf = (element) => element.shadowRoot.querySelector('c-sync-state').state;
function toasts(element) {
  const heard = [];
  element.addEventListener('lightning__showtoast', (event) => heard.push(event.detail));
  return heard;
}

const groups = [
  { code: 'text-too-long', category: 'value', mapping: 'person', field: 'person.title', count: 12408, cause: 'Too long.', remedy: 'Shorten it.' },
  { code: 'record-deleted', category: 'deleted', mapping: 'deal', field: null, count: 1, cause: 'Deleted.', remedy: 'Restore it.' },
];
async function show() {
  const element = createElement('c-operations-issues', { is: OperationsIssues });
  document.body.appendChild(element);
  await flush();
  return element;
}
const all = (element, selector) => [...element.shadowRoot.querySelectorAll(selector)];

describe('c-operations-issues', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    getGroups.mockResolvedValue(groups);
    retryAll.mockResolvedValue({ retried: 12409 });
    retryGroup.mockResolvedValue({ retried: 1 });
  });
  afterEach(() => jest.useRealTimers());

  it('is loading first', async () => {
    getGroups.mockReturnValue(new Promise(() => {}));
    expect(stateOf(await show())).toBe('loading');
  });
  it('says that all is well', async () => {
    getGroups.mockResolvedValue([]);
    expect(stateOf(await show())).toBe('empty');
  });
  it('shows what went wrong and tries again', async () => {
    getGroups.mockRejectedValueOnce(new Error('No.'));
    const element = await show();
    expect(stateOf(element)).toBe('error');
    element.shadowRoot.querySelector('c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(stateOf(element)).toBe('ready');
  });
  it('shows each cause with its remedy and reach', async () => {
    const element = await show();
    expect(all(element, 'h3').map(({ textContent }) => textContent)).toEqual(['Too long.', 'Deleted.']);
    expect(all(element, 'lightning-badge').map(({ label }) => label)).toEqual(['c.Fieldwise_Operations_AffectedMany', 'c.Fieldwise_Operations_AffectedOne']);
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });
  it('opens the records of a group and closes them again', async () => {
    const element = await show();
    const [toggle] = all(element, '[data-id="toggle"]');
    toggle.click();
    await flush();
    expect(element.shadowRoot.querySelector('c-operations-issue-records').group).toMatchObject(groups[0]);
    toggle.click();
    await flush();
    expect(element.shadowRoot.querySelector('c-operations-issue-records')).toBeNull();
  });
  it('retries a group, says how many, and reads anew a little later', async () => {
    const element = await show();
    const heard = toasts(element);
    all(element, '[data-id="retry-group"]')[1].click();
    await flush();
    expect(retryGroup).toHaveBeenCalledWith({ code: 'record-deleted', mapping: 'deal', field: null });
    expect(heard).toMatchObject([{ variant: 'success' }]);
    await jest.advanceTimersByTimeAsync(3000);
    expect(getGroups).toHaveBeenCalledTimes(2);
  });
  it('retries all', async () => {
    const element = await show();
    element.shadowRoot.querySelector('[data-id="retry-all"]').click();
    await flush();
    expect(retryAll).toHaveBeenCalled();
  });
  it('says when a retry failed', async () => {
    retryAll.mockRejectedValue({ body: { message: 'The bridge is busy.' } });
    const element = await show();
    const heard = toasts(element);
    element.shadowRoot.querySelector('[data-id="retry-all"]').click();
    await flush();
    expect(heard).toMatchObject([{ variant: 'error', message: 'The bridge is busy.' }]);
    expect(stateOf(element)).toBe('ready');
  });
  it('reads nothing more once the page is left', async () => {
    const element = await show();
    element.shadowRoot.querySelector('[data-id="retry-all"]').click();
    await flush();
    element.remove();
    await jest.advanceTimersByTimeAsync(10000);
    expect(getGroups).toHaveBeenCalledTimes(1);
  });
});
