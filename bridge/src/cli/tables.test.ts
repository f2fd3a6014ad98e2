import { describe, expect, test } from '@jest/globals';
import { span, table, when } from './tables.ts';

describe('tables', () => {
  test('columns line up, numbers to the right, long cells cut, line ends folded', () => {
    const text = table(
      [
        { a: 'x', n: 5 },
        { a: 'a\nlonger', n: 1_000 },
        { a: 'y'.repeat(100), n: 1 },
      ],
      [
        { title: 'A', of: (row) => row.a.slice(0, 90) },
        { title: 'N', of: (row) => row.n, isRight: true },
      ],
    );
    const lines = text.split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[2]).toMatch(/^a longer +1000$/);
    expect(lines[3]).toContain('…');
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  });

  test('times and spans read as a person says them', () => {
    expect(when(Date.UTC(2026, 10, 21, 10, 4, 5))).toBe('2026-11-21 10:04:05');
    expect([when(null), span(12), span(1_500), span(90_000), span(7_380_000)]).toEqual(['', '12 ms', '1.5 s', '1 min 30 s', '2 h 3 min']);
  });
});
