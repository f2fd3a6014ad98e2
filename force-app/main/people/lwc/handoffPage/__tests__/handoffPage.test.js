import { createElement } from 'lwc';
import HandoffPage from 'c/handoffPage';
import readWorkspace from '@salesforce/apex/SyncOwnershipController.workspace';
import readContext from '@salesforce/apex/SyncHandoffController.context';
import saveDraft from '@salesforce/apex/SyncHandoffController.saveDraft';
import startLook from '@salesforce/apex/SyncHandoffController.startLook';

jest.mock('@salesforce/apex/SyncOwnershipController.workspace', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncHandoffController.context', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncHandoffController.saveDraft', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncHandoffController.startLook', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncHandoffController.startSearch', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncOwnershipController.job', () => ({ default: jest.fn() }), { virtual: true });

const mappings = [
  { key: 'company', salesforceObjects: 'Account', hubspotObject: 'companies', createInSalesforce: 'Never', createInHubSpot: 'Always', rules: [] },
  { key: 'person', salesforceObjects: 'Lead;Contact', hubspotObject: 'contacts', createInSalesforce: 'In scope', createInHubSpot: 'In scope', rules: [] },
];
const version = (over) => ({ id: 'a1', version: 1, problems: [], mappings, stages: [{ key: 'lead' }], consents: [], ...over });
const workspace = (over) => ({ live: version(), draft: null, history: [], ...over });
const flush = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};
async function show(state = {}) {
  const element = createElement('c-handoff-page', { is: HandoffPage });
  element.state = state;
  document.body.appendChild(element);
  await flush();
  return element;
}
const part = (element, name) => element.shadowRoot.querySelector(name);
const stateOf = (element) => part(element, 'c-sync-state');
const tell = (target, name, detail) => target.dispatchEvent(new CustomEvent(name, { detail }));
const editors = (element) => [...element.shadowRoot.querySelectorAll('c-scope-editor')];

describe('c-handoff-page', () => {
  beforeEach(() => {
    readWorkspace.mockResolvedValue(workspace());
    readContext.mockResolvedValue({ salesforce: [], hubspot: { fields: [] }, segments: { items: [] }, owners: [], statuses: [], hasPersonAccounts: false });
    startLook.mockReturnValue(new Promise(() => {}));
  });

  it('is loading until the rules came', async () => {
    readWorkspace.mockReturnValue(new Promise(() => {}));
    expect(stateOf(await show()).state).toBe('loading');
  });
  it('says when there are no rules at all', async () => {
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
  it('begins with people, and reads what their criteria can be made of', async () => {
    const element = await show();
    expect(readContext).toHaveBeenCalledWith({ salesforceObjects: ['Lead', 'Contact'], hubspotObject: 'contacts' });
    expect(editors(element).map(({ side, policy }) => [side, policy])).toEqual([
      ['hubspot', 'In scope'],
      ['salesforce', 'In scope'],
    ]);
    expect(part(element, 'c-scope-look').mapping).toBe('person');
    await expect(element).toBeAccessible();
  });
  it('shows the mapping the URL names, and asks for another one', async () => {
    const element = await show({ c__object: 'company' });
    expect(editors(element)[1].policy).toBe('Always');
    const heard = [];
    element.addEventListener('navigate', ({ detail }) => heard.push(detail));
    const tabs = [...element.shadowRoot.querySelectorAll('lightning-tab')];
    for (const tab of tabs) tell(tab, 'active');
    expect(heard).toEqual([{ c__object: 'person' }]);
  });
  it('says what could not be read, and still shows the rules', async () => {
    readContext.mockRejectedValue({ body: { message: 'The bridge is down.' } });
    const element = await show();
    expect(part(element, '.slds-theme_warning').textContent).toBe('c.Fieldwise_Handoff_NotRead');
    expect(editors(element)).toHaveLength(2);
  });
  it('holds edits of criteria and policies until they are saved, and forgets those undone by hand', async () => {
    saveDraft.mockResolvedValue(workspace({ draft: version() }));
    const element = await show();
    tell(editors(element)[0], 'scopeedit', { scope: '{"all":[{"field":"email","op":"filled"}]}' });
    tell(editors(element)[1], 'scopeedit', { policy: 'Never' });
    tell(part(element, 'c-handoff-policies'), 'policyedit', { name: 'runAssignmentRules', value: true });
    tell(part(element, 'c-handoff-policies'), 'policyedit', { name: 'runAssignmentRules', value: false });
    await flush();
    expect(editors(element)[1].policy).toBe('Never');
    expect(part(element, 'c-people-draft-bar').edits).toHaveLength(2);
    tell(part(element, 'c-people-draft-bar'), 'save');
    await flush();
    expect(JSON.parse(saveDraft.mock.calls[0][0].changesJson)).toEqual({
      mappings: [{ key: 'person', hubspotScope: '{"all":[{"field":"email","op":"filled"}]}', createInHubSpot: 'Never' }],
    });
    expect(part(element, 'c-people-draft-bar').edits).toEqual([]);
  });
  it('keeps the edits when saving fails, says why, and forgets them on request', async () => {
    saveDraft.mockRejectedValue({ body: { message: 'Somebody else saved.' } });
    const element = await show();
    tell(editors(element)[0], 'scopeedit', { policy: 'Always' });
    await flush();
    tell(part(element, 'c-people-draft-bar'), 'save');
    await flush();
    expect(part(element, '[role="alert"]').textContent).toBe('Somebody else saved.');
    expect(editors(element)[0].policy).toBe('Always');
    tell(part(element, 'c-people-draft-bar'), 'undo');
    await flush();
    expect(editors(element)[0].policy).toBe('In scope');
  });
  it('shows what the server said of the saved mapping, and leads to activation', async () => {
    readWorkspace.mockResolvedValue(workspace({ draft: version({ problems: ['Mapping person: nobody is named.', 'Mapping company: no.'] }) }));
    const element = await show();
    expect(part(element, '.told').textContent).toBe('nobody is named.');
    const heard = [];
    element.addEventListener('navigate', ({ detail }) => heard.push(detail));
    tell(part(element, 'c-people-draft-bar'), 'review');
    expect(heard).toEqual([{ c__step: 'ownership', c__tab: 'changes' }]);
    await expect(element).toBeAccessible();
  });
});
