const placeBits = 14;

/**
 * Remembers answers of a pure function of one text, each in the one place its text may have: the names and companies that come again and again are
 * nearly always there, and of a million that come once nothing has to be kept, moved or forgotten.
 */
export function memo<T>(answer: (text: string) => T): (text: string) => T {
  const texts = new Array<string | undefined>(1 << placeBits).fill(undefined);
  const answers = new Array<T | undefined>(1 << placeBits).fill(undefined);
  return (text) => {
    let hash = text.length;
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash, 0x01000193) ^ text.charCodeAt(at);
    const place = Math.imul(hash, 0x9e3779b1) >>> (32 - placeBits);
    // The answer belongs to the text that is there.
    if (texts[place] === text) return answers[place] as T;
    const found = answer(text);
    texts[place] = text;
    answers[place] = found;
    return found;
  };
}
