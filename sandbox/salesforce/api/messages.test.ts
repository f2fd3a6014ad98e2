import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { at, startTestOrg } from './testing/local-org.ts';
import type { TestOrg } from './testing/local-org.ts';

const SENDER = `public with sharing class Sender {
    private static Messaging.SingleEmailMessage email(String to, String body) {
        Messaging.SingleEmailMessage message = new Messaging.SingleEmailMessage();
        if (to != null) message.setToAddresses(new List<String>{ to });
        message.setSubject('Hello');
        message.setPlainTextBody(body);
        return message;
    }
    private static String send(List<Messaging.Email> messages) {
        List<String> answers = new List<String>();
        for (Messaging.SendEmailResult result : Messaging.sendEmail(messages, false)) {
            answers.add(result.isSuccess() ? 'sent' : result.getErrors()[0].getStatusCode() + ': ' + result.getErrors()[0].getMessage());
        }
        return String.join(answers, ', ');
    }
    @AuraEnabled
    public static String mail(String to, String body) { return send(new List<Messaging.SingleEmailMessage>{ email(to, body) }); }
    @AuraEnabled
    public static String toUser(Id userId, Boolean asActivity) {
        Messaging.SingleEmailMessage message = email(null, 'text');
        message.setTargetObjectId(userId);
        if (asActivity != null) message.setSaveAsActivity(asActivity);
        return send(new List<Messaging.SingleEmailMessage>{ message });
    }
    @AuraEnabled
    public static String allOrNone(String first, String second) {
        try {
            Messaging.sendEmail(new List<Messaging.SingleEmailMessage>{ email(first, 'x'), email(second, 'x') });
            return 'sent';
        } catch (EmailException e) { return e.getMessage(); }
    }
    @AuraEnabled
    public static void sendThenFail(String to) {
        email(to, 'x');
        Messaging.sendEmail(new List<Messaging.SingleEmailMessage>{ email(to, 'x') });
        throw new AuraHandledException('no');
    }
    @AuraEnabled
    public static String sendThenRollBack(String to) {
        Savepoint before = Database.setSavepoint();
        String answer = mail(to, 'x');
        Database.rollback(before);
        return answer;
    }
    @AuraEnabled
    public static void tooOften() {
        for (Integer i = 0; i < 11; i++) mail('a@b.example', 'x');
    }
    @AuraEnabled
    public static String reserve(Integer count) {
        try { Messaging.reserveSingleEmailCapacity(count); return 'room'; } catch (HandledException e) { return e.getMessage(); }
    }
    @AuraEnabled
    public static String bell(String typeName, String userId, String title) {
        List<CustomNotificationType> types = [SELECT Id FROM CustomNotificationType WHERE DeveloperName = :typeName WITH SYSTEM_MODE];
        Messaging.CustomNotification notification = new Messaging.CustomNotification();
        notification.setNotificationTypeId(types.isEmpty() ? '0ML000000000000AAA' : types[0].Id);
        notification.setTitle(title);
        notification.setBody('text');
        notification.setTargetId('000000000000000AAA');
        try { notification.send(new Set<String>{ userId }); return 'sent'; } catch (Exception e) { return e.getMessage(); }
    }
}`;
const meta = (kind: string, inner: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${kind} xmlns="http://soap.sforce.com/2006/04/metadata">${inner}</${kind}>\n`;
const FILES: Readonly<Record<string, string>> = {
  'classes/Sender.cls': SENDER,
  'classes/Sender.cls-meta.xml': meta('ApexClass', '<apiVersion>68.0</apiVersion><status>Active</status>'),
  'notificationtypes/Told.notiftype-meta.xml': meta(
    'CustomNotificationType',
    '<customNotifTypeName>Told</customNotifTypeName><desktop>true</desktop><masterLabel>Told</masterLabel><mobile>false</mobile>',
  ),
};

let org: TestOrg;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'package-'));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  org = await startTestOrg(folder);
});
afterAll(async () => {
  await org.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await org.control('POST', 'reset');
});

const call = (method: string, params: Readonly<Record<string, unknown>>) => org.as('admin')('POST', '/aura/apex', { classname: 'Sender', method, params });
const value = async (method: string, params: Readonly<Record<string, unknown>> = {}): Promise<unknown> => at((await call(method, params)).body, 'returnValue');
const sent = async (): Promise<readonly unknown[]> => (await org.control('GET', 'messages')).body as readonly unknown[]; // the control plane's list
const admin = (): string => org.local.ready.personas.admin.userId;

describe('e-mail', () => {
  test('leaves the org when the transaction commits', async () => {
    expect(await value('mail', { to: 'ops@example.com', body: 'Hi' })).toBe('sent');
    expect(await sent()).toMatchObject([{ kind: 'email', to: ['ops@example.com'], subject: 'Hello', text: 'Hi', sentBy: admin(), at: expect.any(Number) }]);
  });
  test('never leaves a transaction that failed or was rolled back', async () => {
    expect((await call('sendThenFail', { to: 'a@b.example' })).status).toBe(500);
    expect(await value('sendThenRollBack', { to: 'a@b.example' })).toBe('sent');
    expect(await sent()).toEqual([]);
  });
  test.each([
    ['nobody', 'INVALID_EMAIL_ADDRESS: Email address is invalid: nobody'],
    ['a@b', 'INVALID_EMAIL_ADDRESS: Email address is invalid: a@b'],
    [null, 'REQUIRED_FIELD_MISSING: Add a recipient to send an email.'],
  ])('to %s is refused', async (to, words) => expect(await value('mail', { to, body: 'x' })).toBe(words));
  test('without a body is refused', async () =>
    expect(await value('mail', { to: 'a@b.example', body: null })).toMatch(/^REQUIRED_FIELD_MISSING: Missing body/));
  test('is all or none when asked to be', async () => {
    expect(await value('allOrNone', { first: 'a@b.example', second: 'bad' })).toBe(
      'SendEmail failed. First exception on row 1; first error: INVALID_EMAIL_ADDRESS, Email address is invalid: bad: [toAddresses, bad]',
    );
    expect(await sent()).toEqual([]);
  });
  test('to a user must not be saved as an activity, and does not count', async () => {
    expect(await value('toUser', { userId: admin(), asActivity: null })).toMatch(/^INVALID_SAVE_AS_ACTIVITY_FLAG/);
    await org.control('PUT', 'limits', { dailySingleEmails: 0 });
    expect(await value('toUser', { userId: admin(), asActivity: false })).toBe('sent');
    expect(await sent()).toMatchObject([{ to: [], recipientIds: [admin()] }]);
  });
  test('ends with the day’s limit of external addresses', async () => {
    await org.control('PUT', 'limits', { dailySingleEmails: 1 });
    expect(await value('reserve', { count: 2 })).toBe('The daily limit for the org would be exceeded by this request.');
    expect(await value('mail', { to: 'a@b.example', body: 'x' })).toBe('sent');
    expect(await value('mail', { to: 'a@b.example', body: 'x' })).toBe('SINGLE_EMAIL_LIMIT_EXCEEDED: Failed to send email');
    expect(at((await org.control('GET', 'limits')).body, 'dailySingleEmails')).toEqual({ used: 1, max: 1 });
  });
  test('may be sent ten times in a transaction', async () => {
    expect(JSON.stringify((await call('tooOften', {})).body)).toContain('Too many Email Invocations: 11');
    expect(await sent()).toEqual([]);
  });
});

describe('notifications', () => {
  test('reach users under a type of the package', async () => {
    expect(await value('bell', { typeName: 'Told', userId: admin(), title: 'Look' })).toBe('sent');
    expect(await sent()).toMatchObject([{ kind: 'notification', type: 'Told', recipientIds: [admin()], title: 'Look', body: 'text' }]);
  });
  test.each<readonly [string, Readonly<Record<string, unknown>>, RegExp]>([
    ['an unknown type', { typeName: 'Nothing' }, /notification type/],
    ['a recipient that is none', { userId: '003000000000001AAA' }, /recipient/],
    ['a user who is not there', { userId: '005000000000999AAA' }, /recipient/],
    ['no title', { title: '' }, /title/],
    ['a title too long', { title: 'x'.repeat(251) }, /250/],
  ])('%s is refused', async (_what, over, words) => {
    expect(await value('bell', { typeName: 'Told', userId: admin(), title: 'Look', ...over })).toMatch(words);
    expect(await sent()).toEqual([]);
  });
});
