import { describe, expect, test } from '@jest/globals';
import { run } from '../testing/harness.ts';

const passes = (name: string, body: string, members = ''): void => test(name, () => expect(run(body, members)).toBeNull());
const fails = (name: string, body: string, message: string): void => test(name, () => expect(run(body)).toContain(message));

describe('String', () => {
  passes(
    'cutting and searching',
    `
    Assert.areEqual('abc', 'abcdef'.left(3)); Assert.areEqual('def', 'abcdef'.right(3)); Assert.areEqual('cd', 'abcdef'.mid(2, 2)); Assert.areEqual('bc', 'abcdef'.substring(1, 3));
    Assert.areEqual('b', 'a.b.c'.substringBetween('.')); Assert.areEqual('a', 'a=b=c'.substringBefore('=')); Assert.areEqual('c', 'a=b=c'.substringAfterLast('=')); Assert.isTrue('Hello'.containsIgnoreCase('ELL'));
    Assert.areEqual('abc...', 'abcdefghij'.abbreviate(6)); Assert.areEqual('0042', '42'.leftPad(4, '0')); Assert.areEqual(2, 'banana'.countMatches('an'));`,
  );
  passes(
    'split drops trailing empty parts unless limited',
    `
    Assert.areEqual(new List<String>{ 'a', 'b' }, 'a;b;;'.split(';')); Assert.areEqual(new List<String>{ 'a', 'b;c' }, 'a;b;c'.split(';', 2)); Assert.areEqual(4, 'a;b;;'.split(';', -1).size());
    Assert.areEqual(new List<String>{ 'a', 'b' }, 'a.b'.split('\\\\.'));`,
  );
  passes(
    'format, join, escape, blank tests',
    `
    Assert.areEqual("it's 5 of x".replace('"', ''), String.format('it\\'\\'s {0} of {1}', new List<Object>{ 5, 'x' }));`
      .replaceAll('"', "'")
      .replace("it's 5", "it\\'s 5")
      .replace("replace(''', '')", "replace('\"', '')"),
  );
  passes(
    'join and blank tests',
    `
    Assert.areEqual('1,2', String.join(new List<Integer>{ 1, 2 }, ',')); Assert.areEqual('a-b', String.join(new Set<String>{ 'a', 'b' }, '-'));
    Assert.isTrue(String.isBlank(' ')); Assert.isFalse(String.isEmpty(' ')); Assert.isTrue(String.isNotBlank('x')); Assert.isTrue(String.isBlank(null)); Assert.areEqual('O\\\\\\'Neil', String.escapeSingleQuotes('O\\'Neil'));`,
  );
  passes(
    'regular expressions',
    `
    Assert.areEqual('x-x-', 'a1b22'.replaceAll('[a-z]\\\\d+', 'x-')); Assert.areEqual('b:a', 'a:b'.replaceAll('(\\\\w):(\\\\w)', '$2:$1')); Matcher m = Pattern.compile('(\\\\w+)@(\\\\w+)').matcher('a@b c@d');
    Integer n = 0; while (m.find()) { n++; Assert.areEqual(n == 1 ? 'b' : 'd', m.group(2)); } Assert.areEqual(2, n); Assert.isTrue(Pattern.matches('(?i)ABC', 'abc')); Assert.areEqual(2, m.groupCount());`,
  );
  fails('out of bounds is a StringException', "'abc'.substring(2, 9);", 'System.StringException');
  fails('null where none may be', "String s; 'abc'.contains(s);", 'System.NullPointerException');
});

describe('numbers and dates', () => {
  passes(
    'parsing and rounding',
    `
    Assert.areEqual(42, Integer.valueOf('42')); Assert.areEqual(1.50, Decimal.valueOf('1.50')); Assert.areEqual(2, Math.mod(17, 5)); Assert.areEqual(3, Math.round(2.5) + 1); Assert.areEqual(2.35, (2.345).setScale(2)); Assert.areEqual(2.34, (2.345).setScale(2, RoundingMode.HALF_EVEN));
    Assert.areEqual('1,234,567', (1234567).format()); Assert.areEqual(8, (2.0).pow(3)); Assert.areEqual(0.33, Decimal.valueOf('1').divide(3, 2)); Assert.areEqual(5L, (5.9).longValue());`,
  );
  fails('a bad integer is a TypeException', "Integer.valueOf('4x');", 'System.TypeException: Invalid integer: 4x');
  passes(
    'dates',
    `
    Date d = Date.newInstance(2024, 1, 31); Assert.areEqual(Date.newInstance(2024, 2, 29), d.addMonths(1)); Assert.areEqual('2024-01-31', String.valueOf(d)); Assert.areEqual('x2024-01-31 00:00:00', 'x' + d);
    Assert.areEqual(366, d.daysBetween(Date.newInstance(2025, 1, 31))); Assert.areEqual(d + 1, d.addDays(1)); Assert.isTrue(d < d.addDays(1)); Assert.areEqual(d, Date.valueOf('2024-01-31')); Assert.areEqual(31, Date.daysInMonth(2024, 1));
    Datetime t = d; Assert.areEqual(Datetime.newInstanceGmt(2024, 1, 31, 0, 0, 0), t);`,
  );
  passes(
    'datetimes in the user zone and in GMT',
    `
    Datetime t = Datetime.newInstanceGmt(2024, 7, 1, 12, 30, 5); Assert.areEqual('2024-07-01 08:30:05', String.valueOf(t)); Assert.areEqual(8, t.hour()); Assert.areEqual(12, t.hourGmt());
    Assert.areEqual("2024-07-01T12:30:05.000Z", t.formatGmt('yyyy-MM-dd\\'T\\'HH:mm:ss.SSS\\'Z\\'')); Assert.areEqual('Mon 1 Jul 2024 8:30 AM', t.format('EEE d MMM yyyy h:mm a')); Assert.areEqual(1719837005000L, t.getTime());
    Assert.areEqual(t, Datetime.newInstance(2024, 7, 1, 8, 30, 5)); Assert.areEqual(t.addDays(1), Datetime.newInstance(1719837005000L + 86400000L)); Assert.areEqual(t, (Datetime) JSON.deserialize('"2024-07-01T12:30:05.000Z"', Datetime.class));`.replaceAll(
      '"2024-07-01T12:30:05.000Z",',
      "'2024-07-01T12:30:05.000Z',",
    ),
  );
});

describe('collections', () => {
  passes(
    'lists, sets, maps',
    `
    List<Integer> l = new List<Integer>{ 3, 1, 2 }; l.sort(); Assert.areEqual(new List<Integer>{ 1, 2, 3 }, l); l.add(0, 9); Assert.areEqual(9, l.remove(0)); Assert.areEqual(1, l.indexOf(2)); Assert.areEqual('(1, 2, 3)', String.valueOf(l));
    Set<Integer> s = new Set<Integer>(l); Assert.isTrue(s.containsAll(l)); s.removeAll(new List<Integer>{ 1 }); Assert.areEqual(2, s.size()); s.retainAll(new Set<Integer>{ 3 }); Assert.isTrue(s.contains(3) && s.size() == 1);
    Map<String, Integer> m = new Map<String, Integer>{ 'a' => 1 }; Assert.areEqual(1, m.put('a', 2)); Assert.isNull(m.get('b')); m.putAll(new Map<String, Integer>{ 'c' => 3 }); Assert.areEqual(new Set<String>{ 'a', 'c' }, m.keySet()); Assert.areEqual('{a=2, c=3}', '' + m);
    List<Object> o = new List<Object>{ 1, 'x', null }; Assert.isTrue(o.contains('x')); Assert.isTrue((Object) l instanceof List<Integer>); Assert.isFalse((Object) l instanceof List<String>);
    List<List<String>> deep = new List<List<String>>{ new List<String>{ 'a' } }; Assert.areEqual('a', deep[0][0]);`,
  );
  fails('an index too far', 'List<Integer> l = new List<Integer>(); Integer i = l[0];', 'System.ListException: List index out of bounds: 0');
});

describe('JSON', () => {
  passes(
    'exact and in order, both ways',
    `
    Map<String, Object> m = (Map<String, Object>) JSON.deserializeUntyped('{"b":1,"a":[1.10,12345678901,null,true,"x\\\\n"],"1":{}}');
    Assert.areEqual(new List<String>{ 'b', 'a', '1' }, new List<String>(m.keySet())); List<Object> l = (List<Object>) m.get('a'); Assert.isTrue(l[0] instanceof Decimal); Assert.areEqual('1.10', String.valueOf(l[0])); Assert.isTrue(l[1] instanceof Long); Assert.areEqual(1, (Integer) m.get('b'));
    Assert.areEqual('{"b":1,"a":[1.10,12345678901,null,true,"x\\\\n"],"1":{}}', JSON.serialize(m));`,
  );
  passes(
    'classes by field, nulls kept or left out, transient left out',
    `
    Thing t = new Thing(); t.name = 'n'; t.secret = 's'; t.at = Datetime.newInstanceGmt(2024, 1, 2, 3, 4, 5); Assert.areEqual('{"name":"n","size":null,"at":"2024-01-02T03:04:05.000+0000","inner":[]}', JSON.serialize(t)); Assert.areEqual('{"name":"n","at":"2024-01-02T03:04:05.000+0000","inner":[]}', JSON.serialize(t, true));
    Thing back = (Thing) JSON.deserialize('{"NAME":"x","size":3,"inner":[{"name":"y"}],"unknown":1}', Thing.class); Assert.areEqual('x', back.name); Assert.areEqual('y', back.inner[0].name);
    List<Thing> many = (List<Thing>) JSON.deserialize('[{"size":1},{"size":2}]', List<Thing>.class); Assert.areEqual(2, many[1].size);`,
    'class Thing { public String name; public Integer size; public Datetime at; public List<Thing> inner = new List<Thing>(); public transient String secret; }',
  );
  passes(
    'records with attributes',
    `
    Account a = new Account(Name = 'X', AnnualRevenue = 1.50); Assert.areEqual('{"attributes":{"type":"Account"},"Name":"X","AnnualRevenue":1.50}', JSON.serialize(a));
    Account b = (Account) JSON.deserialize('{"attributes":{"type":"Account"},"Name":"Y","CreatedDate":"2024-01-02T03:04:05.000+0000"}', Account.class); Assert.areEqual(2024, b.CreatedDate.yearGmt());`,
  );
  passes(
    'generator',
    `
    JSONGenerator g = JSON.createGenerator(false); g.writeStartObject(); g.writeStringField('a', 'x'); g.writeFieldName('l'); g.writeStartArray(); g.writeNumber(1); g.writeNumber(2.5); g.writeEndArray(); g.writeEndObject(); Assert.areEqual('{"a":"x","l":[1,2.5]}', g.getAsString());`,
  );
  fails('what is not JSON', "JSON.deserializeUntyped('{oops}');", 'System.JSONException: ');
  fails('the wrong kind of value', 'JSON.deserialize(\'{"a":1}\', List<String>.class);', 'System.JSONException: ');
});

describe('the rest', () => {
  passes(
    'blobs, digests, encodings',
    `
    Assert.areEqual('aGk=', EncodingUtil.base64Encode(Blob.valueOf('hi'))); Assert.areEqual('hi', EncodingUtil.base64Decode('aGk=').toString()); Assert.areEqual('8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4', EncodingUtil.convertToHex(Crypto.generateDigest('SHA-256', Blob.valueOf('hi'))));
    Assert.areEqual(32, Crypto.generateMac('HmacSHA256', Blob.valueOf('a'), Blob.valueOf('k')).size()); Assert.areEqual('a+b%26', EncodingUtil.urlEncode('a b&', 'UTF-8'));`,
  );
  passes(
    'types, labels, user, request',
    `
    Object o = Type.forName('Snippet.Plain').newInstance(); Assert.areEqual(7, ((Plain) o).n); Assert.isNull(Type.forName('Nothing')); Assert.areEqual('Hello there', System.Label.Hello); Assert.areEqual('005000000000001AAA', UserInfo.getUserId());
    Assert.isTrue(Request.getCurrent().getRequestId().startsWith('4ap')); Assert.areEqual(Quiddity.RUNTEST_SYNC, Request.getCurrent().getQuiddity()); Assert.isFalse(System.isQueueable()); Assert.isFalse(Trigger.isExecuting); Assert.isNull(Trigger.new);`,
    'class Plain { Integer n = 7; }',
  );
  passes(
    'describe',
    `
    DescribeSObjectResult d = Account.SObjectType.getDescribe(); Assert.areEqual('Account', d.getName()); Assert.areEqual('001', d.getKeyPrefix()); Assert.areEqual(Account.SObjectType, Schema.getGlobalDescribe().get('ACCOUNT'));
    SObjectField f = d.fields.getMap().get('name'); Assert.areEqual(Account.Name, f); Assert.areEqual(DisplayType.STRING, f.getDescribe().getType()); Assert.areEqual('Name', String.valueOf(f)); Assert.isTrue(Schema.SObjectType.Account.fields.Name.isAccessible());
    Assert.areEqual(Account.SObjectType, Contact.AccountId.getDescribe().getReferenceTo()[0]); Assert.areEqual(Contact.SObjectType, Id.valueOf('003000000000001').getSObjectType()); SObject made = Account.SObjectType.newSObject(); Assert.isTrue(made instanceof Account);`,
  );
  passes(
    'callouts meet the mock',
    `
    Test.setMock(HttpCalloutMock.class, new Mock()); HttpRequest r = new HttpRequest(); r.setEndpoint('callout:X/path'); r.setMethod('GET'); HttpResponse a = new Http().send(r); Assert.areEqual(201, a.getStatusCode()); Assert.areEqual('callout:X/path', a.getBody()); Assert.areEqual('yes', a.getHeader('x-mock')); Assert.areEqual(1, Limits.getCallouts());`,
    "class Mock implements HttpCalloutMock { public HttpResponse respond(HttpRequest r) { HttpResponse a = new HttpResponse(); a.setStatusCode(201); a.setBody(r.getEndpoint()); a.setHeader('X-Mock', 'yes'); return a; } }",
  );
  fails('callouts without a mock', 'new Http().send(new HttpRequest());', 'System.CalloutException');
});
