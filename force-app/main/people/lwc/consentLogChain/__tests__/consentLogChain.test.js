import { createElement } from 'lwc';
import ConsentLogChain from 'c/consentLogChain';
import verify from '@salesforce/apex/SyncConsentLogController.verify';
import readExport from '@salesforce/apex/SyncConsentLogController.exported';

jest.mock('@salesforce/apex/SyncConsentLogController.verify', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncConsentLogController.exported', () => ({ default: jest.fn() }), { virtual: true });

const flush = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};
function show() {
  const element = createElement('c-consent-log-chain', { is: ConsentLogChain });
  element.rows = 12;
  document.body.appendChild(element);
  return element;
}
function toasts(element) {
  const heard = [];
  element.addEventListener('lightning__showtoast', (event) => heard.push(event.detail));
  return heard;
}
const button = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);
const verdict = (element) => element.shadowRoot.querySelector('[data-id="verdict"]');

describe('c-consent-log-chain', () => {
  beforeEach(() => {
    verify.mockResolvedValue({ isWhole: true, rows: 12, erased: 2, hash: 'h', fault: null, verifiedAt: 1 });
    readExport.mockReset();
    URL.createObjectURL = jest.fn(() => 'blob:x');
    URL.revokeObjectURL = jest.fn();
  });

  it('says nothing of the chain before it was checked', async () => {
    const element = show();
    expect(verdict(element)).toBeNull();
    await expect(element).toBeAccessible();
  });
  it('says that the chain is whole, and that people were erased', async () => {
    const element = show();
    button(element, 'verify').click();
    await flush();
    expect(verdict(element).className).toContain('slds-theme_success');
    expect(element.shadowRoot.textContent).toContain('c.Fieldwise_ConsentLog_ChainErased');
    await expect(element).toBeAccessible();
  });
  it('says where the chain is broken', async () => {
    verify.mockResolvedValue({ isWhole: false, rows: 3, erased: 0, hash: 'h', fault: { seq: 4, what: 'row-changed' }, verifiedAt: 1 });
    const element = show();
    button(element, 'verify').click();
    await flush();
    expect(verdict(element).className).toContain('slds-theme_error');
    expect(verdict(element).textContent).toBe('c.Fieldwise_ConsentLog_ChainBroken');
  });
  it('says when the bridge does not answer', async () => {
    verify.mockRejectedValue({ body: { message: 'Away.' } });
    const element = show();
    const heard = toasts(element);
    button(element, 'verify').click();
    await flush();
    expect(heard).toMatchObject([{ variant: 'error', message: 'Away.' }]);
    expect(button(element, 'verify').disabled).toBe(false);
  });
  it('exports every page, a row a line', async () => {
    readExport.mockResolvedValueOnce({ items: [{ seq: 1 }], next: 'n' }).mockResolvedValueOnce({ items: [{ seq: 2 }], next: null });
    const element = show();
    const heard = toasts(element);
    button(element, 'export').click();
    await flush();
    expect(readExport.mock.calls).toEqual([[{ after: null }], [{ after: 'n' }]]);
    expect(URL.createObjectURL.mock.calls[0][0].size).toBe('{"seq":1}\n{"seq":2}\n'.length);
    expect(element.shadowRoot.querySelector('a.file').download).toBe('consent-log.jsonl');
    expect(heard).toMatchObject([{ variant: 'success' }]);
  });
  it('says when an export fails, and offers no half of it', async () => {
    readExport.mockRejectedValue(new Error('No.'));
    const element = show();
    const heard = toasts(element);
    button(element, 'export').click();
    await flush();
    expect(heard).toMatchObject([{ variant: 'error' }]);
    expect(URL.createObjectURL).not.toHaveBeenCalled();
  });
});
