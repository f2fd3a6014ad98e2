import { createElement } from 'lwc';
import OperationsAudit from 'c/operationsAudit';
import getVersions from '@salesforce/apex/SyncAuditController.versions';
import getDifferences from '@salesforce/apex/SyncAuditController.differences';

jest.mock('@salesforce/apex/SyncAuditController.versions', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncAuditController.differences', () => ({ default: jest.fn() }), { virtual: true });

const flush = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};
const stateOf = (element, index = 0) => element.shadowRoot.querySelectorAll('c-sync-state')[index].state;

const versions = [
  { id: 'a2', version: 2, isLive: true, note: 'because', activatedAt: '2026-11-21T12:00:00Z', activatedBy: 'Ada', previousId: 'a1' },
  { id: 'a1', version: 1, isLive: false, note: null, activatedAt: null, activatedBy: null, previousId: null },
];
async function show() {
  const element = createElement('c-operations-audit', { is: OperationsAudit });
  document.body.appendChild(element);
  await flush();
  return element;
}
const toggles = (element) => [...element.shadowRoot.querySelectorAll('lightning-button')];

describe('c-operations-audit', () => {
  beforeEach(() => {
    getVersions.mockResolvedValue(versions);
    getDifferences.mockReset();
    getDifferences.mockResolvedValue([
      { rule: 'person.title', change: 'changed', setting: 'Owner', before: 'HubSpot', after: null },
      { rule: 'person.new', change: 'added', setting: null, before: null, after: null },
    ]);
  });

  it('is loading first', async () => {
    getVersions.mockReturnValue(new Promise(() => {}));
    expect(stateOf(await show())).toBe('loading');
  });
  it('says that nothing was activated yet', async () => {
    getVersions.mockResolvedValue([]);
    expect(stateOf(await show())).toBe('empty');
  });
  it('shows what went wrong and tries again', async () => {
    getVersions.mockRejectedValueOnce(new Error('No.'));
    const element = await show();
    expect(stateOf(element)).toBe('error');
    element.shadowRoot.querySelector('c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(stateOf(element)).toBe('ready');
  });
  it('reads the changes of a version when asked, and closes them', async () => {
    const element = await show();
    toggles(element)[0].click();
    await flush();
    expect(getDifferences).toHaveBeenCalledWith({ rulesetId: 'a2', previousId: 'a1' });
    const cells = [...element.shadowRoot.querySelectorAll('tbody tr')].map((row) => [...row.children].map(({ textContent }) => textContent));
    expect(cells).toEqual([
      ['person.title', 'Owner', 'HubSpot', 'c.Fieldwise_Operations_Blank'],
      ['person.new', 'c.Fieldwise_Operations_RuleAdded', '', ''],
    ]);
    await expect(element).toBeAccessible();
    toggles(element)[0].click();
    await flush();
    expect(element.shadowRoot.querySelector('table')).toBeNull();
  });
  it('says that versions do not differ, and that the first is all new', async () => {
    getDifferences.mockResolvedValue([]);
    const element = await show();
    toggles(element)[1].click();
    await flush();
    expect(stateOf(element, 1)).toBe('empty');
    expect(element.shadowRoot.textContent).toContain('c.Fieldwise_Operations_FirstVersion');
  });
  it('shows that changes could not be read, and tries again', async () => {
    getDifferences.mockRejectedValueOnce(new Error('No.'));
    const element = await show();
    toggles(element)[0].click();
    await flush();
    expect(stateOf(element, 1)).toBe('error');
    element.shadowRoot.querySelectorAll('c-sync-state')[1].dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(stateOf(element, 1)).toBe('ready');
  });
});
