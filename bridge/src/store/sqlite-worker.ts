/** The thread that owns the SQLite file. Started by `sqlite.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { failureOf, openEngine } from './sqlite-engine.ts';
import type { FromWorker, ToWorker, WorkerOptions } from './sqlite-protocol.ts';

const port = parentPort;
if (port === null) throw new Error('sqlite-worker runs as a worker thread');
const say = (message: FromWorker): void => port.postMessage(message);
// Given by sqlite.ts, which builds it from its own typed options.
const options = workerData as WorkerOptions;

try {
  const engine = openEngine(options);
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'calls') {
      say({ kind: 'replies', replies: engine.runAll(message.calls, message.sliceMs) });
      return;
    }
    engine.close();
    say({ kind: 'closed' });
    port.close();
  });
  say({ kind: 'opened' });
} catch (error) {
  say({ kind: 'refused', failure: failureOf(error, options.file) });
}
