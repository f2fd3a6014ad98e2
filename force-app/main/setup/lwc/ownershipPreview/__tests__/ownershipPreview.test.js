import { createElement } from 'lwc';
import OwnershipPreview from 'c/ownershipPreview';
import startPreview from '@salesforce/apex/SyncOwnershipController.startPreview';
import readJob from '@salesforce/apex/SyncOwnershipController.job';

jest.mock('@salesforce/apex/SyncOwnershipController.startPreview', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncOwnershipController.job', () => ({ default: jest.fn() }), { virtual: true });

const field = {
  rule: 'person.title',
  salesforceField: 'Title',
  hubspotProperty: 'jobtitle',
  toHubSpot: 2,
  toSalesforce: 0,
  reviews: 0,
  issues: [{ cause: 'Too long.', remedy: 'Shorten.', count: 1 }],
  examples: [{ name: 'Ada', side: 'hubspot', before: null, after: 'CTO' }],
};
const result = {
  pairs: 10,
  toHubSpot: 2,
  toSalesforce: 0,
  leavingScope: 0,
  blocked: 1,
  reviews: 0,
  fields: [field, { ...field, rule: 'person.phone', toHubSpot: 0, issues: [], examples: [] }],
};
const flush = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};
async function run(over) {
  const element = createElement('c-ownership-preview', { is: OwnershipPreview });
  Object.assign(element, over);
  document.body.appendChild(element);
  element.shadowRoot.querySelector('.preview').click();
  await flush();
  return element.shadowRoot;
}

describe('c-ownership-preview', () => {
  beforeEach(() => startPreview.mockResolvedValue({ id: 'j' }));
  afterEach(() => document.body.replaceChildren());

  it('shows the fields that would change, with examples and what stands in the way', async () => {
    readJob.mockResolvedValue({ state: 'done', result });
    const root = await run();
    expect(startPreview).toHaveBeenCalledWith({ pairs: 50 });
    expect(root.querySelectorAll('.field')).toHaveLength(1);
    expect([...root.querySelectorAll('tbody td')].map(({ textContent }) => textContent)).toEqual(['HubSpot', 'c.Fieldwise_Ownership_BlankValue', 'CTO']);
    expect(root.querySelector('.slds-text-color_error')).not.toBeNull();
  });
  it('says what a changed rule means when no value changes now', async () => {
    readJob.mockResolvedValue({ state: 'done', result });
    const rule = { salesforceField: 'Phone', hubspotProperty: 'phone', owner: 'HubSpot', direction: 'Two-way', policy: 'Owner', blank: 'Propagate' };
    const owner = [{ name: 'owner', before: 'Salesforce', after: 'HubSpot' }];
    const map = [
      { name: 'valueMap', before: '[{"salesforce":"a","hubspot":"b"}]', after: '[{"salesforce":"a","hubspot":"b"},{"salesforce":"c","hubspot":"d"}]' },
    ];
    const changes = [
      { key: 'person.phone', kind: 'changed', rule, fields: owner },
      { key: 'person.status', kind: 'changed', rule: { ...rule, salesforceField: 'Status', direction: 'To Salesforce' }, fields: map },
      { key: 'person.title', kind: 'changed', rule, fields: owner },
      { key: 'person.fax', kind: 'changed', rule, fields: [{ name: 'reason', before: '', after: 'x' }] },
      { key: 'person.new', kind: 'added', rule, fields: [] },
      { key: 'stages', kind: 'changed', part: 'stages', fields: owner },
    ];
    const root = await run({ changes });
    expect([...root.querySelectorAll('[data-later]')].map(({ dataset }) => dataset.later)).toEqual(['person.phone', 'person.status']);
    await expect(root.host).toBeAccessible();
  });
  it('says when nothing would change, and when there is nothing to look at', async () => {
    readJob.mockResolvedValue({ state: 'done', result: { ...result, toHubSpot: 0, fields: [] } });
    expect((await run()).querySelector('.headline').textContent).toBe('c.Fieldwise_Ownership_PreviewNothing');
    readJob.mockResolvedValue({ state: 'done', result: { ...result, pairs: 0, fields: [] } });
    expect((await run()).querySelector('.headline').textContent).toBe('c.Fieldwise_Ownership_PreviewNoPairs');
  });
  it('shows that it runs, and what stopped it', async () => {
    readJob.mockReturnValue(new Promise(() => {}));
    expect((await run()).querySelector('c-sync-state').state).toBe('loading');
    readJob.mockResolvedValue({ state: 'failed', error: 'Salesforce did not answer.' });
    const state = (await run()).querySelector('c-sync-state');
    expect([state.state, state.errors]).toEqual(['error', ['Salesforce did not answer.']]);
  });
  it('does nothing while the draft is not saved', () => {
    const element = createElement('c-ownership-preview', { is: OwnershipPreview });
    element.disabled = true;
    document.body.appendChild(element);
    expect(element.shadowRoot.querySelector('.preview').disabled).toBe(true);
  });
  it('tells its result to screen readers', async () => {
    readJob.mockResolvedValue({ state: 'done', result });
    expect((await run()).querySelector('.headline').closest('[role="status"]')).not.toBeNull();
  });
});
