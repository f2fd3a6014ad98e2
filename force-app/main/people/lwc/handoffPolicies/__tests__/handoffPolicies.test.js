import { createElement } from 'lwc';
import HandoffPolicies from 'c/handoffPolicies';

const mapping = { key: 'person', salesforceObjects: 'Lead;Contact', atKnownAccount: 'Contact', closedStatuses: 'Closed;Gone', reengageAction: 'Keep owner' };
const context = {
  statuses: [
    { value: 'Open', isConverted: false },
    { value: 'Closed', isConverted: false },
    { value: 'Won', isConverted: true },
  ],
  owners: [
    { id: '00G1', name: 'Inbox', isQueue: true },
    { id: '0051', name: 'Ada', isQueue: false },
  ],
  hasPersonAccounts: false,
};
const stages = [{ key: 'opportunity', label: 'Opportunity' }];
async function show(over) {
  const element = createElement('c-handoff-policies', { is: HandoffPolicies });
  Object.assign(element, { mapping, context, stages, ...over });
  const heard = [];
  element.addEventListener('policyedit', ({ detail }) => heard.push(detail));
  document.body.appendChild(element);
  await Promise.resolve();
  return { element, heard, find: (selector) => element.shadowRoot.querySelector(selector) };
}
const select = (name) => `select[data-name="${name}"]`;
const valuesOf = (control) => [...control.options].map(({ value }) => value);
function choose(control, value) {
  control.value = value;
  control.dispatchEvent(new CustomEvent('change'));
}

describe('c-handoff-policies', () => {
  it('shows what is set, with the statuses and stages there are', async () => {
    const { element, find } = await show();
    expect(find(select('atKnownAccount')).value).toBe('Contact');
    expect(valuesOf(find(select('conversionStage')))).toEqual(['', 'opportunity']);
    expect(valuesOf(find(select('convertedStatus')))).toEqual(['', 'Won']);
    expect(valuesOf(find(select('reopenStatus')))).toEqual(['', 'Open', 'Closed']);
    expect([find(select('whenErased')).value, valuesOf(find(select('whenErased')))]).toEqual(['At once', ['At once', 'With approval']]);
    await expect(element).toBeAccessible();
  });
  it('tells each choice, blank as nothing', async () => {
    const { heard, find } = await show();
    choose(find(select('whenDeletedInHubSpot')), 'Archive');
    choose(find(select('whenErased')), 'With approval');
    choose(find(select('conversionStage')), 'opportunity');
    choose(find(select('conversionStage')), '');
    const toggle = find('[data-name="runAssignmentRules"]');
    toggle.checked = true;
    toggle.dispatchEvent(new CustomEvent('change'));
    expect(heard).toEqual([
      { name: 'whenDeletedInHubSpot', value: 'Archive' },
      { name: 'whenErased', value: 'With approval' },
      { name: 'conversionStage', value: 'opportunity' },
      { name: 'conversionStage', value: null },
      { name: 'runAssignmentRules', value: true },
    ]);
  });
  it('ticks closed statuses, those the org has lost included', async () => {
    const { heard, find } = await show();
    const tick = (value, checked) => {
      const box = find(`input[data-value="${value}"]`);
      box.checked = checked;
      box.dispatchEvent(new CustomEvent('change'));
    };
    tick('Open', true);
    tick('Gone', false);
    expect(heard.map(({ value }) => value)).toEqual(['Closed;Gone;Open', 'Closed']);
    const { heard: last, find: only } = await show({ mapping: { ...mapping, closedStatuses: 'Closed' } });
    const box = only('input[data-value="Closed"]');
    box.checked = false;
    box.dispatchEvent(new CustomEvent('change'));
    expect(last).toEqual([{ name: 'closedStatuses', value: null }]);
  });
  it('asks who gets leads of people who come back, for a queue among queues', async () => {
    const { element, find } = await show({ mapping: { ...mapping, reengageAction: 'Queue' } });
    expect(valuesOf(find(select('reengageOwner')))).toEqual(['', '00G1']);
    expect(find('.missing')).not.toBeNull();
    element.mapping = { ...mapping, reengageAction: 'Reassign', reengageOwner: '0059' };
    await Promise.resolve();
    expect(valuesOf(find(select('reengageOwner')))).toEqual(['', '00G1', '0051', '0059']);
    expect(find('.missing')).toBeNull();
    await expect(element).toBeAccessible();
  });
  it('asks nothing of people where there are none', async () => {
    const { find } = await show({ mapping: { key: 'deal', salesforceObjects: 'Opportunity' } });
    expect([find(select('atKnownAccount')), find(select('whenErased')), find(select('whenDeletedInHubSpot')) !== null]).toEqual([null, null, true]);
    expect(valuesOf(find(select('ownerFallback')))).toEqual(['', '00G1', '0051']);
  });
  it('works before the choices are known', async () => {
    const { element, find } = await show({ context: null });
    expect(find('input[data-value="Gone"]').checked).toBe(true);
    await expect(element).toBeAccessible();
  });
});
