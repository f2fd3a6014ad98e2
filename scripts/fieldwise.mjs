#!/usr/bin/env node
/** The `fieldwise` command: runs the TypeScript command line on the Node 24 that comes as a dependency, whatever Node is installed. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bundled = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const node = existsSync(bundled) ? bundled : process.execPath;

// Without a configuration of its own, the command speaks to what `npm start` runs here.
const local = join(root, '.fieldwise', 'bridge', 'fieldwise.json');
const env = { ...process.env };
if (env.FIELDWISE_CONFIG === undefined && !existsSync('fieldwise.json') && existsSync(local)) env.FIELDWISE_CONFIG = local;

const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, 'bridge', 'src', 'cli', 'index.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env,
});
// The child decides when to end, so that it can finish what is under way.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
