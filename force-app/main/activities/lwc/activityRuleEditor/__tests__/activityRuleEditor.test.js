import { createElement } from 'lwc';
import ActivityRuleEditor from 'c/activityRuleEditor';

const rule = {
  ...{ key: 'activity.call', activity: 'call', direction: 'To Salesforce', salesforceObject: 'Task', onlyField: null, onlyValues: null },
  ...{ taskStatus: 'Completed', taskType: null, monthlyCap: 500, isEnabled: true, order: 10 },
};
const context = { statuses: [{ value: 'Completed', label: 'Completed' }], types: [{ value: 'Call', label: 'Call' }] };
async function show(over = {}) {
  const element = createElement('c-activity-rule-editor', { is: ActivityRuleEditor });
  Object.assign(element, { rule, context, problems: [], ...over });
  document.body.appendChild(element);
  const edits = [];
  element.addEventListener('activityedit', ({ detail }) => edits.push(detail));
  await Promise.resolve();
  return { element, edits, part: (name) => element.shadowRoot.querySelector(name) };
}
function change(target, value) {
  target.value = value;
  target.dispatchEvent(new CustomEvent('change'));
}

describe('c-activity-rule-editor', () => {
  it('shows one kind with its controls', async () => {
    const { element, part } = await show();
    expect(part('.title').textContent).toBe('c.Fieldwise_Activities_Call');
    expect([part('.enabled').checked, part('#cap, [data-name="monthlyCap"]').value]).toEqual([true, '500']);
    expect([...part('[data-name="taskStatus"]').options].map(({ value }) => value)).toEqual(['', 'Completed']);
    await expect(element).toBeAccessible();
  });
  it('is a single switch while it is off', async () => {
    const { element, edits, part } = await show({ rule: { ...rule, isEnabled: false } });
    expect(part('fieldset')).toBeNull();
    expect(part('.notes').textContent).toBe('c.Fieldwise_Activities_OffNote');
    part('.enabled').checked = true;
    part('.enabled').dispatchEvent(new CustomEvent('change'));
    expect(edits).toEqual([{ kind: 'call', values: { isEnabled: true } }]);
    await expect(element).toBeAccessible();
  });
  it('says how it stands, what it costs and what is wrong with it', async () => {
    const { element, part } = await show({
      use: { made: 500, waiting: 2, resetsAt: 1796083200000 },
      cost: { totals: { all: 1, year: 1, month: 1 }, allMb: 0, monthlyMb: 0 },
      problems: ['No.'],
    });
    expect([...element.shadowRoot.querySelectorAll('.words')]).toHaveLength(3);
    expect(part('.problems').textContent).toBe('No.');
    await expect(element).toBeAccessible();
  });
  it('keeps a value the org does not have any more in sight', async () => {
    const { part } = await show({ rule: { ...rule, taskType: 'Gone' } });
    expect([...part('[data-name="taskType"]').options].map(({ value }) => value)).toEqual(['', 'Call', 'Gone']);
  });
  it('leaves what is being typed alone when an answer comes meanwhile', async () => {
    const { element, edits, part } = await show();
    const field = part('[data-name="onlyField"]');
    field.value = 'hs_call';
    field.dispatchEvent(new CustomEvent('input'));
    element.problems = ['No.'];
    await Promise.resolve();
    expect([field.value, edits]).toEqual(['hs_call', []]);
    change(field, 'hs_call_direction');
    expect(edits).toEqual([{ kind: 'call', values: { onlyField: 'hs_call_direction' } }]);
  });
  it('asks a form rule for its forms, one way', async () => {
    const { element, edits, part } = await show({ rule: { ...rule, activity: 'form' } });
    expect([part('[data-name="onlyField"]'), part('[data-name="direction"]').options.length]).toEqual([null, 1]);
    change(part('[data-name="onlyValues"]'), 'f1; f2');
    change(part('[data-name="onlyValues"]'), '');
    expect(edits.map(({ values }) => values)).toEqual([
      { onlyValues: 'f1; f2', onlyField: 'form' },
      { onlyValues: null, onlyField: null },
    ]);
    await expect(element).toBeAccessible();
  });
  it('tells edits, blanks as nothing, and takes the status from an Event', async () => {
    const { edits, part } = await show();
    change(part('[data-name="direction"]'), 'Two-way');
    change(part('[data-name="onlyField"]'), ' hs_call_direction ');
    change(part('[data-name="onlyValues"]'), '');
    change(part('[data-name="monthlyCap"]'), '12');
    change(part('[data-name="monthlyCap"]'), '');
    change(part('[data-name="salesforceObject"]'), 'Event');
    change(part('[data-name="salesforceObject"]'), 'Task');
    expect(edits.map(({ values }) => values)).toEqual([
      { direction: 'Two-way' },
      { onlyField: 'hs_call_direction' },
      { onlyValues: null },
      { monthlyCap: 12 },
      { monthlyCap: null },
      { salesforceObject: 'Event', taskStatus: null, taskType: null },
      { salesforceObject: 'Task' },
    ]);
  });
});
