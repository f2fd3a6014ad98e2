/** HTML as strings with everything escaped that is not markup of ours. */

/** Markup that may go into a page as it is. */
export type Html = { readonly html: string };
type Part = Html | string | number | null | undefined | readonly (Html | string)[];

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

function textOf(part: Part): string {
  if (part === null || part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escape(String(part));
  return 'html' in part ? part.html : part.map(textOf).join('');
}

/** html`<p>${text}</p>`: texts are escaped, Html and lists of it are not. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: strings.map((text, index) => text + textOf(parts[index])).join(''),
});

/** JSON inside a script element: it may not end the element. */
export const jsonScript = (id: string, value: unknown): Html => ({
  html: `<script type="application/json" id="${escape(id)}">${JSON.stringify(value).replaceAll('<', '\\u003c')}</script>`,
});
