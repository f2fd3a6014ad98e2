import { createElement } from 'lwc';
import OperationsPage from 'c/operationsPage';

function show(state) {
  const element = createElement('c-operations-page', { is: OperationsPage });
  element.state = state;
  document.body.appendChild(element);
  return element;
}
const shown = (element) =>
  ['health', 'issues', 'decisions', 'reviews', 'problems', 'alerts', 'audit'].filter(
    (name) => element.shadowRoot.querySelector(`c-operations-${name}`) !== null,
  );

jest.mock('@salesforce/apex/SyncOperationsController.health', () => ({ default: jest.fn(() => new Promise(() => {})) }), { virtual: true });
jest.mock('@salesforce/apex/SyncOperationsController.issueGroups', () => ({ default: jest.fn(() => new Promise(() => {})) }), { virtual: true });
jest.mock('@salesforce/apex/SyncOperationsController.decisions', () => ({ default: jest.fn(() => new Promise(() => {})) }), { virtual: true });
jest.mock('@salesforce/apex/SyncOperationsController.conflictFields', () => ({ default: jest.fn(() => new Promise(() => {})) }), { virtual: true });

jest.mock('@salesforce/apex/SyncProblemController.problems', () => ({ default: jest.fn(() => new Promise(() => {})) }), { virtual: true });

describe('c-operations-page', () => {
  it.each([
    [undefined, 'health'],
    ['issues', 'issues'],
    ['problems', 'problems'],
    ['nonsense', 'health'],
  ])('with c__tab %s only %s asks the bridge', (tab, expected) => {
    expect(shown(show({ c__tab: tab }))).toEqual([expected]);
  });
  it('a tab that is chosen goes into the URL, the one that is shown does not', () => {
    const element = show({ c__tab: 'issues' });
    const heard = [];
    element.addEventListener('navigate', (event) => heard.push(event.detail));
    const [, issues, decisions] = element.shadowRoot.querySelectorAll('lightning-tab');
    issues.dispatchEvent(new CustomEvent('active'));
    decisions.dispatchEvent(new CustomEvent('active'));
    expect(heard).toEqual([{ c__step: 'operations', c__tab: 'decisions' }]);
  });
  it('passes on where a part wants to go', () => {
    const element = show({ c__tab: 'decisions' });
    const heard = [];
    element.addEventListener('navigate', (event) => heard.push(event.detail));
    element.shadowRoot
      .querySelector('c-operations-decisions')
      .dispatchEvent(new CustomEvent('navigate', { detail: { c__tab: 'decisions', c__field: 'person.title' } }));
    expect(heard).toEqual([{ c__step: 'operations', c__tab: 'decisions', c__field: 'person.title' }]);
  });
  it('is accessible', async () => {
    await expect(show({ c__tab: 'health' })).toBeAccessible();
  });
});
