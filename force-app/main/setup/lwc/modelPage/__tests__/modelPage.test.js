import { createElement } from 'lwc';
import ModelPage from 'c/modelPage';
import readModels from '@salesforce/apex/SyncModelController.models';
import applyModel from '@salesforce/apex/SyncModelController.applyModel';

jest.mock('@salesforce/apex/SyncModelController.models', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncModelController.applyModel', () => ({ default: jest.fn() }), { virtual: true });

const models = {
  owners: { hybrid: { person: 'Salesforce' }, salesforce: { person: 'Salesforce' }, hubspot: { person: 'HubSpot' } },
  changes: { hybrid: [], salesforce: [], hubspot: [{}, {}] },
  groups: { 'person.title': 'person', 'person.x': 'other' },
};
const flush = async () => {
  for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
};
async function show() {
  const element = createElement('c-model-page', { is: ModelPage });
  document.body.appendChild(element);
  await flush();
  return element;
}

describe('c-model-page', () => {
  beforeEach(() => readModels.mockResolvedValue(models));
  afterEach(() => document.body.replaceChildren());

  it('shows three models and the owners they set', async () => {
    const { shadowRoot } = await show();
    expect(shadowRoot.querySelectorAll('.card')).toHaveLength(3);
    const cells = [...shadowRoot.querySelectorAll('tbody td')].map(({ textContent }) => textContent);
    expect(cells).toEqual(['c.Fieldwise_OwnershipChoice_Salesforce', 'c.Fieldwise_OwnershipChoice_Salesforce', 'c.Fieldwise_OwnershipChoice_HubSpot']);
  });
  it('is loading first, and says what went wrong', async () => {
    readModels.mockReturnValue(new Promise(() => {}));
    expect((await show()).shadowRoot.querySelector('c-sync-state').state).toBe('loading');
    readModels.mockRejectedValue({ body: { message: 'No.' } });
    expect((await show()).shadowRoot.querySelector('c-sync-state').errors).toEqual(['No.']);
  });
  it('puts a model into the draft and goes to see it', async () => {
    applyModel.mockResolvedValue({});
    const element = await show();
    const heard = jest.fn();
    element.addEventListener('navigate', (event) => heard(event.detail));
    element.shadowRoot.querySelector('lightning-button[data-model="hubspot"]').click();
    await flush();
    expect(applyModel).toHaveBeenCalledWith({ model: 'hubspot' });
    expect(heard).toHaveBeenCalledWith({ c__step: 'ownership', c__tab: 'changes' });
  });
  it('says why a model could not be used', async () => {
    applyModel.mockRejectedValue({ body: { message: 'Locked.' } });
    const { shadowRoot } = await show();
    shadowRoot.querySelector('lightning-button[data-model="hubspot"]').click();
    await flush();
    expect(shadowRoot.querySelector('[role="alert"]').textContent).toBe('Locked.');
  });
  it('heads each card, and the table names its columns', async () => {
    const { shadowRoot } = await show();
    const headings = [...shadowRoot.querySelectorAll('.card h3')].map(({ id }) => id);
    expect([...shadowRoot.querySelectorAll('.card')].map((card) => card.getAttribute('aria-labelledby'))).toEqual(headings);
    expect(shadowRoot.querySelectorAll('thead th[scope="col"]')).toHaveLength(4);
  });
});
