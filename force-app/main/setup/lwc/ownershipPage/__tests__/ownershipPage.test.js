import { createElement } from 'lwc';
import OwnershipPage from 'c/ownershipPage';
import readWorkspace from '@salesforce/apex/SyncOwnershipController.workspace';
import saveDraft from '@salesforce/apex/SyncOwnershipController.saveDraft';
import readFields from '@salesforce/apex/SyncOwnershipController.fields';
import startPreview from '@salesforce/apex/SyncOwnershipController.startPreview';
import readJob from '@salesforce/apex/SyncOwnershipController.job';

jest.mock('@salesforce/apex/SyncOwnershipController.workspace', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncOwnershipController.saveDraft', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncOwnershipController.discardDraft', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncOwnershipController.fields', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncOwnershipController.startPreview', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncOwnershipController.startFieldRefresh', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncOwnershipController.job', () => ({ default: jest.fn() }), { virtual: true });

const rule = {
  key: 'person.title',
  salesforceField: 'Title',
  hubspotProperty: 'jobtitle',
  owner: 'Salesforce',
  direction: 'To HubSpot',
  policy: 'Owner',
  windowMinutes: 5,
  blank: 'Propagate',
  nonOwnerEdit: 'Enforce',
  isEnabled: true,
};
const mappings = (over) => [
  { key: 'person', salesforceObjects: 'Lead', hubspotObject: 'contacts', createInSalesforce: 'Never', rules: [{ ...rule, ...over }] },
  { key: 'deal', salesforceObjects: 'Opportunity', hubspotObject: 'deals', createInSalesforce: 'Never', rules: [] },
];
const version = (over, ruleOver) => ({ id: 'a1', version: 1, problems: [], mappings: mappings(ruleOver), ...over });
const workspace = (over) => ({ live: version(), draft: null, history: [], ...over });
const answer = {
  salesforce: [{ object: 'Lead', label: 'Lead', fields: [{ name: 'Title', label: 'Title', type: 'string', isWritable: true }] }],
  hubspot: { fields: [{ name: 'jobtitle', label: 'Job title', kind: 'text', isWritable: true, lengthMax: null, options: null }] },
};
const flush = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};

async function show(state = {}) {
  const element = createElement('c-ownership-page', { is: OwnershipPage });
  element.state = state;
  document.body.appendChild(element);
  await flush();
  return element;
}
const stateOf = (element) => element.shadowRoot.querySelector('c-sync-state');
const tableOf = (element) => element.shadowRoot.querySelector('c-ownership-table');
const tell = (target, name, detail) => target.dispatchEvent(new CustomEvent(name, { detail }));

describe('c-ownership-page', () => {
  beforeEach(() => {
    readWorkspace.mockResolvedValue(workspace());
    readFields.mockResolvedValue(answer);
  });
  afterEach(() => {
    document.body.replaceChildren();
    jest.clearAllMocks();
  });

  it('is loading until the rules came', async () => {
    readWorkspace.mockReturnValue(new Promise(() => {}));
    expect(stateOf(await show()).state).toBe('loading');
  });
  it('says why there are no rules', async () => {
    readWorkspace.mockResolvedValue(workspace({ live: null }));
    expect(stateOf(await show()).state).toBe('empty');
  });
  it('shows what went wrong and tries again', async () => {
    readWorkspace.mockRejectedValueOnce({ body: { message: 'No.' } });
    const element = await show();
    expect([stateOf(element).state, stateOf(element).errors]).toEqual(['error', ['No.']]);
    tell(stateOf(element), 'retry');
    await flush();
    expect(stateOf(element).state).toBe('ready');
  });
  it('shows the rules of the object the URL names, with labels and kinds of both sides', async () => {
    const element = await show({ c__object: 'person' });
    expect(tableOf(element).rules[0]).toMatchObject({
      key: 'person.title',
      state: 'none',
      problems: [],
      left: { label: 'Title' },
      right: { label: 'Job title' },
    });
    expect(readFields).toHaveBeenCalledWith({ salesforceObjects: ['Lead'], hubspotObject: 'contacts' });
  });
  it('says when HubSpot’s side could not be checked, and still shows the rules', async () => {
    readFields.mockResolvedValue({ ...answer, hubspot: undefined, trouble: 'The bridge is down.' });
    const element = await show();
    expect(element.shadowRoot.querySelector('.slds-theme_warning')).not.toBeNull();
    expect(tableOf(element).rules).toHaveLength(1);
  });
  it('asks for another page by the event navigate', async () => {
    const element = await show();
    const heard = jest.fn();
    element.addEventListener('navigate', (event) => heard(event.detail));
    const [, changes] = [...element.shadowRoot.querySelectorAll('lightning-tab')].filter(({ value }) => ['rules', 'changes'].includes(value));
    tell(changes, 'active');
    expect(heard).toHaveBeenCalledWith({ c__tab: 'changes', c__object: 'person' });
  });

  it('holds edits until they are saved, and turns a one-way rule with its owner', async () => {
    saveDraft.mockResolvedValue(workspace({ draft: version({ version: undefined }, { owner: 'HubSpot', direction: 'To Salesforce' }) }));
    const element = await show();
    tell(tableOf(element), 'edit', { keys: ['person.title'], values: { owner: 'HubSpot' } });
    await flush();
    expect(tableOf(element).rules[0]).toMatchObject({ owner: 'HubSpot', direction: 'To Salesforce', state: 'changed' });
    element.shadowRoot.querySelector('.save').click();
    await flush();
    expect(JSON.parse(saveDraft.mock.calls[0][0].changesJson)).toEqual([
      { owner: 'HubSpot', direction: 'To Salesforce', mapping: 'person', key: 'person.title' },
    ]);
    expect(element.shadowRoot.querySelector('.save-bar')).toBeNull();
    expect(tableOf(element).rules[0].state).toBe('changed');
  });
  it('keeps the edits when saving fails, and says why', async () => {
    saveDraft.mockRejectedValue({ body: { message: 'Locked.' } });
    const element = await show();
    tell(tableOf(element), 'edit', { keys: ['person.title'], values: { blank: 'Ignore' } });
    await flush();
    element.shadowRoot.querySelector('.save').click();
    await flush();
    expect(element.shadowRoot.querySelector('[role="alert"]').textContent).toBe('Locked.');
    expect(element.shadowRoot.querySelector('.save-bar')).not.toBeNull();
  });
  it('opens a rule that becomes two-way and asks for the reason', async () => {
    const element = await show();
    tell(tableOf(element), 'edit', { keys: ['person.title'], values: { direction: 'Two-way' } });
    await flush();
    expect(tableOf(element).openKey).toBe('person.title');
    expect(tableOf(element).rules[0].problems[0]).toMatchObject({ level: 'error', code: 'reason' });
  });
  it('gives a new rule a key from its field when it is saved', async () => {
    saveDraft.mockResolvedValue(workspace());
    const element = await show();
    tell(tableOf(element), 'add');
    await flush();
    const { key } = tableOf(element).rules[0];
    tell(tableOf(element), 'edit', { keys: [key], values: { salesforceField: 'Title', hubspotProperty: 'jobtitle' } });
    await flush();
    element.shadowRoot.querySelector('.save').click();
    await flush();
    expect(JSON.parse(saveDraft.mock.calls[0][0].changesJson)[0]).toMatchObject({ key: 'person.title_2', mapping: 'person', direction: 'To HubSpot' });
  });
  it('takes rules out and undoes that', async () => {
    const element = await show();
    tell(tableOf(element), 'remove', { keys: ['person.title'] });
    await flush();
    expect(tableOf(element).rules).toEqual([]);
    element.shadowRoot.querySelector('.save-bar lightning-button').click();
    await flush();
    expect(tableOf(element).rules).toHaveLength(1);
  });
  it('brings sample values from the bridge', async () => {
    startPreview.mockResolvedValue({ id: 'j' });
    readJob.mockResolvedValue({ state: 'done', result: { fields: [{ rule: 'person.title', samples: [{ salesforce: 'CTO', hubspot: 'cto' }] }] } });
    const element = await show();
    tell(tableOf(element), 'samples');
    await flush();
    expect(tableOf(element).rules[0].samples).toEqual([{ salesforce: 'CTO', hubspot: 'cto' }]);
  });
  it('gives the draft and its blockers to the changes', async () => {
    readWorkspace.mockResolvedValue(workspace({ draft: version({ version: undefined, problems: ['Rule person.title: it is wrong.'] }, { owner: 'HubSpot' }) }));
    const element = await show({ c__tab: 'changes' });
    const changes = element.shadowRoot.querySelector('c-ownership-changes');
    expect(changes.changes.map(({ kind }) => kind)).toEqual(['changed']);
    expect(changes.blockers).toBe(1);
  });
  it('has a heading, and says unsaved edits to screen readers', async () => {
    const element = await show();
    expect(element.shadowRoot.querySelector('h2').textContent).toBeTruthy();
    tell(tableOf(element), 'edit', { keys: ['person.title'], values: { blank: 'Ignore' } });
    await flush();
    expect(element.shadowRoot.querySelector('.save-bar').getAttribute('role')).toBe('status');
  });
});
