import { createElement } from 'lwc';
import LifecycleTable from 'c/lifecycleTable';

const stages = [
  { key: 'lead', label: 'Lead', owner: 'HubSpot', kind: 'Prospect' },
  { key: 'customer', label: 'Customer', owner: 'Salesforce', kind: 'Customer', salesforceValue: 'Client', movesTo: 'lead' },
];
async function show(over) {
  const element = createElement('c-lifecycle-table', { is: LifecycleTable });
  Object.assign(element, { stages, ...over });
  const heard = [];
  for (const name of ['stageedit', 'stagemove', 'stageremove']) element.addEventListener(name, ({ detail }) => heard.push([name, detail]));
  document.body.appendChild(element);
  await Promise.resolve();
  return { element, heard, find: (selector) => element.shadowRoot.querySelector(selector) };
}
function choose(control, value) {
  control.value = value;
  control.dispatchEvent(new CustomEvent('change'));
}

describe('c-lifecycle-table', () => {
  it('shows each stage with its owner, value and kind', async () => {
    const { element, find } = await show();
    expect(find('tr[data-stage="customer"] select[data-field="owner"]').value).toBe('Salesforce');
    expect(find('tr[data-stage="customer"] input[data-field="salesforceValue"]').value).toBe('Client');
    expect(find('tr[data-stage="lead"] input[data-field="salesforceValue"]').value).toBe('lead');
    await expect(element).toBeAccessible();
  });
  it('tells edits, moves and removals', async () => {
    const { heard, find } = await show();
    choose(find('tr[data-stage="lead"] select[data-field="owner"]'), 'Salesforce');
    choose(find('tr[data-stage="lead"] input[data-field="salesforceValue"]'), 'Fresh');
    find('tr[data-stage="lead"] [data-by="1"]').click();
    find('tr[data-stage="lead"] .remove').click();
    expect(heard).toEqual([
      ['stageedit', { key: 'lead', values: { owner: 'Salesforce' } }],
      ['stageedit', { key: 'lead', values: { salesforceValue: 'Fresh' } }],
      ['stagemove', { key: 'lead', by: 1 }],
      ['stageremove', { key: 'lead' }],
    ]);
    expect(find('tr[data-stage="lead"] [data-by="-1"]').disabled).toBe(true);
  });
  it('says moves as any later one, chosen ones or none', async () => {
    const { heard, find } = await show();
    const mode = (stage) => find(`tr[data-stage="${stage}"] select:not([data-field])`);
    choose(mode('lead'), 'none');
    choose(mode('lead'), 'chosen');
    choose(mode('customer'), 'later');
    // The last stage has nothing later: choosing begins with the others.
    choose(mode('customer'), 'chosen');
    expect(heard.map(([, { values }]) => values.movesTo)).toEqual(['-', 'customer', null, 'lead']);
  });
  it('ticks single targets', async () => {
    const { heard, find } = await show();
    const box = find('tr[data-stage="customer"] input[data-target="lead"]');
    expect(box.checked).toBe(true);
    box.checked = false;
    box.dispatchEvent(new CustomEvent('change'));
    box.checked = true;
    box.dispatchEvent(new CustomEvent('change'));
    expect(heard.map(([, { values }]) => values.movesTo)).toEqual(['-', 'lead']);
  });
  it('offers a picklist’s values, the held one even if inactive or gone', async () => {
    const options = [
      { value: 'lead', label: 'Lead', isActive: true },
      { value: 'Client', label: 'Client', isActive: false },
      { value: 'old', label: 'Old', isActive: false },
    ];
    const fields = [{ object: 'Lead', isPicklist: true, options }];
    const { element, find } = await show({ fields });
    const listed = (stage) => [...find(`tr[data-stage="${stage}"] select[data-field="salesforceValue"]`).options].map(({ value }) => value);
    expect([listed('lead'), listed('customer')]).toEqual([['lead'], ['lead', 'Client']]);
    element.stages = [{ ...stages[0], salesforceValue: 'gone' }];
    await Promise.resolve();
    expect(listed('lead')).toEqual(['gone', 'lead']);
  });
  it('shows what is wrong beside its stage', async () => {
    const { element, find } = await show({ problems: [{ id: 'x', stage: 'lead', text: 'It is inactive.' }] });
    expect(find('tr[data-stage="lead"] .trouble').textContent).toBe('It is inactive.');
    expect(find('tr[data-stage="customer"] .trouble')).toBeNull();
    await expect(element).toBeAccessible();
  });
});
