import { createElement } from 'lwc';
import SetupApp from 'c/setupApp';

// A permission the user lacks is undefined, and read when the module is: so this has a file of its own.
jest.mock('@salesforce/customPermission/Fieldwise_Manage', () => ({ __esModule: true, default: undefined }), { virtual: true });
jest.mock('c/connectPage', () => require('./standIn/standIn'));
jest.mock('c/modelPage', () => require('./standIn/standIn'));
jest.mock('c/ownershipPage', () => require('./standIn/standIn'));
jest.mock('c/operationsPage', () => require('./standIn/standIn'));

it('c-setup-app shows nothing but what to ask for without the permission', async () => {
  const element = createElement('c-setup-app', { is: SetupApp });
  document.body.appendChild(element);
  const { shadowRoot } = element;
  expect(shadowRoot.querySelector('c-sync-state').emptyTitle).toBe('c.Fieldwise_Shell_NoAccessTitle');
  expect(shadowRoot.querySelector('lightning-vertical-navigation')).toBeNull();
  expect(shadowRoot.querySelector('c-connect-page')).toBeNull();
  await expect(element).toBeAccessible();
});
