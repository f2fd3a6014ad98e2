/** Remembers answers of a pure function of one text, up to a bound; past it everything is forgotten at once, which is cheap and cannot grow. */
export function memo<T>(answer: (text: string) => T, entriesMax = 200_000): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const found = answer(text);
    if (known.size >= entriesMax) known.clear();
    known.set(text, found);
    return found;
  };
}
