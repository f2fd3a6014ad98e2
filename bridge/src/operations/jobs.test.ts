import { describe, expect, test } from '@jest/globals';
import { createJobs, JobFailure } from './jobs.ts';

function setUp() {
  const clock = { at: 1_000, now: (): number => clock.at, sleep: () => Promise.resolve() };
  let last = 0;
  return { clock, jobs: createJobs({ clock, newId: () => `job-${String((last += 1))}` }) };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('jobs', () => {
  test('a job runs, ends with its result, and is forgotten ten minutes later', async () => {
    const { clock, jobs } = setUp();
    const job = jobs.start('main', 'preview', () => Promise.resolve({ pairs: 3 }));
    expect(job).toMatchObject({ id: 'job-1', state: 'running', finishedAt: null });
    await settled();
    expect(jobs.find('main', 'job-1')).toMatchObject({ state: 'done', result: { pairs: 3 }, finishedAt: 1_000 });
    clock.at += 10 * 60_000 + 1;
    expect(jobs.find('main', 'job-1')).toBeNull();
  });

  test('only words meant for people leave a failed job', async () => {
    const { jobs } = setUp();
    jobs.start('main', 'preview', () => Promise.reject(new JobFailure('HubSpot did not answer.')));
    jobs.start('main', 'preview', () => Promise.reject(new Error('secret detail')));
    await settled();
    expect(jobs.find('main', 'job-1')).toMatchObject({ state: 'failed', error: 'HubSpot did not answer.' });
    expect(jobs.find('main', 'job-2')?.error).not.toContain('secret');
  });

  test('a job belongs to its connection', () => {
    const { jobs } = setUp();
    jobs.start('main', 'preview', () => new Promise(() => undefined));
    expect(jobs.find('other', 'job-1')).toBeNull();
  });

  test('a connection runs four jobs at a time, whatever another does', () => {
    const { jobs } = setUp();
    const never = () => new Promise<void>(() => undefined);
    for (let count = 0; count < 4; count += 1) expect(jobs.start('main', 'preview', never)).not.toBeNull();
    expect(jobs.start('main', 'preview', never)).toBeNull();
    expect(jobs.start('other', 'preview', never)).not.toBeNull();
  });
});
