import { createElement } from 'lwc';
import ReconciliationRecords from 'c/reconciliationRecords';
import readRecords from '@salesforce/apex/SyncReconciliationController.records';
import readFaults from '@salesforce/apex/SyncReconciliationController.faults';

jest.mock('@salesforce/apex/SyncReconciliationController.records', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReconciliationController.faults', () => ({ default: jest.fn() }), { virtual: true });

const flush = async () => {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
};
const hubspot = (id) => ({ side: 'hubspot', object: 'contacts', id });
const salesforce = { side: 'salesforce', object: 'Lead', id: '00Q1' };
async function show(props) {
  const element = createElement('c-reconciliation-records', { is: ReconciliationRecords });
  Object.assign(element, props);
  document.body.appendChild(element);
  await flush();
  return element;
}
const stateOf = (element) => element.shadowRoot.querySelector('c-sync-state').state;

describe('c-reconciliation-records', () => {
  beforeEach(() => {
    readRecords.mockReset().mockResolvedValue({
      items: [
        { ref: hubspot('51'), other: salesforce },
        { ref: hubspot('52'), other: null },
      ],
      next: 'n1',
      names: { 51: 'Ada' },
    });
    readFaults.mockReset().mockResolvedValue({
      items: [{ kind: 'disagree', mapping: 'person', refs: [salesforce, hubspot('51')], fields: [{ side: 'hubspot', field: 'phone' }] }],
      next: null,
      names: {},
    });
  });

  it('is loading first', async () => {
    readRecords.mockReturnValue(new Promise(() => {}));
    expect(stateOf(await show({ bucket: 'both' }))).toBe('loading');
  });
  it('shows the people of a bucket with whom they are paired, and more of them', async () => {
    const element = await show({ bucket: 'both' });
    expect(element.shadowRoot.querySelectorAll('tbody tr')).toHaveLength(2);
    expect(element.shadowRoot.textContent).toContain('Ada');
    expect(element.shadowRoot.textContent).toContain('c.Fieldwise_Reconciliation_NoCounterpart');
    await expect(element).toBeAccessible();
    readRecords.mockResolvedValue({ items: [{ ref: hubspot('53'), other: null }], next: null, names: {} });
    element.shadowRoot.querySelector('[data-id="more"]').click();
    await flush();
    expect(readRecords).toHaveBeenLastCalledWith({ bucket: 'both', after: 'n1' });
    expect(element.shadowRoot.querySelectorAll('tbody tr')).toHaveLength(3);
    expect(element.shadowRoot.querySelector('[data-id="more"]')).toBeNull();
  });
  it('shows what disagrees in a mapping, and what a repair would write', async () => {
    const element = await show({ mapping: 'person' });
    expect(readFaults).toHaveBeenCalledWith({ mapping: 'person', after: null });
    expect(element.shadowRoot.textContent).toContain('c.Fieldwise_Reconciliation_Writes');
    await expect(element).toBeAccessible();
  });
  it('says that nothing disagrees', async () => {
    readFaults.mockResolvedValue({ items: [], next: null, names: {} });
    const element = await show({ mapping: 'person' });
    expect(stateOf(element)).toBe('empty');
    expect(element.shadowRoot.querySelector('c-sync-state').emptyTitle).toBe('c.Fieldwise_Reconciliation_FaultsNone');
  });
  it('shows what went wrong and tries again', async () => {
    readRecords.mockRejectedValueOnce(new Error('No.'));
    const element = await show({ bucket: 'both' });
    expect(stateOf(element)).toBe('error');
    element.shadowRoot.querySelector('c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(stateOf(element)).toBe('ready');
  });
  it('begins anew with another bucket or check, and forgets a late answer', async () => {
    let late;
    readRecords.mockReturnValueOnce(new Promise((resolve) => (late = resolve)));
    const element = await show({ bucket: 'hubspot/review' });
    element.bucket = 'both';
    await flush();
    late({ items: [{ ref: hubspot('99'), other: null }], next: null, names: {} });
    await flush();
    expect(element.shadowRoot.querySelectorAll('tbody tr')).toHaveLength(2);
    element.runId = 'r2';
    element.mapping = undefined;
    await flush();
    expect(readRecords).toHaveBeenLastCalledWith({ bucket: 'both', after: null });
  });
});
