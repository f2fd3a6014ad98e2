import { createElement } from 'lwc';
import LightningConfirm from 'lightning/confirm';
import IdentityDuplicates from 'c/identityDuplicates';
import readDuplicates from '@salesforce/apex/SyncIdentityController.duplicates';
import readExport from '@salesforce/apex/SyncIdentityController.exported';
import unite from '@salesforce/apex/SyncReviewController.unite';
import keepApart from '@salesforce/apex/SyncReviewController.keepApart';
import getState from '@salesforce/apex/SyncReviewController.state';

jest.mock('@salesforce/apex/SyncIdentityController.duplicates', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncIdentityController.exported', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReviewController.unite', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReviewController.keepApart', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReviewController.state', () => ({ default: jest.fn() }), { virtual: true });

const lead = (id) => ({ side: 'salesforce', object: 'Lead', id });
const contact = (id) => ({ side: 'hubspot', object: 'contacts', id });
const member = (ref) => ({ ref, name: `Name ${ref.id}`, isLinked: false, filled: 4, openDeals: 0, createdAt: 1, lastActivityAt: 2 });
const group = (key, over) => ({
  key,
  mapping: 'person',
  side: 'salesforce',
  sharedBy: 'email',
  members: [member(lead('A')), member(lead('B'))],
  suggestion: { master: lead('B'), reasons: ['It is the older one.'] },
  question: { key: 'r1', refs: [lead('A'), lead('B'), contact('1')] },
  ...over,
});
const page = (items, next = null) => ({ items, next, counts: { clusters: items.length, records: 2 * items.length } });
const flush = async () => {
  for (let turn = 0; turn < 14; turn += 1) await Promise.resolve();
};
async function show() {
  const element = createElement('c-identity-duplicates', { is: IdentityDuplicates });
  element.heard = [];
  for (const name of ['navigate', 'lightning__showtoast']) element.addEventListener(name, ({ detail }) => element.heard.push(detail));
  document.body.appendChild(element);
  await flush();
  return element;
}
const part = (element, selector) => element.shadowRoot.querySelector(selector);
const stateOf = (element) => part(element, 'c-sync-state').state;
const press = async (element, selector) => {
  part(element, selector).click();
  await flush();
};

describe('c-identity-duplicates', () => {
  beforeEach(() => {
    for (const mock of [readDuplicates, readExport, unite, keepApart, getState]) mock.mockReset();
    readDuplicates.mockResolvedValue(page([group('g1'), group('g2', { question: null })]));
    unite.mockResolvedValue({ review: 'r1', since: 5 });
    keepApart.mockResolvedValue({ review: 'r1', since: 6 });
    getState.mockResolvedValue({ state: 'done', words: 'Done.' });
    LightningConfirm.open = jest.fn().mockResolvedValue(true);
  });

  it('is loading first', async () => {
    readDuplicates.mockReturnValue(new Promise(() => {}));
    expect(stateOf(await show())).toBe('loading');
  });
  it('says that there are none', async () => {
    readDuplicates.mockResolvedValue(page([]));
    expect(stateOf(await show())).toBe('empty');
  });
  it('shows what went wrong and tries again', async () => {
    readDuplicates.mockRejectedValueOnce(new Error('No.'));
    const element = await show();
    expect(stateOf(element)).toBe('error');
    part(element, 'c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(stateOf(element)).toBe('ready');
  });
  it('shows members, the suggested one and why', async () => {
    const element = await show();
    expect(element.shadowRoot.querySelectorAll('[data-group="g1"] tbody tr')).toHaveLength(2);
    expect(element.shadowRoot.querySelectorAll('[data-group="g1"] .slds-theme_success')).toHaveLength(1);
    expect(part(element, '[data-group="g1"] .reasons').textContent).toBe('It is the older one.');
    expect(part(element, '[data-group="g2"]').querySelector('lightning-button')).toBeNull();
    await expect(element).toBeAccessible();
  });
  it('goes on below, even when a page holds nothing any more', async () => {
    readDuplicates.mockResolvedValueOnce(page([], 'n1'));
    const element = await show();
    expect(stateOf(element)).toBe('ready');
    await press(element, '[data-id="more"]');
    expect(readDuplicates).toHaveBeenLastCalledWith({ after: 'n1' });
    expect(element.shadowRoot.querySelectorAll('[data-group]')).toHaveLength(2);
  });
  it('keeps the chosen record in step, with the record of the other system', async () => {
    const element = await show();
    await press(element, '[data-keep="Lead:A"]');
    expect(JSON.parse(unite.mock.calls[0][0].refsJson)).toEqual([lead('A'), contact('1')]);
    expect(getState).toHaveBeenCalledWith({ key: 'r1', since: '5' });
    expect(element.heard).toMatchObject([{ variant: 'success', message: 'Done.' }]);
    expect(readDuplicates).toHaveBeenCalledTimes(2);
  });
  it('keeps them apart', async () => {
    await press(await show(), '[data-apart="g1"]');
    expect(keepApart).toHaveBeenCalledWith({ key: 'r1' });
  });
  it('asks before it does anything', async () => {
    LightningConfirm.open.mockResolvedValue(false);
    const element = await show();
    await press(element, '[data-keep="Lead:A"]');
    await press(element, '[data-apart="g1"]');
    expect([unite.mock.calls.length, keepApart.mock.calls.length]).toEqual([0, 0]);
  });
  it.each([
    ['overtaken', 'Anew.'],
    ['issue', 'No room.'],
  ])('says when an answer ended as %s', async (state, words) => {
    getState.mockResolvedValue({ state, words });
    const element = await show();
    await press(element, '[data-apart="g1"]');
    expect(element.heard).toMatchObject([{ variant: 'error', message: words }]);
  });
  it('leads to the queue when the other system has several', async () => {
    readDuplicates.mockResolvedValue(page([group('g1', { question: { key: 'r1', refs: [lead('A'), lead('B'), contact('1'), contact('2')] } })]));
    const element = await show();
    expect(part(element, '[data-keep]')).toBeNull();
    await press(element, '[data-queue="g1"]');
    expect(element.heard).toEqual([{ c__tab: 'reviews', c__review: 'r1' }]);
  });
  it('writes every page into a file', async () => {
    readExport.mockResolvedValueOnce(page([group('g1')], 'n1')).mockResolvedValueOnce(page([group('g2')]));
    const blobs = [];
    URL.createObjectURL = jest.fn((blob) => {
      blobs.push(blob);
      return 'blob:x';
    });
    URL.revokeObjectURL = jest.fn();
    const element = await show();
    part(element, 'a.file').click = jest.fn();
    await press(element, '[data-id="export"]');
    expect(readExport.mock.calls.map(([{ after }]) => after)).toEqual([null, 'n1']);
    expect([blobs.length, part(element, 'a.file').download]).toEqual([1, 'duplicates.csv']);
    expect(element.heard).toMatchObject([{ variant: 'success' }]);
  });
  it('says why there is no file', async () => {
    readExport.mockRejectedValue({ body: { message: 'Not reached.' } });
    const element = await show();
    await press(element, '[data-id="export"]');
    expect(element.heard).toMatchObject([{ variant: 'error', message: 'Not reached.' }]);
    expect(part(element, '[data-id="export"]').disabled).toBe(false);
  });
});
