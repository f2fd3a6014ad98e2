/** `sf project convert source`: slow, and finds little but unknown suffixes; on demand only. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Problem, Project } from './types.ts';

/** Converts the project on disk to the Metadata API's format and throws the result away. */
export async function checkConversion(project: Project): Promise<readonly Problem[]> {
  const output = await mkdtemp(join(tmpdir(), 'fieldwise-convert-'));
  try {
    const text = await runSf(project.root, ['project', 'convert', 'source', '--output-dir', output, '--json']);
    return text === null ? [] : [{ path: 'sfdx-project.json', line: null, message: text }];
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

/** Null on success, else what it said. */
function runSf(root: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/@salesforce/cli/bin/run.js'), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, SF_DISABLE_TELEMETRY: 'true', SF_AUTOUPDATE_DISABLE: 'true' },
    });
    const chunks: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    child.on('error', reject);
    child.on('close', (status) => resolve(status === 0 ? null : chunks.join('')));
  });
}
