import { describe, expect, test } from '@jest/globals';
import { refusal, run, runTests } from '../testing/harness.ts';

const passes = (name: string, body: string, members = ''): void => test(name, () => expect(run(body, members)).toBeNull());
const fails = (name: string, body: string, message: string, members = ''): void => test(name, () => expect(run(body, members)).toContain(message));
const refuses = (name: string, body: string, message: string, members = ''): void => test(name, () => expect(refusal(body, members)).toContain(message));

describe('numbers', () => {
  passes(
    'integers divide towards zero and wrap at 32 bits',
    `
    Assert.areEqual(3, 7 / 2); Assert.areEqual(-3, -7 / 2);
    Integer big = 2147483647; big++; Assert.areEqual(-2147483648, big);
    Integer a = 100000; Assert.areEqual(1410065408, a * a);`,
  );
  passes(
    'longs wrap at 64 bits and widen from integers',
    `
    Long a = 9223372036854775807L; a += 1; Assert.areEqual(-9223372036854775808L, a);
    Integer i = 5; Long b = i; Assert.areEqual(10L, b + i); Assert.areEqual(2147483648L, 2147483647L + 1);`,
  );
  passes(
    'decimals are exact and keep their scale',
    `
    Decimal a = 0.1; Assert.areEqual('0.3', String.valueOf(a + 0.2)); Assert.areEqual('0.02', String.valueOf(a * 0.2));
    Decimal b = 10; Assert.areEqual('2.5', String.valueOf(b / 4)); Assert.areEqual(33, String.valueOf(b / 3).length() - 2);
    Assert.areEqual(1.24, (1.235).setScale(2)); Assert.areEqual('1.50', String.valueOf(1.50)); Assert.areEqual(1.5, 1.50);`,
  );
  passes(
    'doubles and casts',
    `
    Double d = 7; Assert.areEqual(3.5, d / 2); Integer i = (Integer) Math.ceil(2.1); Assert.areEqual(3, i);
    Integer n = 17; n /= 5; n <<= 2; n |= 1; Assert.areEqual(13, n); Assert.areEqual(-1, -1 >> 3); Assert.areEqual(536870911, -1 >>> 3);`,
  );
  fails('dividing by zero is a MathException', 'Integer zero = 0; Integer x = 1 / zero;', 'System.MathException: Divide by 0');
  fails('arithmetic on null is a NullPointerException', 'Integer a; Integer b = a + 1;', 'System.NullPointerException: Attempt to de-reference a null object');
});

describe('null, text and equality', () => {
  passes('ordering against null is false either way', 'Integer n; Assert.isFalse(n > 2); Assert.isFalse(n < 2); Assert.isFalse(n >= 2);');
  passes(
    '== ignores the case of text, equals and === on sets do not',
    `
    String a = 'ABC'; Assert.isTrue(a == 'abc'); Assert.isFalse(a.equals('abc')); Assert.isFalse(new Set<String>{ 'abc' }.contains(a));
    Assert.isTrue('x' != null); String n; Assert.isTrue(n == null);`,
  );
  passes(
    'valueOf(null) is null, concatenation prints null',
    `
    Object n; Assert.isNull(String.valueOf(n)); Assert.areEqual('xnull', 'x' + n);`,
  );
  passes(
    '?. ends the whole chain, ?? gives the rest',
    `
    Account a; Assert.isNull(a?.Name.toLowerCase().trim()); Assert.areEqual('none', a?.Name ?? 'none');
    Assert.areEqual('X', new Account(Name = 'X')?.Name);`,
  );
  passes(
    '15 and 18 character ids are equal',
    `
    Id a = '001000000000001'; String s = '001000000000001AAA'; Assert.isTrue(a == s); Assert.areEqual(s, a); Assert.isTrue('001000000000001' == a);
    Assert.isTrue('001000000000001' instanceof Id); Assert.isFalse('nonsense' instanceof Id);`,
  );
  fails('a bad id is a StringException', "Id a = 'nonsense';", 'System.StringException: Invalid id: nonsense');
  passes(
    'lists, maps and records are equal by value',
    `
    Assert.isTrue(new List<Integer>{ 1, 2 } == new List<Integer>{ 1, 2 }); Assert.areEqual(new Map<String, Object>{ 'a' => 1 }, new Map<String, Object>{ 'a' => 1 });
    Account a = new Account(Name = 'X'); Account b = new Account(Name = 'X'); Assert.isTrue(a == b); Assert.isFalse(a === b);
    Assert.areEqual(1, new Set<Account>{ a, b }.size());`,
  );
  passes(
    'user equality decides in sets and maps',
    `
    Set<Point> points = new Set<Point>{ new Point(1, 2), new Point(1, 2), new Point(2, 1) }; Assert.areEqual(2, points.size());
    Map<Point, String> names = new Map<Point, String>{ new Point(1, 1) => 'diagonal' }; Assert.areEqual('diagonal', names.get(new Point(1, 1)));
    Assert.isTrue(new Point(3, 4) == new Point(3, 4));`,
    `
    class Point { Integer x; Integer y; Point(Integer x, Integer y) { this.x = x; this.y = y; }
      public Boolean equals(Object other) { Point p = (Point) other; return p.x == x && p.y == y; } public override Integer hashCode() { return x * 31 + y; } }`,
  );
  fails('a null condition is an error', 'Boolean b; if (b) { return; }', 'Attempt to de-reference a null object');
});

describe('classes', () => {
  passes(
    'overloads with null take the most specific, typed null its own',
    `
    String s; Object o; Assert.areEqual('string', which(null)); Assert.areEqual('string', which(s)); Assert.areEqual('object', which(o)); Assert.areEqual('object', which(1));
    Assert.areEqual('long', number(1)); Assert.areEqual('decimal', number(1.5));`,
    `
    static String which(Object o) { return 'object'; } static String which(String s) { return 'string'; }
    static String number(Long n) { return 'long'; } static String number(Decimal n) { return 'decimal'; }`,
  );
  passes(
    'virtual calls, super, abstract classes and interfaces',
    `
    Animal a = new Dog(); Assert.areEqual('Dog says woof, an Animal', a.speak()); Named n = (Named) a; Assert.areEqual('Rex', n.name());
    Assert.isTrue(a instanceof Named); Assert.isTrue(a instanceof Dog); Object o = a; Animal back = (Animal) o; Assert.isTrue(back === a);`,
    `
    interface Named { String name(); }
    abstract class Animal { protected abstract String sound(); public virtual String speak() { return kind() + ' says ' + sound() + ', an Animal'; } protected virtual String kind() { return 'Animal'; } }
    class Dog extends Animal implements Named { protected override String sound() { return 'woof'; } protected override String kind() { return 'Dog'; } public override String speak() { return super.speak(); } public String name() { return 'Rex'; } }`,
  );
  passes(
    'initialisers run after the super constructor, statics once per transaction, blocks in order',
    `
    Child c = new Child(7); Assert.areEqual(new List<String>{ 'parent', 'field', 'block', 'child 7' }, trail); Assert.areEqual(3, third);`,
    `
    static List<String> trail = new List<String>(); static Integer first = 1; static Integer third; static { third = first + 2; }
    static String note(String s) { trail.add(s); return s; }
    virtual class Parent { Parent() { note('parent'); } }
    class Child extends Parent { String f = note('field'); { note('block'); } Child(Integer n) { super(); note('child ' + n); } }`,
  );
  passes(
    'properties: automatic, with code, lazily filled, private set',
    `
    Box b = new Box(); b.size = 4; Assert.areEqual(8, b.twice); b.twice = 20; Assert.areEqual(10, b.size); Assert.areEqual(0, b.items.size()); b.items.add('x'); Assert.areEqual(1, b.items.size());
    b.size++; Assert.areEqual(11, b.size); count += 5; Assert.areEqual(6, count);`,
    `
    static Integer count { get { if (count == null) { count = 1; } return count; } set; }
    class Box { public Integer size { get; set; } public Integer twice { get { return size * 2; } set { size = value / 2; } } public List<String> items { get { if (items == null) { items = new List<String>(); } return items; } private set; } }`,
  );
  passes(
    'names ignore case, variables hide types',
    `
    ACCOUNT Account = new account(NAME = 'X'); Assert.areEqual('X', account.name); lIsT<STRING> l = NEW List<string>(); L.ADD('a'); assert.AREEQUAL(1, l.SIZE());`,
  );
  passes(
    'this(), enums and their methods',
    `
    Assert.areEqual(5, new Pair().sum); Color c = Color.valueOf('red'); Assert.areEqual(Color.RED, c); Assert.areEqual('RED', c.name()); Assert.areEqual(1, Color.BLUE.ordinal()); Assert.areEqual(2, Color.values().size());`,
    `
    enum Color { RED, BLUE } class Pair { Integer sum; Pair() { this(2, 3); } Pair(Integer a, Integer b) { sum = a + b; } }`,
  );
  passes(
    'a class declared Comparable is sorted by itself, a Comparator by it',
    `
    List<Rank> ranks = new List<Rank>{ new Rank(3), new Rank(1), new Rank(2) }; ranks.sort(); Assert.areEqual(1, ranks[0].n);
    ranks.sort(new Downwards()); Assert.areEqual(3, ranks[0].n);
    Integer total = 0; for (Integer i : new Range(3)) { total += i; } Assert.areEqual(3, total);`,
    `
    class Rank implements Comparable { Integer n; Rank(Integer n) { this.n = n; } public Integer compareTo(Object o) { return n - ((Rank) o).n; } }
    class Downwards implements Comparator<Rank> { public Integer compare(Rank a, Rank b) { return b.n - a.n; } }
    class Range implements Iterable<Integer>, Iterator<Integer> { Integer at = 0; Integer max; Range(Integer max) { this.max = max; } public Iterator<Integer> iterator() { return this; } public Boolean hasNext() { return at < max; } public Integer next() { return at++; } }`,
  );
  test('statics belong to the transaction, a class is initialised on first use', () => {
    const report = runTests({
      Counter:
        'public class Counter { public static Integer n = 0; public static List<String> log = start(); static List<String> start() { n = 10; return new List<String>(); } public static void hit() { n++; } }',
      CounterTest:
        '@IsTest class CounterTest { @IsTest static void a() { Counter.hit(); Assert.areEqual(11, Counter.n); } @IsTest static void b() { Counter.hit(); Assert.areEqual(11, Counter.n); } }',
    });
    expect(report.results.map((r) => r.message)).toEqual([null, null]);
  });
});

describe('control flow', () => {
  passes(
    'switch on text, numbers, enums, null and record types',
    `
    Assert.areEqual('one', pick(1)); Assert.areEqual('few', pick(3)); Assert.areEqual('none', pick(null)); Assert.areEqual('many', pick(9));
    Assert.areEqual('exact', word('a')); Assert.areEqual('other', word('A')); Assert.areEqual('contact Doe', kind(new Contact(LastName = 'Doe'))); Assert.areEqual('account', kind(new Account()));
    Assert.areEqual('insert', op(TriggerOperation.BEFORE_INSERT)); Assert.areEqual('else', op(null));`,
    `
    static String pick(Integer n) { switch on n { when 1 { return 'one'; } when 2, 3 { return 'few'; } when null { return 'none'; } when else { return 'many'; } } }
    static String word(String s) { switch on s { when 'a' { return 'exact'; } when else { return 'other'; } } }
    static String kind(SObject o) { switch on o { when Account a { return 'account'; } when Contact c { return 'contact ' + c.LastName; } when else { return '?'; } } }
    static String op(TriggerOperation o) { switch on o { when BEFORE_INSERT, AFTER_INSERT { return 'insert'; } when else { return 'else'; } } }`,
  );
  passes(
    'loops, break, continue, compound targets evaluated once',
    `
    Integer n = 0; for (Integer i = 0, j = 10; i < j; i++, j--) { if (i == 2) { continue; } n += i; } Assert.areEqual(8, n);
    do { n--; } while (n > 0); while (true) { if (n++ == 3) { break; } } Assert.areEqual(4, n);
    List<Integer> l = new List<Integer>{ 1, 2, 3 }; Integer at = 0; l[at++] += 10; Assert.areEqual(11, l[0]); Assert.areEqual(1, at); Integer[] a = new Integer[]{ 4 }; a[0]--; Assert.areEqual(3, a[0]);`,
  );
  passes(
    'try, typed catches, finally and causes',
    `
    String log = ''; try { try { throw new OwnException('inner'); } finally { log += 'f'; } } catch (NullPointerException e) { log += 'n'; } catch (OwnException e) { log += e.getMessage(); }
    Assert.areEqual('finner', log); Exception e = new OwnException('outer', new OwnException('root')); Assert.areEqual('root', e.getCause().getMessage());
    Assert.isTrue(new OwnException().getTypeName().endsWith('OwnException'));
    try { Object o = 'text'; Integer i = (Integer) o; Assert.fail(); } catch (TypeException t) { Assert.areEqual('Invalid conversion from runtime type String to Integer', t.getMessage()); }`,
    'class OwnException extends Exception {}',
  );
  passes(
    'an AuraHandledException hides its text from Apex',
    "try { throw new AuraHandledException('text'); } catch (Exception e) { Assert.areEqual('Script-thrown exception', e.getMessage()); }",
  );
  fails(
    'assertions cannot be caught',
    "try { Assert.areEqual(1, 2, 'why'); } catch (Exception e) { return; }",
    'System.AssertException: Assertion Failed: why: Expected: 1, Actual: 2',
  );
  fails(
    'a list changed while walked is refused',
    'List<Integer> l = new List<Integer>{ 1, 2 }; for (Integer i : l) { l.add(i); }',
    'System.FinalException: Cannot modify a collection while it is being iterated.',
  );
  fails('endless recursion is a limit', 'loop();', 'System.LimitException: Maximum stack depth reached: 1001', 'static void loop() { loop(); }');
  test('stack traces name class, method and line, innermost first', () => {
    const text = run('outer();', 'static void outer() {\n inner();\n}\nstatic void inner() {\n Integer i;\n i++;\n}');
    expect(text).toContain('Class.Snippet.inner: line 7, column 1\nClass.Snippet.outer: line 3, column 1\nClass.Snippet.run: line 10, column 1');
  });
});

describe('what does not compile', () => {
  refuses('unknown types', 'Foo f = null;', 'Snippet.cls:4:1 Invalid type: Foo');
  refuses('unknown methods of the package', 'nothing(1);', 'Method does not exist or incorrect signature: nothing(Integer)');
  refuses('unknown methods of the platform', 'List<String> l = new List<String>(); l.addd(1);', 'List<String>.addd(Integer)');
  refuses('wrong assignments', "Integer i = 'x';", 'Illegal assignment from String to Integer');
  refuses('incomparable types', "Boolean b = 1 == 'x';", 'Comparison arguments must be compatible types: Integer, String');
  refuses('duplicate variables', 'Integer i; { Integer I; }', 'Duplicate variable: I');
  refuses('missing returns', '', 'Missing return statement', 'static Integer f() { if (true) { return 1; } }');
  refuses('interfaces not implemented', '', 'must implement the method: name', 'interface N { String name(); } class C implements N {}');
  refuses('platform interfaces not implemented', '', 'must implement the method: Queueable.execute', 'class C implements Queueable {}');
  refuses('private members of other classes', 'Other o = null;', 'Invalid type: Other');
  refuses('final fields assigned elsewhere', 'limit1 = 2;', 'cannot be assigned', 'static final Integer limit1 = 1;');
  refuses('unknown fields of records', "Account a = new Account(Nam = 'x');", 'Field does not exist: Nam on Account');
  refuses('unknown fields in queries', 'List<Account> a = [SELECT Nam FROM Account];', "No such column 'Nam' on entity 'Account'");
  refuses('unknown fields in conditions', "List<Account> a = [SELECT Name FROM Account WHERE Nam = 'x'];", "No such column 'Nam' on entity 'Account'");
  refuses('annotations this runtime does not act on', '', 'unsupported annotation: @ReadOnly', '@ReadOnly static void f() {}');
  refuses('parts of the platform it lacks', 'System.attachFinalizer(null);', 'Method does not exist or incorrect signature: System.attachFinalizer');
  refuses('read-only fields', 'Account a = new Account(CreatedDate = null);', 'Field is not writeable: Account.CreatedDate');
  refuses(
    'WITH SECURITY_ENFORCED in current versions',
    'List<Account> a = [SELECT Name FROM Account WITH SECURITY_ENFORCED];',
    'WITH SECURITY_ENFORCED is not supported',
  );
  refuses(
    'overriding without the word',
    '',
    'must use the override keyword',
    'virtual class A { public virtual void f() {} } class B extends A { public void f() {} }',
  );
  refuses('statements nobody reaches', 'return; Integer i = 1;', 'Unreachable statement');
  refuses('merge, which this runtime lacks', 'Account a; Account b; merge a b;', 'unsupported statement');
  test('private members stay private, except to tests that may see them', () => {
    const other = 'public class Other { private static Integer hidden = 1; @TestVisible private static Integer seen = 2; }';
    expect(() => runTests({ Other: other, T: '@IsTest class T { @IsTest static void a() { Assert.areEqual(1, Other.hidden); } }' })).toThrow(
      'not visible: Other.hidden',
    );
    expect(runTests({ Other: other, T: '@IsTest class T { @IsTest static void a() { Assert.areEqual(2, Other.seen); } }' }).failed).toBe(0);
  });
  test('a class of the package may share a name with one of the platform', () => {
    const report = runTests({
      Version: 'public class Version { public Integer n = 4; }',
      T: '@IsTest class T { @IsTest static void t() { List<Version> l = new List<Version>{ new Version() }; Assert.areEqual(4, l[0].n); Assert.areEqual(2, new System.Version(2, 1).major()); } }',
    });
    expect(report.results[0]?.message).toBeNull();
  });
  test('every problem of every file is reported, with syntax errors', () => {
    expect(() => runTests({ A: 'public class A { void f() { Foo x; Bar y; } }', B: 'public class B { void f( { } }' })).toThrow(
      /A\.cls:1:29 Invalid type: Foo\nA\.cls:1:36 Invalid type: Bar|B\.cls:1:\d+ syntax/,
    );
  });
});
