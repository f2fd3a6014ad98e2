import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { at, startTestOrg } from './testing/local-org.ts';
import type { TestOrg } from './testing/local-org.ts';

const ECHO = `@RestResource(urlMapping='/echo/*')
global with sharing class EchoResource {
    @HttpPost
    global static void post() {
        RestContext.response.statusCode = 202;
        RestContext.response.addHeader('X-Echo', RestContext.request.params.get('q'));
        RestContext.response.responseBody = Blob.valueOf('{"body":' + RestContext.request.requestBody.toString() + '}');
    }
    @HttpGet
    global static String read() {
        throw new EchoException('nothing here');
    }
    public class EchoException extends Exception {}
}`;
const GREETER = `public with sharing class Greeter {
    @AuraEnabled
    public static String greet(String name) {
        return 'Hello ' + name;
    }
}`;
const TRIGGER = `trigger LeadTitle on Lead (before insert) {
    for (Lead one : Trigger.new) {
        if (one.Title == 'bad') {
            one.addError('No bad titles');
        }
        one.Description = 'seen';
    }
}`;
const META = (kind: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${kind} xmlns="http://soap.sforce.com/2006/04/metadata">\n    <apiVersion>68.0</apiVersion>\n    <status>Active</status>\n</${kind}>\n`;

let org: TestOrg;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'package-'));
  mkdirSync(join(folder, 'classes'));
  mkdirSync(join(folder, 'triggers'));
  for (const [name, source] of [
    ['EchoResource', ECHO],
    ['Greeter', GREETER],
  ] as const) {
    writeFileSync(join(folder, 'classes', `${name}.cls`), source);
    writeFileSync(join(folder, 'classes', `${name}.cls-meta.xml`), META('ApexClass'));
  }
  writeFileSync(join(folder, 'triggers', 'LeadTitle.trigger'), TRIGGER);
  writeFileSync(join(folder, 'triggers', 'LeadTitle.trigger-meta.xml'), META('ApexTrigger'));
  org = await startTestOrg(folder);
});
afterAll(async () => {
  await org.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('Apex REST', () => {
  test('answers with the status, headers and body the code set', async () => {
    const reply = await org.as('admin')('POST', '/services/apexrest/echo/x?q=found', { a: 1 });
    expect([reply.status, reply.headers.get('x-echo'), reply.body]).toEqual([202, 'found', { body: { a: 1 } }]);
  });
  test('an uncaught exception is a 500', async () => {
    const reply = await org.as('admin')('GET', '/services/apexrest/echo/x');
    expect([reply.status, at(reply.body, 0, 'errorCode')]).toEqual([500, 'APEX_ERROR']);
    expect(at(reply.body, 0, 'message')).toContain('EchoResource.EchoException: nothing here');
  });
  test('needs access to the class', async () => {
    const reply = await org.as('rep1')('POST', '/services/apexrest/echo/x?q=1', {});
    expect([reply.status, reply.body]).toEqual([403, [{ message: 'You do not have access to the Apex class named: EchoResource', errorCode: 'FORBIDDEN' }]]);
  });
  test('a verb nobody answers is not found', async () => expect((await org.as('admin')('DELETE', '/services/apexrest/echo/x')).status).toBe(404));
});

test('triggers run on saves through the API', async () => {
  const admin = org.as('admin');
  const good = await admin('POST', 'sobjects/Lead', { LastName: 'L', Company: 'X' });
  expect(at((await admin('GET', `sobjects/Lead/${String(at(good.body, 'id'))}?fields=Description`)).body, 'Description')).toBe('seen');
  const bad = await admin('POST', 'sobjects/Lead', { LastName: 'L', Company: 'X', Title: 'bad' });
  expect([bad.status, bad.body]).toEqual([400, [{ message: 'No bad titles', errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', fields: [] }]]);
});

test('a controller can be called as a person who may', async () => {
  expect((await org.control('POST', 'aura', { as: 'rep1', class: 'Greeter', method: 'greet' })).status).toBe(422);
  expect((await org.control('POST', 'aura', { as: 'admin', class: 'Greeter', method: 'greet', args: { name: 'Ada' } })).body).toEqual({ result: 'Hello Ada' });
});
