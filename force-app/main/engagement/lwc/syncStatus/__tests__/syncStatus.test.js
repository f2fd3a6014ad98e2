import { createElement } from 'lwc';
import SyncStatus from 'c/syncStatus';
import readStanding from '@salesforce/apex/SyncStatusController.standing';
import syncNow from '@salesforce/apex/SyncStatusController.syncNow';

jest.mock('@salesforce/apex/SyncStatusController.standing', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncStatusController.syncNow', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncStatusController.fields', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), { virtual: true });
jest.mock('@salesforce/apex/SyncStatusController.report', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/customPermission/Fieldwise_View', () => ({ __esModule: true, default: true }), { virtual: true });
jest.mock('@salesforce/customPermission/Fieldwise_Manage', () => ({ __esModule: true, default: undefined }), { virtual: true });

const settled = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};
const standing = (over = {}) => ({
  state: 'in-sync',
  reason: null,
  explanation: null,
  lastSyncedAt: Date.now() - 60000,
  hubspot: { object: 'contacts', id: '51', url: 'https://app.hubspot.com/' },
  issues: [],
  reviews: [],
  trouble: null,
  ...over,
});
const none = { hubspot: null, lastSyncedAt: null };

async function create(answer = standing()) {
  readStanding.mockImplementation(() => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)));
  const element = createElement('c-sync-status', { is: SyncStatus });
  element.recordId = '003000000000001AAA';
  document.body.appendChild(element);
  await settled();
  return element;
}
const find = (element, selector) => element.shadowRoot.querySelector(selector);
const notice = (element) => find(element, '.notice').textContent;

describe('c-sync-status', () => {
  afterEach(() => jest.useRealTimers());

  it.each([
    ['in-sync', {}, 'InSync'],
    ['pending', { lastSyncedAt: null }, 'Pending'],
    [
      'issue',
      { issues: [{ key: 'k', field: 'Phone', label: 'Phone', cause: 'Too long.', remedy: 'Shorten it.', openedAt: 1, retryAt: Date.now() + 60000 }] },
      'Issue',
    ],
    ['review', { ...none, explanation: 'Two people.', reviews: [{ key: 'r', kind: 'match', field: null, explanation: 'Two people.', openedAt: 1 }] }, 'Review'],
    ['out-of-scope', { ...none, explanation: 'Not a customer.' }, 'OutOfScope'],
    ['deleted', {}, 'Deleted'],
    ['not-linked', { ...none, explanation: 'A duplicate.' }, 'NotLinked'],
    ['never-met', none, 'NeverMet'],
  ])('%s is told in words and is accessible', async (state, over, title) => {
    const element = await create(standing({ state, ...over }));
    expect(find(element, 'h3').textContent).toBe(`c.Fieldwise_SyncStatus_${title}`);
    const text = element.shadowRoot.textContent;
    if (over.explanation) expect(text.split(over.explanation).length - 1).toBe(1);
    if (over.issues) for (const part of ['Phone', 'Too long.', 'Shorten it.', 'RetryAt']) expect(text).toContain(part);
    await expect(element).toBeAccessible();
  });

  it('says when the whole sync is interrupted', async () => {
    expect((await create(standing({ trouble: 'Salesforce login' }))).shadowRoot.querySelector('.trouble').textContent).toContain('Trouble');
  });

  it('a failed call is an error one can try again', async () => {
    const element = await create(new Error('no'));
    expect(find(element, 'c-sync-state').state).toBe('error');
    expect(find(element, '[data-sync]')).toBeNull();
    readStanding.mockResolvedValue(standing());
    find(element, 'c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await settled();
    expect(find(element, 'c-sync-state').state).toBe('ready');
  });

  it('sync now asks for a look and waits until it happened', async () => {
    jest.useFakeTimers();
    const before = standing({ lastSyncedAt: 1000 });
    const element = await create(before);
    syncNow.mockResolvedValue({ looking: 1 });
    find(element, '[data-sync]').click();
    await settled();
    expect(syncNow).toHaveBeenCalledWith({ recordId: '003000000000001AAA' });
    expect(find(element, '[data-sync]').disabled).toBe(true);
    jest.advanceTimersByTime(1000);
    await settled();
    expect(notice(element)).toContain('Syncing');
    readStanding.mockResolvedValue(standing({ lastSyncedAt: 2000 }));
    jest.advanceTimersByTime(1000);
    await settled();
    expect(notice(element)).toContain('SyncDone');
    expect(find(element, '[data-sync]').disabled).toBe(false);
    const calls = readStanding.mock.calls.length;
    jest.advanceTimersByTime(10000);
    await settled();
    expect(readStanding).toHaveBeenCalledTimes(calls);
  });

  it('gives up waiting after a while, and stops when it leaves the page', async () => {
    jest.useFakeTimers();
    const element = await create(standing({ lastSyncedAt: 1000 }));
    syncNow.mockResolvedValue({ looking: 1 });
    find(element, '[data-sync]').click();
    for (let look = 0; look < 16; look += 1) {
      await settled();
      jest.advanceTimersByTime(1000);
    }
    await settled();
    expect(notice(element)).toContain('SyncSlow');
    find(element, '[data-sync]').click();
    await settled();
    const calls = readStanding.mock.calls.length;
    document.body.removeChild(element);
    jest.advanceTimersByTime(5000);
    await settled();
    expect(readStanding).toHaveBeenCalledTimes(calls);
  });

  it('a refused sync says why and keeps what is shown', async () => {
    const element = await create();
    syncNow.mockRejectedValue({ body: { message: 'The bridge cannot be reached.' } });
    find(element, '[data-sync]').click();
    await settled();
    expect(find(element, 'c-sync-state').state).toBe('partial');
    expect(find(element, '[data-sync]').disabled).toBe(false);
  });

  it('explains fields on demand', async () => {
    const element = await create();
    expect(find(element, 'c-sync-status-fields')).toBeNull();
    find(element, '[data-why]').click();
    await settled();
    expect(find(element, 'c-sync-status-fields').recordId).toBe('003000000000001AAA');
    find(element, '[data-why]').click();
    await settled();
    expect(find(element, 'c-sync-status-fields')).toBeNull();
  });

  it('takes a report with what it shows, and thanks for it', async () => {
    const element = await create(
      standing({ state: 'issue', issues: [{ key: 'k', label: 'Phone', cause: 'Too long.', remedy: 'x', openedAt: 1, retryAt: null }] }),
    );
    find(element, '[data-report]').click();
    await settled();
    expect(find(element, 'c-sync-status-report').shownText).toContain('Phone: Too long.');
    find(element, 'c-sync-status-report').dispatchEvent(new CustomEvent('reported', { detail: { number: 'SP-00001' } }));
    await settled();
    expect(notice(element)).toContain('Reported');
    find(element, '[data-report]').click();
    await settled();
    find(element, 'c-sync-status-report').dispatchEvent(new CustomEvent('cancel'));
    await settled();
    expect(find(element, 'c-sync-status-report')).toBeNull();
  });

  it('another record begins anew, refresh asks again', async () => {
    const element = await create();
    element.recordId = '003000000000002AAA';
    await settled();
    expect(readStanding).toHaveBeenLastCalledWith({ recordId: '003000000000002AAA' });
    find(element, 'lightning-button-icon').click();
    await settled();
    expect(readStanding).toHaveBeenCalledTimes(3);
  });
});
