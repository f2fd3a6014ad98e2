/** Blob, EncodingUtil, Crypto, Http and its mock, RestContext. */
import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto';
import { AList, AMap } from '../runtime/collections.ts';
import { running } from '../runtime/current.ts';
import { callInterface } from '../runtime/helpers.ts';
import type { CalloutRequest, Callouts } from '../../contract.ts';
import type { Context } from '../runtime/runtime.ts';
import { raise } from '../runtime/throwable.ts';
import { Bag, define, type Implementation, type Library } from './define.ts';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'));
const text = (blob: Uint8Array): string => Buffer.from(blob).toString('utf8');
const strings = (items: unknown[]): AList => new AList(running().table.list(running().table.lib('String')), items);
const HASHES: Readonly<Record<string, string>> = {
  md5: 'md5',
  sha1: 'sha1',
  sha256: 'sha256',
  sha512: 'sha512',
  hmacmd5: 'md5',
  hmacsha1: 'sha1',
  hmacsha256: 'sha256',
  hmacsha512: 'sha512',
};
const hashName = (name: string): string => {
  return HASHES[name.toLowerCase().replace('-', '')] ?? raise('NoSuchAlgorithmException', `Cannot find any provider supporting ${name}`);
};

function defineEncoding(library: Library): void {
  define(library, 'Blob', {
    'static Blob valueOf(String)': bytes,
    'String toString()': text,
    'Integer size()': (b: Uint8Array) => b.length,
  });
  define(library, 'EncodingUtil', {
    'static String base64Encode(Blob)': (b: Uint8Array) => Buffer.from(b).toString('base64'),
    'static Blob base64Decode(String)': (s: string) => new Uint8Array(Buffer.from(s, 'base64')),
    'static String convertToHex(Blob)': (b: Uint8Array) => Buffer.from(b).toString('hex'),
    'static Blob convertFromHex(String)': (s: string) => new Uint8Array(Buffer.from(s, 'hex')),
    'static String urlEncode(String,String)': (s: string) =>
      encodeURIComponent(s)
        .replaceAll('%20', '+')
        .replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
    'static String urlDecode(String,String)': (s: string) => decodeURIComponent(s.replaceAll('+', '%20')),
  });
  define(library, 'Crypto', {
    'static Blob generateDigest(String,Blob)': (name: string, data: Uint8Array) => new Uint8Array(createHash(hashName(name)).update(data).digest()),
    'static Blob generateMac(String,Blob,Blob)': (name: string, data: Uint8Array, key: Uint8Array) =>
      new Uint8Array(createHmac(hashName(name), key).update(data).digest()),
    'static Blob generateAesKey(Integer)': (bits: number) => new Uint8Array(randomBytes(bits / 8)),
    'static Long getRandomLong()': () => randomBytes(8).readBigInt64BE(),
    'static Integer getRandomInteger()': () => randomInt(-(2 ** 31), 2 ** 31 - 1),
    'static Boolean areEqualConstantTime(Blob,Blob)': (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0,
  });
}

/** Getter and setter pairs over a bag's values. */
function accessors(names: Readonly<Record<string, string>>): Record<string, Implementation> {
  const members: Record<string, Implementation> = {};
  for (const [name, type] of Object.entries(names)) {
    const key = name.charAt(0).toLowerCase() + name.slice(1);
    members[`${type} get${name}()`] = (bag: Bag) => bag.values[key] ?? null;
    members[`void set${name}(${type}?)`] = (bag: Bag, value: unknown) => {
      bag.values[key] = value;
    };
  }
  return members;
}

function headersOf(bag: Bag): Map<string, string> {
  const held = bag.values['$headers'];
  if (held instanceof Map) return held;
  const made = new Map<string, string>();
  bag.values['$headers'] = made;
  return made;
}

const headerMembers: Record<string, Implementation> = {
  'void setHeader(String,String)': (b: Bag, name: string, value: string) => void headersOf(b).set(name, value),
  'String getHeader(String)': (b: Bag, name: string) => [...headersOf(b)].find(([k]) => k.toLowerCase() === name.toLowerCase())?.[1] ?? null,
  'List<String> getHeaderKeys()': (b: Bag) => strings([...headersOf(b).keys()]),
  'Blob getBodyAsBlob()': (b: Bag) => bytes(String(b.values['body'] ?? '')),
  'void setBodyAsBlob(Blob)': (b: Bag, body: Uint8Array) => {
    b.values['body'] = text(body);
  },
};

/** Bounds of setTimeout, and what goes without it (Apex Developer Guide, "Callout Limits and Limitations"). */
const TIMEOUT_MAX_MS = 120_000;
const TIMEOUT_DEFAULT_MS = 10_000;

function calloutOf(request: Bag): CalloutRequest {
  const { values } = request;
  const timeoutMs = values['timeout'];
  return {
    method: String(values['method'] ?? 'GET'),
    endpoint: String(values['endpoint'] ?? ''),
    headers: Object.fromEntries(headersOf(request)),
    body: String(values['body'] ?? ''),
    timeoutMs: typeof timeoutMs === 'number' ? timeoutMs : TIMEOUT_DEFAULT_MS,
  };
}

function setTimeoutOf(request: Bag, timeoutMs: number): void {
  if (timeoutMs < 1 || timeoutMs > TIMEOUT_MAX_MS)
    raise('CalloutException', `Invalid value for timeout: ${timeoutMs}. It must be between 1 and ${TIMEOUT_MAX_MS} milliseconds.`);
  request.values['timeout'] = timeoutMs;
}

/** Work of this transaction that a callout would keep uncommitted while it waits. */
function hasUncommittedWork({ limits }: Context): boolean {
  return (['dmlStatements', 'savepoints', 'queueableJobs', 'futureCalls'] as const).some((name) => limits.used(name) > 0);
}

/** The answer at hand, or out of the transaction: whoever runs it makes the request and runs it again. */
function callOut(callouts: Callouts, request: Bag): Bag {
  const answer = callouts.answerTo(calloutOf(request));
  if ('failure' in answer) return raise('CalloutException', answer.failure);
  const { status, statusText, body, headers } = answer;
  return new Bag('HttpResponse', { statusCode: status, status: statusText, body, $headers: new Map(Object.entries(headers)) });
}

/** `Http.send`: a test's mock, else the answers the transaction was given. */
function send(request: Bag): unknown {
  const { context } = running();
  context.limits.add('callouts');
  if (context.trigger !== null) raise('CalloutException', 'Callout from triggers are currently not supported.');
  if (hasUncommittedWork(context)) raise('CalloutException', 'You have uncommitted work pending. Please commit or rollback before calling out');
  const mock = context.test?.mocks.get('httpcalloutmock');
  if (!mock) {
    if (context.test) return raise('CalloutException', 'Methods defined as TestMethod do not support Web service callouts');
    const { callouts } = context.transaction;
    return callouts === undefined
      ? raise('CalloutException', 'The local org calls out for controllers and Apex REST only, not from jobs or event triggers.')
      : callOut(callouts, request);
  }
  return callInterface(mock, 'respond', [request]);
}

function defineHttp(library: Library): void {
  define(library, 'HttpRequest', {
    'new()': () => new Bag('HttpRequest', { body: '' }),
    ...accessors({ Endpoint: 'String', Method: 'String', Body: 'String' }),
    'void setTimeout(Integer)': setTimeoutOf,
    'void setCompressed(Boolean)': () => undefined,
    ...headerMembers,
  });
  define(library, 'HttpResponse', {
    'new()': () => new Bag('HttpResponse', { body: '', status: '', statusCode: 0 }),
    ...accessors({ Body: 'String', Status: 'String', StatusCode: 'Integer' }),
    ...headerMembers,
  });
  define(library, 'Http', { 'new()': () => new Bag('Http', { $text: 'Http' }), 'HttpResponse send(HttpRequest)': (_: Bag, request: Bag) => send(request) });
  define(library, 'HttpCalloutMock', { 'HttpResponse respond(HttpRequest)': null }, { isInterface: true });
}

export function newRestRequest(): Bag {
  const { table } = running();
  const map = (): AMap => new AMap(table.lib('Map', [table.lib('String'), table.lib('String')]));
  return new Bag('RestRequest', {
    headers: map(),
    params: map(),
    httpMethod: null,
    requestBody: null,
    requestURI: null,
    resourcePath: null,
    remoteAddress: null,
  });
}

export function newRestResponse(): Bag {
  const { table } = running();
  return new Bag('RestResponse', { headers: new AMap(table.lib('Map', [table.lib('String'), table.lib('String')])), responseBody: null, statusCode: null });
}

const addTo =
  (name: string) =>
  (bag: Bag, key: string, value: string): void => {
    const map = bag.values[name];
    if (map instanceof AMap) map.put(key, value);
  };

function defineRest(library: Library): void {
  define(library, 'RestRequest', {
    'new()': newRestRequest,
    'Map<String,String> headers': null,
    'Map<String,String> params': null,
    'String httpMethod': null,
    'Blob requestBody': null,
    'String requestURI': null,
    'String resourcePath': null,
    'String remoteAddress': null,
    'void addHeader(String,String)': addTo('headers'),
    'void addParameter(String,String)': addTo('params'),
  });
  define(library, 'RestResponse', {
    'new()': newRestResponse,
    'Map<String,String> headers': null,
    'Blob responseBody': null,
    'Integer statusCode': null,
    'void addHeader(String,String)': addTo('headers'),
  });
  define(library, 'RestContext', {
    'static RestRequest request': () => running().context.rest.request,
    'static RestResponse response': () => running().context.rest.response,
  });
}

export function defineWeb(library: Library): void {
  defineEncoding(library);
  defineHttp(library);
  defineRest(library);
}
