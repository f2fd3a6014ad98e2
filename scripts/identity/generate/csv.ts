/** CSV (RFC 4180), written and read line by line so that files of any size fit. */
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';

export function csvLine(values: Iterable<string>): string {
  return [...values].map((value) => (/[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(',');
}

/** Writes lines with the header first; holds about 64 kB at a time. */
export async function writeCsv(path: string, header: readonly string[], rows: Iterable<readonly string[]>): Promise<number> {
  const file = createWriteStream(path);
  let [held, count] = [`${csvLine(header)}\n`, 0];
  for (const row of rows) {
    held += `${csvLine(row)}\n`;
    count += 1;
    if (held.length < 65_536) continue;
    if (!file.write(held)) await once(file, 'drain');
    held = '';
  }
  file.end(held);
  await once(file, 'finish');
  return count;
}

/** Rows of a CSV file as records by column name. Quoted fields may hold commas, quotes and line breaks. */
export async function* readCsv(path: string): AsyncGenerator<Readonly<Record<string, string>>> {
  let header: readonly string[] | null = null;
  for await (const cells of cellsOf(path)) {
    if (header === null) header = cells.map((name) => name.replace(/^\ufeff/, '').trim());
    else yield Object.fromEntries(header.map((name, at) => [name, cells[at] ?? '']));
  }
}

async function* cellsOf(path: string): AsyncGenerator<readonly string[]> {
  let [cells, cell, inQuotes, wasQuote]: [string[], string, boolean, boolean] = [[], '', false, false];
  for await (const chunk of createReadStream(path, { encoding: 'utf8' })) {
    for (const letter of String(chunk)) {
      if (inQuotes && letter !== '"') cell += letter;
      else if (letter === '"') {
        if (!inQuotes && wasQuote) cell += '"';
        inQuotes = !inQuotes;
        wasQuote = !inQuotes;
        continue;
      } else if (letter === ',') {
        cells.push(cell);
        cell = '';
      } else if (letter === '\n') {
        yield [...cells, cell];
        [cells, cell] = [[], ''];
      } else if (letter !== '\r') cell += letter;
      wasQuote = false;
    }
  }
  if (cell !== '' || cells.length > 0) yield [...cells, cell];
}
