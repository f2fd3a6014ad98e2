import { createElement } from 'lwc';
import EngagementPerson from 'c/engagementPerson';
import readPerson from '@salesforce/apex/SyncEngagementController.person';
import readTimeline from '@salesforce/apex/SyncEngagementController.timeline';

jest.mock('@salesforce/apex/SyncEngagementController.person', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncEngagementController.timeline', () => ({ default: jest.fn() }), { virtual: true });

const settled = async () => {
  for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
};
const person = {
  id: '7',
  url: 'https://app.hubspot.com/',
  name: 'Ada',
  lists: [],
  lifecycle: null,
  score: 1,
  source: null,
  firstTouch: null,
  lastTouch: null,
  subscription: null,
  totals: { opens: 0, clicks: 0, visits: 0, forms: 0 },
};

async function create(answer, heading) {
  readPerson.mockImplementation(() => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)));
  readTimeline.mockReturnValue(new Promise(() => undefined));
  const element = createElement('c-engagement-person', { is: EngagementPerson });
  element.recordId = '003000000000001AAA';
  element.heading = heading;
  document.body.appendChild(element);
  await settled();
  return element;
}
const state = (element) => element.shadowRoot.querySelector('c-sync-state');
const timeline = (element) => element.shadowRoot.querySelector('c-engagement-timeline');

describe('c-engagement-person', () => {
  it('shows head and timeline', async () => {
    const element = await create({ state: 'ready', person, gaps: [], readAt: Date.now() }, 'Ada');
    expect(state(element).state).toBe('ready');
    expect(element.shadowRoot.querySelector('c-engagement-summary').person.name).toBe('Ada');
    expect(timeline(element).recordId).toBe('003000000000001AAA');
    expect(element.shadowRoot.querySelector('h2').textContent).toBe('Ada');
    await expect(element).toBeAccessible();
  });

  it.each([
    ['not-linked', 'NotLinkedTitle', 'Not in scope.'],
    ['never-met', 'NeverMetTitle', 'c.Fieldwise_Engagement_NeverMetText'],
    ['gone', 'GoneTitle', 'c.Fieldwise_Engagement_GoneText'],
  ])('%s says why nobody is there', async (code, title, text) => {
    const element = await create({ state: code, explanation: 'Not in scope.' });
    expect(state(element)).toMatchObject({ state: 'empty', emptyText: text });
    expect(state(element).emptyTitle).toContain(title);
    expect(timeline(element)).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('a busy HubSpot can be asked again', async () => {
    const element = await create({ state: 'busy', explanation: 'HubSpot is slow.' });
    expect(state(element).state).toBe('error');
    readPerson.mockResolvedValue({ state: 'ready', person, gaps: ['lists'], readAt: 1 });
    state(element).dispatchEvent(new CustomEvent('retry'));
    await settled();
    expect(state(element).state).toBe('partial');
  });

  it('a failed call is an error; another record begins anew', async () => {
    const element = await create(new Error('no'));
    expect(state(element).state).toBe('error');
    readPerson.mockResolvedValue({ state: 'ready', person, gaps: [], readAt: 1 });
    element.recordId = '003000000000002AAA';
    await settled();
    expect(state(element).state).toBe('ready');
    await element.refresh();
    expect(readPerson).toHaveBeenCalledTimes(3);
  });
});
