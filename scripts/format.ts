/** `npm run format`: prettier over our sources (`--check` only tells). Apex has its own check in check-salesforce.ts. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const mode = process.argv.includes('--check') ? '--check' : '--write';
const targets = [
  'bridge/**/*.ts',
  'sandbox/**/*.ts',
  'scripts/**/*.{ts,mjs,cjs}',
  'force-app/**/lwc/**/*.{js,html,css}',
  '*.mjs',
  'config/**/*.json',
  'package.json',
];
const run = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/prettier/bin/prettier.cjs'),
    mode,
    '--log-level',
    'warn',
    '--cache',
    '--cache-location',
    join(root, 'node_modules/.cache/fieldwise-prettier.json'),
    ...targets,
  ],
  { cwd: root, stdio: 'inherit' },
);
process.exit(run.status ?? 1);
