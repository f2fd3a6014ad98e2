import { createElement } from 'lwc';
import GoliveCounts from 'c/goliveCounts';
import readFaults from '@salesforce/apex/SyncGoliveController.faults';

jest.mock('@salesforce/apex/SyncGoliveController.faults', () => ({ default: jest.fn() }), { virtual: true });

const flush = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};
const side = (linked, unexplained = 0) => ({ linked, unexplained, explained: { 'out-of-scope': 2, issue: 1 } });
const check = (mapping, patch = {}) => ({
  ...{ mapping, salesforce: side(90), hubspot: side(90), agreement: { looked: 90, disagree: 0 }, agreeShare: 1, isMatch: true },
  ...patch,
});
const job = (patch = {}) => ({ id: 'job', isMatch: true, checks: [check('person')], ...patch });
const fault = (id, patch = {}) => ({ kind: 'unexplained', mapping: 'person', refs: [{ side: 'salesforce', object: 'Lead', id }], fields: [], ...patch });

async function show(value) {
  const element = createElement('c-golive-counts', { is: GoliveCounts });
  element.job = value;
  document.body.appendChild(element);
  await flush();
  return element;
}
const one = (element, selector) => element.shadowRoot.querySelector(selector);

describe('c-golive-counts', () => {
  beforeEach(() => {
    jest.clearAllMocks();
    readFaults.mockResolvedValue({ items: [], next: null, names: {} });
  });
  afterEach(() => document.body.replaceChildren());

  it('says that counts match', async () => {
    const element = await show(job());
    expect(one(element, '[data-id="verdict"] span').textContent).toBe('c.Fieldwise_Golive_CountsMatch');
    expect([...element.shadowRoot.querySelectorAll('td')].map(({ textContent }) => textContent)).toEqual([
      ...['90', '90', '6', '0', 'c.Fieldwise_Golive_FieldsAgreeOf', 'c.Fieldwise_Golive_Match'],
    ]);
    await expect(element).toBeAccessible();
  });
  it('gives no verdict while it still counts', async () => {
    const element = await show(job({ isMatch: null, checks: [check('person', { agreeShare: null })] }));
    expect(one(element, '[data-id="verdict"]')).toBeNull();
  });
  it('names who is not accounted for, page by page', async () => {
    readFaults.mockResolvedValueOnce({ items: [fault('1')], next: 'n1', names: { 1: 'Ada' } });
    readFaults.mockResolvedValueOnce({ items: [fault('2', { kind: 'disagree', fields: [{ side: 'hubspot', field: 'phone' }] })], next: null, names: {} });
    const element = await show(job({ isMatch: false, checks: [check('person', { isMatch: false })] }));
    expect(one(element, '[data-id="verdict"] span').textContent).toBe('c.Fieldwise_Golive_CountsMismatch');
    expect(one(element, '[data-id="match"]').textContent).toBe('c.Fieldwise_Golive_DoNotMatch');
    one(element, '[data-id="more"]').click();
    await flush();
    expect(readFaults).toHaveBeenLastCalledWith({ after: 'n1' });
    expect([...element.shadowRoot.querySelectorAll('li .slds-text-color_weak')].map(({ textContent }) => textContent)).toEqual([
      'c.Fieldwise_Golive_FaultUnexplained',
      'c.Fieldwise_Golive_FaultDisagree',
    ]);
    expect(one(element, '[data-id="more"]')).toBeNull();
    await expect(element).toBeAccessible();
  });
  it('shows an error and tries again', async () => {
    readFaults.mockRejectedValueOnce(new Error('No.'));
    const element = await show(job());
    expect(one(element, 'c-sync-state').state).toBe('error');
    one(element, 'c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(one(element, 'c-sync-state').state).toBe('ready');
  });
  it('reads anew when the verdict comes, not with every poll', async () => {
    const element = await show(job({ isMatch: null }));
    element.job = job({ isMatch: null });
    await flush();
    expect(readFaults).toHaveBeenCalledTimes(1);
    element.job = job();
    await flush();
    expect(readFaults).toHaveBeenCalledTimes(2);
  });
});
