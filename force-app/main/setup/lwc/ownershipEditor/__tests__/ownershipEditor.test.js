import { createElement } from 'lwc';
import OwnershipEditor from 'c/ownershipEditor';
import { indexCatalog } from 'c/ownershipChecks';

const field = (name, over) => ({ name, label: name, type: 'string', length: 80, isWritable: true, isRequired: false, ...over });
const catalog = indexCatalog({
  salesforce: [
    { object: 'Lead', label: 'Lead', fields: [field('Title'), field('Company')] },
    { object: 'Contact', label: 'Contact', fields: [field('Title')] },
  ],
  hubspot: { object: 'contacts', fields: [{ name: 'jobtitle', label: 'Job title', kind: 'text', isWritable: true, lengthMax: null, options: null }] },
});
const mapping = { key: 'person', salesforceObjects: 'Lead;Contact', hubspotObject: 'contacts' };
const options = [
  { value: 'A', label: 'A' },
  { value: 'B', label: 'B' },
];
const base = {
  key: 'person.title',
  salesforceField: 'Title',
  hubspotProperty: 'jobtitle',
  owner: 'Salesforce',
  direction: 'Two-way',
  policy: 'Latest',
  windowMinutes: 5,
  blank: 'Propagate',
  nonOwnerEdit: 'Enforce',
  left: {},
  right: {},
  problems: [],
};

function show(over) {
  const element = createElement('c-ownership-editor', { is: OwnershipEditor });
  Object.assign(element, { rule: { ...base, ...over }, mapping, catalog });
  document.body.appendChild(element);
  const heard = [];
  element.addEventListener('ruleedit', (event) => heard.push(event.detail.values));
  element.addEventListener('ruleremove', (event) => heard.push(event.detail));
  return { root: element.shadowRoot, heard };
}

describe('c-ownership-editor', () => {
  afterEach(() => document.body.replaceChildren());

  it('offers fields every object of the rule has', () => {
    const names = (root) => [...root.querySelectorAll('select[data-field="salesforceField"] option')].map(({ value }) => value);
    expect(names(show({}).root)).toEqual(['Title']);
    expect(names(show({ salesforceObject: 'Lead' }).root)).toEqual(['Company', 'Title']);
  });
  it('keeps a field the catalog does not know as what is chosen', () => {
    const { root } = show({ salesforceField: 'Gone__c' });
    expect(root.querySelector('select[data-field="salesforceField"] option').value).toBe('Gone__c');
  });
  it('takes what a new record gets where HubSpot is blank, nothing for nothing', () => {
    const { root, heard } = show({});
    const input = root.querySelector('.create-default');
    for (const value of [' [not provided] ', ' ']) input.dispatchEvent(new CustomEvent('change', { detail: { value } }));
    expect(heard).toEqual([{ createDefault: '[not provided]' }, { createDefault: null }]);
  });
  it('keeps the reason of each side on its own line', () => {
    const { root, heard } = show({ reason: 'Salesforce: reps correct it' });
    const [left, right] = root.querySelectorAll('lightning-textarea');
    expect(left.value).toBe('reps correct it');
    right.value = 'forms\nfill it ';
    right.dispatchEvent(new CustomEvent('blur'));
    expect(heard).toEqual([{ reason: 'Salesforce: reps correct it\nHubSpot: forms fill it' }]);
  });
  it('asks for no reason and no window when values travel one way', () => {
    const { root } = show({ direction: 'To HubSpot' });
    expect(root.querySelectorAll('lightning-textarea, lightning-input[type="number"]')).toHaveLength(0);
  });
  it('takes whole minutes only', () => {
    const { root, heard } = show({});
    const [minutes] = [...root.querySelectorAll('lightning-input')].filter(({ type }) => type === 'number');
    for (const value of ['-1', '2.5', '30']) minutes.dispatchEvent(new CustomEvent('change', { detail: { value } }));
    expect(heard).toEqual([{ windowMinutes: 30 }]);
  });
  it('edits, adds and removes pairs of the value map, and suggests them', () => {
    const { root, heard } = show({ left: { options }, right: { options }, valueMap: '[{"salesforce":"A","hubspot":"A"}]' });
    const select = root.querySelector('select[data-side="hubspot"]');
    select.value = 'B';
    select.dispatchEvent(new CustomEvent('change'));
    for (const button of root.querySelectorAll('.group_wide lightning-button, .group_wide lightning-button-icon')) button.click();
    expect(heard.map(({ valueMap }) => JSON.parse(valueMap))).toEqual([
      [{ salesforce: 'A', hubspot: 'B' }],
      null,
      [
        { salesforce: 'A', hubspot: 'A' },
        { salesforce: '', hubspot: '' },
      ],
      [
        { salesforce: 'A', hubspot: 'A' },
        { salesforce: 'B', hubspot: 'B' },
      ],
    ]);
  });
  it('fixes a problem with one click', () => {
    const { root, heard } = show({ problems: [{ level: 'warning', code: 'x', text: 'X', fix: { blank: 'Ignore' }, fixLabel: 'Do' }] });
    expect(root.querySelector('ul li').textContent).toContain('X');
    root.querySelector('ul button').click();
    expect(heard).toEqual([{ blank: 'Ignore' }]);
  });
  it('shows samples side by side, blanks named', () => {
    const { root } = show({ samples: [{ name: 'Ada', salesforceId: '1', salesforce: 'CTO', hubspot: null }] });
    const cells = [...root.querySelectorAll('tbody td')].map(({ textContent }) => textContent);
    expect(cells).toEqual(['CTO', 'c.Fieldwise_Ownership_BlankValue']);
  });
  it('removes the rule', () => {
    const { root, heard } = show({});
    [...root.querySelectorAll('lightning-button')].at(-1).click();
    expect(heard).toEqual([{ keys: ['person.title'] }]);
  });
  it('groups its controls under legends, each control labelled', () => {
    const { root } = show({ left: { options }, right: { options }, valueMap: '[{"salesforce":"A","hubspot":"A"}]' });
    for (const set of root.querySelectorAll('fieldset')) expect(set.querySelector('legend')).not.toBeNull();
    const labelled = [...root.querySelectorAll('label')].map((one) => one.getAttribute('for'));
    for (const control of root.querySelectorAll('select, input')) expect(labelled.includes(control.id) || control.hasAttribute('aria-label')).toBe(true);
  });
});
