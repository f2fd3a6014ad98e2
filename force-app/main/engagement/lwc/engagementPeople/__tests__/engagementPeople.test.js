import { createElement } from 'lwc';
import EngagementPeople from 'c/engagementPeople';
import readPeople from '@salesforce/apex/SyncEngagementController.people';

jest.mock('@salesforce/apex/SyncEngagementController.people', () => ({ default: jest.fn() }), { virtual: true });

const settled = async () => {
  for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
};
const warm = {
  recordId: '003000000000001AAA',
  name: 'Ada',
  title: 'CTO',
  role: 'Buyer',
  engagement: { isHot: true, lifecycle: { label: 'Lead' }, last: { at: Date.now() - 60000, what: 'click' } },
};
const cold = { recordId: '003000000000002AAA', name: 'Bob', engagement: { isHot: false, last: null } };
const unknown = { recordId: '003000000000003AAA', name: 'Eve', engagement: null };

async function create(answer) {
  readPeople.mockImplementation(() => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)));
  const element = createElement('c-engagement-people', { is: EngagementPeople });
  element.recordId = '001000000000001AAA';
  document.body.appendChild(element);
  await settled();
  return element;
}
const state = (element) => element.shadowRoot.querySelector('c-sync-state');

describe('c-engagement-people', () => {
  it('lists people with their last engagement, and is accessible', async () => {
    const element = await create({ state: 'ready', people: [warm, cold, unknown], hasMore: true });
    const rows = [...element.shadowRoot.querySelectorAll('li')].map((row) => row.textContent);
    expect(rows).toHaveLength(3);
    for (const part of ['Ada', 'Buyer · CTO', 'HighIntent', 'TouchClick', 'Lead']) expect(rows[0]).toContain(part);
    expect(rows[1]).toContain('NoSignal');
    expect(rows[2]).toContain('NotInHubSpot');
    expect(element.shadowRoot.querySelectorAll('button')).toHaveLength(2);
    expect(element.shadowRoot.textContent).toContain('PeopleCapped');
    await expect(element).toBeAccessible();
  });

  it('tells who was chosen, and takes the focus back', async () => {
    const element = await create({ state: 'ready', people: [warm], hasMore: false });
    const chosen = jest.fn();
    element.addEventListener('choose', chosen);
    element.shadowRoot.querySelector('button').click();
    expect(chosen.mock.calls[0][0].detail).toEqual({ recordId: warm.recordId, name: 'Ada' });
    element.focusOn(warm.recordId);
    await settled();
    expect(element.shadowRoot.activeElement?.dataset.id).toBe(warm.recordId);
  });

  it('nobody, busy and failed have their own words', async () => {
    expect(state(await create({ state: 'nobody', people: [] })).state).toBe('empty');
    const busy = await create({ state: 'busy', explanation: 'HubSpot is slow.' });
    expect(state(busy).errors[0]).toBe('HubSpot is slow.');
    await expect(busy).toBeAccessible();
    const failed = await create(new Error('no'));
    expect(state(failed).state).toBe('error');
    readPeople.mockResolvedValue({ state: 'ready', people: [warm], hasMore: false });
    state(failed).dispatchEvent(new CustomEvent('retry'));
    await settled();
    expect(state(failed).state).toBe('ready');
    failed.recordId = '001000000000002AAA';
    await settled();
    expect(readPeople).toHaveBeenLastCalledWith({ recordId: '001000000000002AAA' });
    await failed.refresh();
  });
});
