import { createElement } from 'lwc';
import ActivitiesPage from 'c/activitiesPage';
import readWorkspace from '@salesforce/apex/SyncOwnershipController.workspace';
import saveDraft from '@salesforce/apex/SyncHandoffController.saveDraft';
import readContext from '@salesforce/apex/SyncActivitiesController.context';
import checkRules from '@salesforce/apex/SyncActivitiesController.check';
import estimateRules from '@salesforce/apex/SyncActivitiesController.estimate';

jest.mock('@salesforce/apex/SyncOwnershipController.workspace', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncHandoffController.saveDraft', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncActivitiesController.context', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncActivitiesController.check', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncActivitiesController.estimate', () => ({ default: jest.fn() }), { virtual: true });

const call = { key: 'activity.call', activity: 'call', direction: 'To Salesforce', salesforceObject: 'Task', monthlyCap: 5, isEnabled: true, order: 10 };
const version = (over) => ({ id: 'a1', version: 1, problems: [], mappings: [], activities: [call], ...over });
const workspace = (over) => ({ live: version(), draft: null, history: [], ...over });
const answer = { items: [{ activity: 'call', fillsSalesforce: true, totals: null }], space: null, allMb: 0, monthlyMb: 0, fullInMonth: null };
const flush = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};
async function show() {
  const element = createElement('c-activities-page', { is: ActivitiesPage });
  document.body.appendChild(element);
  await flush();
  return element;
}
const part = (element, name) => element.shadowRoot.querySelector(name);
const stateOf = (element) => part(element, 'c-sync-state');
const editor = (element, kind) => part(element, `c-activity-rule-editor[data-kind="${kind}"]`);
const bar = (element) => part(element, 'c-people-draft-bar');
const tell = async (target, name, detail) => {
  target.dispatchEvent(new CustomEvent(name, { detail }));
  await flush();
};

describe('c-activities-page', () => {
  beforeEach(() => {
    for (const mock of [readWorkspace, saveDraft, readContext, checkRules, estimateRules]) mock.mockReset();
    readWorkspace.mockResolvedValue(workspace());
    readContext.mockResolvedValue({ statuses: [], types: [], use: [{ key: 'activity.call', made: 1, waiting: 0, resetsAt: 0 }] });
    checkRules.mockResolvedValue([]);
    estimateRules.mockResolvedValue(answer);
  });

  it('is loading until the rules came', async () => {
    readWorkspace.mockReturnValue(new Promise(() => {}));
    const element = await show();
    expect(stateOf(element).state).toBe('loading');
    await expect(element).toBeAccessible();
  });
  it('says when there is no ruleset at all', async () => {
    readWorkspace.mockResolvedValue(workspace({ live: null }));
    const element = await show();
    expect(stateOf(element).state).toBe('empty');
    await expect(element).toBeAccessible();
  });
  it('shows what went wrong and tries again', async () => {
    readContext.mockRejectedValueOnce({ body: { message: 'No.' } });
    const element = await show();
    expect([stateOf(element).state, stateOf(element).errors]).toEqual(['error', ['No.']]);
    await expect(element).toBeAccessible();
    await tell(stateOf(element), 'retry');
    expect(stateOf(element).state).toBe('ready');
  });
  it('shows every kind, those without a rule as off, and this month of those in force', async () => {
    const element = await show();
    const editors = [...element.shadowRoot.querySelectorAll('c-activity-rule-editor')];
    expect(editors.map(({ rule }) => [rule.activity, rule.isEnabled])).toEqual([
      ['call', true],
      ['email', false],
      ['meeting', false],
      ['note', false],
      ['task', false],
      ['form', false],
    ]);
    expect([editors[0].use.made, editors[1].use]).toEqual([1, undefined]);
    await expect(element).toBeAccessible();
  });
  it('goes on without the bridge, and says so; likewise when the check fails', async () => {
    readContext.mockResolvedValue({ statuses: [], types: [], trouble: 'The bridge is down.' });
    checkRules.mockRejectedValue({ body: { message: 'No check.' } });
    const element = await show();
    expect(part(element, '.troubles').textContent).toContain('c.Fieldwise_Activities_NotRead');
    expect(part(element, '.troubles').textContent).toContain('c.Fieldwise_Activities_CheckFailed');
    await expect(element).toBeAccessible();
  });
  it('checks each edit, gives a rule its problems, and saves what changed in the shared draft', async () => {
    const element = await show();
    checkRules.mockResolvedValue(['Activity rule activity.call: the status Gone is not there.']);
    await tell(editor(element, 'call'), 'activityedit', { kind: 'call', values: { taskStatus: 'Gone' } });
    expect(editor(element, 'call').problems).toEqual(['The status Gone is not there.']);
    expect(JSON.parse(checkRules.mock.calls.at(-1)[0].activitiesJson)[0].taskStatus).toBe('Gone');
    saveDraft.mockResolvedValue(workspace({ draft: version({ activities: [{ ...call, taskStatus: 'Gone' }] }) }));
    await tell(bar(element), 'save');
    expect(JSON.parse(saveDraft.mock.calls[0][0].changesJson)).toEqual({ activities: [{ key: 'activity.call', taskStatus: 'Gone' }] });
    expect(bar(element).edits).toEqual([]);
  });
  it('keeps the edits when saving fails, and undoes them when told', async () => {
    const element = await show();
    await tell(editor(element, 'note'), 'activityedit', { kind: 'note', values: { isEnabled: true } });
    saveDraft.mockRejectedValue({ body: { message: 'Somebody else saved.' } });
    await tell(bar(element), 'save');
    expect(part(element, '.problem').textContent).toBe('Somebody else saved.');
    expect(bar(element).edits).toHaveLength(1);
    await expect(element).toBeAccessible();
    await tell(bar(element), 'undo');
    expect([bar(element).edits, part(element, '.problem')]).toEqual([[], null]);
  });
  it('estimates what is shown, saved or not, and says when that is of before an edit', async () => {
    const element = await show();
    const storage = part(element, 'c-activities-storage');
    await tell(storage, 'estimate');
    expect(JSON.parse(estimateRules.mock.calls[0][0].rulesJson).map(({ isOn }) => isOn)).toEqual([true, false, false, false, false, false]);
    expect([storage.estimate, storage.isStale]).toEqual([answer, false]);
    expect(editor(element, 'call').cost).toEqual(answer.items[0]);
    await tell(editor(element, 'note'), 'activityedit', { kind: 'note', values: { isEnabled: true } });
    expect(storage.isStale).toBe(true);
    estimateRules.mockRejectedValue({ body: { message: 'HubSpot is busy.' } });
    await tell(storage, 'estimate');
    expect(part(element, '.problem').textContent).toBe('HubSpot is busy.');
  });
  it('leads to the review of the draft', async () => {
    const element = await show();
    const heard = [];
    element.addEventListener('navigate', ({ detail }) => heard.push(detail));
    await tell(bar(element), 'review');
    expect(heard).toEqual([{ c__step: 'ownership', c__tab: 'changes' }]);
  });
});
