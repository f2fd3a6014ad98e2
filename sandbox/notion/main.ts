/** `node sandbox/notion/main.ts [--port N]`: runs a local Notion workspace until SIGTERM or SIGINT. */
import { parseArgs } from 'node:util';
import { startWorkspace } from './index.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
if (!/^\d+$/.test(values.port)) {
  process.stderr.write('usage: node sandbox/notion/main.ts [--port N]\n');
  process.exit(2);
}
const handle = await startWorkspace({ port: Number(values.port) });
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void handle.stop().then(() => process.exit(0)));
// Last: whoever waits for this line may send a signal at once.
process.stdout.write(`${JSON.stringify(handle.ready)}\n`);
