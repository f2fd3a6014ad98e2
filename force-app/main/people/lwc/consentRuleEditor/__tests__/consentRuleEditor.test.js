import { createElement } from 'lwc';
import ConsentRuleEditor from 'c/consentRuleEditor';

const fields = [
  { name: 'HasOptedOutOfEmail', label: 'Email Opt Out', isWritable: true },
  { name: 'News__c', label: 'News', isWritable: true },
];
const context = {
  objects: [
    { object: 'Lead', label: 'Lead', fields },
    { object: 'Contact', label: 'Contact', fields },
  ],
  subscriptions: [{ id: '2', name: 'News', isActive: true }],
};
const rule = {
  key: 'a',
  salesforceObjects: 'Lead;Contact',
  salesforceField: 'HasOptedOutOfEmail',
  meaning: 'Opt-out',
  direction: 'Two-way',
  carriesOptIn: false,
  isEnabled: true,
};
async function show(over) {
  const element = createElement('c-consent-rule-editor', { is: ConsentRuleEditor });
  Object.assign(element, { rule, context, number: 1, ...over });
  const heard = [];
  for (const name of ['ruleedit', 'ruleremove']) element.addEventListener(name, ({ detail }) => heard.push([name, detail]));
  document.body.appendChild(element);
  await Promise.resolve();
  return { element, heard, find: (selector) => element.shadowRoot.querySelector(selector) };
}
function choose(control, value) {
  control.value = value;
  control.dispatchEvent(new CustomEvent('change'));
}
function tick(control, checked) {
  control.checked = checked;
  control.dispatchEvent(new CustomEvent('change'));
}

describe('c-consent-rule-editor', () => {
  it('shows the rule in words and in its controls', async () => {
    const { element, find } = await show();
    expect(find('.words').textContent).toContain('c.Fieldwise_ConsentRules_WordsOptOut');
    expect([...element.shadowRoot.querySelectorAll('input.object')].map(({ checked }) => checked)).toEqual([true, true]);
    expect(['salesforceField', 'meaning', 'subscription', 'direction'].map((name) => find(`[data-name="${name}"]`).value)).toEqual([
      'HasOptedOutOfEmail',
      'Opt-out',
      '',
      'Two-way',
    ]);
    expect([find('[data-name="carriesOptIn"]').checked, find('[data-name="isEnabled"]').checked]).toEqual([false, true]);
    expect([find('.problems'), find('.notes')]).toEqual([null, null]);
    await expect(element).toBeAccessible();
  });
  it('tells every edit', async () => {
    const { heard, find } = await show();
    tick(find('input[data-name="Lead"]'), false);
    choose(find('[data-name="salesforceField"]'), 'News__c');
    choose(find('[data-name="meaning"]'), 'Opt-in');
    choose(find('[data-name="subscription"]'), '2');
    choose(find('[data-name="subscription"]'), '');
    choose(find('[data-name="direction"]'), 'To HubSpot');
    tick(find('[data-name="carriesOptIn"]'), true);
    tick(find('[data-name="isEnabled"]'), false);
    find('.remove').click();
    expect(heard.slice(0, -1).map(([, { values }]) => values)).toEqual([
      { salesforceObjects: 'Contact' },
      { salesforceField: 'News__c' },
      { meaning: 'Opt-in' },
      { subscription: '2' },
      { subscription: null },
      { direction: 'To HubSpot' },
      { carriesOptIn: true },
      { isEnabled: false },
    ]);
    expect(heard.at(-1)).toEqual(['ruleremove', { key: 'a' }]);
  });
  it('adds an object', async () => {
    const { heard, find } = await show({ rule: { ...rule, salesforceObjects: 'Lead' } });
    tick(find('input[data-name="Contact"]'), true);
    expect(heard).toEqual([['ruleedit', { key: 'a', values: { salesforceObjects: 'Lead;Contact' } }]]);
  });
  it('says what keeps it from being activated, and what is worth knowing', async () => {
    const { element, find } = await show({ problems: ['It names no Salesforce field.'], rule: { ...rule, carriesOptIn: true } });
    expect(find('.problems').textContent).toBe('It names no Salesforce field.');
    expect(find('.notes').textContent).toBe('c.Fieldwise_ConsentRules_NoteAllBothWays');
    await expect(element).toBeAccessible();
  });
  it('keeps an object in sight that the org does not have', async () => {
    const { find } = await show({ rule: { ...rule, salesforceObjects: 'Lead;Person__c' }, context: { objects: context.objects } });
    expect(find('input[data-name="Person__c"]').checked).toBe(true);
  });
  it('takes no edits while the draft is saved', async () => {
    const { find } = await show({ isBusy: true });
    expect([find('.controls').disabled, find('.enabled').disabled, find('.remove').disabled]).toEqual([true, true, true]);
  });
  it('takes the keyboard to what a new rule misses', async () => {
    const { element, find } = await show();
    element.focus();
    expect(element.shadowRoot.activeElement).toBe(find('[data-name="salesforceField"]'));
  });
});
