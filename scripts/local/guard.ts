/** What must be true before the local stack starts: nobody else uses its folder, and its ports are free. Errors say what to do. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function ownerOf(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 && pid !== process.pid && isAlive(pid) ? pid : null;
  } catch {
    return null;
  }
}

/** Takes the folder for this process; throws when a living one has it. Answers how to give it back. */
export function takeFolder(dataDir: string): () => void {
  const file = join(dataDir, 'pid');
  const owner = ownerOf(file);
  if (owner !== null)
    throw new Error(`${dataDir} is in use by process ${owner}, which runs Fieldwise already. Stop that one, or choose another folder with --data-dir.`);
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

function listen(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('No port was given.'))));
    });
  });
}

/** The port itself if it is free, any free one for 0; throws naming the setting when it is taken. */
export async function freePort(wanted: number, setting: string): Promise<number> {
  try {
    return await listen(wanted);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const why = code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be used (${code})`;
    throw new Error(`Port ${wanted} ${why}. Free it, or set ${setting} to another one (0 takes any free port).`);
  }
}
