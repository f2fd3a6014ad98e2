import { createElement } from 'lwc';
import OperationsHealth from 'c/operationsHealth';
import getHealth from '@salesforce/apex/SyncOperationsController.health';

jest.mock('@salesforce/apex/SyncOperationsController.health', () => ({ default: jest.fn() }), { virtual: true });

const flush = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};
const stateOf = (element) => element.shadowRoot.querySelector('c-sync-state').state;

const now = Date.UTC(2026, 10, 21, 12);
const sided = (salesforce, hubspot) => ({ salesforce, hubspot });
const fine = { isRefused: false, since: null, code: null };
const health = (over) => ({
  span: 'hour',
  stepMs: 60000,
  now,
  since: now - 3600000,
  points: [
    { at: now - 60000, lag: { p50: null, p95: null, p99: null }, received: 0, written: 0, budget: sided(null, null) },
    { at: now, lag: { p50: 400, p95: 900, p99: 1200 }, received: 4, written: 3, budget: sided(0.9, 0.8) },
  ],
  lag: { p50: 400, p95: 900, p99: 1200 },
  totals: { received: 4, written: 3, looks: 10, troubled: 1 },
  lastEventAt: sided(now - 1000, null),
  credentials: sided(fine, fine),
  budget: sided({ remaining: 0.9, emptyAt: null }, { remaining: 0.1, emptyAt: now + 3600000 }),
  status: {
    counts: { due: 2, leased: 1, openIssues: 25, openReviews: 3 },
    lagMs: 4000,
    trouble: null,
    stream: { isConnected: true, trouble: null },
    initialSync: { done: true },
  },
  ...over,
});

async function show() {
  const element = createElement('c-operations-health', { is: OperationsHealth });
  document.body.appendChild(element);
  await flush();
  return element;
}
const texts = (element) => [...element.shadowRoot.querySelectorAll('.figure')].map(({ textContent }) => textContent);

describe('c-operations-health', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    getHealth.mockResolvedValue(health());
  });
  afterEach(() => jest.useRealTimers());

  it('is loading first', async () => {
    getHealth.mockReturnValue(new Promise(() => {}));
    expect(stateOf(await show())).toBe('loading');
  });
  it('shows lag, counts and budgets', async () => {
    const element = await show();
    expect(stateOf(element)).toBe('ready');
    expect(texts(element)).toEqual(['400 ms', '900 ms', '1.2 sec', '3', '3', '25', '3', '90%', '10%']);
    const [lag, throughput, budget] = element.shadowRoot.querySelectorAll('c-sync-chart');
    expect(lag.series.map(({ points }) => points.map(({ value }) => value))).toEqual([
      [null, 400],
      [null, 900],
      [null, 1200],
    ]);
    expect(throughput.series[1].points[1].value).toBe(3);
    expect(budget.format).toBe('percent');
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });
  it('warns of a budget that runs out', async () => {
    const element = await show();
    expect(element.shadowRoot.querySelector('[data-side="hubspot"] lightning-icon')).not.toBeNull();
    expect(element.shadowRoot.querySelector('[data-side="salesforce"] lightning-icon')).toBeNull();
  });
  it.each([
    ['refused credentials', { credentials: sided(fine, { isRefused: true, since: now, code: 'EXPIRED' }) }],
    ['Salesforce asked instead of telling', { status: { ...health().status, stream: { isConnected: false, trouble: null, polling: 'allocation' } } }],
    ['a lost stream', { status: { ...health().status, stream: { isConnected: false, trouble: 'NETWORK' } } }],
    ['trouble', { status: { ...health().status, trouble: 'rules: two rulesets are active' } }],
    ['a first sync under way', { status: { ...health().status, initialSync: { done: false } } }],
  ])('says first of %s', async (_what, over) => {
    getHealth.mockResolvedValue(health(over));
    const element = await show();
    expect(stateOf(element)).toBe('partial');
    expect(element.shadowRoot.querySelector('c-sync-state').errors).toHaveLength(1);
  });
  it('shows what went wrong and tries again', async () => {
    getHealth.mockRejectedValueOnce({ body: { message: 'No.' } });
    const element = await show();
    expect(stateOf(element)).toBe('error');
    element.shadowRoot.querySelector('c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(stateOf(element)).toBe('ready');
  });
  it('shows the last day when asked, and an answer to the question before no more', async () => {
    const element = await show();
    let answer;
    getHealth.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    element.shadowRoot.querySelector('lightning-button-icon').click();
    element.shadowRoot.querySelector('lightning-radio-group').dispatchEvent(new CustomEvent('change', { detail: { value: 'day' } }));
    await flush();
    expect(getHealth).toHaveBeenLastCalledWith({ span: 'day' });
    answer(health({ totals: { written: 99, received: 0, looks: 0, troubled: 0 } }));
    await flush();
    expect(texts(element)[3]).toBe('3');
  });
  it('looks again by itself until the page is left', async () => {
    const element = await show();
    await jest.advanceTimersByTimeAsync(16000);
    expect(getHealth).toHaveBeenCalledTimes(2);
    element.remove();
    await jest.advanceTimersByTimeAsync(60000);
    expect(getHealth).toHaveBeenCalledTimes(2);
  });
  it.each(['issues', 'reviews'])('leads to the %s', async (tab) => {
    const element = await show();
    const heard = [];
    element.addEventListener('navigate', (event) => heard.push(event.detail));
    element.shadowRoot.querySelector(`a[data-id="${tab}"]`).click();
    expect(heard).toEqual([{ c__tab: tab }]);
  });
});
