import { createElement } from 'lwc';
import ReconciliationWho from 'c/reconciliationWho';
import define from '@salesforce/apex/SyncReconciliationController.define';

jest.mock('@salesforce/apex/SyncReconciliationController.define', () => ({ default: jest.fn() }), { virtual: true });

const flush = async () => {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
};
const definition = { hubspot: { all: [{ field: 'lifecyclestage', op: 'in', values: ['mql'] }] }, salesforce: { Lead: null }, accepted: null, refused: null };
async function show(props) {
  const element = createElement('c-reconciliation-who', { is: ReconciliationWho });
  Object.assign(element, { definition, ...props });
  document.body.appendChild(element);
  await flush();
  return element;
}
const find = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);
const input = (element, part, name) => element.shadowRoot.querySelector(`[data-part="${part}"][data-name="${name}"]`);
const type = (element, part, name, value) =>
  input(element, part, name).dispatchEvent(new CustomEvent('change', { detail: name === 'isCounted' ? { checked: value } : { value } }));

describe('c-reconciliation-who', () => {
  beforeEach(() => define.mockReset().mockResolvedValue({}));

  it('says in words whom each side counts', async () => {
    const element = await show();
    expect(find(element, 'hubspot').textContent).toBe('c.Fieldwise_Reconciliation_OpIn');
    expect(element.shadowRoot.textContent).toContain('c.Fieldwise_Reconciliation_WhoRules');
    expect(find(element, 'back')).toBeNull();
    await expect(element).toBeAccessible();
  });
  it('saves what is typed', async () => {
    const element = await show();
    const heard = jest.fn();
    element.addEventListener('defined', heard);
    find(element, 'change').click();
    await flush();
    await expect(element).toBeAccessible();
    expect(input(element, 'Contact', 'field')).toBeNull();
    type(element, 'Contact', 'isCounted', true);
    type(element, 'Lead', 'field', 'Status');
    type(element, 'Lead', 'values', 'MQL; SQL');
    await flush();
    find(element, 'save').click();
    await flush();
    expect(JSON.parse(define.mock.calls[0][0].definition)).toEqual({
      ...definition,
      salesforce: { Lead: { all: [{ field: 'Status', op: 'in', values: ['MQL', 'SQL'] }] }, Contact: null },
    });
    expect(heard).toHaveBeenCalledTimes(1);
    expect(find(element, 'save')).toBeNull();
  });
  it('goes back to the handoff rules, and closes', async () => {
    const element = await show({ isOwn: true });
    find(element, 'change').click();
    await flush();
    find(element, 'close').click();
    await flush();
    expect(find(element, 'save')).toBeNull();
    find(element, 'back').click();
    await flush();
    expect(define).toHaveBeenCalledWith({ definition: null });
  });
  it('says why it could not be saved, and keeps the form', async () => {
    define.mockRejectedValue(new Error('No.'));
    const element = await show({ definition: undefined });
    const heard = [];
    element.addEventListener('lightning__showtoast', ({ detail }) => heard.push(detail));
    find(element, 'change').click();
    await flush();
    find(element, 'save').click();
    await flush();
    expect(heard[0]).toMatchObject({ variant: 'error', message: 'No.' });
    expect(find(element, 'save')).not.toBeNull();
  });
});
