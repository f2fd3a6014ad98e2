import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The command line as a person runs it: a process with a configuration file, against a bridge that answers canned JSON. */
const program = fileURLToPath(new URL('./index.ts', import.meta.url));
type Run = { readonly code: number; readonly out: string; readonly err: string };
type Asked = { readonly method: string; readonly url: string; readonly authorization: string | undefined; readonly body: string };

describe('fieldwise', () => {
  let folder: string;
  let server: Server;
  let port: number;
  let asked: Asked[];
  let answer: { status: number; body: unknown };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cli-'));
    asked = [];
    answer = { status: 200, body: {} };
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        asked.push({ method: request.method ?? '', url: request.url ?? '', authorization: request.headers.authorization, body });
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  function run(args: readonly string[], change: (file: Record<string, unknown>) => void = () => undefined): Promise<Run> {
    const file: Record<string, unknown> = {
      dataDir: 'data',
      http: { port, publicUrl: 'https://bridge.example.com', apiToken: { env: 'FIELDWISE_API_TOKEN' } },
      connections: [
        {
          id: 'main',
          salesforce: { loginUrl: 'http://127.0.0.1:1', auth: { kind: 'client-credentials', clientId: 'c', clientSecret: { env: 'S' } } },
          hubspot: { portalId: '1', appId: '2', auth: { kind: 'token', accessToken: { env: 'S' } }, webhookSecrets: [{ env: 'S' }] },
        },
      ],
    };
    change(file);
    writeFileSync(join(folder, 'fieldwise.json'), JSON.stringify(file));
    const env = { PATH: process.env['PATH'], FIELDWISE_CONFIG: join(folder, 'fieldwise.json'), FIELDWISE_API_TOKEN: 'tok', S: 's' };
    return new Promise((resolve) => {
      execFile(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args], { env }, (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code), out, err }),
      );
    });
  }

  test('asks the running bridge with its token and prints a table', async () => {
    answer = {
      status: 200,
      body: {
        items: [
          {
            openedAt: 0,
            ref: { side: 'hubspot', object: 'contacts', id: '51' },
            field: 'phone',
            code: 'value-invalid',
            times: 3,
            retryAt: null,
            cause: 'HubSpot refused the value.',
          },
        ],
        next: 'more',
      },
    };
    const { code, out } = await run(['issues', '--limit', '1', '--code', 'value-invalid']);
    expect(asked).toMatchObject([{ method: 'GET', url: '/api/v1/issues?limit=1&code=value-invalid', authorization: 'Bearer tok' }]);
    expect(code).toBe(0);
    expect(out).toContain('hubspot:contacts:51');
    expect(out).toContain('--after more');
  });

  test('prints JSON as it came when asked to', async () => {
    answer = { status: 200, body: { looking: 1, unknown: [] } };
    const { out } = await run(['replay', '51', '--json']);
    expect(JSON.parse(out)).toEqual(answer.body);
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ records: ['51'] });
  });

  test('a refusal is one plain sentence and exit code 1', async () => {
    answer = { status: 404, body: { error: 'the bridge has never met 51' } };
    expect(await run(['explain', '51'])).toEqual({ code: 1, out: '', err: 'the bridge has never met 51\n' });
  });

  test('with no bridge running, status is told from the store, and a sweep says what to do', async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const status = await run(['status'], (file) => void (file['dataDir'] = folder));
    expect([status.code, status.err]).toEqual([0, '(no bridge is running; this is what its store holds)\n']);
    expect(status.out).toContain('the bridge is not running');
    const sweep = await run(['sweep']);
    expect([sweep.code, sweep.err]).toEqual([1, expect.stringContaining('fieldwise start')]);
  });

  test('problems of the configuration are all listed, with remedies, and exit code 2', async () => {
    const { code, err } = await run(['status'], (file) => {
      file['typo'] = 1;
      file['connections'] = [];
    });
    expect(code).toBe(2);
    expect(err).toMatch(/typo[\s\S]*→[\s\S]*connections[\s\S]*→|connections[\s\S]*→[\s\S]*typo[\s\S]*→/);
  });

  test('an unknown command is exit code 2, help is 0', async () => {
    expect((await run(['dance'])).code).toBe(2);
    expect((await run(['--help'])).code).toBe(0);
  });
});
