import { createElement } from 'lwc';
import ReconciliationDrift from 'c/reconciliationDrift';
import readHistory from '@salesforce/apex/SyncReconciliationController.history';

jest.mock('@salesforce/apex/SyncReconciliationController.history', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReconciliationController.records', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReconciliationController.faults', () => ({ default: jest.fn(() => new Promise(() => {})) }), { virtual: true });

const flush = async () => {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
};
const tally = (disagree) => ({ compared: 2000000, agree: 1, explained: 3, pending: 1, disagree });
const mapping = (key, disagree) => ({
  mapping: key,
  drift: disagree / 2000000,
  values: tally(disagree),
  pairs: { looked: 5, agree: 5, explained: 0, pending: 0, disagree },
  salesforce: { unexplained: 0 },
  hubspot: { unexplained: 0 },
  fields: [{ rule: `${key}.title`, salesforceField: 'Title', hubspotProperty: 'jobtitle', drift: 0, ...tally(disagree) }],
});
const run = (disagree) => ({ id: 'r1', drift: disagree / 4000000, values: tally(disagree), mappings: [mapping('person', disagree), mapping('company', 0)] });
const point = (startedAt) => ({ startedAt, drift: 0.1, values: { disagree: 2 } });

async function show(props) {
  const element = createElement('c-reconciliation-drift', { is: ReconciliationDrift });
  Object.assign(element, { run: run(4), ...props });
  document.body.appendChild(element);
  await flush();
  return element;
}

describe('c-reconciliation-drift', () => {
  beforeEach(() => readHistory.mockReset().mockResolvedValue({ items: [point(2), point(1)] }));

  it('shows the score, its history, and every mapping', async () => {
    const element = await show();
    expect(element.shadowRoot.querySelector('[data-id="score"]').textContent).toBe('0%');
    expect(element.shadowRoot.querySelector('c-sync-chart').series[0].points).toHaveLength(2);
    expect(element.shadowRoot.querySelectorAll('tbody tr')).toHaveLength(2);
    expect(element.shadowRoot.textContent).toContain('2,000,000');
    expect(element.shadowRoot.querySelector('c-reconciliation-records')).toBeNull();
    await expect(element).toBeAccessible();
  });
  it('shows fields and records of the mapping that is asked for', async () => {
    const element = await show({ mapping: 'person' });
    expect(element.shadowRoot.querySelectorAll('[data-id="fields"] tbody tr')).toHaveLength(1);
    expect(element.shadowRoot.querySelector('c-reconciliation-records')).toMatchObject({ mapping: 'person', runId: 'r1' });
    await expect(element).toBeAccessible();
  });
  it('asks for another mapping, and for none', async () => {
    const element = await show({ mapping: 'person' });
    const heard = [];
    element.addEventListener('navigate', ({ detail }) => heard.push(detail));
    for (const button of element.shadowRoot.querySelectorAll('lightning-button[data-mapping]')) button.click();
    expect(heard).toEqual([{}, { c__mapping: 'company' }]);
  });
  it('offers a repair only where something is out of step', async () => {
    const element = await show();
    const heard = jest.fn();
    element.addEventListener('repair', ({ detail }) => heard(detail));
    element.shadowRoot.querySelector('[data-id="repair-all"]').click();
    expect(heard).toHaveBeenCalledWith({ mapping: null });
    expect((await show({ run: run(0) })).shadowRoot.querySelector('[data-id="repair-all"]')).toBeNull();
  });
  it('says when nothing was compared, and does without the history', async () => {
    readHistory.mockRejectedValue(new Error('No.'));
    const none = { compared: 0, agree: 0, explained: 0, pending: 0, disagree: 0 };
    const element = await show({ run: { id: 'r1', drift: null, values: none, mappings: [] } });
    expect(element.shadowRoot.textContent).toContain('c.Fieldwise_Reconciliation_ScoreNone');
    expect(element.shadowRoot.querySelector('c-sync-chart')).toBeNull();
  });
});
