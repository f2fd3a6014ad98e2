import { createElement } from 'lwc';
import OperationsAlerts from 'c/operationsAlerts';
import getAlerts from '@salesforce/apex/SyncAlertController.alerts';
import acknowledge from '@salesforce/apex/SyncAlertController.acknowledge';

jest.mock('@salesforce/apex/SyncAlertController.alerts', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncAlertController.acknowledge', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncAlertController.settings', () => ({ default: jest.fn(() => new Promise(() => {})) }), { virtual: true });

const flush = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};
const stateOf = (element) => element.shadowRoot.querySelector('c-sync-state').state;
function toasts(element) {
  const heard = [];
  element.addEventListener('lightning__showtoast', (event) => heard.push(event.detail));
  return heard;
}

const alert = (id, over) => ({
  id,
  kind: 'Lag',
  channel: 'Email',
  system: null,
  message: 'Slow.',
  delivery: null,
  openedAt: '2026-11-21T12:00:00Z',
  endedAt: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  ...over,
});
async function show() {
  const element = createElement('c-operations-alerts', { is: OperationsAlerts });
  document.body.appendChild(element);
  await flush();
  return element;
}
const buttons = (element) => [...element.shadowRoot.querySelectorAll('td lightning-button')];

describe('c-operations-alerts', () => {
  beforeEach(() => {
    getAlerts.mockResolvedValue([
      alert('1'),
      alert('2', { acknowledgedAt: '2026-11-21T12:01:00Z', acknowledgedBy: 'Ada' }),
      alert('3', { endedAt: '2026-11-21T12:05:00Z' }),
    ]);
    acknowledge.mockResolvedValue(null);
  });

  it('is loading first', async () => {
    getAlerts.mockReturnValue(new Promise(() => {}));
    expect(stateOf(await show())).toBe('loading');
  });
  it('says that there are none', async () => {
    getAlerts.mockResolvedValue([]);
    expect(stateOf(await show())).toBe('empty');
  });
  it('shows what went wrong and tries again', async () => {
    getAlerts.mockRejectedValueOnce(new Error('No.'));
    const element = await show();
    expect(stateOf(element)).toBe('error');
    element.shadowRoot.querySelector('c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(stateOf(element)).toBe('ready');
  });
  it('marks an alert nobody was told of', async () => {
    getAlerts.mockResolvedValue([alert('1', { delivery: 'Not sent: the address answered 404.' }), alert('2', { delivery: 'Sent.' })]);
    const element = await show();
    expect(element.shadowRoot.querySelectorAll('td .slds-theme_error')).toHaveLength(1);
    await expect(element).toBeAccessible();
  });
  it('only an alert that lasts and nobody took can be taken', async () => {
    const element = await show();
    expect(buttons(element).map(({ dataset }) => dataset.id)).toEqual(['1']);
    expect(element.shadowRoot.textContent).toContain('5 min');
    await expect(element).toBeAccessible();
  });
  it('takes an alert and reads anew', async () => {
    const element = await show();
    buttons(element)[0].click();
    await flush();
    expect(acknowledge).toHaveBeenCalledWith({ alertId: '1' });
    expect(getAlerts).toHaveBeenCalledTimes(2);
  });
  it('says when that failed', async () => {
    acknowledge.mockRejectedValue(new Error('No.'));
    const element = await show();
    const heard = toasts(element);
    buttons(element)[0].click();
    await flush();
    expect(heard).toMatchObject([{ variant: 'error', message: 'No.' }]);
  });
});
