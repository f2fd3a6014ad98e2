import { describe, expect, test } from '@jest/globals';
import type { SalesforceId } from '../domain/model.ts';
import { pageOf, pathsOf, readTemplate } from './template.ts';
import type { PageTemplate } from './template.ts';

const read = (template: unknown): PageTemplate => {
  const result = readTemplate(template === null ? null : JSON.stringify(template));
  if (!result.ok) throw new Error(result.problem);
  return result.template;
};
const id = '006000000000001AAA' as SalesforceId;

describe('template', () => {
  test('the default names account, value, close date, people and a checklist', () => {
    const template = read(null);
    expect(pathsOf(template)).toEqual(['Name', 'Account.Name', 'Amount', 'CloseDate']);
    const people = [
      { name: 'Ada Byte', role: 'Decision Maker', isPrimary: true },
      { name: 'Ben Cord', role: null, isPrimary: false },
    ];
    const page = pageOf(template, { id, values: { Name: 'Big one', 'Account.Name': 'Acme', Amount: '1200.5', CloseDate: '2026-12-24' }, people });
    expect(page.title).toBe('Big one');
    expect(page.facts).toEqual([
      { name: 'Account', kind: 'text', value: 'Acme' },
      { name: 'Value', kind: 'number', value: '1200.5' },
      { name: 'Close date', kind: 'date', value: '2026-12-24' },
    ]);
    expect(page.sections[0]).toEqual({ heading: 'Contacts and roles', kind: 'bullets', lines: ['Ada Byte (Decision Maker, primary)', 'Ben Cord'] });
    expect(page.sections[1]?.kind).toBe('checklist');
  });
  test('what is blank is left out, and a page always has a title', () => {
    const page = pageOf(read({ title: '{Name}', facts: { Note: 'by {Owner.Name}', Empty: '{Amount}' }, people: null, checklist: null }), {
      id,
      values: { Name: null, 'Owner.Name': 'Rae', Amount: null },
      people: [],
    });
    expect(page).toEqual({ title: id, facts: [{ name: 'Note', kind: 'text', value: 'by Rae' }], sections: [] });
  });
  test('of very many people the page names some and counts the rest', () => {
    const people = Array.from({ length: 43 }, (_, at) => ({ name: `P${String(at)}`, role: null, isPrimary: false }));
    const lines = pageOf(read({ checklist: null }), { id, values: {}, people }).sections[0]?.lines ?? [];
    expect([lines.length, lines.at(-1)]).toEqual([41, 'and 3 more']);
  });
  test.each([
    ['{', 'not JSON'],
    ['{"titel":"x"}', 'does not fit'],
    ['{"title":"{Name} where 1=1; {Id) }"}', 'is no field'],
    ['{"facts":{"a":"{A.B.C.D.E}"}}', 'is no field'],
    ['{"title":""}', 'does not fit'],
  ])('%s is refused in words', (json, words) => {
    const result = readTemplate(json);
    expect(result.ok ? '' : result.problem).toContain(words);
  });
});
