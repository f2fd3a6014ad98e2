import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileApex } from '../index.ts';
import { ADMIN, FakeOrg } from '../testing/fake-org.ts';

const SOURCE = `@IsTest private class Kept {
  enum Colour { RED, GREEN }
  virtual class Shape { public virtual String name(Map<String, List<Account>> by) { return 'shape'; } public Colour tint { get; set; } }
  class Square extends Shape { public override String name(Map<String, List<Account>> by) { return super.name(by) + by.keySet().size(); } }
  @IsTest static void runs() {
    Shape s = new Square();
    s.tint = Colour.valueOf('GREEN');
    Account a = new Account(Name = 'A');
    insert a;
    Assert.areEqual('shape1 GREEN one', s.name(new Map<String, List<Account>>{ 'x' => new List<Account>{ a } }) + ' ' + s.tint.name() + ' one');
    Assert.areEqual(1, [SELECT COUNT() FROM Account WHERE Name = 'A']);
    Assert.areEqual(LoggingLevel.ERROR, LoggingLevel.valueOf('ERROR'));
  }
}`;

let directory = '';
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'kept-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function outcome(text: string): string | null | undefined {
  const org = new FakeOrg();
  const apex = compileApex({ org, keepIn: directory, sources: [{ file: 'Kept.cls', name: 'Kept', kind: 'class', text, apiVersion: 68 }] });
  org.program = apex;
  return apex.runTests({ userId: ADMIN }).results[0]?.message;
}
const files = (): string[] => readdirSync(directory);
const rewrite = (from: string, to: string): void => {
  for (const name of files()) writeFileSync(join(directory, name), readFileSync(join(directory, name), 'utf8').replace(from, to));
};

describe('kept programs', () => {
  test('a kept program does what the compiled one did', () => {
    expect(outcome(SOURCE)).toBeNull();
    expect(files()).toHaveLength(1);
    expect(outcome(SOURCE)).toBeNull();
  });

  test('the second start runs what was kept, without compiling', () => {
    outcome(SOURCE);
    rewrite(' one', ' two');
    expect(outcome(SOURCE)).toMatch(/shape1 GREEN two/);
  });

  test('a changed source is compiled anew', () => {
    outcome(SOURCE);
    rewrite(' one', ' two');
    expect(outcome(SOURCE.replace('runs()', 'still()'))).toBeNull();
    expect(files()).toHaveLength(2);
  });

  test('a damaged file is compiled again and mended', () => {
    outcome(SOURCE);
    for (const name of files()) writeFileSync(join(directory, name), '{"js":');
    expect(outcome(SOURCE)).toBeNull();
    expect(() => JSON.parse(readFileSync(join(directory, files()[0] ?? ''), 'utf8')) as unknown).not.toThrow();
  });

  test('what does not compile is not kept: its errors are told every time', () => {
    const broken = SOURCE.replace('insert a;', 'insert b;');
    expect(() => outcome(broken)).toThrow(/Kept\.cls:\d+:\d+ .*b/);
    expect(() => outcome(broken)).toThrow(/Kept\.cls:\d+:\d+ .*b/);
    expect(files()).toEqual([]);
  });

  test('only the newest few are kept', () => {
    for (let n = 0; n < 10; n += 1) outcome(`@IsTest private class Kept { @IsTest static void t${n}() {} }`);
    expect(files()).toHaveLength(8);
  });
});
