import { createElement } from 'lwc';
import OperationsProblems from 'c/operationsProblems';
import getProblems from '@salesforce/apex/SyncProblemController.problems';
import handle from '@salesforce/apex/SyncProblemController.handle';
import getStanding from '@salesforce/apex/SyncStatusController.standing';

jest.mock('@salesforce/apex/SyncProblemController.problems', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncProblemController.handle', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncStatusController.standing', () => ({ default: jest.fn() }), { virtual: true });

const flush = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};
const stateOf = (element) => element.shadowRoot.querySelector('c-sync-state').state;
const problem = (number, over) => ({
  id: `a0${number}`,
  number,
  status: 'New',
  ref: { side: 'salesforce', object: 'Contact', id: '003A' },
  recordName: 'Ada King',
  note: 'The phone is wrong.',
  shown: 'In sync\nLast synced: today',
  reportedBy: 'Ray Reyes',
  reportedAt: '2026-11-21T12:00:00.000Z',
  answer: null,
  handledBy: null,
  handledAt: null,
  ...over,
});
const standing = (over) => ({
  state: 'in-sync',
  explanation: null,
  hubspot: { object: 'contacts', id: '51' },
  issues: [],
  reviews: [],
  trouble: null,
  lastSyncedAt: 1,
  ...over,
});

async function show() {
  const element = createElement('c-operations-problems', { is: OperationsProblems });
  document.body.appendChild(element);
  await flush();
  return element;
}
const press = async (element, selector) => {
  element.shadowRoot.querySelector(selector).click();
  await flush();
};
function toasts(element) {
  const heard = [];
  element.addEventListener('lightning__showtoast', (event) => heard.push(event.detail));
  return heard;
}

describe('c-operations-problems', () => {
  beforeEach(() => {
    getProblems.mockReset();
    handle.mockReset();
    getStanding.mockReset();
    getProblems.mockResolvedValue([
      problem('SP-1'),
      problem('SP-2', { status: 'Seen', answer: 'Asked Ray.', handledBy: 'Ada Admin', handledAt: '2026-11-21T13:00:00.000Z' }),
    ]);
    handle.mockResolvedValue(undefined);
    getStanding.mockResolvedValue(standing());
  });

  it('is loading first', async () => {
    getProblems.mockReturnValue(new Promise(() => {}));
    expect(stateOf(await show())).toBe('loading');
  });
  it('says that nothing waits', async () => {
    getProblems.mockResolvedValue([]);
    const element = await show();
    expect(stateOf(element)).toBe('empty');
    await expect(element).toBeAccessible();
  });
  it('shows what went wrong and tries again', async () => {
    getProblems.mockRejectedValueOnce(new Error('No.'));
    const element = await show();
    expect(stateOf(element)).toBe('error');
    element.shadowRoot.querySelector('c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(stateOf(element)).toBe('ready');
  });
  it('shows who reported what about which record, and what was noted', async () => {
    const element = await show();
    const [first, second] = element.shadowRoot.querySelectorAll('li');
    expect(first.textContent).toContain('The phone is wrong.');
    expect(first.querySelector('c-operations-record-link')).toMatchObject({ record: { id: '003A' }, names: { '003A': 'Ada King' } });
    expect(first.querySelectorAll('[data-status]')).toHaveLength(2);
    expect(second.querySelector('lightning-textarea').value).toBe('Asked Ray.');
    expect([...second.querySelectorAll('[data-status]')].map(({ dataset }) => dataset.status)).toEqual(['Solved']);
    await expect(element).toBeAccessible();
  });
  it('is marked as seen, and solved with a note', async () => {
    const element = await show();
    const heard = toasts(element);
    await press(element, '[data-id="a0SP-1"][data-status="Seen"]');
    expect(handle).toHaveBeenLastCalledWith({ problemId: 'a0SP-1', status: 'Seen', answer: null });
    element.shadowRoot.querySelector('lightning-textarea[data-id="a0SP-1"]').dispatchEvent(new CustomEvent('change', { detail: { value: 'Rule mended.' } }));
    await flush();
    await press(element, '[data-id="a0SP-1"][data-status="Solved"]');
    expect(handle).toHaveBeenLastCalledWith({ problemId: 'a0SP-1', status: 'Solved', answer: 'Rule mended.' });
    expect(heard.map(({ variant }) => variant)).toEqual(['success', 'success']);
    expect(getProblems).toHaveBeenCalledTimes(3);
  });
  it('saves a note by itself only when it changed', async () => {
    const element = await show();
    const save = () => element.shadowRoot.querySelector('[data-id="a0SP-2"][data-action="note"]');
    expect(save().disabled).toBe(true);
    element.shadowRoot.querySelector('lightning-textarea[data-id="a0SP-2"]').dispatchEvent(new CustomEvent('change', { detail: { value: 'Asked twice.' } }));
    await flush();
    expect(save().disabled).toBe(false);
    save().click();
    await flush();
    expect(handle).toHaveBeenLastCalledWith({ problemId: 'a0SP-2', status: 'Seen', answer: 'Asked twice.' });
  });
  it('keeps the note when saving failed', async () => {
    handle.mockRejectedValue(new Error('Locked.'));
    const element = await show();
    const heard = toasts(element);
    await press(element, '[data-id="a0SP-1"][data-status="Seen"]');
    expect(heard).toMatchObject([{ variant: 'error', message: 'Locked.' }]);
    expect(getProblems).toHaveBeenCalledTimes(1);
  });
  it('shows solved ones, which can be opened again', async () => {
    const element = await show();
    getProblems.mockResolvedValue([problem('SP-3', { status: 'Solved' })]);
    element.shadowRoot.querySelector('lightning-combobox').dispatchEvent(new CustomEvent('change', { detail: { value: 'solved' } }));
    await flush();
    expect(getProblems).toHaveBeenLastCalledWith({ isSolved: true });
    await press(element, '[data-status="New"]');
    expect(handle).toHaveBeenLastCalledWith({ problemId: 'a0SP-3', status: 'New', answer: null });
  });
  it('tells what the sync says of the record now', async () => {
    const cause = { key: 'i1', field: 'Phone', label: 'Phone', cause: 'Too long.', remedy: 'Shorten it.' };
    getStanding.mockResolvedValue(
      standing({ state: 'issue', explanation: 'Why.', issues: [cause], reviews: [{ key: 'r1', explanation: 'Two people.' }], trouble: 'The org is away.' }),
    );
    const element = await show();
    await press(element, '[data-id="a0SP-1"][data-action="ask"]');
    expect(getStanding).toHaveBeenCalledWith({ recordId: '003A' });
    const said = element.shadowRoot.querySelector('[role="status"]').textContent;
    for (const words of ['Why.', 'Phone: Too long. Shorten it.', 'Two people.', 'The org is away.']) expect(said).toContain(words);
    await expect(element).toBeAccessible();
  });
  it('says when the sync cannot be asked', async () => {
    getStanding.mockRejectedValue(new Error('The bridge is away.'));
    const element = await show();
    await press(element, '[data-id="a0SP-1"][data-action="ask"]');
    expect(element.shadowRoot.querySelector('[role="status"]').textContent).toContain('The bridge is away.');
  });
});
