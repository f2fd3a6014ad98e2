import type { Store } from '../engine/ports.ts';
import type { Retention } from './retention.ts';
import type { Sealing } from './sealing.ts';
import type { Steps } from './sql/step.ts';
import { claim, nextDueAt } from './steps/claim.ts';
import { commit, release, saveAttempts } from './steps/commit.ts';
import { append, cursor, setCursor, wake } from './steps/intake.ts';
import { claimMatchKeys, findByKeys, heartbeat, register, releaseMatchKeys, retire } from './steps/leases.ts';
import {
  counts,
  decision,
  decisions,
  decisionTotals,
  issueGroups,
  issues,
  issuesOfGroup,
  links,
  linksOf,
  listLinks,
  listUnlinked,
  reviews,
  unlinkedOf,
} from './steps/listings.ts';
import { prune } from './steps/upkeep.ts';
import { forgetVerdict, listVerdicts, saveVerdicts, verdictsOf } from './steps/verdicts.ts';

export type OperationName = Exclude<keyof Store, 'close'>;
/** Every operation of the port as the steps of one transaction. */
export type Operations = { readonly [Name in OperationName]: (...input: Parameters<Store[Name]>) => Steps<Awaited<ReturnType<Store[Name]>>> };

/** The steps behind each operation of the port, the same for every SQL engine. */
export const createOperations = ({ sealing, retention }: { readonly sealing: Sealing; readonly retention: Retention }): Operations => ({
  register,
  heartbeat,
  retire,
  append,
  cursor,
  setCursor,
  claim,
  nextDueAt,
  wake,
  saveAttempts,
  commit: (input) => commit(sealing, input),
  release,
  claimKeys: claimMatchKeys,
  releaseKeys: releaseMatchKeys,
  findByKeys,
  saveVerdicts,
  forgetVerdict,
  verdictsOf,
  listVerdicts,
  links,
  linksOf,
  listLinks,
  unlinkedOf,
  listUnlinked,
  issues,
  issuesOfGroup,
  issueGroups,
  reviews,
  counts,
  decisions: (connection, options) => decisions(sealing, connection, options),
  decision: (connection, id) => decision(sealing, connection, id),
  decisionTotals,
  prune: (now) => prune(retention, now),
});

/** Operations that change nothing: they need no transaction and no flush to disk. */
const READS: ReadonlySet<OperationName> = new Set<OperationName>([
  'cursor',
  'nextDueAt',
  'findByKeys',
  'verdictsOf',
  'listVerdicts',
  'links',
  'linksOf',
  'listLinks',
  'unlinkedOf',
  'listUnlinked',
  'issues',
  'issuesOfGroup',
  'issueGroups',
  'reviews',
  'decisions',
  'decision',
  'decisionTotals',
  'counts',
]);
export const isRead = (name: OperationName): boolean => READS.has(name);

type Invoke = <Name extends OperationName>(name: Name, ...input: Parameters<Store[Name]>) => ReturnType<Store[Name]>;

/** The port over any way to run an operation by its name. */
export const storeOver = (invoke: Invoke, close: Store['close']): Store => ({
  register: (...input) => invoke('register', ...input),
  heartbeat: (...input) => invoke('heartbeat', ...input),
  retire: (...input) => invoke('retire', ...input),
  append: (...input) => invoke('append', ...input),
  cursor: (...input) => invoke('cursor', ...input),
  setCursor: (...input) => invoke('setCursor', ...input),
  claim: (...input) => invoke('claim', ...input),
  nextDueAt: (...input) => invoke('nextDueAt', ...input),
  wake: (...input) => invoke('wake', ...input),
  saveAttempts: (...input) => invoke('saveAttempts', ...input),
  commit: (...input) => invoke('commit', ...input),
  release: (...input) => invoke('release', ...input),
  claimKeys: (...input) => invoke('claimKeys', ...input),
  releaseKeys: (...input) => invoke('releaseKeys', ...input),
  findByKeys: (...input) => invoke('findByKeys', ...input),
  saveVerdicts: (...input) => invoke('saveVerdicts', ...input),
  forgetVerdict: (...input) => invoke('forgetVerdict', ...input),
  verdictsOf: (...input) => invoke('verdictsOf', ...input),
  listVerdicts: (...input) => invoke('listVerdicts', ...input),
  links: (...input) => invoke('links', ...input),
  linksOf: (...input) => invoke('linksOf', ...input),
  listLinks: (...input) => invoke('listLinks', ...input),
  unlinkedOf: (...input) => invoke('unlinkedOf', ...input),
  listUnlinked: (...input) => invoke('listUnlinked', ...input),
  issues: (...input) => invoke('issues', ...input),
  issuesOfGroup: (...input) => invoke('issuesOfGroup', ...input),
  issueGroups: (...input) => invoke('issueGroups', ...input),
  reviews: (...input) => invoke('reviews', ...input),
  decisions: (...input) => invoke('decisions', ...input),
  decision: (...input) => invoke('decision', ...input),
  decisionTotals: (...input) => invoke('decisionTotals', ...input),
  counts: (...input) => invoke('counts', ...input),
  prune: (...input) => invoke('prune', ...input),
  close,
});
