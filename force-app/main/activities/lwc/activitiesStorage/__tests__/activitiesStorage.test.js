import { createElement } from 'lwc';
import ActivitiesStorage from 'c/activitiesStorage';

const estimate = {
  ...{ items: [{ fillsSalesforce: true }], allMb: 12, monthlyMb: 1.5, fullInMonth: 40 },
  space: { maxMb: 100, leftMb: 60 },
};
async function show(over = {}) {
  const element = createElement('c-activities-storage', { is: ActivitiesStorage });
  Object.assign(element, over);
  document.body.appendChild(element);
  await Promise.resolve();
  const sentences = [...element.shadowRoot.querySelectorAll('.sentence')].map(({ textContent }) => textContent.replace('c.Fieldwise_Activities_', ''));
  return { element, sentences, part: (name) => element.shadowRoot.querySelector(name) };
}

describe('c-activities-storage', () => {
  it('offers the estimate before it was asked', async () => {
    const { element, sentences, part } = await show();
    const asked = jest.fn();
    element.addEventListener('estimate', asked);
    part('.estimate').dispatchEvent(new CustomEvent('click'));
    expect([sentences, asked.mock.calls.length, part('progress')]).toEqual([[], 1, null]);
    await expect(element).toBeAccessible();
  });
  it('draws what is used and what would be', async () => {
    const { element, sentences } = await show({ estimate });
    const bars = [...element.shadowRoot.querySelectorAll('progress')].map(({ value, max }) => [value, max]);
    expect(bars).toEqual([
      [40, 100],
      [52, 100],
    ]);
    expect(sentences).toEqual(['Used', 'After', 'FullIn', 'UpperBound']);
    await expect(element).toBeAccessible();
  });
  it('does not draw more than there is, and says where it fits for long', async () => {
    const { element, sentences } = await show({ estimate: { ...estimate, allMb: 900, fullInMonth: null } });
    expect(element.shadowRoot.querySelectorAll('progress')[1].value).toBe(100);
    expect(sentences).toContain('NeverFull');
  });
  it('says where the org tells no space, where nothing is on, and where it is busy or of yesterday', async () => {
    const { element, sentences, part } = await show({ estimate: { ...estimate, space: null }, isStale: true, isBusy: true });
    expect([sentences, part('.estimate').disabled]).toEqual([['Unknown', 'After', 'UpperBound'], true]);
    expect(part('.stale').textContent).toBe('c.Fieldwise_Activities_Stale');
    await expect(element).toBeAccessible();
    const nothing = await show({ estimate: { ...estimate, items: [{ fillsSalesforce: false }] } });
    expect(nothing.sentences).toEqual(['Used', 'NothingOn']);
  });
});
