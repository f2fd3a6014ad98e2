/** Rolling counters behind `/limits` and the `Sforce-Limit-Info` header. */

const HOUR_MS = 3_600_000;

/** Counts in buckets of an hour, summed over a rolling window of whole hours. */
export class RollingCount {
  readonly #hours: number;
  readonly #buckets = new Map<number, number>();
  #sum = 0;
  #newest = 0;
  constructor(hours: number) {
    this.#hours = hours;
  }
  add(now: number, amount = 1): void {
    this.#expire(now);
    const bucket = Math.floor(now / HOUR_MS);
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + amount);
    this.#sum += amount;
  }
  used(now: number): number {
    this.#expire(now);
    return this.#sum;
  }
  clear(): void {
    this.#buckets.clear();
    this.#sum = 0;
  }
  #expire(now: number): void {
    const bucket = Math.floor(now / HOUR_MS);
    if (bucket === this.#newest) return;
    this.#newest = bucket;
    for (const [hour, count] of this.#buckets) {
      if (hour > bucket - this.#hours) continue;
      this.#buckets.delete(hour);
      this.#sum -= count;
    }
  }
}

/** An Enterprise org with 15 users: 100,000 + 15 × 1,000 (Salesforce Developer Limits and Allocations Quick Reference, "API Request Limits and Allocations"). */
const DAILY_REQUESTS = 115_000;
/** An Enterprise org (Platform Events Developer Guide, "Platform Event Allocations"). */
const DAILY_DELIVERED = 25_000;

/** Inbound API requests over 24 h, org-wide. */
export class RequestUsage {
  max = DAILY_REQUESTS;
  readonly #count = new RollingCount(24);
  used(now: number): number {
    return this.#count.used(now);
  }
  /** False when the limit is reached; then nothing is counted. */
  admit(now: number): boolean {
    if (this.#count.used(now) >= this.max) return false;
    this.#count.add(now);
    return true;
  }
  clear(): void {
    this.#count.clear();
  }
  /** Back to no use and the limit of a new org. */
  reset(): void {
    this.clear();
    this.max = DAILY_REQUESTS;
  }
}

/** Events delivered to API clients over 24 h. */
export class EventUsage {
  maxDelivered = DAILY_DELIVERED;
  /** The monthly entitlement of the add-on: 0 without it. It is soft: told, not enforced. */
  maxMonthly = 0;
  readonly #delivered = new RollingCount(24);
  readonly #month = new RollingCount(30 * 24);
  delivered(now: number): number {
    return this.#delivered.used(now);
  }
  deliveredInMonth(now: number): number {
    return this.#month.used(now);
  }
  noteDelivered(now: number, events: number): void {
    this.#delivered.add(now, events);
    this.#month.add(now, events);
  }
  clear(): void {
    this.#delivered.clear();
    this.#month.clear();
  }
  reset(): void {
    this.clear();
    this.maxDelivered = DAILY_DELIVERED;
    this.maxMonthly = 0;
  }
}
