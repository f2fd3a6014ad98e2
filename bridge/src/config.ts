/**
 * The bridge's configuration: one JSON file (FIELDWISE_CONFIG) and the environment, parsed once into a frozen object.
 * Every problem is found in one go, each with what to do about it. Secrets never stand in the file: it names where they are.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';

/** Where a secret is: an environment variable, or a file whose text (trimmed) it is. */
const secretSchema = z
  .union([z.strictObject({ env: z.string().min(1) }), z.strictObject({ file: z.string().min(1) })], {
    error: 'must be {"env": "NAME"} or {"file": "path"}; secrets never stand in the file itself',
  })
  .describe('Where the secret is');
export type SecretPlace = z.infer<typeof secretSchema>;

const share = z.number().gt(0).max(1);
const milliseconds = z.int().positive();
const url = z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' });

const salesforceSchema = z.strictObject({
  loginUrl: url.describe("The org's My Domain URL"),
  apiVersion: z
    .string()
    .regex(/^\d{2}\.0$/, { error: 'must look like "68.0"' })
    .default('68.0'),
  auth: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('jwt'), clientId: z.string().min(1), username: z.string().min(1), privateKey: secretSchema, audience: url.optional() }),
    z.strictObject({ kind: z.literal('client-credentials'), clientId: z.string().min(1), clientSecret: secretSchema }),
  ]),
  namespace: z
    .string()
    .regex(/^[A-Za-z]\w{0,14}$/, { error: 'must be the package namespace, without underscores' })
    .nullable()
    .default(null),
  pubsub: z.strictObject({ endpoint: z.string().min(1).default('api.pubsub.salesforce.com:7443'), caFile: z.string().nullable().default(null) }).prefault({}),
  changes: z
    .enum(['auto', 'events', 'polling'])
    .default('auto')
    .describe('How changes are heard of: by platform events, by asking every few minutes, or by events as long as they can be had'),
  pollEveryMs: milliseconds.default(180_000).describe('How often changes are asked for where there are no events'),
  share: share.default(0.5).describe("Part of the org's daily API calls this bridge may use"),
  readTimeoutMs: milliseconds.default(30_000),
  writeTimeoutMs: milliseconds.default(40_000),
  settleMs: milliseconds.default(90_000).describe('How long after its timeout a write may still land'),
});

const hubspotSchema = z.strictObject({
  baseUrl: url.default('https://api.hubapi.com'),
  portalId: z.string().min(1),
  appId: z.string().min(1).describe('Author id of our own writes'),
  auth: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('token'), accessToken: secretSchema }),
    z.strictObject({ kind: z.literal('oauth'), clientId: z.string().min(1), clientSecret: secretSchema, refreshToken: secretSchema }),
  ]),
  webhookSecrets: z.array(secretSchema).min(1).describe('Client secret of the app; two while one is being rotated'),
  journal: z
    .strictObject({ clientId: z.string().min(1), clientSecret: secretSchema })
    .optional()
    .describe('Credentials of the app under which its webhooks journal is read; absent where the app has none'),
  burstPer10s: z.int().positive().default(190).describe('HubSpot burst limit: 190 private apps, 110 public OAuth apps'),
  share: share.default(0.9),
  readTimeoutMs: milliseconds.default(20_000),
  writeTimeoutMs: milliseconds.default(30_000),
  settleMs: milliseconds.default(100_000),
});

const notionSchema = z.strictObject({
  token: secretSchema,
  baseUrl: url.default('https://api.notion.com'),
  timeoutMs: milliseconds.default(30_000),
  settleMs: milliseconds.default(60_000),
});

const stormsSchema = z
  .strictObject({
    windowMs: milliseconds.default(600_000).describe('Writes are counted over this time'),
    creates: z.int().positive().default(5_000).describe('Records made on one side within the window that never pause'),
    updates: z.int().positive().default(20_000).describe('Changes written to one side within the window that never pause'),
    deletes: z.int().positive().default(250).describe('Deletions on one side within the window that never pause'),
    factor: z.number().min(1).max(1_000).default(4).describe('So many times the busiest window of late may be written before a person is asked'),
    personMax: z.int().min(0).default(50).describe('While paused, edits of somebody go on who made no more than these within the window'),
  })
  .prefault({});

const driftSchema = z.strictObject({ everyMs: milliseconds.default(3_600_000).describe('How often the schemas of mapped objects are compared') }).prefault({});

const connectionSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, { error: 'must be lower-case letters, digits and dashes, at most 40' }),
  salesforce: salesforceSchema,
  hubspot: hubspotSchema,
  notion: notionSchema.optional().describe('Where destination rules make pages; absent = none are made'),
  apiToken: secretSchema.optional().describe('Token of this org for the API; it opens nothing of other connections'),
  golive: z
    .enum(['at-once', 'by-job'])
    .default('at-once')
    .describe('Whether everything crosses as soon as the bridge starts, or nothing before a backfill was approved'),
  reconciliation: z
    .strictObject({
      everyHours: z.number().min(0).max(8_760).default(24).describe('How often everything is checked by itself; 0 = only when asked'),
      share: share.default(0.5).describe("Part of the bridge's own daily calls a check may use; the rest is kept for what people do"),
    })
    .prefault({}),
  storms: stormsSchema.describe('When writes pause and a person is asked'),
  drift: driftSchema.describe('Looking for changes of the schemas'),
});

const fileSchema = z.strictObject({
  dataDir: z.string().min(1).default('.fieldwise'),
  http: z.strictObject({
    host: z.string().min(1).default('127.0.0.1'),
    port: z.int().min(0).max(65_535).default(8_585),
    publicUrl: url.describe('URL under which HubSpot reaches this bridge; webhook signatures cover it'),
    apiToken: secretSchema.describe("Operator's bearer token of the API, good for every connection"),
    callsPerMinute: z.int().positive().default(1_200).describe('API calls one token may make per minute'),
  }),
  key: secretSchema.optional().describe('Master key, 32 bytes as 64 hex digits; made in the data directory when absent'),
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug']).default('info'),
  engine: z
    .strictObject({
      concurrency: z.int().min(1).max(64).default(4).describe('Passes at once per connection'),
      batchMax: z.int().min(1).max(1_000).default(200).describe('Records per pass at most'),
      sweepEveryMs: milliseconds.default(15 * 60_000),
      inboxMax: z.int().positive().default(500_000).describe('Waiting changes above which webhooks are asked to come back'),
    })
    .prefault({}),
  alerts: z
    .strictObject({
      webhookHosts: z
        .array(z.string().min(1))
        .default(['hooks.slack.com'])
        .describe('Hosts alerts may be posted to; an entry that begins with a point allows every host below it. http only to this machine'),
    })
    .prefault({}),
  connections: z.array(connectionSchema).min(1, { error: 'name at least one connection' }),
});
type FileConfig = z.infer<typeof fileSchema>;

/** The same shape with every secret in hand and paths made absolute. */
type Revealed<T> = T extends SecretPlace
  ? string
  : T extends readonly (infer Item)[]
    ? readonly Revealed<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Revealed<T[Key]> }
      : T;
export type Config = Revealed<Omit<FileConfig, 'key'>> & { readonly key: string | null; readonly databaseUrl: string | null };
export type ConnectionConfig = Config['connections'][number];
export type ConfigProblem = { readonly path: string; readonly problem: string; readonly remedy: string };
export type ConfigResult = { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

export type ConfigSource = { readonly env: Readonly<Record<string, string | undefined>>; readonly readText: (path: string) => string };

const defaultFile = 'fieldwise.json';
const knownEnvironment: ReadonlySet<string> = new Set([
  'FIELDWISE_CONFIG',
  'FIELDWISE_DATA_DIR',
  'FIELDWISE_HOST',
  'FIELDWISE_PORT',
  'FIELDWISE_LOG_LEVEL',
  'FIELDWISE_API_TOKEN',
  'FIELDWISE_KEY',
]);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Environment settings laid over the file. Numbers arrive as text. */
function withEnvironment(file: Record<string, unknown>, env: ConfigSource['env']): Record<string, unknown> {
  const http = isRecord(file['http']) ? file['http'] : {};
  const port = env['FIELDWISE_PORT'];
  return {
    ...file,
    ...(env['FIELDWISE_DATA_DIR'] === undefined ? {} : { dataDir: env['FIELDWISE_DATA_DIR'] }),
    ...(env['FIELDWISE_LOG_LEVEL'] === undefined ? {} : { logLevel: env['FIELDWISE_LOG_LEVEL'] }),
    ...(env['FIELDWISE_KEY'] === undefined ? {} : { key: { env: 'FIELDWISE_KEY' } }),
    http: {
      ...http,
      ...(env['FIELDWISE_HOST'] === undefined ? {} : { host: env['FIELDWISE_HOST'] }),
      ...(port === undefined ? {} : { port: /^\d+$/.test(port) ? Number(port) : port }),
      ...(env['FIELDWISE_API_TOKEN'] === undefined ? {} : { apiToken: { env: 'FIELDWISE_API_TOKEN' } }),
    },
  };
}

/** Unknown variables with our prefix are mistakes, except those the file itself names as secrets. */
function unknownVariables(env: ConfigSource['env'], fileText: string): readonly ConfigProblem[] {
  return Object.keys(env)
    .filter((name) => name.startsWith('FIELDWISE_') && !knownEnvironment.has(name) && !fileText.includes(`"${name}"`))
    .map((name) => ({ path: name, problem: 'is not a setting of this program', remedy: `remove it, or use one of ${[...knownEnvironment].join(', ')}` }));
}

function readFile(path: string, { readText }: ConfigSource): { readonly text: string; readonly value: unknown } | ConfigProblem {
  let text: string;
  try {
    text = readText(path);
  } catch {
    return { path, problem: 'cannot be read', remedy: 'set FIELDWISE_CONFIG to the configuration file; config/fieldwise.example.json is a start' };
  }
  try {
    return { text, value: JSON.parse(text) };
  } catch (error) {
    return { path, problem: `is not JSON: ${error instanceof Error ? error.message : String(error)}`, remedy: 'mend the file' };
  }
}

function remedyOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `remove ${issue.keys.join(', ')}, or check the spelling`;
  return 'mend it in the configuration file; docs/operator-guide.md lists every setting';
}

function problemsOf(error: z.ZodError): readonly ConfigProblem[] {
  return error.issues.map((issue) => ({ path: issue.path.map(String).join('.') || '(file)', problem: issue.message, remedy: remedyOf(issue) }));
}

/** Replaces each secret's place by its text; collects the places that hold none. */
function reveal(value: unknown, path: string, folder: string, source: ConfigSource, problems: ConfigProblem[]): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map((item: unknown, index) => reveal(item, `${path}.${String(index)}`, folder, source, problems)));
  if (!isRecord(value)) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && typeof value['env'] === 'string') return fromEnvironment(value['env'], path, source, problems);
  if (keys.length === 1 && typeof value['file'] === 'string') return fromFile(resolve(folder, value['file']), path, source, problems);
  const entries = Object.entries(value).map(([key, item]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return [key, key === 'caFile' && typeof item === 'string' ? resolve(folder, item) : reveal(item, at, folder, source, problems)];
  });
  return Object.freeze(Object.fromEntries(entries));
}

function fromEnvironment(name: string, path: string, { env }: ConfigSource, problems: ConfigProblem[]): string {
  const text = env[name]?.trim() ?? '';
  if (text === '') problems.push({ path, problem: `its environment variable ${name} is empty`, remedy: `set ${name}` });
  return text;
}

function fromFile(file: string, path: string, { readText }: ConfigSource, problems: ConfigProblem[]): string {
  try {
    const text = readText(file).trim();
    if (text === '') problems.push({ path, problem: `its file ${file} is empty`, remedy: 'write the secret into it' });
    return text;
  } catch {
    problems.push({ path, problem: `its file ${file} cannot be read`, remedy: 'check the path and the permissions' });
    return '';
  }
}

function crossChecks(config: Config): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const ids = config.connections.map((connection) => connection.id);
  for (const id of new Set(ids.filter((candidate, index) => ids.indexOf(candidate) !== index))) {
    problems.push({ path: 'connections', problem: `two connections are called ${id}`, remedy: 'give each its own id; it is part of every stored key' });
  }
  if (config.key !== null && !/^[0-9a-f]{64}$/i.test(config.key))
    problems.push({ path: 'key', problem: 'is not 64 hex digits', remedy: 'make one with `openssl rand -hex 32`' });
  const { databaseUrl } = config;
  if (databaseUrl !== null && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    problems.push({
      path: 'DATABASE_URL',
      problem: 'is not a PostgreSQL URL',
      remedy: 'use postgres://user:password@host/database, or unset it for the embedded store',
    });
  }
  return problems;
}

/** Reads, checks and freezes the configuration; on failure, every problem with its remedy. */
export function loadConfig(source: ConfigSource): ConfigResult {
  const path = resolve(source.env['FIELDWISE_CONFIG'] ?? defaultFile);
  const file = readFile(path, source);
  if ('problem' in file) return { ok: false, problems: [file] };
  if (!isRecord(file.value)) return { ok: false, problems: [{ path, problem: 'is not a JSON object', remedy: 'start from config/fieldwise.example.json' }] };
  const strays = unknownVariables(source.env, file.text);
  const parsed = fileSchema.safeParse(withEnvironment(file.value, source.env));
  if (!parsed.success) return { ok: false, problems: [...strays, ...problemsOf(parsed.error)] };

  const folder = dirname(path);
  const problems: ConfigProblem[] = [...strays];
  const { key, dataDir, ...rest } = parsed.data;
  const revealed = reveal(
    {
      ...rest,
      dataDir: source.env['FIELDWISE_DATA_DIR'] === undefined ? resolve(folder, dataDir) : resolve(dataDir),
      key: key ?? null,
      databaseUrl: source.env['DATABASE_URL'] ?? null,
    },
    '',
    folder,
    source,
    problems,
  );
  // The schema checked the shape and `reveal` changed nothing but secrets, which is what the type says.
  const config = revealed as Config;
  problems.push(...crossChecks(config));
  return problems.length === 0 ? { ok: true, config } : { ok: false, problems };
}

/** The configuration of this process. */
export function loadProcessConfig(): ConfigResult {
  return loadConfig({ env: process.env, readText: (path) => readFileSync(path, 'utf8') });
}
