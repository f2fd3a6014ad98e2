import { createElement } from 'lwc';
import SyncStatus from 'c/syncStatus';
import readStanding from '@salesforce/apex/SyncStatusController.standing';

jest.mock('@salesforce/apex/SyncStatusController.standing', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/customPermission/Fieldwise_View', () => ({ __esModule: true, default: undefined }), { virtual: true });
jest.mock('@salesforce/customPermission/Fieldwise_Manage', () => ({ __esModule: true, default: undefined }), { virtual: true });

describe('c-sync-status without the permission', () => {
  it('asks nothing, and says what to do', async () => {
    const element = createElement('c-sync-status', { is: SyncStatus });
    element.recordId = '003000000000001AAA';
    document.body.appendChild(element);
    await Promise.resolve();
    expect(element.shadowRoot.querySelector('c-sync-state').emptyTitle).toContain('NoPermissionTitle');
    expect(readStanding).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });
});
