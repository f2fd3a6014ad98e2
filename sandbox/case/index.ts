/**
 * Purpose: a realistic, dirty pair of databases, the same for the same seed.
 * In: a seed and a size. Out: records for both platforms, and what is known to be true of them.
 * Loading goes over the platforms' public APIs, as people's tools would; never through a back door.
 * Must never: depend on the bridge, or know how matching works.
 * Tests: generate.test.ts beside this file; the acceptance run loads it for real.
 */
export { generateCase } from './generate.ts';
export type { Case, CaseCompany, CaseDeal, CasePerson, CaseTruth, Ends } from './generate.ts';
export { loadCase } from './load.ts';
export type { HubSpotTarget, LoadProgress, SalesforceTarget } from './load.ts';
export { seededRandom } from './random.ts';
