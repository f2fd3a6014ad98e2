/**
 * The local Salesforce org as a program. Prints one line of JSON when it is ready, the same that it writes to
 * `<data dir>/salesforce.json`; ends cleanly on SIGTERM and SIGINT.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startLocalOrg } from './start.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string', default: join(root, '.fieldwise/salesforce') },
    port: { type: 'string', default: '8610' },
    'pubsub-port': { type: 'string', default: '8611' },
    package: { type: 'string', default: join(root, 'force-app') },
    fresh: { type: 'boolean', default: false },
    customer: { type: 'string', multiple: true, default: [] },
    'person-accounts': { type: 'boolean', default: false },
    'multi-currency': { type: 'boolean', default: false },
    'contacts-to-multiple-accounts': { type: 'boolean', default: false },
  },
});

function portOf(name: string, text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  console.error(`--${name} is "${text}", which is not a port. Give a number from 0 (any free port) to 65535.`);
  process.exit(2);
}

const dataDir = resolve(values['data-dir']);
if (values.fresh) rmSync(dataDir, { recursive: true, force: true });
mkdirSync(dataDir, { recursive: true });
const org = await startLocalOrg({
  dataDir,
  port: portOf('port', values.port),
  pubsubPort: portOf('pubsub-port', values['pubsub-port']),
  packageDir: resolve(values.package),
  customerDirs: values.customer.map((directory) => resolve(directory)),
  personAccounts: values['person-accounts'],
  multiCurrency: values['multi-currency'],
  contactsToMultipleAccounts: values['contacts-to-multiple-accounts'],
  // Made from sources alone, so any data directory may use it, a fresh one too.
  programsDir: join(root, 'node_modules/.cache/fieldwise-apex'),
});
console.log(JSON.stringify(org.ready));

const stop = (): void => {
  void org.close().then(() => process.exit(0));
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
