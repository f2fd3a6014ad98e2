/** Keyed fingerprints: what the store keeps instead of the customer's values. */
import { createHmac, createSecretKey } from 'node:crypto';
import type { Fingerprint, Value } from './model.ts';

/** 22 base64url characters are 132 bits: no two values of one field meet by accident. */
const LENGTH = 22;

/** Fingerprint of a canonical value under a name (a rule key, or what a match key is about); blank has one too. */
export type Fingerprinter = (name: string, value: Value) => Fingerprint;

/**
 * A fingerprinter for one connection's key (32 bytes or more). The name is part of the input, so equal values of different fields
 * differ; without the key, values cannot be guessed back from fingerprints.
 */
export function fingerprinter(key: Uint8Array): Fingerprinter {
  const secret = createSecretKey(key);
  return (name, value) => {
    const text = value === null ? `${name}\u0000` : `${name}\u0001${value}`;
    return createHmac('sha256', secret).update(text).digest('base64url').slice(0, LENGTH);
  };
}
