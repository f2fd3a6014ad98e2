/** Access tokens: personas' long-lived ones, and issued ones that idle out. Kept in a file, so a restart forgets nobody. */

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { to15 } from '../ids.ts';

/** Default session timeout of an org: 2 hours without use (Salesforce Help, "Modify Session Security Settings"). */
export const IDLE_MS = 2 * 3_600_000;

export type Token = { readonly token: string; readonly userId: string; readonly clientId: string; readonly longLived: boolean; lastUsedAt: number };

export type TokenStoreOptions = { readonly orgId: string; readonly file: string | null; readonly now: () => number };

const isToken = (value: unknown): value is Token =>
  typeof value === 'object' && value !== null && 'token' in value && typeof value.token === 'string' && 'userId' in value && typeof value.userId === 'string';

function load(file: string | null): Token[] {
  if (file === null || !existsSync(file)) return [];
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return Array.isArray(parsed) ? parsed.filter(isToken) : [];
}

export class TokenStore {
  readonly #tokens: Map<string, Token>;
  readonly #options: TokenStoreOptions;
  constructor(options: TokenStoreOptions) {
    this.#options = options;
    this.#tokens = new Map(load(options.file).map((token) => [token.token, token]));
  }

  /** A fresh token of a user for an app. */
  issue(userId: string, clientId: string, longLived = false): Token {
    const now = this.#options.now();
    for (const [key, token] of this.#tokens) if (this.#expired(token, now)) this.#tokens.delete(key);
    const secret = randomBytes(72).toString('base64url').replaceAll('-', '.');
    const token = { token: `${to15(this.#options.orgId)}!AQ${secret}`, userId, clientId, longLived, lastUsedAt: now };
    this.#tokens.set(token.token, token);
    this.#save();
    return token;
  }

  /** The persona's token of an earlier start, or a new one. */
  longLived(userId: string, clientId: string): Token {
    for (const token of this.#tokens.values()) if (token.longLived && token.userId === userId && token.clientId === clientId) return token;
    return this.issue(userId, clientId, true);
  }

  /** The token if it is valid now; using it keeps it alive. */
  use(text: string): Token | undefined {
    const token = this.#tokens.get(text);
    if (token === undefined) return undefined;
    const now = this.#options.now();
    if (this.#expired(token, now)) return undefined;
    token.lastUsedAt = now;
    return token;
  }

  /** False when there is no such token. */
  revoke(text: string): boolean {
    const known = this.#tokens.delete(text);
    if (known) this.#save();
    return known;
  }

  /** Ends all issued sessions, as a release or an admin does; persona tokens stay. Answers how many ended. */
  expireIssued(): number {
    const issued = [...this.#tokens.values()].filter((token) => !token.longLived);
    for (const token of issued) this.#tokens.delete(token.token);
    this.#save();
    return issued.length;
  }

  #expired(token: Token, now: number): boolean {
    return !token.longLived && now - token.lastUsedAt > IDLE_MS;
  }

  #save(): void {
    const { file } = this.#options;
    if (file === null) return;
    writeFileSync(`${file}.new`, JSON.stringify([...this.#tokens.values()]), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
}
