/**
 * Replay ids on the wire: 8 opaque bytes. Inside: 7 bits stream epoch, 24 bits minutes since 2020, 29 bits bus position, 4 bits
 * copy. The epoch makes all ids of before a stream reset invalid, the minutes let an id expire with its event, the copy gives a
 * duplicated event an id of its own.
 */

const COPY_BITS = 4n;
const POSITION_BITS = 29n;
const MINUTE_BITS = 24n;
const MINUTE_SHIFT = POSITION_BITS + COPY_BITS;
const EPOCH_SHIFT = MINUTE_SHIFT + MINUTE_BITS;
const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2020, 0, 1);

export const COPIES_MAX = 15;

const mask = (bits: bigint): bigint => (1n << bits) - 1n;

/** Where a subscriber stands: the bus position it has seen, and when that was the newest. */
export type Cursor = { readonly position: bigint; readonly at: number };

/** The id of the n-th copy of the event at a bus position. */
export function encodeReplayId(epoch: number, { position, at }: Cursor, copy = 0): Buffer {
  const minutes = BigInt(Math.max(0, Math.floor((at - START_MS) / MINUTE_MS)));
  const value =
    (BigInt(epoch & 0x7f) << EPOCH_SHIFT) |
    ((minutes & mask(MINUTE_BITS)) << MINUTE_SHIFT) |
    ((position & mask(POSITION_BITS)) << COPY_BITS) |
    BigInt(Math.min(copy, COPIES_MAX));
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
}

/** The cursor an id stands for; null when it is malformed or from another epoch. */
export function decodeReplayId(epoch: number, bytes: Uint8Array): Cursor | null {
  if (bytes.length !== 8) return null;
  const value = Buffer.from(bytes).readBigUInt64BE();
  if (value >> EPOCH_SHIFT !== BigInt(epoch & 0x7f)) return null;
  const minutes = Number((value >> MINUTE_SHIFT) & mask(MINUTE_BITS));
  return { position: (value >> COPY_BITS) & mask(POSITION_BITS), at: START_MS + minutes * MINUTE_MS };
}
