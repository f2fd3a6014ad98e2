import { createElement } from 'lwc';
import OwnershipTable from 'c/ownershipTable';

const side = (name) => ({ name, label: `Label of ${name}`, type: 'Text' });
const rule = (number, over) => ({
  key: `person.f${number}`,
  salesforceField: `F${number}`,
  hubspotProperty: `p${number}`,
  owner: 'Salesforce',
  direction: 'Two-way',
  policy: 'Latest',
  windowMinutes: 5,
  left: side(`F${number}`),
  right: side(`p${number}`),
  state: 'none',
  problems: [],
  ...over,
});
const many = (count) => Array.from({ length: count }, (_item, index) => rule(index));
const flush = () => Promise.resolve();

function show(rules, over = {}) {
  const element = createElement('c-ownership-table', { is: OwnershipTable });
  Object.assign(element, { rules, mapping: { key: 'person', salesforceObjects: 'Lead', hubspotObject: 'contacts' } }, over);
  document.body.appendChild(element);
  return element;
}
const rowsOf = (element) => [...element.shadowRoot.querySelectorAll('tr[data-rule]')];
function told(element, name) {
  const heard = [];
  element.addEventListener(name, (event) => heard.push(event.detail));
  return heard;
}

describe('c-ownership-table', () => {
  afterEach(() => document.body.replaceChildren());

  it('says so when there is no rule', () => {
    expect(show([]).shadowRoot.querySelector('c-sync-state').state).toBe('empty');
  });
  it('draws 40 of 300 rules at first and the rest when asked', async () => {
    const element = show(many(300));
    expect(rowsOf(element)).toHaveLength(40);
    element.shadowRoot.querySelector('div.slds-text-align_center lightning-button').click();
    await flush();
    expect(rowsOf(element)).toHaveLength(80);
  });
  it('finds rules by any word of both sides', async () => {
    const element = show(many(300));
    element.shadowRoot.querySelector('lightning-input').dispatchEvent(new CustomEvent('change', { detail: { value: 'p299 salesforce' } }));
    await flush();
    expect(rowsOf(element).map((row) => row.dataset.rule)).toEqual(['person.f299']);
    element.shadowRoot.querySelector('lightning-input').dispatchEvent(new CustomEvent('change', { detail: { value: 'nothing of the kind' } }));
    await flush();
    expect(element.shadowRoot.querySelector('c-sync-state').state).toBe('empty');
  });
  it('shows only rules with problems when asked', async () => {
    const element = show([rule(1), rule(2, { problems: [{ level: 'error', code: 'x', text: 'X' }] })]);
    element.shadowRoot.querySelector('lightning-combobox').dispatchEvent(new CustomEvent('change', { detail: { value: 'problems' } }));
    await flush();
    expect(rowsOf(element).map((row) => row.dataset.rule)).toEqual(['person.f2']);
  });
  it('gives the all-clear only when both sides are known', () => {
    const icon = (catalog) => [...show([rule(1)], { catalog }).shadowRoot.querySelectorAll('tbody lightning-icon')].at(-1).iconName;
    expect([icon(null), icon({ hubspot: null }), icon({ hubspot: new Map() })]).toEqual(['utility:question_mark', 'utility:question_mark', 'utility:success']);
  });
  it('tells of an inline choice', () => {
    const element = show([rule(1)]);
    const heard = told(element, 'edit');
    const select = element.shadowRoot.querySelector('select[data-field="owner"]');
    select.value = 'HubSpot';
    select.dispatchEvent(new CustomEvent('change'));
    expect(heard).toEqual([{ keys: ['person.f1'], values: { owner: 'HubSpot' } }]);
  });
  it('changes all selected rules at once, and takes them out', async () => {
    const element = show(many(3));
    const edits = told(element, 'edit');
    const removed = told(element, 'remove');
    const all = element.shadowRoot.querySelector('thead input');
    all.checked = true;
    all.dispatchEvent(new CustomEvent('change'));
    await flush();
    const [, value] = element.shadowRoot.querySelectorAll('.bulk lightning-combobox');
    value.dispatchEvent(new CustomEvent('change', { detail: { value: 'HubSpot' } }));
    element.shadowRoot.querySelector('.bulk lightning-button').click();
    const keys = ['person.f0', 'person.f1', 'person.f2'];
    expect(edits).toEqual([{ keys, values: { owner: 'HubSpot' } }]);
    expect(removed).toEqual([{ keys }]);
  });
  it('opens one rule, and closes it again', async () => {
    const element = show(many(2), { openKey: 'person.f1' });
    const heard = told(element, 'open');
    expect(element.shadowRoot.querySelector('c-ownership-editor').rule.key).toBe('person.f1');
    for (const button of element.shadowRoot.querySelectorAll('lightning-button-icon')) button.click();
    expect(heard).toEqual([{ key: 'person.f0' }, { key: null }]);
  });
  it('is a table with named columns and rows, and every control has a name', () => {
    const element = show([rule(1)], { openKey: null });
    expect(element.shadowRoot.querySelector('table').getAttribute('aria-label')).toBeTruthy();
    expect(element.shadowRoot.querySelectorAll('th[scope="col"]')).toHaveLength(9);
    expect(element.shadowRoot.querySelectorAll('tbody th[scope="row"]')).toHaveLength(1);
    for (const control of element.shadowRoot.querySelectorAll('select, table input')) expect(control.getAttribute('aria-label')).toBeTruthy();
  });
});
