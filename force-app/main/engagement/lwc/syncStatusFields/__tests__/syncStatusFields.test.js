import { createElement } from 'lwc';
import SyncStatusFields from 'c/syncStatusFields';
import readFields from '@salesforce/apex/SyncStatusController.fields';

jest.mock('@salesforce/apex/SyncStatusController.fields', () => ({ default: jest.fn() }), { virtual: true });

const settled = async () => {
  for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
};
const field = (rule, over = {}) => ({
  rule,
  label: rule,
  state: 'in-step',
  words: `Words of ${rule}`,
  owner: 'salesforce',
  direction: 'two-way',
  policy: 'latest',
  hubspotProperty: 'jobtitle',
  lastWrite: null,
  lastDecision: null,
  ...over,
});

async function create(answer) {
  readFields.mockImplementation(() => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)));
  const element = createElement('c-sync-status-fields', { is: SyncStatusFields });
  element.recordId = '003000000000001AAA';
  document.body.appendChild(element);
  await settled();
  return element;
}
const state = (element) => element.shadowRoot.querySelector('c-sync-state');
const lines = (element) => [...element.shadowRoot.querySelectorAll('.line')];
const opened = async (element, index = 0) => {
  lines(element)[index].click();
  await settled();
  return element.shadowRoot.querySelector('.more')?.textContent;
};

describe('c-sync-status-fields', () => {
  it('shows a line per field, more on demand, and is accessible', async () => {
    const decision = { reason: 'latest', winner: 'hubspot', decidedAt: Date.now() - 60000 };
    const element = await create({ state: 'ready', fields: [field('a.title', { lastDecision: decision }), field('a.phone', { state: 'issue' })] });
    expect(lines(element).map((line) => line.getAttribute('aria-expanded'))).toEqual(['false', 'false']);
    const more = await opened(element);
    for (const part of ['Words of a.title', 'Salesforce', 'TwoWay', 'PolicyLatest', 'jobtitle', 'WriterUnknown', 'DecisionText']) expect(more).toContain(part);
    expect(lines(element)[0].getAttribute('aria-expanded')).toBe('true');
    await expect(element).toBeAccessible();
    expect(await opened(element)).toBeUndefined();
  });

  it.each([
    [{ by: 'fieldwise', side: 'hubspot' }, 'WriterFromSalesforce'],
    [{ by: 'fieldwise', side: 'salesforce' }, 'WriterFromHubSpot'],
    [{ by: 'person', side: 'hubspot' }, 'WriterPerson'],
    [{ by: 'other', side: 'hubspot' }, 'WriterOther'],
  ])('names the last writer %o', async (write, text) => {
    const element = await create({ state: 'ready', fields: [field('a', { lastWrite: { ...write, at: Date.now() } })] });
    expect(await opened(element)).toContain(text);
  });

  it('can show only what differs', async () => {
    const element = await create({ state: 'ready', fields: [field('a'), field('b', { state: 'waiting' })] });
    const box = element.shadowRoot.querySelector('lightning-input');
    box.checked = true;
    box.dispatchEvent(new CustomEvent('change'));
    await settled();
    expect(lines(element)).toHaveLength(1);
    readFields.mockResolvedValue({ state: 'ready', fields: [field('a')] });
    await element.refresh();
    await settled();
    expect(state(element)).toMatchObject({ state: 'empty', emptyTitle: 'c.Fieldwise_SyncStatus_AllAgreeTitle' });
  });

  it('no fields, busy and failed have their own words', async () => {
    expect(state(await create({ state: 'ready', fields: [] })).emptyTitle).toContain('NoFieldsTitle');
    const busy = await create({ state: 'busy', explanation: 'HubSpot is slow.' });
    expect(state(busy)).toMatchObject({ state: 'error', errors: 'HubSpot is slow.' });
    await expect(busy).toBeAccessible();
    const failed = await create(new Error('no'));
    expect(state(failed).state).toBe('error');
    failed.recordId = '003000000000002AAA';
    await settled();
    expect(readFields).toHaveBeenLastCalledWith({ recordId: '003000000000002AAA' });
  });
});
