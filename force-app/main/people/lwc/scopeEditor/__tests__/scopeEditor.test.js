import { createElement } from 'lwc';
import ScopeEditor from 'c/scopeEditor';

const stageOptions = ['lead', 'customer'].map((value) => ({ value, label: value }));
const countries = Array.from({ length: 20 }, (_item, index) => ({ value: `c${index}`, label: `Country ${index}` }));
const fields = [
  { name: 'segments', label: 'Segments', kind: 'segments', options: [{ value: '9', label: 'VIP' }] },
  { name: 'email', label: 'Email', kind: 'text', options: null },
  { name: 'lifecyclestage', label: 'Stage', kind: 'options', options: stageOptions },
  { name: 'hubspotscore', label: 'Score', kind: 'number', options: null },
  { name: 'country', label: 'Country', kind: 'options', options: countries },
];
const scope = (...all) => JSON.stringify({ all });
async function show(over) {
  const element = createElement('c-scope-editor', { is: ScopeEditor });
  Object.assign(element, { side: 'hubspot', policy: 'In scope', scope: null, fields, ...over });
  const heard = [];
  element.addEventListener('scopeedit', ({ detail }) => heard.push(detail.scope === undefined ? detail : { scope: detail.scope && JSON.parse(detail.scope) }));
  document.body.appendChild(element);
  await Promise.resolve();
  return { element, heard, find: (selector) => element.shadowRoot.querySelector(selector) };
}
function choose(control, value) {
  control.value = value;
  control.dispatchEvent(new CustomEvent('change'));
}

describe('c-scope-editor', () => {
  it('says who takes part, in words', async () => {
    const { element, find } = await show();
    expect(find('.words').textContent).toBe('c.Fieldwise_Handoff_ScopeNoCriteria');
    element.scope = scope({ field: 'email', op: 'filled' });
    await Promise.resolve();
    expect(find('.words').textContent).toBe('c.Fieldwise_Handoff_ScopeWordsScope');
    element.policy = 'Never';
    await Promise.resolve();
    expect(find('.words').textContent).toBe('c.Fieldwise_Handoff_ScopeWordsNever');
    element.policy = 'Always';
    await Promise.resolve();
    expect([find('.words').textContent, find('.conditions')]).toEqual(['c.Fieldwise_Handoff_ScopeWordsAlways', null]);
    await expect(element).toBeAccessible();
  });
  it('tells when records cross by another policy', async () => {
    const { heard, find } = await show();
    choose(find('.policy'), 'Always');
    expect(heard).toEqual([{ policy: 'Always' }]);
  });
  it('begins criteria by field, stage, score and segment', async () => {
    const { heard, find } = await show();
    for (const kind of ['field', 'stage', 'score', 'segment']) find(`[data-kind="${kind}"]`).click();
    expect(heard.map((detail) => detail.scope.all[0])).toEqual([
      { field: 'email', op: 'in', values: [] },
      { field: 'lifecyclestage', op: 'in', values: [] },
      { field: 'hubspotscore', op: 'at_least', values: [] },
      { field: 'segments', op: 'member', values: [] },
    ]);
  });
  it('offers only fields in Salesforce', async () => {
    const { element, find } = await show({ side: 'salesforce', fields: fields.slice(1) });
    expect([find('[data-kind="field"]') !== null, find('[data-kind="segment"]')]).toEqual([true, null]);
    await expect(element).toBeAccessible();
  });
  it('edits field, comparison and values', async () => {
    const { heard, find } = await show({ scope: scope({ field: 'hubspotscore', op: 'at_least', values: ['50'] }) });
    expect(find('input[type="number"]').value).toBe('50');
    choose(find('input[type="number"]'), '80');
    choose(find('.op'), 'filled');
    choose(find('.op'), 'in');
    choose(find('.field'), 'email');
    expect(heard.map((detail) => detail.scope.all[0])).toEqual([
      { field: 'hubspotscore', op: 'at_least', values: ['80'] },
      { field: 'hubspotscore', op: 'filled' },
      { field: 'hubspotscore', op: 'in', values: ['50'] },
      { field: 'email', op: 'in', values: [] },
    ]);
  });
  it('keeps one value when a number is compared', async () => {
    const { heard, find } = await show({ scope: scope({ field: 'hubspotscore', op: 'in', values: ['1', '2'] }) });
    expect(find('.value').value).toBe('1; 2');
    choose(find('.value'), '1; 3 ;');
    choose(find('.op'), 'at_most');
    expect(heard.map((detail) => detail.scope.all[0].values)).toEqual([['1', '3'], ['1']]);
  });
  it('ticks a few values, and lists many', async () => {
    const stage = { field: 'lifecyclestage', op: 'in', values: ['lead'] };
    const { element, heard, find } = await show({ scope: scope(stage, { field: 'country', op: 'in', values: ['c1'] }) });
    const box = find('input[data-value="customer"]');
    box.checked = true;
    box.dispatchEvent(new CustomEvent('change'));
    const known = find('input[data-value="lead"]');
    known.checked = false;
    known.dispatchEvent(new CustomEvent('change'));
    const list = find('.list');
    list.options[2].selected = true;
    list.dispatchEvent(new CustomEvent('change'));
    expect(heard.map((detail) => detail.scope.all.map(({ values }) => values))).toEqual([
      [['lead', 'customer'], ['c1']],
      [[], ['c1']],
      [['lead'], ['c1', 'c2']],
    ]);
    await expect(element).toBeAccessible();
  });
  it('asks whether all or one must hold once there are several', async () => {
    const { heard, find } = await show({ scope: scope({ field: 'email', op: 'filled' }, { field: 'email', op: 'blank' }) });
    choose(find('.match'), 'any');
    expect(heard[0].scope.any).toHaveLength(2);
    find('.remove[data-index="0"]').click();
    expect(heard[1].scope.all).toEqual([{ field: 'email', op: 'blank' }]);
  });
  it('has no criterion left as null', async () => {
    const { heard, find } = await show({ scope: scope({ field: 'email', op: 'filled' }) });
    find('.remove').click();
    expect(heard).toEqual([{ scope: null }]);
  });
  it('flags what is missing and fields that are gone', async () => {
    const { find, element } = await show({ scope: scope({ field: 'gone', op: 'in', values: [] }) });
    expect(find('.unfinished')).not.toBeNull();
    expect([...element.shadowRoot.querySelectorAll('.slds-text-color_error')]).toHaveLength(2);
    expect(find('.field').value).toBe('gone');
  });
});
