import { createElement } from 'lwc';
import LifecycleMap from 'c/lifecycleMap';

const stages = [
  { key: 'lead', label: 'Lead', owner: 'HubSpot' },
  { key: 'customer', label: 'Customer', owner: 'Salesforce', movesTo: '-' },
];
async function show(list = stages) {
  const element = createElement('c-lifecycle-map', { is: LifecycleMap });
  element.stages = list;
  document.body.appendChild(element);
  await Promise.resolve();
  return element;
}

describe('c-lifecycle-map', () => {
  it('draws stages and moves under one name, and says the same in words', async () => {
    const element = await show();
    const { shadowRoot } = element;
    expect(shadowRoot.querySelectorAll('.node')).toHaveLength(2);
    expect(shadowRoot.querySelectorAll('.arrow')).toHaveLength(1);
    expect(shadowRoot.querySelector('svg').getAttribute('role')).toBe('img');
    expect([...shadowRoot.querySelectorAll('.move')].map(({ textContent }) => textContent)).toEqual([
      'Leadc.Fieldwise_Lifecycle_GoesTo',
      'Customerc.Fieldwise_Lifecycle_GoesNowhere',
    ]);
    await expect(element).toBeAccessible();
  });
  it('lights up what a stage leads to, and lets go again', async () => {
    const { shadowRoot } = await show();
    const [lead] = shadowRoot.querySelectorAll('.move');
    lead.click();
    await Promise.resolve();
    expect(lead.getAttribute('aria-pressed')).toBe('true');
    expect(shadowRoot.querySelectorAll('.arrow_lit')).toHaveLength(1);
    expect(shadowRoot.querySelectorAll('.node_lit')).toHaveLength(2);
    lead.click();
    await Promise.resolve();
    expect(shadowRoot.querySelectorAll('.arrow_lit')).toHaveLength(0);
  });
});
