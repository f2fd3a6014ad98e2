/**
 * Offline checks of the Salesforce package.
 * In: the project on disk (sfdx-project.json, force-app). Out: problems with file and line, per check.
 * Must never: change a file, need an org or the network, pass when a tool could not run.
 * Tests: beside each file; each seeds one mistake into the real project and expects it found.
 */
export { checkConversion } from './convert.ts';
export { checkFormat } from './format.ts';
export { checkFieldNames, checkMetadata } from './metadata.ts';
export { checkWithPmd } from './pmd.ts';
export { loadProject } from './project.ts';
export { checkSemantics } from './semantic.ts';
export type { Check, Problem, Project } from './types.ts';
