/**
 * Purpose: a browser host for the package's Lightning components: the pages people use, without a Salesforce org in the cloud.
 * In: the package's lwc folders and labels; a running local org's `salesforce.json`, with one token per persona.
 * Out: Lightning's URLs as real pages, with real base components, Apex called in the persona's name, and Lightning's error shapes.
 * Never: gives a token to the browser, answers for the org, or listens beyond 127.0.0.1.
 * Tests: pages.test.ts beside this file; scripts/pages-walk.ts drives a browser through it.
 */
import { createBuilds } from './server/builds.ts';
import { openOrg } from './server/org.ts';
import { createPageServer } from './server/server.ts';

export type Pages = {
  readonly url: string;
  /** Warnings of the first build: missing labels and components, and the compiler's. Rejects with its words when it fails. */
  readonly built: Promise<readonly string[]>;
  close(): Promise<void>;
};

/** Listens at once; the first page waits for the build. */
export async function startPages(options: { readonly readyFile: string; readonly port: number; readonly packageDirs: readonly string[] }): Promise<Pages> {
  const builds = createBuilds(options.packageDirs);
  const built = builds.current().then(({ warnings }) => warnings);
  const server = createPageServer({ sessionOf: openOrg(options.readyFile), builds });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new Error('the server has no port'));
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    built,
    close: async () => {
      builds.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
