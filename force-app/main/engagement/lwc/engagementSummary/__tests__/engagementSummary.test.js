import { createElement } from 'lwc';
import EngagementSummary from 'c/engagementSummary';

const person = {
  id: '7',
  url: 'https://app.hubspot.com/contacts/1/record/0-1/7',
  name: 'Ada',
  email: 'a@x.example',
  lifecycle: { value: 'lead', label: 'Lead', since: Date.now() - 86400000 },
  score: 61,
  lists: Array.from({ length: 7 }, (_, index) => ({ id: String(index), name: `List ${index}`, addedAt: 1 })),
  source: { value: 'PAID_SEARCH', label: 'Paid Search', details: ['google', 'brand'] },
  firstTouch: { at: Date.now() - 5 * 86400000, what: 'visit' },
  lastTouch: { at: Date.now() - 3600000, what: 'click' },
  subscription: {
    state: 'partly',
    types: [
      { name: 'News', isSubscribed: true },
      { name: 'Offers', isSubscribed: false },
    ],
  },
  totals: { opens: 3, clicks: 1, visits: 2, pageViews: 5, forms: 1 },
};

function create(props = {}) {
  const element = createElement('c-engagement-summary', { is: EngagementSummary });
  Object.assign(element, { person, readAt: Date.now(), gaps: [], ...props });
  document.body.appendChild(element);
  return element;
}

describe('c-engagement-summary', () => {
  it('shows what HubSpot says, and is accessible', async () => {
    const element = create();
    const text = element.shadowRoot.textContent;
    for (const part of ['Lead', '61', 'Paid Search', 'google · brand', 'TouchClick', 'TouchVisit', 'SubPartly', 'News', 'List 0']) expect(text).toContain(part);
    expect(text).not.toContain('Offers');
    expect(element.shadowRoot.querySelectorAll('.slds-badge')).toHaveLength(5);
    expect(element.shadowRoot.querySelector('a').rel).toBe('noopener');
    await expect(element).toBeAccessible();
  });

  it('shows a dash for what is not there', async () => {
    const bare = { ...person, lifecycle: null, score: null, lists: [], source: null, firstTouch: null, lastTouch: null, subscription: null };
    const element = create({ person: bare });
    const text = element.shadowRoot.textContent;
    expect(text).toContain('NoLists');
    expect(text).toContain('SubUnknown');
    expect(text.split('c.Fieldwise_Engagement_None').length - 1).toBe(5);
    await expect(element).toBeAccessible();
  });

  it('does not call a gap empty', () => {
    const element = create({ person: { ...person, lists: [], subscription: null }, gaps: ['lists', 'subscription'] });
    expect(element.shadowRoot.textContent.split('NotShown').length - 1).toBe(2);
  });

  it('marks somebody who unsubscribed', () => {
    const element = create({ person: { ...person, subscription: { state: 'unsubscribed', types: [] } } });
    expect(element.shadowRoot.querySelector('lightning-icon').iconName).toBe('utility:ban');
  });
});
