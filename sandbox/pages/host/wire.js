/**
 * Wire adapters over a read: what Lightning Data Service does for a component. First `{data: undefined, error: undefined}`, no read while a
 * config value is undefined, one entry and one request per config, frozen data, and a refresh that reaches every subscriber.
 */
import { unwrap } from './unwrap.js';

const nothing = Object.freeze({ data: undefined, error: undefined });
const entryOf = new WeakMap();

function freeze(value) {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}

/** One config's data and the components that show it. */
class Entry {
  subscribers = new Set();
  value = nothing;
  reading = null;

  constructor(read, config) {
    this.read = read;
    this.config = config;
  }

  emit(value) {
    this.value = Object.freeze(value);
    entryOf.set(this.value, this);
    for (const subscriber of this.subscribers) subscriber(this.value);
  }

  load() {
    this.reading ??= this.read(this.config)
      .then(
        (data) => this.emit({ data: freeze(data), error: undefined }),
        (error) => this.emit({ data: undefined, error }),
      )
      .finally(() => {
        this.reading = null;
      });
    return this.reading;
  }

  /** A read under way may have begun before what makes a refresh needed: wait for it, then read again. */
  async refresh() {
    await this.reading;
    await this.load();
  }
}

/**
 * @param {(config: object) => Promise<*>} read
 * @param {(config: object) => boolean} [isComplete] whether the config is enough to read; by default nothing in it is undefined
 * @returns {{adapter: Function, entries: () => Entry[]}}
 */
export function wireOver(read, isComplete = (config) => Object.values(config).every((value) => value !== undefined)) {
  const entries = new Map();
  const entryFor = (config) => {
    const key = JSON.stringify(config);
    if (!entries.has(key)) entries.set(key, new Entry(read, JSON.parse(key)));
    return entries.get(key);
  };
  class Adapter {
    #emit;
    #entry = null;
    #isConnected = false;

    constructor(emit) {
      this.#emit = emit;
      emit(nothing);
    }
    update(config) {
      this.leave();
      this.#entry = isComplete(config) ? entryFor(config) : null;
      if (this.#isConnected) this.join();
    }
    connect() {
      this.#isConnected = true;
      this.join();
    }
    disconnect() {
      this.#isConnected = false;
      this.leave();
    }
    join() {
      if (this.#entry === null || this.#entry.subscribers.has(this.#emit)) return;
      this.#entry.subscribers.add(this.#emit);
      if (this.#entry.value === nothing || this.#entry.value.error !== undefined) this.#entry.load();
      else this.#emit(this.#entry.value);
    }
    leave() {
      this.#entry?.subscribers.delete(this.#emit);
    }
  }
  return { adapter: Adapter, entries: () => [...entries.values()] };
}

/** refreshApex: takes the whole value a wire gave, not its data. */
export async function refreshValue(value) {
  const entry = entryOf.get(unwrap(value));
  if (entry === undefined) return;
  await entry.refresh();
}
