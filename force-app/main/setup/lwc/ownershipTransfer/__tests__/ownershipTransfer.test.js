import { createElement } from 'lwc';
import OwnershipTransfer from 'c/ownershipTransfer';
import exportRules from '@salesforce/apex/SyncRuleFileController.exportRules';
import importRules from '@salesforce/apex/SyncRuleFileController.importRules';

jest.mock('@salesforce/apex/SyncRuleFileController.exportRules', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncRuleFileController.importRules', () => ({ default: jest.fn() }), { virtual: true });

const mappings = [
  {
    key: 'person',
    salesforceObjects: 'Lead',
    hubspotObject: 'contacts',
    rules: [{ key: 'person.title', salesforceField: 'Title', hubspotProperty: 'jobtitle' }],
  },
];
const flush = async () => {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
};
function show() {
  const element = createElement('c-ownership-transfer', { is: OwnershipTransfer });
  element.workspace = { live: { id: 'a1', version: 3, mappings }, draft: null, history: [{ id: 'a1', version: 3 }] };
  document.body.appendChild(element);
  return element;
}
async function give(element, file) {
  const input = element.shadowRoot.querySelector('input[type="file"]');
  Object.defineProperty(input, 'files', { value: [file] });
  input.dispatchEvent(new CustomEvent('change'));
  await flush();
}

describe('c-ownership-transfer', () => {
  afterEach(() => document.body.replaceChildren());

  it.each([
    ['json', 'fieldwise-rules-v3.json', '{}'],
    ['md', 'fieldwise-rules-v3.md', 'jobtitle'],
    ['csv', 'fieldwise-rules-v3.csv', '"jobtitle"'],
  ])('offers the rules as %s', async (format, name, content) => {
    exportRules.mockResolvedValue('{}');
    const { shadowRoot } = show();
    shadowRoot.querySelector(`lightning-button[data-format="${format}"]`).click();
    await flush();
    expect(shadowRoot.querySelector('.download').download).toBe(name);
    expect(shadowRoot.querySelector('pre').textContent).toContain(content);
  });
  it('makes a file the draft', async () => {
    importRules.mockResolvedValue({ draft: {} });
    const element = show();
    const heard = jest.fn();
    element.addEventListener('workspace', (event) => heard(event.detail));
    await give(element, { size: 2, text: () => Promise.resolve('{}') });
    expect(importRules).toHaveBeenCalledWith({ text: '{}' });
    expect(heard).toHaveBeenCalledWith({ draft: {} });
  });
  it('refuses a huge file and says what the server said of another', async () => {
    const huge = show();
    await give(huge, { size: 5000000 });
    expect(huge.shadowRoot.querySelector('[role="alert"]').textContent).toBe('c.Fieldwise_Ownership_FileTooLarge');
    importRules.mockRejectedValue({ body: { message: 'Not a rules file.' } });
    const wrong = show();
    await give(wrong, { size: 2, text: () => Promise.resolve('x') });
    expect(wrong.shadowRoot.querySelector('[role="alert"]').textContent).toBe('Not a rules file.');
  });
  it('labels the file input', () => {
    const { shadowRoot } = show();
    expect(shadowRoot.querySelector('label').getAttribute('for')).toBe(shadowRoot.querySelector('input').id);
  });
});
