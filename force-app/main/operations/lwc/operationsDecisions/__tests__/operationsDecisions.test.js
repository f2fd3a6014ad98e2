import { createElement } from 'lwc';
import OperationsDecisions from 'c/operationsDecisions';
import LightningConfirm from 'lightning/confirm';
import getDecisions from '@salesforce/apex/SyncOperationsController.decisions';
import getConflicts from '@salesforce/apex/SyncOperationsController.conflictFields';
import reverse from '@salesforce/apex/SyncOperationsController.reverse';
import getSettlement from '@salesforce/apex/SyncOperationsController.settlement';

jest.mock('@salesforce/apex/SyncOperationsController.decisions', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncOperationsController.conflictFields', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncOperationsController.reverse', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncOperationsController.settlement', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('lightning/confirm', () => ({ __esModule: true, default: { open: jest.fn() } }));

const flush = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};
const stateOf = (element) => element.shadowRoot.querySelector('c-sync-state').state;
function toasts(element) {
  const heard = [];
  element.addEventListener('lightning__showtoast', (event) => heard.push(event.detail));
  return heard;
}

const decision = (id, over) => ({
  id,
  field: 'person.title',
  fieldNames: { salesforce: 'Title', hubspot: 'jobtitle' },
  refs: { salesforce: { side: 'salesforce', object: 'Contact', id: '003A' }, hubspot: { side: 'hubspot', object: 'contacts', id: '51' } },
  winner: 'salesforce',
  values: { salesforce: 'CFO', hubspot: 'CEO' },
  times: { salesforce: 1, hubspot: null },
  words: 'both sides were changed and the owner won',
  decidedAt: 1,
  ruleVersion: 4,
  reversal: { side: 'hubspot', refusal: null },
  ...over,
});
async function show(state) {
  const element = createElement('c-operations-decisions', { is: OperationsDecisions });
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
const rowsOf = (element) => [...element.shadowRoot.querySelectorAll('tbody tr')];
const reverseButton = (element) => element.shadowRoot.querySelector('td lightning-button[data-id="d1"]');

describe('c-operations-decisions', () => {
  beforeEach(() => {
    getDecisions.mockReset();
    getDecisions.mockResolvedValue({ items: [decision('d1'), decision('d2', { values: null, reversal: { side: null, refusal: 'Expired.' } })], next: null });
    getConflicts.mockResolvedValue({ items: [{ field: 'person.phone', conflicts: 3, overruled: 1, byPeople: 0 }] });
    LightningConfirm.open.mockResolvedValue(true);
    reverse.mockResolvedValue({ link: 'person:1', field: 'person.title', since: 1763718000123 });
    getSettlement.mockResolvedValue({ state: 'done', words: 'Done.' });
  });

  it('is loading first', async () => {
    getDecisions.mockReturnValue(new Promise(() => {}));
    expect(stateOf(await show())).toBe('loading');
  });
  it('shows both values and which was kept; where it cannot be reversed, why', async () => {
    const element = await show();
    const [first, second] = rowsOf(element);
    expect(first.querySelector('.gone').textContent).toBe('CEO');
    expect(first.querySelectorAll('lightning-badge')).toHaveLength(1);
    expect(first.textContent).toContain('Both sides were changed and the owner won.');
    expect(second.querySelector('lightning-helptext').content).toBe('Expired.');
    expect(second.textContent).toContain('c.Fieldwise_Operations_ValuesExpired');
    await expect(element).toBeAccessible();
  });
  it('does not strike a blank through, nor equal values', async () => {
    getDecisions.mockResolvedValue({ items: [decision('1', { values: { salesforce: 'CFO', hubspot: null } }), decision('2', { winner: 'both' })], next: null });
    const element = await show();
    expect(element.shadowRoot.querySelector('.gone')).toBeNull();
  });
  it.each([
    [{}, 'c.Fieldwise_Operations_NoDecisionsTitle'],
    [{ c__field: 'person.x' }, 'c.Fieldwise_Operations_NoMatchTitle'],
  ])('says why the list is empty with %j', async (state, title) => {
    getDecisions.mockResolvedValue({ items: [], next: null });
    const element = await show(state);
    expect(stateOf(element)).toBe('empty');
    expect(element.shadowRoot.querySelector('c-sync-state').emptyTitle).toBe(title);
  });
  it('shows what went wrong and tries again', async () => {
    getDecisions.mockRejectedValueOnce(new Error('No.'));
    const element = await show();
    expect(stateOf(element)).toBe('error');
    element.shadowRoot.querySelector('c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(stateOf(element)).toBe('ready');
  });
  it('reads what the URL asks for, and anew when it asks for something else', async () => {
    const element = await show({ c__record: '003A' });
    expect(getDecisions).toHaveBeenLastCalledWith({ recordId: '003A', field: null, hidesFills: false, after: null });
    element.state = { c__field: 'person.title' };
    await flush();
    expect(getDecisions).toHaveBeenLastCalledWith({ recordId: null, field: 'person.title', hidesFills: false, after: null });
    element.state = { c__field: 'person.title', c__tab: 'decisions' };
    await flush();
    expect(getDecisions).toHaveBeenCalledTimes(2);
  });
  it('puts filters into the URL', async () => {
    const element = await show({ c__field: 'person.title' });
    const heard = navigations(element);
    element.shadowRoot.querySelector('lightning-input').dispatchEvent(new CustomEvent('change', { detail: { value: ' 003A ' } }));
    element.shadowRoot.querySelector('form').dispatchEvent(new CustomEvent('submit', { cancelable: true }));
    element.shadowRoot.querySelector('lightning-combobox').dispatchEvent(new CustomEvent('change', { detail: { value: '' } }));
    element.shadowRoot.querySelector('[data-id="clear"]').click();
    element.shadowRoot.querySelector('[data-field="person.phone"]').click();
    expect(heard).toEqual([
      { c__tab: 'decisions', c__record: '003A', c__field: 'person.title' },
      { c__tab: 'decisions' },
      { c__tab: 'decisions' },
      { c__tab: 'decisions', c__field: 'person.phone' },
    ]);
  });
  it('hides first fills by the URL, and keeps the other filters', async () => {
    const element = await show({ c__field: 'person.title', c__fills: 'hide' });
    const heard = navigations(element);
    expect(getDecisions).toHaveBeenLastCalledWith({ recordId: null, field: 'person.title', hidesFills: true, after: null });
    const box = element.shadowRoot.querySelector('[data-id="fills"]');
    expect(box.checked).toBe(true);
    element.shadowRoot.querySelector('lightning-combobox').dispatchEvent(new CustomEvent('change', { detail: { value: 'person.phone' } }));
    box.checked = false;
    box.dispatchEvent(new CustomEvent('change'));
    expect(heard).toEqual([
      { c__tab: 'decisions', c__field: 'person.phone', c__fills: 'hide' },
      { c__tab: 'decisions', c__field: 'person.title' },
    ]);
    await expect(element).toBeAccessible();
  });
  it('is useful without the fields of most conflicts', async () => {
    getConflicts.mockRejectedValue(new Error('No.'));
    const element = await show();
    expect(stateOf(element)).toBe('ready');
    expect(element.shadowRoot.querySelector('aside')).toBeNull();
  });
  it('shows more below', async () => {
    getDecisions.mockResolvedValueOnce({ items: [decision('d0')], next: 'n1' });
    const element = await show();
    element.shadowRoot.querySelector('[data-id="more"]').click();
    await flush();
    expect(getDecisions).toHaveBeenLastCalledWith(expect.objectContaining({ after: 'n1' }));
    expect(rowsOf(element)).toHaveLength(3);
  });

  describe('reversing', () => {
    it('asks first', async () => {
      LightningConfirm.open.mockResolvedValue(false);
      const element = await show();
      reverseButton(element).click();
      await flush();
      expect(reverse).not.toHaveBeenCalled();
    });
    it('waits until it is done, says so, and reads the log anew', async () => {
      const element = await show();
      const heard = toasts(element);
      reverseButton(element).click();
      await flush();
      expect(reverse).toHaveBeenCalledWith({ decisionId: 'd1' });
      expect(getSettlement).toHaveBeenCalledWith({ link: 'person:1', field: 'person.title', since: '1763718000123' });
      expect(heard).toMatchObject([{ variant: 'success', message: 'Done.' }]);
      expect(getDecisions).toHaveBeenCalledTimes(2);
    });
    it.each([
      ['the bridge refuses', () => reverse.mockRejectedValue({ body: { message: 'Changed since.' } }), 'Changed since.'],
      ['somebody was faster', () => getSettlement.mockResolvedValue({ state: 'overtaken', words: 'Edited meanwhile.' }), 'Edited meanwhile.'],
    ])('says when %s', async (_what, given, words) => {
      given();
      const element = await show();
      const heard = toasts(element);
      reverseButton(element).click();
      await flush();
      expect(heard).toMatchObject([{ variant: 'error', message: words }]);
      expect(reverseButton(element).disabled).toBe(false);
    });
  });
});
