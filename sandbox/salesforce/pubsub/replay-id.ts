/**
 * Replay ids on the wire: 8 opaque bytes. Inside: 7 bits stream epoch, 52 bits bus position, 4 bits copy. The epoch makes all
 * ids of before a stream reset invalid; the copy gives a duplicated event an id of its own; positions are not contiguous.
 */

const COPY_BITS = 4n;
const EPOCH_SHIFT = 56n;
const POSITION_MASK = (1n << (EPOCH_SHIFT - COPY_BITS)) - 1n;

export const COPIES_MAX = 15;

/** The id of the n-th copy of the event at a bus position. */
export function encodeReplayId(epoch: number, position: bigint, copy = 0): Buffer {
  const bytes = Buffer.alloc(8);
  const value = (BigInt(epoch & 0x7f) << EPOCH_SHIFT) | ((position & POSITION_MASK) << COPY_BITS) | BigInt(Math.min(copy, COPIES_MAX));
  bytes.writeBigUInt64BE(value);
  return bytes;
}

/** The bus position an id stands for; null when it is malformed or from another epoch. */
export function decodeReplayId(epoch: number, bytes: Uint8Array): bigint | null {
  if (bytes.length !== 8) return null;
  const value = Buffer.from(bytes).readBigUInt64BE();
  if (value >> EPOCH_SHIFT !== BigInt(epoch & 0x7f)) return null;
  return (value >> COPY_BITS) & POSITION_MASK;
}
