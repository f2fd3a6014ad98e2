import { createElement } from 'lwc';
import { CurrentPageReference, mockNavigate } from 'lightning/navigation';
import SetupApp from 'c/setupApp';
import { PAGES } from 'c/setupPages';

jest.mock('@salesforce/customPermission/Fieldwise_Manage', () => ({ __esModule: true, default: true }), { virtual: true });
jest.mock('c/connectPage', () => require('./standIn/standIn'));
jest.mock('c/modelPage', () => require('./standIn/standIn'));
jest.mock('c/ownershipPage', () => require('./standIn/standIn'));
jest.mock('c/operationsPage', () => require('./standIn/standIn'));

const attributes = { apiName: 'Fieldwise_Setup' };
const type = 'standard__navItemPage';

async function show(state = {}) {
  const element = createElement('c-setup-app', { is: SetupApp });
  document.body.appendChild(element);
  CurrentPageReference.emit({ type, attributes, state });
  await Promise.resolve();
  return { element, root: element.shadowRoot };
}
const pageIn = (root) => root.querySelector('section > *:not(h2)');

describe('c-setup-app', () => {
  it.each(PAGES.map(({ step }) => [step]))('shows the page of the step %s', async (step) => {
    const { root } = await show({ c__step: step, c__tab: 'x' });
    expect(pageIn(root).tagName.toLowerCase()).toBe(`c-${step}-page`);
    expect(pageIn(root).state).toEqual({ c__step: step, c__tab: 'x' });
    expect(root.querySelector('h2').textContent).toBe(PAGES.find((page) => page.step === step).label);
  });
  it('opens on the first page', async () => expect(pageIn((await show()).root).tagName).toBe('C-CONNECT-PAGE'));
  it('names every page in both navigations', async () => {
    const { root } = await show();
    expect([...root.querySelectorAll('lightning-vertical-navigation-item-icon')].map(({ name }) => name)).toEqual(PAGES.map(({ step }) => step));
    expect(root.querySelector('lightning-combobox').options.map(({ value }) => value)).toEqual(PAGES.map(({ step }) => step));
  });
  it('goes to the page that is chosen, wide or narrow', async () => {
    const { root } = await show({ c__step: 'connect' });
    root.querySelector('lightning-vertical-navigation').dispatchEvent(new CustomEvent('select', { detail: { name: 'model' } }));
    expect(mockNavigate).toHaveBeenLastCalledWith({ type, attributes, state: { c__step: 'model' } });
    root.querySelector('lightning-combobox').dispatchEvent(new CustomEvent('change', { detail: { value: 'ownership' } }));
    expect(mockNavigate).toHaveBeenLastCalledWith({ type, attributes, state: { c__step: 'ownership' } });
  });
  it('gives a page its new state, on the same step unless it names another', async () => {
    const { root } = await show({ c__step: 'ownership', c__object: 'person' });
    pageIn(root).dispatchEvent(new CustomEvent('navigate', { detail: { c__object: 'company' } }));
    expect(mockNavigate).toHaveBeenLastCalledWith({ type, attributes, state: { c__step: 'ownership', c__object: 'company' } });
    pageIn(root).dispatchEvent(new CustomEvent('navigate', { detail: { c__step: 'operations', c__tab: 'issues' } }));
    expect(mockNavigate).toHaveBeenLastCalledWith({ type, attributes, state: { c__step: 'operations', c__tab: 'issues' } });
  });
  it('stays where it is when nothing would change', async () => {
    const { root } = await show({ c__step: 'model' });
    root.querySelector('lightning-combobox').dispatchEvent(new CustomEvent('change', { detail: { value: 'model' } }));
    expect(mockNavigate).not.toHaveBeenCalled();
  });
  it('moves the focus to the page one navigates to, and not at the first sight', async () => {
    const { root } = await show({ c__step: 'connect' });
    expect(root.activeElement).toBeNull();
    root.querySelector('lightning-vertical-navigation').dispatchEvent(new CustomEvent('select', { detail: { name: 'model' } }));
    CurrentPageReference.emit({ type, attributes, state: { c__step: 'model' } });
    await Promise.resolve();
    expect(root.activeElement).toBe(root.querySelector('h2'));
  });
  it('is accessible', async () => expect((await show()).element).toBeAccessible());
});
