/** The bridge's own secret: one master key, from which each use gets its own. */
import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Keys = {
  /** Fingerprints of one connection's values; another connection's never compare. */
  fingerprint(connection: string): Uint8Array;
  /** Encrypts the values of decisions. */
  readonly decisions: { readonly id: string; readonly key: Uint8Array };
};

const keyBytes = 32;

function derive(master: Buffer, use: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', master, '', `fieldwise:${use}`, keyBytes));
}

/** The key in the data directory, made at the first start. Losing it makes every baseline unknown: back it up with the database. */
function keyInDirectory(dataDir: string): Buffer {
  const file = join(dataDir, 'fieldwise.key');
  try {
    // 'wx' never overwrites: of two first starts at once one makes the key, and both read the same.
    writeFileSync(file, `${randomBytes(keyBytes).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
}

/** Keys from the configured master key (64 hex digits), or from the one in the data directory. */
export function loadKeys({ key, dataDir }: { readonly key: string | null; readonly dataDir: string }): Keys {
  const master = key === null ? keyInDirectory(dataDir) : Buffer.from(key, 'hex');
  if (master.length !== keyBytes) throw new Error('the master key must be 32 bytes, written as 64 hex digits');
  const id = createHash('sha256').update(master).digest('hex').slice(0, 8);
  return { fingerprint: (connection) => derive(master, `fingerprint:${connection}`), decisions: { id: `k${id}`, key: derive(master, 'decisions') } };
}
