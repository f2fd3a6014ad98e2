import { createElement } from 'lwc';
import PeopleDraftBar from 'c/peopleDraftBar';

const live = { version: 3 };
const draft = { changedBy: 'Ada', changedAt: '2026-11-21T10:00:00Z' };
async function show(over) {
  const element = createElement('c-people-draft-bar', { is: PeopleDraftBar });
  Object.assign(element, { workspace: { live, draft: null }, ...over });
  document.body.appendChild(element);
  await Promise.resolve();
  return element;
}
const has = (element, name) => element.shadowRoot.querySelector(name) !== null;

describe('c-people-draft-bar', () => {
  it('says what is live, and offers nothing while nothing was changed', async () => {
    const element = await show();
    expect(element.shadowRoot.querySelector('.version').textContent).toBe('c.Fieldwise_Handoff_DraftLive');
    expect([has(element, '.save'), has(element, '.review')]).toEqual([false, false]);
    await expect(element).toBeAccessible();
  });
  it('says when nothing is live', async () => {
    const element = await show({ workspace: { live: null, draft } });
    expect(element.shadowRoot.querySelector('.version').textContent).toContain('c.Fieldwise_Handoff_DraftNoLive');
  });
  it('leads a saved draft to activation', async () => {
    const element = await show({ workspace: { live, draft } });
    const heard = jest.fn();
    element.addEventListener('review', heard);
    element.shadowRoot.querySelector('.review').click();
    expect(heard).toHaveBeenCalled();
  });
  it('asks to save or undo edits first', async () => {
    const element = await show({ workspace: { live, draft }, edits: [1, 2] });
    const heard = [];
    for (const name of ['save', 'undo']) element.addEventListener(name, () => heard.push(name));
    element.shadowRoot.querySelector('.save').click();
    element.shadowRoot.querySelector('.undo').click();
    expect(heard).toEqual(['save', 'undo']);
    expect(has(element, '.review')).toBe(false);
    await expect(element).toBeAccessible();
  });
});
