/** Static files: the build and the design system. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, extname, join, normalize, sep } from 'node:path';

const require = createRequire(import.meta.url);
const slds = join(dirname(require.resolve('@salesforce-ux/design-system/package.json')), 'assets');

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
};

/** Sends a file of a folder; answers false when there is none, or the path leads out of the folder. */
function send(response: ServerResponse, folder: string, path: string, caching: string): boolean {
  const file = normalize(join(folder, decodeURIComponent(path)));
  if (!file.startsWith(folder + sep) || !existsSync(file) || !statSync(file).isFile()) return false;
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'cache-control': caching,
    'x-content-type-options': 'nosniff',
  });
  createReadStream(file).pipe(response);
  return true;
}

/** Answers `/assets/…`; false when it is none of ours. Chunks carry a hash in their name, the entry does not. */
export function sendAsset(response: ServerResponse, path: string, buildFolder: string | null): boolean {
  if (path.startsWith('/assets/slds/')) return send(response, slds, path.slice('/assets/slds/'.length), 'max-age=86400');
  if (buildFolder === null || !path.startsWith('/assets/build/')) return false;
  const isHashed = /-[\w-]{8}\.js$/.test(path);
  return send(response, buildFolder, path.slice('/assets/build/'.length), isHashed ? 'max-age=86400, immutable' : 'no-cache');
}
