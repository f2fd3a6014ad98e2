import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJournal } from './index.ts';

let folder = '';
const file = () => join(folder, 'state', 'rows.jsonl');
const open = () => openJournal<number>({ file: file(), parse: Number });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('journal', () => {
  test('gives back its batches after a restart', () => {
    const first = open();
    first.append([1, 2]);
    first.append([]);
    first.append([3]);
    first.close();
    const second = open();
    expect(second.takeHistory()).toEqual([[1, 2], [3]]);
    expect(second.takeHistory()).toEqual([]);
    second.close();
  });

  test('a torn last line is cut off and does not damage what follows', () => {
    const first = open();
    first.append([1]);
    first.close();
    appendFileSync(file(), '[2,3');
    const second = open();
    expect(second.takeHistory()).toEqual([[1]]);
    second.append([4]);
    second.close();
    expect(readFileSync(file(), 'utf8')).toBe('[1]\n[4]\n');
  });

  test('damage in the middle is not passed over', () => {
    open().close();
    writeFileSync(file(), '[1]\nrubbish\n[2]\n');
    expect(open).toThrow();
  });

  test('compaction replaces the file and appending goes on', () => {
    const journal = open();
    for (let round = 0; round < 50; round += 1) journal.append([round]);
    journal.compact([[49], [50]]);
    journal.append([51]);
    expect(journal.sizeBytes()).toBe(statSync(file()).size);
    journal.close();
    const again = open();
    expect(again.takeHistory()).toEqual([[49], [50], [51]]);
    again.clear();
    expect(again.sizeBytes()).toBe(0);
    again.close();
  });
});
