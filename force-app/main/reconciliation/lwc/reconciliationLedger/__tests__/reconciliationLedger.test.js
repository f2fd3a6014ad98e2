import { createElement } from 'lwc';
import ReconciliationLedger from 'c/reconciliationLedger';
import readLedger from '@salesforce/apex/SyncReconciliationController.ledger';
import readExport from '@salesforce/apex/SyncReconciliationController.exported';
import { offer } from 'c/reconciliationFile';

jest.mock('c/reconciliationFile', () => ({ ...jest.requireActual('c/reconciliationFile'), offer: jest.fn() }));
jest.mock('@salesforce/apex/SyncReconciliationController.ledger', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReconciliationController.exported', () => ({ default: jest.fn() }), { virtual: true });

const flush = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};
const row = (id) => ({
  hubspot: { side: 'hubspot', object: 'contacts', id },
  salesforce: { side: 'salesforce', object: 'Lead', id: `00Q${id}` },
  ...{ state: 'received', isCounted: true, countedAt: 1, countedBy: 'stage', handedAt: 2, handedBy: 'made', receivedAt: 3, decidedAt: null, decidedBy: null },
});
async function show(props) {
  const element = createElement('c-reconciliation-ledger', { is: ReconciliationLedger });
  Object.assign(element, { counts: { received: 2 }, ...props });
  document.body.appendChild(element);
  await flush();
  return element;
}
const stateOf = (element) => element.shadowRoot.querySelector('c-sync-state').state;

describe('c-reconciliation-ledger', () => {
  beforeEach(() => {
    readLedger.mockReset().mockResolvedValue({ items: [row('51')], next: 'n1', names: { 51: 'Ada' } });
    readExport.mockReset().mockResolvedValue({ text: 'a\r\n', next: null });
    offer.mockReset();
  });

  it('is loading first', async () => {
    readLedger.mockReturnValue(new Promise(() => {}));
    expect(stateOf(await show())).toBe('loading');
  });
  it('shows people with their times, and more of them', async () => {
    const element = await show();
    expect(readLedger).toHaveBeenCalledWith({ state: '', after: null });
    expect(element.shadowRoot.textContent).toContain('Ada');
    await expect(element).toBeAccessible();
    readLedger.mockResolvedValue({ items: [row('52')], next: null, names: {} });
    element.shadowRoot.querySelector('[data-id="more"]').click();
    await flush();
    expect(readLedger).toHaveBeenLastCalledWith({ state: '', after: 'n1' });
    expect(element.shadowRoot.querySelectorAll('tbody tr')).toHaveLength(2);
  });
  it('puts the state into the URL, and reads what the URL asks for', async () => {
    const element = await show();
    const heard = [];
    element.addEventListener('navigate', ({ detail }) => heard.push(detail));
    const box = element.shadowRoot.querySelector('lightning-combobox');
    box.dispatchEvent(new CustomEvent('change', { detail: { value: 'refused' } }));
    box.dispatchEvent(new CustomEvent('change', { detail: { value: '' } }));
    expect(heard).toEqual([{ c__handoff: 'refused' }, {}]);
    element.handoff = 'refused';
    await flush();
    expect(readLedger).toHaveBeenLastCalledWith({ state: 'refused', after: null });
  });
  it('says that nobody was counted', async () => {
    readLedger.mockResolvedValue({ items: [], next: null, names: {} });
    expect(stateOf(await show())).toBe('empty');
  });
  it('shows what went wrong and tries again', async () => {
    readLedger.mockRejectedValueOnce(new Error('No.'));
    const element = await show();
    expect(stateOf(element)).toBe('error');
    element.shadowRoot.querySelector('c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(stateOf(element)).toBe('ready');
  });
  it('offers everybody as a file, or says why not', async () => {
    const element = await show();
    const heard = [];
    element.addEventListener('lightning__showtoast', ({ detail }) => heard.push(detail));
    element.shadowRoot.querySelector('[data-id="export"]').click();
    await flush();
    expect(offer.mock.calls[0][1]).toEqual({ name: 'handoff-ledger.csv', text: 'a\r\n' });
    readExport.mockRejectedValue(new Error('No.'));
    element.shadowRoot.querySelector('[data-id="export"]').click();
    await flush();
    expect(heard.map(({ variant }) => variant)).toEqual(['success', 'error']);
  });
});
