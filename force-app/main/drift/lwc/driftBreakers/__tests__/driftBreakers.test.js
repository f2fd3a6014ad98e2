import { createElement } from 'lwc';
import LightningConfirm from 'lightning/confirm';
import DriftBreakers from 'c/driftBreakers';
import { fillLabel } from 'c/syncFormat';
import readBreakers from '@salesforce/apex/SyncDriftController.breakers';
import sendAnswer from '@salesforce/apex/SyncDriftController.answer';

jest.mock('c/syncFormat', () => ({ ...jest.requireActual('c/syncFormat'), fillLabel: jest.fn((text) => text) }));
jest.mock('@salesforce/apex/SyncDriftController.breakers', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncDriftController.answer', () => ({ default: jest.fn() }), { virtual: true });

const breaker = (over) => ({
  side: 'hubspot',
  kind: 'update',
  state: 'paused',
  since: Date.now() - 60000,
  answer: null,
  figures: { count: 20000, limit: 20000, usual: 340, windowMs: 600000, actors: [{ actor: '005IMPORT', count: 19990 }] },
  examples: [{ side: 'salesforce', object: 'Lead', id: '00Q1' }],
  waiting: 30112,
  ...over,
});
const flush = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};
async function show() {
  const element = createElement('c-drift-breakers', { is: DriftBreakers });
  element.heard = [];
  element.addEventListener('lightning__showtoast', ({ detail }) => element.heard.push(detail));
  document.body.appendChild(element);
  await flush();
  return element;
}
const part = (element, selector) => element.shadowRoot.querySelector(selector);
const press = async (element, answer) => {
  part(element, `[data-answer="${answer}"]`).click();
  await flush();
};

describe('c-drift-breakers', () => {
  beforeEach(() => {
    for (const mock of [readBreakers, sendAnswer]) mock.mockReset();
    readBreakers.mockResolvedValue({
      names: { '005IMPORT': 'Ida Import' },
      items: [breaker(), breaker({ side: 'salesforce', state: 'watching', figures: null })],
    });
    sendAnswer.mockResolvedValue({ items: [breaker({ state: 'let' })] });
    LightningConfirm.open = jest.fn().mockResolvedValue(true);
  });

  it('shows nothing while nothing is paused, or the bridge is away', async () => {
    readBreakers.mockResolvedValue({ items: [breaker({ state: 'let' })] });
    expect(part(await show(), 'ul')).toBeNull();
    readBreakers.mockRejectedValue(new Error('No.'));
    expect(part(await show(), 'ul')).toBeNull();
  });
  it('shows figures, who did most, and examples', async () => {
    const element = await show();
    expect(element.shadowRoot.querySelectorAll('[data-paused]')).toHaveLength(1);
    expect(part(element, '[data-id="text"]').textContent).toContain('c.Fieldwise_Drift_PausedText');
    expect(fillLabel).toHaveBeenCalledWith('c.Fieldwise_Drift_By', expect.stringContaining('Ida Import'));
    expect(part(element, 'c-operations-record-link').record).toEqual({ side: 'salesforce', object: 'Lead', id: '00Q1' });
    await expect(element).toBeAccessible();
  });
  it.each(['proceed', 'drop'])('asks once more before it says %s', async (answer) => {
    const element = await show();
    LightningConfirm.open.mockResolvedValueOnce(false);
    await press(element, answer);
    expect(sendAnswer).not.toHaveBeenCalled();
    await press(element, answer);
    expect(sendAnswer).toHaveBeenCalledWith({ side: 'hubspot', kind: 'update', answer });
    expect(part(element, 'ul')).toBeNull();
    expect(element.heard[0].variant).toBe('success');
  });
  it('keeps it paused without asking', async () => {
    sendAnswer.mockResolvedValue({ items: [breaker({ answer: { word: 'keep', by: null, at: Date.now() } })] });
    const element = await show();
    await press(element, 'keep');
    expect(LightningConfirm.open).not.toHaveBeenCalled();
    expect(element.shadowRoot.textContent).toContain('c.Fieldwise_Drift_KeptPaused');
  });
  it('says why an answer was not taken', async () => {
    sendAnswer.mockRejectedValue({ body: { message: 'They are not paused.' } });
    const element = await show();
    await press(element, 'proceed');
    expect(element.heard[0]).toMatchObject({ variant: 'error', message: 'They are not paused.' });
    expect(part(element, '[data-paused]')).not.toBeNull();
  });
});
