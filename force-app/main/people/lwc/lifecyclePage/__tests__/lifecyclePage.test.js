import { createElement } from 'lwc';
import LifecyclePage from 'c/lifecyclePage';
import readWorkspace from '@salesforce/apex/SyncOwnershipController.workspace';
import readContext from '@salesforce/apex/SyncLifecycleController.context';
import saveDraft from '@salesforce/apex/SyncHandoffController.saveDraft';

jest.mock('@salesforce/apex/SyncOwnershipController.workspace', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncLifecycleController.context', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncHandoffController.saveDraft', () => ({ default: jest.fn() }), { virtual: true });

const stages = [
  { key: 'lead', label: 'Lead', owner: 'HubSpot', salesforceValue: 'lead', order: 10 },
  { key: 'customer', label: 'Customer', owner: 'Salesforce', salesforceValue: 'customer', order: 20 },
];
const version = (over) => ({ id: 'a1', version: 1, problems: [], mappings: [], stages, consents: [], ...over });
const workspace = (over) => ({ live: version(), draft: null, history: [], ...over });
const context = (over) => ({ rule: 'person.stage', fields: [], hubspot: stages.map(({ key, label }) => ({ value: key, label })), ...over });
const flush = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};
async function show() {
  const element = createElement('c-lifecycle-page', { is: LifecyclePage });
  document.body.appendChild(element);
  await flush();
  return element;
}
const part = (element, name) => element.shadowRoot.querySelector(name);
const stateOf = (element) => part(element, 'c-sync-state');
const tell = (target, name, detail) => target.dispatchEvent(new CustomEvent(name, { detail }));
async function fix(element, id) {
  part(element, `.fix[data-id="${id}"]`).click();
  await flush();
}

describe('c-lifecycle-page', () => {
  beforeEach(() => {
    readWorkspace.mockResolvedValue(workspace());
    readContext.mockResolvedValue(context());
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
  it('shows the stages, their drawing, and nothing to fix', async () => {
    const element = await show();
    expect(part(element, 'c-lifecycle-table').stages).toEqual(stages);
    expect(part(element, 'c-lifecycle-map').stages).toEqual(stages);
    expect(part(element, '.problems')).toBeNull();
    await expect(element).toBeAccessible();
  });
  it('still shows the stages when HubSpot could not be asked', async () => {
    readContext.mockResolvedValue(context({ hubspot: undefined, trouble: 'The bridge is down.' }));
    const element = await show();
    expect(part(element, '.slds-theme_warning').textContent).toBe('c.Fieldwise_Lifecycle_NotChecked');
    expect(part(element, 'c-lifecycle-table')).not.toBeNull();
  });
  it('offers HubSpot’s stages where there are none', async () => {
    readWorkspace.mockResolvedValue(workspace({ live: version({ stages: [] }) }));
    const element = await show();
    const [, none] = element.shadowRoot.querySelectorAll('c-sync-state');
    none.querySelector('lightning-button').click();
    await flush();
    expect(part(element, 'c-lifecycle-table').stages.map(({ key }) => key)).toEqual(['lead', 'customer']);
    expect(part(element, 'c-people-draft-bar').edits).toHaveLength(2);
  });
  it('holds edits until they are saved, as the changes alone', async () => {
    saveDraft.mockResolvedValue(workspace({ draft: version() }));
    const element = await show();
    tell(part(element, 'c-lifecycle-table'), 'stageedit', { key: 'lead', values: { owner: 'Salesforce' } });
    tell(part(element, 'c-lifecycle-table'), 'stagemove', { key: 'lead', by: 1 });
    await flush();
    tell(part(element, 'c-people-draft-bar'), 'save');
    await flush();
    expect(JSON.parse(saveDraft.mock.calls[0][0].changesJson)).toEqual({
      stages: [
        { key: 'customer', order: 10 },
        { key: 'lead', owner: 'Salesforce', order: 20 },
      ],
    });
    expect(part(element, 'c-people-draft-bar').edits).toEqual([]);
  });
  it('keeps the edits when saving fails, says why, and forgets them on request', async () => {
    saveDraft.mockRejectedValue({ body: { message: 'Somebody else saved.' } });
    const element = await show();
    tell(part(element, 'c-lifecycle-table'), 'stageremove', { key: 'lead' });
    await flush();
    tell(part(element, 'c-people-draft-bar'), 'save');
    await flush();
    expect(part(element, '[role="alert"]').textContent).toBe('Somebody else saved.');
    expect(part(element, 'c-lifecycle-table').stages).toHaveLength(1);
    tell(part(element, 'c-people-draft-bar'), 'undo');
    await flush();
    expect(part(element, 'c-lifecycle-table').stages).toHaveLength(2);
  });
  it('fixes what it can: adds, removes, takes another value', async () => {
    readContext.mockResolvedValue(
      context({
        hubspot: [
          { value: 'lead', label: 'Lead' },
          { value: 'fan', label: 'Fan' },
        ],
        fields: [
          {
            object: 'Lead',
            label: 'Stage',
            isPicklist: true,
            options: [
              { value: 'Lead', isActive: true },
              { value: 'fan', isActive: true },
            ],
          },
        ],
      }),
    );
    const element = await show();
    await fix(element, 'add:fan');
    await fix(element, 'gone:customer');
    await fix(element, 'Lead:lead');
    expect(part(element, 'c-lifecycle-table').stages.map(({ key, salesforceValue }) => [key, salesforceValue])).toEqual([
      ['lead', 'Lead'],
      ['fan', 'fan'],
    ]);
    expect(part(element, '.problems')).toBeNull();
  });
  it('leads to the field rules when none carries the stage, and to activation', async () => {
    readContext.mockResolvedValue(context({ rule: null }));
    const element = await show();
    const heard = [];
    element.addEventListener('navigate', ({ detail }) => heard.push(detail));
    await fix(element, 'no-rule');
    tell(part(element, 'c-people-draft-bar'), 'review');
    expect(heard).toEqual([
      { c__step: 'ownership', c__tab: 'rules', c__object: 'person' },
      { c__step: 'ownership', c__tab: 'changes' },
    ]);
  });
  it('shows what the server said of the saved stages', async () => {
    readWorkspace.mockResolvedValue(workspace({ draft: version({ problems: ['Stage lead: it is there twice.', 'Rule person.x: no.'] }) }));
    const element = await show();
    expect(part(element, '.slds-theme_error').textContent).toBe('Stage lead: it is there twice.');
    await expect(element).toBeAccessible();
  });
});
