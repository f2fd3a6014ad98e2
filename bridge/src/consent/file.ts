/** The log as a file: one JSON object a line, or a table with the same columns. Both can be verified without the bridge. */
import { z } from 'zod';
import { CHECK_START, checkChain, CONSENT_ENTRY_KINDS } from '../domain/index.ts';
import type { ChainCheck, ConsentEntryKind, ConsentRow } from '../domain/index.ts';

export type LogFormat = 'jsonl' | 'csv';

const rowSchema = z.object({
  seq: z.number().int(),
  at: z.number(),
  kind: z.enum(CONSENT_ENTRY_KINDS as readonly [ConsentEntryKind, ...ConsentEntryKind[]]),
  topic: z.string(),
  place: z.string(),
  rule: z.string().nullable(),
  ruleVersion: z.number(),
  origin: z.string(),
  result: z.string(),
  evidence: z.object({ side: z.enum(['salesforce', 'hubspot']), basis: z.string(), at: z.number() }).nullable(),
  person: z
    .object({ address: z.string(), sealed: z.string().nullable(), refs: z.array(z.string()), actor: z.string().nullable(), explanation: z.string().nullable() })
    .nullable(),
  salt: z.string().nullable(),
  personHash: z.string(),
  previous: z.string(),
  hash: z.string(),
});
const columns = [
  'seq',
  'time',
  'at',
  'kind',
  'topic',
  'place',
  'rule',
  'ruleVersion',
  'origin',
  'result',
  'evidence',
  'person',
  'salt',
  'personHash',
  'previous',
  'hash',
] as const;
/** Parts that are objects, or may be absent: written as JSON inside a cell, so that nothing is lost. */
const structured: ReadonlySet<string> = new Set(['evidence', 'person', 'rule', 'salt']);

/** A spreadsheet must not take text for a formula: such cells are quoted and start with an apostrophe nowhere, because that would change the log. */
const cell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** First line of a file; empty for JSON lines. */
export function fileHead(format: LogFormat): string {
  return format === 'csv' ? `${columns.join(',')}\n` : '';
}

/** Rows as they stand in a file. `time` is for readers and not part of the chain. */
export function fileRows(rows: readonly ConsentRow[], format: LogFormat): string {
  if (format === 'jsonl') return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const textOf = (row: ConsentRow, column: (typeof columns)[number]): string => {
    if (column === 'time') return new Date(row.at).toISOString();
    return structured.has(column) ? JSON.stringify(row[column]) : String(row[column]);
  };
  return rows.map((row) => `${columns.map((column) => cell(textOf(row, column))).join(',')}\n`).join('');
}

/** The cells of a CSV text, by RFC 4180. */
function cellsOf(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let value = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (isQuoted) {
      if (char !== '"') value += char;
      else if (text[at + 1] === '"') {
        value += '"';
        at += 1;
      } else isQuoted = false;
    } else if (char === '"') isQuoted = true;
    else if (char === ',' || char === '\n') {
      row.push(value);
      value = '';
      if (char === '\n') {
        rows.push(row);
        row = [];
      }
    } else if (char !== '\r') value += char;
  }
  if (value !== '' || row.length > 0) rows.push([...row, value]);
  return rows;
}

function fromCsv(text: string): readonly unknown[] {
  const [head = [], ...rows] = cellsOf(text);
  const numbers: ReadonlySet<string> = new Set(['seq', 'at', 'ruleVersion']);
  const parsed = (name: string, value: string): unknown => (structured.has(name) ? JSON.parse(value) : numbers.has(name) ? Number(value) : value);
  return rows.map((row) => Object.fromEntries(head.flatMap((name, at) => (name === 'time' ? [] : [[name, parsed(name, row[at] ?? '')]]))));
}

/** Reads an exported file. Throws an Error that names the first line it cannot read. */
export function parseFile(text: string): readonly ConsentRow[] {
  const isCsv = !text.trimStart().startsWith('{');
  const raw = isCsv ? fromCsv(text) : text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line) as unknown]));
  return raw.map((row, at) => {
    const read = rowSchema.safeParse(row);
    if (!read.success) throw new Error(`row ${String(at + 1)} is no row of a consent log`);
    return read.data;
  });
}

/** Whether a file's rows are one unbroken chain from its beginning. */
export function verifyFile(text: string): ChainCheck {
  return checkChain(CHECK_START, parseFile(text));
}
