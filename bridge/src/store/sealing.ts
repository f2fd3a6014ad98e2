import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** A key for the values of decisions: 32 bytes, and an id that is stored beside what it encrypts. */
export type DecisionKey = { readonly id: string; readonly key: Uint8Array };

/** Encrypts and decrypts short texts that must not be read from the disk. */
export type Sealing = {
  /** `context` must be the same when opened: a value cannot be moved to another row. */
  seal(text: string, context: string): string;
  /** Null when the key is no longer known or the text does not belong to the context. */
  open(sealed: string, context: string): string | null;
};

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Sealing by AES-256-GCM. The first key encrypts, every key decrypts: to rotate, put the new key first and drop the old one
 * when its values have expired. Throws for no key, a key that is not 32 bytes, or an id used twice.
 */
export const createSealing = (keys: readonly DecisionKey[]): Sealing => {
  const [current] = keys;
  if (current === undefined) throw new Error('decision values need at least one encryption key');
  const known = new Map(keys.map((key) => [key.id, key.key]));
  if (known.size !== keys.length) throw new Error('two decision keys have the same id');
  const unfit = keys.find((key) => key.key.length !== 32 || !/^[\w-]+$/.test(key.id));
  if (unfit !== undefined) throw new Error(`decision key ${unfit.id} must be 32 bytes, its id letters, digits, - and _`);
  return {
    seal(text, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, current.key, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${current.id}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    open(sealed, context) {
      const [id = '', packed = ''] = sealed.split('.');
      const key = known.get(id);
      if (key === undefined) return null;
      const bytes = Buffer.from(packed, 'base64url');
      try {
        const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(context));
        decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
};
