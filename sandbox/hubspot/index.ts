/**
 * Purpose: a local HubSpot portal: CRM objects, search, associations, properties, webhooks, OAuth, rate limits, over HTTP.
 * In: API calls as the real platform takes them, and `/__sandbox/` calls of whoever tortures the bridge.
 * Out: exact codes and bodies, signed webhooks, state in files under the data directory.
 * Never: imports the bridge, listens beyond 127.0.0.1, is kinder than the platform.
 * Tests: beside the files, and `test/` for what goes over the wire.
 */
export { startPortal } from './start.ts';
export type { PortalHandle, PortalReady, StartOptions } from './start.ts';
