import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { loadConfig } from './config.ts';
import type { ConfigResult } from './config.ts';

const example = readFileSync(new URL('../../config/fieldwise.example.json', import.meta.url), 'utf8');
const env = {
  FIELDWISE_CONFIG: '/etc/fieldwise/fieldwise.json',
  FIELDWISE_API_TOKEN: 'api-token',
  HUBSPOT_ACCESS_TOKEN: 'pat-1',
  HUBSPOT_CLIENT_SECRET: 'secret-1',
};

type Json = { [key: string]: Json } & unknown[];
function load(change: (file: Json) => void = () => undefined, extra: Record<string, string | undefined> = {}): ConfigResult {
  const file = JSON.parse(example) as Json;
  change(file);
  const files: Record<string, string> = {
    '/etc/fieldwise/fieldwise.json': JSON.stringify(file),
    '/etc/fieldwise/salesforce.key.pem': '-----BEGIN PRIVATE KEY-----\n',
  };
  return loadConfig({
    env: { ...env, ...extra },
    readText: (path) => {
      const text = files[path];
      if (text === undefined) throw new Error('ENOENT');
      return text;
    },
  });
}
function problemsOf(result: ConfigResult): readonly string[] {
  return result.ok ? [] : result.problems.map(({ path, problem }) => `${path}: ${problem}`);
}

describe('configuration', () => {
  test('the example file is valid, and its secrets come from where it says', () => {
    const result = load();
    expect(problemsOf(result)).toEqual([]);
    if (!result.ok) return;
    const [connection] = result.config.connections;
    expect(connection?.hubspot.auth).toEqual({ kind: 'token', accessToken: 'pat-1' });
    expect(connection?.hubspot.webhookSecrets).toEqual(['secret-1']);
    expect(connection?.salesforce.share).toBe(0.5);
    expect(result.config.http.apiToken).toBe('api-token');
    expect(Object.isFrozen(result.config.connections)).toBe(true);
  });

  test('every problem is listed at once, each with a remedy', () => {
    const result = load(
      (file) => {
        const [connection] = file['connections'] as unknown as [Json];
        (connection['salesforce'] as Json)['loginUrl'] = 'example.my.salesforce.com' as never;
        (connection['hubspot'] as Json)['portallId'] = '1' as never;
        (file['http'] as Json)['port'] = 70_000 as never;
      },
      { FIELDWISE_PROT: '1' },
    );
    expect(problemsOf(result)).toEqual([
      expect.stringContaining('FIELDWISE_PROT'),
      expect.stringContaining('http.port'),
      expect.stringContaining('connections.0.salesforce.loginUrl: must be an http(s) URL'),
      expect.stringContaining('portallId'),
    ]);
    expect(result.ok ? [] : result.problems.every(({ remedy }) => remedy.length > 0)).toBe(true);
  });

  test('a secret written into the file is refused', () => {
    const result = load((file) => {
      const [connection] = file['connections'] as unknown as [Json];
      (connection['hubspot'] as Json)['auth'] = { kind: 'token', accessToken: 'pat-in-clear' } as never;
    });
    expect(problemsOf(result).join()).toContain('secrets never stand in the file');
  });

  test('missing secrets are all named', () => {
    const result = load(() => undefined, { HUBSPOT_ACCESS_TOKEN: '', FIELDWISE_API_TOKEN: undefined });
    expect(problemsOf(result)).toEqual([
      'http.apiToken: its environment variable FIELDWISE_API_TOKEN is empty',
      'connections.0.hubspot.auth.accessToken: its environment variable HUBSPOT_ACCESS_TOKEN is empty',
    ]);
  });

  test('the environment overrides host, port and data directory; relative paths start at the file', () => {
    const result = load(
      (file) => {
        file['dataDir'] = 'data' as never;
      },
      { FIELDWISE_PORT: '9000', FIELDWISE_HOST: '0.0.0.0' },
    );
    expect(result.ok && [result.config.http.port, result.config.http.host, result.config.dataDir]).toEqual([9000, '0.0.0.0', '/etc/fieldwise/data']);
  });

  test('two connections of one name are refused', () => {
    const result = load((file) => {
      const connections = file['connections'] as unknown as Json[];
      connections.push(structuredClone(connections[0] as Json));
    });
    expect(problemsOf(result).join()).toContain('two connections are called main');
  });

  test('an unreadable file says what to do', () => {
    const result = loadConfig({
      env: {},
      readText: () => {
        throw new Error('ENOENT');
      },
    });
    expect(result.ok ? '' : result.problems[0]?.remedy).toContain('FIELDWISE_CONFIG');
  });
});
