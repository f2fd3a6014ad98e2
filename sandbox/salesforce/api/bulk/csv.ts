/** CSV as the Bulk API reads and writes it: RFC 4180 with a choice of delimiter and line ending. */

export const DELIMITERS: Readonly<Record<string, string>> = { BACKQUOTE: '`', CARET: '^', COMMA: ',', PIPE: '|', SEMICOLON: ';', TAB: '\t' };
export const LINE_ENDINGS: Readonly<Record<string, string>> = { LF: '\n', CRLF: '\r\n' };

/** The cells of a text, row by row; blank lines are left out. Throws on a quote that is never closed. */
export function parseCsv(text: string, delimiter = ','): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  const endRow = (): void => {
    if (row.length > 1 || (row[0] ?? '') !== '') rows.push(row);
    row = [];
  };
  while (at < text.length) {
    const { value, next } = text[at] === '"' ? quoted(text, at) : plain(text, at, delimiter);
    row.push(value);
    at = next;
    const character = text[at];
    if (character === delimiter) {
      at += 1;
      if (at === text.length) row.push('');
    } else {
      if (character === '\r') at += 1;
      if (text[at] === '\n') at += 1;
      endRow();
    }
  }
  if (row.length > 0) endRow();
  return rows;
}

function quoted(text: string, start: number): { value: string; next: number } {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  if (end < 0) throw new Error('a quoted value is not closed');
  return { value: text.slice(start + 1, end).replaceAll('""', '"'), next: end + 1 };
}

function plain(text: string, start: number, delimiter: string): { value: string; next: number } {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return { value: text.slice(start, end), next: end };
}

/** Rows as text; every value is quoted, as in the platform's results. */
export const writeCsv = (rows: readonly (readonly string[])[], delimiter = ',', ending = '\n'): string =>
  rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(delimiter) + ending).join('');
