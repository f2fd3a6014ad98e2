/**
 * The browser host as a program: builds the package's Lightning pages and serves them at Lightning's own URLs, as the personas of a local org.
 * Prints `{"ready":true,"url":…}` once the first build is there; ends cleanly on SIGTERM and SIGINT.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startPages } from './index.ts';

const { values } = parseArgs({
  options: {
    'salesforce-ready': { type: 'string' },
    port: { type: 'string', default: '8630' },
    package: { type: 'string', default: join(import.meta.dirname, '../../force-app') },
  },
});

const readyFile = values['salesforce-ready'];
const port = Number(values.port);
if (readyFile === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error('Give --salesforce-ready <salesforce.json of a running local org> and, if you like, --port <0 to 65535>.');
  process.exit(2);
}
const pages = await startPages({ readyFile: resolve(readyFile), port, packageDirs: [resolve(values.package)] });
const stop = (): void => {
  void pages.close().then(() => process.exit(0));
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
for (const warning of await pages.built) console.error(`warning: ${warning}`);
console.log(JSON.stringify({ ready: true, url: pages.url }));
