/**
 * A whole list of the bridge's as one text, and offered as a file.
 * Tests: __tests__ beside this file.
 */

/**
 * @param {(page: {after: string|null}) => Promise<{text: string, next: string|null}>} read one page
 * @param {(lines: number) => void} onProgress lines so far
 * @returns {Promise<{text: string, lines: number}>} all pages in one
 */
export async function collect(read, onProgress) {
  let text = '';
  let lines = 0;
  let after = null;
  do {
    // Each page is asked for with the end of the one before it.
    // eslint-disable-next-line no-await-in-loop
    const page = await read({ after });
    text += page.text;
    lines += page.text.split('\r\n').length - 1;
    onProgress(lines);
    after = page.next;
  } while (after);
  return { text, lines };
}

/** @param {HTMLAnchorElement} anchor a hidden link of the page @param {{name: string, text: string}} file */
export function offer(anchor, { name, text }) {
  // The mark tells spreadsheets that it is UTF-8.
  const url = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }));
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  URL.revokeObjectURL(url);
}
