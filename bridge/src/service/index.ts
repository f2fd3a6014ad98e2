/**
 * The wiring: builds the store, the gateways, the engine and the HTTP server from the configuration, and runs them.
 * In: a checked configuration.
 * Out: a running bridge that can be stopped.
 * It must never hold a rule of the sync; it decides only what starts, in which order it ends, and what is waited for.
 * Tests: beside the files; whole bridges run in bridge/test and by `npm start`.
 */
export { startBridge } from './bridge.ts';
export type { RunningBridge } from './bridge.ts';
export { openOffline } from './offline.ts';
export type { OfflineBridge } from './offline.ts';
