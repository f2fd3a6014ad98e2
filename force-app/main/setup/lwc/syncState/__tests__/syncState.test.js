import { createElement } from 'lwc';
import SyncState from 'c/syncState';

async function show(properties) {
  const element = createElement('c-sync-state', { is: SyncState });
  Object.assign(element, properties);
  document.body.appendChild(element);
  await Promise.resolve();
  return element;
}
const text = (element) => element.shadowRoot.textContent;
const slot = (element) => element.shadowRoot.querySelector('slot:not([name])');

describe('c-sync-state', () => {
  it('is loading unless told otherwise, and says so to screen readers', async () => {
    const element = await show({ loadingLabel: 'Loading rules' });
    expect(element.shadowRoot.querySelector('lightning-spinner').alternativeText).toBe('Loading rules');
    expect(element.shadowRoot.querySelector('[aria-busy]').getAttribute('aria-busy')).toBe('true');
    expect(slot(element)).toBeNull();
    await expect(element).toBeAccessible();
  });
  it('keeps its content while it refreshes', async () => {
    const element = await show({ state: 'refreshing' });
    expect(element.shadowRoot.querySelector('lightning-spinner')).not.toBeNull();
    expect(slot(element)).not.toBeNull();
  });
  it('shows an empty state with its words and a place for a button', async () => {
    const element = await show({ state: 'empty', emptyTitle: 'No issues', emptyText: 'Everything syncs.' });
    expect(text(element)).toContain('No issues');
    expect(text(element)).toContain('Everything syncs.');
    expect(element.shadowRoot.querySelector('slot[name=action]')).not.toBeNull();
    await expect(element).toBeAccessible();
  });
  it('shows errors as an alert, and asks to try again', async () => {
    const element = await show({ state: 'error', errors: { body: { message: 'The bridge is busy.' } } });
    const retried = jest.fn();
    element.addEventListener('retry', retried);
    expect(element.shadowRoot.querySelector('[role=alert]').textContent).toContain('The bridge is busy.');
    element.shadowRoot.querySelector('lightning-button').click();
    expect(retried).toHaveBeenCalledTimes(1);
    await expect(element).toBeAccessible();
  });
  it('offers no retry where it cannot help', async () => {
    const element = await show({ state: 'error', errors: ['No.'], noRetry: true });
    expect(element.shadowRoot.querySelector('lightning-button')).toBeNull();
  });
  it('shows what there is of a partial answer, under a warning', async () => {
    const element = await show({ state: 'partial', errors: ['HubSpot did not answer.'] });
    expect(element.shadowRoot.querySelector('[role=status]').textContent).toContain('HubSpot did not answer.');
    expect(slot(element)).not.toBeNull();
    await expect(element).toBeAccessible();
  });
  it('is only its content when ready', async () => {
    const element = await show({ state: 'ready', errors: ['old'] });
    expect(slot(element)).not.toBeNull();
    expect(text(element)).not.toContain('old');
    expect(element.shadowRoot.querySelector('[aria-busy]').getAttribute('aria-busy')).toBe('false');
    await expect(element).toBeAccessible();
  });
});
