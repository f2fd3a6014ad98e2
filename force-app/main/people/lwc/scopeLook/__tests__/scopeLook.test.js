import { createElement } from 'lwc';
import ScopeLook from 'c/scopeLook';
import startLook from '@salesforce/apex/SyncHandoffController.startLook';
import startSearch from '@salesforce/apex/SyncHandoffController.startSearch';
import readJob from '@salesforce/apex/SyncOwnershipController.job';

jest.mock('@salesforce/apex/SyncHandoffController.startLook', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncHandoffController.startSearch', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncOwnershipController.job', () => ({ default: jest.fn() }), { virtual: true });

const condition = { field: 'email', op: 'filled' };
const record = (id, standing, over) => ({
  object: 'contacts',
  id,
  name: `Person ${id}`,
  standing,
  failed: standing === 'excluded' ? [condition] : [],
  note: null,
  ...over,
});
const side = (over) => ({
  policy: 'in-scope',
  total: 10,
  inScope: 2,
  isExact: true,
  looked: 2,
  linked: 1,
  crosses: 1,
  waits: 0,
  sample: [record('1', 'crosses'), record('2', 'linked')],
  excluded: ['3', '4', '5', '6', '7', '8'].map((id) => record(id, 'excluded')),
  ...over,
});
const flush = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};
async function show(over) {
  const element = createElement('c-scope-look', { is: ScopeLook });
  Object.assign(element, { mapping: 'person', changesJson: '{}', fields: { hubspot: [], salesforce: [] }, ...over });
  document.body.appendChild(element);
  await flush();
  return { element, find: (selector) => element.shadowRoot.querySelector(selector), all: (selector) => [...element.shadowRoot.querySelectorAll(selector)] };
}

describe('c-scope-look', () => {
  beforeEach(() => {
    startLook.mockResolvedValue({ id: 'j1' });
    startSearch.mockResolvedValue({ id: 'j2' });
    readJob.mockResolvedValue({ state: 'done', result: { hubspot: side(), salesforce: side({ policy: 'never', sample: [], excluded: [] }) } });
  });

  it('counts when it is opened', async () => {
    startLook.mockReturnValue(new Promise(() => {}));
    const { find } = await show();
    expect([find('c-sync-state').state, find('.run').disabled]).toEqual(['loading', true]);
    expect(startLook).toHaveBeenCalledWith({ mapping: 'person', changesJson: '{}' });
  });
  it('shows counts, names, and why others stay out', async () => {
    const { element, find, all } = await show();
    expect(find('[data-side="hubspot"] .headline').textContent).toBe('c.Fieldwise_Handoff_LookInScope');
    expect(find('[data-side="hubspot"] .crossing').textContent).toBe('c.Fieldwise_Handoff_LookWouldCross');
    expect(find('[data-side="salesforce"] .crossing').textContent).toBe('c.Fieldwise_Handoff_LookNeverCreated');
    expect(all('[data-side="hubspot"] .sample .name').map(({ textContent }) => textContent)).toEqual(['Person 1', 'Person 2']);
    expect(all('.excluded .why')).toHaveLength(5);
    await expect(element).toBeAccessible();
  });
  it('shows the rest on demand', async () => {
    const { find, all } = await show();
    find('.more').click();
    await flush();
    expect(all('.excluded li')).toHaveLength(6);
  });
  it('says when a count is a bound, or of the newest alone, and what somebody waits for', async () => {
    const result = side({ isExact: false, inScope: 5000, waits: 1, sample: [record('1', 'waits', { note: 'Two could be meant.' })] });
    readJob.mockResolvedValue({ state: 'done', result: { hubspot: result, salesforce: side() } });
    const { find } = await show();
    expect(find('[data-side="hubspot"] .headline').textContent).toBe('c.Fieldwise_Handoff_LookInScopeAtMost');
    expect(find('[data-side="hubspot"] .crossing').textContent).toBe('c.Fieldwise_Handoff_LookWouldCrossOf');
    expect(find('.sample .why').textContent).toBe('Two could be meant.');
  });
  it('says when the criteria changed since, and counts again', async () => {
    const { element, find } = await show();
    element.changesJson = '{"mappings":[]}';
    await flush();
    expect(find('.old')).not.toBeNull();
    find('.run').click();
    await flush();
    expect(startLook).toHaveBeenLastCalledWith({ mapping: 'person', changesJson: '{"mappings":[]}' });
    expect(find('.old')).toBeNull();
  });
  it('shows what went wrong and tries again', async () => {
    readJob.mockResolvedValueOnce({ state: 'failed', error: 'HubSpot did not answer.' });
    const { element, find } = await show();
    expect(find('c-sync-state').state).toBe('error');
    await expect(element).toBeAccessible();
    find('c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(find('c-sync-state').state).toBe('ready');
  });

  describe('searching', () => {
    async function search(over, result) {
      const shown = await show(over);
      readJob.mockResolvedValue(result);
      const text = shown.find('#text') ?? shown.all('input')[0];
      text.value = ' ann ';
      text.dispatchEvent(new CustomEvent('input'));
      await flush();
      shown.find('.find').click();
      await flush();
      return shown;
    }
    it('finds a record with where it stands and what it fails', async () => {
      const { element, find } = await search({}, { state: 'done', result: [record('3', 'excluded')] });
      expect(startSearch).toHaveBeenCalledWith({ mapping: 'person', side: 'hubspot', text: 'ann', changesJson: '{}' });
      expect(find('[data-found] .why').textContent).toBe('c.Fieldwise_Handoff_LookWhy');
      await expect(element).toBeAccessible();
    });
    it('says when nothing looks like that', async () => {
      const { find } = await search({}, { state: 'done', result: [] });
      expect(find('.found').textContent).toBe('c.Fieldwise_Handoff_LookFoundNone');
    });
    it('says why it could not search', async () => {
      const { find } = await search({}, { state: 'failed', error: 'Salesforce did not answer.' });
      expect(find('[role="alert"]').textContent).toContain('Salesforce did not answer.');
    });
    it('asks the other side, by the Enter key, and only for two letters or more', async () => {
      const { find, all } = await show();
      readJob.mockResolvedValue({ state: 'done', result: [] });
      expect(find('.find').disabled).toBe(true);
      const [choice] = all('select');
      choice.value = 'salesforce';
      choice.dispatchEvent(new CustomEvent('change'));
      const [text] = all('input');
      text.value = 'bo';
      text.dispatchEvent(new CustomEvent('input'));
      await flush();
      const enter = new CustomEvent('keydown');
      enter.key = 'Enter';
      text.dispatchEvent(enter);
      await flush();
      expect(startSearch.mock.calls[0][0]).toMatchObject({ side: 'salesforce', text: 'bo' });
    });
  });
});
