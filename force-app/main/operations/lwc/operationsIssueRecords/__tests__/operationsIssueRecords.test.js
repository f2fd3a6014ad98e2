import { createElement } from 'lwc';
import OperationsIssueRecords from 'c/operationsIssueRecords';
import getIssues from '@salesforce/apex/SyncOperationsController.issues';
import retryIssues from '@salesforce/apex/SyncOperationsController.retryIssues';

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

const issue = (id, over) => ({
  key: id,
  subject: `person:${id}`,
  ref: { side: 'salesforce', object: 'Contact', id },
  openedAt: 0,
  times: 1,
  retryAt: null,
  ...over,
});
const group = { code: 'text-too-long', mapping: 'person', field: 'person.title', cause: 'Too long.' };
async function show() {
  const element = createElement('c-operations-issue-records', { is: OperationsIssueRecords });
  element.group = group;
  document.body.appendChild(element);
  await flush();
  return element;
}
const links = (element) => [...element.shadowRoot.querySelectorAll('c-operations-record-link')];

describe('c-operations-issue-records', () => {
  beforeEach(() => {
    getIssues
      .mockResolvedValueOnce({ items: [issue('003A')], next: 'n1', names: { '003A': 'Ada' } })
      .mockResolvedValueOnce({ items: [issue('003B', { times: 3, retryAt: 1 })], next: null, names: { '003B': 'Bob' } });
    retryIssues.mockResolvedValue({ retried: 1 });
  });
  afterEach(() => getIssues.mockReset());

  it('shows a page, then the next below it', async () => {
    const element = await show();
    expect(getIssues).toHaveBeenCalledWith({ code: 'text-too-long', mapping: 'person', field: 'person.title', after: null });
    element.shadowRoot.querySelector('[data-id="more"]').click();
    await flush();
    expect(getIssues).toHaveBeenLastCalledWith(expect.objectContaining({ after: 'n1' }));
    expect(links(element).map(({ record, names }) => names[record.id])).toEqual(['Ada', 'Bob']);
    expect(element.shadowRoot.querySelector('[data-id="more"]')).toBeNull();
    await expect(element).toBeAccessible();
  });
  it('says that none is left', async () => {
    getIssues.mockReset();
    getIssues.mockResolvedValue({ items: [], next: null });
    expect(stateOf(await show())).toBe('empty');
  });
  it('shows what went wrong and tries again', async () => {
    getIssues.mockReset();
    getIssues.mockRejectedValueOnce(new Error('No.')).mockResolvedValue({ items: [issue('003A')], next: null });
    const element = await show();
    expect(stateOf(element)).toBe('error');
    element.shadowRoot.querySelector('c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(stateOf(element)).toBe('ready');
  });
  it('retries one record', async () => {
    const element = await show();
    const heard = toasts(element);
    element.shadowRoot.querySelector('td lightning-button').click();
    await flush();
    expect(retryIssues).toHaveBeenCalledWith({ subjects: ['person:003A'] });
    expect(heard).toMatchObject([{ variant: 'success' }]);
  });
  it('says when a retry failed', async () => {
    retryIssues.mockRejectedValue(new Error('No.'));
    const element = await show();
    const heard = toasts(element);
    element.shadowRoot.querySelector('td lightning-button').click();
    await flush();
    expect(heard).toMatchObject([{ variant: 'error', message: 'No.' }]);
    expect(stateOf(element)).toBe('ready');
  });
});
