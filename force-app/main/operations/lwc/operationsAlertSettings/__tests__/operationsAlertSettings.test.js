import { createElement } from 'lwc';
import OperationsAlertSettings from 'c/operationsAlertSettings';
import LightningConfirm from 'lightning/confirm';
import getSettings from '@salesforce/apex/SyncAlertController.settings';
import saveSetting from '@salesforce/apex/SyncAlertController.saveSetting';
import deleteSetting from '@salesforce/apex/SyncAlertController.deleteSetting';
import sendTest from '@salesforce/apex/SyncAlertController.sendTest';
import reload from '@salesforce/apex/SyncAlertController.reload';

jest.mock('@salesforce/apex/SyncAlertController.settings', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncAlertController.saveSetting', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncAlertController.deleteSetting', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncAlertController.sendTest', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncAlertController.reload', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('lightning/confirm', () => ({ __esModule: true, default: { open: jest.fn() } }));

const flush = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};
const stateOf = (element) => element.shadowRoot.querySelector('c-sync-state').state;
function toasts(element) {
  const heard = [];
  element.addEventListener('lightning__showtoast', (event) => heard.push(event.detail));
  return heard;
}

const settings = [
  { id: 's1', kind: 'Lag', threshold: 60, channel: 'Webhook', target: 'https://hooks.slack.com/services/secret', enabled: true },
  { id: 's2', kind: 'Credentials', threshold: null, channel: 'Notification', target: '005A', enabled: false },
];
async function show() {
  const element = createElement('c-operations-alert-settings', { is: OperationsAlertSettings });
  document.body.appendChild(element);
  await flush();
  return element;
}
const find = (element, selector) => element.shadowRoot.querySelector(selector);
async function open(element) {
  find(element, '[data-id="new"]').click();
  await flush();
}
/** Stubs do not reflect their name. */
const fieldOf = (element, name) =>
  [...element.shadowRoot.querySelectorAll('form lightning-input, form lightning-combobox')].find((field) => field.name === name);
async function set(element, name, value) {
  const field = fieldOf(element, name);
  field.dispatchEvent(new CustomEvent('change', { detail: field.type === 'toggle' ? { checked: value } : { value } }));
  await flush();
}
async function save(element) {
  find(element, 'form').dispatchEvent(new CustomEvent('submit', { cancelable: true }));
  await flush();
}

describe('c-operations-alert-settings', () => {
  beforeEach(() => {
    getSettings.mockResolvedValue({ settings, people: [{ id: '005A', name: 'Ada' }] });
    saveSetting.mockResolvedValue(null);
    deleteSetting.mockResolvedValue(null);
    reload.mockResolvedValue(null);
    sendTest.mockReset();
    sendTest.mockResolvedValue('Sent.');
    LightningConfirm.open.mockResolvedValue(true);
  });

  it('is loading first', async () => {
    getSettings.mockReturnValue(new Promise(() => {}));
    expect(stateOf(await show())).toBe('loading');
  });
  it('tries a channel out', async () => {
    const element = await show();
    const heard = toasts(element);
    find(element, '[data-action="test"][data-id="s1"]').click();
    await flush();
    expect(sendTest).toHaveBeenCalledWith({ channel: 'Webhook', target: settings[0].target });
    expect(heard).toMatchObject([{ variant: 'success' }]);
    expect(heard[0].message).not.toContain('secret');
  });
  it('tries a setting that is not saved yet, and says why it did not arrive', async () => {
    sendTest.mockResolvedValueOnce('Not sent: the address answered 404.');
    const element = await show();
    const heard = toasts(element);
    await open(element);
    await set(element, 'target', 'ops@example.com');
    find(element, '[data-id="test-draft"]').click();
    await flush();
    expect(find(element, '[role="status"]').textContent).toBe('Not sent: the address answered 404.');
    expect(sendTest).toHaveBeenCalledWith({ channel: 'Email', target: 'ops@example.com' });
    sendTest.mockRejectedValueOnce(new Error('Give one e-mail address.'));
    find(element, '[data-id="test-draft"]').click();
    await flush();
    expect(heard.map(({ variant, message }) => [variant, message])).toEqual([
      ['error', 'Not sent: the address answered 404.'],
      ['error', 'Give one e-mail address.'],
    ]);
  });
  it('says that nobody is told of anything', async () => {
    getSettings.mockResolvedValue({ settings: [], people: [] });
    expect(stateOf(await show())).toBe('empty');
  });
  it('shows what went wrong and tries again', async () => {
    getSettings.mockRejectedValueOnce(new Error('No.'));
    const element = await show();
    expect(stateOf(element)).toBe('error');
    find(element, 'c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(stateOf(element)).toBe('ready');
  });
  it('names people and hosts, never the secret of a webhook', async () => {
    const element = await show();
    expect(element.shadowRoot.textContent).toContain('hooks.slack.com/…');
    expect(element.shadowRoot.textContent).not.toContain('secret');
    expect(element.shadowRoot.textContent).toContain('Ada');
    await expect(element).toBeAccessible();
  });
  it('saves a new setting and tells the bridge', async () => {
    const element = await show();
    const heard = toasts(element);
    await open(element);
    await set(element, 'kind', 'Budget');
    await set(element, 'target', 'ops@example.com');
    await set(element, 'enabled', false);
    await save(element);
    expect(JSON.parse(saveSetting.mock.calls[0][0].settingJson)).toEqual({
      kind: 'Budget',
      threshold: 20,
      channel: 'Email',
      target: 'ops@example.com',
      enabled: false,
    });
    expect(reload).toHaveBeenCalled();
    expect(heard).toMatchObject([{ variant: 'success' }]);
    expect(find(element, 'form')).toBeNull();
  });
  it('asks for what the kind and the channel need', async () => {
    const element = await show();
    await open(element);
    await set(element, 'kind', 'Credentials');
    expect(fieldOf(element, 'threshold')).toBeUndefined();
    await set(element, 'channel', 'Notification');
    expect(fieldOf(element, 'target').value).toBe('005A');
    await set(element, 'channel', 'Webhook');
    expect(fieldOf(element, 'target').value).toBe('');
    await expect(element).toBeAccessible();
  });
  it('keeps the form open with what to correct', async () => {
    saveSetting.mockRejectedValue({ body: { message: 'Give one e-mail address.' } });
    const element = await show();
    await open(element);
    await save(element);
    expect(find(element, '[role="alert"]').textContent).toBe('Give one e-mail address.');
    expect(reload).not.toHaveBeenCalled();
  });
  it('edits a setting, or leaves it as it was', async () => {
    const element = await show();
    find(element, '[data-action="edit"][data-id="s1"]').click();
    await flush();
    expect(fieldOf(element, 'target').value).toBe(settings[0].target);
    find(element, '[data-id="cancel"]').click();
    await flush();
    expect(find(element, 'form')).toBeNull();
    expect(saveSetting).not.toHaveBeenCalled();
  });
  it('says that the setting is saved when the bridge cannot be told', async () => {
    reload.mockRejectedValue({ body: { message: 'The bridge cannot be reached.' } });
    const element = await show();
    const heard = toasts(element);
    await open(element);
    await save(element);
    expect(heard).toMatchObject([{ variant: 'warning' }]);
  });
  it.each([true, false])('deletes only when the person agrees: %s', async (agreed) => {
    LightningConfirm.open.mockResolvedValue(agreed);
    const element = await show();
    find(element, '[data-action="delete"][data-id="s2"]').click();
    await flush();
    expect(deleteSetting.mock.calls).toEqual(agreed ? [[{ settingId: 's2' }]] : []);
  });
  it('says when deleting failed', async () => {
    deleteSetting.mockRejectedValue(new Error('No.'));
    const element = await show();
    const heard = toasts(element);
    find(element, '[data-action="delete"][data-id="s2"]').click();
    await flush();
    expect(heard).toMatchObject([{ variant: 'error', message: 'No.' }]);
  });
});
