/** The stamp each write leaves in its target record: "did my write land?" becomes one read. */

/** Long text area of the package and of the HubSpot property; some objects can have no long text, their field is shorter (docs/package.md). */
export const STAMP_LENGTH_MAX = 4_000;

export type Stamp = { readonly connection: string; readonly attempt: number; readonly fields: readonly string[] };

/**
 * `connection:attempt:Field1,Field2`. Field names past 4,000 characters, or past what the record's stamp field holds, are left out whole:
 * their echo then costs one look.
 * Example: `formatStamp({ connection: 'c1', attempt: 7, fields: ['Phone'] })` → "c1:7:Phone".
 */
export function formatStamp(stamp: Stamp, lengthMax: number | null = null): string {
  const longest = Math.min(STAMP_LENGTH_MAX, lengthMax ?? STAMP_LENGTH_MAX);
  let text = `${stamp.connection}:${stamp.attempt}:`;
  let separator = '';
  for (const field of stamp.fields) {
    if (text.length + separator.length + field.length > longest) break;
    text += separator + field;
    separator = ',';
  }
  return text;
}

/** The stamp in a field's text, or null when it is blank or not ours to read. */
export function parseStamp(text: unknown): Stamp | null {
  const match = /^([^:]+):(\d{1,15}):(.*)$/s.exec(typeof text === 'string' ? text : '');
  if (match === null) return null;
  const [, connection = '', attempt = '', fields = ''] = match;
  return { connection, attempt: Number(attempt), fields: fields === '' ? [] : fields.split(',') };
}
