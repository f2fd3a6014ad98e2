/** Lists as admins write them into one field. */

/** Parts of a list with semicolons, commas or line ends between them; blanks are left out. */
export const list = (text: string): readonly string[] =>
  text
    .split(/[;,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Parts of a list whose values may hold commas: semicolons and line ends only. */
export const valueList = (text: string): readonly string[] =>
  text
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Values that stand there more than once, each once. */
export function repeated(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
