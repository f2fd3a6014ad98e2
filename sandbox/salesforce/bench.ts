/**
 * How long the local org takes to save 200 Leads in one call of the collections resource, with the package's triggers on.
 * Usage: node sandbox/salesforce/bench.ts [--calls 40] [--records 200]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startLocalOrg } from './start.ts';

const ROWS = 200;
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const { values } = parseArgs({ options: { calls: { type: 'string', default: '40' }, records: { type: 'string', default: '200' } } });

const dataDir = mkdtempSync(join(tmpdir(), 'org-bench-'));
const { ready, close } = await startLocalOrg({
  dataDir,
  port: 0,
  pubsubPort: 0,
  packageDir: join(root, 'force-app'),
  programsDir: join(root, 'node_modules/.cache/fieldwise-apex'),
});
const headers = { authorization: `Bearer ${ready.personas.integration.accessToken}`, 'content-type': 'application/json' };

async function call(method: string, path: string, body: unknown): Promise<readonly { readonly id: string; readonly success: boolean }[]> {
  const response = await fetch(`${ready.instanceUrl}/services/data/v68.0/${path}`, { method, headers, body: JSON.stringify(body) });
  const results = (await response.json()) as readonly { readonly id: string; readonly success: boolean }[]; // the resource's documented answer
  if (!response.ok || !results.every((result) => result.success)) throw new Error(JSON.stringify(results).slice(0, 500));
  return results;
}

const lead = (n: number): object => ({
  attributes: { type: 'Lead' },
  FirstName: 'Ada',
  LastName: `Byron ${n}`,
  Company: `Engines ${n}`,
  Email: `ada${n}@example.com`,
  Phone: '+44 20 7946 0000',
  Title: 'Analyst',
  Status: 'Open - Not Contacted',
  Street: '1 Mill Lane',
  City: 'London',
  Description: 'Met at the exhibition',
});

try {
  let made: readonly { readonly id: string }[] = [];
  for (let start = 0; start < Number(values.records); start += ROWS)
    made = await call('POST', 'composite/sobjects', { allOrNone: false, records: Array.from({ length: ROWS }, (_, n) => lead(start + n)) });
  const elapsed: number[] = [];
  for (let n = 0; n < Number(values.calls); n += 1) {
    const records = made.map(({ id }) => ({ attributes: { type: 'Lead' }, id, Phone: `+44 20 7946 ${1000 + n}`, Title: `Analyst ${n}` }));
    const startedAt = performance.now();
    await call('PATCH', 'composite/sobjects', { allOrNone: false, records });
    elapsed.push(performance.now() - startedAt);
  }
  const warm = elapsed.slice(Math.floor(elapsed.length / 4)).sort((a, b) => a - b);
  const at = (share: number): string => (warm[Math.floor(share * (warm.length - 1))] ?? 0).toFixed(1);
  console.log(
    `PATCH of ${ROWS} Leads: first ${(elapsed[0] ?? 0).toFixed(1)} ms; warm (${warm.length} calls) median ${at(0.5)} ms, 90th percentile ${at(0.9)} ms`,
  );
} finally {
  await close();
  rmSync(dataDir, { recursive: true, force: true });
}
