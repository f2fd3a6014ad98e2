import { createElement } from 'lwc';
import SyncStatusReport from 'c/syncStatusReport';
import report from '@salesforce/apex/SyncStatusController.report';

jest.mock('@salesforce/apex/SyncStatusController.report', () => ({ default: jest.fn() }), { virtual: true });

const settled = async () => {
  for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
};
async function create() {
  const element = createElement('c-sync-status-report', { is: SyncStatusReport });
  Object.assign(element, { recordId: '003000000000001AAA', shownText: 'In sync' });
  document.body.appendChild(element);
  await settled();
  const field = element.shadowRoot.querySelector('lightning-textarea');
  field.setCustomValidity = jest.fn();
  field.reportValidity = jest.fn(() => field.setCustomValidity.mock.calls.at(-1)[0] === '');
  return element;
}
const say = (element, value) => element.shadowRoot.querySelector('lightning-textarea').dispatchEvent(new CustomEvent('change', { detail: { value } }));
const send = (element) => element.shadowRoot.querySelector('[data-send]').click();

describe('c-sync-status-report', () => {
  it('sends the note with what the panel showed', async () => {
    report.mockResolvedValue('SP-00001');
    const element = await create();
    const reported = jest.fn();
    element.addEventListener('reported', reported);
    say(element, 'The phone is wrong');
    send(element);
    await settled();
    expect(report).toHaveBeenCalledWith({ recordId: '003000000000001AAA', note: 'The phone is wrong', shown: 'In sync' });
    expect(reported.mock.calls[0][0].detail).toEqual({ number: 'SP-00001' });
    await expect(element).toBeAccessible();
  });

  it('wants words', async () => {
    const element = await create();
    say(element, '   ');
    send(element);
    await settled();
    expect(report).not.toHaveBeenCalled();
  });

  it('says why it could not be sent, and can be cancelled', async () => {
    report.mockRejectedValue({ body: { message: 'No access.' } });
    const element = await create();
    const cancelled = jest.fn();
    element.addEventListener('cancel', cancelled);
    say(element, 'x');
    send(element);
    await settled();
    expect(element.shadowRoot.querySelector('[role="alert"]').textContent).toContain('No access.');
    element.shadowRoot.querySelector('[data-cancel]').click();
    expect(cancelled).toHaveBeenCalled();
  });
});
