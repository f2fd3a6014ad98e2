/** System, Assert, Test, Limits, UserInfo, Request, Type, Trigger and the asynchronous interfaces. */
import { running } from '../runtime/current.ts';
import { callInterface, isA } from '../runtime/helpers.ts';
import type { Instance } from '../runtime/instance.ts';
import type { LimitName } from '../runtime/limits.ts';
import { Limits } from '../runtime/limits.ts';
import { equals } from '../runtime/operators.ts';
import { SObj } from '../runtime/sobject.ts';
import { toText } from '../runtime/text.ts';
import { ADatetime } from '../runtime/temporal.ts';
import { exception, notNull, raise } from '../runtime/throwable.ts';
import { today } from './temporal.ts';
import type { EnumValue } from './define.ts';
import { Bag, define, defineEnum, enumConstant, type Definition, type Implementation, type Library } from './define.ts';
import { deliverEvents, enqueue, runJobs } from '../runtime/async.ts';
import { typeOfToken, typeValue } from './tokens.ts';

/** Assertion failures end the test and cannot be caught. */
function failed(message: string): never {
  throw exception('AssertException', message);
}

const withMessage = (message: unknown): string => (message === null || message === undefined ? '' : `: ${toText(message)}`);
const areEqual = (expected: unknown, actual: unknown, message?: unknown): void => {
  if (!equalTo(expected, actual)) failed(`Assertion Failed${withMessage(message)}: Expected: ${toText(expected)}, Actual: ${toText(actual)}`);
};
const areNotEqual = (expected: unknown, actual: unknown, message?: unknown): void => {
  if (equalTo(expected, actual)) failed(`Assertion Failed${withMessage(message)}: Same value: ${toText(expected)}`);
};

/** assertEquals compares text with case, unlike ==. */
function equalTo(a: unknown, b: unknown): boolean {
  return typeof a === 'string' && typeof b === 'string' ? a === b : equals(a, b);
}

function defineAssert(library: Library): void {
  const check =
    (test: (value: unknown) => boolean, what: string) =>
    (value: unknown, message?: unknown): void => {
      if (!test(value)) failed(`Assertion Failed${withMessage(message)}${message === undefined ? `: ${what}` : ''}`);
    };
  const isTrue = check((v) => v === true, 'Expected: true, Actual: false');
  const isFalse = check((v) => v === false, 'Expected: false, Actual: true');
  const isNull = check((v) => v === null, 'Expected: null');
  const isNotNull = check((v) => v !== null, 'Expected: non-null value');
  const fail = (message?: unknown): never => failed(`Assertion Failed${withMessage(message)}`);
  const isInstance = (value: unknown, type: Bag, message?: unknown): void => {
    if (!isA(value, typeOfToken(type))) failed(`Assertion Failed${withMessage(message)}: Expected type: ${typeOfToken(type).name}`);
  };
  const members: Record<string, Implementation> = { 'static void fail()': fail, 'static void fail(String?)': fail };
  for (const [name, run] of Object.entries({ isTrue, isFalse })) {
    members[`static void ${name}(Boolean?)`] = run;
    members[`static void ${name}(Boolean?,String?)`] = run;
  }
  for (const [name, run] of Object.entries({ isNull, isNotNull })) {
    members[`static void ${name}(Object)`] = run;
    members[`static void ${name}(Object,String?)`] = run;
  }
  for (const [name, run] of Object.entries({ areEqual, areNotEqual })) {
    members[`static void ${name}(Object,Object)`] = run;
    members[`static void ${name}(Object,Object,String?)`] = run;
  }
  members['static void isInstanceOfType(Object,Type)'] = isInstance;
  members['static void isInstanceOfType(Object,Type,String?)'] = isInstance;
  define(library, 'Assert', members);
  define(library, 'System', {
    'static void assert(Boolean?)': isTrue,
    'static void assert(Boolean?,Object)': isTrue,
    'static void assertEquals(Object,Object)': areEqual,
    'static void assertEquals(Object,Object,Object)': areEqual,
    'static void assertNotEquals(Object,Object)': areNotEqual,
    'static void assertNotEquals(Object,Object,Object)': areNotEqual,
  });
}

const quiddity = (): string => running().context.quiddity;

function defineSystem(library: Library): void {
  defineEnum(library, 'LoggingLevel', ['NONE', 'INTERNAL', 'FINEST', 'FINER', 'FINE', 'DEBUG', 'INFO', 'WARN', 'ERROR']);
  const debug = (level: string, message: unknown): void => running().debug(`${level}|${toText(message)}`);
  define(library, 'System', {
    'static void debug(Object)': (message: unknown) => debug('DEBUG', message),
    'static void debug(LoggingLevel,Object)': (level: EnumValue, message: unknown) => debug(level.name, message),
    'static Datetime now()': () => new ADatetime(running().context.transaction.now()),
    'static Long currentTimeMillis()': () => BigInt(running().context.transaction.now()),
    'static Boolean isBatch()': () => quiddity() === 'BATCH_APEX',
    'static Boolean isFuture()': () => quiddity() === 'FUTURE',
    'static Boolean isQueueable()': () => quiddity() === 'QUEUEABLE',
    'static Boolean isScheduled()': () => quiddity() === 'SCHEDULED',
    'static Boolean isRunningTest()': () => running().context.test !== null,
    'static Id enqueueJob(Queueable)': (job: Instance) => enqueue(job),
    'static Id enqueueJob(Queueable,Integer)': (job: Instance) => enqueue(job),
    'static Date today()': today,
  });
}

const LIMITS: Readonly<Record<string, LimitName>> = {
  Queries: 'queries',
  QueryRows: 'queryRows',
  AggregateQueries: 'aggregateQueries',
  SoslQueries: 'soslQueries',
  DmlStatements: 'dmlStatements',
  DmlRows: 'dmlRows',
  Callouts: 'callouts',
  FutureCalls: 'futureCalls',
  QueueableJobs: 'queueableJobs',
  PublishImmediateDML: 'publishImmediate',
  EmailInvocations: 'emailInvocations',
  CpuTime: 'cpuMs',
  HeapSize: 'heapBytes',
  MobilePushApexCalls: 'mobilePush',
  FieldSetsDescribes: 'fieldSets',
};

function defineLimits(library: Library): void {
  const members: Record<string, Implementation> = {};
  for (const [name, limit] of Object.entries(LIMITS)) {
    members[`static Integer get${name}()`] = () => running().context.limits.used(limit);
    members[`static Integer getLimit${name}()`] = () => running().context.limits.allowed(limit);
  }
  define(library, 'Limits', members);
}

const userField = (name: string): unknown => running().org.user(running().context.userId)?.[name] ?? null;

function defineUser(library: Library): void {
  define(library, 'UserInfo', {
    'static Id getUserId()': () => running().context.userId,
    'static Id getProfileId()': () => userField('ProfileId'),
    'static Id getUserRoleId()': () => userField('UserRoleId'),
    'static Id getOrganizationId()': () => running().org.orgId,
    'static String getUserName()': () => userField('Username'),
    'static String getUserEmail()': () => userField('Email'),
    'static String getFirstName()': () => userField('FirstName'),
    'static String getLastName()': () => userField('LastName'),
    'static String getName()': () => [userField('FirstName'), userField('LastName')].filter(Boolean).join(' '),
    'static String getLanguage()': () => userField('LanguageLocaleKey') ?? 'en_US',
    'static String getLocale()': () => userField('LocaleSidKey') ?? 'en_US',
    'static String getUserType()': () => userField('UserType') ?? 'Standard',
    'static String getDefaultCurrency()': () => 'USD',
    'static Boolean isMultiCurrencyOrganization()': () => false,
    'static TimeZone getTimeZone()': () => new Bag('TimeZone', { $text: running().userZone(), id: running().userZone() }),
  });
  define(library, 'FeatureManagement', {
    'static Boolean checkPermission(String)': (name: string) => running().org.hasCustomPermission(running().context.userId, name),
  });
}

const QUIDDITIES = [
  'ANONYMOUS',
  'AURA',
  'BATCH_APEX',
  'BATCH_ACS',
  'BATCH_CHUNK_PARALLEL',
  'BATCH_CHUNK_SERIAL',
  'BULK_API',
  'COMMERCE_INTEGRATION',
  'DISCOVERABLE_LOGIN',
  'EXTERNAL_SERVICE_CALLBACK',
  'FUNCTION_CALLBACK',
  'FUTURE',
  'INBOUND_EMAIL_SERVICE',
  'INVOCABLE_ACTION',
  'IOT',
  'PLATFORM_EVENT_PUBLISH_CALLBACK',
  'POST_INSTALL_SCRIPT',
  'QUEUEABLE',
  'QUICK_ACTION',
  'REMOTE_ACTION',
  'REST',
  'RUNTEST_ASYNC',
  'RUNTEST_DEPLOY',
  'RUNTEST_SYNC',
  'SCHEDULED',
  'SOAP',
  'SYNCHRONOUS',
  'TRANSACTION_FINALIZER_QUEUEABLE',
  'UNDEFINED',
  'VF',
  'PLATFORM_EVENT',
];

function defineRequest(library: Library): void {
  defineEnum(library, 'Quiddity', QUIDDITIES);
  define(library, 'Request', {
    'static Request getCurrent()': () => new Bag('Request', { $text: 'Request' }),
    'String getRequestId()': () => running().context.transaction.requestId,
    'Quiddity getQuiddity()': () => enumConstant('Quiddity', QUIDDITIES.includes(quiddity()) ? quiddity() : 'UNDEFINED'),
  });
  define(library, 'Type', {
    'static Type forName(String?)': (name: string | null) => typeNamed(name ?? ''),
    'static Type forName(String?,String?)': (_: string | null, name: string | null) => typeNamed(name ?? ''),
    'String getName()': (t: Bag) => typeOfToken(t).name,
    'Object newInstance()': newInstance,
    'Boolean isAssignableFrom(Type)': (t: Bag, from: Bag) => isAssignable(t, from),
    'String toString()': (t: Bag) => typeOfToken(t).name,
  });
}

function typeNamed(name: string): Bag | null {
  const type = running().typeNamed(name);
  return type ? typeValue(type) : null;
}

function newInstance(token: Bag): unknown {
  const type = typeOfToken(token);
  if (type.schema) return new SObj(type.schema);
  const runtime = running();
  const Constructor = type.cls ? runtime.constructors[type.cls.index] : undefined;
  const noArguments = type.cls?.constructors.find((c) => c.params.length === 0);
  if (!Constructor || !noArguments) return raise('TypeException', `Type has no accessible default constructor: ${type.name}`);
  const made = new Constructor();
  const start: unknown = Reflect.get(made, noArguments.js);
  if (typeof start === 'function') Reflect.apply(start, made, []);
  return made;
}

function isAssignable(to: Bag, from: Bag): boolean {
  const type = typeOfToken(from);
  const made = type.cls ? runtimePrototype(type.cls.index) : null;
  return made !== null && isA(made, typeOfToken(to));
}

const runtimePrototype = (index: number): unknown => {
  const Constructor = running().constructors[index];
  return Constructor ? new Constructor() : null;
};

function defineTrigger(library: Library): void {
  defineEnum(library, 'TriggerOperation', [
    'BEFORE_INSERT',
    'BEFORE_UPDATE',
    'BEFORE_DELETE',
    'AFTER_INSERT',
    'AFTER_UPDATE',
    'AFTER_DELETE',
    'AFTER_UNDELETE',
  ]);
  const is = (part: string) => (): boolean => (running().context.trigger?.event ?? '').split(' ').includes(part);
  const members: Record<string, Definition[string]> = {
    'static Boolean isExecuting': () => running().context.trigger !== null,
    'static Integer size': () => running().context.trigger?.size ?? 0,
    'static TriggerOperation operationType': () => {
      const event = running().context.trigger?.event;
      return event ? enumConstant('TriggerOperation', event.toUpperCase().replace(' ', '_')) : null;
    },
    'static List<SObject> new': () => running().context.trigger?.newList ?? null,
    'static List<SObject> old': () => running().context.trigger?.oldList ?? null,
    'static Map<Id,SObject> newMap': () => running().context.trigger?.newMap ?? null,
    'static Map<Id,SObject> oldMap': () => running().context.trigger?.oldMap ?? null,
  };
  for (const part of ['before', 'after', 'insert', 'update', 'delete', 'undelete'])
    members[`static Boolean is${part.charAt(0).toUpperCase()}${part.slice(1)}`] = is(part);
  define(library, 'Trigger', members);
  define(library, 'Label', {});
}

function startTest(): void {
  const { context } = running();
  const test = notNull(context.test);
  if (test.phase !== 'before') raise('FinalException', 'Testing already started');
  test.phase = 'started';
  test.saved = context.limits;
  context.limits = new Limits(false);
}

/** Runs what was enqueued and delivers what was published since, then gives the outer limits back. */
function stopTest(): void {
  const { context } = running();
  const test = notNull(context.test);
  if (test.phase !== 'started') raise('FinalException', 'Testing has not started');
  runJobs();
  deliverEvents();
  test.phase = 'stopped';
  if (test.saved) context.limits = test.saved;
}

/** The org's own price book, which tests may use without seeing its data. */
function standardPricebook(): string {
  const options = { access: 'system', sharing: false, includeDeleted: false } as const;
  return String(running().context.transaction.query('SELECT Id FROM Pricebook2 WHERE IsStandard = true', {}, options).records[0]?.values['Id']);
}

/** Runs in the test's own context, statics included. */
function testInstall(handler: unknown, version: Bag | null, isPush = false): void {
  callInterface(handler, 'oninstall', [new Bag('InstallContext', { previousVersion: version, isPush })]);
}

function defineTest(library: Library): void {
  define(library, 'Test', {
    'static void startTest()': startTest,
    'static void stopTest()': stopTest,
    'static Boolean isRunningTest()': () => running().context.test !== null,
    'static void setMock(Type,Object)': (type: Bag, mock: unknown) =>
      void notNull(running().context.test).mocks.set(typeOfToken(type).name.toLowerCase(), mock),
    'static EventBus.TestBroker getEventBus()': () => new Bag('EventBus.TestBroker', { $text: 'TestBroker' }),
    'static Id getStandardPricebookId()': standardPricebook,
    'static void testInstall(InstallHandler,Version?)': testInstall,
    'static void testInstall(InstallHandler,Version?,Boolean)': testInstall,
  });
  define(library, 'EventBus.TestBroker', {
    'void deliver()': () => deliverEvents(),
    'void fail()': () => {
      notNull(running().context.test).events.length = 0;
    },
  });
  define(library, 'Version', {
    'new(Integer,Integer)': (major: number, minor: number) => new Bag('Version', { major, minor, patch: null, $text: `${major}.${minor}` }),
    'new(Integer,Integer,Integer)': (major: number, minor: number, patch: number) =>
      new Bag('Version', { major, minor, patch, $text: `${major}.${minor}.${patch}` }),
    'Integer major()': (v: Bag) => v.values['major'],
    'Integer minor()': (v: Bag) => v.values['minor'],
    'Integer patch()': (v: Bag) => v.values['patch'],
    'Integer compareTo(Version)': (a: Bag, b: Bag) =>
      Number(a.values['major']) - Number(b.values['major']) || Number(a.values['minor']) - Number(b.values['minor']),
  });
}

function defineAsync(library: Library): void {
  const isInterface = { isInterface: true };
  define(library, 'Queueable', { 'void execute(QueueableContext)': null }, isInterface);
  define(library, 'QueueableContext', { 'Id getJobId()': (c: Bag) => c.values['jobId'] });
  define(library, 'Callable', { 'Object call(String,Map<String,Object>)': null }, isInterface);
  define(library, 'InstallHandler', { 'void onInstall(InstallContext)': null }, isInterface);
  define(library, 'UninstallHandler', { 'void onUninstall(UninstallContext)': null }, isInterface);
  define(library, 'UninstallContext', { 'Id organizationId()': () => running().org.orgId, 'Id uninstallerId()': () => running().context.userId });
  define(library, 'InstallContext', {
    'Id organizationId()': () => running().org.orgId,
    'Id installerId()': () => running().context.userId,
    'Boolean isUpgrade()': (c: Bag) => c.values['previousVersion'] !== null,
    'Boolean isPush()': (c: Bag) => c.values['isPush'] === true,
    'Version previousVersion()': (c: Bag) => c.values['previousVersion'],
  });
}

export function defineSystemLibrary(library: Library): void {
  defineAssert(library);
  defineSystem(library);
  defineLimits(library);
  defineUser(library);
  defineRequest(library);
  defineTrigger(library);
  defineTest(library);
  defineAsync(library);
}
