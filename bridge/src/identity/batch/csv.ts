/** Reads a CSV file of records: quoting, byte order mark, CRLF, and comma, semicolon or tab as the separator, told from the header line. */
import { parse } from 'csv-parse';
import type { Parser } from 'csv-parse';
import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { fields } from '../model.ts';
import type { Field, IdentityRecord } from '../model.ts';

/** Something a person can mend in the file; the message names the file, the line and what to do. */
export class CsvProblem extends Error {}

const headBytes = 1 << 20;
const aliases: Readonly<Record<string, Field | 'id'>> = {
  recordid: 'id',
  givenname: 'firstname',
  surname: 'lastname',
  familyname: 'lastname',
  emailaddress: 'email',
  otheremail: 'other_emails',
  additionalemails: 'other_emails',
  hsadditionalemails: 'other_emails',
  phonenumber: 'phone',
  mobilephone: 'mobile',
  companyname: 'company',
  accountname: 'company',
  name: 'company',
  website: 'domain',
  jobtitle: 'title',
  region: 'state',
  province: 'state',
};
const plain = (header: string): string => header.toLowerCase().replace(/[^a-z]/g, '');
const known = new Map<string, Field | 'id'>([['id', 'id'], ...fields.map((field): [string, Field] => [plain(field), field]), ...Object.entries(aliases)]);

type Head = { readonly encoding: 'utf8' | 'utf16le' | 'latin1'; readonly delimiter: string };

/** Looks at the first bytes: encoding by mark or by whether they are valid UTF-8, separator by which the header line holds most of. */
function headOf(file: string): Head {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    throw new CsvProblem(`${file}: there is no such file, or it cannot be read.`);
  }
  try {
    if (!fstatSync(handle).isFile()) throw new CsvProblem(`${file}: this is no file.`);
    const bytes = Buffer.alloc(headBytes);
    const head = bytes.subarray(0, readSync(handle, bytes, 0, headBytes, 0));
    if (head.length === 0) throw new CsvProblem(`${file}: the file is empty; its first line must name the columns.`);
    const encoding = head[0] === 0xff && head[1] === 0xfe ? 'utf16le' : isUtf8(head) ? 'utf8' : 'latin1';
    const line = head.toString(encoding).split(/\r\n|\n|\r/, 1)[0] ?? '';
    const bare = line.replace(/"[^"]*"/g, '');
    const count = (separator: string): number => bare.split(separator).length;
    const delimiter = [',', ';', '\t', '|'].reduce((best, one) => (count(one) > count(best) ? one : best));
    return { encoding, delimiter };
  } finally {
    closeSync(handle);
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function columnsOf(file: string, header: readonly string[]): readonly (Field | 'id' | null)[] {
  const columns = header.map((name) => known.get(plain(name)) ?? null);
  if (!columns.includes('id')) throw new CsvProblem(`${file}: there is no column "id"; found ${header.map((name) => `"${name}"`).join(', ')}.`);
  const twice = columns.find((column, at) => column !== null && columns.indexOf(column) !== at && plain(header[at] ?? '') === plain(column));
  if (twice !== undefined && twice !== null) throw new CsvProblem(`${file}: the column "${twice}" is there twice.`);
  // An exact name wins over an alias of the same column.
  return columns.map((column, at) =>
    column !== null &&
    columns.some(
      (other, place) =>
        other === column && place !== at && (plain(header[place] ?? '') === plain(column) || place < at) && plain(header[at] ?? '') !== plain(column),
    )
      ? null
      : column,
  );
}

type Row = { readonly info: { readonly lines: number }; readonly record: readonly string[] };

/** Hands over every row as soon as it is there: a promise for each of a million rows is not free. */
function eachRow(parser: Parser, read: (row: Row) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.on('readable', () => {
      try {
        // The library's own shape of a row, with `info` asked for above.
        for (let row = parser.read() as Row | null; row !== null; row = parser.read() as Row | null) read(row);
      } catch (error) {
        parser.destroy();
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    parser.on('error', reject);
    parser.on('end', resolve);
  });
}

/** Calls `take` with every record, in the order of the file. Ids must be there and unique. Resolves to how many there were. */
export async function readRecords(file: string, take: (record: IdentityRecord) => void): Promise<number> {
  const { encoding, delimiter } = headOf(file);
  const parser = parse({ bom: true, delimiter, relaxQuotes: true, relaxColumnCount: true, skipEmptyLines: true, encoding: 'utf8', info: true });
  const source = createReadStream(file, { encoding, highWaterMark: 1 << 18 });
  source.on('error', (error) => parser.destroy(new CsvProblem(`${file}: ${error.message}`)));
  source.pipe(parser);
  const head: { columns: readonly (Field | 'id' | null)[] | null } = { columns: null };
  const ids = new Set<string>();
  const read = ({ record: cells, info }: Row): void => {
    const { columns } = head;
    if (columns === null) {
      head.columns = columnsOf(
        file,
        cells.map((cell) => cell.trim()),
      );
      return;
    }
    const record: Partial<Record<Field | 'id', string>> = {};
    for (let at = 0; at < columns.length; at += 1) {
      const column = columns[at];
      const cell = cells[at];
      if (column !== null && column !== undefined && cell !== undefined && cell !== '') record[column] = cell;
    }
    const id = record.id?.trim() ?? '';
    if (id === '') throw new CsvProblem(`${file}: the record that ends in line ${String(info.lines)} has no id.`);
    if (ids.has(id)) throw new CsvProblem(`${file}: the id "${id}" is there twice, again in line ${String(info.lines)}. Ids must be unique.`);
    ids.add(id);
    take({ ...record, id });
  };
  try {
    await eachRow(parser, read);
  } catch (error) {
    if (error instanceof CsvProblem) throw error;
    throw new CsvProblem(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    source.destroy();
  }
  if (head.columns === null) throw new CsvProblem(`${file}: the file is empty; its first line must name the columns.`);
  return ids.size;
}

/** One cell as CSV wants it. */
export function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
