import { createElement } from 'lwc';
import ConsentLogPerson from 'c/consentLogPerson';
import readPerson from '@salesforce/apex/SyncConsentLogController.person';

jest.mock('@salesforce/apex/SyncConsentLogController.person', () => ({ default: jest.fn() }), { virtual: true });

const flush = async () => {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
};
async function show() {
  const element = createElement('c-consent-log-person', { is: ConsentLogPerson });
  element.recordId = '00Q1';
  document.body.appendChild(element);
  await flush();
  return element;
}
const stateOf = (element) => element.shadowRoot.querySelector('c-sync-state').state;

describe('c-consent-log-person', () => {
  beforeEach(() => readPerson.mockReset());

  it('is loading first', async () => {
    readPerson.mockReturnValue(new Promise(() => {}));
    expect(stateOf(await show())).toBe('loading');
  });
  it('shows each topic with its places', async () => {
    readPerson.mockResolvedValue({ topics: [{ topic: 'all', isWithdrawn: true, since: 1, places: { hubspot: 'out' } }] });
    const element = await show();
    expect(readPerson).toHaveBeenCalledWith({ recordId: '00Q1' });
    expect(element.shadowRoot.querySelectorAll('[data-id="topic"]')).toHaveLength(1);
    await expect(element).toBeAccessible();
  });
  it('says that nothing is known, and asks again for another record', async () => {
    readPerson.mockResolvedValue({ topics: [] });
    const element = await show();
    expect(stateOf(element)).toBe('empty');
    element.recordId = '00Q2';
    await flush();
    expect(readPerson).toHaveBeenLastCalledWith({ recordId: '00Q2' });
  });
  it('shows what went wrong and tries again', async () => {
    readPerson.mockRejectedValueOnce(new Error('No.'));
    const element = await show();
    expect(stateOf(element)).toBe('error');
    readPerson.mockResolvedValue({ topics: [] });
    element.shadowRoot.querySelector('c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(stateOf(element)).toBe('empty');
  });
});
