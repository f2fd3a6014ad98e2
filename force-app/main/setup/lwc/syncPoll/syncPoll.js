/**
 * Asks again until something is so. A component stops what it started in `disconnectedCallback`, so nothing polls for a page
 * that was left.
 * Tests: __tests__ beside this file.
 */
import tookTooLong from '@salesforce/label/c.Fieldwise_Shell_TookTooLong';
import jobFailed from '@salesforce/label/c.Fieldwise_Shell_JobFailed';

const everyMsDefault = 500;
const withinMsDefault = 120000;

/**
 * Follows a job of the bridge to its end.
 *
 *   this.poll = pollJob(() => getJob({ id }), { withinMs: 60000 });
 *   const job = await this.poll;          // {id, state: 'done', result}
 *   disconnectedCallback() { this.poll?.stop(); }
 *
 * @param {() => Promise<{state: string}>} fetch reads the job; `state` is running, done or failed
 * @param {{everyMs?: number, withinMs?: number, onProgress?: (job) => void}} [options] time between two questions; time in all
 * @returns {Promise<object> & {stop: () => void}} the job once it is done. Rejects when it failed (with its own words), when reading it
 *   failed, or when it took longer than `withinMs`. After `stop()` it never settles: the component that waits is gone.
 */
export function pollJob(fetch, { everyMs = everyMsDefault, withinMs = withinMsDefault, onProgress } = {}) {
  const startedAt = Date.now();
  let timer = null;
  let isStopped = false;
  const result = new Promise((resolve, reject) => {
    const ask = async () => {
      try {
        const job = await fetch();
        if (isStopped) return;
        onProgress?.(job);
        if (job?.state === 'done') resolve(job);
        else if (job?.state === 'failed') reject(new Error(job.error?.message ?? job.error ?? jobFailed));
        else if (Date.now() - startedAt >= withinMs) reject(new Error(tookTooLong));
        else timer = setTimeout(ask, everyMs);
      } catch (error) {
        if (!isStopped) reject(error);
      }
    };
    ask();
  });
  result.stop = () => {
    isStopped = true;
    clearTimeout(timer);
  };
  return result;
}

/**
 * Runs work again and again, one run at a time, while the browser tab can be seen.
 * @param {() => Promise<*>} work what to do; its failures are its own to show
 * @param {{everyMs: number}} options pause after each run
 * @returns {{stop: () => void}} for `disconnectedCallback`
 */
export function pollEvery(work, { everyMs }) {
  let isStopped = false;
  let timer = null;
  const next = () => {
    if (!isStopped) timer = setTimeout(run, everyMs);
  };
  const run = async () => {
    try {
      if (document.visibilityState !== 'hidden') await work();
    } finally {
      next();
    }
  };
  next();
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
