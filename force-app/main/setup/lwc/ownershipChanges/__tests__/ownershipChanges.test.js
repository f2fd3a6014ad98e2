import { createElement } from 'lwc';
import OwnershipChanges from 'c/ownershipChanges';
import activateDraft from '@salesforce/apex/SyncOwnershipController.activateDraft';

jest.mock('@salesforce/apex/SyncOwnershipController.activateDraft', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncOwnershipController.startPreview', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncOwnershipController.job', () => ({ default: jest.fn() }), { virtual: true });

const change = {
  key: 'person.title',
  mapping: 'person',
  kind: 'changed',
  rule: { salesforceField: 'Title', hubspotProperty: 'jobtitle' },
  fields: [{ name: 'owner', before: 'Salesforce', after: 'HubSpot' }],
};
const flush = async () => {
  for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
};
function show(over) {
  const element = createElement('c-ownership-changes', { is: OwnershipChanges });
  Object.assign(element, { changes: [change], draft: { id: 'a2' }, ...over });
  document.body.appendChild(element);
  return element;
}
const button = (element) => element.shadowRoot.querySelector('.activate');
async function note(element, value) {
  element.shadowRoot.querySelector('lightning-textarea').dispatchEvent(new CustomEvent('change', { detail: { value } }));
  await flush();
}

describe('c-ownership-changes', () => {
  afterEach(() => {
    document.body.replaceChildren();
    jest.clearAllMocks();
  });

  it('says when draft and live are the same', () => {
    expect(show({ changes: [] }).shadowRoot.querySelector('c-sync-state').state).toBe('empty');
  });
  it('lists each change under its rule', () => {
    const row = show().shadowRoot.querySelector('[data-rule="person.title"]');
    expect(row.textContent).toContain('Title ↔ jobtitle');
    expect(row.querySelectorAll('p')).toHaveLength(2);
  });
  it('names changes of stages, policies and consent beside those of fields', () => {
    const part = {
      key: 'stage:lead',
      part: 'stage',
      kind: 'changed',
      title: 'Lead',
      fields: [{ name: 'owner', before: 'HubSpot', after: 'Salesforce' }],
    };
    const { shadowRoot } = show({ changes: [part] });
    const row = shadowRoot.querySelector('[data-rule="stage:lead"]');
    expect(row.textContent).toContain('c.Fieldwise_Handoff_PartsStage');
    expect(row.textContent).toContain('c.Fieldwise_Ownership_FieldChange');
  });
  it('activates only a saved draft without errors and with a note', async () => {
    for (const over of [{ unsaved: 1 }, { blockers: 1 }, { draft: null }]) {
      const element = show(over);
      await note(element, 'why');
      expect(button(element).disabled).toBe(true);
    }
    const element = show();
    expect(button(element).disabled).toBe(true);
    await note(element, 'why');
    expect(button(element).disabled).toBe(false);
  });
  it('hands on the new workspace', async () => {
    const workspace = { live: { version: 2 } };
    activateDraft.mockResolvedValue(workspace);
    const element = show();
    const heard = jest.fn();
    element.addEventListener('workspace', (event) => heard(event.detail));
    await note(element, ' why ');
    button(element).click();
    await flush();
    expect(activateDraft).toHaveBeenCalledWith({ note: 'why' });
    expect(heard).toHaveBeenCalledWith(workspace);
  });
  it('says why it could not be activated', async () => {
    activateDraft.mockRejectedValue({ body: { message: 'Somebody was faster.' } });
    const element = show();
    await note(element, 'why');
    button(element).click();
    await flush();
    expect(element.shadowRoot.querySelector('[role="alert"]').textContent).toBe('Somebody was faster.');
  });
  it('names its sections by their headings', () => {
    const { shadowRoot } = show();
    const headings = [...shadowRoot.querySelectorAll('h3')].map(({ id }) => id);
    expect([...shadowRoot.querySelectorAll('section')].map((section) => section.getAttribute('aria-labelledby'))).toEqual(headings);
  });
});
