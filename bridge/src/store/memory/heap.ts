/** A binary heap; the smallest by `isBefore` is on top. */
export type Heap<T> = { push(item: T): void; peek(): T | undefined; pop(): T | undefined };

/** An empty heap. Push and pop take O(log n). */
export const createHeap = <T>(isBefore: (left: T, right: T) => boolean): Heap<T> => {
  const items: T[] = [];
  const swapIf = (upper: number, lower: number): boolean => {
    const above = items[upper];
    const below = items[lower];
    if (above === undefined || below === undefined || !isBefore(below, above)) return false;
    items[upper] = below;
    items[lower] = above;
    return true;
  };
  const sink = (): void => {
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const leftItem = items[left];
      const rightItem = items[left + 1];
      if (leftItem === undefined) return;
      const child = rightItem !== undefined && isBefore(rightItem, leftItem) ? left + 1 : left;
      if (!swapIf(place, child)) return;
      place = child;
    }
  };
  return {
    push(item) {
      let place = items.push(item) - 1;
      while (place > 0 && swapIf((place - 1) >> 1, place)) place = (place - 1) >> 1;
    },
    peek: () => items[0],
    pop() {
      const top = items[0];
      const last = items.pop();
      if (items.length > 0 && last !== undefined) {
        items[0] = last;
        sink();
      }
      return top;
    },
  };
};
