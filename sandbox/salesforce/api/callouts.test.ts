import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { at, startTestOrg } from './testing/local-org.ts';
import type { TestOrg } from './testing/local-org.ts';

const CALLER = `public with sharing class Caller {
    private static String ask(String method, String path, String body, Integer timeoutMs) {
        HttpRequest request = new HttpRequest();
        request.setMethod(method);
        request.setEndpoint('callout:Partner' + path);
        request.setHeader('X-Own', 'yes');
        if (body != null) request.setBody(body);
        if (timeoutMs != null) request.setTimeout(timeoutMs);
        HttpResponse response = new Http().send(request);
        return response.getStatusCode() + ' ' + response.getHeader('x-partner') + ' ' + response.getBody();
    }
    @AuraEnabled
    public static String ask(String path) { return ask('GET', path, null, null); }
    @AuraEnabled
    public static List<String> askTwice(String first, String second) {
        return new List<String>{ ask('GET', first, null, null), ask('POST', second, '{"n":' + Crypto.getRandomInteger() + '}', null) };
    }
    @AuraEnabled
    public static Integer askThenSave(String path) {
        ask('GET', path, null, null);
        insert as system new Account(Name = 'saved behind a callout');
        return [SELECT COUNT() FROM Account WHERE Name = 'saved behind a callout' WITH SYSTEM_MODE];
    }
    @AuraEnabled
    public static String saveThenAsk(String path) {
        insert as system new Account(Name = 'never saved');
        return ask('GET', path, null, null);
    }
    @AuraEnabled
    public static String hurry(String path, Integer timeoutMs) {
        try { return ask('GET', path, null, timeoutMs); } catch (CalloutException e) { return e.getMessage(); }
    }
    @AuraEnabled
    public static Integer tooMany() {
        for (Integer i = 0; i < 101; i++) ask('GET', '/quick', null, null);
        return 0;
    }
    @AuraEnabled(cacheable=true)
    public static String read() { return 'read'; }
    @AuraEnabled(cacheable=true)
    public static void writes() { insert as system new Account(Name = 'x'); }
    @AuraEnabled
    public static void refuses() { throw new AuraHandledException('Not today'); }
    @AuraEnabled
    public static void breaks() { throw new OwnException('own words'); }
    public class OwnException extends Exception {}
}`;
const RESOURCE = `@RestResource(urlMapping='/relay')
global with sharing class Relay {
    @HttpGet
    global static String relay() { return Caller.ask(RestContext.request.params.get('path')); }
}`;
const meta = (kind: string, inner: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${kind} xmlns="http://soap.sforce.com/2006/04/metadata">${inner}</${kind}>\n`;
const FILES: Readonly<Record<string, string>> = {
  'classes/Caller.cls': CALLER,
  'classes/Caller.cls-meta.xml': meta('ApexClass', '<apiVersion>68.0</apiVersion><status>Active</status>'),
  'classes/Relay.cls': RESOURCE,
  'classes/Relay.cls-meta.xml': meta('ApexClass', '<apiVersion>68.0</apiVersion><status>Active</status>'),
  'namedCredentials/Partner.namedCredential-meta.xml': meta(
    'NamedCredential',
    '<label>P</label><namedCredentialType>SecuredEndpoint</namedCredentialType><namedCredentialParameters><parameterName>Url</parameterName><parameterType>Url</parameterType><parameterValue>https://partner.example</parameterValue></namedCredentialParameters><namedCredentialParameters><parameterName>E</parameterName><parameterType>Authentication</parameterType><externalCredential>Partner</externalCredential></namedCredentialParameters>',
  ),
  'externalCredentials/Partner.externalCredential-meta.xml': meta(
    'ExternalCredential',
    '<label>P</label><authenticationProtocol>Custom</authenticationProtocol><externalCredentialParameters><parameterName>Key</parameterName><parameterType>NamedPrincipal</parameterType></externalCredentialParameters>',
  ),
  'permissionsets/Fieldwise_Admin.permissionset-meta.xml': meta(
    'PermissionSet',
    '<label>A</label><externalCredentialPrincipalAccesses><enabled>true</enabled><externalCredentialPrincipal>Partner-Key</externalCredentialPrincipal></externalCredentialPrincipalAccesses>',
  ),
  'permissionsets/Fieldwise_Rep.permissionset-meta.xml': meta(
    'PermissionSet',
    '<label>R</label><classAccesses><apexClass>Caller</apexClass><enabled>true</enabled></classAccesses>',
  ),
};

type Heard = { readonly method: string; readonly url: string; readonly headers: IncomingMessage['headers']; readonly body: string };
let org: TestOrg;
let folder: string;
let partner: Server;
let heard: Heard[] = [];
let partnerUrl = '';

/** The far side: quick, slow, silent, or asking this very org before it answers. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // a plain request streams buffers
  const url = request.url ?? '';
  heard.push({ method: request.method ?? '', url, headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
  if (url === '/silent') return;
  if (url === '/back') await org.as('integration')('POST', 'sobjects/Account', { Name: 'made from outside' });
  response.writeHead(url === '/missing' ? 404 : 200, { 'X-Partner': 'p' }).end(`answer to ${url}`);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'package-'));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  org = await startTestOrg(folder);
  partner = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => partner.listen(0, '127.0.0.1', () => resolve()));
  const address = partner.address();
  partnerUrl = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
});
afterAll(async () => {
  partner.closeAllConnections();
  partner.close();
  await org.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  heard = [];
  await org.control('PUT', 'named-credentials/Partner', { url: partnerUrl, headers: { Authorization: 'Bearer secret' } });
});

const call = (method: string, params: Readonly<Record<string, unknown>> = {}, more: Readonly<Record<string, unknown>> = {}) =>
  org.as('admin')('POST', '/aura/apex', { classname: 'Caller', method, params, ...more });
const value = async (method: string, params: Readonly<Record<string, unknown>> = {}): Promise<unknown> => at((await call(method, params)).body, 'returnValue');
const accounts = async (name: string): Promise<unknown> =>
  at((await org.as('admin')('GET', `query?q=SELECT+COUNT()+FROM+Account+WHERE+Name='${name.replaceAll(' ', '+')}'`)).body, 'totalSize');

describe('a callout of a controller', () => {
  test('goes where the named credential leads, with its headers, once', async () => {
    expect(await value('ask', { path: '/quick?a=1' })).toBe('200 p answer to /quick?a=1');
    expect(heard.map(({ method, url }) => [method, url])).toEqual([['GET', '/quick?a=1']]);
    expect([heard[0]?.headers['authorization'], heard[0]?.headers['x-own']]).toEqual(['Bearer secret', 'yes']);
  });
  test('several run in order, each sent once, whatever random body the second run has', async () => {
    expect(await value('askTwice', { first: '/missing', second: '/quick' })).toEqual(['404 p answer to /missing', '200 p answer to /quick']);
    expect(heard.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /missing', 'POST /quick']);
  });
  test('may make the far side call this org back', async () => {
    const before = await accounts('made from outside');
    expect(await value('ask', { path: '/back' })).toBe('200 p answer to /back');
    expect(await accounts('made from outside')).toBe(Number(before) + 1);
  });
  test('leaves what is saved behind it saved once', async () => {
    expect(await value('askThenSave', { path: '/quick' })).toBe(1);
    expect(await accounts('saved behind a callout')).toBe(1);
  });
  test('is refused behind DML, and the DML undone', async () => {
    const reply = await call('saveThenAsk', { path: '/quick' });
    expect([reply.status, at(reply.body, 'message'), at(reply.body, 'exceptionType')]).toEqual([
      500,
      'You have uncommitted work pending. Please commit or rollback before calling out',
      'System.CalloutException',
    ]);
    expect([await accounts('never saved'), heard]).toEqual([0, []]);
  });
  test('ends when its time is over', async () => {
    expect(await value('hurry', { path: '/silent', timeoutMs: 50 })).toBe('Read timed out');
    expect(await value('hurry', { path: '/quick', timeoutMs: 120_001 })).toContain('120000');
  });
  test('is one of at most a hundred', async () => {
    expect(at((await call('tooMany')).body, 'message')).toBe('Too many callouts: 101');
    expect(heard).toHaveLength(100);
  });
  test('says when nobody listens', async () => {
    await org.control('PUT', 'named-credentials/Partner', { url: 'http://127.0.0.1:1' });
    expect(at((await call('ask', { path: '/quick' })).body, 'message')).toMatch(/Connection re/);
  });
  test('needs the principal of the external credential', async () => {
    const reply = await org.as('rep1')('POST', '/aura/apex', { classname: 'Caller', method: 'ask', params: { path: '/quick' } });
    expect(at(reply.body, 'message')).toContain("We couldn't access the credential(s)");
    expect(heard).toEqual([]);
  });
  test('works for Apex REST and the control plane too', async () => {
    expect((await org.as('admin')('GET', '/services/apexrest/relay?path=/quick')).body).toBe('200 p answer to /quick');
    const reply = await org.control('POST', 'aura', { as: 'admin', class: 'Caller', method: 'ask', args: { path: '/quick' } });
    expect(reply.body).toEqual({ result: '200 p answer to /quick' });
  });
});

describe('what a page gets', () => {
  test('a handled exception keeps its words, another one its type', async () => {
    expect((await call('refuses')).body).toMatchObject({ message: 'Not today', exceptionType: 'System.AuraHandledException', isUserDefinedException: false });
    expect((await call('breaks')).body).toMatchObject({ message: 'own words', exceptionType: 'Caller.OwnException', isUserDefinedException: true });
  });
  test('a wired method must be cacheable, and a cacheable one may not write', async () => {
    expect((await call('read', {}, { cacheable: true })).body).toEqual({ returnValue: 'read' });
    expect(at((await call('ask', { path: '/quick' }, { cacheable: true })).body, 'message')).toContain('not cacheable');
    expect(at((await call('writes')).body, 'message')).toBe('Too many DML statements: 1');
  });
  test('needs a token and access to the class', async () => {
    expect((await org.control('POST', '../aura/apex', {})).status).toBe(401);
    expect((await org.as('rep1')('POST', '/aura/apex', { classname: 'Relay', method: 'relay' })).status).toBe(403);
  });
});

test('the control plane names the headers of a named credential, never their values', async () => {
  expect((await org.control('GET', 'named-credentials/Partner')).body).toEqual({ url: partnerUrl, headers: ['Authorization'] });
  expect((await org.control('GET', 'named-credentials/Nobody')).status).toBe(404);
});
