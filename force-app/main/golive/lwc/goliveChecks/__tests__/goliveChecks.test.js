import { createElement } from 'lwc';
import GoliveChecks from 'c/goliveChecks';
import readPreflight from '@salesforce/apex/SyncGoliveController.preflight';
import lookAgain from '@salesforce/apex/SyncGoliveController.lookAgain';

jest.mock('@salesforce/apex/SyncGoliveController.preflight', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncGoliveController.lookAgain', () => ({ default: jest.fn() }), { virtual: true });

const flush = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};
const stateOf = (element) => element.shadowRoot.querySelector('c-sync-state').state;
const all = (element, selector) => [...element.shadowRoot.querySelectorAll(selector)];
const check = (key, state, findings = []) => ({
  key,
  name: `Check ${key}`,
  state,
  summary: `Summary of ${key}.`,
  remedy: state === 'pass' ? null : 'Do it.',
  findings,
});
const lead = { side: 'salesforce', object: 'Lead', id: '00Q000000000001AAA' };
const report = {
  ...{ score: 72, isReady: false, checkedAt: Date.now() - 60000, rulesVersion: 3 },
  checks: [
    check('reached', 'pass'),
    check('guards', 'fail', [{ what: 'Lead: Phone_First', count: 4, remedy: 'Let it pass.', records: [lead] }]),
    check('duplicates', 'warn'),
  ],
};
const view = (patch = {}) => ({ isLooking: false, trouble: null, report, ...patch });

async function show() {
  const element = createElement('c-golive-checks', { is: GoliveChecks });
  const heard = [];
  element.addEventListener('report', ({ detail }) => heard.push(detail));
  document.body.appendChild(element);
  await flush();
  return { element, heard };
}

describe('c-golive-checks', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    jest.clearAllMocks();
    readPreflight.mockResolvedValue(view());
    lookAgain.mockResolvedValue(view({ isLooking: true }));
  });
  afterEach(() => {
    jest.useRealTimers();
    document.body.replaceChildren();
  });

  it('is loading first', async () => {
    readPreflight.mockReturnValue(new Promise(() => {}));
    expect(stateOf((await show()).element)).toBe('loading');
  });
  it('says that nothing was checked yet', async () => {
    readPreflight.mockResolvedValue(view({ report: null }));
    expect(stateOf((await show()).element)).toBe('empty');
  });
  it('shows what went wrong and tries again', async () => {
    readPreflight.mockRejectedValueOnce(new Error('No.'));
    const { element } = await show();
    expect(stateOf(element)).toBe('error');
    element.shadowRoot.querySelector('c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(stateOf(element)).toBe('ready');
  });
  it('keeps the report of before when a look could not be finished, and says why', async () => {
    readPreflight.mockResolvedValue(view({ trouble: 'Salesforce did not answer.' }));
    const { element } = await show();
    expect(stateOf(element)).toBe('partial');
    expect(element.shadowRoot.querySelector('c-sync-state').errors).toBe('Salesforce did not answer.');
    expect(all(element, '.check')).toHaveLength(3);
    readPreflight.mockResolvedValue(view({ trouble: 'No.', report: null }));
    expect(stateOf((await show()).element)).toBe('error');
  });
  it('shows the score, each check in words, and tells the page how many failed', async () => {
    const { element, heard } = await show();
    expect(all(element, 'h4').map(({ textContent }) => textContent)).toEqual(['Check reached', 'Check guards', 'Check duplicates']);
    expect(all(element, 'lightning-icon').map(({ alternativeText }) => alternativeText)).toEqual([
      'c.Fieldwise_Golive_TonePass',
      'c.Fieldwise_Golive_ToneFail',
      'c.Fieldwise_Golive_ToneWarn',
    ]);
    expect(element.shadowRoot.querySelector('strong').textContent).toBe('c.Fieldwise_Golive_NotReady');
    expect(heard).toEqual([{ failed: 1 }]);
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });
  it('opens what was found, with its records', async () => {
    const { element } = await show();
    const toggles = all(element, 'button');
    expect(toggles).toHaveLength(1);
    expect(toggles[0].getAttribute('aria-expanded')).toBe('false');
    toggles[0].click();
    await flush();
    expect(all(element, '.findings li')[0].textContent).toContain('Lead: Phone_First');
    expect(element.shadowRoot.querySelector('c-operations-record-link').record).toEqual(lead);
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });
  it('looks anew, follows the look to its end, and then rests', async () => {
    const { element } = await show();
    const button = element.shadowRoot.querySelector('[data-id="check"]');
    readPreflight.mockResolvedValueOnce(view({ isLooking: true })).mockResolvedValue(view({ report: { ...report, isReady: true } }));
    button.click();
    await flush();
    expect(lookAgain).toHaveBeenCalledTimes(1);
    expect(element.shadowRoot.querySelector('[data-id="check"]').disabled).toBe(true);
    await jest.advanceTimersByTimeAsync(2500);
    await flush();
    expect(element.shadowRoot.querySelector('strong').textContent).toBe('c.Fieldwise_Golive_Ready');
    const asked = readPreflight.mock.calls.length;
    await jest.advanceTimersByTimeAsync(20000);
    expect(readPreflight).toHaveBeenCalledTimes(asked);
  });
  it('asks nothing more once the page is left', async () => {
    readPreflight.mockResolvedValue(view({ isLooking: true }));
    const { element } = await show();
    element.remove();
    await jest.advanceTimersByTimeAsync(20000);
    expect(readPreflight).toHaveBeenCalledTimes(1);
  });
});
