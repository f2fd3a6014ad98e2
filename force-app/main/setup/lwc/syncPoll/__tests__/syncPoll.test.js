import { pollEvery, pollJob } from 'c/syncPoll';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const running = { id: '1', state: 'running' };

describe('pollJob', () => {
  it('asks until the job is done', async () => {
    const fetch = jest.fn().mockResolvedValueOnce(running).mockResolvedValueOnce(running).mockResolvedValue({ id: '1', state: 'done', result: 7 });
    const seen = [];
    const poll = pollJob(fetch, { everyMs: 100, onProgress: ({ state }) => seen.push(state) });
    await jest.advanceTimersByTimeAsync(250);
    await expect(poll).resolves.toMatchObject({ result: 7 });
    expect(seen).toEqual(['running', 'running', 'done']);
  });
  it.each([
    ['its words', { state: 'failed', error: 'No such field' }, 'No such field'],
    ['its message', { state: 'failed', error: { message: 'No such field' } }, 'No such field'],
    ['a sentence of ours', { state: 'failed' }, 'c.Fieldwise_Shell_JobFailed'],
  ])('fails with %s', async (_what, job, message) => {
    await expect(pollJob(() => Promise.resolve(job))).rejects.toThrow(message);
  });
  it('fails as the read fails', async () => {
    const error = { body: { message: 'gone' } };
    await expect(pollJob(() => Promise.reject(error))).rejects.toBe(error);
  });
  it('gives up after its time', async () => {
    const poll = pollJob(() => Promise.resolve(running), { everyMs: 100, withinMs: 300 });
    const failed = expect(poll).rejects.toThrow('c.Fieldwise_Shell_TookTooLong');
    await jest.advanceTimersByTimeAsync(400);
    await failed;
  });
  it('asks no more once stopped, and never settles', async () => {
    const fetch = jest.fn().mockResolvedValue(running);
    const settled = jest.fn();
    const poll = pollJob(fetch, { everyMs: 100 });
    poll.then(settled, settled);
    await jest.advanceTimersByTimeAsync(150);
    poll.stop();
    const asked = fetch.mock.calls.length;
    await jest.advanceTimersByTimeAsync(1000);
    expect([fetch.mock.calls.length, settled.mock.calls.length]).toEqual([asked, 0]);
  });
});

describe('pollEvery', () => {
  it('runs one at a time until stopped, also after a failure', async () => {
    let finish;
    const work = jest.fn(() => new Promise((resolve) => (finish = resolve)));
    const poll = pollEvery(work, { everyMs: 100 });
    await jest.advanceTimersByTimeAsync(500);
    expect(work).toHaveBeenCalledTimes(1);
    finish();
    await jest.advanceTimersByTimeAsync(100);
    expect(work).toHaveBeenCalledTimes(2);
    poll.stop();
    finish();
    await jest.advanceTimersByTimeAsync(500);
    expect(work).toHaveBeenCalledTimes(2);
  });
  it('rests while the browser tab is hidden', async () => {
    const visibility = jest.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    const work = jest.fn().mockResolvedValue();
    const poll = pollEvery(work, { everyMs: 100 });
    await jest.advanceTimersByTimeAsync(350);
    expect(work).not.toHaveBeenCalled();
    visibility.mockReturnValue('visible');
    await jest.advanceTimersByTimeAsync(150);
    expect(work).toHaveBeenCalled();
    poll.stop();
    visibility.mockRestore();
  });
});
