import { createElement } from 'lwc';
import DriftPage from 'c/driftPage';
import readFindings from '@salesforce/apex/SyncDriftController.findings';
import startCheck from '@salesforce/apex/SyncDriftController.check';
import acknowledge from '@salesforce/apex/SyncDriftController.acknowledge';

jest.mock('@salesforce/apex/SyncDriftController.findings', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncDriftController.check', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncDriftController.acknowledge', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncDriftController.breakers', () => ({ default: jest.fn().mockResolvedValue({ items: [] }) }), { virtual: true });

const finding = (over) => ({
  side: 'salesforce',
  object: 'Lead',
  id: 'value-new:Status',
  cause: 'Status has new values.',
  remedy: 'Map them.',
  before: 'not there',
  after: 'can be chosen',
  since: Date.now(),
  isNotice: true,
  rules: [{ key: 'person.lead_status', mapping: 'person' }],
  ...over,
});
const object = (over) => ({ side: 'salesforce', object: 'Lead', checkedAt: Date.now(), trouble: null, seesSaveRules: true, ...over });
const list = (items, objects = [object()], isChecking = false) => ({ items, objects, isChecking });
const flush = async () => {
  for (let turn = 0; turn < 14; turn += 1) await Promise.resolve();
};
async function show() {
  const element = createElement('c-drift-page', { is: DriftPage });
  element.heard = [];
  for (const name of ['navigate', 'lightning__showtoast']) element.addEventListener(name, ({ detail }) => element.heard.push(detail));
  document.body.appendChild(element);
  await flush();
  return element;
}
const part = (element, selector) => element.shadowRoot.querySelector(selector);
const stateOf = (element) => part(element, 'c-sync-state').state;

describe('c-drift-page', () => {
  beforeEach(() => {
    for (const mock of [readFindings, startCheck, acknowledge]) mock.mockReset();
    readFindings.mockResolvedValue(list([finding(), finding({ side: 'hubspot', object: 'contacts', id: 'field-removed:level', isNotice: false })]));
    startCheck.mockResolvedValue(null);
    acknowledge.mockResolvedValue(null);
  });

  it('is loading first', async () => {
    readFindings.mockReturnValue(new Promise(() => {}));
    expect(stateOf(await show())).toBe('loading');
  });
  it('says that nothing changed, and when it looked', async () => {
    readFindings.mockResolvedValue(list([]));
    const element = await show();
    expect(stateOf(element)).toBe('empty');
    expect(part(element, '[data-id="checked"]').textContent).toContain('c.Fieldwise_Drift_LastChecked');
    await expect(element).toBeAccessible();
  });
  it('says that it has not looked yet', async () => {
    readFindings.mockResolvedValue(list([], []));
    expect(part(await show(), '[data-id="checked"]').textContent).toBe('c.Fieldwise_Drift_NeverChecked');
  });
  it('shows what went wrong and tries again', async () => {
    readFindings.mockRejectedValueOnce(new Error('No.'));
    const element = await show();
    expect(stateOf(element)).toBe('error');
    part(element, 'c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(stateOf(element)).toBe('ready');
  });
  it('groups by object', async () => {
    const element = await show();
    expect([...element.shadowRoot.querySelectorAll('[data-object]')].map(({ dataset }) => dataset.object)).toEqual(['salesforce:Lead', 'hubspot:contacts']);
    await expect(element).toBeAccessible();
  });
  it('is partial where an object could not be read, and says where validation rules cannot be seen', async () => {
    readFindings.mockResolvedValue(list([finding()], [object({ trouble: 'Too slow.' }), object({ object: 'Account', seesSaveRules: false })]));
    const element = await show();
    expect(stateOf(element)).toBe('partial');
    expect(part(element, '[data-id="blind"]').textContent).toContain('c.Fieldwise_Drift_Blind');
  });
  it('checks now, and shows what the look found once it is over', async () => {
    const element = await show();
    readFindings.mockResolvedValue(list([]));
    part(element, '[data-id="check"]').click();
    await flush();
    expect(startCheck).toHaveBeenCalledTimes(1);
    expect(stateOf(element)).toBe('empty');
    startCheck.mockRejectedValue({ body: { message: 'Not reached.' } });
    part(element, '[data-id="check"]').click();
    await flush();
    expect(element.heard.at(-1)).toMatchObject({ variant: 'error', message: 'Not reached.' });
  });
  it('acknowledges a notice and reads again', async () => {
    const element = await show();
    part(element, 'c-drift-findings').dispatchEvent(new CustomEvent('acknowledge', { detail: finding() }));
    await flush();
    expect(acknowledge).toHaveBeenCalledWith({ side: 'salesforce', objectName: 'Lead', id: 'value-new:Status' });
    expect(readFindings).toHaveBeenCalledTimes(2);
    acknowledge.mockRejectedValue({ body: { message: 'It is mended by now.' } });
    part(element, 'c-drift-findings').dispatchEvent(new CustomEvent('acknowledge', { detail: finding() }));
    await flush();
    expect(element.heard.at(-1)).toMatchObject({ variant: 'error' });
  });
  it('leads to the rule', async () => {
    const element = await show();
    part(element, 'c-drift-findings').dispatchEvent(new CustomEvent('rule', { detail: { key: 'person.lead_status', mapping: 'person' } }));
    expect(element.heard).toEqual([{ c__step: 'ownership', c__object: 'person' }]);
  });
});
