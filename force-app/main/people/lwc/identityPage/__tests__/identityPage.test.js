import { createElement } from 'lwc';
import IdentityPage from 'c/identityPage';

jest.mock('@salesforce/apex/SyncIdentityController.questions', () => ({ default: jest.fn(() => new Promise(() => {})) }), { virtual: true });
jest.mock('@salesforce/apex/SyncIdentityController.duplicates', () => ({ default: jest.fn(() => new Promise(() => {})) }), { virtual: true });
jest.mock('@salesforce/apex/SyncIdentityController.openQuestions', () => ({ default: jest.fn(() => new Promise(() => {})) }), { virtual: true });
jest.mock('@salesforce/apex/SyncOwnershipController.workspace', () => ({ default: jest.fn(() => new Promise(() => {})) }), { virtual: true });

function show(state) {
  const element = createElement('c-identity-page', { is: IdentityPage });
  element.state = state;
  document.body.appendChild(element);
  return element;
}
const part = (element, name) => element.shadowRoot.querySelector(`c-identity-${name}`);
const shown = (element) => ['reviews', 'duplicates', 'thresholds'].filter((name) => part(element, name) !== null);

describe('c-identity-page', () => {
  it.each([
    [undefined, 'reviews'],
    ['duplicates', 'duplicates'],
    ['confidence', 'thresholds'],
    ['nonsense', 'reviews'],
  ])('with c__tab %s only %s asks the bridge', (tab, expected) => {
    expect(shown(show({ c__tab: tab }))).toEqual([expected]);
  });
  it('begins with the question the URL names', () => expect(part(show({ c__review: 'r7' }), 'reviews').reviewKey).toBe('r7'));
  it('a tab that is chosen goes into the URL, the one that is shown does not', () => {
    const element = show({});
    const heard = [];
    element.addEventListener('navigate', (event) => heard.push(event.detail));
    for (const tab of element.shadowRoot.querySelectorAll('lightning-tab')) tab.dispatchEvent(new CustomEvent('active'));
    expect(heard).toEqual([
      { c__step: 'identity', c__tab: 'duplicates' },
      { c__step: 'identity', c__tab: 'confidence' },
    ]);
  });
  it('passes on where a part wants to go', () => {
    const element = show({ c__tab: 'confidence' });
    const heard = [];
    element.addEventListener('navigate', (event) => heard.push(event.detail));
    part(element, 'thresholds').dispatchEvent(new CustomEvent('navigate', { detail: { c__step: 'ownership', c__tab: 'changes' } }));
    expect(heard).toEqual([{ c__step: 'ownership', c__tab: 'changes' }]);
  });
  it('is accessible', async () => {
    await expect(show({})).toBeAccessible();
  });
});
