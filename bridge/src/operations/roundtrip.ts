/** A test of the whole way: both APIs answer, and an event the package publishes reaches the bridge. */
import type { GatewayResult } from '../engine/ports.ts';
import { gatewaysOf } from './schema.ts';
import type { ConnectionView } from './view.ts';

export type Leg = { readonly isOk: boolean; readonly tookMs: number; readonly problem: string | null };
/** `event`: from the start of the test until the stream brought something; the page publishes right after it started the test. */
export type RoundTrip = { readonly salesforce: Leg; readonly hubspot: Leg; readonly event: Leg; readonly tookMs: number };

const eventWithinMs = 15_000;
const lookEveryMs = 20;

async function timed(view: ConnectionView, call: () => Promise<GatewayResult<unknown>>): Promise<Leg> {
  const startedAt = view.clock.now();
  const answer = await call();
  return { isOk: answer.ok, tookMs: view.clock.now() - startedAt, problem: answer.ok ? null : answer.failure.message };
}

async function hearEvent(view: ConnectionView, startedAt: number, heardBefore: number | null): Promise<Leg> {
  while (view.clock.now() - startedAt < eventWithinMs) {
    const { lastHeardAt } = view.progress().stream;
    if (lastHeardAt !== null && lastHeardAt !== heardBefore) return { isOk: true, tookMs: lastHeardAt - startedAt, problem: null };
    await view.clock.sleep(lookEveryMs);
  }
  const { trouble, isConnected, polling } = view.progress().stream;
  const problem = isConnected
    ? 'The change stream is open, but the test event did not arrive.'
    : polling !== undefined
      ? 'Salesforce is asked every few minutes at present, so no event is heard.'
      : `The change stream is not open${trouble === null ? '' : ` (${trouble})`}.`;
  return { isOk: false, tookMs: view.clock.now() - startedAt, problem };
}

/** Describes one object on each side, at the same time, and waits for the event. Writes nothing. */
export async function runRoundTrip(view: ConnectionView): Promise<RoundTrip> {
  const gateways = gatewaysOf(view);
  const startedAt = view.clock.now();
  const heardBefore = view.progress().stream.lastHeardAt;
  const mapping = view.rulebook()?.rules.mappings[0];
  const [salesforce, hubspot, event] = await Promise.all([
    timed(view, () => gateways.salesforce.schemas([mapping?.salesforceObjects[0] ?? 'Account'])),
    timed(view, () => gateways.hubspot.schemas([mapping?.hubspotObject ?? 'companies'])),
    hearEvent(view, startedAt, heardBefore),
  ]);
  return { salesforce, hubspot, event, tookMs: view.clock.now() - startedAt };
}
