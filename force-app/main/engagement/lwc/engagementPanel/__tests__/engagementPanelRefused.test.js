import { createElement } from 'lwc';
import EngagementPanel from 'c/engagementPanel';
import readPerson from '@salesforce/apex/SyncEngagementController.person';

jest.mock('@salesforce/apex/SyncEngagementController.person', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/customPermission/Fieldwise_View', () => ({ __esModule: true, default: undefined }), { virtual: true });
jest.mock('@salesforce/customPermission/Fieldwise_Manage', () => ({ __esModule: true, default: undefined }), { virtual: true });

describe('c-engagement-panel without the permission', () => {
  it('asks nothing, and says what to do', async () => {
    const element = createElement('c-engagement-panel', { is: EngagementPanel });
    Object.assign(element, { objectApiName: 'Contact', recordId: '003000000000001AAA' });
    document.body.appendChild(element);
    await Promise.resolve();
    expect(element.shadowRoot.querySelector('c-sync-state').emptyTitle).toContain('NoPermissionTitle');
    expect(readPerson).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });
});
