import { createElement } from 'lwc';
import LightningConfirm from 'lightning/confirm';
import ReconciliationPage from 'c/reconciliationPage';
import readOverview from '@salesforce/apex/SyncReconciliationController.overview';
import startCheck from '@salesforce/apex/SyncReconciliationController.start';
import cancelRun from '@salesforce/apex/SyncReconciliationController.cancel';
import startRepair from '@salesforce/apex/SyncReconciliationController.repair';

jest.mock('@salesforce/apex/SyncReconciliationController.overview', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReconciliationController.start', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReconciliationController.cancel', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReconciliationController.repair', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReconciliationController.history', () => ({ default: jest.fn().mockResolvedValue({ items: [] }) }), { virtual: true });
jest.mock('@salesforce/apex/SyncReconciliationController.records', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReconciliationController.faults', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReconciliationController.ledger', () => ({ default: jest.fn(() => new Promise(() => {})) }), { virtual: true });
jest.mock('@salesforce/apex/SyncReconciliationController.exported', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReconciliationController.define', () => ({ default: jest.fn() }), { virtual: true });

const flush = async () => {
  for (let turn = 0; turn < 14; turn += 1) await Promise.resolve();
};
const values = { compared: 100, agree: 99, explained: 0, pending: 0, disagree: 1 };
const run = {
  id: 'r1',
  kind: 'check',
  state: 'done',
  startedAt: 1,
  finishedAt: 2,
  trouble: null,
  progress: { step: 2, steps: 8, met: 1234567, perSecond: 12.4, doing: 'person:links' },
  values,
  drift: 0.01,
  mappings: [],
  report: { hubspot: 0, salesforce: 0, both: 0, buckets: [], platform: { hubspot: null, salesforce: null }, definition: {} },
  repair: null,
};
const overview = { run, last: run, nextAt: null, definition: { hubspot: null, salesforce: {} }, isOwn: false, ledger: {} };
const working = { ...run, id: 'r2', state: 'working', finishedAt: null };

async function show(state = {}) {
  const element = createElement('c-reconciliation-page', { is: ReconciliationPage });
  element.state = state;
  document.body.appendChild(element);
  await flush();
  return element;
}
const stateOf = (element) => element.shadowRoot.querySelector('c-sync-state').state;
const find = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);
const toasts = (element) => {
  const heard = [];
  element.addEventListener('lightning__showtoast', ({ detail }) => heard.push(detail));
  return heard;
};

describe('c-reconciliation-page', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    for (const mock of [readOverview, startCheck, cancelRun, startRepair]) mock.mockReset();
    readOverview.mockResolvedValue(overview);
  });
  afterEach(() => jest.useRealTimers());

  it('is loading first', async () => {
    readOverview.mockReturnValue(new Promise(() => {}));
    expect(stateOf(await show())).toBe('loading');
  });
  it('offers the first check when there never was one', async () => {
    readOverview.mockResolvedValue({ ...overview, run: null, last: null });
    const element = await show();
    expect(stateOf(element)).toBe('empty');
    startCheck.mockResolvedValue(working);
    readOverview.mockResolvedValue({ ...overview, run: working, last: null });
    find(element, 'first-check').click();
    await flush();
    expect(startCheck).toHaveBeenCalledTimes(1);
    expect(find(element, 'progress')).not.toBeNull();
    expect(element.shadowRoot.querySelector('lightning-tabset')).toBeNull();
  });
  it('shows what went wrong, a missing permission among it, and tries again', async () => {
    readOverview.mockRejectedValueOnce({ body: { message: 'You need the permission set Fieldwise Admin.' } });
    const element = await show();
    expect(stateOf(element)).toBe('error');
    expect(element.shadowRoot.querySelector('c-sync-state').errors.body.message).toContain('permission');
    element.shadowRoot.querySelector('c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(stateOf(element)).toBe('ready');
  });
  it('shows the drift of the last check first, and each tab only while it is looked at', async () => {
    const element = await show();
    expect(element.shadowRoot.querySelector('c-reconciliation-drift').run.id).toBe('r1');
    expect(element.shadowRoot.querySelector('c-reconciliation-counts')).toBeNull();
    element.state = { c__tab: 'ledger', c__handoff: 'refused' };
    await flush();
    expect(element.shadowRoot.querySelector('c-reconciliation-ledger').handoff).toBe('refused');
    element.state = { c__tab: 'counts', c__bucket: 'both' };
    await flush();
    expect(element.shadowRoot.querySelector('c-reconciliation-counts').bucket).toBe('both');
    // The checker waits in real time.
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });
  it('follows a run until it is over, and stops it when told to', async () => {
    readOverview.mockResolvedValue({ ...overview, run: { ...working, trouble: 'HubSpot does not answer.' } });
    const element = await show();
    expect(find(element, 'progress').textContent).toContain('HubSpot does not answer.');
    expect(element.shadowRoot.querySelector('lightning-progress-bar').value).toBe(25);
    expect(find(element, 'check')).toBeNull();
    cancelRun.mockResolvedValue(run);
    readOverview.mockResolvedValue({ ...overview, run: { ...working, state: 'cancelled' } });
    find(element, 'cancel').click();
    await flush();
    expect(cancelRun).toHaveBeenCalledTimes(1);
    expect(find(element, 'progress')).toBeNull();
    expect(element.shadowRoot.textContent).toContain('c.Fieldwise_Reconciliation_CheckStopped');
    const asked = readOverview.mock.calls.length;
    await jest.advanceTimersByTimeAsync(60000);
    expect(readOverview).toHaveBeenCalledTimes(asked);
  });
  it('asks again by itself while a run is under way', async () => {
    readOverview.mockResolvedValueOnce({ ...overview, run: working });
    const element = await show();
    await jest.advanceTimersByTimeAsync(5000);
    await flush();
    expect(find(element, 'progress')).toBeNull();
    document.body.removeChild(element);
  });
  it('repairs once that is confirmed, and says what became of it', async () => {
    const element = await show();
    const repair = () => element.shadowRoot.querySelector('c-reconciliation-drift').dispatchEvent(new CustomEvent('repair', { detail: { mapping: null } }));
    LightningConfirm.open = jest.fn().mockResolvedValueOnce(false).mockResolvedValue(true);
    repair();
    await flush();
    expect(startRepair).not.toHaveBeenCalled();
    startRepair.mockResolvedValue(run);
    const repaired = { ...run, kind: 'repair', repair: { asked: 3, agree: 2, explained: 1, pending: 0, disagree: 0 } };
    readOverview.mockResolvedValue({ ...overview, run: repaired });
    repair();
    await flush();
    expect(startRepair).toHaveBeenCalledWith({ mapping: null });
    expect(find(element, 'repaired').textContent).toBe('c.Fieldwise_Reconciliation_RepairDone');
    readOverview.mockResolvedValue({ ...overview, run: { ...repaired, state: 'working' }, nextAt: 5 });
    element.shadowRoot.querySelector('c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(find(element, 'progress').textContent).toBe('c.Fieldwise_Reconciliation_Repairing');
  });
  it('says why a check could not begin', async () => {
    startCheck.mockRejectedValue({ body: { message: 'A check is under way.' } });
    const element = await show();
    const heard = toasts(element);
    find(element, 'check').click();
    await flush();
    expect(heard[0]).toMatchObject({ variant: 'error', message: 'A check is under way.' });
  });
  it('keeps the tab and what it looks at in the URL', async () => {
    const element = await show({ c__tab: 'counts' });
    const heard = [];
    element.addEventListener('navigate', ({ detail }) => heard.push(detail));
    element.shadowRoot.querySelector('c-reconciliation-counts').dispatchEvent(new CustomEvent('navigate', { detail: { c__bucket: 'both' } }));
    element.shadowRoot.querySelector('[data-tab="ledger"]').dispatchEvent(new CustomEvent('active'));
    element.shadowRoot.querySelector('[data-tab="counts"]').dispatchEvent(new CustomEvent('active'));
    expect(heard).toEqual([
      { c__step: 'reconciliation', c__tab: 'counts', c__bucket: 'both' },
      { c__step: 'reconciliation', c__tab: 'ledger' },
    ]);
  });
});
