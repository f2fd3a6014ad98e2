import { createElement } from 'lwc';
import DriftFindings from 'c/driftFindings';

const finding = (over) => ({
  id: 'field-removed:Level__c',
  cause: 'Level is gone.',
  remedy: 'Bring it back.',
  before: 'text',
  after: 'gone',
  since: Date.now(),
  isNotice: false,
  rules: [{ key: 'person.level', mapping: 'person' }],
  ...over,
});
async function show(findings) {
  const element = createElement('c-drift-findings', { is: DriftFindings });
  element.findings = findings;
  element.heard = [];
  for (const name of ['acknowledge', 'rule']) element.addEventListener(name, ({ detail }) => element.heard.push(detail));
  document.body.appendChild(element);
  await Promise.resolve();
  return element;
}
const part = (element, selector) => element.shadowRoot.querySelector(selector);

describe('c-drift-findings', () => {
  it('shows what breaks, before and after, the fix and the rule, which it leads to', async () => {
    const element = await show([finding()]);
    expect(part(element, '.slds-theme_error')).not.toBeNull();
    expect(part(element, '[data-id="change"]').textContent).toContain('c.Fieldwise_Drift_BeforeAfter');
    expect(part(element, '[data-id="acknowledge"]')).toBeNull();
    part(element, '[data-rule]').click();
    expect(element.heard).toEqual([{ key: 'person.level', mapping: 'person' }]);
    await expect(element).toBeAccessible();
  });
  it('lets a notice be acknowledged; what it was need not be known, nor any rule', async () => {
    const notice = finding({ id: 'save-rule::R', isNotice: true, before: null, rules: [] });
    const element = await show([notice]);
    expect(part(element, '[data-id="change"]').textContent).toContain('c.Fieldwise_Drift_After');
    expect(part(element, '[data-rule]')).toBeNull();
    part(element, '[data-id="acknowledge"]').click();
    expect(element.heard[0].id).toBe('save-rule::R');
    await expect(element).toBeAccessible();
  });
});
