import { gapSentences, intentText, itemOf, stateOf, subscriptionText, touchOf, when } from 'c/engagementWords';

const now = Date.UTC(2026, 10, 21, 12);
const item = (over) => ({ id: '1', kind: 'page', action: 'page-visited', at: now - 60000, title: 'Pricing', detail: null, url: null, intents: [], ...over });

describe('c/engagementWords', () => {
  it('draws an item with its icon, times and intents', () => {
    const drawn = itemOf(item({ intents: ['buying-page'] }), now);
    expect(drawn).toMatchObject({ icon: 'utility:world', isHot: true, className: 'item item_hot', iso: '2026-11-21T11:59:00.000Z' });
    expect(drawn.intentTexts).toEqual([{ key: 'buying-page', text: 'c.Fieldwise_Engagement_IntentBuyingPage' }]);
    expect(itemOf(item({ intents: [] }), now).className).toBe('item');
  });

  it('tells a meeting to come from one that was', () => {
    expect(itemOf(item({ action: 'meeting', at: now + 1 }), now).actionText).toContain('MeetingAhead');
    expect(itemOf(item({ action: 'meeting', at: now - 1 }), now).actionText).not.toContain('Ahead');
  });

  it('shows an unknown action as it came', () => {
    expect(itemOf(item({ action: 'quantum-leap' }), now)).toMatchObject({ actionText: 'quantum-leap', icon: 'utility:info' });
    expect(intentText('odd')).toContain('HighIntent');
    expect(subscriptionText(undefined)).toContain('SubUnknown');
  });

  it('knows what is empty and what went wrong', () => {
    expect(stateOf({ state: 'not-linked', explanation: 'Out of scope.' })).toMatchObject({ state: 'empty', text: 'Out of scope.' });
    expect(stateOf({ state: 'gone', explanation: 'x' }).state).toBe('empty');
    expect(stateOf({ state: 'busy', explanation: 'HubSpot is slow.' }).errors[0]).toBe('HubSpot is slow.');
  });

  it('says nothing where there is nothing', () => {
    expect(when(null)).toBeNull();
    expect(touchOf(null)).toBeNull();
    expect(gapSentences([])).toEqual([]);
    expect(gapSentences(['calls', 'notes'])).toHaveLength(1);
  });
});
