import { createElement } from 'lwc';
import LightningConfirm from 'lightning/confirm';
import GolivePage from 'c/golivePage';
import readStatus from '@salesforce/apex/SyncGoliveController.status';
import start from '@salesforce/apex/SyncGoliveController.start';
import letFewCross from '@salesforce/apex/SyncGoliveController.letFewCross';
import approve from '@salesforce/apex/SyncGoliveController.approve';
import pause from '@salesforce/apex/SyncGoliveController.pause';
import resume from '@salesforce/apex/SyncGoliveController.resume';
import cancel from '@salesforce/apex/SyncGoliveController.cancel';

jest.mock('@salesforce/apex/SyncGoliveController.preflight', () => ({ default: jest.fn(() => new Promise(() => {})) }), { virtual: true });
jest.mock('@salesforce/apex/SyncGoliveController.lookAgain', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncGoliveController.canary', () => ({ default: jest.fn(() => new Promise(() => {})) }), { virtual: true });
jest.mock('@salesforce/apex/SyncGoliveController.faults', () => ({ default: jest.fn(() => new Promise(() => {})) }), { virtual: true });
jest.mock('@salesforce/apex/SyncGoliveController.status', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncGoliveController.start', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncGoliveController.letFewCross', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncGoliveController.approve', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncGoliveController.pause', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncGoliveController.resume', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncGoliveController.cancel', () => ({ default: jest.fn() }), { virtual: true });

const flush = async () => {
  for (let turn = 0; turn < 15; turn += 1) await Promise.resolve();
};
const figure = (count) => ({ count, margin: 0 });
const forecast = {
  ...{ mapping: 'person', salesforce: { records: 10, judged: 10 }, hubspot: { records: 10, judged: 10 }, refused: [] },
  ...{ creates: { salesforce: figure(1), hubspot: figure(2) }, matches: figure(3), updates: figure(4), reviews: figure(0) },
  outOfScope: { salesforce: figure(0), hubspot: figure(0) },
};
const check = {
  ...{ mapping: 'person', salesforce: { linked: 3, unexplained: 0, explained: {} }, hubspot: { linked: 3, unexplained: 0, explained: {} } },
  ...{ agreement: { looked: 3 }, agreeShare: 1, isMatch: true },
};
const job = (phase, state, patch = {}) => ({
  ...{ id: 'job', kind: 'golive', phase, state, isStale: false, trouble: null, isMatch: null, cost: null, forecast: [forecast], checks: [] },
  settings: { canary: 25 },
  progress: { steps: [], met: 50, total: 200, perSecond: 120, leftMs: 65000 },
  ...patch,
});

async function show(given, isHeld = false) {
  readStatus.mockResolvedValue({ job: given, isHeld, mode: 'by-job' });
  const element = createElement('c-golive-page', { is: GolivePage });
  document.body.appendChild(element);
  await flush();
  return element;
}
const one = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);
const shown = (element) => ['start', 'few', 'approve', 'pause', 'resume', 'cancel'].filter((id) => one(element, id) !== null);
const part = (element, name) => element.shadowRoot.querySelector(`c-golive-${name}`);
const stateOf = (element) => element.shadowRoot.querySelector('c-sync-state').state;
function toasts(element) {
  const heard = [];
  element.addEventListener('lightning__showtoast', (event) => heard.push(event.detail));
  return heard;
}

describe('c-golive-page', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    jest.clearAllMocks();
    LightningConfirm.open = jest.fn().mockResolvedValue(true);
  });
  afterEach(() => {
    jest.useRealTimers();
    document.body.replaceChildren();
  });

  it('is loading first, and says when the bridge does not answer', async () => {
    readStatus.mockReturnValue(new Promise(() => {}));
    const element = createElement('c-golive-page', { is: GolivePage });
    document.body.appendChild(element);
    await flush();
    expect(stateOf(element)).toBe('loading');
    readStatus.mockRejectedValue(new Error('No.'));
    const other = createElement('c-golive-page', { is: GolivePage });
    document.body.appendChild(other);
    await flush();
    expect(stateOf(other)).toBe('error');
    readStatus.mockResolvedValue({ job: null, isHeld: true });
    other.shadowRoot.querySelector('c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(stateOf(other)).toBe('ready');
  });

  it('offers a dry run where there was none, and starts it with the count asked for', async () => {
    const element = await show(null, true);
    expect(shown(element)).toEqual(['start']);
    expect(one(element, 'held')).not.toBeNull();
    expect([part(element, 'forecast'), part(element, 'canary'), part(element, 'counts')]).toEqual([null, null, null]);
    element.shadowRoot.querySelector('lightning-input').dispatchEvent(new CustomEvent('change', { detail: { value: '10' } }));
    start.mockResolvedValue(job('survey', 'working', { forecast: [] }));
    one(element, 'start').click();
    await flush();
    expect(start).toHaveBeenCalledWith({ canary: 10 });
    expect(shown(element)).toEqual(['pause', 'cancel']);
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });

  it('shows what the dry run says and lets the first few cross', async () => {
    const element = await show(job('survey', 'waiting'), true);
    expect(shown(element)).toEqual(['few', 'approve', 'cancel']);
    expect(part(element, 'forecast').job.forecast).toHaveLength(1);
    expect(part(element, 'canary')).toBeNull();
    letFewCross.mockResolvedValue(job('canary', 'working'));
    one(element, 'few').click();
    await flush();
    expect(part(element, 'canary').version).toBe('job:canary:working');
    expect(one(element, 'walked')).toBeNull();
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });

  it('asks before everything crosses, names failed checks, and goes on anyway where the rules changed', async () => {
    const element = await show(job('canary', 'waiting', { isStale: true }), true);
    part(element, 'checks').dispatchEvent(new CustomEvent('report', { detail: { failed: 2 } }));
    expect(one(element, 'stale')).not.toBeNull();
    LightningConfirm.open.mockResolvedValueOnce(false);
    one(element, 'approve').click();
    await flush();
    expect(approve).not.toHaveBeenCalled();
    expect(LightningConfirm.open.mock.calls[0][0]).toMatchObject({ label: 'c.Fieldwise_Golive_ApproveAnyway', theme: 'warning' });
    expect(LightningConfirm.open.mock.calls[0][0].message).toContain('c.Fieldwise_Golive_ApproveFailing');
    approve.mockResolvedValue(job('run', 'working'));
    one(element, 'approve').click();
    await flush();
    expect(approve).toHaveBeenCalledWith({ isAnyway: true });
    expect(shown(element)).toEqual(['pause', 'cancel']);
  });

  it('shows how far it is, and is paused, resumed and cancelled', async () => {
    const element = await show(job('run', 'working', { trouble: 'Calls are used up.' }));
    expect(element.shadowRoot.querySelector('lightning-progress-bar').value).toBe(25);
    expect(one(element, 'trouble').textContent).toBe('Calls are used up.');
    expect(one(element, 'walked').textContent.split(' · ')).toHaveLength(3);
    pause.mockResolvedValue(job('run', 'paused'));
    one(element, 'pause').click();
    await flush();
    expect(shown(element)).toEqual(['resume', 'cancel']);
    expect(one(element, 'walked').textContent.split(' · ')).toHaveLength(1);
    resume.mockResolvedValue(job('run', 'working'));
    one(element, 'resume').click();
    await flush();
    expect(shown(element)).toEqual(['pause', 'cancel']);
    const heard = toasts(element);
    cancel.mockResolvedValue(job('run', 'cancelled'));
    one(element, 'cancel').click();
    await flush();
    expect(heard).toMatchObject([{ variant: 'success' }]);
    expect(shown(element)).toEqual(['start']);
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });

  it('shows no bar where a platform does not count', async () => {
    const element = await show(job('run', 'working', { progress: { steps: [], met: 50, total: null, perSecond: null, leftMs: null } }));
    expect(element.shadowRoot.querySelector('lightning-progress-bar')).toBeNull();
    expect(one(element, 'walked').textContent).toBe('c.Fieldwise_Golive_Walked');
  });

  it('shows the counts at the end', async () => {
    const element = await show(job('over', 'done', { isMatch: true, checks: [check] }));
    expect(part(element, 'counts').job.isMatch).toBe(true);
    expect(shown(element)).toEqual(['start']);
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });

  it('says what the bridge refused', async () => {
    const element = await show(job('survey', 'waiting'));
    const heard = toasts(element);
    letFewCross.mockRejectedValue({ body: { message: 'The first few go once the dry run is done.' } });
    one(element, 'few').click();
    await flush();
    expect(heard).toMatchObject([{ variant: 'error', message: 'The first few go once the dry run is done.' }]);
    expect(one(element, 'few').disabled).toBe(false);
  });

  it('follows by itself, keeps what it showed while the bridge is away, and asks nothing once it is left', async () => {
    const element = await show(job('run', 'working'));
    readStatus.mockRejectedValueOnce(new Error('away'));
    await jest.advanceTimersByTimeAsync(2100);
    await flush();
    expect(stateOf(element)).toBe('partial');
    expect(one(element, 'standing')).not.toBeNull();
    readStatus.mockResolvedValue({ job: job('over', 'done', { isMatch: true, checks: [check] }), isHeld: false });
    await jest.advanceTimersByTimeAsync(2100);
    await flush();
    expect(part(element, 'counts')).not.toBeNull();
    const asked = readStatus.mock.calls.length;
    element.remove();
    await jest.advanceTimersByTimeAsync(20000);
    expect(readStatus).toHaveBeenCalledTimes(asked);
  });

  it('tells a job of new rules apart', async () => {
    const element = await show(job('run', 'working', { kind: 'rules', forecast: [] }));
    expect(element.shadowRoot.textContent).toContain('c.Fieldwise_Golive_RulesJob');
    expect(part(element, 'forecast')).toBeNull();
  });
});
