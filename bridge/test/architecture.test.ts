/** The house's layout as failing tests: imports point one way, there are no cycles, and the two halves meet only on the wire. See docs/architecture.md. */
import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('node_modules'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

type Import = { readonly from: string; readonly to: string; readonly isType: boolean };

/** Static and dynamic imports of one file; relative ones as paths from the root, others by package name. */
export function importsOf(file: string, text: string): Import[] {
  const found: Import[] = [];
  const pattern = /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[^'"();]*?from\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;
  for (const match of text.matchAll(pattern)) {
    const target = match[3] ?? match[4];
    if (target === undefined) continue;
    const to = target.startsWith('.') ? relative(root, resolve(root, dirname(file), target)).replaceAll('\\', '/') : target;
    found.push({ from: file, to, isType: match[2] !== undefined });
  }
  return found;
}

const files = [...sources('bridge'), ...sources('sandbox'), ...sources('scripts')];
const imports = files.flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8')));
const isTest = (file: string): boolean => file.endsWith('.test.ts') || file.startsWith('bridge/test/');
const moduleOf = (file: string): string => /^bridge\/src\/([^/]+)\//.exec(file)?.[1] ?? 'root';

/** What each bridge module may import of the bridge. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  domain: ['domain'],
  identity: ['identity', 'domain'],
  engine: ['engine', 'identity', 'domain'],
  store: ['store', 'engine', 'domain'],
  salesforce: ['salesforce', 'engine', 'domain'],
  hubspot: ['hubspot', 'engine', 'domain'],
  operations: ['operations', 'engine', 'domain'],
  consent: ['consent', 'engine', 'domain'],
  backfill: ['backfill', 'engine', 'domain'],
  // It walks and rehearses as a backfill does.
  reconciliation: ['reconciliation', 'backfill', 'engine', 'domain'],
  preflight: ['preflight', 'backfill', 'engine', 'domain'],
  relations: ['relations', 'engine', 'domain'],
  campaigns: ['campaigns', 'engine', 'domain'],
  activities: ['activities', 'engine', 'domain'],
  destinations: ['destinations', 'engine', 'domain'],
  drift: ['drift', 'engine', 'domain'],
  engagement: ['engagement', 'hubspot', 'operations', 'engine', 'domain'],
  http: [
    'http',
    'activities',
    'drift',
    'preflight',
    'reconciliation',
    'relations',
    'campaigns',
    'backfill',
    'consent',
    'engagement',
    'operations',
    'engine',
    'domain',
  ],
  // The wiring: it alone may know every room, and only programs know it.
  service: [
    'service',
    'activities',
    'drift',
    'preflight',
    'destinations',
    'reconciliation',
    'relations',
    'campaigns',
    'backfill',
    'http',
    'consent',
    'engagement',
    'operations',
    'salesforce',
    'hubspot',
    'store',
    'engine',
    'domain',
    'root',
  ],
  cli: [
    'cli',
    'activities',
    'drift',
    'preflight',
    'reconciliation',
    'relations',
    'campaigns',
    'backfill',
    'consent',
    'service',
    'http',
    'operations',
    'engine',
    'identity',
    'domain',
    'root',
  ],
  root: ['root', 'service', 'cli'],
};

const ioModules =
  /^(node:(fs|net|http|https|http2|tls|child_process|worker_threads|sqlite|timers|os|process|readline)|express|pg|pino|prom-client|@hubspot|@salesforce|@grpc)/;

describe('architecture', () => {
  test('the scanner sees imports of every form', () => {
    const text = `import a from './a.ts';\nimport type { B } from "./b.ts";\nexport { c } from './c.ts';\nimport './d.ts';\nconst e = await import('./e.ts');\nimport {\n  f,\n} from './f.ts';`;
    expect(importsOf('bridge/src/x.ts', text).map((entry) => entry.to)).toEqual(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `bridge/src/${name}.ts`));
    expect(files.length).toBeGreaterThan(50);
  });

  test('bridge and sandbox never import each other', () => {
    const crossing = imports.filter(
      ({ from, to }) => (from.startsWith('bridge/src/') && to.startsWith('sandbox/')) || (from.startsWith('sandbox/') && to.startsWith('bridge/')),
    );
    expect(crossing).toEqual([]);
  });

  test('imports inside the bridge point one way: http, cli → engine → domain', () => {
    const wrong = imports.filter(({ from, to }) => {
      if (!from.startsWith('bridge/src/') || !to.startsWith('bridge/src/') || isTest(from)) return false;
      const rules = allowed[moduleOf(from)];
      return rules === undefined || !rules.includes(moduleOf(to));
    });
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test('the domain does no I/O', () => {
    const wrong = imports.filter(({ from, to }) => from.startsWith('bridge/src/domain/') && !isTest(from) && ioModules.test(to));
    expect(wrong).toEqual([]);
  });

  test('the engine does no I/O of its own', () => {
    const wrong = imports.filter(({ from, to }) => from.startsWith('bridge/src/engine/') && !isTest(from) && ioModules.test(to));
    expect(wrong).toEqual([]);
  });

  test('identity does no I/O but in batch/, which its index does not show and only the command line uses', () => {
    const inside = imports.filter(({ from }) => from.startsWith('bridge/src/identity/') && !isTest(from));
    expect(
      inside.filter(({ from, to }) => !from.startsWith('bridge/src/identity/batch/') && (ioModules.test(to) || to.startsWith('bridge/src/identity/batch/'))),
    ).toEqual([]);
    const users = imports.filter(
      ({ from, to }) =>
        from.startsWith('bridge/src/') && !from.startsWith('bridge/src/identity/') && !isTest(from) && to.startsWith('bridge/src/identity/batch/'),
    );
    expect(users.filter(({ from, to }) => !from.startsWith('bridge/src/cli/') || to !== 'bridge/src/identity/batch/index.ts')).toEqual([]);
  });

  test('no import cycles among production files (types aside)', () => {
    const graph = new Map<string, string[]>();
    for (const { from, to, isType } of imports) if (!isTest(from) && !isType && files.includes(to)) graph.set(from, [...(graph.get(from) ?? []), to]);
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (state.get(file) === 'done') return;
      if (state.get(file) === 'open') {
        cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
        return;
      }
      state.set(file, 'open');
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
      state.set(file, 'done');
    };
    for (const file of graph.keys()) visit(file, []);
    expect(cycles).toEqual([]);
  });

  test('nothing of the product names a machine path or a registry host', () => {
    const pattern = new RegExp(['/wo' + 'rk/', 'registry\\.npm' + 'js', '/tmp/ba' + 'sh', '\\.\\./sha' + 'red'].join('|'));
    const named = files.filter((file) => pattern.test(readFileSync(join(root, file), 'utf8')));
    expect(named).toEqual([]);
  });
});
