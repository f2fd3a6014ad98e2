import { createElement } from 'lwc';
import OwnershipHistory from 'c/ownershipHistory';
import rollBack from '@salesforce/apex/SyncOwnershipController.rollBackTo';
import rulesOf from '@salesforce/apex/SyncOwnershipController.rulesOf';

jest.mock('@salesforce/apex/SyncOwnershipController.rollBackTo', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncOwnershipController.rulesOf', () => ({ default: jest.fn() }), { virtual: true });

const versions = [
  { id: 'a2', version: 2, isLive: true, note: 'now', activatedAt: '2026-11-21T10:00:00Z', activatedBy: 'Ada' },
  { id: 'a1', version: 1, isLive: false, note: null, activatedAt: '2026-11-20T10:00:00Z', activatedBy: 'Ada' },
];
const flush = async () => {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
};
async function show({ choose = false, ...over } = {}) {
  const element = createElement('c-ownership-history', { is: OwnershipHistory });
  Object.assign(element, { versions, live: { mappings: [] }, ...over });
  document.body.appendChild(element);
  if (choose) element.shadowRoot.querySelector('lightning-button[data-id="a1"]').click();
  await flush();
  return element;
}

describe('c-ownership-history', () => {
  beforeEach(() => rulesOf.mockResolvedValue({ mappings: [], stages: [], consents: [] }));
  afterEach(() => {
    document.body.replaceChildren();
    jest.clearAllMocks();
  });

  it('says when nothing was ever live', async () => {
    expect((await show({ versions: [] })).shadowRoot.querySelector('c-sync-state').state).toBe('empty');
  });
  it('offers the way back to every version but the live one', async () => {
    const buttons = (await show()).shadowRoot.querySelectorAll('lightning-button');
    expect([...buttons].map(({ dataset }) => dataset.id)).toEqual(['a1']);
  });
  it('says what rolling back changes before it does it', async () => {
    rulesOf.mockResolvedValue({ mappings: [{ key: 'person', rules: [{ key: 'person.x' }] }], stages: [{ key: 'lead' }] });
    const { shadowRoot } = await show({ choose: true });
    expect(shadowRoot.querySelector('[role="status"]').textContent).toBe('c.Fieldwise_Ownership_RollBackWould');
    expect(shadowRoot.querySelector('.roll').disabled).toBe(false);
  });
  it('rolls back with a note and hands on the workspace', async () => {
    rollBack.mockResolvedValue({ live: { version: 3 } });
    const element = await show({ choose: true });
    const heard = jest.fn();
    element.addEventListener('workspace', (event) => heard(event.detail));
    element.shadowRoot.querySelector('.roll').click();
    await flush();
    expect(rollBack).toHaveBeenCalledWith({ rulesetId: 'a1', note: 'c.Fieldwise_Ownership_RollBackNote' });
    expect(heard).toHaveBeenCalledWith({ live: { version: 3 } });
  });
  it('says what went wrong', async () => {
    rulesOf.mockRejectedValue({ body: { message: 'Gone.' } });
    expect((await show({ choose: true })).shadowRoot.querySelector('[role="alert"]').textContent).toBe('Gone.');
  });
  it('is a named list', async () => {
    expect((await show()).shadowRoot.querySelector('ol').getAttribute('aria-label')).toBeTruthy();
  });
});
