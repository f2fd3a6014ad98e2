/** Follows answers one after the other until each is carried out, so that nobody has to wait for one before the next. */
import getState from '@salesforce/apex/SyncReviewController.state';
import { reduceErrors } from 'c/syncErrors';
import { pollJob } from 'c/syncPoll';

const WITHIN_MS = 60000;

/**
 * @param {(problem: {title: string, words: string}) => void} onRefused told of an answer that was not carried out
 * @returns {{add: (answer: {key: string, since: number, title: string}) => void, stop: () => void}}
 */
export function followAnswers(onRefused) {
  const waiting = [];
  let poll = null;
  let isStopped = false;
  const ask =
    ({ key, since }) =>
    async () => {
      const { state, words } = await getState({ key, since: String(since) });
      if (state === 'waiting') return { state: 'running' };
      return state === 'done' ? { state } : { state: 'failed', error: words };
    };
  const run = async () => {
    while (waiting.length > 0 && !isStopped) {
      const answer = waiting[0];
      poll = pollJob(ask(answer), { withinMs: WITHIN_MS });
      try {
        // One at a time: a hundred answers must not ask a hundred times at once.
        // eslint-disable-next-line no-await-in-loop
        await poll;
      } catch (error) {
        onRefused({ title: answer.title, words: reduceErrors(error).join(' ') });
      }
      waiting.shift();
    }
  };
  return {
    add(answer) {
      waiting.push(answer);
      if (waiting.length === 1) run();
    },
    stop() {
      isStopped = true;
      poll?.stop();
    },
  };
}
