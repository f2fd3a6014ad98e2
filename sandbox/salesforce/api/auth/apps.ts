/** The external client apps of the local org: one for JWT bearer, one for client credentials, made once and kept. */

import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientApp } from './oauth.ts';

export type RegisteredApps = { readonly jwt: ClientApp; readonly credentials: ClientApp; readonly privateKeyFile: string };
export type AppUsers = { readonly runAsUserId: string; readonly approvedUserIds: readonly string[] };

type Stored = {
  readonly jwtClientId: string;
  readonly jwtSecret: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly publicKey: string;
};

/** Consumer keys look like `3MVG9…`. */
const consumerKey = (): string => `3MVG9${randomBytes(60).toString('base64url').replaceAll('-', '.')}`;
const secret = (): string => randomBytes(32).toString('hex').toUpperCase();

function make(folder: string, file: string, keyFile: string): void {
  mkdirSync(folder, { recursive: true });
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const stored: Stored = { jwtClientId: consumerKey(), jwtSecret: secret(), clientId: consumerKey(), clientSecret: secret(), publicKey: keys.publicKey };
  writeFileSync(keyFile, keys.privateKey, { mode: 0o600 });
  writeFileSync(file, JSON.stringify(stored, null, 2), { mode: 0o600 });
}

/** The apps kept in `folder`. The private key is the client's half; the org keeps the public one. */
export function ensureApps(folder: string, users: AppUsers): RegisteredApps {
  const file = join(folder, 'client-apps.json');
  const privateKeyFile = join(folder, 'jwt-key.pem');
  if (!existsSync(file) || !existsSync(privateKeyFile)) make(folder, file, privateKeyFile);
  const stored = JSON.parse(readFileSync(file, 'utf8')) as Stored; // written above
  const common = { approvedUserIds: users.approvedUserIds };
  return {
    jwt: {
      ...common,
      clientId: stored.jwtClientId,
      clientSecret: stored.jwtSecret,
      certificate: stored.publicKey,
      clientCredentials: { enabled: false, runAsUserId: null },
    },
    credentials: {
      ...common,
      clientId: stored.clientId,
      clientSecret: stored.clientSecret,
      certificate: null,
      clientCredentials: { enabled: true, runAsUserId: users.runAsUserId },
    },
    privateKeyFile,
  };
}
