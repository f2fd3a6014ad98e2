/** Plain tables for a terminal. */

export type Column<T> = { readonly title: string; readonly of: (row: T) => string | number | null; readonly isRight?: boolean };

const cellMax = 80;

function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value).replace(/\s+/g, ' ');
  return text.length > cellMax ? `${text.slice(0, cellMax - 1)}…` : text;
}

/** Columns aligned, two spaces apart. Example: `table([{n:1}], [{title:'N', of:(r)=>r.n}])` → "N\n1". */
export function table<T>(rows: readonly T[], columns: readonly Column<T>[]): string {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ of }) => cell(of(row))))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  const padded = lines.map((line) =>
    line
      .map((text, index) => (columns[index]?.isRight === true ? text.padStart(widths[index] ?? 0) : text.padEnd(widths[index] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return padded.join('\n');
}

/** 2026-11-21 10:04:05, UTC; empty for null. */
export function when(at: number | null): string {
  return at === null ? '' : new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** 1,500 ms → "1.5 s", 90,000 → "1 min 30 s". */
export function span(ms: number): string {
  if (ms < 1_000) return `${String(Math.round(ms))} ms`;
  const seconds = ms / 1_000;
  if (seconds < 60) return `${String(Math.round(seconds * 10) / 10)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min ${String(Math.floor(seconds % 60))} s`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}
