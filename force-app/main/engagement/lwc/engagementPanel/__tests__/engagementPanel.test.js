import { createElement } from 'lwc';
import EngagementPanel from 'c/engagementPanel';
import readPerson from '@salesforce/apex/SyncEngagementController.person';
import readPeople from '@salesforce/apex/SyncEngagementController.people';

jest.mock('@salesforce/apex/SyncEngagementController.person', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), { virtual: true });
jest.mock('@salesforce/apex/SyncEngagementController.people', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), { virtual: true });
jest.mock('@salesforce/customPermission/Fieldwise_View', () => ({ __esModule: true, default: true }), { virtual: true });
jest.mock('@salesforce/customPermission/Fieldwise_Manage', () => ({ __esModule: true, default: undefined }), { virtual: true });

const settled = async () => {
  for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
};
async function create(objectApiName) {
  const element = createElement('c-engagement-panel', { is: EngagementPanel });
  Object.assign(element, { objectApiName, recordId: '003000000000001AAA' });
  document.body.appendChild(element);
  await settled();
  return element;
}
const find = (element, selector) => element.shadowRoot.querySelector(selector);

describe('c-engagement-panel', () => {
  it.each(['Lead', 'Contact'])('shows the person of a %s', async (objectApiName) => {
    const element = await create(objectApiName);
    expect(find(element, 'c-engagement-person').recordId).toBe('003000000000001AAA');
    expect(find(element, 'c-engagement-people')).toBeNull();
    find(element, 'lightning-button-icon').click();
    expect(readPerson).toHaveBeenCalledTimes(2);
    await expect(element).toBeAccessible();
  });

  it.each(['Account', 'Opportunity'])('shows the people of an %s, and one of them on demand', async (objectApiName) => {
    const element = await create(objectApiName);
    expect(find(element, 'c-engagement-person')).toBeNull();
    find(element, 'lightning-button-icon').click();
    expect(readPeople).toHaveBeenCalledTimes(2);
    find(element, 'c-engagement-people').dispatchEvent(new CustomEvent('choose', { detail: { recordId: '003000000000009AAA', name: 'Ada' } }));
    await settled();
    expect(find(element, 'c-engagement-person')).toMatchObject({ recordId: '003000000000009AAA', heading: 'Ada' });
    await expect(element).toBeAccessible();
    find(element, 'lightning-button').click();
    await settled();
    expect(find(element, 'c-engagement-person')).toBeNull();
    element.recordId = '001000000000002AAA';
    await settled();
    expect(find(element, 'c-engagement-people').recordId).toBe('001000000000002AAA');
  });
});
