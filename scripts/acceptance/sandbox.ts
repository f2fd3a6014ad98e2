/** The two local platforms' control planes, as the acceptance run and the bench use them. */
import { call } from '../local/crm.ts';
import type { RunFile } from '../local/crm.ts';

export type Side = 'salesforce' | 'hubspot';

export const baseOf = (run: RunFile, side: Side): string => (side === 'salesforce' ? run.salesforce.instanceUrl : run.hubspot.baseUrl);

export async function control(run: RunFile, side: Side, method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await call(`${baseOf(run, side)}/__sandbox/${path}`, { method, ...(body === undefined ? {} : { body }) });
  if (answer.status >= 300) throw new Error(`${side} control ${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Moves one platform's clock by an offset from real time. */
export const setClock = (run: RunFile, side: Side, offsetMs: number): Promise<unknown> => control(run, side, 'PUT', 'clock', { offsetMs });

/** Counters of calls per route and of rows written per object and author; they only grow. */
export async function counters(
  run: RunFile,
  side: Side,
): Promise<{ readonly routes: Readonly<Record<string, number>>; readonly custom: Readonly<Record<string, number>> }> {
  return (await control(run, side, 'GET', 'log?limit=0')) as { routes: Record<string, number>; custom: Record<string, number> };
}

const sum = (entries: readonly (readonly [string, number])[]): number => entries.reduce((total, [, count]) => total + count, 0);

/** Rows written so far, by anyone, on each side. */
export async function writes(run: RunFile): Promise<Readonly<Record<Side, number>>> {
  const [salesforce, hubspot] = await Promise.all([counters(run, 'salesforce'), counters(run, 'hubspot')]);
  const of = (all: { readonly custom: Readonly<Record<string, number>> }): number =>
    sum(Object.entries(all.custom).filter(([name]) => /^writes?\./.test(name)));
  return { salesforce: of(salesforce), hubspot: of(hubspot) };
}
