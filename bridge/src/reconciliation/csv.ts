/** Lists as comma-separated text, as spreadsheets take it (RFC 4180). Pure. */

/** A text that begins like a formula would run as one in a spreadsheet, so it is led by an apostrophe. */
function cell(value: string | number | null): string {
  const plain = value === null ? '' : String(value);
  const safe = /^[=+\-@\t\r]/.test(plain) && typeof value === 'string' ? `'${plain}` : plain;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line per row, each ended by CR LF. */
export function csvOf(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** An instant as spreadsheets read it; blank where there is none. */
export const instantText = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
