/** SOQL text. Every value goes through `quote`; nothing else may put outside text into a query. */

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f', '"': '\\"' };

/** A SOQL text literal. Example: `quote("O'Hara")` → `'O\'Hara'`. */
export function quote(text: string): string {
  return `'${text.replace(/[\\'"\n\r\t\b\f]/g, (character) => (character === '\b' ? '\\b' : (escapes[character] ?? character)))}'`;
}

/** A literal for LIKE that matches the text anywhere; its own wildcards are escaped. */
export function quoteContains(text: string): string {
  const inner = quote(text)
    .slice(1, -1)
    .replace(/[%_]/g, (wildcard) => `\\${wildcard}`);
  return `'%${inner}%'`;
}

/** 1763718000123 → 2025-11-21T09:40:00Z. SystemModstamp is kept to the second, so bounds are whole seconds. */
export function instantLiteral(at: number): string {
  return `${new Date(Math.floor(at / 1_000) * 1_000).toISOString().slice(0, 19)}Z`;
}

/** Bytes of URI left for values: Salesforce refuses URI and headers over 16,384 bytes, and the access token takes its part. */
const uriRoom = 10_000;

/** Groups values so that each group's escaped literals fit a query's URI, and holds at most `max`. */
export function valueGroups(values: readonly string[], max = 200): readonly (readonly string[])[] {
  const groups: string[][] = [];
  let room = 0;
  for (const value of values) {
    const size = encodeURIComponent(quote(value)).length + 3;
    if (size > room || (groups.at(-1)?.length ?? max) >= max) {
      groups.push([]);
      room = uriRoom;
    }
    groups.at(-1)?.push(value);
    room -= size;
  }
  return groups;
}

export function inList(values: readonly string[]): string {
  return `(${values.map(quote).join(',')})`;
}
