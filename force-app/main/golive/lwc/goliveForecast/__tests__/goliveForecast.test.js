import { createElement } from 'lwc';
import GoliveForecast from 'c/goliveForecast';

const figure = (count, margin = 0) => ({ count, margin });
const row = (mapping, refused = []) => ({
  ...{ mapping, salesforce: { records: 12408, judged: 2000 }, hubspot: { records: 90, judged: 90 }, refused },
  ...{ creates: { salesforce: figure(3), hubspot: figure(1200, 45) }, matches: figure(40), updates: figure(0), reviews: figure(2) },
  outOfScope: { salesforce: figure(5), hubspot: figure(7) },
});
const refusal = { code: 'email-invalid', side: 'hubspot', field: 'email', cause: 'Not an address.', remedy: 'Correct it.', count: 12 };
const cost = { calls: { salesforce: 64, hubspot: 1059 }, hours: 3.25, boundBy: 'hubspot-seconds' };

async function show(job) {
  const element = createElement('c-golive-forecast', { is: GoliveForecast });
  element.job = job;
  document.body.appendChild(element);
  await Promise.resolve();
  return element;
}
const cell = (element, key) => element.shadowRoot.querySelector(`[data-cell="${key}"]`).textContent;

describe('c-golive-forecast', () => {
  afterEach(() => document.body.replaceChildren());

  it('shows the figures of each mapping, with a margin where a sample was judged', async () => {
    const element = await show({ forecast: [row('person', [refusal]), row('deal')], cost });
    expect([...element.shadowRoot.querySelectorAll('tbody th')].map(({ textContent }) => textContent)).toEqual(['person', 'deal']);
    expect([cell(element, 'salesforce'), cell(element, 'newSalesforce'), cell(element, 'out')]).toEqual(['12,408', '3', '12']);
    expect(cell(element, 'newHubspot')).toBe('c.Fieldwise_Golive_EstimateMargin');
    expect(element.shadowRoot.querySelector('[data-id="cost"]').textContent).toBe('c.Fieldwise_Golive_Calls');
    expect([...element.shadowRoot.querySelectorAll('.breaks')]).toHaveLength(1);
    await expect(element).toBeAccessible();
  });
  it('shows no cost and no refusals where there are none', async () => {
    const element = await show({ forecast: [row('person')], cost: null });
    expect(element.shadowRoot.querySelector('[data-id="cost"]')).toBeNull();
    expect(element.shadowRoot.querySelector('.breaks')).toBeNull();
    await expect(element).toBeAccessible();
  });
});
