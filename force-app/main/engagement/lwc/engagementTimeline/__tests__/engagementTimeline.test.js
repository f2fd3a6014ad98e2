import { createElement } from 'lwc';
import EngagementTimeline from 'c/engagementTimeline';
import readTimeline from '@salesforce/apex/SyncEngagementController.timeline';

jest.mock('@salesforce/apex/SyncEngagementController.timeline', () => ({ default: jest.fn() }), { virtual: true });

const settled = async () => {
  for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
};
const item = (id, over = {}) => ({
  id,
  kind: 'page',
  action: 'page-visited',
  at: Date.now() - 3600000,
  title: `Page ${id}`,
  detail: null,
  url: null,
  intents: [],
  ...over,
});
const ready = (over = {}) => ({
  state: 'ready',
  items: [item('1'), item('2', { intents: ['buying-page'], url: 'https://x.example/pricing', detail: 'More' })],
  next: null,
  total: 2,
  hot: [],
  gaps: [],
  events: 'single',
  isCut: false,
  ...over,
});

async function create(answer = ready()) {
  readTimeline.mockImplementation(() => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)));
  const element = createElement('c-engagement-timeline', { is: EngagementTimeline });
  element.recordId = '003000000000001AAA';
  document.body.appendChild(element);
  await settled();
  return element;
}
const state = (element) => element.shadowRoot.querySelector('c-sync-state');
const titles = (element) => [...element.shadowRoot.querySelectorAll('.title')].map((node) => node.textContent);

describe('c-engagement-timeline', () => {
  it('is loading until HubSpot answered', async () => {
    readTimeline.mockReturnValue(new Promise(() => undefined));
    const element = createElement('c-engagement-timeline', { is: EngagementTimeline });
    element.recordId = '003000000000001AAA';
    document.body.appendChild(element);
    await settled();
    expect(state(element).state).toBe('loading');
  });

  it('lists items newest first, high intent marked in words, links safe, and is accessible', async () => {
    const element = await create(ready({ hot: ['buying-page'] }));
    expect(titles(element)).toEqual(['Page 1', 'Page 2']);
    expect(element.shadowRoot.querySelectorAll('.item_hot')).toHaveLength(1);
    expect(element.shadowRoot.querySelector('.item_hot .mark').textContent).toContain('IntentBuyingPage');
    expect(element.shadowRoot.querySelector('.hot-box').textContent).toContain('IntentBuyingPage');
    expect(element.shadowRoot.querySelector('.items a').rel).toBe('noopener');
    expect(readTimeline).toHaveBeenCalledWith({ recordId: '003000000000001AAA', kinds: [], days: 90, after: null, pageSize: 20 });
    await expect(element).toBeAccessible();
  });

  it('asks anew for another kind or period', async () => {
    const element = await create();
    element.shadowRoot.querySelector('button[data-kind="form"]').click();
    await settled();
    expect(readTimeline).toHaveBeenLastCalledWith(expect.objectContaining({ kinds: ['form'], after: null }));
    expect(element.shadowRoot.querySelector('button[data-kind="form"]').getAttribute('aria-pressed')).toBe('true');
    element.shadowRoot.querySelector('lightning-combobox').dispatchEvent(new CustomEvent('change', { detail: { value: '7' } }));
    await settled();
    expect(readTimeline).toHaveBeenLastCalledWith(expect.objectContaining({ kinds: ['form'], days: 7 }));
  });

  it('an answer that was overtaken is not shown', async () => {
    const element = await create();
    let late;
    readTimeline.mockReturnValueOnce(new Promise((resolve) => (late = resolve)));
    element.shadowRoot.querySelector('button[data-kind="call"]').click();
    readTimeline.mockResolvedValueOnce(ready({ items: [item('new')], total: 1 }));
    element.shadowRoot.querySelector('button[data-kind="note"]').click();
    await settled();
    late(ready({ items: [item('old')], total: 1 }));
    await settled();
    expect(titles(element)).toEqual(['Page new']);
  });

  it('shows more on demand, and keeps what it shows when that fails', async () => {
    const element = await create(ready({ next: '17~1', total: 4 }));
    const more = () => element.shadowRoot.querySelector('lightning-button');
    readTimeline.mockResolvedValueOnce(ready({ items: [item('3')], next: '16~1', total: 4 }));
    more().click();
    await settled();
    expect(readTimeline).toHaveBeenLastCalledWith(expect.objectContaining({ after: '17~1' }));
    expect(titles(element)).toEqual(['Page 1', 'Page 2', 'Page 3']);
    readTimeline.mockRejectedValueOnce(new Error('lost'));
    more().click();
    await settled();
    expect(state(element).state).toBe('partial');
    readTimeline.mockResolvedValueOnce({ state: 'busy', explanation: 'HubSpot is slow.' });
    more().click();
    await settled();
    expect(state(element).state).toBe('partial');
    expect(titles(element)).toHaveLength(3);
  });

  it('empty says whether it is the view or the person', async () => {
    const element = await create(ready({ items: [], total: 0 }));
    expect(state(element).emptyTitle).toContain('NothingTitle');
    element.shadowRoot.querySelector('lightning-combobox').dispatchEvent(new CustomEvent('change', { detail: { value: '366' } }));
    await settled();
    expect(state(element).emptyTitle).toContain('NoEngagementTitle');
    await expect(element).toBeAccessible();
  });

  it('a busy HubSpot is an error one can try again', async () => {
    const element = await create({ state: 'busy', explanation: 'HubSpot is slow.' });
    expect(state(element).state).toBe('error');
    expect(state(element).errors[0]).toBe('HubSpot is slow.');
    readTimeline.mockResolvedValue(ready());
    state(element).dispatchEvent(new CustomEvent('retry'));
    await settled();
    expect(titles(element)).toHaveLength(2);
    await expect(element).toBeAccessible();
  });

  it('a failed call is an error', async () => {
    const element = await create(new Error('no'));
    expect(state(element).state).toBe('error');
  });

  it('says what HubSpot would not tell, and where the rest is', async () => {
    const element = await create(ready({ gaps: ['calls'], events: 'remembered', isCut: true, url: 'https://app.hubspot.com/' }));
    expect(state(element).state).toBe('partial');
    expect(element.shadowRoot.textContent).toContain('Remembered');
    expect(element.shadowRoot.textContent).toContain('Older');
  });

  it('another record begins anew', async () => {
    const element = await create();
    element.recordId = '003000000000002AAA';
    await settled();
    expect(readTimeline).toHaveBeenLastCalledWith(expect.objectContaining({ recordId: '003000000000002AAA' }));
    await element.refresh();
    expect(readTimeline).toHaveBeenCalledTimes(3);
  });
});
