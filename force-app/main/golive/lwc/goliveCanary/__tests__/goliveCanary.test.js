import { createElement } from 'lwc';
import GoliveCanary from 'c/goliveCanary';
import readCanary from '@salesforce/apex/SyncGoliveController.canary';

jest.mock('@salesforce/apex/SyncGoliveController.canary', () => ({ default: jest.fn() }), { virtual: true });

const flush = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};
const stateOf = (element) => element.shadowRoot.querySelector('c-sync-state').state;
const ref = { side: 'salesforce', object: 'Lead', id: '00Q000000000001AAA' };
const item = (state, patch = {}) => ({
  ...{ ref, mapping: 'person', expected: 'create', state, explanation: null, issues: [], salesforce: null, hubspot: null },
  ...patch,
});

async function show() {
  const element = createElement('c-golive-canary', { is: GoliveCanary });
  element.version = 'job:canary:waiting';
  document.body.appendChild(element);
  await flush();
  return element;
}
const words = (element) => [...element.shadowRoot.querySelectorAll('[data-id="became"]')].map(({ textContent }) => textContent);

describe('c-golive-canary', () => {
  beforeEach(() => {
    jest.clearAllMocks();
    readCanary.mockResolvedValue({ items: [item('linked', { hubspot: { object: 'contacts', id: '51' } })], names: { [ref.id]: 'Ada Lovelace' } });
  });
  afterEach(() => document.body.replaceChildren());

  it('is loading first, empty where none went, and shows an error', async () => {
    readCanary.mockReturnValueOnce(new Promise(() => {}));
    expect(stateOf(await show())).toBe('loading');
    readCanary.mockResolvedValueOnce({ items: [], names: {} });
    expect(stateOf(await show())).toBe('empty');
    readCanary.mockRejectedValueOnce(new Error('No.'));
    const element = await show();
    expect(stateOf(element)).toBe('error');
    element.shadowRoot.querySelector('c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(stateOf(element)).toBe('ready');
  });
  it('shows both ends of each, and what became of it', async () => {
    const element = await show();
    expect([...element.shadowRoot.querySelectorAll('c-operations-record-link')].map(({ record }) => record)).toEqual([
      ref,
      { side: 'hubspot', object: 'contacts', id: '51' },
    ]);
    expect(words(element)).toEqual(['c.Fieldwise_Golive_WasLinked']);
    await expect(element).toBeAccessible();
  });
  it('says why, by the issue or by the rule', async () => {
    readCanary.mockResolvedValue({
      items: [
        item('issue', { issues: [{ cause: 'A rule refused it.', remedy: 'Let it pass.' }] }),
        item('out-of-scope', { ref: { ...ref, id: '2' }, explanation: 'Its stage is subscriber.' }),
      ],
      names: {},
    });
    const element = await show();
    expect(words(element)).toEqual(['c.Fieldwise_Golive_WasIssue', 'c.Fieldwise_Golive_WasOut']);
    expect([...element.shadowRoot.querySelectorAll('.why .slds-show')].map(({ textContent }) => textContent)).toEqual([
      'A rule refused it. Let it pass.',
      'Its stage is subscriber.',
    ]);
  });
  it('reads anew when the backfill moved on, and only then', async () => {
    const element = await show();
    element.version = 'job:canary:waiting';
    await flush();
    expect(readCanary).toHaveBeenCalledTimes(1);
    element.version = 'job:run:working';
    await flush();
    expect(readCanary).toHaveBeenCalledTimes(2);
  });
});
