import { createElement } from 'lwc';
import ConnectPage from 'c/connectPage';
import readStatus from '@salesforce/apex/SyncConnectController.status';
import readUser from '@salesforce/apex/SyncConnectController.integrationUser';
import assignPermissionSet from '@salesforce/apex/SyncConnectController.assignPermissionSet';
import startRoundTrip from '@salesforce/apex/SyncConnectController.startRoundTrip';
import readJob from '@salesforce/apex/SyncConnectController.job';

jest.mock('@salesforce/apex/SyncConnectController.status', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncConnectController.integrationUser', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncConnectController.assignPermissionSet', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncConnectController.startRoundTrip', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncConnectController.job', () => ({ default: jest.fn() }), { virtual: true });

const status = {
  org: { id: '00D', name: 'Acme', isSandbox: false },
  bridge: {
    counts: { links: 12, due: 0 },
    lagMs: 0,
    rulesVersion: 3,
    initialSync: { done: true },
    stream: { isConnected: true, lastHeardAt: 1 },
    trouble: null,
    budgets: { salesforce: { remaining: 0.8 }, hubspot: { remaining: 1 } },
  },
  identity: { salesforceUserId: '005', hubspotAppId: '7', portalId: '42', share: 0.5 },
  groups: [{ code: 'text-too-long', mapping: 'person', field: 'Title', count: 3, cause: 'Too long.', remedy: 'Shorten.' }],
};
const rules = [
  {
    key: 'person',
    salesforceObjects: 'Lead',
    rules: [
      { salesforceField: 'Title', direction: 'Two-way' },
      { salesforceField: 'Fax', direction: 'To HubSpot' },
      { salesforceField: 'Off', direction: 'Off' },
    ],
  },
];
const user = {
  user: { id: '005', name: 'Sync User', username: 'sync@acme.test', isActive: true, hasPermissionSet: false },
  mappings: rules,
  seen: { Lead: { fields: [{ name: 'Title', isWritable: false }] } },
};
const leg = (over) => ({ isOk: true, tookMs: 20, problem: null, ...over });
const flush = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};
async function show() {
  const element = createElement('c-connect-page', { is: ConnectPage });
  document.body.appendChild(element);
  await flush();
  return element;
}
const check = (element, key) => element.shadowRoot.querySelector(`tr[data-check="${key}"]`);

describe('c-connect-page', () => {
  beforeEach(() => {
    readStatus.mockResolvedValue(status);
    readUser.mockResolvedValue(user);
  });
  afterEach(() => {
    document.body.replaceChildren();
    jest.clearAllMocks();
  });

  it('shows both ends and the bridge, with budgets', async () => {
    const { shadowRoot } = await show();
    expect([...shadowRoot.querySelectorAll('[data-end]')].map(({ dataset }) => dataset.end)).toEqual(['salesforce', 'hubspot', 'bridge']);
    expect([...shadowRoot.querySelectorAll('lightning-progress-bar')].map(({ value }) => value)).toEqual([80, 100]);
  });
  it('is loading first, and says what went wrong', async () => {
    readStatus.mockReturnValue(new Promise(() => {}));
    expect((await show()).shadowRoot.querySelector('c-sync-state').state).toBe('loading');
    readStatus.mockRejectedValue({ body: { message: 'No.' } });
    expect((await show()).shadowRoot.querySelector('c-sync-state').state).toBe('error');
  });
  it('still shows the org when the bridge is down', async () => {
    readStatus.mockResolvedValue({ org: status.org, trouble: 'The bridge cannot be reached.' });
    const { shadowRoot } = await show();
    expect(shadowRoot.querySelector('c-sync-state').state).toBe('partial');
    expect(shadowRoot.querySelector('[data-end="salesforce"]').textContent).toContain('Acme');
    expect(shadowRoot.querySelector('[data-end="salesforce"]').textContent).toContain('c.Fieldwise_Connect_NotKnown');
    expect(shadowRoot.querySelector('[data-end="bridge"]').textContent).toContain('c.Fieldwise_Connect_NotReached');
    expect(readUser).not.toHaveBeenCalled();
  });
  it('names fields the integration user cannot see or edit', async () => {
    const element = await show();
    const details = [...check(element, 'Lead').querySelectorAll('.slds-text-color_error')];
    expect(details).toHaveLength(2);
    expect(check(element, 'convert')).not.toBeNull();
  });
  it('assigns the permission set and looks again', async () => {
    const element = await show();
    readUser.mockResolvedValue({ ...user, user: { ...user.user, hasPermissionSet: true } });
    element.shadowRoot.querySelector('.assign').click();
    await flush();
    expect(assignPermissionSet).toHaveBeenCalledWith({ userId: '005' });
    expect(element.shadowRoot.querySelector('.assign')).toBeNull();
  });
  it('says when the permission set could not be assigned', async () => {
    assignPermissionSet.mockRejectedValue({ body: { message: 'You may not.' } });
    const element = await show();
    element.shadowRoot.querySelector('.assign').click();
    await flush();
    expect([...element.shadowRoot.querySelectorAll('c-sync-state')].some(({ errors }) => errors.includes('You may not.'))).toBe(true);
  });
  it('tests the round trip and tells each time', async () => {
    startRoundTrip.mockResolvedValue({ id: 'j' });
    readJob.mockResolvedValue({
      state: 'done',
      result: { salesforce: leg(), hubspot: leg(), event: leg({ isOk: false, problem: 'The event did not arrive.' }), tookMs: 40 },
    });
    const element = await show();
    element.shadowRoot.querySelector('.test').click();
    await flush();
    expect(element.shadowRoot.querySelector('.trip').textContent).toBe('c.Fieldwise_Connect_TripTrouble');
    expect(element.shadowRoot.querySelector('.trip').parentElement.textContent).toContain('The event did not arrive.');
    expect(element.shadowRoot.querySelector('.trip').closest('[role="status"]')).not.toBeNull();
  });
  it('says the causes of issues in plain words and leads to all of them', async () => {
    const element = await show();
    const heard = jest.fn();
    element.addEventListener('navigate', (event) => heard(event.detail));
    expect(element.shadowRoot.textContent).toContain('Too long.');
    [...element.shadowRoot.querySelectorAll('lightning-button')].at(-1).click();
    expect(heard).toHaveBeenCalledWith({ c__step: 'operations' });
  });
  it('names its sections, cards and the table', async () => {
    const { shadowRoot } = await show();
    for (const section of shadowRoot.querySelectorAll('section'))
      expect(section.hasAttribute('aria-label') || section.hasAttribute('aria-labelledby')).toBe(true);
    expect(shadowRoot.querySelector('table').getAttribute('aria-label')).toBeTruthy();
  });
});
