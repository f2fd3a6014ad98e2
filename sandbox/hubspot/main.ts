/** `node sandbox/hubspot/main.ts --data-dir D [--port N] [--portal-id N] [--fresh]`: runs the local HubSpot portal until SIGTERM or SIGINT. */
import { parseArgs } from 'node:util';
import { startPortal } from './index.ts';

const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string' },
    port: { type: 'string', default: '0' },
    'portal-id': { type: 'string' },
    fresh: { type: 'boolean', default: false },
  },
});
const dataDir = values['data-dir'];
const portalId = values['portal-id'];
if (dataDir === undefined || !/^\d+$/.test(values.port) || (portalId !== undefined && !/^\d+$/.test(portalId))) {
  process.stderr.write('usage: node sandbox/hubspot/main.ts --data-dir D [--port N] [--portal-id N] [--fresh]\n');
  process.exit(2);
}
const handle = await startPortal({
  dataDir,
  port: Number(values.port),
  fresh: values.fresh,
  ...(portalId === undefined ? {} : { portalId: Number(portalId) }),
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void handle.stop().then(() => process.exit(0)));
}
// Last: whoever waits for this line may send a signal at once.
process.stdout.write(`${JSON.stringify(handle.ready)}\n`);
