/** Runs the Java tools that @salesforce/code-analyzer-pmd-engine brings: the semantic checker apex-ls and PMD. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const LIBRARY = 'node_modules/@salesforce/code-analyzer-pmd-engine/dist/java-lib';
/** A short-lived process: no time for the optimising compiler, no need for a parallel collector. */
const QUICK_START = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

export type JavaResult = { readonly status: number | null; readonly output: string };

/** Runs one main class of the library in `root`; rejects with what to do when Java or the library is missing. */
export function runJava(root: string, mainClass: string, args: readonly string[]): Promise<JavaResult> {
  const library = join(root, LIBRARY);
  if (!existsSync(library)) return Promise.reject(new Error(`${LIBRARY} is missing: run npm ci.`));
  return new Promise((resolve, reject) => {
    const child = spawn('java', [...QUICK_START, '-cp', join(library, '*'), mainClass, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    child.on('error', (error) => reject(new Error(`Java could not be started (${error.message}). The Apex checks need Java 11 or newer on the PATH.`)));
    child.on('close', (status) => resolve({ status, output: chunks.join('') }));
  });
}
