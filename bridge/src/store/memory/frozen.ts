const known = new WeakSet<object>();

const copyOf = (value: unknown): unknown => {
  if (value === null || typeof value !== 'object') return value;
  if (known.has(value)) return value;
  const copy: unknown = Array.isArray(value)
    ? value.map(copyOf)
    : Object.fromEntries(
        Object.entries(value)
          .filter(([, item]) => item !== undefined)
          .map(([key, item]) => [key, copyOf(item)]),
      );
  const frozen = Object.freeze(copy as object);
  known.add(frozen);
  return frozen;
};

/**
 * A deep frozen copy of plain data, without undefined members, as JSON would bring it back: neither the giver nor a reader
 * can change what is stored. What already came from here is returned as it is, which keeps reads free.
 */
export const frozenCopy = <T>(value: T): T => copyOf(value) as T;
