/**
 * Runs one of our programs on the Node version the toolchain needs, with its dependencies in place, from any Node >= 20:
 *   node scripts/with-toolchain.mjs <start|test> <program.ts> [arguments]
 * `start` installs only what running needs; `test` installs the tools too. Nothing is installed twice for the same lock file.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [purpose, program, ...args] = process.argv.slice(2);
const marker = join(root, 'node_modules', '.fieldwise-installed.json');
const bundledNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

function installedFor() {
  try {
    return JSON.parse(readFileSync(marker, 'utf8'));
  } catch {
    return { lock: '', withTools: false };
  }
}

function npm(npmArgs) {
  const run = spawnSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', npmArgs, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (run.status !== 0) {
    console.error(
      `\nCould not install the dependencies (npm ${npmArgs.join(' ')} ended with ${run.status ?? run.signal}). Fix what npm says above and run the command again.`,
    );
    process.exit(1);
  }
}

const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
const withTools = purpose === 'test';
const present = installedFor();
if (present.lock !== lock || (withTools && !present.withTools)) {
  console.log(`Installing dependencies${withTools ? ' and tools' : ''} (once; about ${withTools ? 'two minutes' : 'half a minute'})…`);
  npm(['ci', '--no-audit', '--no-fund', '--loglevel=error', ...(withTools ? [] : ['--omit=dev'])]);
  if (!existsSync(bundledNode)) npm(['rebuild', 'node', '--loglevel=error', '--foreground-scripts']);
  mkdirSync(dirname(marker), { recursive: true });
  writeFileSync(marker, JSON.stringify({ lock, withTools }));
}
if (!existsSync(bundledNode)) {
  console.error(`The dependency "node" did not bring its program (${bundledNode}). Run "npm rebuild node --foreground-scripts" and try again.`);
  process.exit(1);
}

const pathWithNode = `${dirname(bundledNode)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`;
const child = spawnSync(bundledNode, ['--disable-warning=ExperimentalWarning', join(root, program), ...args], {
  cwd: process.cwd(),
  stdio: 'inherit',
  env: { ...process.env, PATH: pathWithNode },
});
process.exit(child.status ?? 1);
