/** What several walks ask the running bridge, and how long they wait for it. */
import { call } from '../local/crm.ts';
import type { Walk } from './walk.ts';

const waitMaxMs = 30_000;
const pauseMs = 200;

/** Asks until there is an answer; a failure names what did not happen. */
export async function eventually<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
  const until = Date.now() + waitMaxMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > until) throw new Error(`${what} did not happen within ${waitMaxMs / 1_000} s.`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** One answer of the bridge's API; null unless it is a success. */
export async function bridge<T>(walk: Walk, path: string): Promise<T | null> {
  const { url, apiToken } = walk.run.bridge;
  const { status, body } = await call(`${url}/api/v1/${path}`, { token: apiToken });
  return status === 200 ? (body as T) : null; // the caller says which answer it asked for
}

export type BridgeRules = {
  readonly version: number;
  readonly lifecycle: readonly { readonly stage: string; readonly owner: string }[];
  readonly consent: readonly { readonly salesforceField: string; readonly subscription: string | null; readonly direction: string }[];
  readonly mappings: readonly {
    readonly key: string;
    readonly policies: { readonly whenDeletedIn: { readonly salesforce: string }; readonly whenErased: string };
    readonly fields: readonly { readonly key: string; readonly owner: string }[];
  }[];
};

/** The rules the bridge works by. */
export async function bridgeRules(walk: Walk): Promise<BridgeRules> {
  const rules = await bridge<BridgeRules>(walk, 'rules');
  if (rules === null) throw new Error('The bridge does not say which rules it works by.');
  return rules;
}

type Explained = { readonly link: { readonly hubspot: string | null } | null };
/** What a record is in step with, as `object:id`; null while there is nothing. */
export const linkedTo = async (walk: Walk, recordId: string): Promise<string | null> =>
  (await bridge<Explained>(walk, `explain?record=${recordId}`))?.link?.hubspot ?? null;
