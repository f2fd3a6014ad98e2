/**
 * The local Notion workspace: the few calls a destination makes, strict where Notion is strict.
 * In: HTTP calls of the real client; faults and questions through `/__sandbox/…`. Out: databases, pages, Notion's own errors.
 * It must never accept what Notion refuses: unknown properties, long texts, missing versions, databases nobody shared.
 * Tests: bridge/test/destinations, by the real client.
 */
export { startWorkspace } from './start.ts';
export type { WorkspaceHandle, WorkspaceReady } from './start.ts';
export type { Database } from './workspace.ts';
