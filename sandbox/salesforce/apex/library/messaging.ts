/**
 * Messaging: single e-mails and custom notifications. What is sent leaves the org when the transaction commits; in a test nothing leaves.
 * Wording and limits: Apex Reference Guide, "Messaging Namespace"; what no public source settles is in docs/apex-assumptions.md.
 */
import type { Outgoing } from '../../contract.ts';
import { AList, ASet } from '../runtime/collections.ts';
import { running } from '../runtime/current.ts';
import { id18 } from '../runtime/sobject.ts';
import { raise } from '../runtime/throwable.ts';
import { Bag, define, type Implementation, type Library } from './define.ts';
import { statusCode } from './status-codes.ts';

const RECIPIENTS_MAX = 150;
const NOTIFIED_MAX = 500;
const TITLE_MAX = 250;
const BODY_MAX = 750;
/** User, Group and queue, Account, Opportunity: a record stands for those who follow it. */
const NOTIFIABLE = new Set(['005', '00G', '001', '006']);
const MAIL_TARGETS = new Set(['005', '003', '00Q']);

type Refusal = { readonly code: string; readonly message: string; readonly fields: readonly string[] };
type Email = Extract<Outgoing, { readonly kind: 'email' }>;

const refusal = (code: string, message: string, fields: readonly string[] = []): Refusal => ({ code, message, fields });
const textOf = (bag: Bag, name: string): string | null => {
  const value = bag.values[name];
  return typeof value === 'string' && value.trim() !== '' ? value : null;
};
const itemsOf = (value: unknown): readonly unknown[] => {
  if (value instanceof AList) return value.items;
  return value instanceof ASet ? [...value.items.values()] : [];
};
const stringsOf = (value: unknown): readonly string[] => itemsOf(value).filter((item): item is string => typeof item === 'string' && item !== '');
const isAddress = (text: string): boolean => /^[^\s@,;<>()]+@[^\s@,;<>()]+\.[^\s@.,;<>()]{2,}$/.test(text);
const isId = (text: string): boolean => /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/.test(text);

/** What keeps one message from being sent; null when nothing does. */
function emailRefusal(bag: Bag, addresses: readonly string[], target: string | null): Refusal | null {
  if (textOf(bag, 'plainTextBody') === null && textOf(bag, 'htmlBody') === null)
    return refusal('REQUIRED_FIELD_MISSING', 'Missing body, need at least one of html or plainText');
  if (addresses.length === 0 && target === null) return refusal('REQUIRED_FIELD_MISSING', 'Add a recipient to send an email.');
  if (addresses.length > RECIPIENTS_MAX) return refusal('LIMIT_EXCEEDED', `Only ${RECIPIENTS_MAX} recipients are allowed`, ['toAddresses']);
  const bad = addresses.find((address) => !isAddress(address) && !isId(address));
  if (bad !== undefined) return refusal('INVALID_EMAIL_ADDRESS', `Email address is invalid: ${bad}`, ['toAddresses', bad]);
  return target === null ? null : targetRefusal(bag, target);
}

function targetRefusal(bag: Bag, target: string): Refusal | null {
  if (!MAIL_TARGETS.has(target.slice(0, 3)))
    return refusal('INVALID_ID_FIELD', 'Only User, Contact, Lead, or Person objects are allowed for targetObjectId', ['targetObjectId', target]);
  if (!target.startsWith('005')) return null;
  if (bag.values['saveAsActivity'] !== false)
    return refusal('INVALID_SAVE_AS_ACTIVITY_FLAG', 'saveAsActivity must be false when sending mail to users.', ['saveAsActivity', 'true']);
  const user = running().org.user(target);
  return typeof user?.['Email'] === 'string' ? null : refusal('INVALID_ID_FIELD', 'Invalid target object id', ['targetObjectId', target]);
}

function emailOf(bag: Bag, addresses: readonly string[], target: string | null): Email {
  const ids = [...addresses.filter(isId), ...(target === null ? [] : [target])].map(id18);
  return {
    kind: 'email',
    to: addresses.filter((address) => !isId(address)),
    recipientIds: ids,
    subject: textOf(bag, 'subject') ?? '',
    text: textOf(bag, 'plainTextBody'),
    html: textOf(bag, 'htmlBody'),
    senderName: textOf(bag, 'senderDisplayName'),
    replyTo: textOf(bag, 'replyTo'),
    sentBy: running().context.userId,
  };
}

function sendOne(bag: Bag): Refusal | null {
  const { transaction } = running().context;
  const addresses = ['toAddresses', 'ccAddresses', 'bccAddresses'].flatMap((name) => stringsOf(bag.values[name]));
  const target = textOf(bag, 'targetObjectId');
  const refused = emailRefusal(bag, addresses, target);
  if (refused !== null) return refused;
  const message = emailOf(bag, addresses, target);
  const { messaging } = transaction;
  if (messaging === undefined) throw new Error('this org cannot send: Transaction.messaging is missing');
  if (message.to.length > messaging.emailsLeft()) return refusal('SINGLE_EMAIL_LIMIT_EXCEEDED', 'Failed to send email');
  messaging.send(message);
  return null;
}

const resultOf = (refused: Refusal | null): Bag => new Bag('Messaging.SendEmailResult', { refused });

function sendEmail(emails: AList, isAllOrNone: boolean): AList {
  const { context, table } = running();
  context.limits.add('emailInvocations');
  const savepoint = context.transaction.messaging?.mark() ?? 0;
  const refusals = emails.items.map((email) =>
    email instanceof Bag ? sendOne(email) : raise('NullPointerException', 'Attempt to de-reference a null object'),
  );
  const row = refusals.findIndex((one) => one !== null);
  const first = refusals[row];
  if (isAllOrNone && first !== undefined && first !== null) {
    context.transaction.messaging?.undoTo(savepoint);
    raise('EmailException', `SendEmail failed. First exception on row ${row}; first error: ${first.code}, ${first.message}: [${first.fields.join(', ')}]`);
  }
  return new AList(table.list(table.lib('Messaging.SendEmailResult')), refusals.map(resultOf));
}

function errorsOf(result: Bag): AList {
  const { table } = running();
  // Only `resultOf` makes these bags.
  const refused = result.values['refused'] as Refusal | null;
  const bags = refused === null ? [] : [new Bag('Messaging.SendEmailError', { refused })];
  return new AList(table.list(table.lib('Messaging.SendEmailError')), bags);
}

const refusedIn = (error: Bag): Refusal => error.values['refused'] as Refusal; // as `errorsOf` made it

/** Setters of a message, and getters where the platform has them. */
function setters(names: Readonly<Record<string, string>>, isReadable: boolean): Record<string, Implementation> {
  const members: Record<string, Implementation> = {};
  for (const [name, type] of Object.entries(names)) {
    const key = name.charAt(0).toLowerCase() + name.slice(1);
    members[`void set${name}(${type}?)`] = (bag: Bag, value: unknown) => {
      bag.values[key] = value;
    };
    if (isReadable) members[`${type} get${name}()`] = (bag: Bag) => bag.values[key] ?? null;
  }
  return members;
}

function defineEmail(library: Library): void {
  define(library, 'Messaging.Email', {});
  define(
    library,
    'Messaging.SingleEmailMessage',
    {
      'new()': () => new Bag('Messaging.SingleEmailMessage', { saveAsActivity: true }),
      ...setters(
        {
          ToAddresses: 'List<String>',
          CcAddresses: 'List<String>',
          BccAddresses: 'List<String>',
          Subject: 'String',
          PlainTextBody: 'String',
          HtmlBody: 'String',
          ReplyTo: 'String',
          SenderDisplayName: 'String',
          TargetObjectId: 'Id',
          WhatId: 'Id',
        },
        true,
      ),
      'void setSaveAsActivity(Boolean)': (bag: Bag, value: boolean) => void (bag.values['saveAsActivity'] = value),
      'void setUseSignature(Boolean)': () => undefined,
      'void setBccSender(Boolean)': () => undefined,
    },
    { extends: ['Messaging.Email'] },
  );
  define(library, 'Messaging.SendEmailResult', {
    'Boolean isSuccess()': (result: Bag) => result.values['refused'] === null,
    'List<Messaging.SendEmailError> getErrors()': errorsOf,
  });
  define(library, 'Messaging.SendEmailError', {
    'String getMessage()': (error: Bag) => refusedIn(error).message,
    'StatusCode getStatusCode()': (error: Bag) => statusCode(refusedIn(error).code),
    'String getTargetObjectId()': () => null,
  });
  define(library, 'Messaging', {
    'static List<Messaging.SendEmailResult> sendEmail(List<Messaging.Email>)': (emails: AList) => sendEmail(emails, true),
    'static List<Messaging.SendEmailResult> sendEmail(List<Messaging.Email>,Boolean)': sendEmail,
    'static void reserveSingleEmailCapacity(Integer)': (count: number) => {
      if (count > (running().context.transaction.messaging?.emailsLeft() ?? 0))
        raise('HandledException', 'The daily limit for the org would be exceeded by this request.');
    },
  });
}

function notificationRefusal(bag: Bag, users: readonly string[]): string | null {
  const { messaging } = running().context.transaction;
  const type = textOf(bag, 'notificationTypeId');
  if (type === null || messaging?.notificationType(id18(type)) === undefined) return `Couldn't find the notification type: ${type ?? 'null'}`;
  const title = textOf(bag, 'title');
  const body = textOf(bag, 'body');
  if (title === null || title.length > TITLE_MAX) return `The title must have 1 to ${TITLE_MAX} characters.`;
  if (body === null || body.length > BODY_MAX) return `The body must have 1 to ${BODY_MAX} characters.`;
  if (textOf(bag, 'targetId') === null && textOf(bag, 'targetPageRef') === null) return 'Specify a targetId or a targetPageRef.';
  if (users.length === 0 || users.length > NOTIFIED_MAX) return `Specify 1 to ${NOTIFIED_MAX} recipients.`;
  const bad = users.find(
    (user) => !isId(user) || !NOTIFIABLE.has(user.slice(0, 3)) || (user.startsWith('005') && running().org.user(id18(user)) === undefined),
  );
  return bad === undefined ? null : `Invalid recipient: ${bad}`;
}

function notify(bag: Bag, recipients: ASet): void {
  const users = stringsOf(recipients);
  const refused = notificationRefusal(bag, users);
  if (refused !== null) raise('HandledException', refused);
  const { context } = running();
  context.transaction.messaging?.send({
    kind: 'notification',
    type: context.transaction.messaging.notificationType(id18(textOf(bag, 'notificationTypeId') ?? '')) ?? '',
    recipientIds: users.map(id18),
    title: textOf(bag, 'title') ?? '',
    body: textOf(bag, 'body') ?? '',
    targetId: textOf(bag, 'targetId'),
    targetPageRef: textOf(bag, 'targetPageRef'),
    sentBy: textOf(bag, 'senderId') ?? context.userId,
  });
}

function defineNotification(library: Library): void {
  define(library, 'Messaging.CustomNotification', {
    'new()': () => new Bag('Messaging.CustomNotification'),
    ...setters({ NotificationTypeId: 'String', SenderId: 'String', Title: 'String', Body: 'String', TargetId: 'String', TargetPageRef: 'String' }, false),
    'void send(Set<String>)': notify,
  });
}

export function defineMessaging(library: Library): void {
  defineEmail(library);
  defineNotification(library);
}
