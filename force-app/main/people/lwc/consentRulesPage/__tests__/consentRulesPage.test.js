import { createElement } from 'lwc';
import ConsentRulesPage from 'c/consentRulesPage';
import readWorkspace from '@salesforce/apex/SyncOwnershipController.workspace';
import readContext from '@salesforce/apex/SyncConsentRulesController.context';
import checkRules from '@salesforce/apex/SyncConsentRulesController.check';
import saveDraft from '@salesforce/apex/SyncHandoffController.saveDraft';

jest.mock('@salesforce/apex/SyncOwnershipController.workspace', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncConsentRulesController.context', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncConsentRulesController.check', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncHandoffController.saveDraft', () => ({ default: jest.fn() }), { virtual: true });

const rule = {
  key: 'consent.email',
  salesforceObjects: 'Lead;Contact',
  salesforceField: 'HasOptedOutOfEmail',
  meaning: 'Opt-out',
  direction: 'Two-way',
  carriesOptIn: false,
  isEnabled: true,
  order: 10,
};
const version = (over) => ({ id: 'a1', version: 1, problems: [], mappings: [], stages: [], consents: [rule], ...over });
const workspace = (over) => ({ live: version(), draft: null, history: [], ...over });
const flush = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};
async function show() {
  const element = createElement('c-consent-rules-page', { is: ConsentRulesPage });
  document.body.appendChild(element);
  await flush();
  return element;
}
const part = (element, name) => element.shadowRoot.querySelector(name);
const editors = (element) => [...element.shadowRoot.querySelectorAll('c-consent-rule-editor')];
const bar = (element) => part(element, 'c-people-draft-bar');
const stateOf = (element) => part(element, 'c-sync-state');
const tell = (target, name, detail) => target.dispatchEvent(new CustomEvent(name, { detail }));
function navigations(element) {
  const heard = [];
  element.addEventListener('navigate', ({ detail }) => heard.push(detail));
  return heard;
}

describe('c-consent-rules-page', () => {
  beforeEach(() => {
    for (const mock of [readWorkspace, readContext, checkRules, saveDraft]) mock.mockReset();
    readWorkspace.mockResolvedValue(workspace());
    readContext.mockResolvedValue({ objects: [], subscriptions: [] });
    checkRules.mockResolvedValue([]);
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
    expect(checkRules).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });
  it('shows what went wrong and tries again', async () => {
    readContext.mockRejectedValueOnce({ body: { message: 'No.' } });
    const element = await show();
    expect([stateOf(element).state, stateOf(element).errors]).toEqual(['error', ['No.']]);
    await expect(element).toBeAccessible();
    tell(stateOf(element), 'retry');
    await flush();
    expect(stateOf(element).state).toBe('ready');
  });
  it('shows every rule, that a withdrawal wins, and what counts as evidence', async () => {
    const element = await show();
    expect(editors(element).map((editor) => editor.rule.key)).toEqual(['consent.email']);
    const text = part(element, '.explained').textContent;
    for (const name of ['WinsText', 'WinsPlace', 'WinsBack', 'EvidenceSalesforce', 'EvidenceHubSpot', 'EvidenceNone']) expect(text).toContain(`_${name}`);
    expect(part(element, '.troubles')).toBeNull();
    await expect(element).toBeAccessible();
  });
  it('goes on without HubSpot, and says so', async () => {
    readContext.mockResolvedValue({ objects: [], trouble: 'The bridge is down.' });
    const element = await show();
    expect(part(element, '.troubles').textContent).toBe('c.Fieldwise_ConsentRules_NotRead');
    expect(editors(element)).toHaveLength(1);
    await expect(element).toBeAccessible();
  });
  it('checks the rules as they are shown, edit by edit, and keeps the newest answer', async () => {
    const element = await show();
    let answerFirst;
    checkRules.mockReturnValueOnce(new Promise((resolve) => (answerFirst = resolve)));
    checkRules.mockResolvedValueOnce(['Consent rule consent.email: it names no Salesforce object.']);
    tell(editors(element)[0], 'ruleedit', { key: 'consent.email', values: { salesforceObjects: 'Lead' } });
    tell(editors(element)[0], 'ruleedit', { key: 'consent.email', values: { salesforceObjects: '' } });
    await flush();
    answerFirst(['Consent rule consent.email: an older answer.']);
    await flush();
    expect(JSON.parse(checkRules.mock.calls.at(-1)[0].consentsJson)[0].salesforceObjects).toBe('');
    expect(editors(element)[0].problems).toEqual(['It names no Salesforce object.']);
  });
  it('says when the rules could not be checked', async () => {
    checkRules.mockRejectedValue({ body: { message: 'No.' } });
    expect(part(await show(), '.troubles').textContent).toBe('c.Fieldwise_ConsentRules_CheckFailed');
  });
  it('adds a rule and takes one out, and the keyboard goes along', async () => {
    const element = await show();
    part(element, '.add').click();
    await flush();
    expect(editors(element).map((editor) => editor.rule.key)).toEqual(['consent.email', 'consent.2']);
    expect(element.shadowRoot.activeElement).toBe(editors(element)[1]);
    const addFocus = jest.spyOn(part(element, '.add'), 'focus');
    tell(editors(element)[0], 'ruleremove', { key: 'consent.email' });
    await flush();
    expect(editors(element).map((editor) => editor.rule.key)).toEqual(['consent.2']);
    expect(addFocus).toHaveBeenCalled();
    expect(bar(element).edits.map(({ key }) => key)).toEqual(['consent.email', 'consent.2']);
  });
  it('says what it means that there is no rule, or none switched on', async () => {
    readWorkspace.mockResolvedValue(workspace({ draft: version({ consents: [{ ...rule, isEnabled: false }] }) }));
    const element = await show();
    expect(part(element, '.none-on').textContent).toBe('c.Fieldwise_ConsentRules_NoneOnText');
    tell(editors(element)[0], 'ruleremove', { key: 'consent.email' });
    await flush();
    expect(part(element, '.none-on')).toBeNull();
    expect([...element.shadowRoot.querySelectorAll('c-sync-state')].map(({ state }) => state)).toEqual(['ready', 'empty']);
    await expect(element).toBeAccessible();
  });
  it('saves the changes in the draft and leads to activation', async () => {
    saveDraft.mockResolvedValue(workspace({ draft: version({ consents: [{ ...rule, subscription: '2' }] }) }));
    const element = await show();
    const toasts = [];
    element.addEventListener('lightning__showtoast', ({ detail }) => toasts.push(detail.variant));
    tell(editors(element)[0], 'ruleedit', { key: 'consent.email', values: { subscription: '2' } });
    await flush();
    tell(bar(element), 'save');
    await flush();
    expect(JSON.parse(saveDraft.mock.calls[0][0].changesJson)).toEqual({ consents: [{ key: 'consent.email', subscription: '2' }] });
    expect([bar(element).edits, editors(element)[0].rule.subscription]).toEqual([[], '2']);
    const heard = navigations(element);
    tell(bar(element), 'review');
    part(element, '.log').click();
    expect(heard).toEqual([{ c__step: 'ownership', c__tab: 'changes' }, { c__step: 'consent-log' }]);
  });
  it('keeps the edits when saving fails, says why, and forgets them on request', async () => {
    saveDraft.mockRejectedValue({ body: { message: 'Somebody else saved.' } });
    const element = await show();
    tell(editors(element)[0], 'ruleedit', { key: 'consent.email', values: { direction: 'To HubSpot' } });
    await flush();
    tell(bar(element), 'save');
    await flush();
    expect(part(element, '[role="alert"]').textContent).toBe('Somebody else saved.');
    expect(editors(element)[0].rule.direction).toBe('To HubSpot');
    await expect(element).toBeAccessible();
    tell(bar(element), 'undo');
    await flush();
    expect([part(element, '[role="alert"]'), editors(element)[0].rule.direction]).toEqual([null, 'Two-way']);
  });
});
