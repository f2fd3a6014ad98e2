/** The certificates of the local org, made once and kept in the data directory. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';

const YEARS_MS = 10 * 365 * 86_400_000;

export type Certificates = { readonly ca: string; readonly key: string; readonly cert: string; readonly caFile: string };

async function make(now: number): Promise<Omit<Certificates, 'caFile'>> {
  const dates = { notBeforeDate: new Date(now - 86_400_000), notAfterDate: new Date(now + YEARS_MS) };
  const ca = await generate([{ name: 'commonName', value: 'Local Salesforce org CA' }], {
    ...dates,
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...dates,
    keyType: 'ec',
    algorithm: 'sha256',
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { ca: ca.cert, key: server.private, cert: server.cert };
}

/** The certificates in `folder`, made on the first start. Clients trust `caFile`. */
export async function ensureCertificates(folder: string, now: number): Promise<Certificates> {
  const path = (name: string): string => join(folder, name);
  const files = { ca: path('pubsub-ca.pem'), key: path('pubsub-key.pem'), cert: path('pubsub-cert.pem') };
  if (!Object.values(files).every((file) => existsSync(file))) {
    mkdirSync(folder, { recursive: true });
    const made = await make(now);
    writeFileSync(files.ca, made.ca);
    writeFileSync(files.key, made.key, { mode: 0o600 });
    writeFileSync(files.cert, made.cert);
  }
  const read = (file: string): string => readFileSync(file, 'utf8');
  return { ca: read(files.ca), key: read(files.key), cert: read(files.cert), caFile: files.ca };
}
