import { createElement } from 'lwc';
import ReconciliationCounts from 'c/reconciliationCounts';
import readExport from '@salesforce/apex/SyncReconciliationController.exported';
import { offer } from 'c/reconciliationFile';

jest.mock('c/reconciliationFile', () => ({ ...jest.requireActual('c/reconciliationFile'), offer: jest.fn() }));
jest.mock('@salesforce/apex/SyncReconciliationController.exported', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReconciliationController.define', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReconciliationController.records', () => ({ default: jest.fn(() => new Promise(() => {})) }), { virtual: true });
jest.mock('@salesforce/apex/SyncReconciliationController.faults', () => ({ default: jest.fn() }), { virtual: true });

const flush = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};
const report = {
  hubspot: 4120000,
  salesforce: 2800000,
  both: 2800000,
  platform: { hubspot: 4120000, salesforce: null },
  buckets: [{ id: 'hubspot/review', only: 'hubspot', count: 1320000, words: 'Review.', remedy: 'Answer it.' }],
};
async function show(props) {
  const element = createElement('c-reconciliation-counts', { is: ReconciliationCounts });
  Object.assign(element, { run: { id: 'r1', report }, definition: { hubspot: null, salesforce: { Lead: null } }, ...props });
  document.body.appendChild(element);
  await flush();
  return element;
}
const find = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);
const toasts = (element) => {
  const heard = [];
  element.addEventListener('lightning__showtoast', ({ detail }) => heard.push(detail));
  return heard;
};

describe('c-reconciliation-counts', () => {
  beforeEach(() => {
    readExport.mockReset().mockResolvedValue({ text: 'a\r\nb\r\n', next: null });
    offer.mockReset();
  });

  it('draws both counts, and says why they differ and that they add up', async () => {
    const element = await show();
    expect(element.shadowRoot.querySelectorAll('rect')).toHaveLength(3);
    expect(find(element, 'drawing').getAttribute('aria-label')).toBe('c.Fieldwise_Reconciliation_Drawing');
    expect(element.shadowRoot.textContent).toContain('1,320,000');
    expect(find(element, 'platform')).not.toBeNull();
    expect(find(element, 'sums').textContent).toContain('c.Fieldwise_Reconciliation_SumHubSpot');
    expect(element.shadowRoot.querySelector('c-reconciliation-records')).toBeNull();
    await expect(element).toBeAccessible();
  });
  it('says when both sides count the same, and when the platforms cannot count', async () => {
    const same = { ...report, hubspot: 5, salesforce: 5, both: 5, buckets: [], platform: { hubspot: null, salesforce: null } };
    const element = await show({ run: { id: 'r1', report: same } });
    expect(element.shadowRoot.textContent).toContain('c.Fieldwise_Reconciliation_CountsSame');
    expect(find(element, 'platform')).toBeNull();
  });
  it('is empty where no people are mapped', async () => {
    const element = await show({ run: { id: 'r1', report: null } });
    expect(element.shadowRoot.querySelector('c-sync-state').state).toBe('empty');
  });
  it('shows the people of a bucket, and asks for another', async () => {
    const element = await show({ bucket: 'hubspot/review' });
    expect(element.shadowRoot.querySelector('c-reconciliation-records')).toMatchObject({ bucket: 'hubspot/review', runId: 'r1' });
    const heard = [];
    element.addEventListener('navigate', ({ detail }) => heard.push(detail));
    for (const button of element.shadowRoot.querySelectorAll('lightning-button[data-bucket]')) button.click();
    expect(heard).toEqual([{ c__bucket: 'both' }, {}]);
  });
  it('offers everybody as a file', async () => {
    const element = await show();
    const heard = toasts(element);
    find(element, 'export').click();
    await flush();
    expect(readExport).toHaveBeenCalledWith({ what: 'report', after: null });
    expect(offer.mock.calls[0][1]).toEqual({ name: 'counted-people.csv', text: 'a\r\nb\r\n' });
    expect(heard[0].variant).toBe('success');
  });
  it('says why the file could not be made', async () => {
    readExport.mockRejectedValue(new Error('No.'));
    const element = await show();
    const heard = toasts(element);
    find(element, 'export').click();
    await flush();
    expect(heard[0]).toMatchObject({ variant: 'error', message: 'No.' });
    expect(find(element, 'export').disabled).toBe(false);
  });
  it('tells when other people are to be counted', async () => {
    const element = await show();
    const heard = jest.fn();
    element.addEventListener('defined', heard);
    element.shadowRoot.querySelector('c-reconciliation-who').dispatchEvent(new CustomEvent('defined'));
    expect(heard).toHaveBeenCalledTimes(1);
  });
});
