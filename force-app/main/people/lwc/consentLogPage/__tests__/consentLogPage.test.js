import { createElement } from 'lwc';
import ConsentLogPage from 'c/consentLogPage';
import readStatus from '@salesforce/apex/SyncConsentLogController.status';
import readRows from '@salesforce/apex/SyncConsentLogController.rows';

jest.mock('@salesforce/apex/SyncConsentLogController.status', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncConsentLogController.rows', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncConsentLogController.person', () => ({ default: jest.fn().mockResolvedValue({ topics: [] }) }), { virtual: true });
jest.mock('@salesforce/apex/SyncConsentLogController.verify', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncConsentLogController.exported', () => ({ default: jest.fn() }), { virtual: true });

const flush = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};
const row = (seq) => ({
  seq,
  at: 1763718000000,
  kind: 'withdrawn',
  topic: 'all',
  place: 'hubspot',
  result: 'seen',
  evidence: null,
  person: { address: 'a', sealed: null, refs: [], actor: null, explanation: null },
  refs: [{ side: 'hubspot', object: 'contacts', id: '51' }],
});
const status = {
  waiting: 1,
  failing: 1,
  oldestAt: 1,
  rows: 2,
  head: { seq: 2, hash: 'h' },
  rules: [{ key: 'consent.email', salesforceObjects: ['Lead'], salesforceField: 'HasOptedOutOfEmail', subscription: null, direction: 'two-way' }],
  stuck: [{ record: 'salesforce:Lead:00Q1', since: 1, tries: 2, retryAt: 5, trouble: 'FIELD_CUSTOM_VALIDATION_EXCEPTION' }],
};
async function show(state) {
  const element = createElement('c-consent-log-page', { is: ConsentLogPage });
  element.state = state ?? {};
  document.body.appendChild(element);
  await flush();
  return element;
}
function navigations(element) {
  const heard = [];
  element.addEventListener('navigate', (event) => heard.push(event.detail));
  return heard;
}
const stateOf = (element) => element.shadowRoot.querySelector('c-sync-state').state;
const nothing = { search: null, kind: '', since: null, until: null, after: null };
function search(element, text) {
  element.shadowRoot.querySelector('[data-id="search"]').dispatchEvent(new CustomEvent('change', { detail: { value: text } }));
  element.shadowRoot.querySelector('form').dispatchEvent(new CustomEvent('submit', { cancelable: true }));
}

describe('c-consent-log-page', () => {
  beforeEach(() => {
    readStatus.mockReset();
    readRows.mockReset();
    readStatus.mockResolvedValue(status);
    readRows.mockResolvedValue({ items: [row(2), row(1)], next: null, names: {} });
  });

  it('is loading first', async () => {
    readRows.mockReturnValue(new Promise(() => {}));
    expect(stateOf(await show())).toBe('loading');
  });
  it('shows the steps, the rules, what waits and what is stuck', async () => {
    const element = await show();
    expect(readRows).toHaveBeenCalledWith(nothing);
    expect(element.shadowRoot.querySelectorAll('tbody tr')).toHaveLength(2);
    expect(element.shadowRoot.querySelector('[data-id="waiting"]').textContent).toBe('c.Fieldwise_ConsentLog_Waiting');
    expect(element.shadowRoot.textContent).toContain('c.Fieldwise_ConsentLog_StuckTitle');
    await expect(element).toBeAccessible();
  });
  it('says when no rule carries consent and nothing waits', async () => {
    readStatus.mockResolvedValue({ ...status, waiting: 0, rules: [], stuck: [] });
    const element = await show();
    expect(element.shadowRoot.textContent).toContain('c.Fieldwise_ConsentLog_NoRules');
    expect(element.shadowRoot.textContent).toContain('c.Fieldwise_ConsentLog_WaitingNone');
  });
  it('is useful without the status', async () => {
    readStatus.mockRejectedValue(new Error('No.'));
    expect(stateOf(await show())).toBe('ready');
  });
  it.each([
    [{}, 'c.Fieldwise_ConsentLog_EmptyTitle'],
    [{ c__kind: 'written' }, 'c.Fieldwise_ConsentLog_NoMatchTitle'],
  ])('says why the list is empty with %j', async (state, title) => {
    readRows.mockResolvedValue({ items: [], next: null, names: {} });
    const element = await show(state);
    expect(stateOf(element)).toBe('empty');
    expect(element.shadowRoot.querySelector('c-sync-state').emptyTitle).toBe(title);
  });
  it('shows what went wrong and tries again', async () => {
    readRows.mockRejectedValueOnce(new Error('No.'));
    const element = await show();
    expect(stateOf(element)).toBe('error');
    element.shadowRoot.querySelector('c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(stateOf(element)).toBe('ready');
  });
  it('reads what the URL asks for, with whole days, and shows the person of a record', async () => {
    const element = await show({ c__record: '00Q1', c__kind: 'written', c__since: '2025-11-20', c__until: '2025-11-20' });
    const since = Date.UTC(2025, 10, 20);
    expect(readRows).toHaveBeenCalledWith({ search: '00Q1', kind: 'written', since: String(since), until: String(since + 86399999), after: null });
    expect(element.shadowRoot.querySelector('c-consent-log-person').recordId).toBe('00Q1');
    element.state = { c__record: '00Q2' };
    await flush();
    expect(readRows).toHaveBeenLastCalledWith({ ...nothing, search: '00Q2' });
  });
  it('puts filters into the URL, but never an address', async () => {
    const element = await show({ c__kind: 'written' });
    const heard = navigations(element);
    search(element, ' 00Q1 ');
    element.shadowRoot.querySelector('lightning-combobox').dispatchEvent(new CustomEvent('change', { detail: { value: '' } }));
    element.shadowRoot.querySelector('[data-id="since"]').dispatchEvent(new CustomEvent('change', { detail: { value: '2025-11-20' } }));
    element.shadowRoot.querySelector('[data-id="until"]').dispatchEvent(new CustomEvent('change', { detail: { value: '2025-11-21' } }));
    expect(heard).toEqual([
      { c__step: 'consent-log', c__record: '00Q1', c__kind: 'written' },
      { c__step: 'consent-log' },
      { c__step: 'consent-log', c__kind: 'written', c__since: '2025-11-20' },
      { c__step: 'consent-log', c__kind: 'written', c__until: '2025-11-21' },
    ]);
    search(element, 'ada@x.example');
    await flush();
    expect(JSON.stringify(heard)).not.toContain('ada');
    expect(readRows).toHaveBeenLastCalledWith({ ...nothing, kind: 'written', search: 'ada@x.example' });
  });
  it('clears the filters, an address too', async () => {
    const element = await show({ c__kind: 'written' });
    const heard = navigations(element);
    search(element, 'ada@x.example');
    await flush();
    element.shadowRoot.querySelector('[data-id="clear"]').click();
    await flush();
    expect(heard.at(-1)).toEqual({ c__step: 'consent-log' });
    expect(readRows).toHaveBeenLastCalledWith({ ...nothing, kind: 'written' });
  });
  it('shows more below', async () => {
    readRows.mockResolvedValueOnce({ items: [row(3)], next: 'n', names: {} });
    const element = await show();
    element.shadowRoot.querySelector('[data-id="more"]').click();
    await flush();
    expect(readRows).toHaveBeenLastCalledWith({ ...nothing, after: 'n' });
    expect(element.shadowRoot.querySelectorAll('tbody tr')).toHaveLength(3);
  });
});
