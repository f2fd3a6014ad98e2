/** Builds the pages: the package's components, the base components they use and the host, as ES modules for a browser. */
import { createRequire } from 'node:module';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as esbuild } from 'esbuild';
import type { RollupLwcOptions } from '@lwc/rollup-plugin';
import { rollup } from 'rollup';
import type { Plugin, RollupLog } from 'rollup';
import { iconsUnder } from './icons.ts';
import { filesUnder, fingerprint, readProject, sourcesOf } from './project.ts';
import { baseComponents, packageFolder, resolveModules } from './resolve.ts';
import { cached, environment } from './transforms.ts';

/** The plugin's only form for Node is CommonJS, whose default export is the function itself. */
const lwc = createRequire(import.meta.url)('@lwc/rollup-plugin') as (options: RollupLwcOptions) => Plugin;
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../..');
const host = join(here, '../host');
const cacheDir = join(root, 'node_modules/.cache/fieldwise-pages/build');

/** Newest API version this LWC knows; the package's components carry the same. */
const apiVersion = 66;
const buildsKept = 24;

export type Built = { readonly folder: string; readonly warnings: readonly string[] };

const versionOf = (name: string): string =>
  (JSON.parse(readFileSync(join(packageFolder(name), 'package.json'), 'utf8')) as { readonly version: string }).version; // every package.json has one
const versions = (): string => ['lwc', '@lwc/rollup-plugin', 'lightning-base-components'].map((name) => `${name}@${versionOf(name)}`).join(' ');

/** Names the build of the sources as they are now; an existing folder of that name is that build. */
export const buildKey = (packageDirs: readonly string[]): string => fingerprint([...sourcesOf(packageDirs), ...filesUnder(host), ...filesUnder(here)]);

/** Warnings about our own code; the base components' are theirs. */
const isOurs = (log: RollupLog): boolean => ![log.id, log.loc?.file, ...(log.ids ?? [])].some((file) => file?.includes('node_modules') === true);

function lwcPlugin(): Plugin {
  return lwc({
    rootDir: root,
    apiVersion,
    enableDynamicComponents: true,
    enableSyntheticElementInternals: true, // lightning-combobox calls attachInternals()
    exclude: [join(host, '*.js'), join(host, 'lightning/*.js'), '**/node_modules/@lwc/**', '**/node_modules/lwc/**'],
    modules: [],
    defaultModules: [],
  });
}

/** Synthetic shadow must be there before any module runs, so it is a classic script of its own. */
async function buildSyntheticShadow(folder: string): Promise<void> {
  const entry = join(packageFolder('@lwc/synthetic-shadow'), 'dist/index.js');
  await esbuild({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'iife',
    outfile: join(folder, 'synthetic-shadow.js'),
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
}

/** Builds of sources that are no more; the few newest stay for those who go back and forth. */
function forgetOldBuilds(): void {
  const builds = readdirSync(cacheDir)
    .filter((name) => /^[0-9a-f]{16}$/.test(name))
    .map((name) => ({ folder: join(cacheDir, name), builtAt: statSync(join(cacheDir, name)).mtimeMs }))
    .sort((left, right) => right.builtAt - left.builtAt);
  for (const { folder } of builds.slice(buildsKept)) rmSync(folder, { recursive: true, force: true });
}

/** Builds into the cache and answers the folder; a build of the same sources is taken from there. */
export async function buildPages(packageDirs: readonly string[]): Promise<Built> {
  const folder = join(cacheDir, buildKey(packageDirs));
  const report = join(folder, 'warnings.json');
  if (existsSync(report)) return { folder, warnings: JSON.parse(readFileSync(report, 'utf8')) as readonly string[] }; // written below
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  const warnings = new Set<string>();
  const warn = (message: string): void => void warnings.add(message);
  const endings = ['.js', '.html', '.ts'];
  const icons = new Set([
    ...packageDirs.flatMap((directory) => iconsUnder(directory, [...endings, '.cls'])),
    ...iconsUnder(join(here, '..'), endings),
    ...iconsUnder(join(baseComponents, 'src/lightning'), ['.js', '.html']),
  ]);
  const project = readProject(packageDirs);
  const [bundle] = await Promise.all([
    rollup({
      input: join(host, 'main.js'),
      plugins: [environment(), resolveModules({ project, host, icons, warn }), cached(lwcPlugin(), join(cacheDir, 'transforms'), versions())],
      onwarn: (log) => (isOurs(log) && log.code !== 'CIRCULAR_DEPENDENCY' ? warn(log.message) : undefined),
    }),
    buildSyntheticShadow(unfinished),
  ]);
  await bundle.write({ dir: unfinished, format: 'es', entryFileNames: 'main.js', chunkFileNames: '[name]-[hash].js' });
  await bundle.close();
  cpSync(join(host, 'host.css'), join(unfinished, 'host.css'));
  writeFileSync(join(unfinished, 'warnings.json'), JSON.stringify([...warnings]));
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
  forgetOldBuilds();
  return { folder, warnings: [...warnings] };
}
