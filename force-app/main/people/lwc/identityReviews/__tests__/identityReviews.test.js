import { createElement } from 'lwc';
import LightningConfirm from 'lightning/confirm';
import IdentityReviews from 'c/identityReviews';
import { keyAfter, keyBeside, titleOf, wordsOf } from '../queue';
import readQuestions from '@salesforce/apex/SyncIdentityController.questions';
import answerAll from '@salesforce/apex/SyncIdentityController.answerAll';
import getReview from '@salesforce/apex/SyncReviewController.review';
import unite from '@salesforce/apex/SyncReviewController.unite';
import keepApart from '@salesforce/apex/SyncReviewController.keepApart';
import getState from '@salesforce/apex/SyncReviewController.state';

jest.mock('@salesforce/apex/SyncIdentityController.questions', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncIdentityController.answerAll', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReviewController.review', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReviewController.unite', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReviewController.keepApart', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SyncReviewController.state', () => ({ default: jest.fn() }), { virtual: true });

const lead = (id) => ({ side: 'salesforce', object: 'Lead', id });
const contact = (id) => ({ side: 'hubspot', object: 'contacts', id });
const question = (key, over) => ({
  key,
  kind: 'match',
  mapping: 'person',
  refs: [lead(`00Q${key}`), contact(key)],
  explanation: 'The e-mail address is the same, but the names are not.',
  openedAt: 1,
  ...over,
});
const cluster = (key) => question(key, { kind: 'cluster', refs: [lead('A'), lead('B')] });
const page = (items, next = null) => ({ items, next, names: { '00Qr1': 'Nora Nord' } });
const flush = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};
async function show(reviewKey) {
  const element = createElement('c-identity-reviews', { is: IdentityReviews });
  element.reviewKey = reviewKey;
  element.heard = [];
  element.addEventListener('lightning__showtoast', ({ detail }) => element.heard.push(detail));
  document.body.appendChild(element);
  await flush();
  return element;
}
const part = (element, selector) => element.shadowRoot.querySelector(selector);
const stateOf = (element) => part(element, 'c-sync-state').state;
const detail = (element) => part(element, 'c-operations-review-detail');
const listed = (element) => [...element.shadowRoot.querySelectorAll('button.item')].map(({ dataset }) => dataset.key);
const current = (element) => part(element, 'button[aria-current="true"]')?.dataset.key;
async function press(element, key, { on = 'button[aria-current="true"]', ...over } = {}) {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...over });
  part(element, on).dispatchEvent(event);
  await flush();
  return event;
}
async function select(element, key) {
  const box = part(element, `[data-select="${key}"]`);
  box.checked = !box.checked;
  box.dispatchEvent(new CustomEvent('change'));
  await flush();
}
const bulk = async (element, action) => {
  part(element, `[data-bulk="${action}"]`).click();
  await flush();
};

describe('c-identity-reviews', () => {
  beforeEach(() => {
    for (const mock of [readQuestions, answerAll, getReview, unite, keepApart, getState]) mock.mockReset();
    readQuestions.mockResolvedValue(page([question('r1'), question('r2'), cluster('r3')]));
    getReview.mockImplementation(({ key }) =>
      Promise.resolve({
        key,
        actions: ['link', 'apart'],
        fields: [],
        records: [
          { ...lead(`00Q${key}`), state: 'found' },
          { ...contact(key), state: 'found' },
        ],
      }),
    );
    unite.mockResolvedValue({ review: 'r', since: 5 });
    keepApart.mockResolvedValue({ review: 'r', since: 6 });
    getState.mockResolvedValue({ state: 'done', words: 'Done.' });
    answerAll.mockImplementation(({ answersJson }) => Promise.resolve(JSON.parse(answersJson).map(({ key }) => ({ key, since: 7, problem: null }))));
    LightningConfirm.open = jest.fn().mockResolvedValue(true);
  });

  it('is loading first', async () => {
    readQuestions.mockReturnValue(new Promise(() => {}));
    expect(stateOf(await show())).toBe('loading');
  });
  it('says that nothing waits', async () => {
    readQuestions.mockResolvedValue(page([]));
    expect(stateOf(await show())).toBe('empty');
  });
  it('shows what went wrong and tries again', async () => {
    readQuestions.mockRejectedValueOnce(new Error('No.'));
    const element = await show();
    expect(stateOf(element)).toBe('error');
    part(element, 'c-sync-state').dispatchEvent(new CustomEvent('retry'));
    await flush();
    expect(stateOf(element)).toBe('ready');
  });
  it('begins with the oldest, its records side by side, and is accessible', async () => {
    const element = await show();
    expect([listed(element), current(element), detail(element).reviewKey]).toEqual([['r1', 'r2', 'r3'], 'r1', 'r1']);
    expect(part(element, '[data-key="r1"] .breaks').textContent).toBe('Nora Nord');
    expect(part(element, '[data-id="why"]').textContent).toBe('The e-mail address is the same, but the names are not.');
    expect(part(element, '[data-id="confidence"]')).toBeNull();
    await expect(element).toBeAccessible();
  });
  it('begins with the one the URL names, if it is open', async () => {
    expect(current(await show('r2'))).toBe('r2');
    expect(current(await show('gone'))).toBe('r1');
  });
  it('shows confidence and evidence where a question carries them', async () => {
    readQuestions.mockResolvedValue(page([question('r1', { confidence: 0.83, evidence: 'same e-mail; other name' })]));
    const element = await show();
    expect(part(element, '[data-id="confidence"]').textContent).toBe('c.Fieldwise_Identity_Confidence');
    expect(part(element, '[data-id="evidence"]').textContent).toBe('c.Fieldwise_Identity_Evidence');
  });

  it('does not say the evidence twice', async () => {
    readQuestions.mockResolvedValue(page([question('r1', { confidence: 0.8, evidence: 'same name', explanation: 'With 80 % certainty: same name.' })]));
    expect(part(await show(), '[data-id="evidence"]')).toBeNull();
  });

  it('links by L and keeps apart by A, without asking, and goes on', async () => {
    const element = await show();
    await press(element, 'l');
    expect(unite).toHaveBeenCalledWith({ key: 'r1', refsJson: JSON.stringify([lead('00Qr1'), contact('r1')]) });
    expect([listed(element), current(element), detail(element).reviewKey]).toEqual([['r2', 'r3'], 'r2', 'r2']);
    expect(element.shadowRoot.activeElement.dataset.key).toBe('r2');
    await press(element, 'A');
    expect(keepApart).toHaveBeenCalledWith({ key: 'r2' });
    expect(current(element)).toBe('r3');
    expect(LightningConfirm.open).not.toHaveBeenCalled();
    expect(part(element, '[role="status"]').textContent).toBe('c.Fieldwise_Identity_Keeping');
    expect(getState.mock.calls.map(([{ key }]) => key)).toEqual(['r1', 'r2']);
  });
  it('skips by S and by the button, and comes back after the last', async () => {
    const element = await show();
    await press(element, 's');
    detail(element).dispatchEvent(new CustomEvent('close'));
    await flush();
    expect(current(element)).toBe('r3');
    await press(element, 's');
    expect([current(element), unite.mock.calls.length, listed(element).length]).toEqual(['r1', 0, 3]);
  });
  it('goes up and down by arrows, and selects by X', async () => {
    const element = await show();
    await press(element, 'ArrowDown');
    await press(element, 'ArrowRight');
    expect(current(element)).toBe('r3');
    await press(element, 'ArrowUp');
    await press(element, 'ArrowLeft');
    await press(element, 'ArrowUp');
    expect([current(element), element.shadowRoot.activeElement.dataset.key]).toEqual(['r3', 'r3']);
    await press(element, 'x');
    expect(part(element, '[data-select="r3"]').checked).toBe(true);
    await press(element, 'x');
    expect(part(element, '[data-select="r3"]').checked).toBe(false);
  });
  it.each([[{ ctrlKey: true }], [{ metaKey: true }], [{ altKey: true }], [{ repeat: true }]])('leaves keys alone with %j', async (over) => {
    const element = await show();
    const event = await press(element, 'a', over);
    expect([event.defaultPrevented, keepApart.mock.calls.length]).toEqual([false, 0]);
  });
  it('leaves arrows in the comparison and other keys alone', async () => {
    const element = await show();
    expect((await press(element, 'ArrowDown', { on: 'c-operations-review-detail' })).defaultPrevented).toBe(false);
    expect((await press(element, 'q')).defaultPrevented).toBe(false);
    expect((await press(element, 'Tab')).defaultPrevented).toBe(false);
    expect(current(element)).toBe('r1');
  });
  it('hears no key outside of the queue', async () => {
    const element = await show();
    await press(element, 'a', { on: 'c-operations-answers' });
    await press(element, 'l', { on: 'summary' });
    expect([keepApart.mock.calls.length, unite.mock.calls.length]).toEqual([0, 0]);
  });
  it('does not answer before the records are there', async () => {
    getReview.mockReturnValue(new Promise(() => {}));
    const element = await show();
    await press(element, 'l');
    expect(unite).not.toHaveBeenCalled();
  });
  it('stays where the person went while an answer was on its way', async () => {
    let arrive;
    unite.mockReturnValue(new Promise((resolve) => (arrive = resolve)));
    const element = await show();
    await press(element, 'l');
    await press(element, 'ArrowDown');
    arrive({ review: 'r1', since: 5 });
    await flush();
    expect([listed(element), current(element)]).toEqual([['r2', 'r3'], 'r2']);
  });
  it('shows a question that is chosen', async () => {
    const element = await show();
    part(element, '[data-key="r2"]').click();
    await flush();
    expect(detail(element).reviewKey).toBe('r2');
  });

  it('says which answer was not carried out, and goes on following the others', async () => {
    getState.mockResolvedValueOnce({ state: 'issue', words: 'No room.' });
    const element = await show();
    await press(element, 'l');
    await press(element, 'l');
    expect(element.heard).toMatchObject([{ variant: 'error', message: 'No room.' }]);
    expect(getState).toHaveBeenCalledTimes(2);
  });
  it('reads anew when a question could not be answered', async () => {
    unite.mockRejectedValue({ body: { message: 'Settled already.' } });
    const element = await show();
    await press(element, 'l');
    expect(element.heard).toMatchObject([{ variant: 'error', message: 'Settled already.' }]);
    expect(readQuestions).toHaveBeenCalledTimes(2);
  });
  it('is empty after the last answer, and fetches the next page before', async () => {
    readQuestions.mockResolvedValueOnce(page([question('r1')], 'n1')).mockResolvedValueOnce(page([question('r1'), question('r9')]));
    const element = await show();
    await press(element, 'a');
    expect(readQuestions).toHaveBeenLastCalledWith({ after: 'n1' });
    expect([listed(element), current(element)]).toEqual([['r9'], 'r9']);
    await press(element, 'a');
    expect(stateOf(element)).toBe('empty');
  });
  it('shows more below', async () => {
    readQuestions.mockResolvedValueOnce(page([question('r1')], 'n1'));
    const element = await show();
    part(element, '[data-id="more"]').click();
    await flush();
    expect(listed(element)).toEqual(['r1', 'r2', 'r3']);
  });
  it('asks again what was taken back', async () => {
    const element = await show();
    await press(element, 'l');
    part(element, 'c-operations-answers').dispatchEvent(new CustomEvent('takenback'));
    await flush();
    expect(listed(element)).toEqual(['r1', 'r2', 'r3']);
  });

  it('links the selected pairs, and leaves those with a choice', async () => {
    const element = await show();
    expect(part(element, '[data-bulk]')).toBeNull();
    const all = part(element, '[data-id="all"]');
    all.checked = true;
    all.dispatchEvent(new CustomEvent('change'));
    await flush();
    await expect(element).toBeAccessible();
    await bulk(element, 'link');
    expect(LightningConfirm.open.mock.calls[0][0].message).toBe('c.Fieldwise_Identity_ConfirmLinkLeft');
    expect(JSON.parse(answerAll.mock.calls[0][0].answersJson).map(({ key, refs }) => [key, refs.length])).toEqual([
      ['r1', 2],
      ['r2', 2],
    ]);
    expect([listed(element), current(element)]).toEqual([['r3'], 'r3']);
    expect(part(element, '[role="status"]').textContent).toBe('c.Fieldwise_Identity_AnsweredMany');
  });
  it('keeps the selected apart, 25 at a time', async () => {
    readQuestions.mockResolvedValue(page(Array.from({ length: 30 }, (_, index) => question(`k${index}`))));
    const element = await show();
    const all = part(element, '[data-id="all"]');
    all.checked = true;
    all.dispatchEvent(new CustomEvent('change'));
    await flush();
    await bulk(element, 'apart');
    const sent = answerAll.mock.calls.map(([{ answersJson }]) => JSON.parse(answersJson));
    expect(sent.map((answers) => answers.length)).toEqual([25, 5]);
    expect(sent[0][0]).toEqual({ key: 'k0' });
    expect(stateOf(element)).toBe('empty');
  });
  it('asks before several are answered', async () => {
    LightningConfirm.open.mockResolvedValue(false);
    const element = await show();
    await select(element, 'r1');
    await bulk(element, 'link');
    await bulk(element, 'apart');
    expect([LightningConfirm.open.mock.calls.length, answerAll.mock.calls.length]).toEqual([2, 0]);
    expect(LightningConfirm.open.mock.calls[0][0].message).toBe('c.Fieldwise_Identity_ConfirmLinkText');
  });
  it('links nothing when every selected question needs a choice', async () => {
    const element = await show();
    await select(element, 'r3');
    await bulk(element, 'link');
    expect(LightningConfirm.open).not.toHaveBeenCalled();
    expect(element.heard).toMatchObject([{ variant: 'warning' }]);
  });
  it('keeps what was refused in the list and says why', async () => {
    answerAll.mockResolvedValue([
      { key: 'r1', since: null, problem: 'Settled already.' },
      { key: 'r2', since: 7, problem: null },
    ]);
    const element = await show();
    await select(element, 'r1');
    await select(element, 'r2');
    await bulk(element, 'link');
    expect([listed(element), current(element)]).toEqual([['r1', 'r3'], 'r1']);
    expect(element.heard).toMatchObject([{ variant: 'error', message: 'Settled already.' }]);
  });
  it('says why none of them could be answered', async () => {
    answerAll.mockRejectedValue({ body: { message: 'The bridge is down.' } });
    const element = await show();
    await select(element, 'r1');
    await bulk(element, 'apart');
    expect(listed(element)).toHaveLength(3);
    expect(element.heard).toMatchObject([{ variant: 'error', message: 'The bridge is down.' }]);
  });
});

describe('queue', () => {
  const items = ['a', 'b', 'c'].map((key) => ({ key }));
  it('goes round', () => expect([keyBeside(items, 'c', 1), keyBeside(items, 'a', -1), keyBeside([], 'a', 1)]).toEqual(['a', 'c', null]));
  it('goes on behind what was answered, then from the start', () => {
    expect([keyAfter(items, ['b'], 'b'), keyAfter(items, ['b', 'c'], 'b'), keyAfter(items, ['a', 'b', 'c'], 'a')]).toEqual(['c', 'a', null]);
  });
  it('names a question by what it can', () => {
    expect(titleOf(question('r1'), { '00Qr1': 'Nora' })).toBe('Nora');
    expect(titleOf(question('r1'), {})).toBe('c.Fieldwise_Identity_Nameless');
    expect(titleOf({ refs: [] }, {})).toBe('');
    expect(wordsOf(question('r1', { kind: 'new' }), {}).kindText).toBe('new');
  });
});
