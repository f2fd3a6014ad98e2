import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';

export type RunningServer = {
  readonly url: string;
  /** Stops listening, lets requests in progress end, and cuts what is left after `graceMs`. */
  close(graceMs: number): Promise<void>;
};

/** A sender slower than this is cut: HubSpot itself gives up after 5 s. */
const requestTimeoutMs = 10_000;

function listening(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address);
      else reject(new Error('the server has no address'));
    });
  });
}

/** Listens on host and port (0 = any free one). Rejects when the port is taken. */
export async function startServer(app: Express, { host, port }: { readonly host: string; readonly port: number }): Promise<RunningServer> {
  const server = createServer({ requestTimeout: requestTimeoutMs, keepAliveTimeout: 65_000 }, app);
  const address = await listening(server, port, host);
  const shown = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${shown}:${String(address.port)}`,
    close: (graceMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
