/** The build that is served: made in a process of its own, and again when a source has changed. */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildKey } from '../build/build.ts';
import type { Built } from '../build/build.ts';

const program = join(dirname(fileURLToPath(import.meta.url)), '../build/main.ts');

export type Builds = {
  /** The build of the sources as they are now. Rejects with the compiler's words. */
  current(): Promise<Built>;
  /** The last build that worked; null before the first. */
  last(): Built | null;
  stop(): void;
};

export function createBuilds(packageDirs: readonly string[]): Builds {
  let key = '';
  let building: Promise<Built> | null = null;
  let last: Built | null = null;
  const children = new Set<ReturnType<typeof spawn>>();

  const run = (): Promise<Built> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...packageDirs], { stdio: ['ignore', 'pipe', 'pipe'] });
      children.add(child);
      const out: Buffer[] = [];
      const words: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => words.push(chunk));
      child.once('close', (code) => {
        children.delete(child);
        if (code !== 0) return reject(new Error(Buffer.concat(words).toString('utf8').trim() || `the build ended with ${String(code)}`));
        last = JSON.parse(Buffer.concat(out).toString('utf8')) as Built; // printed by build/main.ts
        return resolve(last);
      });
    });

  return {
    current: () => {
      const now = buildKey(packageDirs);
      if (building === null || now !== key) {
        key = now;
        building = run();
        building.catch(() => {
          if (key === now) building = null; // the next page tries again
        });
      }
      return building;
    },
    last: () => last,
    stop: () => {
      for (const child of children) child.kill();
    },
  };
}
