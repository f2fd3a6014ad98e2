import { createElement } from 'lwc';
import OperationsRecordLink from 'c/operationsRecordLink';
import { mockGenerateUrl, mockNavigate } from 'lightning/navigation';

const flush = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};

async function show(record, names) {
  const element = createElement('c-operations-record-link', { is: OperationsRecordLink });
  Object.assign(element, { record, names });
  document.body.appendChild(element);
  await flush();
  return element;
}
const page = { type: 'standard__recordPage', attributes: { recordId: '003A', actionName: 'view', objectApiName: 'Contact' } };

describe('c-operations-record-link', () => {
  beforeEach(() => mockGenerateUrl.mockResolvedValue('/lightning/r/003A/view'));

  it('links a Salesforce record to its page', async () => {
    const element = await show({ side: 'salesforce', object: 'Contact', id: '003A' }, { '003A': 'Ada Byron' });
    const link = element.shadowRoot.querySelector('a');
    expect(mockGenerateUrl).toHaveBeenCalledWith(page);
    expect(link.getAttribute('href')).toBe('/lightning/r/003A/view');
    link.click();
    expect(mockNavigate).toHaveBeenCalledWith(page);
    await expect(element).toBeAccessible();
  });
  it('names a HubSpot record without a link', async () => {
    const element = await show({ side: 'hubspot', object: 'contacts', id: '51' });
    expect(element.shadowRoot.querySelector('a')).toBeNull();
    expect(mockGenerateUrl).not.toHaveBeenCalled();
  });
  it('follows another record', async () => {
    const element = await show({ side: 'salesforce', object: 'Contact', id: '003A' });
    element.record = { side: 'hubspot', object: 'contacts', id: '51' };
    await flush();
    expect(element.shadowRoot.querySelector('a')).toBeNull();
  });
});
