/**
 * Purpose: the REST, OAuth and control surfaces of the local org, at API v68.
 * In: HTTP requests; the org and the compiled Apex behind the seam of `../contract.ts`.
 * Out: answers with the platform's status codes, headers and error bodies.
 * Never: keeps records, checks business rules or access itself; the org does.
 * Tests: beside the files (`*.test.ts`).
 */
export { BulkJobs } from './bulk/jobs.ts';
export { createApiServer } from './server.ts';
export type { ApiServerOptions } from './server.ts';
export { callOut, NamedCredentials } from './named-credentials.ts';
export { Cursors } from './cursors.ts';
export { EventUsage, RequestUsage } from './usage.ts';
export { ensureApps } from './auth/apps.ts';
export type { RegisteredApps } from './auth/apps.ts';
export { TokenStore } from './auth/tokens.ts';
export type { Token } from './auth/tokens.ts';
export type { ClientApp, OAuthServices } from './auth/oauth.ts';
export type { ApiServices } from './call.ts';
export { registerControls } from './control/index.ts';
export type { OrgControls } from './control/index.ts';
